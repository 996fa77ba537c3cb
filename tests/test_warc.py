"""Pages as crawls hold them: whatever the header and the page declare, the text is what was written."""

from email.message import Message
from io import BytesIO

import pytest

from mojibake_fix import repair_bytes

TEXTS = {
    "windows-1251": "Завтра утром мы поедем на дачу и будем собирать яблоки.",
    "koi8-r": "Завтра утром мы поедем на дачу и будем собирать яблоки.",
    "iso-8859-7": "Αύριο το πρωί θα πάμε στη θάλασσα με τα παιδιά.",
    "shift_jis": "明日の朝は早いので、今夜は早く寝ることにします。",
    "euc-jp": "明日の朝は早いので、今夜は早く寝ることにします。",
    "gbk": "明天早上我们一起去爬山，好不好？",
    "big5": "明天早上我們一起去爬山，好不好？",
    "euc-kr": "내일 아침에 도서관 앞에서 만나기로 했어요.",
    "iso-8859-2": "Jutro rano pójdziemy na łąkę, żeby zbierać źdźbła.",
    "windows-1254": "Yarın sabah erkenden çarşıya gidip ekmek alacağız.",
    "windows-1255": "מחר בבוקר נלך לים עם הילדים.",
    "windows-1256": "سنذهب غدا صباحا إلى البحر مع الأطفال.",
    "tis-620": "พรุ่งนี้เช้าเราจะไปทะเลกับเด็กๆ",
    "utf-8": "Sáng mai chúng tôi sẽ đi biển với lũ trẻ.",
}
DECLARED = ["right", "iso-8859-1", "utf-8", "windows-1251", "gbk", "utf-16", "x-nonsense", None]


def page(text, head=""):
    return f"<!DOCTYPE html><html><head>{head}<title>Page</title></head><body><p>{text}</p></body></html>"


def through_a_warc(body, declared):
    """What a reader of an archive gets of a page: its bytes, and the charset of its header."""
    warcio = pytest.importorskip("warcio", reason="needs pip install warcio")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert warcio
    kind = "text/html" if declared is None else f"text/html; charset={declared}"
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    sent = BytesIO(body)
    record = writer.create_warc_record(
        "https://example.org/", "response", payload=sent, length=len(body), http_headers=headers
    )
    writer.write_record(record)
    record.raw_stream.close()  # the copy that the writer makes
    out.seek(0)
    found = next(iter(ArchiveIterator(out)))
    message = Message()
    message["Content-Type"] = found.http_headers.get_header("Content-Type")
    return found.content_stream().read(), message.get_content_charset()


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("encoding", TEXTS)
def test_a_declaration_beside_the_page_is_a_hint(encoding, declared):
    named = encoding if declared == "right" else declared
    data, charset = through_a_warc(page(TEXTS[encoding]).encode(encoding), named)
    assert charset == named
    assert repair_bytes(data, declared=charset).text == page(TEXTS[encoding])


@pytest.mark.parametrize("declared", ["right", "iso-8859-1", "utf-8"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_so_is_one_inside(encoding, declared):
    whole = page(TEXTS[encoding], f'<meta charset="{encoding if declared == "right" else declared}">')
    data, charset = through_a_warc(whole.encode(encoding), None)
    assert repair_bytes(data, declared=charset).text == whole


@pytest.mark.parametrize("text", sorted(set(TEXTS.values())))
def test_a_page_that_is_declared_rightly_may_be_mangled_inside(text):
    data, charset = through_a_warc(page(text.encode().decode("latin-1")).encode(), "utf-8")
    answer = repair_bytes(data, declared=charset)
    assert answer.text == page(text)
    assert str(answer.verdict) in ("mojibake", "mixed")
    sound, charset = through_a_warc(page(text).encode(), "utf-8")
    assert not repair_bytes(sound, declared=charset).changed
