r"""Escapes: undone where that uncovers damage or is a part of it; sound ones, and those that are shown, stay."""

import json

import pytest

from mojibake_fix import PlanError, Verdict, fix, repair
from mojibake_fix.engine.escapes import ESCAPES, find_escaped, unescape


def in_json(text):
    return json.dumps(text)[1:-1]


def bytes_as(form, text):
    """A text with its bytes beyond ASCII written one by one."""
    return "".join(chr(byte) if byte < 0x80 else form.format(byte) for byte in text.encode())


HEX, OCTAL, ANGLE, QUOTED, PERCENT = "\\x{:02x}", "\\{:03o}", "<{:02x}>", "={:02X}", "%{:02X}"
SENTENCES = [
    "Schöne Grüße aus Köln",
    "L’été, on dîne à la terrasse",
    "Mañana llegará el niño",
    "Zítra přijde Žofie",
    "Dziś będzie żurek",
    "Завтра приедет Ирина",
    "Αύριο φεύγουμε",
    "Sáng nay trời mưa",
    "明日は雨です",
    "明天下雨",
    "내일은 비가 온다",
    "مرحبا بكم",
    "שלום לכולם",
    "Price: 5 € – “so” 😀",
]


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize("word", ["Café", "Größe", "Žižkov", "Привет", "naïve", "日本語", "“so”", "Ελλάδα", "😀"])
@pytest.mark.parametrize("page", ["latin-1", "cp1252"])
def test_mojibake_in_json_escapes_is_undone(word, page):
    try:
        shown = word.encode().decode(page)
    except UnicodeDecodeError:
        pytest.skip("a hole of the page")
    assert fix(f'{{"name": "{in_json(shown)}"}}') == f'{{"name": "{word}"}}'


@pytest.mark.parametrize(
    "word", ["Café", "Größe", "Žižkov", "Привет", "naïve", "日本語", "“so”", "ÄÖÜ", "©®", "😀", "é"]
)
def test_sound_json_escapes_stay(word):
    text = f'{{"name": "{in_json(word)}"}}'
    assert fix(text) == text
    assert repair(text).verdict is Verdict.SOUND


def test_several_layers_in_json_are_undone():
    twice = "été".encode().decode("latin-1").encode().decode("latin-1")
    answer = repair(f'"l\'{in_json(twice)} dernier"')
    assert answer.text == '"l\'été dernier"'
    assert [step.read for step in answer.spans[0].chain][:3] == ["json-escape", "iso8859-1", "cp1252"]


def test_a_rarer_page_in_json_needs_a_word():
    assert fix(f'"{in_json("Привет".encode().decode("cp1251", "replace"))}"') == '"Привет"'
    sound = f'"{in_json("Зі словами")}", "{in_json("Рік")}", "{in_json("RŮŽE")}"'
    assert fix(sound) == sound


@pytest.mark.parametrize("text", [
    r'"un caf\u00e9\u00a0\u00bb"',  # é with a no-break space and a quote is well-formed UTF-8 by chance
    r'"CAF\u00c9\u2122"',
    r'"AMANH\u00c3\u00bb"',
    r'"AN\u00c7\u00c3\u00bb"',
    r'"\u250c\u2500\u2510\u2554\u2550\u2557"',
    r'"\2\2\u00cf\u00d1\3\2\2\2\u00d0\u00be\3\2\2\2\u00d0\u00bf\3\2"',  # tables that a program packed
    r'"\u0003\u00d0\u00be\u0004\u00d0\u00bf\u0001"',
    r"\u00e9", r"\u00c3", r"C:\u00c3\dir", r"\\u00c3\\u00a9",
])  # fmt: skip
def test_escapes_that_are_utf8_by_chance_or_data_stay(text):
    assert fix(text) == text


def test_only_the_run_is_touched():
    text = r'{"a": "Caf\u00c3\u00a9", "b": "caf\u00e9", "c": "\u2713"}'
    assert fix(text) == r'{"a": "Café", "b": "caf\u00e9", "c": "\u2713"}'
    (found,) = find_escaped(text)
    assert (text[found.start : found.end], found.after) == (r"\u00c3\u00a9", "é")


def test_sound_letters_beside_it_make_it_mixed():
    answer = repair(r"Käse: Caf\u00c3\u00a9")
    assert (answer.text, answer.verdict) == ("Käse: Café", Verdict.MIXED)


# ---------------------------------------------------------------- HTML


@pytest.mark.parametrize(("text", "fixed"), [
    ("Caf&Atilde;&copy;", "Café"),
    ("M&Atilde;&frac14;ller", "Müller"),
    ("M&#195;&#188;ller", "Müller"),
    ("M&#xC3;&#xBC;ller", "Müller"),
    ("it&acirc;&euro;&trade;s", "it’s"),
    ("&lt;b&gt;&Atilde;&copy;t&Atilde;&copy;&lt;/b&gt;", "&lt;b&gt;été&lt;/b&gt;"),
    ("&ETH;&#159;&Ntilde;&#128;&ETH;&cedil;&ETH;&sup2;&ETH;&micro;&Ntilde;&#130;", "Привет"),
    ("&aelig;&#151;&yen;&aelig;&oelig;&not;", "日本"),
    ("Ti&aacute;&ordm;&iquest;ng", "Tiếng"),
    ("it&#146;s &#147;good&#148; &#150; or not", "it’s “good” – or not"),
    ("L&#x92;&eacute;t&eacute;", "L’&eacute;t&eacute;"),
    ("&amp;iquest;Por qu&amp;eacute; no?", "¿Por qué no?"),
    ("Stra&amp;szlig;e in M&amp;uuml;nchen &amp;ndash; sch&amp;ouml;n", "Straße in München – schön"),
    ("Vi&amp;#7879;t Nam", "Việt Nam"),
    ("&nbsp;Espa&amp;ntilde;a &amp;copy; 2020", "&nbsp;España &amp;copy; 2020"),
    ("caf&amp;Atilde;&amp;copy;", "café"),
])  # fmt: skip
def test_damage_in_html_entities_is_undone(text, fixed):
    assert fix(text) == fixed


@pytest.mark.parametrize("text", [
    "Caf&eacute;", "M&uuml;ller", "&copy; 2020 &mdash; &amp;c.", "A&amp;O", "&lt;b&gt;", "&nbsp;&nbsp;", "&Atilde;",
    "&#8364;&#8364;", "R&D", "a && b; c", "?a=1&copy=2", "&laquo;Da&raquo;",
    "un caf&eacute;&nbsp;&raquo;", "caf&eacute;&raquo;&ndash;", "CAF&Eacute;&trade;", "Fu&szlig;&rdquo;",
    "AMANH&Atilde;&raquo;", "&Ccedil;&Atilde;O",
    "&#129;&#141;", "&#233;", 'button.innerHTML = "&#150;"', '"&#146;": "’"', "&#147;x&#148; is “x”",
    "&#226;&#128;&#153; -> ’",
    "an &amp;eacute; is an &eacute;", "&lt;p&gt;Qu&amp;eacute;&lt;/p&gt;", "write Caf<code>&amp;eacute;</code>",
    "<td>é</td><td>&amp;eacute;</td>", "a &amp; b &amp;lt; c", "R&amp;D; x", "&amp;copy; 2020", "?a=1&amp;reg=2",
])  # fmt: skip
def test_sound_entities_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- bytes one by one


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("form", [HEX, OCTAL, ANGLE, QUOTED])
def test_bytes_that_are_utf8_become_text(form, sentence):
    assert fix(bytes_as(form, sentence)) == sentence


@pytest.mark.parametrize(("text", "fixed"), [
    (r"{'a': 'Gr\xc3\xb6\xc3\x9fe', 'b': ('na\xc3\xafve', 3)}", "{'a': 'Größe', 'b': ('naïve', 3)}"),
    (r"OrderedDict([('city', 'Krak\xc3\xb3w')])", "OrderedDict([('city', 'Kraków')])"),
    (r"2019-03-01 ERROR user Mar\xc3\xada not found", "2019-03-01 ERROR user María not found"),
    (r'?? "\320\277\320\273\320\260\320\275.txt"', '?? "план.txt"'),
    (r' create mode 100644 "docs/\346\227\245\346\234\254.md"', ' create mode 100644 "docs/日本.md"'),
    (r'diff --git "a/caf\303\251.txt" "b/caf\303\251.txt"', 'diff --git "a/café.txt" "b/café.txt"'),
    (r"caf\xc3\x83\xc2\xa9 au lait", "café au lait"),
    (r"Itâ\x80\x99s naÃ\xafve, voilÃ\xa0", "It’s naïve, voilà"),
    (r"Itâ\200\231s here", "It’s here"),
    ("Itâ<80><99>s here", "It’s here"),
    ("Itâ<U+0080><U+0099>s a caf<U+00C3><U+00A9>", "It’s a café"),
    (r'"He said â€œhiâ€\u009d to me"', '"He said “hi” to me"'),
])  # fmt: skip
def test_bytes_in_data_become_text(text, fixed):
    assert fix(text) == fixed


@pytest.mark.parametrize("text", [
    r'x = b"caf\xc3\xa9"', r"rows.append(b'caf\xc3\xa9')", r"'caf\xc3\xa9'.decode('utf-8')", r"s = 'caf\xc3\xa9'",
    r'char *s = "caf\303\251";', r'label->setText(tr("caf\303\251", nullptr));', r'    "d\303\251j\303\240 vu",',
    r'    "\303\251\303\250\303\252"', r"""s="$(printf '\303\251')x" """, r'#define NAME "Caf\303\251"',
    r'  "caf\xc3\xa9 noir",   // coffee', r'  name="caf\xc3\xa9",', r">>> 'caf\xc3\xa9'",
    r"re.compile('x[\xc3\xa9]y')", r"echo $'caf\xc3\xa9'", r"if '\xe2\x80\x94' in line:",
    r'"\x89PNG\r\n\x00 caf\xc3\xa9"', r'value="\333\245-\0\0\0"', r"caf\xe9 na\xefve", r"caf\xe9 caf\xc3\xa9",
    r"see `caf\xc3\xa9` there", r"It stays \xe2\x80\x99 as bytes", r"\\xc3\\xa9", r"C:\xampp\xa0", r"\1\2\303",
    "<c2><b1>5</b1></c2>", "<dd><dd>", "a<b1><b2>", 'gsub("<e2><80><99>", "x", y)', "`<c3><bc>` is ü",
    "e2 80 99", "caf<e9> noir",
])  # fmt: skip
def test_bytes_of_programs_and_data_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- quoted-printable


@pytest.mark.parametrize(("text", "fixed"), [
    (
        "L=E2=80=99=C3=A9t=C3=A9 est fini, nous sommes rentr=C3=A9s =\nde vacances. 2+2=3D4=20\nOui.",
        "L’été est fini, nous sommes rentrés de vacances. 2+2=4 \nOui.",
    ),
    ("=D0=9F=D1=80=D0=B8=D0=B2=D0=\n=B5=D1=82", "Привет"),
    ("> > Sch=C3=B6n =\r\nso\r\n", "> > Schön so\r\n"),
    ("caf=C3=83=C2=A9 noir", "café noir"),
    ("=E2=82=AC5\n> a =\n> b", "€5\n> a =\n> b"),
    ("Title=C3=A9\n====\nx", "Titleé\n====\nx"),
])  # fmt: skip
def test_quoted_printable_is_decoded(text, fixed):
    assert fix(text) == fixed


@pytest.mark.parametrize("text", [
    "x =\ny", "2+2=3D4", "caf=E9", "a=C3", "Subject: =?UTF-8?Q?Caf=C3=A9?=", "https://x.example/?q=C3=A9",
    "Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nnoir",
    "FN;ENCODING=QUOTED-PRINTABLE:Andr=C3=A9", 'print("caf=C3=A9")', "`=C3=A9` is é", "x=c3=a9",
])  # fmt: skip
def test_sound_equals_signs_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- percent


@pytest.mark.parametrize("sentence", ["café", "naïve", "l’été", "Ελλάδα", "日本語", "мир"])
@pytest.mark.parametrize("layers", [1, 2])
def test_mojibake_below_percent_escapes_is_undone(sentence, layers):
    shown = sentence
    for _ in range(layers):
        shown = shown.encode().decode("latin-1")
    before, after = (bytes_as(PERCENT, word) for word in (shown, sentence))
    assert fix(f"https://x.example/{before}?q=1") == f"https://x.example/{after}?q=1"
    assert fix(f"https://x.example/{after}?q=1") == f"https://x.example/{after}?q=1"


def test_percent_escapes_keep_their_case():
    assert fix("/caf%c3%83%c2%a9") == "/caf%c3%a9"


@pytest.mark.parametrize("text", [
    "%C3%A9%C2%A0%C2%BB", "100%C3", "Redirect /caf%C3%83%C2%A9 /caf%C3%A9", '{ "%C3%83%C2%AD", "i" }',
    "urldecode('caf%C3%83%C2%A9')", "%10%C3%90%C2%B5%23", "%C3%8B%C3%B9%C3%93%C3%90%C2%B7%C3%96%C2%B9%C3%9D",
])  # fmt: skip
def test_sound_percent_escapes_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- UTF-7


@pytest.mark.parametrize(("text", "fixed"), [
    ("if (a +AD4- b +ACYAJg- c) +AHs- return 1+ADs- +AH0-", "if (a > b && c) { return 1; }"),
    ("a/b.c  +AHw-  4 +-+-", "a/b.c  |  4 ++"),
    ("x +AD0- +ACI-y+ACI-", 'x = "y"'),
    ("Sch+APY-ne Gr+APwA3w-e aus M+APw-nchen", "Schöne Grüße aus München"),
    ("+BB8EQAQ4BDIENQRC-, +BDwEOARA-!", "Привет, мир!"),
    ("Le caf+AOk- fut tr+AOg-s bon, No+AOs", "Le café fut très bon, Noë"),
    ("+Ti1lhw-, +WSlsFw-", "中文, 天気"),
])  # fmt: skip
def test_utf7_is_decoded(text, fixed):
    assert fix(text) == fixed


@pytest.mark.parametrize("text", [
    "AoA = kite+AoK-elevation", "b = a+AMU-x; d = c+AMU-y", "phone +49-30-1234 and +100-", "C++- and D+-",
    "beta+ACE-inhibitors +-5", "sha+abcd-", "one +AD4- alone", "a+b-c+d-e", "caf+AOk- once",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "charset=utf-7\n+AD4- +AHw-", r"/\+ADw-\w*\+AD4-/",
    "'+AFs-' => '[', '+AF0-' => ']'", "CAJu=QV+apW-2baLc and +bcd-",
])  # fmt: skip
def test_sound_plus_signs_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- ISO-2022-JP


def without_escapes(text, back="(B"):
    data = text.encode("iso2022_jp").decode("ascii")
    return data.replace("\x1b(B", back).replace("\x1b", "")


@pytest.mark.parametrize(
    "text", ["テストです", "会議のお知らせ", "ABC 株式会社の田中です。", "CRCを計算する", "東京都渋谷区"]
)
@pytest.mark.parametrize("back", ["(B", "(J"])
def test_japanese_without_its_escapes_is_decoded(text, back):
    assert fix(f"/* {without_escapes(text, back)} */") == f"/* {text} */"


def test_japanese_with_its_escapes_is_decoded():
    assert fix("Re: テスト".encode("iso2022_jp").decode("ascii")) == "Re: テスト"


@pytest.mark.parametrize("text", [
    "$B = foo(B)", "$B$C$D", "echo $A$B(B)", "if ($B[0]) { $x(J }", "$Base(B", "x$B(Bar)", "$B$r(B", "$B0l(B",
    "見本→$B%F%9%H(Bのように", "$B->get($x)(B", "cost: $B123(B", "$@(J",
])  # fmt: skip
def test_sound_dollar_signs_stay(text):
    assert fix(text) == text


# ---------------------------------------------------------------- shown on purpose


@pytest.mark.parametrize("text", [
    r'"\u00e2\u0080\u0099": "’"', r'Export shows "\u00e2\u0080\u0099" there', r"s.replace('caf\u00c3\u00a9', x)",
    r'"caf\u00c3\u00a9": "caf\u00e9",', r'"caf\u00c3\u00a9" -> "café"', r"\u00e2\u0080\u0094 -> —",
    "Mojibake:\n  Caf\\u00c3\\u00a9\n", "'&Atilde;&copy;' => '&eacute;'", "keys.push(/&Atilde;&copy;/g)",
    r"(?:\u00c3\u00a9|\u00c3\u00a8)", r"three escaped bytes: l\u00e2\u0080\u0099eau",
])  # fmt: skip
def test_what_is_shown_on_purpose_stays(text):
    assert fix(text) == text


def test_a_good_sign_elsewhere_on_the_line_does_not_show_it():
    assert fix(r"He said \u00e2\u0080\u0094 and then — later on \u2014 no more") == (
        r"He said — and then — later on \u2014 no more"
    )


# ---------------------------------------------------------------- plans


def test_damage_with_and_without_escapes_on_one_line():
    answer = repair(r"Wrong here Ã© and there \u00c3\u00a9t\u00c3\u00a9, fÃ¼r uns")
    assert answer.text == "Wrong here é and there été, für uns"
    assert answer.plan.apply(answer.original) == answer.text


def test_the_plan_holds_for_a_text_of_the_same_kind():
    plan = repair(r"Caf\u00c3\u00a9").plan
    assert plan.edits[0].end is None
    assert plan.apply(r"na\u00c3\u00afve") == "naïve"
    with pytest.raises(PlanError):
        plan.invert("Café")


@pytest.mark.parametrize("text", [
    r"Caf\u00c3\u00a9 \u00c3\u00a0 dix", "it&#146;s", "Qu&amp;eacute;", r"\xc3\xa9t\xc3\xa9", "a=C3=A9 =\nb",
    "/%C3%83%C2%A9", "+AD4- +AHs-", "$B%F%9%H(B", r"Itâ\x80\x99s", "sch<c3><b6>n", r"\303\251",
])  # fmt: skip
def test_plans_replay_and_print(text):
    answer = repair(text)
    assert answer.changed
    assert answer.plan.apply(text) == answer.text
    scope = {}
    exec(answer.plan.as_python(), scope)
    assert scope["repair"](text) == answer.text


def test_a_run_read_by_name():
    assert set(ESCAPES) >= {"json-escape", "html-entity", "hex-escape", "quoted-printable", "utf-7"}
    assert unescape(r"\u00c3\u00a9 \ud83d\ude00 \u0041", "json-escape") == r"Ã© \ud83d\ude00 \u0041"
    assert unescape("&Atilde;&copy; &lt;", "html-entity") == "Ã© &lt;"
    assert unescape(r"\xc3\xa9 \x99 \x41", "hex-escape") == "é \x99 \\x41"
    assert unescape("%C3%83%C2%A9 %20", "percent-escape") == "%C3%A9 %20"


def test_every_notation_has_a_hint_that_its_places_hold():
    for name, notation in ESCAPES.items():
        assert notation.name == name
        assert list(notation.find("nothing here")) == []


# ---------------------------------------------------------------- hostile input

PIECES = [
    r"\u00c3\u00a9", r"\u00c3\u00a9 ", "\\", "&", "&amp;", "&Atilde;&copy;", "&amp;eacute;a", "&#146;", "é", "Ã&copy;",
    r"\xc3\xa9 ", r'"\xc3\xa9" ', r'\"\xc3\xa9', r"'\'", r"\303\251", "<c3><a9>", "<code ", "=C3", "=C3=A9 ", "=C3=\n",
    "=\n", "%C3%83%C2%A9a", "+", "+A", "+AD4-+-", "+/", "$B", "$B||", "$B$3(B", "$$B", r"â\x80\x99 ", r"â€\u009d ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("around", [("", ""), ("\\xc3\\xa9t =C3=A9t +AD4-+- $B$3$s(B ", "(B")], ids=["bare", "between"])
def test_repeated_signs_take_no_square_of_their_number(piece, around):
    """A search that is quadratic would run into the time limit that all tests have."""
    text = around[0] + piece * (150_000 // len(piece)) + around[1]
    assert sum(1 for _ in find_escaped(text)) <= len(text)
