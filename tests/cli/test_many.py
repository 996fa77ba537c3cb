"""Many files: plain ones told at once, known ones not read again, the rest shared out; no answer differs."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mojibake_fix.cli.cache as cache_module
import mojibake_fix.cli.many as many_module
import mojibake_fix.cli.sift as sift_module
from mojibake_fix.api import repair_bytes
from mojibake_fix.cli.plain import DOUBTS, plain_answer
from mojibake_fix.cli.work import Request, repaired_together
from mojibake_fix.engine.escapes import ESCAPES

posix = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")

MOJIBAKE = "Les FranÃ§ois dÃ©goÃ»tÃ©s de l'Ã©tÃ©"
TEXTS = (
    MOJIBAKE,
    "Zürich, Köln und Größe",
    "Příliš žluťoučký kůň",
    "Съешь ещё этих мягких булок",
    "plain",
    "晚上七点见",
)


SHOWN = (
    b'"a\\u00e9\\n\\x80\\\\"',
    b"&lt;b&gt;caf&eacute; &amp;amp; &quot;&nbsp;&quot;",
    b"<b0>x=3;y=F0;\nz=\n",
    b"/%C3%BC/%20%2F?q=1+2&x=y",
    b"size+nrows-1, +49-30, $BASE, $@, ~/{a,b}",
)
"""Escapes and signs as sound files are full of."""
PARTS = (
    *"aE9 \n?{u-;",
    *(sign.decode() for sign in DOUBTS),
    *("\\u00c3", "\\u00a9", "\\u0413", "<U+00C3>", "<U+00A9>", "\\xc3", "\\xa9", "\\303", "\\251", "<c3>", "<a9>"),
    *(
        "&Atilde;",
        "&copy;",
        "&#195;",
        "&#150;",
        "&amp;eacute;",
        "&lt;",
        "=C3=A9",
        "=\n",
        "=E2=80=99",
        "%C3%83",
        "%C2%A9",
    ),
    *("+AD4-", "+APw-", "+AGEA-", "$B%F%9%H(B", "~{<:Ky2;~}"),
)
"""Escapes of all kinds, some of which are damage only beside others."""


class TestPlain:
    @given(st.lists(st.sampled_from(PARTS)))
    def test_it_says_what_the_library_says(self, parts):
        data = "".join(parts).encode()
        quick = plain_answer(data)
        if quick is not None:
            answer = repair_bytes(data)
            assert (answer.verdict, answer.detection, answer.changed) == (quick.verdict, quick.detection, False)

    def test_it_knows_all_signs_of_the_escapes(self):
        assert {notation.hint[0].encode() for notation in ESCAPES.values()} <= set(DOUBTS)

    @pytest.mark.parametrize("data", [b"", b"plain\r\n\ttext", b"40 % of $5 = 2 & more + 1 ~ <= x", *SHOWN])
    def test_plain(self, data):
        assert plain_answer(data).detection == repair_bytes(data).detection

    @pytest.mark.parametrize(
        "data",
        [b"\x00", b"\x1b$B", b"\xc3\xa9", b"\\u00c3\\u00a9", b"&#150;", b"=C3=A9", b"~{<:Ky2;", b"Hi +AOk-", b"\x7f"],
    )
    def test_not_plain(self, data):
        assert plain_answer(data) is None


@pytest.fixture
def reads(monkeypatch):
    """The names of the files that are read."""
    names = []
    read, looked_at = many_module.read, sift_module.looked_at

    def read_once(source):
        names.append(source.name)
        return read(source)

    def sifted(place, *more):
        found = looked_at(place, *more)
        if found:
            names.append(place)
        return found

    monkeypatch.setattr(many_module, "read", read_once)
    monkeypatch.setattr(sift_module, "looked_at", sifted)
    return names


@pytest.fixture
def settled(monkeypatch):
    """Files count as left alone from the moment they are written."""
    monkeypatch.setattr(sift_module, "SETTLED", 0)
    time.sleep(0.05)  # more than a tick of the file system's clock


FILES = ("a.txt", "b.txt", "sub/c.bin", "d.txt")


class TestCache:
    @pytest.fixture
    def top(self, folder, settled):
        top = folder({"a.txt": "Zürich", "b.txt": "plain", "sub/c.bin": b"\x89PNG\r\n\x1a\n\0\0", "d.txt": MOJIBAKE})
        time.sleep(0.05)
        return top

    def test_what_is_sound_or_no_text_is_not_read_again(self, fixenc, top, reads):
        first = fixenc("check", "-v", ".")
        assert sorted(reads) == sorted(FILES)
        reads.clear()
        second = fixenc("check", "-v", ".")
        assert reads == ["d.txt"]
        assert (first.stdout, first.exit_code) == (second.stdout, second.exit_code)

    @pytest.mark.parametrize("kind", ["json", "sarif", "html", "github"])
    def test_nobody_sees_a_difference(self, fixenc, top, kind):
        first, second = (fixenc("check", "--format", kind, ".") for _ in range(2))
        assert first.stdout == second.stdout

    @pytest.mark.parametrize("args", [["diff"], ["fix", "--dry-run"], ["check", "--format", "json"]])
    def test_the_commands_share_it(self, fixenc, top, reads, args):
        fixenc("check", ".")
        reads.clear()
        fixenc(*args, ".")
        assert reads == ["d.txt"]

    def test_by_whatever_path_a_file_is_named(self, fixenc, top, reads, monkeypatch):
        fixenc("check", ".")
        reads.clear()
        fixenc("check", top, f"{top}/sub/../a.txt")
        monkeypatch.chdir(top / "sub")
        fixenc("check", "..", "c.bin")
        assert {Path(name).name for name in reads} == {"d.txt"}

    def test_a_file_that_was_written_to_is_read_again(self, fixenc, top, reads):
        fixenc("check", ".")
        reads.clear()
        (top / "a.txt").write_text("Zurich.", encoding="utf-8")
        (top / "b.txt").write_text("longer than before")
        fixenc("check", ".")
        assert reads == ["a.txt", "b.txt", "d.txt"]

    @posix
    def test_also_with_its_old_size_and_time(self, fixenc, top, reads):
        fixenc("check", ".")
        before = (top / "b.txt").stat()
        (top / "b.txt").write_text("blain")
        os.utime(top / "b.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
        reads.clear()
        fixenc("check", ".")
        assert reads == ["b.txt", "d.txt"]

    def test_or_when_another_took_its_place(self, fixenc, top, reads):
        fixenc("check", ".")
        before = (top / "b.txt").stat()
        (top / "new").write_text("blain")
        os.utime(top / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
        (top / "new").replace(top / "b.txt")
        reads.clear()
        fixenc("check", ".")
        assert reads == ["b.txt", "d.txt"]

    def test_a_file_that_was_just_written_is_not_remembered(self, fixenc, folder, reads):
        folder({"a.txt": "plain"})
        for _ in range(3):
            fixenc("check", ".")
        assert reads == ["a.txt"] * 3

    def test_not_even_with_an_old_time(self, fixenc, folder, reads):
        top = folder({"a.txt": "plain"})
        os.utime(top / "a.txt", (1e9, 1e9))
        if (top / "a.txt").stat().st_ctime < 2e9 and os.name == "nt":
            pytest.skip("Windows has no time of the last change of state")
        for _ in range(2):
            fixenc("check", ".")
        assert reads == ["a.txt"] * 2

    def test_no_cache(self, fixenc, top, reads):
        fixenc("check", "--no-cache", ".")
        assert not cache_module.cache_folder().exists() or not list(cache_module.cache_folder().iterdir())
        fixenc("check", ".")
        reads.clear()
        fixenc("check", "--no-cache", ".")
        assert sorted(reads) == sorted(FILES)

    def test_another_library_has_another_cache(self, fixenc, top, reads, monkeypatch):
        fixenc("check", ".")
        reads.clear()
        monkeypatch.setattr(cache_module, "_fingerprint", lambda *_: "another")
        fixenc("check", ".")
        assert sorted(reads) == sorted(FILES)

    def test_the_fingerprint_is_that_of_the_files(self):
        same, other = cache_module._fingerprint(), cache_module._fingerprint(many_module.Request(languages=("de",)))
        assert same == cache_module._fingerprint() != other

    def test_a_broken_cache_is_thrown_away(self, fixenc, top):
        fixenc("check", ".")
        (path,) = cache_module.cache_folder().iterdir()
        path.write_bytes(b"no database at all, but for its length" * 100)
        assert fixenc("check", ".").stdout.startswith("d.txt:1:9: m")
        assert path.read_bytes().startswith(b"SQLite format 3")

    def test_a_cache_that_cannot_be_had_is_done_without(self, fixenc, top, monkeypatch):
        monkeypatch.setenv("FIXENC_CACHE_DIR", str(top / "a.txt"))
        result = fixenc("check", ".")
        assert (result.exit_code, result.stderr) == (1, "4 files: 2 sound, 1 mojibake, 1 binary\n")

    def test_two_runs_at_once(self, fixenc, top):
        one, other = cache_module.open_cache(), cache_module.open_cache()
        fixenc("check", ".")
        one.close()
        other.close()

    def test_after_a_repair_the_file_is_read(self, fixenc, top, reads):
        fixenc("fix", "--write", ".")
        reads.clear()
        fixenc("check", ".")
        assert "d.txt" in reads
        fixenc("undo")
        assert fixenc("check", ".").stdout.startswith("d.txt:1:9: mojibake")

    def test_it_does_not_grow_for_ever(self, fixenc, folder, settled, monkeypatch):
        monkeypatch.setattr(cache_module, "_MOST", 10)
        for run in range(3):
            folder({f"{run}/{number}": "x" for number in range(9)})
            time.sleep(0.05)
            fixenc("check", ".")
        cache = cache_module.open_cache()
        (count,) = cache._connection.execute("SELECT total(count) FROM seen").fetchone()
        cache.close()
        assert count <= 10

    def test_a_copy_holds_what_was_not_read(self, fixenc, top, tree, tmp_path_factory):
        fixenc("check", ".")
        out = tmp_path_factory.mktemp("out")
        assert fixenc("fix", "--output", out, ".").exit_code == 0
        assert tree(out)["a.txt"] == "Zürich".encode()

    @pytest.mark.parametrize(
        ("system", "variable", "value", "expected"),
        [
            ("linux", "XDG_CACHE_HOME", "/x/cache", "/x/cache/fixenc"),
            ("linux", "XDG_CACHE_HOME", "relative", "/home/me/.cache/fixenc"),
            ("linux", "XDG_CACHE_HOME", "", "/home/me/.cache/fixenc"),
            ("darwin", "XDG_CACHE_HOME", "", "/home/me/Library/Caches/fixenc"),
            ("win32", "LOCALAPPDATA", "", "/home/me/AppData/Local/fixenc"),
        ],
    )
    @posix
    def test_where_it_is(self, monkeypatch, system, variable, value, expected):
        monkeypatch.delenv("FIXENC_CACHE_DIR")
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setenv("HOME", "/home/me")
        monkeypatch.setenv(variable, value)
        assert cache_module.cache_folder().as_posix() == expected


class TestWorkers:
    @pytest.fixture
    def top(self, folder, monkeypatch):
        monkeypatch.setattr(many_module, "ALONE_BYTES", 0)
        monkeypatch.setattr(many_module, "FEWEST_FILES", 1)
        monkeypatch.setattr(many_module, "CHUNK_FILES", 2)
        files = {f"{number:02}.txt": text for number, text in enumerate(TEXTS * 3)}
        return folder({**files, "large.txt": "ä" * 100_000, "legacy.txt": TEXTS[2].encode("cp1250")})

    def test_they_change_no_answer_and_no_order(self, fixenc, top, monkeypatch):
        started = []
        original = many_module._start
        monkeypatch.setattr(many_module, "_start", lambda workers: started.append(workers) or original(workers))
        alone = fixenc("check", "--format", "json", "--no-cache", "--jobs", "1", ".")
        assert not started
        shared = fixenc("check", "--format", "json", "--no-cache", "--jobs", "2", ".")
        assert started == [2]
        assert shared.stdout == alone.stdout
        assert [json.loads(line)["path"] for line in alone.stdout.splitlines()[:-1]] == sorted(
            path.name for path in top.iterdir()
        )

    def test_not_for_little(self, fixenc, top, monkeypatch):
        monkeypatch.setattr(many_module, "ALONE_BYTES", 1_000_000)
        monkeypatch.setattr(many_module, "_start", lambda workers: pytest.fail("workers"))
        fixenc("check", "--jobs", "2", ".")

    def test_in_place(self, fixenc, top):
        assert fixenc("fix", "--write", "--jobs", "2", ".").exit_code == 0
        assert (top / "00.txt").read_text("utf-8") == "Les François dégoûtés de l'été"
        assert (top / "legacy.txt").read_text("utf-8") == TEXTS[2]

    @posix
    def test_a_link_to_a_file_that_was_read_before_it_was_rewritten(self, fixenc, top):
        (top / "zz.txt").symlink_to("00.txt")
        result = fixenc("fix", "--write", "--jobs", "2", "00.txt", "zz.txt", "06.txt")
        assert (result.exit_code, result.stderr.count("repaired")) == (0, 1)
        assert "3 files: 1 sound, 2 mojibake; 2 repaired" in result.stderr

    def test_a_worker_that_dies_is_one_error(self, fixenc, top, monkeypatch):
        original = many_module._start

        def start(workers):
            pool = original(workers)
            pool.submit(os._exit, 9)
            return pool

        monkeypatch.setattr(many_module, "_start", start)
        result = fixenc("check", "--jobs", "2", ".")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[-1].startswith("fixenc: a worker process was ended from outside")

    def test_a_fault_of_the_library_costs_one_file_only(self):
        good, answer = repaired_together([b"good", 7], many_module.Request())
        assert good.verdict == "sound"
        assert answer.startswith("internal error, please report it: TypeError")

    @pytest.mark.parametrize("request_", [Request(), Request(guess=True), Request(languages=("de", "cs"))])
    def test_together_each_is_answered_as_alone(self, request_):
        mixed = "Größe\n".encode() * 3 + "Länge und Übermaß\n".encode("cp1252") * 3
        legacy = [TEXTS[2].encode("cp1250"), TEXTS[3].encode("koi8-r"), TEXTS[5].encode("gb18030"), mixed]
        datas = [*map(str.encode, TEXTS), *legacy, b"", b"\0\1\2", b"\xef\xbb\xbfx", "d�go�t�s l’Ã©tÃ©".encode()]
        how = {"guess_losses": request_.guess, "languages": request_.languages}
        assert repaired_together(datas, request_) == [repair_bytes(data, **how) for data in datas]

    @posix
    def test_ctrl_c_ends_them_all(self, top):
        code = "import sys, mojibake_fix.cli.many as m; m.ALONE_BYTES = 0; from mojibake_fix.cli import main; "
        for number in range(2000):
            (top / f"m{number}.txt").write_text(f"{TEXTS[number % 6]} {number}")
        process = subprocess.Popen(
            [sys.executable, "-c", f"{code}sys.exit(main(['check', '-v', '--jobs', '2', '.']))"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        assert b"Traceback" not in err
        assert is_group_gone(process.pid)

    @posix
    @pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
    def test_workers_end_with_their_parent(self, top, number):
        code = "import sys, mojibake_fix.cli.many as m; m.ALONE_BYTES = 0; from mojibake_fix.cli import main; "
        for count in range(3000):
            (top / f"m{count}.txt").write_text(f"{TEXTS[count % 6]} {count}\n" * 9)
        process = subprocess.Popen(
            [sys.executable, "-c", f"{code}sys.exit(main(['check', '-v', '--no-cache', '--jobs', '2', '.']))"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        for _ in range(300):
            process.stdout.readline()
        process.send_signal(getattr(signal, number))
        process.wait(timeout=60)
        assert is_group_gone(process.pid)
        assert b"Traceback" not in process.stderr.read()
        process.stdout.close()
        process.stderr.close()


def is_group_gone(group):
    """Whether all processes of a session end within a while; multiprocessing's own helper ends a little later."""
    for _ in range(300):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False


@pytest.mark.skipif(not Path("/proc/loadavg").exists(), reason="only Linux tells what runs at this moment")
def test_what_ran_a_minute_ago_takes_no_core(monkeypatch):
    monkeypatch.setattr(os, "getloadavg", lambda: (64.0, 64.0, 64.0))
    monkeypatch.setattr(Path, "read_text", lambda *_: "64.00 64.00 64.00 1/99 4711")
    assert many_module.idle_cores() == len(os.sched_getaffinity(0))
    monkeypatch.setattr(Path, "read_text", lambda *_: "0.00 0.00 0.00 200/999 4711")
    assert many_module.idle_cores() == 1
