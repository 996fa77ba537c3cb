"""The public functions: what they take, what they answer, and the one vocabulary of verdicts."""

import dataclasses
import inspect
import subprocess
import sys
from importlib import metadata

import pytest

import mojibake_fix
from mojibake_fix import (
    Classification,
    Detection,
    Plan,
    Repair,
    Verdict,
    classify,
    detect,
    fix,
    fix_bytes,
    fix_many,
    repair,
    repair_bytes,
    repair_many,
)

MANGLED, SOUND = "Vida em SÃ£o Paulo Ã© assim", "Vida em São Paulo é assim"


def test_text_in_text_out():
    assert fix(MANGLED) == SOUND
    assert fix(SOUND) == SOUND
    assert fix_many([MANGLED, SOUND]) == [SOUND, SOUND]


def test_a_repair_tells_everything():
    answer = repair(MANGLED)
    assert isinstance(answer, Repair)
    assert (answer.original, answer.text, answer.verdict) == (MANGLED, SOUND, Verdict.MOJIBAKE)
    assert answer.changed
    assert isinstance(answer.plan, Plan)
    assert str(answer.plan) == "all: utf-8 read as cp1252"
    assert answer.gain > 0
    assert 0.5 < answer.probability <= 1
    assert answer.detection is None
    assert repair_many([MANGLED]) == [answer]


def test_a_sound_text_has_nothing_to_tell():
    assert repair(SOUND) == Repair(SOUND, SOUND, Verdict.SOUND, probability=repair(SOUND).probability)


def test_bytes_in_text_out():
    assert fix_bytes(SOUND.encode("cp1252")) == SOUND
    assert fix_bytes(MANGLED.encode()) == SOUND
    assert fix_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0") == ""
    assert fix_bytes(b"") == ""


def test_a_repair_of_bytes_tells_the_encoding():
    answer = repair_bytes(("Přišel žlutý kůň, " * 3).encode("cp1250"))
    assert (answer.verdict, answer.changed) == (Verdict.LEGACY, False)
    assert isinstance(answer.detection, Detection)
    assert (answer.detection.encoding, answer.detection.whatwg_name) == ("cp1250", "windows-1250")
    assert detect(SOUND.encode()).encoding == "utf-8"


@pytest.mark.parametrize("data", [bytearray(b"caf\xc3\xa9"), memoryview(b"caf\xc3\xa9"), b"caf\xc3\xa9"])
def test_what_counts_as_bytes(data):
    assert fix_bytes(data) == "café"
    assert detect(data).encoding == "utf-8"


@pytest.mark.parametrize(("given", "verdict"), [
    (SOUND, Verdict.SOUND),
    (MANGLED, Verdict.MOJIBAKE),
    ("Käse und Öl aus Ãœbersee und KÃ¶ln", Verdict.MIXED),
    ("M?ller und GroÃŸe BÃ¤ckerei", Verdict.LOSSY),
    (SOUND.encode(), Verdict.SOUND),
    (b"plain", Verdict.SOUND),
    (b"", Verdict.SOUND),
    ("Съешь ещё этих мягких булок".encode("koi8-r"), Verdict.LEGACY),
    (MANGLED.encode(), Verdict.MOJIBAKE),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", Verdict.BINARY),
])  # fmt: skip
def test_classify(given, verdict):
    answer = classify(given)
    assert isinstance(answer, Classification)
    assert answer.verdict is verdict
    assert (answer.detection is None) == isinstance(given, str)
    assert str(answer).startswith(str(verdict))


def test_the_vocabulary_of_verdicts():
    assert [str(verdict) for verdict in Verdict] == [
        "sound", "legacy", "mojibake", "mixed", "lossy", "suspect", "binary",
    ]  # fmt: skip
    assert Verdict("mixed") is Verdict.MIXED
    assert Verdict.SOUND == "sound"


@pytest.mark.parametrize("function", [fix, repair])
@pytest.mark.parametrize("given", [b"bytes", bytearray(b"x"), None, 3, ["list"]])
def test_what_is_no_text_is_refused(function, given):
    with pytest.raises(TypeError, match=f"takes text \\(str\\), not {type(given).__name__}") as caught:
        function(given)
    assert ("repair_bytes or fix_bytes" in str(caught.value)) == isinstance(given, bytes | bytearray)


@pytest.mark.parametrize("function", [fix_bytes, repair_bytes, detect])
@pytest.mark.parametrize("given", ["text", None, 3, [1, 2]])
def test_what_is_no_bytes_is_refused(function, given):
    with pytest.raises(TypeError, match=f"takes bytes, not {type(given).__name__}") as caught:
        function(given)
    assert ("repair or fix" in str(caught.value)) == isinstance(given, str)


@pytest.mark.parametrize("given", [None, 3, ["x"]])
def test_classify_refuses_what_is_neither(given):
    with pytest.raises(TypeError):
        classify(given)


@pytest.mark.parametrize("function", [fix_many, repair_many])
def test_one_text_is_not_many(function):
    with pytest.raises(TypeError, match="for one text call repair or fix"):
        function("text")
    with pytest.raises(TypeError, match="not bytes"):
        function(["text", b"bytes"])
    with pytest.raises(TypeError):
        function(None)


# ---------------------------------------------------------------- the package


@pytest.mark.parametrize("name", mojibake_fix.__all__)
def test_every_public_name_is_there(name):
    public = getattr(mojibake_fix, name)
    assert inspect.getdoc(public)
    assert name in dir(mojibake_fix)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'fixx'"):
        _ = mojibake_fix.fixx


def test_every_public_function_has_an_example():
    functions = [name for name in mojibake_fix.__all__ if inspect.isfunction(getattr(mojibake_fix, name))]
    assert {"fix", "repair", "detect", "classify", "ingest", "open_text"} <= set(functions)
    for name in functions:
        assert ">>> " in inspect.getdoc(getattr(mojibake_fix, name)), name


def test_the_nouns_do_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        repair(SOUND).text = "other"


@pytest.mark.parametrize("then", ["", "; mojibake_fix.Verdict; mojibake_fix.MojibakeFixError"])
def test_importing_the_package_loads_nothing_heavy(then):
    heavy = ("numpy", "click", "rich", "chardet", "charset_normalizer", "ftfy", "mojibake_fix.engine")
    code = f"import sys, mojibake_fix{then}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_repairing_text_loads_no_detector():
    heavy = ("click", "rich", "chardet", "charset_normalizer", "ftfy", "mojibake_fix.detection")
    code = f"import sys, mojibake_fix; mojibake_fix.fix('é'); print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version():
    assert mojibake_fix.__version__.split(".")[0].isdigit()
    try:
        installed = metadata.version("mojibake-fix")
    except metadata.PackageNotFoundError:
        pytest.skip("mojibake-fix is not installed, only on the path")
    assert installed == mojibake_fix.__version__
