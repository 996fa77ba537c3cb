"""Which texts need a look at all: what is told of many at once is what is told of each."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import api, fix, fix_many
from mojibake_fix.engine.hints import beyond_plain, is_hinted


@given(st.lists(st.text(alphabet="ab \n\\&=é", max_size=4), max_size=60))
def test_many_are_told_as_each_is(texts):
    alone = [number for number, text in enumerate(texts) if not text.isascii() or is_hinted(text)]
    assert beyond_plain(texts) == alone


def test_one_alone_is_told_as_many_are(monkeypatch):
    """`fix` has what `is_hinted` asks written out."""
    asked = []
    monkeypatch.setattr(api, "_hides_escapes", lambda: lambda text: bool(asked.append(text)))
    chars = [chr(code) for code in range(128)]
    assert [fix(char) for char in chars] == chars
    assert asked == [char for char in chars if is_hinted(char)]


@pytest.mark.parametrize("place", [0, 15, 16, 17, 40])
def test_damage_between_plain_texts_is_found(place):
    texts = ["a plain line"] * 41
    texts[place] = "\\u00c3\\u00a9t\\u00c3\\u00a9"
    fixed = fix_many(texts)
    assert fixed[place] == "été"
    assert fixed[:place] + fixed[place + 1 :] == ["a plain line"] * 40


@pytest.mark.parametrize(
    ("texts", "unneeded"), [(["plain", "lines"], "numpy"), (["R&D", "a = b"], "mojibake_fix.engine.repairer")]
)
def test_plain_texts_import_no_more_than_they_need(texts, unneeded):
    program = (
        f"import sys\nfrom mojibake_fix import fix_many\nassert fix_many({texts}) == {texts}\n"
        f"print({unneeded!r} in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_kinds_of_str_are_text_and_others_are_told():
    class Tagged(str):
        """A text of somebody's own kind."""

    assert fix_many([Tagged("plain"), "cafÃ©"]) == ["plain", "café"]
    with pytest.raises(TypeError, match="fix_many takes text"):
        fix_many(["plain", Tagged("more"), 7])
