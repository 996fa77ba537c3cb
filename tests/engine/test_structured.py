"""Text between the marks of programs, pages and tables: they are none of the text's, and say nothing of it."""

import pytest

from mojibake_fix import fix, fix_many

DAMAGED = [
    ("btnOk.Caption := '确定保存';\nbtnNo.Hint := '放弃修改';", "gbk>cp1252"),
    ("assert '库存不足' in str(err)", "gbk>iso8859-1"),
    ('<option value="3">广州</option>\n<option value="4">杭州</option>', "gbk>cp1252"),
    ("回锅肉 32元\n麻婆豆腐 18元\n蛋炒饭 12元\n酸梅汤 5元", "gbk>cp1252"),
    ("月額は#{price}円です # 税別", "cp932>cp1252"),
    ('"書籍編號","書名","譯者"\n"0417","春日小鎮","林曉芬"', "big5>cp1252"),
    ("<h1>우리 동네 소식</h1>\n<td>글번호</td><td>작성자</td>", "cp949>iso8859-1"),
    ("tipo=Тип\nimya=Имя файла\ndata=Дата", "iso8859-5>cp1252"),
    ("INSERT INTO miasta VALUES ('Żary', 'lubuskie'), ('Łeba', 'pomorskie');", "iso8859-2>cp1252"),
    ("('ΜΑΡΙΑ ΟΙΚΟΝΟΜΟΥ', 'ΘΕΣΣΑΛΟΝΙΚΗ'), ('ΣΤΕΛΙΟΣ', 'ΒΟΛΟΣ')", "cp1253>cp1252"),
    ("menu.open=Aç\nmenu.save=Değiştir\nmenu.exit=Çıkış yap", "cp1254>cp1252"),
    ("<?php // ถ้าบันทึกไม่ได้ให้แสดง error แล้ว return false เพื่อหยุดการทำงาน", "cp874>cp1252"),  # of two languages
    ("  20480  03/11/2006  08:15  Μαθήματα/Ασκήσεις 2 - Θερμοδυναμική.doc", "iso8859-7>cp1251"),
    ("1\n00:01:02,100 --> 00:01:04,900\n- Et ta sœur, où vit-elle ?\n- À Orléans.", "utf-8>cp1252"),
    ("  * 安装程序\n  * 本目录包含stm32驱动程序和YS-F4固件说明。", "gbk>euc_jp"),
]

SOUND = [
    "vocales(X) :- member(X, ['ä','ö','ü']).",
    "legend({'Messung Ä','Messung Ö'})",
    '{"a":"Ø","b":"Å","c":["é","è","ê"],"d":"ß"}',
    "áááááá ŐŐŐŐŐ nem",
    "TOOOOR!!! ÊÊÊÊÊÊ Ô Ô Ô Ô",
    "œ∑´®†¥¨ˆøπ“‘",
    'NumberFormat("#,##0.00 ¤")',
    '<запись><вид>№ 12</вид><дата>04.05.2012</дата><цена вал="руб.">900</цена></запись>',
    "su Ilíada.",
]


@pytest.mark.parametrize(("text", "chain"), DAMAGED)
def test_what_programs_and_tables_quote_is_restored(damage, text, chain):
    assert fix(damage(text, chain)) == text


@pytest.mark.parametrize("text", [text for text, _ in DAMAGED] + SOUND)
def test_and_stays_where_it_is_sound(text):
    assert fix(text) == text


PRICES = ["Crêpe au citron 4,50 ¤", "Küchenhilfe gesucht, ¤ 12,50 je Stunde", "2,40 ¤ der Liter, 9 ¤ der Kasten"]
NO_PRICES = ["¤#,##0.00", "The ¤ sign", "galego: ¤1.234,56 — martes", "цена 100 ¤", "Credits: ¤ 500", "¤0.00;(¤0.00)"]


@pytest.mark.parametrize("text", PRICES)
def test_prices_in_no_currency_are_in_euros(text):
    assert fix(text) == text.replace("¤", "€")


@pytest.mark.parametrize("text", NO_PRICES)
def test_samples_and_patterns_of_numbers_are_no_prices(text):
    assert fix(text) == text


def test_what_lies_below_controls_is_restored_beside_what_does_not(damage):
    lines = "Déjà vu à Liège – trois fois\nÉté, forêt, château", "14,95 €; ½ kg à 7,50 €"
    for line in lines:
        assert fix(damage(line, "cp1252>iso8859-1", "utf-8>cp1252")) == line


def test_pages_that_were_mistaken_one_after_the_other_are_one(damage):
    rows = '"1";"Šroub";"2,40 Kč";""\n"2";"Hřebík";"38 Kč";"dodat v pátek"\n"3";"Žárovka čirá";"9 Kč";"křehké zboží"'
    assert fix(damage(rows, "cp1250>iso8859-1")) == rows


def test_backslashes_are_no_yen(damage):
    subtitle = "Dialogue: 0,,{\\fad(200,200)}遠くの町まで\\N電車でゆこう"
    assert fix(damage(subtitle, "cp932>cp1252")) == subtitle


QUOTED = "# saved as windows-1250 by mistake\nfÃ¼r\nplain"


def test_a_name_of_an_encoding_saves_nothing_in_a_text_that_is_damaged_elsewhere(damage):
    assert fix(QUOTED) == QUOTED  # an example, beside what speaks of it
    far = QUOTED + "\n" * 4 + damage("Grüße aus Köln", "utf-8>cp1252")
    assert fix(far) == "# saved as windows-1250 by mistake\nfür\nplain" + "\n" * 4 + "Grüße aus Köln"
    page = "<%@ CodePage=1254 %>\n<% ' Üye sayfası\n' Kayıt tamamlandı %>"
    assert fix(damage(page, "utf-8>cp1252")) == page


def test_known_words_tell_which_words_suffered_a_proven_accident(damage):
    sound = "Ở đây có hóa đơn của khách hàng, mật khẩu mới và lịch sử giao dịch; "
    assert fix(sound + damage("được", "vni>cp1252")) == sound + "được"  # and not `hĩa đơn`
    lines = "Na Olimpíada ganhou ouro\nO país mudou depois\nTambém ali cresceu o café\nAqui viveu João, e não só ele"
    assert fix(damage(lines, "mac-roman>cp1256")) == lines  # and not `Olimp’ada`


def test_capitals_of_greek_have_no_accents(damage):
    names = ["<td>ΑΦΟΙ ΠΑΠΑΔΟΠΟΥΛΟΙ</td>", "ΔΗΜΟΣ ΚΑΛΑΜΑΤΑΣ", "ΕΛΛΗΝΙΚΑ ΤΑΧΥΔΡΟΜΕΙΑ"]
    assert fix_many([damage(name, "iso8859-7>cp1252") for name in names]) == names
    assert fix_many(names) == names
