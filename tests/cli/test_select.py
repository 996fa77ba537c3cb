"""Which repairs are written: by level, family and gain, and not where a line or a file opts out."""

import json

import pytest

from mojibake_fix.cli.select import level_of, select
from mojibake_fix.cli.wanted import Family, Level, Selection, families_of
from mojibake_fix.types import Detection, Repair, Step
from mojibake_fix.verdicts import Verdict


@pytest.fixture
def doubtful(library):
    """A library that is so sure, and no surer."""

    def make(probability, encoding="utf-8", of_encoding=1.0):
        detection = Detection(encoding, of_encoding)
        library.repair_bytes = lambda data, **_: (
            Repair("Ã¤", "ä", Verdict.MOJIBAKE, probability=probability, detection=detection)
            if data == "Ã¤".encode()
            else Repair("ä", "ä", Verdict.SOUND, detection=Detection("utf-8", 1.0))
        )

    return make


class TestLevel:
    @pytest.mark.parametrize(
        ("probability", "written"),
        [(0.99, ["sure", "likely", "guess"]), (0.8, ["likely", "guess"]), (0.3, ["guess"])],
    )
    @pytest.mark.parametrize("level", ["sure", "likely", "guess"])
    def test_says_how_sure_a_repair_must_be(self, doubtful, fixenc, folder, probability, level, written):
        doubtful(probability)
        top = folder({"a.txt": "Ã¤"})
        result = fixenc("fix", "--write", "--level", level, ".")
        assert (top / "a.txt").read_text() == ("ä" if level in written else "Ã¤")
        assert result.exit_code == (0 if level in written else 1)

    def test_is_sure_where_nothing_is_said_and_tells_how_to_go_on(self, doubtful, fixenc, folder):
        doubtful(0.8)
        top = folder({"a.txt": "Ã¤"})
        result = fixenc("fix", "--write", ".")
        assert "a.txt: note: left, for its repair is only likely; --level likely writes it\n" in result.stderr
        assert (top / "a.txt").read_text() == "Ã¤"

    def test_is_that_of_the_encoding_too(self):
        repair = Repair("ä", "ä", Verdict.LEGACY, probability=0.99, detection=Detection("cp1252", 0.6))
        assert level_of(repair) is Level.GUESS

    def test_of_a_text_that_stays_is_that_of_the_encoding(self):
        found = Detection("cp1252", 0.95)
        stays = Repair("ä", "ä", Verdict.LEGACY, probability=0.4, detection=found)
        changes = Repair("Ã¤", "ä", Verdict.MOJIBAKE, probability=0.4, detection=found)
        suspect = Repair("Ã¤", "Ã¤", Verdict.SUSPECT, probability=0.4, detection=found)
        assert [level_of(each) for each in (stays, changes, suspect)] == [Level.SURE, Level.GUESS, Level.GUESS]


@pytest.mark.parametrize(
    ("steps", "families"),
    [
        ([("utf-8", "cp1252")], {Family.UTF8_AS_SINGLE_BYTE}),
        ([("utf-8", "gbk")], {Family.UTF8_AS_MULTI_BYTE}),
        ([("cp1251", "cp1252")], {Family.SINGLE_BYTE}),
        ([("gbk", "cp1252")], {Family.MULTI_BYTE}),
        ([("json-escape", "json-escape"), ("utf-8", "cp1252")], {Family.ESCAPES, Family.UTF8_AS_SINGLE_BYTE}),
        ([("utf-8", "cp1252?")], {Family.LOSSY}),
        ([("utf-8", "ftfy")], {Family.LOSSY}),
    ],
)
def test_families(steps, families):
    assert families_of(tuple(Step(*step) for step in steps)) == families


class TestFamilies:
    TEXT = "Die MÃ¤dchen aus KÃ¶ln singen laut.\n"

    @pytest.mark.parametrize(
        ("args", "repaired"),
        [
            (["--only", "utf8-as-single-byte"], True),
            (["--only", "single-byte"], False),
            (["--only", "single-byte", "--only", "utf8-as-single-byte"], True),
            (["--except", "utf8-as-single-byte"], False),
            (["--except", "escapes"], True),
            (["--min-gain", "1"], True),
            (["--min-gain", "100000"], False),
        ],
    )
    def test_say_what_is_repaired(self, fixenc, folder, args, repaired):
        top = folder({"a.txt": self.TEXT})
        result = fixenc("fix", "--write", *args, ".")
        assert ("ä" in (top / "a.txt").read_text(encoding="utf-8")) == repaired
        assert fixenc("check", *args, ".").exit_code == 0
        assert ("1 sound" in result.stderr) != repaired

    LEGACY = "Die Mädchen aus Köln singen laut und schön.\n".encode("cp1252")
    LOST = "Die M\ufffddchen aus K\ufffdln singen laut.\n"

    def test_with_only_nothing_else_is_found_or_done(self, fixenc, folder, tree):
        top = folder({"a.txt": self.LEGACY, "b.txt": self.LOST, "c.txt": self.LEGACY * 3 + "Köln\n".encode() * 3})
        before = tree(top)
        assert fixenc("check", "--only", "utf8-as-single-byte", ".").exit_code == 0
        result = fixenc("fix", "--write", "--only", "utf8-as-single-byte", ".")
        assert (tree(top), result.exit_code) == (before, 0)
        assert fixenc("check", "--only", "lossy", ".").stdout.startswith("b.txt:1:6: lossy")

    def test_losses_beside_what_is_wanted_are_no_finding(self, fixenc, folder):
        top = folder({"a.txt": self.TEXT + self.LOST})
        assert fixenc("check", "--only", "utf8-as-single-byte", ".").stdout.startswith("a.txt:1:6: mixed")
        assert fixenc("fix", "--write", "--only", "utf8-as-single-byte", ".").exit_code == 0
        assert (top / "a.txt").read_text("utf-8") == "Die Mädchen aus Köln singen laut.\n" + self.LOST

    def test_a_large_file_too(self, fixenc, folder, tree, monkeypatch):
        monkeypatch.setattr("mojibake_fix.cli.pieces.LARGE", 100)
        top = folder({"a.txt": self.LEGACY * 100})
        before = tree(top)
        assert fixenc("fix", "--write", "--only", "utf8-as-single-byte", ".").exit_code == 0
        assert tree(top) == before

    def test_a_conversion_has_no_gain(self, fixenc, folder, tree):
        top = folder({"a.txt": self.LEGACY})
        before = tree(top)
        assert "1 legacy; 1 left" in fixenc("fix", "--write", "--min-gain", "1", ".").stderr
        assert tree(top) == before

    def test_a_family_that_there_is_not_is_an_error_that_names_all(self, fixenc, folder):
        folder({})
        result = fixenc("check", "--only", "utf8", ".")
        assert result.exit_code == 2
        assert "utf8-as-single-byte" in result.stderr


class TestOptOut:
    def test_a_line(self, fixenc, folder):
        text = "Die MÃ¤dchen singen laut.\r\nDie KÃ¤se stinken.  # fixenc: skip\r\nDie HÃ¼te fliegen weit.\r\n"
        top = folder({"a.txt": text.encode()})
        assert fixenc("fix", "--write", ".").exit_code == 0
        expected = "Die Mädchen singen laut.\r\nDie KÃ¤se stinken.  # fixenc: skip\r\nDie Hüte fliegen weit.\r\n"
        assert (top / "a.txt").read_bytes() == expected.encode()
        assert fixenc("check", ".").exit_code == 0

    @pytest.mark.parametrize("content", ["# fixenc: skip-file\nÃ¤", "# fixenc: skip-file\nä".encode("cp1252")])
    def test_a_file(self, library, fixenc, folder, tree, content):
        top = folder({"a.txt": content})
        before = tree(top)
        result = fixenc("fix", "--write", ".")
        assert (tree(top), result.stderr) == (before, "1 file: 1 sound\n")

    def test_what_is_lost_in_a_line_is_no_finding(self, fixenc, folder):
        folder({"a.txt": "Die K\ufffdse stinken, M\ufffddchen.  # fixenc: skip\nDie Straße.\n"})
        assert fixenc("check", ".").exit_code == 0

    def test_what_is_lost_in_another_line_still_is(self, fixenc, folder):
        lost = "Die H\ufffdte fliegen weit.\n"
        folder({"a.txt": "Die KÃ¤se stinken in K\ufffdln.  # fixenc: skip\nDie MÃ¤dchen singen laut.\n" + lost})
        record = json.loads(fixenc("check", "--format", "json", ".").stdout.splitlines()[0])
        (loss,) = record["losses"]
        text = "Die KÃ¤se stinken in K\ufffdln.  # fixenc: skip\nDie Mädchen singen laut.\n" + lost
        assert (record["verdict"], text[loss["start"] - 1 : loss["end"] + 2]) == ("lossy", "H\ufffdte")

    def test_guesses_in_other_lines_stay(self, fixenc, folder):
        top = folder(
            {"a.txt": "Das M\ufffddchen singt schön. # fixenc: skip\nDas M\ufffddchen singt schön zu Hause.\n"}
        )
        fixenc("fix", "--write", "--guess", "--level", "guess", ".")
        expected = "Das M\ufffddchen singt schön. # fixenc: skip\nDas Mädchen singt schön zu Hause.\n"
        assert (top / "a.txt").read_text("utf-8") == expected

    def test_a_line_of_a_file_that_is_converted_is_converted_too(self, fixenc, folder):
        text = "Die Käse stinken.  # fixenc: skip\nDie Mädchen aus Köln singen laut und schön.\n"
        top = folder({"a.txt": text.encode("cp1252")})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_text("utf-8") == text

    def test_not_further_down(self, library, fixenc, folder):
        top = folder({"a.txt": "\n" * 5 + "fixenc: skip-file Ã¤"})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_text(encoding="utf-8").endswith("ä")


def test_a_repair_that_is_wanted_as_a_whole_is_not_touched(library):
    repair = library.repair_bytes("Ã¤ und Ã¶".encode())
    assert select(repair, Selection()) is repair


def test_what_stays_of_a_repair_can_be_replayed_and_inverted(library):
    repair = library.repair_bytes("Ã¤ # fixenc: skip\nÃ¶\n".encode())
    kept = select(repair, Selection())
    assert kept.text == "Ã¤ # fixenc: skip\nö\n"
    assert kept.plan.apply(kept.original) == kept.text
    assert kept.plan.invert(kept.text) == kept.original
