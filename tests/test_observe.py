"""Counters, samples and the log of a pipeline, and what is declared beside bytes."""

import json
import logging

import pytest

from mojibake_fix import ingest, repair_bytes, repair_many
from mojibake_fix.observe import Watch, count

BROKEN, SOUND = "GrÃ¶ÃŸe", "Größe"


def test_counters_of_a_batch():
    counts = count(repair_many([BROKEN, SOUND, "plain", "x\ufffdy Ã©"]))
    assert {name: counts[name] for name in ("documents", "changed", "losses")} == {
        "documents": 4,
        "changed": 2,
        "losses": 1,
    }
    assert counts["verdicts"] == {"mojibake": 1, "sound": 2, "lossy": 1}
    assert sum(counts["families"].values()) == counts["spans"]
    assert counts["bits"] > 0
    assert json.loads(json.dumps(counts)) == counts


def test_nothing_counts_as_nothing():
    assert count([]) == {
        "documents": 0, "changed": 0, "spans": 0, "losses": 0, "bits": 0.0, "verdicts": {}, "families": {}
    }  # fmt: skip


def test_repairs_count_as_often_as_they_occur():
    repairs = repair_many([BROKEN, SOUND])
    assert count(repairs, [3, 2]) == count([repairs[0]] * 3 + [repairs[1]] * 2)


def test_a_watch_adds_up_batches(caplog):
    shown = []
    watch = Watch(samples=1, progress=shown.append)
    with caplog.at_level(logging.INFO, "mojibake_fix"):
        list(ingest([BROKEN, SOUND, BROKEN, "plain", "x"], batch_size=2, watch=watch))
    assert shown == [2, 2, 1]
    together = count(repair_many([BROKEN, SOUND, BROKEN, "plain", "x"]))
    assert watch.counts == {**together, "bits": pytest.approx(together["bits"])}
    assert watch.batch == count(repair_many(["x"]))
    assert [sample["after"] for sample in watch.samples] == [SOUND]
    assert [record.name for record in caplog.records] == ["mojibake_fix"] * 3
    assert "2 documents, 1 changed" in caplog.records[0].getMessage()


def test_of_a_long_text_a_sample_shows_the_place():
    watch = Watch(samples=1)
    plain = "Nothing of this was ever in another encoding. " * 20
    list(ingest([plain + BROKEN + plain, "no: " + BROKEN], watch=watch))
    (sample,) = watch.samples
    assert BROKEN in sample["before"]
    assert sample["after"].startswith(sample["before"].replace(BROKEN, SOUND))
    assert len(sample["before"]) == 200


def test_a_sample_that_begins_behind_another_repair():
    watch = Watch(samples=1)
    far = "Nothing of this was ever in another encoding. " * 9
    list(ingest([f"{BROKEN} {far}caf\\xc3\\xa9 {far}"], watch=watch))
    for sample in watch.samples:
        assert sample["before"][:20] == sample["after"][:20] or SOUND in sample["after"]


def test_without_samples_none_are_kept():
    watch = Watch()
    list(ingest([BROKEN], watch=watch))
    assert watch.samples == []


@pytest.mark.parametrize("column", ["plain", "dictionary", "bytes"])
def test_columns(column):
    pa = pytest.importorskip("pyarrow")
    from mojibake_fix.arrow import fix_batches

    values = [BROKEN, None, SOUND, "plain"] if column != "bytes" else [BROKEN.encode(), None, SOUND.encode(), b"plain"]
    array = pa.array(values)
    table = pa.table({"t": array.dictionary_encode() if column == "dictionary" else array})
    watch = Watch()
    list(fix_batches(table.to_batches() * 2, ["t"], watch=watch))
    assert watch.counts["verdicts"] == {"mojibake": 2, "sound": 4}
    assert watch.counts["documents"] == 6


DECLARED = [
    ("Дом", "koi8-r", "koi8-r"),
    ("Дом у реки", "cp1251", "windows-1251"),
    ("Съешь ещё этих мягких булок", "koi8-r", "iso-8859-1"),
    ("Muñoz y Peña", "cp1252", "windows-1250"),
    ("été", "utf-8", "iso-8859-1"),
    ("été à la mode", "utf-16", "iso-8859-1"),
    ("Straße für 5 €", "cp1252", "no-such-encoding"),
    ("Straße für 5 €", "cp1252", "\n\u20ac; charset=utf-16\n"),
    ("Straße für 5 €", "cp1252", ""),
]


@pytest.mark.parametrize(("text", "encoding", "declared"), DECLARED)
def test_what_is_declared_is_a_hint_and_no_order(text, encoding, declared):
    assert repair_bytes(text.encode(encoding), declared=declared).text == text


def test_nothing_declared_makes_text_of_binary_data():
    answer = repair_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", declared="utf-8")
    assert (str(answer.verdict), answer.text) == ("binary", "")
