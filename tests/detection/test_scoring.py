"""The short ways to a score give what the long ones give, and plain text needs none of the long ones."""

import numpy as np
import pytest

from mojibake_fix.detection import detect, pages, rank
from mojibake_fix.detection.judge import DOTTED_BITS, commonness, glued, judge
from mojibake_fix.plausibility.model import codes_of

RUSSIAN = "лодка вернулась к берегу вечером, где ждали дети с большими корзинами."
GREEK = "Η βάρκα γύρισε το βράδυ και στην ακτή την περίμεναν τα παιδιά με καλάθια."
THAI = "เรือกลับมาตอนเย็นและเด็กๆรออยู่ที่ชายหาดพร้อมตะกร้า"
POLISH = "Łódź wróciła pod wieczór, a na brzegu czekały już dzieci z koszami."
GERMAN = "Übers Jahr fährt er früh los."
CHINESE = "小船在傍晚回来了，孩子们已经拿着篮子在岸边等着，大家都很高兴。"
TAIWANESE = "小船在傍晚回來了，孩子們已經拿著籃子在岸邊等著，大家都很高興。"
JAPANESE = "夕方に小さな船が戻ってきて、子どもたちはかごを持って岸辺で待っていた。"
KOREAN = "저녁에 작은 배가 돌아왔고 아이들은 바구니를 들고 바닷가에서 기다리고 있었다."


@pytest.mark.parametrize(
    "texts",
    [
        ["Grüße", "Gr¸ße", "Gr³▀e"],
        ["Съешь ещё", "яЗЕЬЭ ЕЫЈ", "短い", "短い日本語"],
        ["a\nb\nцц", "a\nb\nÖÖ", ""],
        ["same", "same"],
        ["", "", "é"],
        ["ééé\n\nàà", "€€€\n\n££"],
    ],
)
def test_texts_judged_together_count_what_each_counts(texts):
    assert judge(texts) == pytest.approx([judge([text])[0] for text in texts])


def test_the_table_of_pairs_is_the_same_however_it_is_filled():
    names = ("cp1252", "cp1251", "cp866", "cp1258"), ("cp037",)
    one, other = pages._Pages(*names), pages._Pages(*names)
    pairs = np.array([0x41E9, 0xE920, 0xEFF0, 0xFFFF, 0x0AE0], dtype=np.int32)
    for pair in pairs:
        one._fill(np.array([pair]))
    other._fill(np.arange(1 << 16))
    assert (one._bits[pairs] == other._bits[pairs]).all()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"), (TAIWANESE, "big5"), (JAPANESE, "cp932"), (KOREAN, "cp949"), (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"), (GREEK, "cp737"), (THAI, "cp874"),
    ],
)  # fmt: skip
def test_plain_text_needs_no_model(text, encoding, monkeypatch):
    def fail(texts):
        raise AssertionError(texts)

    monkeypatch.setattr(rank, "judge", fail)
    data = ((text + "\n") * 4).encode(encoding)
    assert data.decode(detect(data).encoding) == (text + "\n") * 4


def test_no_op_twin_text_that_is_not_plain_is_judged(monkeypatch):
    asked = []
    monkeypatch.setattr(rank, "judge", lambda texts: asked.append(texts) or judge(texts))
    assert detect((POLISH + "\n").encode("cp1250")).encoding == "cp1250"
    assert detect(GERMAN[:20].encode("cp437")).encoding in {"cp437", "cp850"}
    assert asked


def test_common_characters_are_told_from_rare_ones():
    assert commonness(CHINESE).mean < commonness(CHINESE.encode("gb18030").decode("euc_jis_2004", "ignore")).mean
    assert commonness("plain").count == 0


@pytest.mark.parametrize("word", ["A€OR", "n´derlandie®u", "zapowied®a", "m²x", "bab┌lon", "nºoa"])
def test_a_sign_inside_a_word_costs_more(word):
    assert glued(codes_of(word)).any()


@pytest.mark.parametrize(
    "word",
    ["d’Aÿ", "col·legi", "Paris–Berlin", "co\xadop", "│Name│Wert│", "5 m²", "100°C", "№5", "«oui»", "中。文", "é", ""],
)
def test_no_op_twin_signs_that_words_have_inside_or_beside_them_cost_nothing_more(word):
    assert not glued(codes_of(word)).any()


def test_a_dotted_capital_is_no_capital_of_i_where_it_is_rare():
    with_dot, without = judge(["babİlon", "babIlon"])
    assert with_dot - without > DOTTED_BITS - 1
    turkish = "İstanbul'da İzmir'e giden yolcular İyidere'de durdu".encode("cp857")
    assert turkish.decode(detect(turkish).encoding) == "İstanbul'da İzmir'e giden yolcular İyidere'de durdu"
