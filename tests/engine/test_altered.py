"""Words that were mangled and then put into other letters, or had their quotes straightened, and sound twins."""

import pytest

from mojibake_fix import PlanError, Verdict, fix, repair
from mojibake_fix.encodings import decode, encode
from mojibake_fix.engine.altered import altered_words
from mojibake_fix.engine.changes import TRIED, Altered, Change, undo_changes

STRAIGHT = str.maketrans("‘’‚“”„", "'''\"\"\"")


def says(word, *readers):
    """All that a word can say."""
    return {one.after for one in undo_changes(word, readers or TRIED)}


def mangled(text, reader="cp1252"):
    """A text as it looks where its UTF-8 is read in a page, holes as browsers show them."""
    return "".join(bytes([byte]).decode(reader, "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


WORDS = [
    "café",
    "Über",
    "ÉCOLE",
    "naïve",
    "señor",
    "Łódź",
    "straße",
    "œuvre",
    "déjà",
    "žluťoučký",
    "ÅNGSTRÖM",
    "привет",
]


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("reader", ["cp1252", "cp1250", "iso8859-1", "cp1251"])
@pytest.mark.parametrize("fold", [str.lower, str.upper, str.capitalize])
def test_what_was_put_into_other_letters(text, reader, fold):
    before = mangled(text, reader)
    changed = fold(before)
    if len(changed) != len(before) or is_well_formed(changed, reader):
        assert not says(changed, reader)
    else:
        assert fold(text) in says(changed, reader)


def is_well_formed(word, reader):
    """Whether a page shows well-formed UTF-8 as the word."""
    data = encode(word, reader)
    return data is not None and decode(data, "utf-8") is not None


@pytest.mark.parametrize(("changed", "text"), [
    ("cafã©", "café"), ("ã‰cole", "école"), ("mã¼nchen", "münchen"), ("cafã‰", "café"), ("garã§on", "garçon"),
    ("рїсђрёрірµс‚", "привет"), ("Â€™S", "’S"), ("donâ€™t", None), ("Cafã‰", "Café"), ("Mã¼Nchen", "München"),
])  # fmt: skip
def test_known_changes(changed, text):
    found = says(changed)
    assert text in found if text else not found  # one that is well-formed as it stands is nothing altered


@pytest.mark.parametrize(("text", "changed"), [
    ("ÑANDÚ", "Ã'ANDÃš"), ("ÓSCAR", 'Ã"SCAR'), ("Ärger", 'Ã"rger'), ("1914–18", '1914â€"18'), ("so—it", 'soâ€"it'),
])  # fmt: skip
def test_quotes_that_are_bytes_were_straightened(text, changed):
    assert mangled(text).translate(STRAIGHT) == changed
    assert text in says(changed, "cp1252")


@pytest.mark.parametrize(("changed", "text"), [("donâ€'t", "don’t"), ('â€"Hello', "“Hello"), ('Helloâ€"', "Hello”")])
def test_straight_quotes_for_what_the_whole_is(changed, text):
    assert text in says(changed, "cp1252")


@pytest.mark.parametrize("text", ["чтение", "расписание", "государственный", "человек", "обращения"])
def test_a_model_chooses_among_many(text, model):
    changed = mangled(text, "cp1251").lower()
    first = next(undo_changes(changed, ["cp1251"], model.totals))
    assert (first.after, first.before) == (text, mangled(text, "cp1251"))


def test_a_proposal_tells_all():
    assert list(undo_changes("ã‰cole", ["cp1252"])) == [Altered("Ã‰cole", "cp1252", Change.LOWER, "école")]


def test_few_are_proposed_and_usual_signs_first():
    found = [one.after for one in undo_changes('1914â€"18', ["cp1252"])]
    assert {"1914–18", "1914—18"} <= set(found[:5])
    assert len(found) <= 8


@pytest.mark.parametrize("word", [
    "são", "ã", "não", "ação", "maçã", "1ª", "2º", "mañana", "château", "l'été", "Ångström", "âge", "îles", "ñandú",
    "français", "où", "naïve", "«oui»", "“ja”", "don't", "“don't”", "über", "ÜBER", "Éa", "año", "ça", "Ñ", "crème",
    "brûlée", "привет", "Київ", "Привет", "ПРИВЕТ", "їжак", "ελληνικά", "ΕΛΛΗΝΙΚΑ", "žluťoučký", "łódź", "日本語",
    "שלום", "AT&T", "© 2020", "®", "№5", "°C", "€5", "™", "x²", "", "plain", "Ã©", "cafÃ©", "â€™",
])  # fmt: skip
def test_sound_and_plainly_mangled_words_are_let_alone(word):
    assert says(word) == set()


def test_a_corpus_of_sound_words_is_let_alone(sound_lines):
    words = {word for lines in sound_lines.values() for line in lines for word in line.split() if not word.isascii()}
    forms = {form for word in words for form in (word, word.lower(), word.upper(), word.title())}
    found = {form for form in forms if says(form)}
    assert len(found) <= len(forms) / 1000, sorted(found)[:20]


@pytest.mark.parametrize("size", [64, 65, 10_000])
def test_long_words_take_no_time(size):
    assert len(list(undo_changes("ã" * size))) <= 8 * len(TRIED) * 4
    assert len(list(undo_changes('â€"' * (size // 3), ["cp1252"]))) <= 8 * 4


# ---------------------------------------------------------------- in a text


@pytest.mark.parametrize(("changed", "expected"), [
    ("un cafã© noir", "un café noir"),
    ("mã¼nchen ist schã¶n", "münchen ist schön"),
    ("рїсђрёрірµс‚ мир", "привет мир"),
    ("don\u00e2\u20ac't do it", "don’t do it"),
    ("a naãƒâ¯ve man", "a naïve man"),  # two layers before the change
])  # fmt: skip
def test_words_of_a_text_are_restored(changed, expected):
    answer = repair(changed)
    assert (answer.text, answer.verdict) == (expected, Verdict.LOSSY)
    assert answer.plan.apply(changed) == expected


@pytest.mark.parametrize("text", [
    "a maçã não caiu", "l'été à la plage", "são paulo", "і вєщі", "un ârbol", "ÔÔÔ", "ПІЄ", "ã", "привіт, світе",
    "das ist ğµ hier", "toÕ ğµ Ê¹Ó",  # one letter or digit of another script
    "Aylä– dedi bana",  # a word of Gagauz and a dash, which together are bytes of a letter
    "∑ₙ 1/n² = π²/6",
])  # fmt: skip
def test_sound_texts_are_let_alone(text):
    assert altered_words(text) == []
    assert fix(text) == text


def test_such_a_plan_runs_as_python():
    answer = repair("un cafã© noir")
    scope = {}
    exec(answer.plan.as_python(), scope)
    assert scope["repair"]("un cafã© noir") == "un café noir"
    with pytest.raises(PlanError):
        answer.plan.invert(answer.text)
