r"""Escaped characters: JSON's and Java's `\u00c3`, HTML's `&Atilde;`, and `<U+00C3>` as R prints them.

They are undone where they hide UTF-8. HTML has two damages of its own: a number of the C1 range, which means a
character of Windows-1252, and entities that were escaped a second time.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mojibake_fix.engine.escapes.hidden import Hidden, find_hidden
from mojibake_fix.engine.escapes.notation import NOT_ESCAPED, Run, Uncovered, kept, runs_of, step, uncover


@dataclass(frozen=True, slots=True)
class CodePoints:
    """A notation of code points in hexadecimal."""

    name: str
    hint: str
    token: re.Pattern[str]
    data: re.Pattern[str]
    """What stands beside escapes that are data of some kind: controls."""

    @property
    def trace(self) -> str:
        """The pattern of what is undone, whatever stands before it."""
        return self.token.pattern.removeprefix(NOT_ESCAPED)

    def read(self, text: str) -> str:
        """The text with its escapes beyond ASCII as characters."""
        return self.token.sub(lambda match: self._char(match) or match.group(), text)

    def find(self, text: str) -> list[Uncovered]:
        """The runs that hide UTF-8."""
        found = uncover(text, list(runs_of(text, self.token, self._char)), self._make, self.read)
        return [one for one in found if not self.data.search(text, max(0, one.start - NEAR_DATA), one.end + NEAR_DATA)]

    def _char(self, match: re.Match[str]) -> str | None:
        code = int(match.group(1), 16)
        return None if code < 0x80 or 0xD800 <= code < 0xE000 else chr(code)

    def _make(self, run: Run, hidden: Hidden) -> Uncovered:
        start, end = run.place(hidden)
        return Uncovered(start, end, hidden.after, (*step(self.name), *hidden.steps), hidden.is_sure)


JSON_ESCAPES = CodePoints(
    "json-escape",
    "\\u",
    re.compile(NOT_ESCAPED + r"\\u([0-9A-Fa-f]{4})"),
    re.compile(r"\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])|(?<!\\)\\[0-7]{1,3}(?=[\\\"])"),
)
"""A backslash before it makes it plain text."""

R_ESCAPES = CodePoints(
    "r-escape",
    "<U+",
    re.compile(r"<U\+([0-9A-Fa-f]{4})>"),
    re.compile(r"<U\+00(?:0[0-8BCEF]|1[0-9A-F]|7F)>"),
)
"""As R prints what a console cannot show."""


NEAR_DATA = 200  # characters on each side in which a control tells that escapes are data

_ENTITY = re.compile(r"&(amp;)?((?:[A-Za-z][A-Za-z0-9]{1,8}|#[0-9]{3,6}|#[xX][0-9A-Fa-f]{2,5});)")
_C1 = re.compile(r"&#(?:1(?:2[89]|[345][0-9])|[xX][89][0-9A-Fa-f]);")
_MARKUP = re.compile(r"&lt;[A-Za-z/!]")
_CODE = re.compile(r"<(?:code|kbd|pre|samp|tt)\b[^<>]*>[^<]*\Z", re.IGNORECASE)
_CODE_REACH = 100  # characters before an entity in which markup of code is looked for


@dataclass(frozen=True, slots=True)
class HtmlEntities:
    """`&Atilde;`, `&#195;` and `&#xC3;`."""

    name: str = "html-entity"
    hint: str = "&"
    trace: str = _ENTITY.pattern

    def read(self, text: str) -> str:
        """The text with its entities beyond ASCII as characters; of those escaped twice, one layer is undone."""
        return _ENTITY.sub(_once, text)

    def find(self, text: str) -> Iterator[Uncovered]:
        """The runs that hide UTF-8, the numbers of the C1 range, and the entities that were escaped twice."""
        runs = list(runs_of(text, _ENTITY, _char))

        def make(run: Run, hidden: Hidden) -> Uncovered:
            start, end = run.place(hidden)
            times = 2 if "&amp;" in text[start:end] else 1
            return Uncovered(start, end, hidden.after, (*step(self.name, times), *hidden.steps), hidden.is_sure)

        yield from uncover(text, runs, make, self.read)
        yield from kept(text, self._numbers(text, runs))
        yield from kept(text, self._twice(text))

    def _numbers(self, text: str, runs: Sequence[Run]) -> Iterator[Uncovered]:
        """Numbers of the C1 range, but for those that are a part of mojibake, be it shown on purpose."""
        if not _C1.search(text):
            return
        hiding = (run.place(hidden) for run in runs for hidden in find_hidden(run.shown, "") if hidden.is_sure)
        low = high = 0
        for match in _C1.finditer(text):
            while high <= match.start() and (place := next(hiding, None)):
                low, high = place
            char = html.unescape(match.group())
            if char > "\x9f" and not low <= match.start() < high:
                is_glued = (
                    text[match.start() - 1 : match.start()].isalnum() or text[match.end() : match.end() + 1].isalnum()
                )
                yield Uncovered(match.start(), match.end(), char, step(self.name), is_glued)

    def _twice(self, text: str) -> Iterator[Uncovered]:
        """Entities that were escaped twice, in a text that has no letters escaped once, and no markup that was escaped.

        Where signs are escaped once, only letters within words are taken for damage.
        """
        if "&amp;" not in text or _MARKUP.search(text):
            return
        found = []
        has_signs = False
        for match in _ENTITY.finditer(text):
            char = _char(match)
            if char is None or char <= "\x9f":
                continue
            if not match.group(1) and char.isalpha():
                return
            has_signs = has_signs or not match.group(1)
            if match.group(1) and not _CODE.search(text, max(0, match.start() - _CODE_REACH), match.start()):
                found.append((match.start(), match.end(), char))
        for start, end, char in found:
            is_glued = text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
            is_sure = is_glued and unicodedata.category(char) not in {"Zs", "Cf"}
            if not has_signs or (is_sure and char.isalpha()):
                yield Uncovered(start, end, char, step(self.name, 2), is_sure)


def _char(match: re.Match[str]) -> str | None:
    """The character beyond ASCII that an entity stands for, if it is one."""
    char = html.unescape("&" + match.group(2))
    return char if len(char) == 1 and char > "\x7f" else None


def _once(match: re.Match[str]) -> str:
    char = _char(match)
    if char is None:
        return match.group()
    return "&" + match.group(2) if match.group(1) else char
