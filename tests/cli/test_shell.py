"""What shells and `man` are given: completion of commands, options and choices; a page made from the help."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from mojibake_fix.cli.commands import fixenc


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell):
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("bash is not installed, whose version click asks for")
    done = run_completing({"_FIXENC_COMPLETE": f"{shell}_source"})
    assert "_FIXENC_COMPLETE" in done


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fixenc ", {"check", "fix", "undo", "names"}),
        ("fixenc un", {"undo"}),
        ("fixenc fix --no-", {"--no-undo", "--no-ignore", "--no-declarations"}),
        ("fixenc fix --level ", {"sure", "likely", "guess"}),
        ("fixenc check --format s", {"sarif"}),
    ],
)
def test_completion(words, expected):
    count = str(len(words.split()) - (not words.endswith(" ")))
    environment = {"_FIXENC_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    found = {line.partition(",")[2] for line in run_completing(environment).splitlines()}
    assert expected <= found


def run_completing(environment):
    code = "import sys; from mojibake_fix.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout


class TestManualPage:
    @pytest.fixture
    def page(self, module_at, root):
        return module_at("build_man", root / "tools/build_man.py").manual()

    def test_names_every_command_and_option(self, page):
        assert set(re.findall(r"^\.SS fixenc (\w+)$", page, re.MULTILINE)) == fixenc.commands.keys()
        plain = page.replace("\\-", "-")
        for command in fixenc.commands.values():
            for parameter in command.params:
                assert all(option in plain for option in parameter.opts if option.startswith("-"))

    def test_is_one_that_man_can_read(self, page):
        assert page.startswith(".TH FIXENC 1 ")
        if shutil.which("groff") is None:
            pytest.skip("groff is not installed")
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=page.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
