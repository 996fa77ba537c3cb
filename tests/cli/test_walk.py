"""`walk`: which files of a folder are examined."""

import os
from pathlib import Path

import pytest

from mojibake_fix.cli.walk import Kind, WalkOptions, walk

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes are POSIX's")


def found(path, **options):
    return [str(entry.path.as_posix()) for entry in walk(Path(path), WalkOptions(**options)) if entry.error is None]


def test_folders_are_walked_in_sorted_order(folder):
    folder({"b/z.txt": "", "b/a.txt": "", "a.txt": "", "Z.txt": "", "ä.txt": "", "c/d/e.txt": ""})
    assert found(".") == ["Z.txt", "a.txt", "b/a.txt", "b/z.txt", "c/d/e.txt", "ä.txt"]


def test_hidden_and_vcs_folders_are_skipped(folder):
    folder({".git/a": "", ".hg/a": "", ".cache/a": "", ".env": "", "CVS/a": "", "b/.c/d": "", "b/e": ""})
    assert found(".") == ["b/e"]
    assert found(".", hidden=True) == [".cache/a", ".env", "b/.c/d", "b/e"]


def test_what_is_named_is_taken(folder):
    folder({".git/a": "", ".env": "", ".gitignore": "*.log\n", "x.log": ""})
    assert found(".env") == [".env"]
    assert found("x.log") == ["x.log"]
    assert found(".git") == [".git/a"]


class TestIgnoreFiles:
    def test_by_the_rules_of_git(self, folder):
        folder(
            {
                ".gitignore": "*.log\n!keep.log\n/top.txt\nbuild/\n\n# a comment\n",
                "x.log": "",
                "keep.log": "",
                "top.txt": "",
                "sub/top.txt": "",
                "sub/y.log": "",
                "build/z.txt": "",
                "sub/build/z.txt": "",
                "sub/builder": "",
            }
        )
        assert found(".") == ["keep.log", "sub/builder", "sub/top.txt"]
        assert len(found(".", no_ignore=True)) == 8

    def test_deeper_ones_overrule(self, folder):
        folder({".gitignore": "*.log", "a/.gitignore": "!*.log", "a/x.log": "", "b/x.log": "", "a/b/y.log": ""})
        assert found(".") == ["a/b/y.log", "a/x.log"]

    def test_fixencignore_overrules_gitignore(self, folder):
        folder({".gitignore": "*.log", ".fixencignore": "!x.log\n*.csv\n", "x.log": "", "y.log": "", "z.csv": ""})
        assert found(".") == ["x.log"]

    def test_those_above_count_within_a_repository_only(self, folder):
        top = folder({"r/.gitignore": "*.log", "r/sub/x.log": "", "r/sub/y.txt": ""})
        assert found("r/sub") == ["r/sub/x.log", "r/sub/y.txt"]
        (top / "r/.git").mkdir()
        assert found("r/sub") == ["r/sub/y.txt"]

    def test_a_folder_that_is_named_is_walked_though_ignored(self, folder):
        folder({".git/x": "", ".gitignore": "build/", "build/a/b.txt": "", "c.txt": ""})
        assert found(".") == ["c.txt"]
        assert found("build") == ["build/a/b.txt"]
        assert found("build/a") == ["build/a/b.txt"]

    def test_odd_ones_do_no_harm(self, folder):
        top = folder({".gitignore": b"\xef\xbb\xbf*.log\r\n!\n\xff\xfe\n***\\", "x.log": "", "y.txt": ""})
        (top / ".fixencignore").mkdir()
        assert found(".") == ["y.txt"]


@posix
class TestLinksAndSpecialFiles:
    def test_links_in_folders_are_not_followed(self, folder):
        top = folder({"in/a.txt": "", "out/b.txt": ""})
        (top / "in/folder").symlink_to("../out")
        (top / "in/file").symlink_to("../out/b.txt")
        (top / "in/self").symlink_to(".")
        assert found("in") == ["in/a.txt"]

    def test_links_that_are_named_are(self, folder):
        top = folder({"out/b.txt": ""})
        (top / "folder").symlink_to("out")
        (top / "file").symlink_to("out/b.txt")
        assert found("folder") == ["folder/b.txt"]
        assert found("file") == ["file"]

    def test_pipes_are_skipped(self, folder):
        top = folder({"a.txt": ""})
        os.mkfifo(top / "pipe")
        assert found(".") == ["a.txt"]
        (entry,) = walk(Path("pipe"), WalkOptions())
        assert entry.error == "is neither a file nor a folder"


def test_everything(folder):
    folder({".gitignore": "*.log\n", "x.log": "", ".git/config": "", "a/b.txt": ""})
    entries = {
        entry.relative.as_posix(): (entry.kind, entry.taken) for entry in walk(Path(), WalkOptions(everything=True))
    }
    assert entries == {
        ".": (Kind.FOLDER, True),
        ".git": (Kind.FOLDER, False),
        ".git/config": (Kind.FILE, False),
        ".gitignore": (Kind.FILE, False),
        "a": (Kind.FOLDER, True),
        "a/b.txt": (Kind.FILE, True),
        "x.log": (Kind.FILE, False),
    }


def test_a_folder_that_cannot_be_read_is_an_error_and_the_walk_goes_on(folder, monkeypatch):
    folder({"a/x.txt": "", "b/y.txt": ""})
    scandir = os.scandir

    def guarded(path):
        if str(path) == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    entries = list(walk(Path(), WalkOptions()))
    assert [(str(entry.path), entry.error) for entry in entries] == [
        ("a", "permission denied"),
        (str(Path("b/y.txt")), None),
    ]


def test_deep_folders(folder):
    name = "/".join(["d"] * 300) + "/x.txt"
    folder({name: ""})
    assert found(".") == [name]


@pytest.mark.parametrize("name", ["missing", "missing/sub", "nul\0byte"])
def test_paths_that_are_no_files(folder, name):
    folder({})
    (entry,) = walk(Path(name), WalkOptions())
    assert entry.error
