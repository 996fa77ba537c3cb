"""The table of encodings: names are Python's, labels are the web's."""

import codecs
import subprocess
import sys

import pytest

from mojibake_fix import MojibakeFixError, UnknownEncodingError
from mojibake_fix.encodings import ENCODINGS, OWN, Kind, decode_as, get_encoding
from mojibake_fix.encodings.labels import LABELS

NO_CODEC = {"replacement", "x-user-defined", "iso-8859-8-i"}
"""What the standard names and Python has no codec for."""


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_name_is_that_of_pythons_codec(name):
    assert get_encoding(name).name == name
    if name not in OWN:
        assert codecs.lookup(name).name == name
        assert get_encoding(name).codec == name


@pytest.mark.parametrize("whatwg_name", sorted(LABELS.keys() - NO_CODEC))
def test_every_label_of_the_web_resolves(whatwg_name):
    for label in LABELS[whatwg_name]:
        assert get_encoding(label).name in ENCODINGS
        assert get_encoding(f" {label.upper()}\n").name == get_encoding(label).name


@pytest.mark.parametrize("whatwg_name", sorted(LABELS.keys() - NO_CODEC))
def test_every_encoding_of_the_web_has_one_row(whatwg_name):
    assert [row.whatwg_name for row in ENCODINGS.values()].count(whatwg_name) == 1


@pytest.mark.parametrize("label", ["replacement", "x-user-defined", "iso-8859-8-i", "", "klingon", "\0", "é"])
def test_what_names_no_encoding_is_an_error(label):
    with pytest.raises(UnknownEncodingError) as caught:
        get_encoding(label)
    assert caught.value.label == label
    assert repr(label) in str(caught.value)


@pytest.mark.parametrize(
    ("label", "meant"), [("windows-12252", "windows-1252"), ("koi8r-u", "koi8-u"), ("utf-88", "utf-8")]
)
def test_the_error_names_what_is_spelled_alike(label, meant):
    with pytest.raises(UnknownEncodingError, match="did you mean") as caught:
        get_encoding(label)
    assert meant in str(caught.value)


def test_the_error_names_nothing_that_nobody_writes():
    with pytest.raises(UnknownEncodingError) as caught:
        get_encoding("unicodefff")
    assert "unicode" not in str(caught.value).replace("unicodefff", "")


def test_the_error_is_a_lookup_error_and_ours():
    assert issubclass(UnknownEncodingError, (LookupError, MojibakeFixError))
    assert issubclass(UnknownEncodingError, LookupError)
    assert issubclass(UnknownEncodingError, MojibakeFixError)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin-1", "iso8859-1"),  # Python's meaning, not the web's
        ("ascii", "ascii"),
        ("cp1252", "cp1252"),
        ("windows-1252", "cp1252"),
        ("x-sjis", "cp932"),
        ("sjis", "shift_jis"),
        ("macintosh", "mac-roman"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("x-mac-ukrainian", "mac-cyrillic"),
        ("UTF8", "utf-8"),
    ],
)
def test_whose_meaning_a_label_has(label, name):
    assert get_encoding(label).name == name


@pytest.mark.parametrize(
    ("label", "name", "codec"),
    [
        ("VISCII", "viscii", None),
        ("csVISCII", "viscii", None),
        ("TCVN3", "tcvn", None),
        ("TCVN5712-1", "tcvn", None),
        ("VNI", "vni", None),
        ("CESU-8", "utf-8-variants", None),
        ("cp936", "cp936", "gbk"),
        ("cp932-twice", "cp932-twice", "cp932"),
        ("ms936", "gbk", "gbk"),
        ("windows-1258", "cp1258", "cp1258"),
    ],
)
def test_what_python_calls_an_encoding(label, name, codec):
    """Python has no codec for some, and takes code page 936 for GBK, which is less."""
    assert (get_encoding(label).name, get_encoding(label).codec) == (name, codec)


def test_importing_us_registers_no_codec():
    program = "import codecs, mojibake_fix.encodings\nfor name in ('viscii', 'tcvn', 'vni'):\n    codecs.lookup(name)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "unknown encoding: viscii" in answer.stderr


def test_labels_are_those_of_the_row():
    assert "x-cp1251" in ENCODINGS["cp1251"].labels
    assert ENCODINGS["cp437"].labels == ()


@pytest.mark.parametrize("row", ENCODINGS.values(), ids=lambda row: row.name)
def test_the_kind_is_true(row):
    """A single-byte page has a character a byte, and ASCII where ASCII has it; no other kind has both."""
    assert row.system in {"windows", "iso", "dos", "mac", "unix", "mainframe", "unicode"}
    ascii_text = bytes(range(0x20, 0x7F))
    is_ascii = decode_as(ascii_text, row.name, "replace") == ascii_text.decode()
    is_single = all(len(decode_as(bytes([byte]), row.name, "replace")) == 1 for byte in range(0x80, 0x100))
    if row.kind is Kind.SINGLE_BYTE:
        assert is_single
    if row.kind is Kind.EBCDIC:
        assert not is_ascii
        assert is_single
    if row.kind is Kind.ESCAPE and row.name not in ("utf-7", "hz"):
        assert is_ascii
