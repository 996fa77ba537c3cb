"""`fix --output`: a complete copy, in which only repaired files differ."""

import os
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")
FILES = {
    "broken.txt": "GrÃ¶ÃŸe",
    "sound.txt": "Größe\r\n",
    "legacy.txt": "Größe".encode("cp1252"),
    "suspect.txt": "SUSPECT GrÃ¶ÃŸe",
    "image.png": b"\x89PNG\0\xff",
    ".hidden": "GrÃ¶ÃŸe",
    ".git/config": "GrÃ¶ÃŸe",
    ".gitignore": "*.log\nbuild/\n",
    "run.log": "GrÃ¶ÃŸe",
    "build/out.txt": "GrÃ¶ÃŸe",
    "sub/deep/er.txt": "GrÃ¶ÃŸe",
}
REPAIRED = {"broken.txt", "legacy.txt", "sub/deep/er.txt"}


def expected(files):
    as_bytes = {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    return {name: "Größe".encode() if name in REPAIRED else data for name, data in as_bytes.items()}


def test_the_copy_is_complete_and_the_input_untouched(library, fixenc, folder, tree):
    top = folder({f"in/{name}": content for name, content in FILES.items()})
    (top / "in/empty").mkdir()
    before = tree(top / "in")
    result = fixenc("fix", "--output", "out", "in")
    assert tree(top / "out") == expected(FILES)
    assert (top / "out/empty").is_dir()
    assert tree(top / "in") == before
    assert result.exit_code == 1  # the suspect
    assert result.stderr.endswith("2 repaired, 1 converted, 1 left\n")


def test_a_sound_folder_is_copied_byte_for_byte(library, fixenc, folder, tree):
    top = folder({"in/a.txt": "ναι\r\n", "in/b/c.bin": b"\0\1"})
    assert fixenc("fix", "--output", "new/out", "in/").exit_code == 0
    assert tree(top / "new/out") == tree(top / "in")


def test_several_paths_go_under_their_own_names(library, fixenc, folder, tree):
    top = folder({"x/one/a.txt": "Ã©", "two/a.txt": "é", "c.txt": "Ã©"})
    fixenc("fix", "--output", "out", "x/one", "two", "c.txt")
    assert tree(top / "out") == {"one/a.txt": "é".encode(), "two/a.txt": "é".encode(), "c.txt": "é".encode()}


def test_a_single_file(library, fixenc, folder, tree):
    top = folder({"in/a.txt": "Ã©"})
    fixenc("fix", "--output", "out", "in/a.txt")
    assert tree(top / "out") == {"a.txt": "é".encode()}


def test_the_current_folder(library, fixenc, folder, tree, monkeypatch):
    top = folder({"in/a.txt": "Ã©"})
    monkeypatch.chdir(top / "in")
    fixenc("fix", "--output", "../out")
    assert tree(top / "out") == {"a.txt": "é".encode()}


@pytest.mark.parametrize(
    ("paths", "output"),
    [
        (["in"], "in"),
        (["in"], "in/out"),
        (["in"], "."),
        (["."], "out"),
        (["in/a.txt"], "in"),
        (["in/a.txt"], "in/a.txt"),
        (["in", "b"], "."),
        (["in", "b"], "b"),
        (["in", "other/in"], "out"),
    ],
)
def test_overlaps_are_refused(library, fixenc, folder, tree, paths, output):
    top = folder({"in/a.txt": "Ã©", "b/c.txt": "Ã©", "other/in/a.txt": "Ã©"})
    before = tree(top)
    for force in ([], ["--force"]):
        result = fixenc("fix", "--output", output, *force, *paths)
        assert result.exit_code == 2
        assert tree(top) == before


@posix
def test_overlaps_through_links_are_refused(library, fixenc, folder, tree):
    top = folder({"in/a.txt": "Ã©"})
    (top / "alias").symlink_to("in")
    assert fixenc("fix", "--output", "alias/out", "in").exit_code == 2
    assert not (top / "in/out").exists()


class TestExistingFiles:
    def test_are_an_error_before_anything_is_written(self, library, fixenc, folder, tree):
        top = folder({"in/a.txt": "Ã©", "in/b.txt": "Ã©", "out/b.txt": "precious"})
        result = fixenc("fix", "--output", "out", "in")
        assert result.exit_code == 2
        assert f"{Path('out/b.txt')} exists already; give --force" in result.stderr
        assert tree(top / "out") == {"b.txt": b"precious"}

    def test_are_overwritten_by_force_and_others_stay(self, library, fixenc, folder, tree):
        top = folder({"in/a.txt": "Ã©", "in/b.txt": "é", "out/b.txt": "old", "out/mine.txt": "mine"})
        assert fixenc("fix", "--output", "out", "--force", "in").exit_code == 0
        assert tree(top / "out") == {"a.txt": "é".encode(), "b.txt": "é".encode(), "mine.txt": b"mine"}

    def test_a_file_in_the_place_of_the_folder(self, library, fixenc, folder):
        folder({"in/a.txt": "Ã©", "out": "a file"})
        assert "is a file, not a folder" in fixenc("fix", "--output", "out", "in").stderr

    def test_a_folder_in_the_place_of_a_file(self, library, fixenc, folder):
        top = folder({"in/a.txt": "Ã©", "out/a.txt/x": "x"})
        result = fixenc("fix", "--output", "out", "--force", "in")
        assert result.exit_code == 2
        assert (top / "out/a.txt/x").read_text() == "x"

    @posix
    def test_links_out_of_the_copy_are_not_followed(self, library, fixenc, folder, tree):
        top = folder({"in/sub/a.txt": "Ã©", "in/b.txt": "Ã©", "elsewhere/b.txt": "mine"})
        (top / "out").mkdir()
        (top / "out/sub").symlink_to("../elsewhere")
        (top / "out/b.txt").symlink_to("../elsewhere/b.txt")
        assert fixenc("fix", "--output", "out", "--force", "in").exit_code == 2
        assert tree(top / "elsewhere") == {"b.txt": b"mine"}
        assert (top / "out/b.txt").read_bytes() == "é".encode()


@posix
class TestWhatFilesAre:
    def test_links_are_copied_as_links(self, library, fixenc, folder, tree):
        top = folder({"in/a.txt": "Ã©"})
        (top / "in/link.txt").symlink_to("a.txt")
        (top / "in/loop").symlink_to(".")
        fixenc("fix", "--output", "out", "in")
        assert tree(top / "out") == {"a.txt": "é".encode(), "link.txt": Path("a.txt"), "loop": Path()}

    def test_modes_are_kept(self, library, fixenc, folder):
        top = folder({"in/sub/a.sh": "Ã©", "in/sub/b.sh": "é"})
        for name, mode in (("sub/a.sh", 0o750), ("sub/b.sh", 0o444), ("sub", 0o555)):
            (top / "in" / name).chmod(mode)
        try:
            fixenc("fix", "--output", "out", "in")
            modes = [(top / "out/sub" / name).stat().st_mode & 0o777 for name in ("a.sh", "b.sh", ".")]
            assert modes == [0o750, 0o444, 0o555]
        finally:
            for sub in ("in/sub", "out/sub"):
                (top / sub).chmod(0o755)

    def test_special_files_are_told(self, library, fixenc, folder):
        top = folder({"in/a.txt": "é"})
        os.mkfifo(top / "in/pipe")
        result = fixenc("fix", "--output", "out", "in")
        assert result.exit_code == 2
        assert "pipe: is neither a file nor a folder; it is not in the copy" in result.stderr
        assert (top / "out/a.txt").exists()


def test_a_file_that_cannot_be_written_in_the_encoding_is_copied_as_it_is(library, fixenc, folder, tree):
    top = folder({"in/a.txt": "Ã© ж", "in/b.txt": "Ã©"})
    result = fixenc("fix", "--output", "out", "--to", "cp1252", "in")
    assert result.exit_code == 2
    assert tree(top / "out") == {"a.txt": "Ã© ж".encode(), "b.txt": "é".encode("cp1252")}


def test_a_missing_input_is_an_error_and_makes_no_folder(library, fixenc, folder):
    top = folder({})
    assert fixenc("fix", "--output", "out", "missing").exit_code == 2
    assert not (top / "out").exists()
