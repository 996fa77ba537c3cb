"""Safe replacement: whatever goes wrong, a file has its old bytes or its new ones, and no temporary file stays."""

import errno
import os
from pathlib import Path

import pytest

from mojibake_fix.cli import write
from mojibake_fix.cli.files import Snapshot, read_file

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")
OLD, NEW = "Žluťoučký kůň".encode("cp1250"), "Žluťoučký kůň".encode()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kun.txt"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_replaces(file):
    assert write.replace_file(file, NEW, read_file(file)) == file.resolve()
    assert file.read_bytes() == NEW
    assert names(file.parent) == ["kun.txt"]


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_failing_step_leaves_the_file(file, monkeypatch, step):
    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    snapshot = read_file(file)
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, step)), fail)
    with pytest.raises(OSError, match="No space left"):
        write.replace_file(file, NEW, snapshot)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["kun.txt"]


def test_an_interruption_leaves_the_file(file, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    snapshot = read_file(file)
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write.replace_file(file, NEW, snapshot)
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["kun.txt"]


class TestChangedMeanwhile:
    @pytest.mark.parametrize("change", ["append", "rewrite", "replace", "same time and size"])
    def test_is_refused(self, file, change):
        snapshot = read_file(file)
        other = file.with_name("other")
        if change == "append":
            other = file.open("ab")
            other.write(b"!")
            other.close()
            expected = OLD + b"!"
        elif change == "replace":
            other.write_bytes(OLD)
            other.replace(file)
            expected = OLD
        else:
            expected = OLD.swapcase()
            file.write_bytes(expected)
            if change == "same time and size":
                os.utime(file, ns=(snapshot.state.st_atime_ns, snapshot.state.st_mtime_ns))
        with pytest.raises(write.RefusedError, match="changed while it was being repaired"):
            write.replace_file(file, NEW, snapshot)
        assert file.read_bytes() == expected
        assert names(file.parent) == ["kun.txt"]

    def test_is_refused_by_the_command(self, library, fixenc, folder):
        original = library.repair_bytes

        def slow(data, **_):
            if b"a.txt" in data:
                (top / "a.txt").write_bytes(b"somebody else wrote this")
            return original(data)

        library.repair_bytes = slow
        top = folder({"a.txt": "a.txt: Ã¤", "b.txt": "Ã¤"})
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "fixenc: a.txt: changed while it was being repaired; run fixenc again\n" in result.stderr
        assert (top / "a.txt").read_bytes() == b"somebody else wrote this"
        assert (top / "b.txt").read_bytes() == "ä".encode()

    def test_is_noticed_while_reading(self, file, monkeypatch):
        real = os.fstat
        sizes = iter([len(OLD) - 3, len(OLD) - 3])

        def fstat(descriptor):
            state = list(real(descriptor))
            state[6] = next(sizes, state[6])
            return os.stat_result(state)

        monkeypatch.setattr(os, "fstat", fstat)
        with pytest.raises(OSError, match="changed while it was read"):
            read_file(file)


@posix
class TestRefused:
    def test_read_only_files(self, library, fixenc, folder):
        top = folder({"a.txt": "Ã¤", "b.txt": "ä"})
        for name in ("a.txt", "b.txt"):
            (top / name).chmod(0o444)
        result = fixenc("fix", "--write", ".")
        assert result.exit_code == 2
        assert "fixenc: a.txt: is read-only\n" in result.stderr
        assert "b.txt" not in result.stderr
        assert (top / "a.txt").read_text() == "Ã¤"

    def test_hard_links(self, library, fixenc, folder):
        top = folder({"a.txt": "Ã¤"})
        (top / "b.txt").hardlink_to(top / "a.txt")
        result = fixenc("fix", "--write", "a.txt")
        assert result.exit_code == 2
        assert "has 2 hard links" in result.stderr
        assert (top / "a.txt").read_text() == (top / "b.txt").read_text() == "Ã¤"

    def test_files_of_others(self, file, monkeypatch):
        snapshot = read_file(file)
        state = list(snapshot.state)
        state[4] += 1  # the owner

        def chown(*args):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "chown", chown)
        with pytest.raises(write.RefusedError, match="belongs to somebody else"):
            write.replace_file(file, NEW, Snapshot(OLD, os.stat_result(state)))
        assert file.read_bytes() == OLD
        assert names(file.parent) == ["kun.txt"]


@posix
class TestLinks:
    def test_the_target_is_repaired_and_the_link_stays(self, library, fixenc, folder, tree):
        top = folder({"real/a.txt": "Ã¤"})
        (top / "link.txt").symlink_to("real/a.txt")
        assert fixenc("fix", "--write", "link.txt").exit_code == 0
        assert tree(top) == {"link.txt": Path("real/a.txt"), "real/a.txt": "ä".encode()}

    def test_the_target_of_a_sound_link_is_not(self, library, fixenc, folder, tree):
        top = folder({"real/a.txt": "ä"})
        (top / "link.txt").symlink_to("real/a.txt")
        before = (top / "real/a.txt").stat()
        fixenc("fix", "--write", "link.txt")
        assert (top / "real/a.txt").stat() == before

    def test_a_dangling_link_is_an_error(self, library, fixenc, folder):
        top = folder({})
        (top / "link.txt").symlink_to("nowhere")
        assert fixenc("check", "link.txt").exit_code == 2

    def test_extended_attributes_are_kept(self, file):
        if not hasattr(os, "setxattr"):
            pytest.skip("no extended attributes here")
        try:
            os.setxattr(file, "user.note", b"mine")
        except OSError:
            pytest.skip("this file system has none")
        write.replace_file(file, NEW, read_file(file))
        assert os.getxattr(file, "user.note") == b"mine"


@pytest.mark.parametrize("force", [False, True])
def test_copies_overwrite_only_by_force(file, force):
    destination = file.with_name("copy.txt")
    destination.write_bytes(b"precious")
    if force:
        write.create_file(destination, file, NEW, force=True)
        assert destination.read_bytes() == NEW
    else:
        with pytest.raises(write.RefusedError, match="exists already"):
            write.create_file(destination, file, NEW, force=False)
        assert destination.read_bytes() == b"precious"
    assert names(file.parent) == ["copy.txt", "kun.txt"]
