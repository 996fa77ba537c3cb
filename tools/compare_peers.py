#!/usr/bin/env python3
"""Measure the project beside its peers on the project's own corpus, and write docs/comparison.md.

python tools/compare_peers.py                    (also puts the main figures into README.md, and prints the page)
python tools/compare_peers.py --out other.md --seed 3 --each 2

Repair is compared with ftfy, detection with chardet and charset-normalizer. The same seed draws the same cases.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # for `corpus`, which is not installed

PAGE = ROOT / "docs" / "comparison.md"
BEGIN, END = "<!-- figures: begin, written by tools/compare_peers.py -->", "<!-- figures: end -->"
SEED, EACH = 11, 1
KINDS = ("exact", "untouched", "wrong")
SHORT = 24
"""Characters of a short text at most, where it has spaces to cut at."""
FTFY_READERS = frozenset(
    {"iso8859-1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac-roman", "cp437"}
)
"""The encodings that ftfy reads UTF-8 back from."""
AT_HOME = "at home"
"""The group of the accidents that ftfy is made for."""
TIERS = {
    "utf-8": "UTF-8 read as a code page, or as GBK or Shift-JIS",
    "repeated": "several accidents, one after the other",
    "legacy": "a legacy encoding read as a page of another region",
    "neighbours": "a legacy encoding read as another of its own region",
    "dos-mac": "DOS and Macintosh pages",
    "cjk": "one East Asian encoding read as another",
    "special": "accidents of one language alone",
}

_HEAD = """\
# Comparison

How this project does beside its nearest peers, on the project's own [corpus](../corpus/README.md).
This page is written by a program; to write it anew:

    python tools/compare_peers.py{options}

Measured with {versions}.
The cases of repair are {each} for every chain of every language, drawn with seed {seed}.

Read the figures with this in mind. The corpus was written by this project, and its chains are those that the
project sets out to undo: it is not neutral ground. No text of it was used to train the model, but the engine was
tuned by people who know it. And ftfy sets out to undo one family only, UTF-8 read as a single-byte page, which it
does with next to no harm to sound text; the row in italics is that family. That it does not go further is its
choice, and its documentation says so.

"""

Fix = Callable[[str], str]
Detect = Callable[[bytes], str | None]
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Broken:
    """A mangled text and what is expected of it; `groups` are the rows of the table that it counts in."""

    groups: tuple[str, ...]
    mangled: str
    expected: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes in a legacy encoding, and their text."""

    size: str
    data: bytes
    text: str


# ---------------------------------------------------------------- the cases


def broken_texts(seed: int, each: int) -> Iterator[Broken]:
    """A case for every chain of every language of the corpus, as a whole line and as a few words of it."""
    from corpus.builder import all_chains, cases

    from mojibake_fix.testing import mangle

    chains = all_chains()
    for case in cases(seed, each):
        chain = chains[case.chain].chain
        at_home = all(step.written == "utf-8" and step.read in FTFY_READERS for step in chain)
        groups = (case.tier, AT_HOME) if at_home else (case.tier,)
        yield Broken(tuple(f"line {group}" for group in groups), case.mangled, case.expected)
        words = few_words(case.expected)
        short = mangle(words, chain) if words else None
        if short is not None and short != words:
            yield Broken(tuple(f"short {group}" for group in groups), short, words)


def few_words(text: str) -> str:
    """The words around the middle character beyond ASCII of a text, up to `SHORT` characters."""
    beyond = [at for at, char in enumerate(text) if char > "\x7f"]
    if not beyond:
        return ""
    middle = beyond[len(beyond) // 2]
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    first = next(k for k, (_, end) in enumerate(words) if middle < end)
    start, end = words[first]
    for _, further in words[first + 1 :]:
        if further - start > SHORT:
            break
        end = further
    return text[start:end] if end - start <= 2 * SHORT else text[max(start, middle - SHORT // 2) :][:SHORT]


def sound_lines() -> list[str]:
    """Every line of the corpus."""
    from corpus.builder import load_texts

    return [text.text for texts in load_texts().values() for text in texts]


def encoded_texts() -> Iterator[Encoded]:
    """The texts of every language in every legacy encoding that it was written in, line by line and as one file."""
    from corpus.builder import fit, load_languages, load_texts

    texts = load_texts()
    for code, language in load_languages().items():
        for name in language.encodings:
            fitted = [fitted for text in texts[code] if (fitted := fit(text.text, name)) is not None]
            lines = [text for text in fitted if not text.isascii()]
            yield from (Encoded("one line", text.encode(name), text) for text in lines)
            if lines:
                whole = "\n".join([*lines, ""])
                yield Encoded("all lines of a language as one file", whole.encode(name), whole)


# ---------------------------------------------------------------- the tools


def repairers() -> dict[str, Fix]:
    import ftfy

    import mojibake_fix

    return {
        "mojibake_fix.fix": mojibake_fix.fix,
        "ftfy.fix_encoding": ftfy.fix_encoding,
        "ftfy.fix_text": ftfy.fix_text,
    }


def detectors() -> dict[str, Detect]:
    import chardet
    import charset_normalizer

    import mojibake_fix

    def ask_normalizer(data: bytes) -> str | None:
        best = charset_normalizer.from_bytes(data).best()
        return best.encoding if best else None

    return {
        "mojibake_fix.detect": lambda data: mojibake_fix.detect(data).encoding,
        "chardet.detect": lambda data: chardet.detect(data)["encoding"],
        "charset_normalizer": ask_normalizer,
    }


def versions(names: Iterable[str]) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


# ---------------------------------------------------------------- measuring


def timed(function: Callable[[T], S], items: Sequence[T]) -> tuple[list[S], float]:
    """The answers, and the seconds of processor time that they took."""
    start = time.process_time()
    answers = [function(item) for item in items]
    return answers, time.process_time() - start


def decodes_to(data: bytes, encoding: str | None, text: str) -> bool:
    """Whether an answer is right: the encoding, read strictly, gives the text."""
    try:
        return encoding is not None and data.decode(encoding) == text
    except (LookupError, UnicodeError):
        return False


def share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %"


def ratio(seconds: float, of: float) -> str:
    return f"{seconds / of:.1f}" if seconds < 10 * of else f"{seconds / of:.0f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)] + [""]


def compare_repair(seed: int, each: int) -> tuple[list[str], list[list[str]]]:
    """The section on repair, and the rows of it that README.md shows."""
    import mojibake_fix

    tools = repairers()
    mojibake_fix.fix("Ã©")  # so that loading the model is not counted
    broken = list(broken_texts(seed, each))
    sound = sound_lines()
    outcomes: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in tools}
    seconds: dict[str, tuple[float, float]] = {}
    changed: dict[str, int] = {}
    for name, fix in tools.items():
        answers, took = timed(fix, [case.mangled for case in broken])
        for case, got in zip(broken, answers, strict=True):
            kind = "exact" if got == case.expected else "untouched" if got == case.mangled else "wrong"
            for group in (*case.groups, f"{case.groups[0].partition(' ')[0]} all"):
                outcomes[name][group][kind] += 1
        answers, took_sound = timed(fix, sound)
        changed[name] = sum(got != line for got, line in zip(answers, sound, strict=True))
        seconds[name] = (took, took_sound)
    out = ["## Repair", ""]
    short_rows: list[list[str]] = []
    titles = {
        "all": "**all**",
        AT_HOME: "*of all: UTF-8 read as a page that ftfy knows, once or more often*",
        **TIERS,
    }
    for size, title in (("line", "Whole lines"), ("short", f"A few words, up to {SHORT} characters")):
        out += [f"### {title}", "", "Exact / untouched / changed to something else, in per cent of the cases.", ""]
        rows = []
        for group, words in titles.items():
            counts = [outcomes[name][f"{size} {group}"] for name in tools]
            total = sum(counts[0].values())
            cells = [" / ".join(f"{100 * n[kind] / total:.1f}" for kind in KINDS) for n in counts]
            rows.append((words, f"{total:,}", *cells))
            if group in ("all", AT_HOME):
                what = "all accidents" if group == "all" else "UTF-8 read as a page that ftfy knows"
                short_rows.append([f"{title.lower()}: {what}", *cells[:2]])
        out += table(("accident", "cases", *tools), rows)
    out += ["### Sound text", "", f"Lines changed, of the {len(sound):,} sound lines of the corpus.", ""]
    out += table(("", *tools), [("lines changed", *(f"{changed[name]:,}" for name in tools))])
    out += [
        "`ftfy.fix_text` does by design more than undo wrong decoding: it straightens curly quotes, narrows full-width",
        "letters and normalises to NFC. That counts here as a change, because a repair was asked for;",
        "`ftfy.fix_encoding` is the fair comparison.",
        "",
        "### Time",
        "",
        "Processor time for the same texts in the same run, as multiples of `ftfy.fix_encoding`. `fix` and ftfy are",
        "called text by text; `fix_many` is given all texts at once.",
        "",
    ]
    rows = []
    mangled = [case.mangled for case in broken]
    for k, (label, texts) in enumerate((("all broken texts above", mangled), ("sound lines", sound))):
        _, together = timed(mojibake_fix.fix_many, [texts])
        unit = seconds["ftfy.fix_encoding"][k]
        rows.append((label, ratio(together, unit), *(ratio(seconds[name][k], unit) for name in tools)))
    short_rows.append([f"sound lines changed, of {len(sound):,}", *(str(changed[name]) for name in [*tools][:2])])
    return [*out, *table(("", "mojibake_fix.fix_many", *tools), rows)], short_rows


def compare_detection() -> tuple[list[str], list[list[str]]]:
    """The section on detection, and the rows of it that README.md shows."""
    tools = detectors()
    for detect in tools.values():
        detect("Ünïcödé".encode("cp1252"))  # so that what is loaded at the first call is not counted
    encoded = list(encoded_texts())
    right: dict[str, Counter[str]] = {}
    totals = Counter(item.size for item in encoded)
    seconds: dict[str, float] = {}
    for name, detect in tools.items():
        answers, seconds[name] = timed(detect, [item.data for item in encoded])
        right[name] = Counter(
            item.size for item, answer in zip(encoded, answers, strict=True) if decodes_to(item.data, answer, item.text)
        )
    rows = [
        (size, f"{total:,}", *(share(right[name][size], total) for name in tools)) for size, total in totals.items()
    ]
    unit = seconds["chardet.detect"]
    section = [
        "## Detection",
        "",
        "The texts of every language in the legacy encodings that it was really written in. An answer is right where",
        "the encoding that it names, read strictly, gives exactly the text.",
        "",
        *table(("bytes", "inputs", *tools), rows),
        "Processor time for the same inputs in the same run, as multiples of `chardet.detect`: "
        + ", ".join(f"`{name}` {ratio(seconds[name], unit)}" for name in tools)
        + ".",
        "",
        "`mojibake_fix.detect` itself asks chardet as a witness where its two best readings are close.",
        "",
    ]
    return section, [[size, *cells] for size, _, *cells in rows]


def pages(seed: int, each: int) -> tuple[str, str]:
    """The whole of docs/comparison.md, and the tables that README.md shows."""
    options = "".join(
        f" --{name} {value}" for name, value, usual in (("seed", seed, SEED), ("each", each, EACH)) if value != usual
    )
    import mojibake_fix

    peers = versions(("ftfy", "chardet", "charset-normalizer", "numpy"))
    about = f"mojibake_fix {mojibake_fix.__version__}, {peers}, Python {platform.python_version()}"
    repair, repair_rows = compare_repair(seed, each)
    detection, detection_rows = compare_detection()
    head = _HEAD.format(options=options, versions=about, each=each, seed=seed)
    short = [
        "Repair: exact / untouched / changed to something else, in per cent.",
        "",
        *table(("", *[*repairers()][:2]), repair_rows),
        "Detection of legacy encodings: right, in per cent.",
        "",
        *table(("", *detectors()), detection_rows),
    ]
    return head + "\n".join([*repair, *detection]).rstrip("\n") + "\n", "\n".join(short)


def update_readme(tables: str) -> None:
    """Put the tables between the marks in README.md."""
    path = ROOT / "README.md"
    head, rest = path.read_text("utf-8").split(BEGIN)
    path.write_text(f"{head}{BEGIN}\n{tables}{END}{rest.partition(END)[2]}", "utf-8")


def main() -> int:
    """Measure, print, write."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--seed", type=int, default=SEED, help="which texts become cases")
    ap.add_argument("--each", type=int, default=EACH, help="cases for each chain of each language")
    ap.add_argument("--out", type=Path, default=PAGE)
    args = ap.parse_args()
    text, tables = pages(args.seed, args.each)
    args.out.write_text(text, "utf-8")
    if args.out == PAGE:
        update_readme(tables)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
