"""What belongs to a file stays with it; what cannot be rewritten without loss is refused; rivals lose nothing."""

import errno
import os
import sqlite3
import struct
from pathlib import Path

import pytest

from mojibake_fix.cli.errors import RefusedError
from mojibake_fix.cli.safe.journal import LockedError
from mojibake_fix.cli.safe.rewrite import Rewrite
from mojibake_fix.cli.safe.store import common_root, find_store, open_store
from mojibake_fix.cli.safe.system import System
from mojibake_fix.cli.safe.undo import Undo

posix = pytest.mark.skipif(os.name == "nt", reason="links, modes and owners are POSIX's")


def acl(*, named_user):
    """A POSIX access control list: owner rw-, a named user r--, group r--, mask r--, others ---."""
    entries = [(1, 6, 2**32 - 1), (2, 4, named_user), (4, 4, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@posix
class TestWhatStays:
    @pytest.mark.parametrize("mode", [0o644, 0o600, 0o751, 0o2755, 0o4711, 0o222])
    def test_the_mode(self, place, mode):
        if mode == 0o222 and os.geteuid() != 0:
            pytest.skip("only root reads that")
        (place.root / "a.txt").chmod(mode)
        assert place.rewrite(names=["a.txt"]) == {"a.txt": None}
        assert (place.root / "a.txt").stat().st_mode & 0o7777 == mode

    def test_the_owner(self, place):
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        os.chown(place.root / "a.txt", 1234, 2345)
        place.rewrite(names=["a.txt"])
        state = (place.root / "a.txt").stat()
        assert (state.st_uid, state.st_gid) == (1234, 2345)

    @pytest.mark.parametrize(
        ("name", "value"), [("user.note", b"mine\0"), ("system.posix_acl_access", acl(named_user=1234))]
    )
    def test_extended_attributes_and_access_control_lists(self, place, name, value):
        if not hasattr(os, "setxattr"):
            pytest.skip("no extended attributes here")
        path = place.root / "a.txt"
        try:
            os.setxattr(path, name, value)
        except OSError:
            pytest.skip(f"this file system has no {name}")
        place.rewrite(names=["a.txt"])
        assert place.ages()["a.txt"] == "new"
        assert os.getxattr(path, name) == value
        place.undo()
        assert os.getxattr(path, name) == value

    @pytest.mark.parametrize("links", [True, False])
    def test_no_access_is_gained_from_the_folder(self, place, faulty, links):
        """What stands in a folder's default access control list is given to each new file in it."""
        try:
            os.setxattr(place.root, "system.posix_acl_default", acl(named_user=1234))
        except (AttributeError, OSError):
            pytest.skip("this file system has no access control lists")
        path = place.root / "a.txt"
        mode = path.stat().st_mode
        assert place.rewrite(faulty(links=links), names=["a.txt"]) == {"a.txt": None}
        assert (os.listxattr(path), path.stat().st_mode) == ([], mode)
        place.undo(faulty(links=links))
        assert (os.listxattr(path), path.stat().st_mode) == ([], mode)

    def test_a_mode_that_cannot_be_kept(self, place, faulty):
        class Forgetful(faulty):
            def chmod(self, path, mode):
                path.chmod(mode & 0o777)

        (place.root / "a.txt").chmod(0o2755)
        errors = place.rewrite(Forgetful(), names=["a.txt"])
        assert "has the mode 2755, which a rewritten file could not keep" in str(errors["a.txt"])
        assert place.ages()["a.txt"] == "old"

    def test_the_time_is_new_and_comes_back(self, place):
        before = (place.root / "a.txt").stat().st_mtime_ns
        place.rewrite()
        assert (place.root / "a.txt").stat().st_mtime_ns != before
        place.undo()
        assert place.is_as_it_was()

    def test_a_name_that_is_no_utf8(self, place):
        name = os.fsdecode(b"gr\xfcn\n.txt")
        try:
            (place.root / name).write_bytes(place.bytes_of(name.encode("ascii", "replace").decode(), "old"))
        except OSError:
            pytest.skip("this file system takes only UTF-8")
        place.bytes_of = lambda name, age: age.encode()
        assert place.rewrite(names=[name]) == {name: None}
        assert (place.root / name).read_bytes() == b"new"
        assert place.undo() == {}
        assert (place.root / name).read_bytes().startswith(b"old bytes")


@posix
class TestWhatIsRefused:
    def test_the_file_of_somebody_else(self, place, monkeypatch):
        def chown(*args, **kwargs):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        os.chown(place.root / "a.txt", 1234, 2345)
        monkeypatch.setattr(os, "chown", chown)
        errors = place.rewrite()
        assert "belongs to somebody else" in str(errors["a.txt"])
        assert place.ages() == {name: "old" if name == "a.txt" else "new" for name in place.NAMES}

    def test_an_attribute_that_cannot_be_kept(self, place, monkeypatch):
        def fail(*args, **kwargs):
            raise OSError(errno.EPERM, "Operation not permitted")

        if not hasattr(os, "listxattr"):
            pytest.skip("no extended attributes here")
        monkeypatch.setattr(os, "listxattr", lambda path, **_: ["user.note", "security.label"])
        monkeypatch.setattr(os, "getxattr", lambda path, name, **_: b"x")
        monkeypatch.setattr(os, "setxattr", fail)
        errors = place.rewrite(names=["a.txt"])
        assert "user.note, which a rewritten file could not keep" in str(errors["a.txt"])
        assert place.ages()["a.txt"] == "old"


@posix
class TestBeside:
    """The old bytes of a set-user-id file that was edited since, in a new file."""

    def beside(self, place, system, *, edited_by):
        path = place.root / "a.txt"
        os.chown(path, 1234, 2345)
        path.chmod(0o4755)
        place.rewrite(system, names=["a.txt"])
        path.write_text("edited")
        os.chown(path, edited_by, edited_by)
        with open_store(place.root) as store:
            return Undo(store).put_beside(store.journal.changes(1)[0]).stat()

    def test_it_has_its_old_owner(self, place, faulty):
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        state = self.beside(place, faulty(), edited_by=0)
        assert (state.st_uid, state.st_gid, state.st_mode & 0o7777) == (1234, 2345, 0o4755)

    @pytest.mark.parametrize("links", [True, False])
    def test_where_that_is_not_known_or_impossible_it_is_ours_alone(self, place, faulty, monkeypatch, links):
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")

        def refuse(*args):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        system = faulty(links=links)
        carry_out = Rewrite.carry_out

        def then_refuse(self, jobs):
            items = carry_out(self, jobs)
            monkeypatch.setattr(System, "chown", refuse)
            return items

        monkeypatch.setattr(Rewrite, "carry_out", then_refuse)
        state = self.beside(place, system, edited_by=0)
        assert (state.st_uid, state.st_mode & 0o7777) == (0, 0o600)

    def test_an_undo_from_a_copy_gives_no_rights_to_a_new_owner(self, place, faulty):
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        path = place.root / "a.txt"
        path.chmod(0o4755)
        place.rewrite(faulty(links=False), names=["a.txt"])
        os.chown(path, 1234, 2345)
        path.chmod(0o755)
        assert place.undo(faulty(links=False)) == {}
        assert (path.stat().st_uid, path.stat().st_mode & 0o7777) == (1234, 0o755)


class Rival(System):
    """Somebody else, who writes just before or just after the exchange."""

    def __init__(self, act, moment, exchanges):
        self.act, self.moment, self.exchanges = act, moment, exchanges

    def exchange(self, one, other):
        if other.name != "b.txt" or one.name == "b.txt":
            return super().exchange(one, other)
        if self.moment == "before":
            self.act(other)
        super().exchange(one, other)
        if self.moment == "after":
            self.act(one)
        return None


def append(path):
    with path.open("ab") as file:
        file.write(b"a rival's line\n")


def rewrite(path):
    path.write_bytes(b"a rival's bytes\n")


def replace(path):
    other = path.with_name("rival")
    other.write_bytes(b"a rival's file\n")
    other.replace(path)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("act", [append, rewrite, replace])
def test_what_a_rival_writes_at_the_last_moment_comes_back(place, act, moment):
    errors = place.rewrite(Rival(act, moment, exchanges=True))
    assert "changed while it was being repaired" in str(errors.pop("b.txt"))
    assert set(errors.values()) == {None}
    assert b"a rival's" in (place.root / "b.txt").read_bytes()
    assert not place.remains()
    place.undo()
    assert b"a rival's" in (place.root / "b.txt").read_bytes()


@pytest.mark.parametrize("act", [append, rewrite, replace])
def test_a_file_that_changed_since_it_was_read_is_left(place, act, monkeypatch):
    carry_out = Rewrite.carry_out

    def late(self, jobs):
        act(place.root / "b.txt")
        return carry_out(self, jobs)

    monkeypatch.setattr(Rewrite, "carry_out", late)
    errors = place.rewrite()
    assert "run fixenc again" in str(errors["b.txt"])
    assert b"a rival's" in (place.root / "b.txt").read_bytes()
    assert not place.remains()


def test_without_exchange_what_is_appended_at_the_last_moment_comes_back_too(place, faulty):
    class Late(faulty):
        def replace(self, one, other):
            if other.name == "b.txt" and not self.operations.count("seen"):
                self.operations.append("seen")
                append(other)
            one.replace(other)

    errors = place.rewrite(Late(exchanges=False))
    assert "changed while" in str(errors["b.txt"])
    assert (place.root / "b.txt").read_bytes() == place.bytes_of("b.txt", "old") + b"a rival's line\n"
    assert not place.remains()


class TestStore:
    def test_two_runs_do_not_mix(self, place):
        with open_store(place.root), pytest.raises(LockedError, match="another run of fixenc is at work here"):
            place.rewrite()
        assert set(place.rewrite().values()) == {None}

    def test_it_hides_itself_from_git(self, place):
        place.rewrite()
        assert (place.root / ".fixenc/.gitignore").read_text() == "*\n"

    def test_it_hides_itself_from_git_also_after_a_disk_that_was_full(self, place):
        (place.root / ".fixenc").mkdir(mode=0o700)
        (place.root / ".fixenc/.gitignore").touch()
        place.rewrite()
        assert (place.root / ".fixenc/.gitignore").read_text() == "*\n"

    def test_old_files_cost_nothing(self, place):
        inode = (place.root / "a.txt").stat().st_ino
        place.rewrite(names=["a.txt"])
        (kept,) = (place.root / ".fixenc/old/1").iterdir()
        assert kept.stat().st_ino == inode

    def test_one_above_is_used(self, place):
        place.rewrite(names=["a.txt"])
        assert find_store(place.root / "sub/deep") == Path(os.path.realpath(place.root)) / ".fixenc"

    @posix
    def test_one_of_somebody_else_is_not(self, place, monkeypatch):
        place.rewrite(names=["a.txt"])
        monkeypatch.setattr(os, "geteuid", lambda: 4321)
        assert find_store(place.root) is None

    @posix
    @pytest.mark.parametrize("what", [".fixenc", ".fixenc/journal.sqlite"])
    def test_one_of_somebody_else_is_not_obeyed(self, place, faulty, killed, what):
        """Its journal could have any file deleted in the name of whoever runs the next one."""
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        with pytest.raises(killed):
            place.rewrite(faulty("kill", 12))
        assert place.remains()
        os.chown(place.root / what, 1234, 1234)
        with pytest.raises(RefusedError, match=r"was made by somebody else, .* nothing was written\. Run fixenc"):
            place.recover()
        assert place.remains()
        assert set(place.rewrite(keep=False).values()) == {None}

    @posix
    def test_one_that_is_a_link_is_not_obeyed(self, place):
        place.rewrite(names=["a.txt"])
        (place.root / ".fixenc").rename(place.root / "theirs")
        (place.root / ".fixenc").symlink_to("theirs")
        assert find_store(place.root) is None
        with pytest.raises(RefusedError, match="was made by somebody else"):
            place.recover()

    def test_only_temporary_files_of_ours_are_deleted(self, place, faulty, killed):
        with pytest.raises(killed):
            place.rewrite(faulty("kill", 12))
        precious = place.root / "sub/precious.txt"
        precious.write_text("precious")
        with sqlite3.connect(place.root / ".fixenc/journal.sqlite") as connection:
            connection.execute("UPDATE changes SET temporary = 'precious.txt'")
        connection.close()
        place.recover()
        assert precious.read_text() == "precious"

    def test_a_damaged_journal_is_told(self, place):
        place.rewrite()
        (place.root / ".fixenc/journal.sqlite").write_bytes(b"rubbish" * 1000)
        with pytest.raises(OSError, match="the journal of fixenc is damaged"):
            open_store(place.root)

    @posix
    def test_a_journal_cannot_lead_out_of_the_folder(self, place, tmp_path):
        place.rewrite(names=["sub/c.txt"])
        outside = tmp_path.parent / f"{tmp_path.name}-outside"
        (place.root / "sub").rename(outside)
        (place.root / "sub").symlink_to(outside)
        assert "is not below" in str(place.undo()["sub/c.txt"])

    def test_without_undo_nothing_is_kept(self, place):
        assert set(place.rewrite(keep=False).values()) == {None}
        assert not (place.root / ".fixenc").exists()
        assert not place.remains()

    def test_the_root_is_the_current_folder_or_holds_all_paths(self, place, monkeypatch):
        monkeypatch.chdir(place.root)
        assert common_root([Path("a.txt"), Path("sub")]) == Path(os.path.realpath(place.root))
        monkeypatch.chdir(place.root / "sub/deep")
        assert common_root([place.root / "a.txt", Path("e.txt")]) == Path(os.path.realpath(place.root))

    def test_the_journal_is_plain_sqlite(self, place):
        place.rewrite()
        with sqlite3.connect(place.root / ".fixenc/journal.sqlite") as connection:
            assert connection.execute("SELECT count(*) FROM changes WHERE state = 'done'").fetchone() == (5,)
        connection.close()
