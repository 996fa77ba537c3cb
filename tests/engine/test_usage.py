"""What sound text has that some page explains: notations, footnotes, cries, letters with signs behind them. And twins
of each that are damage."""

import pytest

from mojibake_fix import fix, fix_many

SOUND = {
    "volts": ["Питание от сети 24 В±5 %", "Напруга 220 В±10 %", "<td>12 В±5%</td>", "220В±10%"],
    "units": ["Шум 30 дБ–40 дБ", "12 пФ–24 пФ", "5 пФ±1 пФ", "≥ 2 дБ"],
    "relations": ["≤ 5 руб.; ≥ 2 руб.", "≥ 18 лет"],
    "capitals and signs": ["(С…)", 'print("С…")', "<li>С–2</li>", "Р—298", "С—Т—О—П", "Р·С·Т", "Торговая марка «Р®»"],
    "numerals of Greek": ["Β΄ Γυμνασίου", "Γεώργιος Γ΄", "ΦΕΚ Α΄ 45/12.3.2019", "α΄, β΄ και γ΄", "ΙΑ΄ και ΙΒ΄"],
    "powers": ["Β²", "س²", "d²y/dx²", "a = d²s/dt²", "sp³-Kohlenstoff"],
    "cries that do not end": [
        "¡corderos que pastan en la ladera del monte",
        "¿sabes si mañana vienen los vecinos del pueblo",
    ],
    "frames in programs": [
        '    ║ <b style="color: #ffff5f">          </b> │<b>    12 </b>│<i> "goldenrod"    </i>│<b> #fff </b>║'
    ],
    "a piece of a frame that is spoken of": [
        'rule (str, optional): what the line is drawn with. Defaults to "─".\nThey went home and said nothing of it.',
        (
            "Bataan ang umuwi kagabi at walang sinabi.\n201  U+2554  ╔  corner, upper left\n"
            "O menino foi para casa e não disse nada."
        ),
    ],
    "faces": ["Mama na baba walienda sokoni jana asubuhi.\n┬┴┤_·)\nHaurra etxera joan zen atzo gauean."],
    "roots and negations": ["a = √π", "The constant 2√π appears often.", "Noise density in nV/√Ω", "IF A ¬≤ B THEN"],
    "letters that stand for others by their looks": [
        "We met at PIZZΛ on Friday night and walked home.",
        "NIИE INCH ИAILS",
        "KoЯn live in Köln",
    ],
    "Greek in engineering and biology": ["MOTEUR 4 KW COSΦ 0,82", "TNF-α and TGFβ1", "Note: cosφ = 0,8", "HΨ = EΨ"],
    "letters of blocks": ["▄▀▄▀▄ ▀█▀ ▄▀▄", "Das Wetter ist schön.\n█▀ ▀█▀ ▄▀█ █▀█ ▀█▀"],
    "accents before their letters": ["The city of Z¨urich and na¨ıve Bayes"],
    "omissions in quotation marks": ["I typed ‚…‘ and nothing happened.", "quotes („…“, ‚…‘) are German"],
    "capitals before signs": ["SOU SUA FÃ… SEMPRE!", "HÄ… was soll das denn?", "BÄ… BÄ… sa lammet"],
    "words within names of programs": ["public int lblÂge;", "getÎle()", "txtÄrzte.Text", "$totalÓrdenes++;"],
    "attributes": ['<p title="Éamonn à côté">', 'def greet(name="Éamonn Mac Aodhó"):'],
    "a character by its name": ["Đ LATIN", "Ô LATIN CAPITAL LETTER"],
    "signs in their order": ["–—‘“”„†•…‰™œŠŸž€", "Prendi le lettere\n–—‘“”„†•…‰™œŠŸž€"],
    "variables among prose": [
        "Keväällä lähdettiin hyvissä ajoin järvelle.\nrule : ∀ {Γ B} → (Γ ⊢ B) → (Γ ⊢ B) → Type",
        "dè tha thu\nKeväällä lähdettiin järvelle.\nrule _—→_ : ∀ {Γ B} → (Γ ⊢ B) → (Γ ⊢ B) → Type where",
    ],
    "letters typed for those of Africa": [
        "Mepa wo kyεw",
        "They went home yesterday and stayed there for a while.\nγer taddart",
    ],
    "tables": ["да│нет│нет", "│С│Р│Т│", "שם│גיל│עיר"],
    "no-break spaces": ["РСФСР\xa0и\xa0СССР", "ΝΔ\xa0και\xa0ΚΚΕ", "Р\xa05"],
    "cries": ["ah nãããããão", "wie schööööön", "¡goooool! ¡gooooóóóóól!", "bäh bääääääh", "nej nej NÄÄÄÄÄ"],
    "footnotes": ["Jetzt kaufen².", "Mark¹, Mark², Mark³", "Fri frakt¹.", "the data³."],
    "Ångström": ["0.23 Å²/ps", "0.5 e/Å³", "0.35 e Å–3", "resolution 2.1 Å¹"],
    "initials": ["הלהט״ב", "ארה״ב", "צה״ל הודיע"],
    "bank transfers": ["ﾌﾘｺﾐ ﾃｽｳﾘﾖｳ 330"],
    "diameters": ["Welle 12 Ø±0,05 mm", "kg/m = Ø²/162", "U = Ø·3,14", "price Ø£5.50"],
    "quotations": ["»2100 København Ø«", "On lit “la lettre É” ici", "„Sal Å“", "«letra Ã»", "‚Liste Å‘, 2024"],
    "footnotes alone": ["tan²", "Art²"],
    "kana of half width": ["ﾈｯﾄﾜｰｸ", "ﾈｯﾄﾜｰｸｶｰﾄﾞ"],
    "ends of lines": ["Clasa 5Â", "nr. 12Â", "JUSQU'Â", "Bloco Ã", "Alt+0195 = Ã"],
    "hesitation": ["Ä… was?", "Ã… sei"],
    "operators": ["Ô² = 1", "Û† Â Û"],
    "letters and signs among Latin": ["Café Ø®", "Temp. Ø°C 12", "Der Text »Ó« steht dort."],
    "rows of letters": ["åäö – ÅÄÖ", "»ăâîşţ ĂÂÎŞŢ«", "åäö ÅÄÖ €"],
    "marks of trade": ["UMEÅ®", "100% LÃ®", "CAFÉ™"],
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_sound_text_has_stays(kind):
    assert fix_many(SOUND[kind]) == SOUND[kind]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("È vero che la città è bella", "cp1252>cp437"),  # a letter alone that a piece of a frame stands for
        ("L'île est belle, il faut la connaître", "cp1252>cp437"),  # Greek letters within words of Latin
        ("On va à la maison", "cp1252>cp437"),  # and by themselves
        ("On va où tu veux", "utf-8>mac_roman"),  # a root behind a letter
        ("HÄTTE ER DAS GEWUSST", "cp1252>cp1251"),  # capitals that look like others, of a known word
        ("שלום לכולם", "cp862>koi8_r"),  # blocks and lines
        ("På väg hem, FÅ SE", "utf-8>cp1252"),  # a capital and a sign that are a letter of the language
        ("mišona a šeik", "iso8859-15>cp1252"),
        ("Рост и вес", "utf-8>cp1251"),  # capitals with letters and signs behind them
        ("The α-tocopherol and β-carotene", "utf-8>cp1252"),  # letters of another script that Latin text has
        ("tolerance ±2 mm on this side", "utf-8>cp1251"),  # a letter of Cyrillic in a text of Latin
        ("18°C", "utf-8>cp1251"),
        ("był duży mogą być", "cp1250>cp1252"),  # digits above that are letters, of words that are known
        ("20 Ω–30 Ω", "utf-8>cp1252"),
        ("Il faut 5\xa0km", "utf-8>cp1252"),
        ("¿Qué?", "utf-8>cp1252"),
        ("Ça alors, ééééé !", "utf-8>cp1252"),  # a cry, and more beside it
        ("Приветиииик, как дела", "cp1251>cp1252"),  # one among letters that are damaged, too
        ("Θέλω Β΄ Γυμνασίου", "utf-8>cp1253"),
    ],
)
def test_the_same_as_damage_is_restored(damage, text, chain):
    assert fix(damage(text, chain)) == text


def test_a_letter_of_the_language_that_is_one_of_phonetics_comes_back(damage):
    text = "Mənin babam səninkindən bətərdi."
    assert fix(damage(text, "utf-8>cp1253")) == text
    assert fix("gΙ™ldi") != "gΙ™ldi"


def test_letters_with_signs_behind_them_stay_where_no_word_comes_of_them():
    text = "Toyota Ι™ və Π™"
    assert fix(text) == text


@pytest.mark.parametrize(
    "text", ["Mounting the server¶", "Behind the driver¶", "Before the first release¶", "Für den Server¶"]
)
def test_a_pilcrow_behind_a_heading_is_a_link(text):
    assert fix(text) == text


def test_and_a_letter_where_that_makes_the_word(damage):
    assert fix(damage("Tu jest coś na stole", "iso8859-2>cp1252")) == "Tu jest coś na stole"
