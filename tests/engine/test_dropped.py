"""Bytes that programs drop: what is left of UTF-8 is read, and what lacks is told as lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mojibake_fix import Verdict, fix, repair
from mojibake_fix.encodings import decode, encode
from mojibake_fix.engine.dropped import _DROPPING, lacking_in, lacks_bytes, marked, wholes_of

CONTROLS = re.compile("[\x80-\x9f]")


def dropped(text, damage, chain="utf-8>cp1252"):
    """The damage as it is met where C1 controls are filtered out."""
    return CONTROLS.sub("", damage(text, chain))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("новая страница сайта", "нова� �траница �айта"),
        ("собаки и кошки спят", "�обаки и кошки �п�т"),
        ("Αρκετά καλά μέχρι τώρα", "Α�κετά καλά μέχ�ι τώ�α"),
    ],
)
def test_what_is_whole_is_read_and_what_lacks_is_lost(damage, text, left):
    answer = repair(dropped(text, damage))
    assert (answer.text, answer.verdict) == (left, Verdict.LOSSY)
    assert [(loss.start, loss.text) for loss in answer.losses] == [
        (match.start(), match[0]) for match in re.finditer("\ufffd", left)
    ]
    assert answer.plan.apply(answer.original) == answer.text


def test_one_word_is_not_taken_for_another_alphabet(damage):
    """Every other byte of Cyrillic UTF-8 is D0 or D1, which Thai has for vowels."""
    assert fix(dropped("список.txt", damage)) == "�пи�ок.txt"


def test_likely_guesses_fill_what_lacks(damage):
    text = "Все счастливые семьи похожи друг на друга"
    guessed = fix(dropped(text, damage), guess_losses=True)
    assert all(b in (a, "\ufffd") for a, b in zip(text, guessed, strict=True))
    assert guessed.count("\ufffd") <= 2


def test_latin1_loses_more(damage):
    text = "недвижимость, дома и дачи"
    found = fix(dropped(text, damage, "utf-8>latin-1"))
    assert len(found) == len(text)
    assert all(a in (b, "\ufffd") for a, b in zip(found, text, strict=True))
    assert found.count("\ufffd") < len(text) / 3


@pytest.mark.parametrize(
    "text",
    [
        "Ñandú",
        "Ärger im Äther",
        "Ðorgerð",
        "ÂME ÉGARÉE",
        "Øre og Ål",
        "Ïle",
        "ÕUNAPUU",
        "ÐÑÐÑ",
        "Р и С",
        "naïf à l’âge",
    ],
)
def test_letters_that_first_bytes_show_as_are_sound(text):
    assert fix(text) == text
    assert not lacking_in(text)


@given(st.binary(max_size=8), st.sampled_from(_DROPPING))
def test_the_first_look_passes_over_no_word_that_lacks_bytes(data, page):
    text = decode(data, page) or ""
    assert lacking_in(text) == tuple(reader for reader in _DROPPING if lacks_bytes(encode(text, reader)))


def test_what_tells_of_the_chain():
    assert lacking_in("ÑÐ¿Ð¸ÑÐ¾Ðº") == ("cp1252", "iso8859-1")
    assert lacking_in("Ð¿Ð¸") == lacking_in("ÑÑÐ¸") == ()
    assert wholes_of("ÑÐ¿Ð¸ÑÐ¾Ðº") == ["Ð¿Ð¸Ð¾Ðº"]
    assert marked("я".encode()[:1] + b" " + "€".encode()[:2]) == b"\xd1\x1a \xe2\x82\x1a"


@pytest.mark.parametrize(
    ("mangled", "left"),
    [
        ("åˆ�ã�®ãƒ•ã‚¡ã‚¤ãƒ«", "��ファイル"),  # two characters, of which each lost one byte
        ("  # è®¾å®šæ–‡ä»¶ç›®å½•å�Žè¯»å�–", "  # 设定文件目录�读�"),
    ],
)
def test_a_text_of_one_word_that_lost_bytes_is_searched(mangled, left):
    """What is whole of it tells the chain, though no page shows the word as it stands."""
    assert fix(mangled) == left


@pytest.mark.parametrize("text", ["caf�", "Gr��e aus K�ln", "É�crit", "����", "пр�вет", "文��字"])
def test_a_sound_text_that_lost_characters_stays(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["cÃ´té", "le cÃ´té gauche", "il a mangÃ©é", "bÃ©bé", "un irmÃ£õ", "ČÉŠCE"])
def test_a_sound_letter_beside_damage_is_no_lost_byte(text):
    """Whose byte begins characters of other scripts: of these the word holds none."""
    assert "\ufffd" not in fix(text)
    assert all(char < "\u0240" for char in fix(text))


def test_the_end_of_a_word_that_became_a_space_is_known():
    assert fix("DÃ©jÃ") == "Déjà"
    assert fix("C'est dÃ©jÃ vu") == "C'est déjà vu"


@pytest.mark.parametrize("text", ["CÃ", "- LÃ", "SÃ"])
def test_capitals_to_the_end_stay(text):
    assert fix(text) == text
