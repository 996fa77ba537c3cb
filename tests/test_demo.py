"""The demo folder: `fixenc fix --output` makes of it what the corpus says, byte for byte."""

import pytest
from click.testing import CliRunner
from corpus.builder import CORPUS, load_demo

from mojibake_fix import repair_bytes
from mojibake_fix.cli.commands import fixenc

BROKEN, EXPECTED = CORPUS / "demo/broken", CORPUS / "demo/expected"
DEMO = {file.path: file for file in load_demo()}


@pytest.fixture(scope="module")
def repaired(tmp_path_factory):
    """The folder that the command makes of the demo folder."""
    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(fixenc, ["fix", "--output", str(out), str(BROKEN)])
    assert result.exit_code in (0, 1), result.output
    return out


def files_below(top):
    return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}


def test_the_copy_is_complete(repaired):
    assert files_below(repaired) == files_below(EXPECTED) == set(DEMO)


@pytest.mark.parametrize("name", sorted(DEMO))
def test_the_command_makes_what_is_expected(repaired, name):
    assert (repaired / name).read_bytes() == (EXPECTED / name).read_bytes()


@pytest.mark.parametrize("name", sorted(DEMO))
def test_the_verdict_is_the_declared_one(name):
    assert repair_bytes((BROKEN / name).read_bytes()).verdict is DEMO[name].verdict


@pytest.mark.parametrize("name", sorted(name for name, file in DEMO.items() if not file.made))
def test_what_is_expected_is_at_rest(name):
    """The twin: the repaired files need no repair."""
    data = (EXPECTED / name).read_bytes()
    answer = repair_bytes(data)
    assert not answer.changed
    assert answer.text == data.decode("utf-8-sig")
