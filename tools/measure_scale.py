"""What web text costs on this machine: in one process, in a pool, on Spark; writes the figures of docs/scale.md.

    python tools/measure_scale.py --text FOLDER [--megabytes 50] [--rows 1000000] [--out docs/scale.md]

FOLDER holds one file of lines a language (`en.txt`, ...). Documents are lines in a row of one language, the languages
about as common as on the web; one document in a hundred is UTF-8 that was read as cp1252 or latin-1, one in a thousand
cp1251 that was. What 1 GB costs is told from the sample, and so said. Needs the extra `arrow`, and pyspark with a Java.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import platform
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import mojibake_fix
from mojibake_fix.arrow import fix_array
from mojibake_fix.testing import chain_of, mangle

SHARES = {
    "en": 46, "ru": 6, "de": 6, "ja": 5, "zh-Hans": 5, "es": 5, "fr": 4, "it": 3, "pt": 2, "nl": 2, "pl": 2, "tr": 2,
    "cs": 1, "vi": 1, "id": 1, "fa": 1, "ar": 1, "uk": 1, "sv": 1, "ro": 1, "el": 1, "hu": 1, "ko": 1, "th": 1,
}  # fmt: skip
"""Parts of the web by language, roughly as the large crawls tell them."""
LENGTH = 3000  # characters of a document
DAMAGE = ((100, "utf-8>cp1252"), (100, "utf-8>latin-1"), (1000, "cp1251>cp1252"))
"""One document in so many suffers the first chain that can happen to it."""
BATCH = 200  # documents that are repaired together
CORES = 2
BEGIN, END = "<!-- figures: begin, written by tools/measure_scale.py -->", "<!-- figures: end -->"


def main() -> None:
    options = _options()
    documents = list(_documents(options.text, options.megabytes * 1_000_000))
    size = sum(len(text.encode()) for text in documents)
    fix_array(pa.array(["Ã©"]))  # the model is read once, which is not what is measured
    rows = [_row("one process", size, *_measured(lambda: _one(documents)))]
    rows.append(_row(f"a pool of {CORES} processes", size, *_measured(lambda: _pool(documents))))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if not options.no_spark:
        rows += _on_spark(documents, size, options.rows)
    told = (
        f"{len(documents):,} documents of {size / 1e6:.0f} MB, Python {platform.python_version()}, "
        f"{CORES} processes at most on {os.cpu_count()} cores, mojibake_fix {mojibake_fix.__version__}. A worker needs "
        f"{memory:.0f} MB at its highest. What 1 GB costs is told from this sample."
    )
    lines = [
        told,
        "",
        "| | seconds | of processors | MB a second | core-hours for 1 GB | core-hours for 100 TB |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
    ]
    print("\n".join(lines))
    if options.out is not None:
        page = options.out.read_text("utf-8")
        before, _, rest = page.partition(BEGIN)
        text = "\n".join([before + BEGIN, *lines, END + rest.partition(END)[2]])
        options.out.write_text(text, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _row(name: str, size: int, seconds: float, busy: float | None) -> str:
    """A row of the table. Core-hours are those of the processors where these are known, else all that were there."""
    hours = (seconds * CORES if busy is None else busy) / 3600 * 1e9 / size
    shown = "" if busy is None else f"{busy:.1f}"
    return f"| {name} | {seconds:.1f} | {shown} | {size / seconds / 1e6:.3f} | {hours:.2f} | {hours * 1e5:,.0f} |"


# ---------------------------------------------------------------- documents


def _documents(folder: Path, size: float) -> Iterator[str]:
    chance = random.Random(7)
    streams = {code: itertools.cycle((folder / f"{code}.txt").read_text("utf-8").splitlines()) for code in SHARES}
    written = 0
    for number in itertools.count():
        if written >= size:
            return
        code = chance.choices(list(SHARES), list(SHARES.values()))[0]
        lines = [f"{number}."]
        while sum(map(len, lines)) < LENGTH:
            lines.append(next(streams[code]))
        text = _damaged("\n".join(lines), chance)
        written += len(text.encode())
        yield text


def _damaged(text: str, chance: random.Random) -> str:
    for every, chain in DAMAGE:
        if chance.randrange(every) == 0 and (broken := mangle(text, chain_of(chain))) is not None:
            return broken
    return text


# ---------------------------------------------------------------- ways


def _measured(run: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and of the processors, of this process and of those that it started and that have ended."""
    began, busy = time.perf_counter(), _busy()
    run()
    return time.perf_counter() - began, _busy() - busy


def _busy() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _batches(documents: list[str]) -> list[list[str]]:
    return [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]


def _fix(batch: list[str]) -> int:
    return fix_array(pa.array(batch)).nbytes


def _one(documents: list[str]) -> int:
    return sum(map(_fix, _batches(documents)))


def _pool(documents: list[str]) -> int:
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        total = sum(pool.imap_unordered(_fix, _batches(documents)))
        pool.close()
        pool.join()  # so that their time is known
    return total


def _on_spark(documents: list[str], size: int, rows: int) -> list[str]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as sql

    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pa.table({"text": documents}), f"{folder}/text.parquet", row_group_size=BATCH)
        spark = SparkSession.builder.master(f"local[{CORES}]").config("spark.ui.enabled", "false").getOrCreate()
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
        package = Path(mojibake_fix.__file__).parent
        archive = shutil.make_archive(f"{folder}/mojibake_fix", "zip", package.parent, package.name)
        spark.sparkContext.addPyFile(archive)
        repair = _repair("text")
        frame = spark.read.parquet(f"{folder}/text.parquet").repartition(4 * CORES)
        spark.range(CORES).selectExpr("'é' AS text").mapInArrow(repair, "text string").collect()  # starts the workers
        whole, _ = _measured(
            lambda: frame.mapInArrow(repair, frame.schema).write.format("noop").mode("overwrite").save()
        )
        broken = sql.concat(sql.col("id") % 10_000, sql.lit(". CafÃ© MÃ¼ller in KÃ¶ln"))
        text = sql.when(sql.col("id") % 10 == 0, broken).otherwise(sql.concat(sql.lit("plain words "), sql.col("id")))
        million = spark.range(rows).select(text.alias("text"))
        bytes_of_rows = million.select(sql.sum(sql.octet_length("text"))).collect()[0][0]
        fixed = million.mapInArrow(repair, million.schema).where(sql.col("text").endswith("Café Müller in Köln"))
        count: list[int] = []
        seconds, _ = _measured(lambda: count.append(fixed.count()))
        if count != [rows // 10]:
            raise SystemExit(f"Spark repaired {count} rows of {rows // 10}")
        spark.stop()
    return [
        _row(f"Spark, local[{CORES}]", size, whole, None),
        _row(
            f"Spark, local[{CORES}]: {rows:,} short rows, a tenth broken, in 1,000 ways", bytes_of_rows, seconds, None
        ),
    ]


def _repair(column: str) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def repair(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from mojibake_fix.arrow import fix_batches

        return fix_batches(batches, [column])

    return repair


if __name__ == "__main__":
    main()
