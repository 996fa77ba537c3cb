"""The measurement of quality, on a tiny evaluation: what it counts, what it writes, and that nothing is made up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mojibake_fix
from quality.cases import Case
from quality.collected import Collected, dump, load
from quality.figures import by_band, reliability, summed, tally
from quality.losses import Restored, lost_places, restored
from quality.measure import Result, chunks, measure, outcome
from quality.page import page

CASES = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Case:
    family: str
    tier: int
    size: str
    lang: str
    name: str
    mangled: str
    expected: str

def languages(folder):
    return {path.stem: path.read_text("utf-8").split("\\n")[:-1] for path in sorted(folder.glob("??.txt"))}

def with_legacy(texts):
    return texts

def repair_cases(texts, each, seed, lossy=False):
    for lang, lines in texts.items():
        for line in lines[:each]:
            mangled = line.encode().decode("cp1252", "replace")
            if ("\ufffd" in mangled) == lossy:
                yield Case("utf8 as single-byte", 1, "line", lang, "utf-8>cp1252" + " lossy" * lossy, mangled, line)

def mixed_cases(texts):
    return []

def clean_cases(texts):
    for lang, lines in texts.items():
        for line in lines:
            yield Case("clean", 1, "line", lang, "clean", line, line)
"""
MANGLINGS = """
MULTI_BYTE = {"utf-8"}

def write(text, codec):
    return text.encode(codec)

def read(data, codec, lossy):
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
"""
LINES = {
    "de": "Der Bäcker grüßt fröhlich zurück.\nDie Gäste trinken schwarzen Tee am Übergang.\n",
    "fr": "La forêt était très calme à midi.\nLe café est fermé depuis des années.\n",
    "is": "Hann býr á Íslandi og drekkur kaffi.\n",
}


@pytest.fixture
def folders(tmp_path):
    """A tiny evaluation, with text to measure on and to train on."""
    for name in ("eval", "text", "train"):
        (tmp_path / name).mkdir()
    (tmp_path / "eval/cases.py").write_text(CASES, encoding="utf-8")
    (tmp_path / "eval/manglings.py").write_text(MANGLINGS, encoding="utf-8")
    (tmp_path / "eval/wild.py").write_text("GROUPS = {'1': 'utf-8 read as a page'}\n", encoding="utf-8")
    for name, text in LINES.items():
        (tmp_path / f"text/{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "text/negatives.txt").write_text("∀x ∈ ℝ: x² ≥ 0\n", encoding="utf-8")
    (tmp_path / "train/de.txt").write_text("Die Gäste  trinken schwarzen Tee am Übergang.\n", encoding="utf-8")
    rows = [
        {"family": "1-one", "language": "es", "mangled": "maÃ±ana", "expected": "mañana"},
        {"family": "2-unknown", "mangled": "?", "expected": None},
    ]
    (tmp_path / "wild.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def run(root, folders, *options):
    source = Path(mojibake_fix.__file__).parents[1]
    command = [sys.executable, str(root / "tools/measure_quality.py"), "--out", str(folders / "page.md"), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(source)}, check=False
    )
    assert done.returncode == 0, done.stderr
    return (folders / "page.md").read_text("utf-8")


def test_a_tiny_evaluation_becomes_a_page(root, folders):
    places = ["--text", "text", "--eval", "eval", "--wild", "wild.jsonl", "--train", "train", "--json", "kept.json"]
    places = [word if word.startswith("--") else str(folders / word) for word in places]
    written = run(root, folders, *places, "--processes", "1")
    assert "| 1 | line | 4 | 100.0 / 0.0 / 0.0 |" in written
    assert "| lines | 5 | 0 | 0.0 | 0 | 0.0 |" in written
    assert "| 1. utf-8 read as a page | 1 | 100.0 / 0.0 / 0.0 |" in written
    assert (
        "| line | 1 | 1 | 0.00 / 0.00 / 100.0 | 100.00 / 0.00 / 100.0 |" in written
    )  # the Í of Íslandi, whose second byte cp1252 lacks
    assert "| de | 2 | 1 | 1 |" in written.partition("## Training")[2]
    assert str(folders) not in written
    assert run(root, folders, "--from-json", str(folders / "kept.json")) == written


def test_every_so_manyth_case_is_told(root, folders):
    places = [f"--{name}={folders / name}" for name in ("text", "eval", "wild", "train")]
    written = run(root, folders, *places, "--every", "3", "--processes", "1")
    assert "One case in 3 was taken" in written
    assert "--every 3" in written
    assert "## Real cases" not in written


def case(mangled, expected, **others):
    return Case(**{
        "kind": "mangled", "family": "f", "tier": 1, "size": "line", "language": "de", "mangled": mangled,
        "expected": expected, **others,
    })  # fmt: skip


def result(probability, ours, *, changed=True):
    return Result(
        "mangled", "f", 1, "line", "de", ours, "untouched", "mojibake", probability, changed, 0, *[Restored()] * 3
    )


@pytest.mark.parametrize(("got", "kind"), [("é", "exact"), ("Ã©", "untouched"), ("è", "other")])
def test_outcomes(got, kind):
    assert outcome(got, case("Ã©", "é")) == kind


def test_two_tools_are_measured_on_the_same_cases():
    one = measure([case("Die GÃ¤ste", "Die Gäste"), case("Ïðèâåò, êàê äåëà?", "Привет, как дела?")])
    assert [(row.ours, row.ftfy) for row in one] == [("exact", "exact"), ("exact", "untouched")]


def test_chunks_hold_all_cases_in_their_order():
    cases = [case("x" * size, "y") for size in (50_000, 20_000, 1, 70_000)]
    assert [one for chunk in chunks(cases) for one in chunk] == cases
    assert [len(chunk) for chunk in chunks(cases)] == [1, 2, 1]


def test_reliability_groups_by_probability():
    results = [result(0.6, "other"), result(0.6, "exact"), result(0.9, "exact"), result(1.0, "exact")]
    groups = reliability([*results, result(0.1, "exact", changed=False)], 2)
    assert [(group.cases, group.reported, group.right) for group in groups] == [(2, 0.6, 0.5), (2, 0.95, 1.0)]
    bands = {band: group.cases for band, group in by_band(results).items()}
    assert bands == {(0.6, 0.7): 2, (0.9, 0.95): 1, (0.99, 1.0): 1}


def test_texts_of_one_probability_stay_together():
    assert [group.cases for group in reliability([result(0.7, "exact")] * 5, 3)] == [5]


def test_the_page_tells_how_far_off_the_probability_is():
    written = " ".join(page(Collected([result(0.6, "other"), *[result(0.8, "exact")] * 3], "", {}, 1, 1)).split())
    assert "The largest difference is 60.00 points" in written
    assert "| 0.6 to 0.7 | 1 | 60.00 | 0.00 | -60.00 |" in written
    assert "100.00 % are below 0.9 (`sure`), 0.00 % are below 0.7 (`likely`)" in written


def test_outcomes_are_counted_side_by_side():
    count = tally([result(0.9, "exact"), result(0.9, "other")], lambda one: one.language)["de"]
    assert (count.cases, count.exact, count.ftfy["untouched"]) == (2, 50.0, 2)


# ---------------------------------------------------------------- losses

CLEAN, LOSSY, LOST = "Midi à Évry", "Midi Ã\ufffd Ã‰vry", frozenset({5})


@pytest.mark.parametrize(("got", "expected"), [
    ("Midi à Évry", Restored(1, 0, 1)),
    ("Midi \ufffd Évry", Restored(0, 0, 1)),  # open, and all else right
    ("Midi á Évry", Restored(0, 1, 0)),
    (LOSSY, Restored(0, 0, 0)),
])  # fmt: skip
def test_what_is_put_back_rightly_and_wrongly(got, expected):
    assert restored(got, LOSSY, CLEAN, LOST) == expected


def test_lost_places(module_at, folders):
    rules = module_at("rules", folders / "eval/manglings.py")
    assert lost_places(CLEAN.replace("à", "Á"), "utf-8>cp1252 lossy", rules) == {5}  # Á ends in 81, which is a hole


def test_sums():
    assert summed([Restored(1, 2, 0), Restored(3, 0, 1)]) == Restored(4, 2, 1)
    assert summed([]) == Restored()


def test_what_is_kept_gives_the_same_page(tmp_path):
    collected = Collected([result(0.9, "exact")], " --each 1", {"ftfy": "6"}, 1, 1)
    dump(collected, tmp_path / "kept.json")
    assert load(tmp_path / "kept.json") == collected
    assert page(load(tmp_path / "kept.json")) == page(collected)
