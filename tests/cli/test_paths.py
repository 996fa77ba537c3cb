"""Which files a command means: lists, patterns, names that overrule ignore files or do not, standard input by name."""

import json
import os

import pytest

MOJIBAKE = "FranÃ§ois dÃ©goÃ»tÃ© de l'Ã©tÃ©"
FIXED = "François dégoûté de l'été"


def checked(result):
    return [json.loads(line)["path"] for line in result.stdout.splitlines()[:-1]]


@pytest.fixture
def check(fixenc, library):
    return lambda *args, **options: checked(fixenc("check", "--format", "json", *args, **options))


class TestLists:
    def test_one_a_line(self, check, folder):
        folder({"a.txt": "", "b ä.txt": "", "c.txt": "", "list": "b ä.txt\n\nsub\r\na.txt", "sub/d.txt": ""})
        assert check("--files-from", "list") == ["b ä.txt", "sub/d.txt", "a.txt"]

    @pytest.mark.parametrize("option", ["-0", "--null"])
    def test_zero_bytes(self, check, folder, option):
        folder({"a\nb.txt": "", "c.txt": "", "list": "a\nb.txt\0c.txt\0"})
        assert check("--files-from", "list", option) == ["a\nb.txt", "c.txt"]

    @pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
    def test_names_that_are_no_utf8(self, check, folder):
        top = folder({})
        name = os.fsdecode(b"\xe4.txt")
        try:
            (top / name).write_text("")
        except OSError:
            pytest.skip("this file system takes only UTF-8")
        assert check("--files-from", "-", stdin=b"\xe4.txt\n") == [{"bytes": "5C50eHQ="}]

    def test_after_those_that_are_typed_each_once(self, check, folder):
        folder({"a.txt": "", "b.txt": ""})
        assert check("b.txt", "--files-from", "-", stdin="a.txt\nb.txt\n") == ["b.txt", "a.txt"]

    def test_an_empty_list_is_no_file_and_not_the_current_folder(self, fixenc, library, folder):
        folder({"a.txt": MOJIBAKE})
        result = fixenc("check", "--files-from", "-", stdin="")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 files\n")
        assert fixenc("fix", "--write", "--files-from", "-", stdin="").exit_code == 0

    def test_a_minus_in_a_list_is_a_file(self, check, folder):
        folder({"-": "x"})
        assert check("--files-from", "-", stdin="-\n") == ["-"]

    def test_listed_files_overrule_ignore_files_as_typed_ones_do(self, check, folder):
        folder({".gitignore": "*.log", "a.log": ""})
        assert check("--files-from", "-", stdin="a.log\n") == ["a.log"]
        assert check("--force-exclude", "--files-from", "-", stdin="a.log\n") == []

    def test_fixed_in_place_and_undone(self, fixenc, folder):
        top = folder({"a.txt": MOJIBAKE, "b.txt": MOJIBAKE, "c.txt": MOJIBAKE})
        fixenc("fix", "--write", "--files-from", "-", stdin="a.txt\nc.txt\n")
        assert [(top / f"{name}.txt").read_text("utf-8") for name in "abc"] == [FIXED, MOJIBAKE, FIXED]
        fixenc("undo")
        assert [(top / f"{name}.txt").read_text("utf-8") for name in "abc"] == [MOJIBAKE] * 3

    def test_a_copy_keeps_the_paths(self, fixenc, folder, tree):
        top = folder({"x/a.txt": MOJIBAKE, "y/a.txt": "sound", "z.txt": ""})
        assert fixenc("fix", "--output", "out", "--files-from", "-", stdin="x/a.txt\ny/a.txt\n").exit_code == 0
        assert tree(top / "out") == {"x/a.txt": FIXED.encode(), "y/a.txt": b"sound"}

    def test_but_only_below_the_current_folder(self, fixenc, folder):
        top = folder({"in/a.txt": ""})
        result = fixenc("fix", "--output", "out", "--files-from", "-", stdin=f"{top}/in/a.txt\n")
        assert result.exit_code == 2
        assert "has no place in the copy" in result.stderr

    @pytest.mark.parametrize(
        ("args", "stdin", "words"),
        [
            (["--files-from", "none"], None, "--files-from: cannot read none: no such file or directory."),
            (["--files-from", "-"], "a\0b\0", "give -0 if they end its paths."),
            (["-0"], None, "-0 belongs to --files-from"),
            (["--files-from", "-", "-"], "", "cannot be both the list of --files-from and a file to examine."),
        ],
    )
    def test_errors_of_use(self, fixenc, folder, args, stdin, words):
        folder({})
        result = fixenc("check", *args, stdin=stdin)
        assert result.exit_code == 2
        assert words in result.stderr

    def test_a_listed_file_that_is_not_there_is_told_and_passed_over(self, fixenc, library, folder):
        folder({"a.txt": MOJIBAKE})
        result = fixenc("check", "--files-from", "-", stdin="none.txt\na.txt\n")
        assert result.exit_code == 2
        assert "none.txt: no such file or directory" in result.stderr
        assert "a.txt:1:" in result.stdout


FILES = {"a.txt": "", "b.md": "", "x/c.txt": "", "x/y/d.txt": "", "x/y/e.md": "", ".h/f.txt": "", "i/g.txt": ""}


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.txt", ["a.txt"]),
            ("**/*.txt", ["a.txt", "x/c.txt", "x/y/d.txt"]),
            ("x/**/*.md", ["x/y/e.md"]),
            ("x/*", ["x/c.txt", "x/y/d.txt", "x/y/e.md"]),
            ("[ab].*", ["a.txt", "b.md"]),
            ("?/?/d.txt", ["x/y/d.txt"]),
            (".h/*", [".h/f.txt"]),
            ("./x/*.txt", ["x/c.txt"]),
        ],
    )
    def test_what_a_walk_would_take(self, check, folder, pattern, expected):
        folder({**FILES, ".gitignore": "i/"})
        assert check(pattern) == expected

    def test_absolute(self, check, folder):
        top = folder(FILES)
        assert check(f"{top}/x/*.txt") == [f"{top}/x/c.txt"]

    def test_a_file_of_that_name_goes_before(self, check, folder):
        folder({"[a].txt": "", "a.txt": ""})
        assert check("[a].txt") == ["[a].txt"]

    def test_no_match_is_an_error(self, fixenc, folder):
        folder(FILES)
        result = fixenc("check", "*.tex", "none/*.txt")
        assert result.exit_code == 2
        assert "fixenc: *.tex: matches no file\nfixenc: none/*.txt: matches no file\n" in result.stderr

    def test_a_copy(self, fixenc, folder, tree):
        top = folder({**FILES, "x/c.txt": MOJIBAKE})
        assert fixenc("fix", "--output", "out", "x/**/*.txt").exit_code == 0
        assert tree(top / "out") == {"c.txt": FIXED.encode(), "y/d.txt": b""}

    def test_in_place(self, fixenc, folder):
        top = folder({"x/a.txt": MOJIBAKE, "x/b.md": MOJIBAKE})
        assert fixenc("fix", "--write", "x/*.txt").exit_code == 0
        assert (top / "x/a.txt").read_text("utf-8") == FIXED
        assert (top / "x/b.md").read_text("utf-8") == MOJIBAKE


TREE = {
    ".gitignore": "*.log\nout/\n",
    ".fixencignore": "tests/mangled*\n",
    "a.log": "",
    "a.txt": "",
    "out/b.txt": "",
    "tests/mangled.txt": "",
    "tests/sound.txt": "",
    ".github/c.yml": "",
    "sub/.gitignore": "!*.log",
    "sub/d.log": "",
}
NAMED = ("a.log", "a.txt", "out/b.txt", "tests/mangled.txt", "tests/sound.txt", ".github/c.yml", "sub/d.log")


class TestForceExclude:
    def test_named_files_always_win(self, check, folder):
        folder(TREE)
        assert check(*NAMED) == list(NAMED)

    def test_unless_it_is_given(self, check, folder):
        top = folder(TREE)
        assert check("--force-exclude", *NAMED) == ["a.txt", "tests/sound.txt", "sub/d.log"]
        assert check("--force-exclude", *(f"{top}/{name}" for name in NAMED[:2])) == [f"{top}/a.txt"]
        assert check("--force-exclude", "out", "sub") == ["sub/d.log"]

    def test_as_in_folders_with_hidden_and_without_ignore_files(self, check, folder):
        folder(TREE)
        assert ".github/c.yml" in check("--force-exclude", "--hidden", *NAMED)
        assert check("--force-exclude", "--no-ignore", "--hidden", *NAMED) == list(NAMED)

    def test_rules_of_the_repository_hold_below_it(self, check, folder, monkeypatch):
        top = folder({**TREE, ".git/config": ""})
        monkeypatch.chdir(top / "tests")
        assert check("--force-exclude", "mangled.txt", "sound.txt", "../a.log", "../a.txt") == ["sound.txt", "../a.txt"]

    def test_the_current_folder_is_never_left_out(self, check, folder, monkeypatch):
        top = folder({".hidden/a.txt": ""})
        monkeypatch.chdir(top / ".hidden")
        assert check("--force-exclude", ".") == ["a.txt"]
        assert check("--force-exclude", "a.txt") == ["a.txt"]

    def test_nothing_that_is_left_out_is_written(self, fixenc, folder):
        top = folder({".fixencignore": "a.txt", "a.txt": MOJIBAKE})
        fixenc("fix", "--write", "--force-exclude", "a.txt")
        assert (top / "a.txt").read_text("utf-8") == MOJIBAKE

    def test_it_can_be_a_setting(self, check, folder):
        folder({**TREE, "fixenc.toml": "force-exclude = true"})
        assert check("a.log", "a.txt") == ["a.txt"]


class TestStandardInputByName:
    def test_it_is_called_that(self, fixenc, library, folder):
        folder({})
        result = fixenc("check", "-", "--stdin-filename", "src/a.txt", stdin=MOJIBAKE)
        assert result.stdout.startswith("src/a.txt:1:")
        assert checked(fixenc("check", "-", "--stdin-filename", "ä.txt", "--format", "json", stdin="")) == ["ä.txt"]
        assert (
            "file=src/a.txt,"
            in fixenc("check", "-", "--stdin-filename", "src/a.txt", "--format", "github", stdin=MOJIBAKE).stdout
        )

    def test_it_is_never_read(self, fixenc, library, folder):
        top = folder({"a.txt": MOJIBAKE})
        assert fixenc("fix", "-", "--stdin-filename", "a.txt", stdin="sound").stdout == "sound"
        assert (top / "a.txt").read_text("utf-8") == MOJIBAKE

    def test_left_out_it_goes_through(self, fixenc, folder):
        folder({".fixencignore": "*.bad"})
        named = ("-", "--stdin-filename", "a.bad")
        assert fixenc("fix", *named, stdin=MOJIBAKE).stdout == FIXED
        result = fixenc("fix", "--force-exclude", *named, stdin=MOJIBAKE)
        assert (result.exit_code, result.stdout) == (0, MOJIBAKE)
        assert fixenc("check", "--force-exclude", *named, stdin=MOJIBAKE).exit_code == 0

    def test_it_needs_standard_input(self, fixenc, folder):
        folder({"a.txt": ""})
        result = fixenc("check", "a.txt", "--stdin-filename", "b.txt")
        assert result.exit_code == 2
        assert "--stdin-filename names standard input; give the path - too." in result.stderr
