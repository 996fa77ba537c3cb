"""A text that is one word: nothing around it tells its language, so a letter for another one proves little."""

import pytest

from mojibake_fix import fix

SOUND = [
    "Tobogãs", "piräus", "Trilobitům", "severýn", "dnièster",  # a letter that a neighbouring language has
    "УЦУНОМІЯ", "Фрунзенского", "Двухсотлетней", "ЛІХТЕНШТЕЙН",  # all letters might be others
    "aкo", "cтpoй", "pαrα",  # written with letters that look alike
    "Daisy×daisy", "A×B", "تاج\u200cوتخت",  # signs within names
    "ههههههههههههههههههههههه", "☆" * 25,  # a laugh, a row of stars
    "nebotˇ",  # an accent that was typed by itself
    "oтидe", "уолшем", "Suńće", "ґалаґана",  # whose bytes are UTF-8 by chance
    "МБ МБ", "哦 哦", "Тюх! Тюх!", "橘 橘", "橘, 橘!",  # the same said twice
    "Lockが", "PCの",  # a particle behind a word of another script
    "abs÷x", "width×height", "rank±tol",  # formulas, which give no word
    "тевтонцев", "флорентийцам",  # whose bytes in cp866 are UTF-8 of rare characters
    "zpùsobem", "Bezpieczeñstwa", "Dйjа", "шnsker",  # a few letters of a neighbour, or of a look-alike
    "MOĹĽE",  # put into capitals: as UTF-8 it has a small letter among them
    "Citroёn",  # a letter of Cyrillic typed for one of Latin
    "USBｹｰﾌﾞﾙ", "SDｶｰﾄﾞﾘｰﾀﾞｰﾗｲﾀｰ",  # the same in the katakana of half a width
    "Wordが", "<td>Macが</td>", "CPU里, CPU里", "<td>T超</td>",  # one letter of UTF-8 by chance
    "“ΒΡΟΣ”", "“ΟΔΟΣ”",  # the same, of capitals in quotes
    "slow·walk", "quick·step",  # a dot within, of words that the lexicon takes for others
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ", "àâäéèêëîïôöùûüÿ", "Re: αβγδεζηθικλμνξοπρστυφχψω", "the áéíóöőúüű keys",  # alphabets
    "CLICHÉ™", "<td>ROSÉ™</td>", "LE ROSÉ›",  # a capital and a sign that are UTF-8
    "C|D¦E", "H¥PE",  # signs of keyboards
    "ČŠŽ:", "Re: ČŠŽ",  # three capitals whose small letters are the UTF-8 of one ideograph
    "ГВт·ч8", "кВт·ч2",  # a capital of a unit
]  # fmt: skip


@pytest.mark.parametrize("word", SOUND)
def test_a_word_alone_stays(word):
    assert fix(word) == word


@pytest.mark.parametrize(
    ("word", "chain"),
    [("durchgeführt", "mac-roman>cp850"), ("шифровано", "cp1251>koi8-r"), ("priporočljivo", "cp852>cp437")],
)
def test_a_long_known_word_is_restored_where_it_ends_a_sentence(damage, word, chain):
    """Most words of prose are known ones; what stands alone may be any of millions of names."""
    broken = damage(word, chain)
    assert fix(broken) == broken
    assert fix(f"{broken}.") == f"{word}."
    assert fix(f"({broken}!)") == f"({word}!)"


@pytest.mark.parametrize("word", ["Trilobitům", "Фрунзенского", "ЛІХТЕНШТЕЙН", "флорентийцам", "abs÷x", "slow·walk"])
def test_a_sound_word_that_ends_a_sentence_stays(word):
    assert fix(f"{word}.") == f"{word}."


@pytest.mark.parametrize(
    ("word", "written", "read"),
    [
        ("Настоящему", "cp1251", "cp1252"),  # every letter exchanged, into a word that is known
        ("государственный", "koi8-r", "cp1251"),
        ("Persönlichkeit", "cp850", "cp1252"),  # a quotation mark between letters
        ("Führungskraft", "cp1252", "cp437"),
        ("Übergänge", "utf-8", "cp1252"),  # well-formed UTF-8
        ("привет", "utf-8", "cp866"),
        ("Přístup", "utf-8", "cp1250"),
        ("朝はとても寒かったので、みんなで火のそばに集まって、お茶を飲みながら話した。", "euc_jp", "cp850"),
        ("Sky+HD使用的专有系统是什么？", "gbk", "cp932"),  # many letters behind a Latin word
        ("Größe", "cp1252", "gbk"),  # a Chinese character among Latin letters
        ("activité", "utf-8", "gbk"),  # and behind them
        ("Prénom", "utf-8", "gbk"),
        ("émission", "utf-8", "cp1252"),
        ("número", "cp850", "cp1252"),  # £, which a keyboard has
        ("telefonía", "cp1252", "cp850"),  # a capital behind small letters
    ],
)
def test_a_word_alone_is_repaired_where_no_sound_word_looks_like_it(damage, word, written, read):
    assert fix(damage(word, f"{written}>{read}")) == word


@pytest.mark.parametrize(
    "text", ["Let min≤m hold.", "where max±ale for all", "n×n and j×day", "abs×mass and log×i", "gdzie rank±left jest"]
)
def test_formulas_are_in_no_language(text):
    assert fix(text) == text


def test_two_signs_in_a_row_are_no_formula(damage):
    assert fix(damage("kienu qed jinsaħħu minn xulxin", "iso8859-3>cp1252")) == "kienu qed jinsaħħu minn xulxin"


def test_a_sign_in_a_word_that_is_known_is_damage(damage):
    assert fix(damage("ein schön gelegenes Dorf", "cp1252>cp850")) == "ein schön gelegenes Dorf"


def test_few_characters_of_utf8_come_about_by_chance():
    assert fix("ลพ ลช") == "ลพ ลช"


def test_a_neighbour_vouches_for_a_word(damage):
    assert fix(damage("Wróciłem, bo muszę pracować", "cp1250>cp1252")) == "Wróciłem, bo muszę pracować"


@pytest.mark.parametrize(("written", "read", "text"), [("cp1251", "cp1253", "привет"), ("gbk", "big5", "不可以")])
def test_a_long_word_takes_no_time(written, read, text):
    """What is true of all of a word is found once, not for each of its characters."""
    fix((text * 10_000).encode(written).decode(read, "ignore"))
