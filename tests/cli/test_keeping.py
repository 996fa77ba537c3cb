"""What was there is kept: encoding, marks, line ends, the end of the last line; declarations are brought in line."""

import codecs

import pytest

from mojibake_fix.cli.declarations import in_line, stale_declarations
from mojibake_fix.encodings import encode_as
from mojibake_fix.types import Detection, Repair
from mojibake_fix.verdicts import Verdict

MOJIBAKE = "<p>ß cafÃ©</p>"


def fixed(fixenc, folder, data, *args):
    top = folder({"a.txt": data})
    result = fixenc("fix", "--write", *args, "a.txt")
    return (top / "a.txt").read_bytes(), result


class TestKeepEncoding:
    @pytest.mark.parametrize(
        ("encoding", "mark"),
        [
            ("utf-8", b""),
            ("utf-8", codecs.BOM_UTF8),
            ("cp1252", b""),
            ("utf-16-le", codecs.BOM_UTF16_LE),
            ("utf-16-be", codecs.BOM_UTF16_BE),
        ],
    )
    @pytest.mark.parametrize("text", ["cafÃ© ß\r\nthÃ©\r\n", "cafÃ© ß\rthÃ©", "cafÃ© ß\n\nthÃ©"])
    def test_repairs_inside_the_encoding_of_the_file(self, library, fixenc, folder, encoding, mark, text):
        data, result = fixed(fixenc, folder, mark + text.encode(encoding), "--keep-encoding")
        assert data == mark + text.replace("Ã©", "é").encode(encoding)
        assert result.exit_code == 0

    def test_leaves_sound_files(self, library, fixenc, folder):
        old = "Está allí".encode("cp1252")
        data, result = fixed(fixenc, folder, old, "--keep-encoding")
        assert (data, result.exit_code) == (old, 0)

    @pytest.mark.parametrize("encoding", ["euc-tw", "iso-2022-cn"])
    def test_keeps_what_python_has_no_codec_for(self, fixenc, folder, encoding):
        text = "今天早上漁民們滿載而歸，港口裡的人們都非常高興。\n" * 4
        old = encode_as(text, encoding)
        data, result = fixed(fixenc, folder, old, "--keep-encoding")
        assert (data, result.exit_code) == (old, 0)
        data, result = fixed(fixenc, folder, old)
        assert data == text.encode()

    def test_leaves_what_files_declare(self, library, fixenc, folder):
        old = f'<meta charset="windows-1252">{MOJIBAKE}'.encode("cp1252")
        data, _ = fixed(fixenc, folder, old, "--keep-encoding")
        assert data == '<meta charset="windows-1252"><p>ß café</p>'.encode("cp1252")

    def test_of_lines_in_several_encodings_there_is_none_to_keep(self, library, fixenc, folder):
        mixed = Repair("ß cafÃ©", "ß café", Verdict.MIXED, detection=Detection(None, 0.9, "lines in several encodings"))
        library.repair_bytes = lambda data, **_: mixed
        data, result = fixed(fixenc, folder, "ß cafÃ©", "--keep-encoding")
        assert data == "ß cafÃ©".encode()
        assert (
            "has lines in several encodings, so there is none to keep; repair it without --keep-encoding"
            in result.stderr
        )

    def test_excludes_to(self, library, fixenc, folder):
        _, result = fixed(fixenc, folder, MOJIBAKE, "--keep-encoding", "--to", "latin1")
        assert result.stderr.startswith("fixenc: give only one of --to and --keep-encoding.\n")


class TestUnmappable:
    @pytest.mark.parametrize(
        ("way", "expected"), [("html", b"caf\xe9 &#1041;"), ("escape", b"caf\xe9 \\u0411"), ("replace", b"caf\xe9 ?")]
    )
    def test_is_written_another_way_where_asked(self, library, fixenc, folder, way, expected):
        data, result = fixed(fixenc, folder, "cafÃ© Б", "--to", "cp1252", "--unmappable", way)
        assert data == expected, result.stderr

    def test_is_an_error_else(self, library, fixenc, folder):
        data, result = fixed(fixenc, folder, "cafÃ© Б", "--to", "cp1252")
        assert data == "cafÃ© Б".encode()
        assert "line 1, column 6 has U+0411 (cyrillic capital letter be)" in result.stderr


DECLARATIONS = [
    ('<?xml version="1.0" encoding="ISO-8859-1"?><a/>', '<?xml version="1.0" encoding="UTF-8"?><a/>'),
    ("<?xml version='1.0' encoding='iso-8859-1'?>", "<?xml version='1.0' encoding='utf-8'?>"),
    ('<html><meta charset="windows-1252">', '<html><meta charset="utf-8">'),
    ("<meta charset=windows-1251>", "<meta charset=utf-8>"),
    (
        '<META http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        '<META http-equiv="Content-Type" content="text/html; charset=utf-8">',
    ),
    ('@charset "shift_jis";\nbody {}', '@charset "utf-8";\nbody {}'),
    ("# -*- coding: latin-1 -*-\nx = 1\n", "# -*- coding: utf-8 -*-\nx = 1\n"),
    ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n", "#!/usr/bin/python\n# vim: set fileencoding=utf-8 :\n"),
    (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-2\\n"\n',
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n',
    ),
    ("/*!40101 SET NAMES latin1 */;\n", "/*!40101 SET NAMES utf8mb4 */;\n"),
    ("SET NAMES 'WIN1252';\n", "SET NAMES 'UTF8';\n"),
]


class TestDeclarations:
    @pytest.mark.parametrize(("before", "after"), DECLARATIONS)
    def test_are_brought_in_line(self, before, after):
        assert in_line(before, stale_declarations(before, "utf-8")) == after
        assert stale_declarations(after, "utf-8") == []

    @pytest.mark.parametrize(
        "text",
        [
            '<?xml version="1.0"?>',
            '<meta charset="utf-8">',
            '<meta charset="us-ascii">',
            '<meta charset="no-such-thing">',
            'the page says charset="windows-1252", which is wrong',
            "x = 1\ny = 2\n# coding: latin-1\n",
            "SET NAMES utf8;\n",
            "SET NAMES klingon;\n",
            ' @charset "latin1";',
            "x" * 5000 + '<meta charset="windows-1252">',
        ],
    )
    def test_what_is_true_or_none_stays(self, text):
        assert stale_declarations(text, "utf-8") == []

    @pytest.mark.parametrize(
        ("encoding", "label"), [("cp1251", "windows-1251"), ("iso8859-2", "iso-8859-2"), ("shift_jis", "shift_jis")]
    )
    def test_of_other_targets(self, encoding, label):
        text = '<meta charset="utf-8">'
        assert in_line(text, stale_declarations(text, encoding)) == f'<meta charset="{label}">'

    def test_the_command_does_it_and_says_so(self, library, fixenc, folder):
        page = '<meta charset="windows-1252"><p>Île de Ré</p>'
        data, result = fixed(fixenc, folder, page.encode("cp1252"))
        assert data == page.replace("windows-1252", "utf-8").encode()
        assert "a.txt: note: the encoding that it declares was changed from windows-1252 to utf-8\n" in result.stderr

    def test_or_leaves_it_and_says_so(self, library, fixenc, folder):
        page = '<meta charset="windows-1252"><p>Île de Ré</p>'
        data, result = fixed(fixenc, folder, page.encode("cp1252"), "--no-declarations")
        assert data == page.encode()
        assert 'still says charset="windows-1252" inside; change that to utf-8' in result.stderr

    @pytest.mark.parametrize(
        ("text", "shown", "right"),
        [
            ('@charset "iso-8859-1";\na::before { content: "é" }\n', "iso-8859-1", "utf-8"),
            ("SET NAMES latin1;\n-- é\n", "SET NAMES latin1", "utf8mb4"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", "encoding='ISO-8859-1'", "utf-8"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'encoding="ISO-8859-1"', "utf-8"),
        ],
    )
    def test_those_that_are_left_are_told(self, library, fixenc, folder, text, shown, right):
        data, result = fixed(fixenc, folder, text.encode("cp1252"), "--no-declarations")
        assert data == text.encode()
        assert f"a.txt: note: still says {shown} inside; change that to {right}\n" in result.stderr

    @pytest.mark.parametrize(
        ("text", "shown", "right"),
        [
            ("-- é\n" * 500 + "SET NAMES latin1;\n", "SET NAMES latin1", "utf8mb4"),
            (
                "\\documentclass{article}\n\\usepackage[ansinew]{inputenc}\né\n",
                "\\usepackage[ansinew]{inputenc}",
                "utf8",
            ),
            ("use strict;\nuse open ':encoding(iso-8859-1)';\n# é\n", "use open ':encoding(iso-8859-1)", "utf-8"),
            ("BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:René\n", "CHARSET=ISO-8859-1", "utf-8"),
            (
                "BEGIN:VCARD\nN;CHARSET=ISO-8859-1:René\nFN;CHARSET=ISO-8859-1:René\n",
                "CHARSET=ISO-8859-1",
                "utf-8; and 1 more",
            ),
        ],
    )
    def test_those_that_cannot_be_changed_are_told(self, library, fixenc, folder, text, shown, right):
        data, result = fixed(fixenc, folder, text.encode("cp1252"))
        assert data == text.encode()
        assert f"a.txt: note: still says {shown} inside; change that to {right}\n" in result.stderr

    @pytest.mark.parametrize(
        "text",
        [
            "% \\usepackage[latin1]{inputenc}\né\n",
            "\\usepackage[utf8]{inputenc}\né\n",
            "use open ':encoding(UTF-8)';\n# é\n",
            "We used to SET NAMES latin1 there. é\n",
        ],
    )
    def test_of_true_ones_and_mere_words_nothing_is_told(self, library, fixenc, folder, text):
        assert "note" not in fixed(fixenc, folder, text.encode("cp1252"))[1].stderr

    def test_undo_gives_the_old_one_back(self, library, fixenc, folder):
        page = '<meta charset="windows-1252"><p>Île de Ré</p>'.encode("cp1252")
        fixed(fixenc, folder, page)
        fixenc("undo")
        assert (folder({}) / "a.txt").read_bytes() == page
