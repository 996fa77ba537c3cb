"""The documentation is true: its examples run, its links lead somewhere, and it leaves nothing public out."""

import doctest
import re
from pathlib import Path

import click
import pytest

import mojibake_fix
from mojibake_fix.cli.commands import fixenc
from mojibake_fix.plausibility import load_model
from mojibake_fix.verdicts import Verdict

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus/README.md"])
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^## (\w+)$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def read(name):
    return (ROOT / name).read_text("utf-8")


@pages
def test_examples_run(page):
    text = page.read_text("utf-8")
    names = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start(1))
        example = doctest.DocTestParser().get_doctest(match[1], names, page.name, str(page), line)
        runner.run(example, clear_globs=False)
        names.update(example.globs)
    assert runner.failures == 0


def test_readme_shows_examples():
    assert read("README.md").count(">>> ") >= 10


def test_before_and_after_of_the_readme_are_true():
    block = read("README.md").partition("what had happened\n")[2].partition("\n\n")[0]
    rows = [re.split(r"\s{2,}", line.strip()) for line in block.splitlines()]
    assert len(rows) >= 6
    for before, after, happened in rows:
        answer = mojibake_fix.repair(before)
        written, _, readers = happened.partition(" read as ")
        assert answer.text == after
        assert answer.chains[0][-1].written == written
        assert len(answer.chains[0]) == (2 if readers.endswith("twice") else 1)


@pages
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            there = page.parent / path if path else page
            assert there.exists(), target
            if anchor:
                assert anchor in anchors(there.read_text("utf-8")), target


def anchors(text):
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


@pages
def test_no_page_names_a_place_on_somebodys_machine(page):
    text = page.read_text("utf-8")
    found = re.search(r"(?<![\w.:/~])/(?:home|root|work|tmp|Users|opt|mnt|var)/|[A-Z]:\\\\|file://|localhost", text)
    assert found is None, found


def test_every_public_name_is_documented():
    text = "".join(page.read_text("utf-8") for page in PAGES)
    missing = [name for name in mojibake_fix.__all__ if not re.search(rf"\b{name}\b", text)]
    assert not missing


def test_every_verdict_is_documented():
    for page in ("README.md", "docs/cli.md", "docs/glossary.md"):
        missing = [str(verdict) for verdict in Verdict if f"`{verdict}`" not in read(page)]
        assert not missing, page


def test_the_page_of_the_command_names_its_options_and_no_others():
    text = read("docs/cli.md").replace("python -m", "python")
    commands = fixenc.commands
    assert set(COMMAND.findall(text)) >= commands.keys()
    options = {option for command in (fixenc, *commands.values()) for option in options_of(command)}
    named = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*|-[a-z0])(?![\w-])", text))
    assert named == options


@pytest.mark.parametrize("name", sorted(fixenc.commands))
def test_each_option_is_named_where_its_command_is(name):
    text = read("docs/cli.md")
    shared = text.partition("## Options of")[2].partition("\n## ")[0]
    if name in ("check", "diff", "fix"):
        shared += text.partition("## Many files")[2].partition("\n## Settings")[0]
    own = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
    where = own if name == "explain" else own + shared
    missing = [
        option
        for option in options_of(fixenc.commands[name])
        if f"{option}`" not in where and f"{option} " not in where
    ]
    assert not missing


def options_of(command):
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {
        name
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("code", ["0", "1", "2", "130, 141"])
def test_exit_codes_are_documented(code):
    assert re.search(rf"^\| {code} \|", read("docs/cli.md"), re.MULTILINE)


def test_every_licence_of_the_training_text_is_named():
    text = read("docs/model.md")
    metadata = load_model().metadata
    missing = [licence for licence in metadata["licences"] if licence not in text]
    assert not missing
    assert f"--min-gain {metadata['min_gain']:g}\n" in text


def test_the_tree_of_the_architecture_is_the_tree():
    text = read("docs/architecture.md")
    package = ROOT / "src/mojibake_fix"
    named = set(re.findall(r"\b(\w+\.(?:py|bin))\b", text))
    there = {
        path.name for path in package.rglob("*") if path.suffix in (".py", ".bin") and "__pycache__" not in path.parts
    }
    assert named - there == set()
    unnamed = {path.name for path in package.glob("*.py")} | {
        path.name
        for folder in ("encodings", "plausibility", "engine", "detection")
        for path in (package / folder).glob("*.py")
    }
    assert unnamed - named - {"__init__.py"} == set()


def test_credit_is_given():
    text = read("README.md")
    for name in ("ftfy", "Robyn Speer", "chardet", "charset-normalizer", "WHATWG Encoding Standard"):
        assert name in text


def test_the_changelog_knows_this_version():
    assert f"## [{mojibake_fix.__version__}]" in read("CHANGELOG.md")
