"""What the tests of the command share: a runner, folders made of bytes, and a library that is known by heart.

The stand-in library (`library`) lets a test choose any verdict, so that the tests of writing, reporting and exit
codes do not hang on the judgement of the real one. Tests without that fixture, and all golden folders, use the
real one.
"""

import codecs
import importlib
import re
import sys
import types

import pytest
from click.testing import CliRunner

from mojibake_fix.types import Alternative, Detection, Edit, Loss, Plan, Repair, Span, Step
from mojibake_fix.verdicts import Verdict

STEP = (Step("utf-8", "cp1252"),)
MANGLED = re.compile(r"[ÂÃâð][\x80-\u2fff]+")


def detect(data, *, languages=()):
    if data.startswith(codecs.BOM_UTF8):
        return Detection("utf-8", 1.0, "byte order mark", "utf-8", has_bom=True)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Detection("utf-16", 1.0, "byte order mark", has_bom=True)
    if b"\0" in data:
        return Detection(None, 1.0, "zero bytes")
    try:
        data.decode()
    except UnicodeDecodeError:
        return Detection("cp1252", 0.9375, "plausibility", "windows-1252", (Alternative("iso8859-1", 0.0625),))
    return Detection("utf-8", 1.0, "validity", "utf-8")


def repair(text, detection=None, *, guess_losses=False, languages=()):
    if "SUSPECT" in text:
        return Repair(text, text, Verdict.SUSPECT, detection=detection)
    if "FAULT" in text:
        raise RuntimeError("a fault of the library")
    spans = []
    for match in MANGLED.finditer(text):
        after = match[0].encode("cp1252").decode()
        spans.append(Span(match.start(), match.end(), match[0], after, STEP, 12.5))
    fixed = MANGLED.sub(lambda match: match[0].encode("cp1252").decode(), text)
    losses = tuple(Loss(at, at + 1, "\ufffd", "unreadable byte") for at, sign in enumerate(fixed) if sign == "\ufffd")
    verdict = Verdict.LOSSY if losses else Verdict.MOJIBAKE if spans else Verdict.SOUND
    if verdict is Verdict.SOUND and detection is not None and detection.encoding != "utf-8":
        verdict = Verdict.LEGACY
    if "MIXED" in text:
        verdict = Verdict.MIXED
    plan = Plan(tuple(Edit(span.start, span.end, span.chain) for span in spans))
    return Repair(text, fixed, verdict, plan, tuple(spans), losses, 12.5 * len(spans), 0.96875, detection)


def repair_bytes(data, *, guess_losses=False, languages=()):
    detection = detect(data)
    if detection.encoding is None:
        return Repair("", "", Verdict.BINARY, detection=detection)
    codec = "utf-8-sig" if detection.encoding == "utf-8" else detection.encoding
    return repair(data.decode(codec), detection)


@pytest.fixture
def library(monkeypatch):
    """Puts the stand-in library in the place of the real one."""
    module = types.ModuleType("mojibake_fix.api")
    module.detect, module.repair, module.repair_bytes = detect, repair, repair_bytes
    monkeypatch.setitem(sys.modules, "mojibake_fix.api", module)
    monkeypatch.setattr(
        "mojibake_fix.documents.repair_values", lambda datas, **_: (module.repair_bytes(data) for data in datas)
    )
    monkeypatch.setattr("mojibake_fix.cli.many.plain_answer", lambda data: None)  # plain bytes are asked for, too
    monkeypatch.setattr("mojibake_fix.cli.sift.are_plain", lambda datas: [False] * len(datas))
    return module


@pytest.fixture
def fixenc():
    """Runs the command in this process; the answer has exit_code, stdout, stderr, stdout_bytes."""
    command = importlib.import_module("mojibake_fix.cli.commands").fixenc

    def run(*args, stdin=None):
        result = CliRunner().invoke(command, [str(arg) for arg in args], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Makes files below the current folder, from text (as UTF-8) or bytes; returns the folder."""
    monkeypatch.chdir(tmp_path)

    def make(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


@pytest.fixture
def tree():
    """All files below a folder with their bytes, links with their targets; without the store of undo."""

    def read(top):
        return {
            str(path.relative_to(top)): path.readlink() if path.is_symlink() else path.read_bytes()
            for path in sorted(top.rglob("*"))
            if (path.is_symlink() or path.is_file()) and ".fixenc" not in path.parts
        }

    return read


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    """A cache that no other test has seen, least of all one with the stand-in library, nor the user's own."""
    monkeypatch.setenv("FIXENC_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
