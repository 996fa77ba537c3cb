"""Words of two alphabets, names and abbreviations, as lists of places and user interfaces have them. And twins."""

import pytest

from mojibake_fix import fix, fix_many

SOUND = {
    "letters that a romanisation left": [
        "Status novy'x radkoў",
        "Oңtүstik zhol",
        "marٹa wld",
        "zrd kٹab",
        "qsba dے wld",
    ],
    "marks of long vowels": ["Bān Nong Phai", "Kràsnie Zori", "Sīdī Bin Sālim", "Darbârî dhrupad"],
    "names of few": ["Sveitsin saksakielâ", "Diätologe / Diätistin", "Staraïa Rechka", "Karnâtaka kâla"],
    "abbreviations in programs": [
        "kurz = 'нд_пн_вт_ср_чт_пт_сб'.split('_')",
        "wochentage = 'яш_дш_сш_чш'.split('_')",
        "kurz = 'อา._จ._อ._พ._พฤ.'.split('_')",
        '<month n="6">чэр</month>',
        '<td class="fri">жм.</td>',
        '<o value="8">авг.</o>',
        "suffix = '%dη'",
    ],
    "variables in programs": [
        "radius * Math.sin(φ)",
        "let cosφ = cos(φ), width = cos(λ) * cosφ",
        "angle = end - halfπ;",
        "if (limit === '∞') break;",
    ],
    "dots behind words": ["prem la tecla retorn…", "toca aplicar…", "Hem de baixar…"],
    "words that are UTF-8 in another page": ["{n} секундтан", "翻翻 12 x", "隆隆 7 y", "农忙 41 kg"],
    "words that spell letters in UTF-16": ["输入无效整数"],
    "names in another alphabet": ["нохчийн мотт"],
    "a language and its sister": ["De sørlige og franske byene ligger varmt"],
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_lists_and_programs_have_stays(kind: str) -> None:
    assert fix_many(SOUND[kind]) == SOUND[kind]
    assert [fix(text) for text in SOUND[kind]] == SOUND[kind]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("La mиre et le pиre", "La mère et le père"),
        ("un cafй noir, s'il vous plaоt", "un café noir, s'il vous plaît"),
        ("Tψnsberg ligger ved fjorden", "Tønsberg ligger ved fjorden"),
        ("oщ est la gare ?", "où est la gare ?"),
        ("Rîgâ un Liepâjâ ir ostas", "Rīgā un Liepājā ir ostas"),
        ("Otrā diena arî ir saulaina", "Otrā diena arī ir saulaina"),
        ("nГЁ bello nГЁ brutto", "nè bello nè brutto"),
        ("print('пЫЙВЛБ ЮФЕОЙС ЖБКМБ')", "print('Ошибка чтения файла')"),
        ("La citt… Š bella", "La città è bella"),
        ("<b>рБТПМШ</b> <i>ОЕЧЕТОЩК</i>", "<b>Пароль</b> <i>неверный</i>"),
        ("畂桳栠摩琠敨映捡獴", "Bush hid the facts"),
    ],
)
def test_their_twins_are_damage(damaged: str, right: str) -> None:
    assert fix(damaged) == right


def test_long_words_of_code_take_no_time() -> None:
    for text in ("a" * 200_000 + "(φ)", "f(" * 50_000 + "φ", "mиre" * 20_000, "Wort…" * 20_000, "'пн_" * 20_000):
        assert isinstance(fix(text), str)


def test_what_is_sound_hides_no_damage_beside_it(damage) -> None:
    code = "var cosφ = Math.cos(φ), sinφ = Math.sin(φ)"
    assert fix(f"{code}\nUn {damage('café', 'utf-8>cp1252')} noir\n") == f"{code}\nUn café noir\n"
    lines = ["La mère et le père sont là", "Sīdī Bin Sālim", code, "Un café noir", "menu: aplicar…"]
    first, fourth = damage(lines[0], "cp1252>cp1251"), damage(lines[3], "utf-8>cp1252")
    assert fix("\n".join([first, *lines[1:3], fourth, lines[4]])) == "\n".join(lines)
