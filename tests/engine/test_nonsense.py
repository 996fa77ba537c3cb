"""What no page makes, and sound texts that look odd: signs, names and notations of many kinds, alone and in prose."""

import pytest

from mojibake_fix import fix, fix_many

ODD = [
    *("Häagen-Dazs", "Mötley Crüe", "Škoda Octavia", "Žižek on film", "Spın̈al Tap", "Queensrÿche", "naïve Bayes"),
    *("ʿAbd al-Raḥmān ibn Ḥasan", "Kṛṣṇa and Rādhā", "Nǐ hǎo, wǒ shì xuéshēng", "Nguyễn Văn Thiệu", "Tōkyō"),
    *("[ˈmʊntən] mountain", "x² + y² = z²", "∀x ∃y: x ≤ y ∧ y ≠ 0", "5 µm × 3 µm", "±0.5 °C at 20 °C", "½ cup"),
    *("§ 12 Abs. 3", "→ next ← prev", "✓ done ✗ failed", "1. e4 e5 2. ♘f3 ♞c6", "C♯ minor, B♭ major", "Fe³⁺ + 3 OH⁻"),
    *("Ω = 50 kΩ", "Schüler*innen", "rock ’n’ roll", "5′ 10″", "├── src", "╔══╗", "█████░░░░░ 50%", "ﬁle and ﬂow"),
    *("ａｂｃ", "【重要】", "ｱｲｳｴｵ", "(╯°□°)╯︵ ┻━┻", "( ͡° ͜ʖ ͡°)", "Iñtërnâtiônàlizætiøn", "Ťĥíš ĩş ã ťėśţ", "ýôû"),
    *("TÜV SÜD", "CAFÉ DE PARÎS", "ŁÓDŹ", "ΚΑΛΗΜΕΡΑ", "s/é/e/g", "[À-ÿ]+", "[äöüÄÖÜß]", "tr/àâä/aaa/"),
    *("é = U+00E9", "ñ (n with tilde)", "ß vs ss", "Ø (empty set: ∅)", "∑ xᵢ", "f′(x)", "Ctrl+Ö", "¤", "¦", "¬p", "º"),
    *("1º 2ª 3º", "M.ª José", "6×9", "ℝ → ℂ", "1 Å = 0.1 nm", "Erdős–Rényi", "Çalhanoğlu", "Þór", "Õnnepalu", "ű"),
    *("L’Haÿ-les-Roses", "Ľudovít Štúr", "Źrebię", "ćma", "Ő", "TNFα", "NFκB", "№ 5", "CuSO₄·5H₂O", "Ш-образный"),
]


@pytest.mark.parametrize("around", ["{}", "The {} thing", "see: {}", "{} is here", '"{}"', "- {}", "{0}, {0}"])
def test_odd_sound_texts_stay(around):
    texts = [around.format(text) for text in ODD]
    assert fix_many(texts) == texts


@pytest.mark.parametrize(
    "text",
    [
        "il a mangÃ©é",  # would be Thai within a Latin word
        "vgl. sègre 1999, S. 12",  # signs between letters
        "the ýôû thing",  # one ideograph
    ],
)
def test_what_no_page_makes_is_no_reading(text):
    assert fix(text) == text


def test_words_of_two_scripts_joined_by_a_hyphen_are_restored(damage):
    text = "Новая Windows-версия программы и USB-кабель"
    assert fix(damage(text, "cp1251>cp1252")) == text


@pytest.mark.parametrize(
    "text",
    [
        "How much bеttеr is it",  # е of Cyrillic, as all letters below that look like Latin ones
        "Lеt me know if it works",
        "Dеt var en gång en liten flicka",
        "La vеndеttа di mio padre",
        "Nеdеrlаnd wint de wedstrijd",
        "Wіr waren gestern im Theater",
        "Cette commande а au moins deux noms",
        "Os riscos para а oferta são grandes",
        "I think a test lιke this",  # ι of Greek
        "Sie sind mιttlerweile am Meer",
        "Just off thеіr beach",  # еі: as of a word in small letters, the bytes of one letter
        "Das Urtеіl soll am Freitag fallen",
        "MсDonaldТs opens on Friday",  # the apostrophe would be the only one of two that damage explains
    ],
)
def test_words_typed_with_letters_of_another_script_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("På torsdag går hon på teatern", "cp1252>cp1251"),
        ("La montaña está en España", "cp1252>cp1251"),
        ("Die Geräte sind für Gäste", "cp1252>cp1251"),
        ("Synchroniséierung vu Sammlungen", "cp1252>cp1253"),  # of two words that nobody knows
        ("La función lo dotó con dos motores", "cp1252>cp1251"),  # of two words that look like none, one is known
        ("It’s what we’re looking for", "mac-roman>cp1251"),  # no list of words has those with an apostrophe
        ("Zwickau’s mayor was not there", "mac-roman>cp1251"),  # nor those behind names
    ],
)
def test_words_damaged_into_such_letters_are_restored(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["ΕΛΛΑΔΑ", "ΘΕΑΤΡΟ", "ΑΓΟΡΑ"])
@pytest.mark.parametrize("reader", ["cp1251", "cp1250", "cp437", "cp850"])
def test_no_word_becomes_pieces_of_frames_that_do_not_join(damage, text, reader):
    """A word of capitals, as DOS wrote Greek, is frames in KOI8-R."""
    assert not any("\u2500" <= char <= "\u257f" for char in fix(damage(text, f"cp737>{reader}")))


def test_frames_that_join_are_restored(damage):
    frame = "┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘"
    assert fix(damage(frame, "cp437>cp1252")) == frame


@pytest.mark.parametrize("reader", ["cp1251", "cp1253", "gbk"])
@pytest.mark.parametrize("text", ["He paid £50 for it", "10 m²", "a flat of 80 m² in town", "25 °C at noon"])
def test_the_sign_of_a_price_or_measure_is_restored_from_two_letters(damage, text, reader):
    assert fix(damage(text, f"utf-8>{reader}")) == text


@pytest.mark.parametrize(
    "text",
    [
        "a room of class ВІ",
        "Приказ ВІ от мая",
        "напряжение 220В±10%",  # volts
        "Напруга живлення 220В±10 %, 50Гц",
        "U=10В± 0,5",
        "О–О",  # of a letter and the first byte of another
        "Д·В",
    ],
)
def test_letters_of_another_alphabet_stay_where_no_price_or_measure_comes_of_them(text):
    assert fix(text) == text


@pytest.mark.parametrize("text", ["Košice", "Müller", "Łopata", "Pelé"])
def test_an_ideograph_within_a_latin_word_is_damage_even_alone(damage, text):
    assert fix(damage(text, "utf-8>gbk")) == text


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("la vila de Besiès", "mac_roman>gbk"),
        ("la vila de Besiès", "cp850>cp949"),
        ("lo gòl del matin", "mac_roman>gbk"),
    ],
)
def test_what_grew_behind_a_small_letter_was_never_an_ideograph(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", ["楼 58 n", "束 21 q", "志 44 n", "庐 9 ns", "指旨 11 n", "弯弯 6 v"])
def test_an_abbreviation_behind_ideographs_tells_of_no_language(text):
    """So dictionaries list their words: alone, none of them would be changed."""
    assert fix(text) == text


@pytest.mark.parametrize("text", ["芦", "芦苇", "来来来", "ぱみゅぱみゅ", "卡拉OK", "T恤", "维生素C片"])
def test_ideographs_by_themselves_and_before_letters_stay(text):
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "▲ 3 places since last week",
        "▲ 0.5 points",
        "↖ 20 Meter weiter",
        "won 5 ◆ of 7 games",
        "see (※) below",
        "a ∽ 3 times as large",
        "〞 please note",
    ],
)
def test_signs_of_charts_are_no_others_of_east_asia(text):
    assert fix(text) == text


def test_beside_letters_of_theirs_they_are(damage):
    text = "▲ 三つ上がった。先週より速い。"
    assert fix(damage(text, "euc_jp>gbk")) == text
