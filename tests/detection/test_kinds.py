"""Every kind of encoding with a text of its own, and a twin that looks like it and must not be taken for it."""

import pytest

from mojibake_fix.detection import detect
from mojibake_fix.detection.language import coverage_bits
from mojibake_fix.encodings import ENCODINGS, encode_as
from mojibake_fix.plausibility import load_model

RUSSIAN = "Сегодня утром над рекой стоял густой туман, и рыбаки ждали, пока он рассеется."
UKRAINIAN = "Її сестра живе в Києві, а він поїхав у гори; ґанок старої хати заріс травою."
KAZAKH = "Қазақ тілінде әңгіме айту өнері ежелден келе жатқан дәстүр, оны қария біледі."
TAJIK = "Дар деҳаи мо ҳар субҳ мардум барои чидани меваҳо ба боғҳои калон мераванд, ҷавонон кӯмак мекунанд."
GREEK = "Το πρωί οι ψαράδες γύρισαν στο λιμάνι με γεμάτα δίχτυα και όλοι χάρηκαν."
HEBREW = "בבוקר חזרו הדייגים אל הנמל עם רשתות מלאות וכולם שמחו מאוד."
ARABIC = "في الصباح عاد الصيادون إلى الميناء بشباك مليئة وفرح الجميع كثيرا."
THAI = "เช้าวันนี้ชาวประมงกลับมาที่ท่าเรือพร้อมปลามากมายและทุกคนดีใจ"
VIETNAMESE = "Sáng nay những người đánh cá trở về bến với lưới đầy cá, mọi người đều vui mừng."
POLISH = "Dziś rano rybacy wrócili do portu z pełnymi sieciami, a wszyscy się bardzo ucieszyli."
ROMANIAN = "Astăzi dimineață pescarii s-au întors în port cu plasele pline și toți au fost fericiți."
CROATIAN = "Jutros su se ribari vratili u luku punih mreža i svi su bili sretni, čak i mačka što živi ondje."
TURKISH = "Bu sabah balıkçılar ağları dolu döndü, herkes çok sevindi, şenlik akşama dek sürdü."
ICELANDIC = "Í morgun komu sjómenn að landi með full net og allir glöddust, þótt veðrið væri kalt."
LITHUANIAN = "Šį rytą žvejai grįžo į uostą su pilnais tinklais, visi labai džiaugėsi, net katė."
FRENCH = "Ce matin les pêcheurs sont rentrés au port, les filets pleins, et tout le monde était déjà là."
GERMAN = "Heute früh kamen die Fischer mit vollen Netzen zurück, und alle freuten sich über die schönen Fänge."
PORTUGUESE = "Esta manhã os pescadores voltaram ao porto com as redes cheias, e a população ficou feliz."
JAPANESE = "今朝、漁師たちは網をいっぱいにして港へ帰り、みんながとても喜んだ。"
CHINESE = "今天早上渔民们满载而归，港口里的人们都非常高兴，孩子们跑来跑去。"
TAIWANESE = "今天早上漁民們滿載而歸，港口裡的人們都非常高興，孩子們跑來跑去。"
KOREAN = "오늘 아침 어부들이 그물을 가득 채워 항구로 돌아왔고 모두가 무척 기뻐했습니다."

KINDS = [
    (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (RUSSIAN, "iso8859-5"), (RUSSIAN, "mac-cyrillic"),
    (RUSSIAN, "cp855"), (UKRAINIAN, "koi8-u"), (UKRAINIAN, "cp1125"), (UKRAINIAN, "mac-cyrillic"), (KAZAKH, "kz1048"),
    (KAZAKH, "ptcp154"), (TAJIK, "koi8-t"), (GREEK, "cp1253"), (GREEK, "iso8859-7"), (GREEK, "cp737"),
    (GREEK, "cp869"), (GREEK, "mac-greek"), (HEBREW, "cp1255"), (HEBREW, "iso8859-8"), (HEBREW, "cp862"),
    (ARABIC, "cp1256"), (ARABIC, "iso8859-6"), (ARABIC, "cp720"), (THAI, "cp874"), (THAI, "tis-620"),
    (POLISH, "cp1250"), (POLISH, "iso8859-2"), (POLISH, "cp852"), (POLISH, "mac-latin2"), (ROMANIAN, "iso8859-16"),
    (ROMANIAN, "mac-romanian"), (CROATIAN, "mac-croatian"), (TURKISH, "cp1254"), (TURKISH, "cp857"),
    (TURKISH, "mac-turkish"), (ICELANDIC, "cp861"), (ICELANDIC, "mac-iceland"), (LITHUANIAN, "cp1257"),
    (LITHUANIAN, "cp775"), (LITHUANIAN, "iso8859-13"), (LITHUANIAN, "iso8859-4"), (FRENCH, "cp850"),
    (FRENCH, "cp863"), (FRENCH, "mac-roman"), (GERMAN, "cp437"), (GERMAN, "hp-roman8"), (PORTUGUESE, "cp860"),
    (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (JAPANESE, "iso2022_jp"), (CHINESE, "gb18030"), (CHINESE, "hz"),
    (TAIWANESE, "big5"), (KOREAN, "cp949"), (KOREAN, "johab"), (KOREAN, "iso2022_kr"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "encoding"), KINDS)
@pytest.mark.parametrize("lines", [1, 40])
def test_the_text_comes_back(text, encoding, lines):
    data = "\n".join([text] * lines).encode(encoding)
    answer = detect(data)
    assert data.decode(answer.encoding) == "\n".join([text] * lines)
    assert answer.probability > 0.6  # Central European pages differ in few letters


@pytest.mark.parametrize(
    ("text", "encoding", "twin"),
    [
        (RUSSIAN, "cp1251", "koi8-t"), (RUSSIAN, "koi8-r", "koi8-t"), (RUSSIAN, "cp1251", "kz1048"),
        (RUSSIAN, "cp1251", "ptcp154"), (RUSSIAN, "cp866", "cp855"), (FRENCH, "cp1252", "cp1258"),
        (FRENCH, "cp1252", "viscii"), (FRENCH, "cp1252", "tcvn"), (POLISH, "cp1250", "iso8859-16"),
        (GERMAN, "cp1252", "mac-roman"), (GERMAN, "cp1252", "cp437"), (CHINESE, "gb18030", "euc-tw"),
        (TAIWANESE, "big5", "cp949"), (KOREAN, "cp949", "johab"), (JAPANESE, "cp932", "johab"),
        (JAPANESE, "euc_jp", "euc-tw"), (ARABIC, "cp1256", "mac-arabic"), (GERMAN, "cp1252", "cp037"),
        (THAI, "cp874", "cp1006"), (VIETNAMESE, "cp1258", "cp1252"),
    ],
)  # fmt: skip
def test_no_op_twin_a_common_encoding_is_not_taken_for_a_rare_one(text, encoding, twin):
    from unicodedata import normalize

    text = normalize("NFC", text) if encoding != "cp1258" else decomposed(text)
    data = text.encode(encoding)
    answer = detect(data)
    assert data.decode(answer.encoding) == text
    assert answer.encoding != twin


def decomposed(text):
    """Vietnamese as windows-1258 holds it: the tone a mark behind the vowel."""
    from unicodedata import normalize

    return "".join(char if char in "âêôăđơưÂÊÔĂĐƠƯ" else _tone_apart(char) for char in normalize("NFC", text))


def _tone_apart(char):
    from unicodedata import normalize

    marks = "\u0300\u0301\u0303\u0309\u0323"
    parts = normalize("NFD", char)
    tone = "".join(mark for mark in parts if mark in marks)
    return normalize("NFC", "".join(mark for mark in parts if mark not in marks)) + tone


def test_vietnamese_with_its_tones_as_marks():
    data = decomposed(VIETNAMESE).encode("cp1258")
    assert detect(data).encoding == "cp1258"


@pytest.mark.parametrize("text", ["Perì una città, e però salì", "Señor, el año que viene", "Ça va très bien, merci"])
def test_no_op_twin_western_accents_are_no_tones(text):
    data = text.encode("cp1252")
    assert data.decode(detect(data).encoding) == text


# ------------------------------------------------------------------ what Python has no codec for


@pytest.mark.parametrize(("name", "iana"), [("viscii", "VISCII"), ("tcvn", "TCVN")])
def test_own_pages_are_named_and_decode(name, iana):
    data = encode_as(VIETNAMESE, name)
    answer = detect(data)
    assert (answer.encoding, answer.iana_name) == (name, iana)
    assert data.decode(answer.encoding) == data.decode(answer.iana_name) == VIETNAMESE


@pytest.mark.parametrize("name", ["viscii", "tcvn"])
def test_files_in_own_pages_are_decoded(name):
    from mojibake_fix import Verdict, repair_bytes

    answer = repair_bytes(encode_as("\n".join([VIETNAMESE] * 3), name))
    assert (answer.text, answer.verdict) == ("\n".join([VIETNAMESE] * 3), Verdict.LEGACY)


def test_euc_tw_is_named():
    answer = detect(encode_as(TAIWANESE, "euc-tw"))
    assert (answer.encoding, answer.iana_name) == ("euc-tw", "EUC-TW")
    assert encode_as(TAIWANESE, "euc-tw").decode(answer.encoding) == TAIWANESE


def test_iso_2022_cn_is_named():
    shifted = b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in CHINESE.encode("gb2312")) + b"\x0f\n"
    answer = detect(b"Subject: x\n" + shifted)
    assert (answer.encoding, answer.iana_name) == ("iso-2022-cn", "ISO-2022-CN")
    assert shifted.decode(answer.encoding) == CHINESE + "\n"


def test_no_op_twin_other_escapes_are_ascii():
    assert detect(b"\x1b[1mbold\x1b[0m and \x1b)0 line drawing").encoding == "ascii"


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("text", "encoding", "names"),
    [
        (FRENCH, "cp1252", ("cp1252", "windows-1252", "windows-1252")),
        (RUSSIAN, "koi8-r", ("koi8-r", "koi8-r", "KOI8-R")),
        (JAPANESE, "cp932", ("cp932", "shift_jis", "Windows-31J")),
        (CHINESE, "gb18030", ("gb18030", "gb18030", "GB18030")),
        (RUSSIAN, "utf-8", ("utf-8", "utf-8", "UTF-8")),
        (RUSSIAN, "cp855", ("cp855", None, "IBM855")),
    ],
)
def test_three_names(text, encoding, names):
    answer = detect(text.encode(encoding))
    assert (answer.encoding, answer.whatwg_name, answer.iana_name) == names


def test_what_a_file_declares_stands_beside_what_it_is():
    answer = detect(f'<?xml version="1.0" encoding="KOI8-R"?><p>{RUSSIAN}</p>'.encode("cp1251"))
    assert (answer.encoding, answer.declared) == ("cp1251", "KOI8-R")
    assert detect(RUSSIAN.encode("cp1251")).declared is None


def test_every_name_that_is_registered_is_taken_by_python_for_the_codec():
    import codecs

    from mojibake_fix.detection.names import iana_name

    for name, row in ENCODINGS.items():
        registered = iana_name(name)
        if registered is None or row.codec is None or name in {"cp936", "cp949", "utf-8-sig"}:
            continue
        try:
            assert codecs.lookup(registered).name == codecs.lookup(row.codec).name
        except LookupError:  # Python lacks some registered names
            assert registered.lower().startswith(("ibm", "windows-"))


@pytest.mark.parametrize(
    ("text", "encoding", "language", "script"),
    [
        (RUSSIAN, "koi8-r", "ru", "Cyrl"), (FRENCH, "cp1252", "fr", "Latn"), (GREEK, "cp1253", "el", "Grek"),
        (POLISH, "cp1250", "pl", "Latn"), (HEBREW, "cp1255", "he", "Hebr"), (THAI, "cp874", "th", "Thai"),
        (JAPANESE, "cp932", "ja", "Jpan"), (KOREAN, "cp949", "ko", "Hang"), (GERMAN, "utf-8", "de", "Latn"),
        (TURKISH, "utf-16-le", "tr", "Latn"), (JAPANESE, "iso2022_jp", "ja", "Jpan"),
    ],
)  # fmt: skip
def test_language_and_script(text, encoding, language, script):
    answer = detect("\n".join([text, text]).encode(encoding))
    assert (answer.language, answer.script) == (language, script)


@pytest.mark.parametrize("data", [b"", b"12345", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"])
def test_no_op_twin_no_text_has_no_language(data):
    answer = detect(data)
    assert (answer.language, answer.script) == (None, None)


def test_words_in_capitals_are_not_other_letters_in_small():
    text = "ΛΙΜΑΝΙ : ΤΑ ΝΕΑ\nΗ ΒΑΡΚΑ ΓΥΡΙΣΕ\nΟΙ ΨΑΡΑΔΕΣ ΚΑΙ Η ΘΑΛΑΣΣΑ\nΤΑ ΔΙΧΤΥΑ ΓΕΜΑΤΑ : ΚΑΛΗ ΨΑΡΙΑ\n"
    assert text.encode("cp1253").decode(detect(text.encode("cp1253")).encoding) == text
    russian = RUSSIAN.replace("С", "с").encode("koi8-r")  # the bytes of capitals in a Greek page
    assert detect(russian).encoding == "koi8-r"


def test_halfwidth_kana_among_others():
    text = "ﾃﾞﾝﾜ 03 ﾌｧｸｽ 04 ｼﾞｭｳｼｮ ﾄｳｷｮｳﾄ ﾁﾖﾀﾞｸ\n港ﾉ船ﾊ朝ﾆ出ﾀ、漁師ﾉｺｴｶﾞｽﾙ\nｶﾓﾒﾊ海ﾉ上ｦ飛ﾌﾞ\n" * 2
    assert text.encode("cp932").decode(detect(text.encode("cp932")).encoding) == text


# ------------------------------------------------------------------ names that rarity decides


def test_romanian_has_its_commas_and_other_languages_no_page_that_was_made_for_it():
    assert detect(ROMANIAN.encode("iso8859-16")).encoding == "iso8859-16"
    slovene = "Pravljičnih zgodb brez šal"
    assert slovene.encode("iso8859-2").decode(detect(slovene.encode("iso8859-2")).encoding) == slovene


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Roedd fy nain yn byw mewn hen dŷ.", "iso8859-14"), ("Aeth y plant adref i'w dŷ.", "iso8859-14"),
        ("ŝi venis kun sia patrino", "iso8859-3"),
    ],
)  # fmt: skip
def test_a_rare_page_is_the_usual_one_of_a_language_that_others_lack_letters_of(text, encoding):
    answer = detect(text.encode(encoding))
    assert answer.encoding == encoding
    assert answer.probability > 0.7


@pytest.mark.parametrize(
    "text", ["She lived in an old café.", "Der Hund schläft unter dem Tisch.", "Il fait très beau."]
)
def test_no_op_twin_a_common_page_is_the_usual_one_of_others(text):
    assert detect(text.encode("cp1252")).encoding == "cp1252"


def test_what_pages_lack_of_languages():
    names = load_model().languages.names
    bits = {name: dict(zip(names, coverage_bits(name).tolist(), strict=True)) for name in ("cp1252", "iso8859-3")}
    assert bits["iso8859-3"]["eo"] < 1 < bits["cp1252"]["eo"] == 9
    assert bits["cp1252"]["de"] < 1 < bits["iso8859-3"]["is"] == 9
    assert set(coverage_bits("cp932").tolist()) == {0.0, 4.0}
    assert coverage_bits("cp1258")[names.index("vi")] == 0


def test_ascii_with_runs_of_zeros_is_text():
    log = b"\0" * 5000 + b"2024-01-01 started\n2024-01-02 stopped\n"
    assert detect(log).encoding == "ascii"
    assert detect(b"name\0\0\0\0\0\0street and number\0\0\0\0\0town of birth\0\0\0\0").encoding == "ascii"


@pytest.mark.parametrize("data", [b"\0" * 64, b"a\0b\0\0\0c\0", b"\0\0\0\x01abc\0\0d\0"])
def test_no_op_twin_zeros_between_single_bytes_are_none(data):
    assert detect(data).encoding is None or "code units" in detect(data).evidence


@pytest.mark.parametrize(
    "text", [FRENCH, GERMAN, POLISH, RUSSIAN, GREEK, CHINESE, JAPANESE, "Un café, s'il vous plaît."]
)
def test_utf_7(text):
    assert text.encode("utf-7").decode(detect(text.encode("utf-7")).encoding) == text


@pytest.mark.parametrize(
    "text",
    ["a++row; b+=1", "+100 points, +490 more", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "Tel. +49301234567 or +4930",
     "x = a+b+c+dist", "+1-800-555-0199", "key+AAAA/BBBB+CCCC=="],
)  # fmt: skip
def test_no_op_twin_plus_signs_are_no_shifts(text):
    assert detect(text.encode()).encoding == detect((text + "\n").encode() * 20).encoding == "ascii"
