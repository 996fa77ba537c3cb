"""Languages that texts are known to be in: evidence beside that of the text, and never against a plain text."""

import numpy as np
import pytest

from mojibake_fix import UnknownLanguageError, detect, fix, fix_bytes, fix_many, known_languages, repair, repair_bytes
from mojibake_fix.detection.language import language_bits
from mojibake_fix.engine.spoken import evidence, language_weights
from mojibake_fix.plausibility import load_model, model_expecting

SHORT = [  # broken text, what it was, its language: too little by itself
    ("aldýðým", "aldığım", "tr"),
    ("áåðëîãà", "берлога", "ru"),
    ("öðöðåúéä", "צנצנותיה", "he"),
    ("girdëjæs", "girdėjęs", "lt"),
]
SOUND = ["Größe", "çıkış", "Привет", "naïve café", "Ελλάδα", "Þórður", "zażółć", "čeština", "ÿ ×2", "Øl på ø", "דוגמה"]


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (["de"], ("de",)),
        (["de-AT"], ("de",)),
        (["pt_BR", "PT"], ("pt",)),
        (["zh"], ("zh-Hans", "zh-Hant")),
        (["zh-hant-HK"], ("zh-Hant",)),
        (["SR-cyrl"], ("sr-Cyrl",)),
        (["ru", "be"], ("be", "be-tarask", "ru")),
        ([" fr "], ("fr",)),
        ([], ()),
    ],
)
def test_tags_mean_the_languages_of_the_model(tags, names):
    assert sorted(known_languages(tags)) == sorted(names)


@pytest.mark.parametrize(
    ("tag", "hint"),
    [("deu", "did you mean de"), ("fra-FR", "did you mean fr"), ("q9", "a tag of BCP 47"), ("", "a tag"), ("-", "tag")],
)
def test_unknown_tags_are_an_error_with_a_suggestion(tag, hint):
    for call in (fix, repair, lambda text, **how: fix_many([text], **how), lambda text, **how: detect(b"", **how)):
        with pytest.raises(UnknownLanguageError, match=hint):
            call("text", languages=[tag])


def test_one_text_is_no_list_of_tags():
    for given in ("de", [1]):
        with pytest.raises(TypeError, match="list of tags"):
            fix("text", languages=given)


def test_a_hint_makes_its_language_likelier_unless_words_speak_against_it():
    plain = load_model()
    names = plain.languages.names

    def share(text, expected):
        weights = language_weights(evidence([text], plain), model_expecting(expected).language_prior)[0]
        return float(np.exp2(weights)[names.index("de")])

    assert share("1", ()) < 0.05 < 0.5 < share("1", ("de",))
    assert share("dans les rues de la ville de Paris", ("de",)) < 0.01
    both = share("1", ("de", "fr"))
    assert 0.3 < both < share("1", ("de",))


def test_bits_of_other_languages_count_for_less():
    (free,), (told,), (mistaken,) = (language_bits(["rues de la ville"], hint) for hint in ((), ("fr",), ("ru",)))
    assert free == told > mistaken


@pytest.mark.parametrize(("broken", "meant", "language"), SHORT)
def test_what_says_too_little_by_itself_is_enough_with_a_hint(broken, meant, language):
    assert fix(broken) == broken
    assert fix(broken, languages=[language]) == meant
    assert repair(broken, languages=[language]).text == meant
    assert fix_many([broken, "café"], languages=[language]) == [meant, "café"]


@pytest.mark.parametrize("hint", ["de", "ru", "tr", "he", "el", "pl", "zh", "vi", "ja", "is"])
def test_a_wrong_hint_changes_no_sound_text(hint):
    assert fix_many(SOUND, languages=[hint]) == SOUND
    assert [fix_bytes(text.encode(), languages=[hint]) for text in SOUND] == SOUND


def test_a_wrong_hint_stops_no_certain_repair():
    for broken, meant in (("FranÃ§ois a dÃ®nÃ©", "François a dîné"), ("Ïðèâåò, êàê äåëà?", "Привет, как дела?")):
        assert fix(broken, languages=["vi"]) == meant


def test_a_hint_tells_encodings_apart():
    data = "Þrír".encode("cp1252")  # in Windows-1254 a word of other letters
    told = {hint: repair_bytes(data, languages=[hint]).text for hint in ("is", "tr")}
    assert told["is"] == "Þrír"
    assert repair_bytes("kış".encode("cp1254"), languages=["tr"]).text == "kış"
