"""What a long text in one language knows of the single odd thing in it, and what stays for all that."""

import pytest

from mojibake_fix import Verdict, fix, repair

INDONESIAN = (
    "Perpustakaan desa itu berdiri di tepi sungai sejak tahun seribu sembilan ratus enam puluh. "
    "Setiap pagi anak sekolah datang membawa buku yang mereka pinjam minggu lalu dan menukarnya dengan yang baru. "
    "Penjaga perpustakaan mengenal nama mereka semua dan tahu cerita apa yang disukai masing masing. "
    "Kalau hujan turun mereka duduk di lantai kayu dan mendengarkan dongeng tentang raja dan nelayan. "
    "Orang tua mereka bekerja di sawah sampai matahari terbenam lalu menjemput anak anak itu dengan sepeda. "
    "Tahun lalu pemerintah mengirim rak baru serta dua komputer yang sekarang dipakai bergantian. "
    "Sebagian warga ingin memperluas ruang baca sehingga ada tempat untuk belajar pada malam hari. "
    "Mereka mengumpulkan uang dari hasil panen dan menjual makanan di pasar setiap hari minggu. "
    "Kepala desa berjanji bahwa pembangunan akan dimulai sebelum musim hujan berikutnya tiba."
)
SWEDISH = "Den gamla stationen låg vid sjön, och på vintern gick tåget bara två gånger om dagen."
MANX = (
    "Va shenn ven ayn keayrt dy row as v'ee cummal ec oirr ny marrey marish e mac as e inneen. "
    "Dy chooilley laa ren ad goll dys y traie dy yeeaghyn son eeast as bain ny creg. "
    "Un oie haink dorrin vooar as cha row ad abyl cadley er yn oyr dy row yn gheay cha lajer."
)


@pytest.mark.parametrize(
    ("sound", "chain"),
    [
        ("Ia membuka toko baru «Bunga» di kota.", "cp1252>cp437"),
        ("Ia membuka toko baru «Bunga Merah» di kota.", "cp1252>cp437"),
        ("Perpustakaan ini milik kita. — Kepala Desa", "mac_roman>cp437"),
    ],
)
def test_one_odd_thing_in_prose(damage, sound, chain):
    assert fix(f"{INDONESIAN}\n{damage(sound, chain)}") == f"{INDONESIAN}\n{sound}"


@pytest.mark.parametrize(
    "line",
    [
        "Ia membuka toko baru «Bunga» di kota.",
        "Ia membuka toko baru ★Bunga★ di kota.",
        "Ia membuka toko baru ‹Bunga› di kota.",
        "Suhu air naik ±3 derajat, luasnya 40 m² dan ½ dari biasanya.",
        "Tanda (╤) dan tanda '¦' tidak dipakai lagi.",
        'Judulnya ditulis dengan "³" di atas.',
    ],
)
def test_a_sound_sign_in_prose_stays(line):
    text = f"{INDONESIAN}\n{line}"
    assert fix(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Die Jungs haben ´nur kurz´ gewartet.",
        "Wir haben die Tür ´zu´ gemacht und ″gewartet″.",
        "Michea´l kommt aus Irland und spricht ein hübsches Gälisch.",
        "We don´t know what the café wants",
    ],
)
def test_what_is_typed_for_quotation_marks_stays(line):
    assert fix(line) == line
    text = f"Grüße aus dem schönen Süden.\n{line}\nSüße Äpfel gibt es auch."
    assert fix(text) == text


def test_the_rest_of_a_damaged_text_with_such_a_sign_is_restored(damage):
    text = f"{SWEDISH}\nMichea´l åker hem på söndag och kommer inte åter förrän i mars."
    answer = repair(damage(text, "utf-8>gbk"))
    assert (answer.text, answer.verdict) == (text, Verdict.MOJIBAKE)


@pytest.mark.parametrize("letter", ["Ñ", "Ð", "Š", "Р", "ñ"])
@pytest.mark.parametrize("frame", ["The letter {} is used in this language", "Der Buchstabe {} kommt nur selten vor"])
def test_a_letter_that_is_spoken_of_stays(frame, letter):
    text = frame.format(letter)
    assert fix(text) == text


def test_a_letter_where_a_name_begins_behind_it_is_a_dash(damage):
    text = "Laporan tahunan sudah selesai dan dikirim kemarin. — Budi Santoso, kepala desa di tepi sungai itu"
    assert fix(damage(text, "mac_roman>cp1252")) == text


@pytest.mark.parametrize(("broken", "text"), [("groºem", "großem"), ("groºe", "große")])
def test_a_sign_that_counts_as_a_letter_stands_in_no_word(broken, text):
    frame = "Das Dorf lag in einem {} Wald am Rande der Berge und war im Winter kaum zu erreichen"
    assert fix(frame.format(broken)) == frame.format(text)


@pytest.mark.parametrize("text", ["Das steht auf der 1ª Seite", "Capítulo nº 3 da obra", "ein Spalt von 5 µm Breite"])
def test_such_a_sign_beside_a_word_stays(text):
    assert fix(text) == text


def test_letters_that_a_language_has_not_are_not_exchanged_for_each_other():
    """Manx writes ç, but the texts that training met do not: nor do they write any other letter beyond ASCII."""
    text = f"{MANX}\nVa çhiass vooar ayn as v'ad ny soie ec y çhiollagh dy eaishtagh rish çhengey ny mayrey."
    assert fix(text) == text


def test_what_a_first_repair_leaves_is_undone_with_it(damage):
    """The page below UTF-8 shows in two words of many; without them UTF-8 alone explains more than enough."""
    text = (
        "Aeth y bachgen yn ôl i'r pentref ar ôl y storm, a daeth ei chwaer â llestri a bara gyda hi. "
        "Roedd y môr yn dawel ar ôl y glaw, ac aeth pawb â chwch bach at y lan. "
        "Daeth y ci â phren yn ôl o'r môr, a rhedodd at y bachgen. "
        "Ar ôl hynny aeth y teulu i weld y castell yn Llŷn, ac yn ôl â nhw adref cyn nos."
    )
    assert fix(damage(text, "iso8859-14>latin-1", "utf-8>cp1252")) == text
    assert fix(text) == text


def test_the_page_of_ukrainian_is_no_other_language_s(damage):
    text = "Дзяўчаты ў святочным адзенні спявалі на пляцы."
    assert fix(damage(text.replace("і", "?"), "cp866>cp1252")) == text.replace("і", "?")
    ukrainian = "Дівчата у святковому вбранні співали на площі."
    assert fix(damage(ukrainian, "cp1125>cp1252")) == ukrainian


GERMAN = (
    "Die Anlage wurde im letzten Jahr erneuert und für den Winter geprüft. Der Händler liefert die Geräte frei Haus. "
    "Wer mehr als drei Stück bestellt, erhält einen Nachlass auf den gesamten Betrag, der später verrechnet wird. "
    "Für größere Mengen gibt es eigene Angebote, die man schriftlich anfordern muss. Die Rechnung liegt der Ware bei. "
    "Über Änderungen der Preise werden alle Kunden rechtzeitig unterrichtet, damit sie ihre Bestellung prüfen können. "
    "Rückgaben sind innerhalb von vierzehn Tagen möglich, wenn die Verpackung nicht geöffnet wurde. Fragen beantwortet "
    "der Kundendienst während der üblichen Geschäftszeiten. Die Werkstatt ist montags geschlossen, der Laden geöffnet. "
    "Außerdem weisen wir darauf hin, dass die Lieferung ins Ausland länger dauern kann und gesondert berechnet wird. "
    "Ersatzteile sind für die meisten Modelle vorrätig und werden noch am selben Tag verschickt, sofern sie passen."
)


def test_the_sign_of_no_currency_behind_a_price_in_prose_was_the_euro():
    assert (
        fix(f"{GERMAN} {GERMAN}\nDer Versand kostet 8 ¤ im Monat.")
        == f"{GERMAN} {GERMAN}\nDer Versand kostet 8 € im Monat."
    )


@pytest.mark.parametrize("line", ["Das Zeichen ¤ steht für jede Währung.", "¤¤¤", "Muster: ¤ 0,00"])
def test_it_stays_elsewhere(line):
    text = f"{GERMAN} {GERMAN}\n{line}"
    assert fix(text) == text


def test_a_pattern_of_prices_stays():
    assert fix("#,##0.00 ¤") == "#,##0.00 ¤"


SPANISH = (
    "El municipio tiene una superficie de doce hectáreas y una población de cuatro mil habitantes según el censo. "
    "La economía local depende de la agricultura y del turismo, que en los últimos años ha crecido mucho. "
    "Cada verano se celebra una feria donde los vecinos venden quesos, aceite y miel de la región."
)


def test_a_letter_that_the_language_lacks_is_no_reason_to_leave_those_that_it_has(damage):
    text = "Viajaron por España hasta Portugal y luego a São Paulo, cerca de una montaña."
    plain = "La economia local depende del turismo y de la agricultura, que ha crecido mucho en esta zona del interior."
    document = f"{plain} {plain.lower()}\n{text}"
    assert fix(damage(document, "cp1252>cp1250")) == document


def test_a_letter_for_a_letter_where_the_language_has_neither_stays():
    text = f"{SPANISH}\nEl apellido Wałęsa es de origen polaco."
    assert fix(text) == text


PROSE = (
    "Kami pernah tinggal di desa kecil itu selama beberapa tahun, dan setiap pagi orang-orang datang ke pasar untuk "
    "menjual sayur, ikan dan buah dari kebun mereka sendiri {} lalu pulang sebelum matahari terlalu tinggi. Sekarang "
    "jalan itu sudah lebar, tetapi pasar lama masih ada, dan anak-anak kami masih suka pergi ke sana bersama nenek. "
    "Nenek selalu membawa keranjang besar dan menawar harga dengan sabar, lalu kami makan kue di bawah pohon mangga."
)


def test_a_dash_that_a_console_shows_as_a_line_of_a_frame_is_restored(damage):
    assert fix(damage(PROSE.format("—"), "mac-roman>cp437")) == PROSE.format("—")


@pytest.mark.parametrize("sign", ["█", "▌", "░"])
def test_a_block_stays_in_prose(sign):
    """Cursors, bullets and what was made unreadable look like it."""
    text = PROSE.format(sign)
    assert fix(text) == text


def test_lines_of_a_frame_that_part_titles_stay():
    text = "Beranda │ Berita │ Kontak"
    assert fix(text) == text
