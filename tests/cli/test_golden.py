"""Golden folders: a command, what it finds, what it shall leave behind, compared byte for byte.

`cases/NAME/` holds `cmd.txt` (the arguments), `exit.txt`, `in/`, and where they matter `stdin.bin`, `stdout.txt` and
`expected/`: what `in/` (or, with --output, `out/`) shall be afterwards. Without `expected/`, nothing may change.
"""

import shlex
import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_golden(fixenc, tree, tmp_path, monkeypatch, name):
    case = CASES / name
    before = tree(case / "in")
    shutil.copytree(case / "in", tmp_path / "in") if (case / "in").is_dir() else (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)
    args = shlex.split((case / "cmd.txt").read_text(encoding="utf-8"))
    stdin = (case / "stdin.bin").read_bytes() if (case / "stdin.bin").exists() else None

    result = fixenc(*args, stdin=stdin)

    said = result.stdout + result.stderr
    place = "out" if "--output" in args else "in"
    expected = tree(case / "expected") if (case / "expected").is_dir() else before
    assert tree(tmp_path / place) == expected, said
    if place == "out":
        assert tree(tmp_path / "in") == before
    if (case / "stdout.txt").exists():
        assert result.stdout_bytes == (case / "stdout.txt").read_bytes(), said
    assert result.exit_code == int((case / "exit.txt").read_text(encoding="ascii")), said

    if "--write" in args and result.exit_code == 0:
        assert "repaired" not in fixenc(*args).stdout
        assert tree(tmp_path / "in") == expected
