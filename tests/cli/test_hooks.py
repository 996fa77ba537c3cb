"""The hooks, by the real pre-commit in a real git repository; skipped where pre-commit is not installed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed"),
]
MOJIBAKE, FIXED = "Les FranÃ§ois dÃ©goÃ»tÃ©s\n", "Les François dégoûtés\n"


def run(*command, cwd, code=0):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository whose hooks are ours, but run by the Python of the tests: nothing is downloaded."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    for variable in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{variable}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{variable}_EMAIL", "tester@example.org")
    hooks, top = tmp_path / "hooks", tmp_path / "project"
    hooks.mkdir()
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    text = text.replace("entry: fixenc ", f"entry: {sys.executable} -m mojibake_fix ")
    (hooks / ".pre-commit-hooks.yaml").write_text(text.replace("language: python", "language: system"), "utf-8")
    run("git", "init", "-q", ".", cwd=hooks)
    run("git", "add", ".", cwd=hooks)
    run("git", "commit", "-qm", "hooks", cwd=hooks)
    revision = run("git", "rev-parse", "HEAD", cwd=hooks).strip()
    top.mkdir()
    run("git", "init", "-q", ".", cwd=top)

    def make(hook, files):
        for name, content in files.items():
            (top / name).write_text(content, "utf-8")
        config = f"repos:\n- repo: {hooks.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
        (top / ".pre-commit-config.yaml").write_text(config, "utf-8")
        run("git", "add", ".", cwd=top)
        return top

    return make


def test_check_stops_a_commit(repository):
    top = repository("fixenc-check", {"a b.txt": MOJIBAKE, "sound.txt": FIXED})
    assert re.search(r"a b\.txt:1:\d+: mojibake", run("pre-commit", "run", "--all-files", cwd=top, code=1))
    assert (top / "a b.txt").read_text("utf-8") == MOJIBAKE


def test_check_lets_sound_and_excepted_files_pass(repository):
    files = {"sound.txt": FIXED, "mangled.txt": MOJIBAKE, ".fixencignore": "mangled.txt\n"}
    top = repository("fixenc-check", files)
    run("pre-commit", "run", "--all-files", cwd=top)


def test_fix_repairs_and_the_second_run_passes(repository):
    top = repository("fixenc-fix", {"größe.txt": MOJIBAKE, "sound.txt": FIXED})
    run("pre-commit", "run", "--all-files", cwd=top, code=1)  # pre-commit says so where a hook changed files
    assert (top / "größe.txt").read_text("utf-8") == FIXED
    assert not (top / ".fixenc").exists()
    run("git", "add", ".", cwd=top)
    run("pre-commit", "run", "--all-files", cwd=top)
