"""Files of one encoding with a few bytes damaged: the encoding is named, and the places; nothing else is damaged."""

import pytest

from mojibake_fix import Verdict, repair_bytes
from mojibake_fix.detection import detect

CHINESE = "今天早上渔民们满载而归，港口里的人们都非常高兴，孩子们跑来跑去。\n"
KOREAN = "오늘 아침 어부들이 그물을 가득 채워 항구로 돌아왔고 모두가 무척 기뻐했습니다.\n"
RUSSIAN = "Сегодня утром над рекой стоял густой туман, и рыбаки ждали, пока он рассеется.\n"
GERMAN = "Heute früh kamen die Fischer mit vollen Netzen zurück, und alle freuten sich.\n"


@pytest.mark.parametrize(
    ("text", "encoding"), [(CHINESE, "gb18030"), (KOREAN, "cp949"), (RUSSIAN, "utf-8"), (GERMAN, "utf-8")]
)
@pytest.mark.parametrize("lines", [8, 4000])
def test_one_invalid_sequence(text, encoding, lines):
    line = text.encode(encoding)
    at = len(line) * (lines // 2) + len(line) - 1  # behind the last character of a line
    data = line * (lines // 2) + line[:-1] + b"\xff" + line[-1:] + line * (lines // 2)
    answer = detect(data)
    assert (answer.encoding, answer.damaged) == (encoding, (at,))
    assert "1 place is damaged" in answer.evidence


def test_the_loss_is_named_and_the_rest_is_there():
    data = CHINESE.encode("gbk") * 20
    answer = repair_bytes(data[:-1] + b"\xff\n")
    assert answer.verdict is Verdict.LOSSY
    assert len(answer.losses) == 1
    assert answer.text.startswith(CHINESE * 19)


def test_several_places():
    data = b"".join(CHINESE.encode("gbk")[:-1] + (b"\xff\n" if k % 10 == 5 else b"\n") for k in range(60))
    assert len(detect(data).damaged) == 6


@pytest.mark.parametrize(("text", "encoding"), [(CHINESE, "gb18030"), (KOREAN, "cp949"), (RUSSIAN, "cp1251")])
def test_no_op_twin_nothing_is_damaged(text, encoding):
    assert detect((text * 30).encode(encoding)).damaged == ()


def test_no_op_twin_half_of_a_file_is_no_damage():
    data = (RUSSIAN.encode() + RUSSIAN.encode("cp1251")) * 20
    assert detect(data).damaged == ()


def test_no_op_twin_random_bytes():
    import random

    data = random.Random(3).randbytes(4000)
    assert detect(data).damaged == ()


def test_damage_that_another_encoding_happens_to_decode_is_damage_all_the_same():
    """GB 18030 has nearly every pair of bytes: Big5 with a few bytes that it lacks decodes as that, to nonsense."""
    line = "今天早上漁民們滿載而歸，港口裡的人們都非常高興，孩子們跑來跑去。".encode("big5")
    data = (line + b"\x84\xa1\x8b\xf2") * 10
    assert data.decode("gb18030")
    answer = detect(data)
    assert (answer.encoding, len(answer.damaged)) == ("big5hkscs", 10)
    assert answer.probability > 0.9


def test_no_op_twin_rare_characters_are_no_damage():
    data = "饕餮、貔貅、狴犴、螭吻、睚眦、嘲风、囚牛、狻猊、负屃、椒图、霸下、蒲牢。".encode("gb18030")
    answer = detect(data)
    assert (answer.encoding, answer.damaged) == ("gb18030", ())


def test_japanese_with_a_damaged_byte_is_not_the_chinese_that_has_the_same_kana():
    line = "今朝、漁師たちは網をいっぱいにして港へ帰り、みんながとても喜んだ。".encode("euc_jp")
    data = line * 5 + b"\x85\xd7" + line[2:] + line * 5
    assert data.decode("gb18030")
    answer = detect(data)
    assert answer.encoding == "euc_jp"
    assert answer.damaged


def test_no_op_twin_japanese_in_a_chinese_encoding_is_not_damaged():
    data = ("今朝、漁師たちは網をいっぱいにして港へ帰り、みんながとても喜んだ。" * 5).encode("gb18030")
    answer = detect(data)
    assert (answer.encoding, answer.damaged) == ("gb18030", ())
