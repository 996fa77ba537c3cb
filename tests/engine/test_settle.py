"""What a document is judged to have suffered: evidence is pooled over its lines, and abstaining is the default."""

import random

import pytest

import mojibake_fix.engine.settle as settle_module
from mojibake_fix import Verdict, fix, repair
from mojibake_fix.engine.fixes import Fix, apply_fixes
from mojibake_fix.engine.settle import settle
from mojibake_fix.testing import chain_of

RUSSIAN = "Привет, как дела? Всё хорошо, спасибо большое."
SHORT = ["я", "и", "на", "но", "же", "бы", "да", "он", "мы", "до", "то", "ни", "уж", "ой", "ах"]


def test_a_doubtful_line_is_repaired_where_its_neighbours_vouch_for_the_chain(damage):
    """By itself a word of a letter or two may stay as it is; beside a sentence with the same damage it does not."""
    lines = [damage(word, "cp1251>cp1252") for word in SHORT]
    sentence = damage(RUSSIAN, "cp1251>cp1252")
    alone = [word for word, line in zip(SHORT, lines, strict=True) if fix(line) == word]
    pooled = [
        word
        for word, line in zip(SHORT, lines, strict=True)
        if fix(f"{sentence}\n{line}\n") == f"{RUSSIAN}\n{word}\n" and fix(f"{line}\n{sentence}") == f"{word}\n{RUSSIAN}"
    ]
    assert set(alone) < set(pooled)
    assert len(pooled) >= 10


@pytest.mark.parametrize("line", ["à", "ß", "ä", "ô", "Ñ", "ø"])
def test_a_doubtful_line_by_itself_or_among_sound_lines_stays(line):
    assert fix(line) == line
    text = f"Die Bäckerei öffnet früh.\n{line}\nSüße Brötchen gibt es auch.\n"
    assert fix(text) == text


def test_two_chains_in_one_document(damage):
    german, russian = "Übergrößen für die Bäckerei, täglich außer Samstag", RUSSIAN
    text = "\n".join([damage(german, "utf-8>cp1252"), damage(russian, "cp1251>cp1252"), "schön und gut", german])
    answer = repair(text)
    assert answer.text == "\n".join([german, russian, "schön und gut", german])
    assert answer.verdict is Verdict.MIXED
    assert set(answer.chains) == {chain_of("utf-8>cp1252"), chain_of("cp1251>cp1252")}


def test_the_same_document_sound_stays():
    text = "\n".join(["Übergrößen für die Bäckerei", RUSSIAN, "schön und gut"])
    answer = repair(text)
    assert (answer.text, answer.verdict) == (text, Verdict.SOUND)


def test_one_chain_for_all_lines_is_one_edit(damage):
    lines = ["Vært så god, kjære venner.", "Først går vi til sjøen.", "", "plain line"]
    answer = repair(damage("\n".join(lines), "utf-8>latin-1"))
    assert answer.text == "\n".join(lines)
    assert [(edit.start, edit.end) for edit in answer.plan.edits] == [(0, None)]
    assert answer.verdict is Verdict.MOJIBAKE


@pytest.mark.parametrize(
    "word", ["café", "naïve", "São", "Über", "Да", "it’s", "œuf", "søt", "¿Qué?", "§ 5", "20 °C", "…"]
)
def test_a_single_word_in_utf8_is_enough(damage, word):
    assert fix(damage(word, "utf-8>cp1252")) == word


@pytest.mark.parametrize(
    "word", ["café", "naïve", "São", "Über", "Да", "it’s", "œuf", "søt", "¿Qué?", "§ 5", "20 °C", "…"]
)
def test_a_single_sound_word_stays(word):
    assert fix(word) == word


SIGNS = ["50 €", "€", "18,50 €", "™", "®", "©", "Über 50 €"]


@pytest.mark.parametrize("text", SIGNS)
def test_a_sign_has_no_second_accident_below_the_first(damage, text):
    """A sign that comes out of UTF-8 is what was meant, not another page's letter."""
    mangled = damage(text, "utf-8>cp1252")
    assert fix(mangled) in (text, mangled)


@pytest.mark.parametrize("text", SIGNS)
def test_a_sign_stays(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", [
    "ÀÉÎÕÜ", "ÃO", "SÃO PAULO", "Â", "â", "éà", "Ñuñoa", "Ý", "½ ¼ ¾", "«»", "±5 µm", "Ää Öö", "ÅÄÖ", "ÎLE",
    "¯\\_(ツ)_/¯", "┌──┐", "ʘ‿ʘ", "x² + y² ≤ 1", "Ĉu vi ŝatas ĝin?",
])  # fmt: skip
def test_what_only_looks_like_mojibake_stays(text):
    assert fix(text) == text


def test_the_search_for_chains_has_an_end(damage):
    """Once a chain was established that explained none of the pieces that had voted for it, over and over."""
    sound = "Ovèí korbáèik – 2,79\xa0€ (27,90\xa0€/kg),"
    assert fix(damage(sound, "utf-8>cp1252")) is not None
    assert fix(sound) == sound


def test_fixes_carried_out():
    assert apply_fixes("abcdef", ()) == "abcdef"
    assert apply_fixes("abcdef", [Fix(1, 2, "XX", ()), Fix(4, 6, "", ())]) == "aXXcd"


def test_every_piece_has_its_decision(damage, model):
    documents = [["plain", "\n", damage(RUSSIAN, "utf-8>cp1252")], [], ["Größe"]]
    decisions = settle(documents, model)
    assert [len(own) for own in decisions] == [3, 0, 1]
    assert [bool(decision.fixes) for own in decisions for decision in own] == [False, False, True, False]


def test_the_same_word_again_is_hardly_further_evidence():
    text = "\n".join(f'"Straße ""{number}"""' for number in range(15_000))
    assert fix(text) == text


SWAHILI = (
    "Kijiji chetu kina shule mpya na maktaba ndogo karibu na soko. Watoto husoma vitabu kila siku baada ya masomo "
    "ya asubuhi, na wazazi huja jioni kusikiliza hadithi. Mwalimu mkuu alisema jambo moja — Kila mtoto apate nafasi "
    "ya kusoma na kuandika kwa lugha yake."
)


@pytest.mark.parametrize("chain", ["mac-roman>cp1252", "cp1252>cp437"])
def test_a_letter_alone_where_a_dash_would_stand_is_damage(damage, chain):
    assert fix(damage(SWAHILI, chain)) == SWAHILI


@pytest.mark.parametrize("text", [
    "The loop ends where `z≤n`, and so we are given the bound",
    "A resistor of 4.7 kΩ and one of 12 MΩ are in the box",
    "huruf Ð dan Þ ada dalam bahasa Islandia",
])  # fmt: skip
def test_units_variables_and_letters_that_are_spoken_of_stay(text):
    assert fix(text) == text


def test_no_line_of_a_damaged_document_stays_for_a_sign_in_it(damage):
    """A letter that shows as a currency sign looks sound where it stands; all around it the chain is proven."""
    lines = [
        "Осенью в нашем городе открыли новую библиотеку.",
        "Каждая семья может взять домой пять книг.",
        "Читальный зал работает до восьми часов вечера.",
        "Для детей есть большая комната с игрушками.",
        "не жив и не рыбак я",
        "Моя бабушка приходит сюда каждую пятницу.",
        "Она читает внукам старые сказки и стихи.",
    ]
    text = "\n".join(lines)
    assert fix(damage(text, "cp1251>mac-cyrillic")) == text


def test_letters_that_no_page_has_were_never_damaged():
    """Beside words in an alphabet of Unicode's own, a letter that looks odd was typed so."""
    assert fix("Mεda wo ase, ɔkyerεkyerεni, yεrehwε") == "Mεda wo ase, ɔkyerεkyerεni, yεrehwε"
    assert fix("conna\u03b5tre, na\u03b5tre") == "connaître, naître"


def test_what_the_likeliest_page_cannot_show_is_read_by_its_kin(damage):
    text = "Příliš žluťoučký kůň úpěl ďábelské ódy, a FMŽ, prý též."
    assert fix(damage(text, "iso8859-2>cp1253")) == text


def test_what_the_likeliest_page_explains_as_sound_stays(damage):
    """Pages that are kin would make something else of it: only what the likeliest one cannot show is theirs."""
    text = "hvørki fyltar ella plomberaðar, „surfaces“ og „veggir“, sum vit síggja"
    assert fix(damage(text, "cp1252>iso8859-1")) == text


def test_quotation_marks_come_back_in_pairs(damage):
    text = "Sakatu «Mantendu» eta gero «Xehetasunak» botoia"
    assert fix(damage(text, "mac-roman>cp1252")) == text
    assert fix("Çelik ve È") == "Çelik ve È"


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Prix net\u00c2 : 15\u00c2 â‚¬", "Prix net : 15 €"),  # a no-break space before a sign
        ("voilÃ  une idÃ©e", "voilà une idée"),  # the first of two spaces is the last byte of `à`
        ("voilÃ une idÃ©e de lÃ\u00a0!", "voilà une idée de là!"),
        ("une idée, voilà une idée", "une idée, voilà une idée"),
        ("HẢI ÂU CÂU CÁ", "HẢI ÂU CÂU CÁ"),
    ],
)
def test_the_byte_a0_that_became_a_space(damaged, text):
    assert fix(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Dâ€™accord, dit-il, l’Ã©tang gÃ¨le", "D’accord, dit-il, l’étang gèle"),
        ("elle dit “Ã§a va”, et part", "elle dit “ça va”, et part"),
        ("elle dit “ça va”, et part", "elle dit “ça va”, et part"),
    ],
)
def test_quotation_marks_that_came_later_do_not_hide_damage(damaged, text):
    assert fix(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("elle dit â€œouiâ€, puis â€œnonâ€.", "elle dit “oui”, puis “non”."),
        ("sie sagt â€žjaâ€", "sie sagt „ja”"),
        ("the first bytes are â€ in a table", "the first bytes are â€ in a table"),  # nothing that it could close
        ("sie sagt „ja”", "sie sagt „ja”"),
    ],
)
def test_the_byte_that_windows_1252_lacks_and_programs_drop(damaged, text):
    """Of the five such bytes but one ends a character that texts are full of, the closing quotation mark."""
    assert fix(damaged) == text
    assert fix(text) == text


def test_a_large_document_is_judged_by_a_sample_first(monkeypatch):
    """Noise is odd in all of its lines: to read every one of them in every page takes a minute a megabyte."""
    judged = []
    document_of = settle_module.Document.of
    monkeypatch.setattr(
        settle_module.Document,
        "of",
        lambda pieces, model: judged.append(len(pieces)) or document_of(pieces, model),
    )
    data = random.Random(1).randbytes(300_000)
    noise = data.decode("cp1252", "replace")
    repair(noise)
    assert noise.count("\n") > 1000
    assert judged
    assert max(judged) < 100


def test_a_large_document_that_is_damaged_in_every_line_is_repaired_throughout(damage):
    text = "\n".join(f"{number}. Größe und Länge, Übermaß für alle" for number in range(900))
    for chain in ("cp1252>cp850", "utf-8>cp437"):
        assert fix(damage(text, chain)) == text


# ---------------------------------------------------------------- what lies under UTF-8


@pytest.mark.parametrize(
    "text", ["￥１００．００", "㈱日本　①②③　℡03-1234-5678", "Configuring the server¶", "§ 5 Abs. 2 BGB ¶"]
)
@pytest.mark.parametrize("reader", ["cp1252", "iso8859-1"])
def test_what_is_left_alone_by_itself_is_left_alone_under_utf8(text, reader, damage):
    assert fix(text) == text
    assert fix(damage(text, f"utf-8>{reader}")) == text


def test_what_is_repaired_by_itself_is_repaired_under_utf8(damage):
    mangled = damage(damage("Приехали поздно вечером", "cp1251>iso8859-1"), "utf-8>cp1252")
    assert fix(mangled) == "Приехали поздно вечером"


# ---------------------------------------------------------------- tables

TABLE = "prénom;âge;ville\nZoé;34;Nîmes\nNoël;51;Orléans"


@pytest.mark.parametrize("reader", ["cp850", "cp1251", "cp437"])
def test_words_of_tables_are_no_stranger_for_the_signs_between_them(reader, damage):
    assert fix(TABLE) == TABLE
    assert fix(damage(TABLE, f"cp1252>{reader}")) == TABLE
