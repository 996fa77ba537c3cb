"""Five real files and what must become of them, through text, bytes and the command."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mojibake_fix import Verdict, fix, fix_bytes, repair_bytes
from mojibake_fix.cli.commands import fixenc

SEEDS = Path(__file__).parents[2] / "shared/seeds"
FILES = sorted(SEEDS.glob("*.txt"))

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FILES, reason="the folder ../shared/seeds is not there: it is no part of the project"),
]


def seed(number):
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_bytes(path):
    assert fix_bytes(path.read_bytes()) == (SEEDS / "expected" / path.name).read_bytes().decode()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_text(path):
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        pytest.skip("the file is no UTF-8: only its bytes can be repaired")
    assert fix(text) == (SEEDS / "expected" / path.name).read_bytes().decode()


def test_the_command(tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(fixenc, ["fix", "--output", str(out), *map(str, FILES)])
    assert result.exit_code in (0, 1), result.output
    for path in FILES:
        assert (out / path.name).read_bytes() == (SEEDS / "expected" / path.name).read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_what_is_expected_is_at_rest(path):
    expected = (SEEDS / "expected" / path.name).read_bytes()
    assert fix_bytes(expected) == expected.decode()


def test_what_is_lost_in_002_is_named():
    answer = repair_bytes(seed("002").read_bytes())
    assert answer.verdict is Verdict.LOSSY
    assert answer.losses
    for loss in answer.losses:
        assert answer.text[loss.start : loss.end] == loss.text
