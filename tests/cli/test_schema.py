"""The published schemas of docs/schema are schemas, and all that `--format json` prints is as they say."""

import json
from pathlib import Path

import pytest

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

FOLDER = Path(__file__).parents[2] / "docs/schema"
FILES = {
    "a.txt": "Les FranÃ§ois dÃ©goÃ»tÃ©s",
    "b.txt": "Größe",
    "c.txt": "Příliš žluťoučký kůň úpěl ďábelské ódy a kočka ležela".encode("cp1250"),
    "d.bin": b"\x89PNG\r\n\x1a\n\0\xff",
    "e.txt": "Les FranÃ§ois dÃ©goÃ»tÃ©s et la journ\ufffde",
    "GrÃ¶ÃŸe und MÃ¼ll.txt": "plain",
}


def validator(name):
    schema = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_each_is_a_schema_that_takes_no_other_keys(path):
    validator(path.stem)
    assert not validator(path.stem).is_valid({"something": "else"})


@pytest.mark.parametrize(
    "command",
    [
        "check .",
        "check . none",
        "diff --guess e.txt",
        "check --write-baseline known.json .",
        "diff .",
        "detect . none",
        "explain FranÃ§ois",
        "explain --guess --file e.txt",
        "explain --file d.bin",
        "names .",
        "names --write .",
        "fix --dry-run .",
        "fix --write . none",
        "fix --write --to ascii .",
        "fix --output OUT .",
        "log",
        "log 1",
        "log 2",
        "undo 1",
    ],
)
def test_what_is_printed_is_as_it_says(fixenc, folder, tmp_path_factory, command):
    folder(FILES)
    if command.startswith(("log", "undo")):
        fixenc("fix", "--write", ".")
        fixenc("names", "--write", ".")
    name, *args = command.replace("OUT", str(tmp_path_factory.mktemp("out"))).split()
    lines = fixenc(name, "--format", "json", *args).stdout.splitlines()
    assert lines
    for line in lines:
        validator(name).validate(json.loads(line))


def test_the_baseline(fixenc, folder):
    top = folder(FILES)
    fixenc("check", "--write-baseline", "known.json", ".")
    validator("baseline").validate(json.loads((top / "known.json").read_text("utf-8")))


def test_each_command_that_prints_json_has_one(fixenc):
    from mojibake_fix.cli.commands import fixenc as group

    printing = {name for name, command in group.commands.items() if any(p.name == "format_" for p in command.params)}
    assert {path.stem for path in FOLDER.glob("*.json")} == printing | {"baseline"}
