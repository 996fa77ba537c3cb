"""`check`: verdicts, lines, exit codes; nothing is ever written."""

import pytest

BROKEN = "Der BÃ¤cker verkauft KÃ¤sebrÃ¶tchen.\n"
SOUND = "Der Bäcker verkauft Käsebrötchen.\n"
LEGACY = "Il cane è già in città.\n".encode("cp1252")
BINARY = b"\x89IMG\0\1\2"


def test_one_line_for_each_file_that_is_not_sound(library, fixenc, folder):
    folder({"a.txt": BROKEN, "b.txt": SOUND, "c.txt": LEGACY, "d.bin": BINARY})
    result = fixenc("check", ".")
    assert result.stdout.splitlines() == [
        (
            "a.txt:1:6: mojibake, utf-8 read as cp1252: "
            "Der BÃ¤cker verkauft KÃ¤sebrÃ¶… -> Der Bäcker verkauft Käsebrö…; and 2 more places"
        ),
        "c.txt: legacy, cp1252: Il cane è già in città.",
    ]
    assert result.stderr == "4 files: 1 sound, 1 mojibake, 1 legacy, 1 binary\n"
    assert result.exit_code == 1


def test_verbose_names_sound_and_binary_files_too(library, fixenc, folder):
    folder({"b.txt": SOUND, "d.bin": BINARY})
    result = fixenc("check", "-v")
    assert result.stdout.splitlines() == ["b.txt: sound", "d.bin: binary"]
    assert result.exit_code == 0


def test_check_is_the_default(library, fixenc, folder):
    top = folder({"x/a.txt": BROKEN, "b.txt": SOUND})
    explicit = fixenc("check", "x")
    assert fixenc("x").stdout == explicit.stdout
    assert fixenc(top / "x").exit_code == 1
    assert fixenc("b.txt").exit_code == 0
    assert fixenc("--quiet", "x").exit_code == 1
    assert fixenc().stdout == fixenc("check", ".").stdout != ""


def test_nothing_is_written(library, fixenc, folder, tree):
    top = folder({"a.txt": BROKEN, "c.txt": LEGACY, "d.bin": BINARY, "sub/e.txt": BROKEN})
    before = tree(top)
    for command in ("check", "diff", "detect"):
        fixenc(command, ".")
    fixenc("explain", "--file", "a.txt")
    fixenc("fix", "--dry-run", ".")
    fixenc("fix", ".")
    assert tree(top) == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SOUND, 0),
        ("", 0),
        (BINARY, 0),
        (BROKEN, 1),
        (LEGACY, 1),
        ("SUSPECT: ¿qué?", 1),
        ("perdu\ufffd", 1),
        ("MIXED", 1),
    ],
)
def test_exit_code_of_each_verdict(library, fixenc, folder, text, code):
    folder({"a.txt": text})
    assert fixenc("a.txt").exit_code == code


def test_quiet_says_nothing_but_the_exit_code(library, fixenc, folder):
    folder({"a.txt": BROKEN})
    result = fixenc("check", "--quiet", ".")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "", 1)


def test_a_file_named_twice_is_one_file(library, fixenc, folder):
    folder({"a.txt": BROKEN})
    assert fixenc("a.txt", "a.txt").stderr.startswith("1 file: 1 mojibake")


def test_stdin(library, fixenc):
    result = fixenc("check", "-", stdin=BROKEN.encode())
    assert result.stdout.startswith("-:1:6: mojibake, utf-8 read as cp1252: ")
    assert result.exit_code == 1
    assert fixenc("-", stdin=SOUND.encode()).exit_code == 0


def test_an_empty_folder_is_sound(library, fixenc, folder):
    folder({})
    result = fixenc("check", ".")
    assert (result.exit_code, result.stderr) == (0, "0 files\n")


class TestErrors:
    def test_a_missing_file_is_told_and_the_others_are_examined(self, library, fixenc, folder):
        folder({"a.txt": BROKEN})
        result = fixenc("check", "missing.txt", "a.txt")
        assert result.exit_code == 2
        assert "fixenc: missing.txt: no such file or directory\n" in result.stderr
        assert result.stderr.endswith("2 files: 1 mojibake; 1 error\n")
        assert result.stdout.startswith("a.txt:1:6: mojibake")

    def test_an_unreadable_file_is_told_and_the_others_are_examined(self, library, fixenc, folder, monkeypatch):
        folder({"a.txt": SOUND, "b.txt": BROKEN})

        def read(path):
            if path == "a.txt":
                raise PermissionError(13, "Permission denied")
            return original(path)

        original = fixenc_module("work").read_file
        monkeypatch.setattr(fixenc_module("work"), "read_file", read)
        result = fixenc("check", ".")
        assert result.exit_code == 2
        assert "fixenc: a.txt: permission denied\n" in result.stderr
        assert result.stdout.startswith("b.txt:1:6: mojibake")

    def test_a_fault_of_the_library_costs_one_file_only(self, library, fixenc, folder):
        folder({"a.txt": "FAULT", "b.txt": BROKEN})
        result = fixenc("check", ".")
        assert result.exit_code == 2
        assert "a.txt: internal error, please report it: RuntimeError: a fault of the library" in result.stderr
        assert result.stdout.startswith("b.txt:1:6: mojibake")

    def test_a_damaged_model_is_one_error(self, library, fixenc, folder):
        from mojibake_fix.errors import ModelFileError

        def broken(data, **_):
            raise ModelFileError("model.bin", "it is too short")

        library.repair_bytes = broken
        folder({"a.txt": BROKEN, "b.txt": BROKEN})
        result = fixenc("check", ".")
        assert result.exit_code == 2
        assert result.stderr.count("cannot use the plausibility model") == 1

    @pytest.mark.parametrize(
        "args",
        [("check", "--nonsense"), ("check", "--format", "xml"), ("explain",), ("explain", "a", "--file", "b")],
    )
    def test_bad_options(self, library, fixenc, args):
        result = fixenc(*args)
        assert result.exit_code == 2
        assert result.stderr.startswith("fixenc: ")
        assert "Traceback" not in result.stderr

    def test_special_files_that_are_named_are_errors(self, library, fixenc, folder):
        result = fixenc("check", "/dev/null")
        assert result.exit_code == 2
        assert "is neither a file nor a folder" in result.stderr


class TestColours:
    def test_none_where_nobody_looks(self, library, fixenc, folder):
        folder({"a.txt": BROKEN})
        assert "\x1b" not in fixenc("a.txt").stdout

    def test_no_color_is_obeyed(self, library, folder, monkeypatch):
        from click.testing import CliRunner

        folder({"a.txt": BROKEN})
        command = fixenc_module("commands").fixenc
        assert "\x1b[" in CliRunner().invoke(command, ["a.txt"], color=True).stdout
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in CliRunner().invoke(command, ["a.txt"], color=True).stdout

    @pytest.mark.parametrize(("force", "no", "is_coloured"), [("1", "", True), ("0", "", False), ("1", "1", False)])
    def test_force_color_is_obeyed_but_for_patches_and_json(
        self, library, fixenc, folder, monkeypatch, force, no, is_coloured
    ):
        folder({"a.txt": BROKEN})
        monkeypatch.setenv("FORCE_COLOR", force)
        monkeypatch.setenv("NO_COLOR", no)
        assert ("\x1b[" in fixenc("a.txt").stdout) == is_coloured
        assert "\x1b" not in fixenc("diff", "a.txt").stdout + fixenc("--format", "json", "a.txt").stdout


def fixenc_module(name):
    import importlib

    return importlib.import_module(f"mojibake_fix.cli.{name}")
