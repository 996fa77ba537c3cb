"""`fix --write`, `--dry-run` and `-`: what is repaired, and above all what is not touched."""

import codecs
import dataclasses
import json
import os

import pytest

from mojibake_fix.types import Detection, Repair
from mojibake_fix.verdicts import Verdict

BROKEN = "A minha avÃ³ fazia pÃ£o de lÃ³ todas as manhÃ£s."
REPAIRED = "A minha avó fazia pão de ló todas as manhãs."
BINARY = bytes(range(256))


class TestWhere:
    def test_without_a_place_nothing_is_written(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN})
        result = fixenc("fix", "a.txt")
        assert result.exit_code == 2
        sentence = result.stderr.splitlines()[0]
        assert all(word in sentence for word in ("--write", "--output DIR", "--dry-run"))
        assert tree(top) == {"a.txt": BROKEN.encode()}

    def test_dry_run_says_what_would_be_done(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN, "b.txt": "Übung".encode("cp1252")})
        result = fixenc("fix", "--dry-run", ".")
        assert "a.txt:1:11: mojibake, utf-8 read as cp1252, would be repaired: " in result.stdout
        assert "b.txt: legacy, cp1252, would be converted: Übung" in result.stdout
        assert result.stderr.endswith("1 would be repaired, 1 would be converted\n")
        assert tree(top) == {"a.txt": BROKEN.encode(), "b.txt": "Übung".encode("cp1252")}

    @pytest.mark.parametrize(
        "args",
        [
            ("--write", "--dry-run"),
            ("--write", "--output", "x"),
            ("--dry-run", "--output", "x"),
            ("--write", "--force"),
            ("-", "--write"),
            ("-", "a.txt"),
            ("-", "--output", "x"),
        ],
    )
    def test_places_that_exclude_each_other(self, library, fixenc, folder, tree, args):
        top = folder({"a.txt": BROKEN})
        assert fixenc("fix", "a.txt" if "-" not in args else "-", *args).exit_code == 2
        assert tree(top) == {"a.txt": BROKEN.encode()}


class TestWrite:
    def test_repairs(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN, "sub/b.txt": BROKEN})
        result = fixenc("fix", "--write", ".")
        assert tree(top) == {"a.txt": REPAIRED.encode(), "sub/b.txt": REPAIRED.encode()}
        assert result.exit_code == 0
        assert "a.txt:1:11: mojibake, utf-8 read as cp1252, repaired: " in result.stdout
        assert result.stderr == "2 files: 2 mojibake; 2 repaired\nfixenc undo 1 takes this back\n"

    @pytest.mark.parametrize("content", [REPAIRED, "", "plain", BINARY, "SUSPECT Ã¤", "\ufeffJá é tarde"])
    def test_leaves_alone(self, library, fixenc, folder, tree, content):
        top = folder({"a.txt": content})
        before = tree(top), (top / "a.txt").stat()
        fixenc("fix", "--write", ".")
        assert (tree(top), (top / "a.txt").stat()) == before

    def test_a_second_run_changes_nothing(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN, "b.txt": "Ñandú".encode("cp1252"), "c.txt": "\ufeffÃ¤", "d.txt": "Ã¤\ufffd"})
        fixenc("fix", "--write", ".")
        once = tree(top), [path.stat().st_mtime_ns for path in sorted(top.iterdir())]
        fixenc("fix", "--write", ".")
        assert (tree(top), [path.stat().st_mtime_ns for path in sorted(top.iterdir())]) == once

    @pytest.mark.parametrize(
        ("content", "code"),
        [(BROKEN, 0), (REPAIRED, 0), (BINARY, 0), ("Ñ".encode("cp1252"), 0), ("SUSPECT", 1), ("Ã¤\ufffd", 1)],
    )
    def test_exit_code(self, library, fixenc, folder, content, code):
        folder({"a.txt": content})
        assert fixenc("fix", "--write", ".").exit_code == code

    def test_what_is_certain_of_a_lossy_file_is_repaired(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "HÃ¤user, gr\ufffdn", "b.txt": "gr\ufffdn"})
        result = fixenc("fix", "--write", ".")
        assert tree(top) == {"a.txt": "Häuser, gr\ufffdn".encode(), "b.txt": "gr\ufffdn".encode()}
        assert "a.txt:1:2: lossy, utf-8 read as cp1252, 1 lost, repaired: " in result.stdout
        assert "b.txt:1:3: lossy, 1 lost, left: " in result.stdout

    def test_mixed(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "MIXED Ã¤", "b.txt": "MIXED ä".encode("cp1252"), "c.txt": "MIXED ä"})
        result = fixenc("fix", "--write", ".")
        assert tree(top) == {"a.txt": "MIXED ä".encode(), "b.txt": "MIXED ä".encode(), "c.txt": "MIXED ä".encode()}
        assert result.exit_code == 1  # c.txt: found, and not repaired

    def test_quiet(self, library, fixenc, folder):
        folder({"a.txt": BROKEN})
        result = fixenc("fix", "--write", "-q", ".")
        assert (result.stdout, result.stderr, result.exit_code) == ("", "", 0)


class TestBytesThatNoEncodingExplains:
    """A library that decodes with replacement characters must not make the command write them over the bytes."""

    @pytest.mark.parametrize("encoding", ["cp1252", None])
    def test_are_not_lost(self, library, fixenc, folder, tree, encoding):
        data = b"MIXED \xc3\x83\xc2\xa4 \x81"
        text = data.decode("utf-8", "replace")
        detection = Detection(encoding, 0.95)
        fixed = text.replace("Ã¤", "ä")
        library.repair_bytes = lambda data, **_: Repair(text, fixed, Verdict.MIXED, detection=detection)
        top = folder({"a.txt": data})
        result = fixenc("fix", "--write", ".")
        assert tree(top) == {"a.txt": data}
        assert "a.txt: note: left, for some of its bytes are in no encoding we know" in result.stderr
        assert result.exit_code == 1
        assert fixenc("fix", "-", stdin=data).stdout_bytes == data

    @pytest.mark.parametrize("encoding", ["utf-8", None])
    def test_but_replacement_characters_of_the_file_itself_are_no_hindrance(self, library, fixenc, folder, encoding):
        text = "MIXED Ã¤ \ufffd"
        detection = Detection(encoding, 0.95)
        fixed = text.replace("Ã¤", "ä")
        library.repair_bytes = lambda data, **_: Repair(text, fixed, Verdict.MIXED, detection=detection)
        top = folder({"a.txt": text})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_bytes() == fixed.encode()


class TestBytesThatStay:
    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\r\n\n\r"])
    @pytest.mark.parametrize("last", ["", "\r\n", "\n\n"])
    def test_line_ends(self, library, fixenc, folder, end, last):
        top = folder({"a.txt": f"eins Ã¤{end}zwei{end}drei Ã¶{last}"})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_bytes() == f"eins ä{end}zwei{end}drei ö{last}".encode()

    def test_bom_of_utf8_is_kept(self, library, fixenc, folder):
        top = folder({"a.txt": "\ufeffÃ¤"})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_bytes() == codecs.BOM_UTF8 + "ä".encode()

    @pytest.mark.parametrize("in_text", [False, True])
    def test_a_second_bom_is_text(self, library, fixenc, folder, in_text):
        if in_text:  # a library that leaves the first mark in the text
            repair_bytes = library.repair_bytes
            library.repair_bytes = lambda data, **_: with_mark(repair_bytes(data))
        top = folder({"a.txt": "\ufeff\ufeffÃ¤", "b.txt": "\ufeffÃ¤", "c.txt": "\ufeff\ufeffä".encode("utf-16-le")})
        fixenc("fix", "--write", ".")
        contents = [(top / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt", "c.txt")]
        assert contents == ["\ufeff\ufeffä", "\ufeffä", "\ufeffä"]

    def test_no_bom_is_added(self, library, fixenc, folder):
        top = folder({"a.txt": "Ã¤"})
        fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_bytes() == "ä".encode()

    def test_bom_of_utf16_goes(self, library, fixenc, folder):
        top = folder({"a.txt": "Öl und Essig\r\n".encode("utf-16"), "b.txt": "Ã¤".encode("utf-16")})
        result = fixenc("fix", "--write", ".")
        assert (top / "a.txt").read_bytes() == "Öl und Essig\r\n".encode()
        assert (top / "b.txt").read_bytes() == "ä".encode()
        assert "a.txt: legacy, utf-16, converted: Öl und Essig\n" in result.stdout

    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
    def test_mode(self, library, fixenc, folder):
        top = folder({"a.sh": BROKEN})
        (top / "a.sh").chmod(0o751)
        fixenc("fix", "--write", ".")
        assert (top / "a.sh").stat().st_mode & 0o7777 == 0o751


class TestLegacy:
    def test_is_converted(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "Está allí".encode("cp1252")})
        assert fixenc("fix", "--write", ".").exit_code == 0
        assert tree(top) == {"a.txt": "Está allí".encode()}

    def test_is_kept_where_asked(self, library, fixenc, folder, tree):
        files = {"a.txt": "Está allí".encode("cp1252"), "b.txt": "MIXED é".encode("cp1252")}
        top = folder(files)
        result = fixenc("fix", "--write", "--keep-legacy", "a.txt")
        assert "a.txt: legacy, cp1252, left: Está allí" in result.stdout
        assert result.exit_code == 0
        fixenc("fix", "--write", "--keep-legacy", ".")
        assert tree(top) == files

    def test_mojibake_in_it_is_repaired_all_the_same(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "cafÃ©".encode("cp1252")})
        fixenc("fix", "--write", "--keep-legacy", ".")
        assert tree(top) == {"a.txt": "café".encode()}

    def test_a_declaration_that_is_not_true_any_more_is_told(self, library, fixenc, folder):
        page = '<html><meta charset="windows-1252"><p>Île de Ré</p>'
        folder({"a.html": page.encode("cp1252"), "b.html": page.replace("windows-1252", "utf-8").encode("cp1252")})
        result = fixenc("fix", "--write", "--no-declarations", ".")
        assert 'a.html: note: still says charset="windows-1252" inside; change that to utf-8' in result.stderr
        assert "b.html: note" not in result.stderr


class TestTo:
    def test_repaired_files_get_the_encoding(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN})
        assert fixenc("fix", "--write", "--to", "latin1", ".").exit_code == 0
        assert tree(top) == {"a.txt": REPAIRED.encode("latin-1")}

    def test_sound_files_do_not(self, library, fixenc, folder, tree):
        top = folder({"a.txt": REPAIRED, "b.txt": "Ñ\ufffd"})
        fixenc("fix", "--write", "--to", "latin1", ".")
        assert tree(top) == {"a.txt": REPAIRED.encode(), "b.txt": "Ñ\ufffd".encode()}

    def test_unmappable_characters_are_an_error_of_that_file(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "Ã¤\nб — Ã¤", "b.txt": BROKEN})
        result = fixenc("fix", "--write", "--to", "latin1", ".")
        assert result.exit_code == 2
        message = "cannot be written in iso8859-1: line 2, column 1 has U+0431 (cyrillic small letter be)"
        assert f"fixenc: a.txt: {message}\n" in result.stderr
        assert tree(top) == {"a.txt": "Ã¤\nб — Ã¤".encode(), "b.txt": REPAIRED.encode("latin-1")}

    def test_an_unknown_encoding_is_an_error_that_names_others(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN})
        result = fixenc("fix", "--write", "--to", "windows-1522", ".")
        assert result.exit_code == 2
        assert "unknown encoding 'windows-1522'; did you mean windows-125" in result.stderr
        assert tree(top) == {"a.txt": BROKEN.encode()}

    def test_no_encoding_is_an_error(self, library, fixenc, folder, tree):
        top = folder({"a.txt": BROKEN})
        result = fixenc("fix", "--write", "--to", "", ".")
        assert (result.exit_code, tree(top)) == (2, {"a.txt": BROKEN.encode()})
        assert "--to: unknown encoding ''; give a name such as utf-8" in result.stderr

    def test_a_wrong_one_in_the_settings_is_told_with_their_file(self, library, fixenc, folder):
        folder({"a.txt": BROKEN, "fixenc.toml": 'to = "nope"'})
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "fixenc.toml: to: unknown encoding 'nope'; give a name" in result.stderr

    @pytest.mark.parametrize("label", ["viscii", "TCVN3", "vni", "cesu-8"])
    def test_no_file_is_written_in_what_python_has_no_codec_for(self, library, fixenc, folder, tree, label):
        top = folder({"a.txt": BROKEN})
        result = fixenc("fix", "--write", "--to", label, ".")
        assert result.exit_code == 2
        assert f"--to: {label} is known for the damage it does" in result.stderr
        assert tree(top) == {"a.txt": BROKEN.encode()}

    @pytest.mark.parametrize("label", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
    def test_encodings_that_hold_everything(self, library, fixenc, folder, label):
        top = folder({"a.txt": "\ufeff" + BROKEN, "b.txt": BROKEN})
        assert fixenc("fix", "--write", "--to", label, ".").exit_code == 0
        assert [(top / name).read_bytes().decode(label) for name in ("a.txt", "b.txt")] == [REPAIRED, REPAIRED]

    def test_an_encoding_in_which_a_file_would_not_be_known_again_is_not_written(self, library, fixenc, folder, tree):
        top = folder({"a.txt": "cafÃ©"})
        result = fixenc("fix", "--write", "--to", "cp437", ".")
        assert "a.txt: note: left, for in cp437 it would be taken for cp1252" in result.stderr
        assert result.exit_code == 1
        assert tree(top) == {"a.txt": "cafÃ©".encode()}

    def test_a_file_that_is_in_it_already_is_not_written(self, library, fixenc, folder):
        top = folder({"a.txt": "Está".encode("cp1252")})
        before = (top / "a.txt").stat()
        assert fixenc("fix", "--write", "--to", "cp1252", ".").exit_code == 0
        assert (top / "a.txt").stat() == before


class TestStdin:
    @pytest.mark.parametrize(
        ("data", "out", "code"),
        [
            (BROKEN.encode(), REPAIRED.encode(), 0),
            ("Está\r\nallí".encode("cp1252"), "Está\r\nallí".encode(), 0),
            (REPAIRED.encode(), REPAIRED.encode(), 0),
            (BINARY, BINARY, 0),
            (b"", b"", 0),
            ("SUSPECT Ã¤".encode(), "SUSPECT Ã¤".encode(), 1),
            ("Ã¤\ufffd".encode(), "ä\ufffd".encode(), 1),
        ],
    )
    def test_bytes_in_bytes_out(self, library, fixenc, data, out, code):
        result = fixenc("fix", "-", stdin=data)
        assert (result.stdout_bytes, result.exit_code) == (out, code)

    def test_the_report_goes_to_standard_error(self, library, fixenc):
        result = fixenc("fix", "-", "--format", "json", stdin=BROKEN.encode())
        record, summary = map(json.loads, result.stderr.splitlines())
        assert (record["path"], record["action"]) == ("-", "repaired")
        assert summary["summary"]["files"] == 1

    def test_what_cannot_be_written_goes_through(self, library, fixenc):
        result = fixenc("fix", "-", "--to", "ascii", stdin=BROKEN.encode())
        assert (result.stdout_bytes, result.exit_code) == (BROKEN.encode(), 2)
        assert "cannot be written in ascii" in result.stderr

    def test_dry_run_writes_no_bytes(self, library, fixenc):
        result = fixenc("fix", "-", "--dry-run", stdin=BROKEN.encode())
        assert result.stdout.startswith("-:1:11: mojibake, utf-8 read as cp1252, would be repaired: ")


def with_mark(repair):
    return dataclasses.replace(repair, original="\ufeff" + repair.original, text="\ufeff" + repair.text)
