"""The command as a process of its own: entry point, start-up, interruption, pipes, terminals."""

import ctypes
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2  # of Linux
posix = pytest.mark.skipif(os.name == "nt", reason="signals and terminals are POSIX's")

STAND_IN = """
import sys, time, types
from mojibake_fix.types import Detection, Repair
from mojibake_fix.verdicts import Verdict
api = types.ModuleType("mojibake_fix.api")
def repair_bytes(data, **_):
    if data.startswith(b"slow"):
        print("slow", file=sys.stderr, flush=True)
        time.sleep(60)
    if data.startswith(b"nap"):
        time.sleep(0.1)
    text = data.decode()
    verdict = Verdict.MOJIBAKE if "Ã" in text else Verdict.SUSPECT
    return Repair(text, text.replace("Ã¤", "ä"), verdict, detection=Detection("utf-8", 1.0))
api.repair_bytes = repair_bytes
api.detect = lambda data, **how: Detection("utf-8", 1.0, "validity", "utf-8")
sys.modules["mojibake_fix.api"] = api
documents = types.ModuleType("mojibake_fix.documents")
documents.repair_values = lambda datas, **_: (api.repair_bytes(data) for data in datas)
sys.modules["mojibake_fix.documents"] = documents
import mojibake_fix.cli.many
mojibake_fix.cli.many.plain_answer = lambda data: None
mojibake_fix.cli.sift.is_plain = lambda data: False
from mojibake_fix.cli import main
sys.exit(main())
"""


def start(*args, stand_in=False, **options):
    command = [sys.executable, "-c", STAND_IN] if stand_in else [sys.executable, "-m", "mojibake_fix"]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*command, *map(str, args)], **{**streams, **options})


def run(*args, **options):
    process = start(*args, **options)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_python_m():
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith(b"fixenc ")


@pytest.mark.parametrize("args", [["--help"], ["check", "--help"], ["fix", "-h"], ["--version"]])
def test_help_and_version_import_nothing_heavy(args):
    code = textwrap.dedent(f"""
        import sys
        from mojibake_fix.cli import main
        assert main({args!r}) == 0
        heavy = {{"numpy", "rich", "pathspec", "ftfy", "chardet", "charset_normalizer", "mojibake_fix.api"}}
        sys.exit(sorted(heavy & set(sys.modules)) or 0)
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@posix
def test_ctrl_c_stops_cleanly(tmp_path):
    (tmp_path / "a.txt").write_text("slow")
    process = start("check", tmp_path, stand_in=True)
    assert process.stderr.readline() == b"slow\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err


@posix
def test_a_closed_pipe_is_silence(tmp_path):
    for number in range(3000):
        (tmp_path / f"{number}.txt").write_text("x")
    process = start("check", tmp_path, stand_in=True)
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), err) == (141, b"")


def test_output_that_is_no_utf8(tmp_path):
    (tmp_path / "a.txt").write_text("ä", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "iso8859-7"}  # (click writes UTF-8 where it finds ASCII)
    code, out, err = run("check", tmp_path, stand_in=True, env=environment)
    assert code == 1, err
    assert b"a.txt: suspect" in out
    assert b"suspect: \\xe4" in out


def without_privileges():
    """Takes from a process of root, before its program starts, what lets it read everything."""
    if os.geteuid() == 0:
        control = ctypes.CDLL(None).prctl
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            control(_PR_CAPBSET_DROP, capability, 0, 0, 0)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or (os.geteuid() == 0 and sys.platform != "linux"), reason="root may read everything"
)
def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    code, _, err = run("check", tmp_path, stand_in=True, preexec_fn=without_privileges)
    assert code == 2
    assert b"a.txt: permission denied" in err


@posix
class TestTerminal:
    def on_terminal(self, *args):
        """What a terminal is shown, standard output and standard error together."""
        import pty

        leader, follower = pty.openpty()
        process = start(*args, stand_in=True, stdout=follower, stderr=follower)
        os.close(follower)
        shown = b""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(leader)
        process.wait(timeout=30)
        return shown

    def test_detect_draws_a_table(self, tmp_path):
        (tmp_path / "[bold]a.txt").write_text("x")
        shown = self.on_terminal("detect", tmp_path)
        assert b"WHATWG name" in shown
        assert b"validity" in shown

    def test_no_color(self, tmp_path, monkeypatch):
        (tmp_path / "a.txt").write_text("x")
        assert b"\x1b[" in self.on_terminal("check", tmp_path)
        monkeypatch.setenv("NO_COLOR", "1")
        assert b"\x1b[" not in self.on_terminal("check", tmp_path)

    def test_progress_is_shown_and_lines_stand_clear_of_it(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TERM", "xterm")
        for number in range(15):
            (tmp_path / f"{number}.txt").write_text("nap" + " " * 20_000)  # five are examined together
        shown = self.on_terminal("check", tmp_path)
        assert b"15/15" in shown
        lines = [line.rpartition(b"\x1b[2K")[2] for line in shown.split(b"\r\n") if b".txt: " in line]
        assert len(lines) == 15
        assert all(line.startswith(str(tmp_path).encode()) for line in lines)

    def test_no_progress_on_a_dumb_terminal(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setenv("NO_COLOR", "1")
        for number in range(15):
            (tmp_path / f"{number}.txt").write_text("nap")
        assert b"\x1b" not in self.on_terminal("check", tmp_path)
