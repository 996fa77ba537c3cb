"""The first two planes of CNS 11643, Taiwan's national character set, and the encodings EUC-TW and ISO-2022-CN.

Both planes hold the characters of Big5 in the order of Big5. The standard put some characters where they belong that
Big5 has at the wrong number of strokes, and has a few signs of its own; those are listed here, all else follows from
the table that Python has of Big5. The planes beyond, of rare characters, are in no table that Python brings: text that
holds one of them is not decoded.
"""

from __future__ import annotations

import functools
import re

import numpy as np

EUC_TW, ISO_2022_CN = "euc-tw", "iso-2022-cn"
ROW = 94  # cells of a row, and rows of a plane
HOLE = "\ufffe"
_BIG5_ROW = 157
_SIGNS, _COMMON, _RARE = 0xA140, 0xA440, 0xC940  # where signs, common and rare characters begin in Big5
_SIGN_COUNT, _COMMON_COUNT, _RARE_COUNT = 408, 5401, 7652
_SIGNS_BEFORE_GAP, _GAP = 234, 48  # signs before numerals, and cells that are open there
_COMMON_ROW = 35  # rows before the common characters

# Characters that Big5 has elsewhere, and the cell that they have among the characters of their plane.
_MOVED_COMMON = {"耄": 1836, "銬": 3713, "薦": 4626, "嚨": 4900, "羅": 4956}
_MOVED_RARE = {
    "刉": 43, "攷": 138, "笻": 2146, "筇": 2792, "莚": 2893, "錥": 4930, "徻": 5077, "螤": 5365, "磿": 5723,
    "鎀": 6312, "舋": 6530, "鎥": 6644, "瀪": 6787, "鐼": 6904, "鬮": 7589, "爩": 7645,
}  # fmt: skip
_TWICE = dict.fromkeys(map(ord, "\ufa0c\ufa0d"))  # characters that Big5 has among the rare ones again
_OTHER_FORMS = str.maketrans("彝", "彞")  # the forms that the planes have
# Signs of another order, or of another meaning, by their cell.
_OWN_SIGNS = {
    5: "・", 21: "︱", 22: "—", 23: "︲", 24: "–", 73: "′", 74: "‵", 96: "‾", 127: "﹦", 128: "﹥", 129: "∼",
    144: "♁", 145: "☉", 148: "→", 149: "←", 154: "‖", 155: "｜",
}  # fmt: skip
_ROW_OF_ENCLOSED, _ENCLOSED = 5, "①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
_ROW_OF_CONTROLS = 33
_CONTROLS = "".join(map(chr, (*range(0x2400, 0x2420), 0x2421)))


@functools.cache
def planes() -> tuple[str, str]:
    """The characters of the first two planes, 8,836 each; `HOLE` where there is none."""
    signs = list(_of_big5(_SIGNS, _SIGN_COUNT))
    for cell, char in _OWN_SIGNS.items():
        signs[cell] = char
    first = "".join(signs[:_SIGNS_BEFORE_GAP]) + HOLE * _GAP + "".join(signs[_SIGNS_BEFORE_GAP:])
    first = first.ljust(_ROW_OF_ENCLOSED * ROW, HOLE) + _ENCLOSED
    first = first.ljust(_ROW_OF_CONTROLS * ROW, HOLE) + _CONTROLS
    first = first.ljust(_COMMON_ROW * ROW, HOLE) + _put(_of_big5(_COMMON, _COMMON_COUNT), _MOVED_COMMON)
    rare = _put(_of_big5(_RARE, _RARE_COUNT).translate(_TWICE), _MOVED_RARE)
    return first.translate(_OTHER_FORMS).ljust(ROW * ROW, HOLE), rare.ljust(ROW * ROW, HOLE)


def _of_big5(first: int, count: int) -> str:
    """So many characters of Big5, from a code on, in its order."""
    lead, trail = divmod(first, 256)
    start = (lead - 0xA1) * _BIG5_ROW + trail - 0x40
    return b"".join(map(_big5_code, range(start, start + count))).decode("cp950")


def _big5_code(place: int) -> bytes:
    row, cell = divmod(place, _BIG5_ROW)
    return bytes([0xA1 + row, cell + 0x40 if cell < 63 else cell - 63 + 0xA1])


def _put(chars: str, moved: dict[str, int]) -> str:
    """The characters with some of them at other cells."""
    order = [char for char in chars if char not in moved]
    for char, cell in sorted(moved.items(), key=lambda each: each[1]):
        order.insert(cell, char)
    return "".join(order)


@functools.cache
def _cells() -> dict[str, tuple[int, int]]:
    """The plane, counted from 0, and the cell of every character."""
    return {char: (plane, cell) for plane in (1, 0) for cell, char in enumerate(planes()[plane]) if char != HOLE}


def cns_repertoire() -> frozenset[int]:
    """The code points that both encodings can write."""
    return frozenset((*range(0x80), *map(ord, _cells())))


def _read(units: bytes, plane: int) -> str:
    """The characters of pairs of bytes in a plane, in seven bits or eight."""
    pairs = (np.frombuffer(units, dtype=np.uint8).reshape(-1, 2) & 0x7F).astype(np.intp) - 0x21
    return "".join(map(planes()[plane].__getitem__, (pairs[:, 0] * ROW + pairs[:, 1]).tolist()))


def _write(char: str) -> tuple[int, bytes]:
    """The plane and the pair of bytes of a character, in seven bits. Raises `KeyError` where it has none."""
    plane, cell = _cells()[char]
    return plane, bytes([0x21 + cell // ROW, 0x21 + cell % ROW])


_EUC = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)|(?P<one>(?:[\xa1-\xfe]{2})+)|(?P<long>\x8e[\xa1-\xb0][\xa1-\xfe]{2})|(?P<bad>.)",
    re.DOTALL,
)


def decode_euc_tw(data: bytes, errors: str = "strict") -> str:
    """The text of EUC-TW. Raises `UnicodeDecodeError` where bytes are none, or beyond the planes that are known.

    >>> decode_euc_tw(bytes.fromhex("c4e3c5c6"))
    '中文'
    """
    out: list[str] = []
    for match in _EUC.finditer(data):
        unit = match[0]
        if match["ascii"]:
            text = unit.decode("ascii")
        elif match["one"]:
            text = _read(unit, 0)
        elif match["long"] and unit[1] <= 0xA2:
            text = _read(unit[2:], unit[1] - 0xA1)
        else:
            text = HOLE
        out.append(_without_holes(text, EUC_TW, match, errors))
    return "".join(out)


_WHOLE = re.compile(rb"(?:[\x00-\x8d\x8f-\xa0\xff]+|[\xa1-\xfe]{2}|[\xa1-\xfe](?=[^\xa1-\xfe])|\x8e.{3})*+", re.DOTALL)


def whole_euc_tw(data: bytes) -> int:
    """How many bytes of EUC-TW there are before a character that is cut off at the end."""
    match = _WHOLE.match(data)
    return match.end() if match else 0


def _without_holes(text: str, name: str, match: re.Match[bytes], errors: str) -> str:
    """The text of a part of the data, with what the planes lack as replacement characters, or an error for it."""
    if HOLE in text and errors == "strict":
        raise UnicodeDecodeError(name, match.string, match.start(), match.end(), "no such character")
    return text.replace(HOLE, "\ufffd")


def encode_euc_tw(text: str) -> bytes:
    """The bytes of a text in EUC-TW. Raises `UnicodeEncodeError` for characters that it lacks."""
    out = bytearray()
    for at, char in enumerate(text):
        if char.isascii():
            out.append(ord(char))
            continue
        try:
            plane, pair = _write(char)
        except KeyError:
            raise UnicodeEncodeError(EUC_TW, text, at, at + 1, "the planes have no such character") from None
        out += b"\x8e\xa2" * plane + bytes(byte | 0x80 for byte in pair)
    return bytes(out)


_SETS = {b"\x1b$)A": "gb2312", b"\x1b$)G": "cns", b"\x1b$*H": "cns"}
_SHIFTED = re.compile(
    rb"(?P<escape>\x1b\$\)[AG]|\x1b\$\*H)|(?P<out>\x0e)|(?P<in>\x0f)|(?P<second>\x1bN[\x21-\x7e]{2})"
    rb"|(?P<end>[\r\n]+)|(?P<bad>[\x1b\x80-\xff])|(?P<text>[^\x0a\x0d\x0e\x0f\x1b\x80-\xff]+)"
)


def decode_iso_2022_cn(data: bytes, errors: str = "strict") -> str:
    """The text of ISO-2022-CN, as RFC 1922 has it. Raises `UnicodeDecodeError` where bytes are none.

    >>> decode_iso_2022_cn(b"\\x1b$)A\\x0eVPND\\x0f ok")
    '中文 ok'
    """
    out: list[str] = []
    chosen, is_out = "", False
    for match in _SHIFTED.finditer(data):
        unit, kind = match[0], match.lastgroup
        text = ""
        if kind == "escape" and unit != b"\x1b$*H":
            chosen = _SETS[unit]
        elif kind in {"out", "in"}:
            is_out = kind == "out"
        elif kind == "second":
            text = _read(unit[2:], 1)
        elif kind == "end":  # a line end ends all of it
            chosen, is_out, text = "", False, unit.decode("ascii")
        elif kind == "text":
            text = _shifted(unit, chosen) if is_out else unit.decode("ascii")
        elif kind == "bad":
            text = HOLE
        out.append(_without_holes(text, ISO_2022_CN, match, errors))
    return "".join(out)


def _shifted(unit: bytes, chosen: str) -> str:
    """The text of bytes in the set that was chosen; spaces between characters stay what they are."""
    out: list[str] = []
    for part in re.findall(rb"(?:[\x21-\x7e]{2})+|[\x00-\x20\x7f]+|.", unit, re.DOTALL):
        if part[0] <= 0x20 or part[0] == 0x7F:
            out.append(part.decode("ascii"))
        elif len(part) % 2 or not chosen:
            out.append(HOLE)
        elif chosen == "cns":
            out.append(_read(part, 0))
        else:
            out.append(bytes(byte | 0x80 for byte in part).decode("gb2312", "replace").replace("\ufffd", HOLE))
    return "".join(out)


def encode_iso_2022_cn(text: str) -> bytes:
    """The bytes of a text in ISO-2022-CN, in CNS 11643. Raises `UnicodeEncodeError` for characters that it lacks."""
    out = bytearray()
    is_out, known = False, set[int]()
    for at, char in enumerate(text):
        if char.isascii():
            out += b"\x0f" * is_out + char.encode("ascii")
            is_out = False
            if char in "\r\n":
                known.clear()
            continue
        try:
            plane, pair = _write(char)
        except KeyError:
            raise UnicodeEncodeError(ISO_2022_CN, text, at, at + 1, "the planes have no such character") from None
        if plane not in known:
            out += b"\x1b$*H" if plane else b"\x1b$)G"
            known.add(plane)
        if plane:
            out += b"\x1bN" + pair
        else:
            out += b"\x0e" * (not is_out) + pair
            is_out = True
    return bytes(out + b"\x0f" * is_out)
