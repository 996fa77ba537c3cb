"""Four lines of every language in every encoding that it was written in: the answer must give the same text."""

import tomllib
from pathlib import Path

import pytest

from mojibake_fix.detection import decode_lines, detect

CORPUS = Path(__file__).parents[2] / "corpus"
LINES = 4


def lines_of(language):
    text = (CORPUS / "texts" / f"{language}.tsv").read_text("utf-8")
    return [line.split("\t", 1)[1] for line in text.split("\n") if line]


def holds(line, encoding):
    try:
        return not line.isascii() and line.encode(encoding).decode(encoding) == line
    except UnicodeError:
        return False


def cases():
    languages = tomllib.loads((CORPUS / "languages.toml").read_text("utf-8"))
    for language, row in languages.items():
        lines = lines_of(language)
        for encoding in row["encodings"]:
            fitting = [line for line in lines if holds(line, encoding)][:LINES]
            if fitting:
                yield pytest.param("\n".join(fitting), encoding, id=f"{language}-{encoding}")


@pytest.mark.parametrize(("text", "encoding"), list(cases()))
def test_text_comes_back(text, encoding):
    data = text.encode(encoding)
    answer = detect(data)
    assert data.decode(answer.encoding) == text
    assert answer.probability > 0.5


@pytest.mark.parametrize(("text", "encoding"), list(cases()))
def test_no_op_twin_one_encoding_is_never_split(text, encoding):
    assert decode_lines(text.encode(encoding)) is None


@pytest.mark.parametrize("language", sorted(path.stem for path in (CORPUS / "texts").glob("*.tsv")))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_without_a_mark(language, encoding):
    for line in lines_of(language)[:5]:
        assert detect(line.encode(encoding)).encoding == encoding
