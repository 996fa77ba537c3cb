"""`check --format html`: one page that needs nothing else, in which no byte of a file can do anything."""

import re
from html.parser import HTMLParser

import pytest

from mojibake_fix.cli import html_report


class Page(HTMLParser):
    """Reads a page, and checks that its tags are balanced."""

    EMPTY = frozenset({"meta", "br"})

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text, self.attributes = [], [], "", []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def page(fixenc):
    return fixenc("check", "--format", "html", ".").stdout


def test_shows_repairs_once_and_each_file_with_its_places(library, fixenc, folder):
    folder({"a.txt": "x Ã¤\nÃ¤ Ã¶", "b.txt": "Ã¤", "c.txt": "sound", "d.txt": "Ås".encode("cp1252"), "e.txt": "FAULT"})
    text = Page(page(fixenc)).text
    assert "5 files: 1 sound, 2 mojibake, 1 legacy; 1 error" in text
    html = page(fixenc)
    rows = [re.sub(r"<[^>]+>", "|", row) for row in re.findall("<tr>.*?</tr>", html)]
    assert any(re.search(r"Ã¤\|+ä\|+utf-8 read as cp1252\|+3\|+2\|", row) for row in rows)
    assert any("a.txt" in row and "1:3 " in row and "2:1 " in row for row in rows)
    assert any("d.txt" in row and "legacy (cp1252)" in row for row in rows)
    assert any("e.txt" in row and "internal error" in row for row in rows)
    assert not any("c.txt" in row for row in rows)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "</bdi></td></table><h1>mine",
        "\u202egnp.exe",
        "\x1b[31m",
        "$summary ${files} $$",
    ],
)
def test_nothing_of_a_file_does_anything(library, fixenc, folder, attack):
    name = attack.replace("/", "_") + ".txt"
    folder({name: f"Ã¤{attack}", "b.txt": f"{attack} Ã¤"})
    original = library.repair_bytes

    def wide(data, **_):
        repair = original(data)
        (span,) = repair.spans
        whole = type(span)(0, len(repair.original), repair.original, repair.text, span.chain, span.gain)
        return type(repair)(
            repair.original, repair.text, repair.verdict, repair.plan, (whole,), (), 1.0, 1.0, repair.detection
        )

    library.repair_bytes = wide
    html = page(fixenc)
    parsed = Page(html)
    assert not {"script", "img"} & set(parsed.tags)
    assert parsed.tags.count("h1") == 1
    assert not any(name.startswith("on") for name in parsed.attributes)
    assert not {"\x1b", "\u202e"} & set(html)


def test_needs_no_other_file_and_allows_no_script(library, fixenc, folder):
    folder({"a.txt": "Ã¤"})
    html = page(fixenc)
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"<(?:script|link|img|iframe)|https?://|url\(|@import", html)


def test_a_long_run_is_cut_and_says_so(library, fixenc, folder, monkeypatch):
    monkeypatch.setattr(html_report, "MOST_FILES", 3)
    monkeypatch.setattr(html_report, "MOST_PLACES", 2)
    folder({f"{number}.txt": "Ã¤ Ã¶ Ã¼" for number in range(5)})
    text = Page(page(fixenc)).text
    assert "And 2 more." in text
    assert "and 1 more" in text


def test_a_sound_folder(library, fixenc, folder):
    folder({"a.txt": "ä"})
    result = fixenc("check", "--format", "html", ".")
    assert result.exit_code == 0
    assert "<table>" not in result.stdout
    assert "1 file: 1 sound" in result.stdout
