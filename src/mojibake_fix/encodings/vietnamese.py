"""The Vietnamese encodings that Python lacks: VISCII, TCVN 5712 and the fonts of VNI.

- VISCII is RFC 1456: all 134 letters beyond ASCII, six of them in place of control characters.
- TCVN is TCVN 5712:1993, known as ABC or TCVN3 by its fonts. The table is that of the whole standard (VN1), with
  capitals that have a tone below 0xA0, as iconv has it. Texts set in the fonts keep to the small letters: their
  capitals with a tone are small letters in another font, which no bytes tell.
- VNI writes a letter with tone as its base and a second character of windows-1252, so that old fonts could show it:
  `aù` is á, `öï` is ự. A few letters are one such character by themselves: `ñ` is đ. What is no letter of the fonts is
  a sign of windows-1252.
"""

from __future__ import annotations

import re
import unicodedata

_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_TCVN_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
    "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN_CONTROLS = {
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ",
    0x16: "Ý", 0x17: "Ỵ",
}  # fmt: skip


def _page(high: str, controls: dict[int, str]) -> str:
    return "".join(controls.get(byte, chr(byte)) for byte in range(0x80)) + high


VISCII = _page(_VISCII_HIGH, _VISCII_CONTROLS)
"""The 256 characters of VISCII."""
TCVN = _page(_TCVN_HIGH, _TCVN_CONTROLS)
"""The 256 characters of TCVN 5712."""

# ---------------------------------------------------------------- VNI

# Base letters, and the character behind each of them that writes grave, acute, hook, tilde, dot; one letter a column.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VNI_PAIRS = {
    "a": ("a", "øùûõï"), "e": ("e", "øùûõï"), "o": ("o", "øùûõï"), "u": ("u", "øùûõï"), "y": ("y", "øùûõ"),
    "ô": ("ơ", "øùûõï"), "ö": ("ư", "øùûõï"),
}  # fmt: skip
_VNI_WITH_SIGN = {
    ("a", "â"): ("â", "àáåãä"), ("a", "ê"): ("ă", "èéúüë"), ("e", "â"): ("ê", "àáåãä"), ("o", "â"): ("ô", "àáåãä"),
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _small_letters() -> dict[str, str]:
    letters = dict(_VNI_SINGLE)
    for base, (letter, marks) in _VNI_PAIRS.items():
        letters |= {base + mark: letter + tone for mark, tone in zip(marks, _TONES, strict=False)}
    for (base, sign), (letter, marks) in _VNI_WITH_SIGN.items():
        letters[base + sign] = letter
        letters |= {base + mark: letter + tone for mark, tone in zip(marks, _TONES, strict=True)}
    return {written: unicodedata.normalize("NFC", letter) for written, letter in letters.items()}


def _vni_letters() -> dict[str, str]:
    """The letters of VNI by what writes them, capitals too."""
    small = _small_letters()
    return small | {written.upper(): letter.upper() for written, letter in small.items()}


VNI_LETTERS: dict[str, str] = _vni_letters()
"""Every letter beyond ASCII by the one or two characters of windows-1252 that write it."""
_WRITTEN = {letter: written for written, letter in VNI_LETTERS.items()}
# Capitals are met with the small letter's second character as well: fonts show both alike.
_READ = VNI_LETTERS | {written[0].upper() + written[1:]: letter.upper() for written, letter in VNI_LETTERS.items()}

_NO_SIGNS = "ŠŒŽšœžŸƒªº\u00b5\u00ad"  # letters, and what is invisible: the fonts have none
VNI_SIGNS: frozenset[str] = frozenset(
    char for char in bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") if char not in _NO_SIGNS
)
"""The signs of windows-1252 that the fonts have in their own places."""
_SHOWN = _READ | {sign: sign for sign in VNI_SIGNS}
_MARKS = "".join(sorted({written[1:] for written in VNI_LETTERS}))
_TOKEN = re.compile(f"[AEOUYaeouyÔÖôö][{_MARKS}]|[^\x00-\x7f]")  # no mark is a letter by itself
_PAIR = re.compile(f"([AEOUYaeouyÔÖôö][{_MARKS}])")
_SINGLE = {
    ord(char): _SHOWN.get(char, "\ufffd") for char in bytes(range(0x80, 0x100)).decode("cp1252", "ignore")
}  # what lacks is shown as a replacement character already
_BEYOND = re.compile("[^\x00-\x7f]")


def decode_vni(data: bytes, errors: str = "strict") -> str:
    """The text that bytes are in the fonts of VNI. Raises `UnicodeDecodeError` where errors are not replaced."""
    text = data.decode("cp1252", errors)
    if errors == "replace":
        parts = _PAIR.split(text)
        parts[::2] = [part.translate(_SINGLE) for part in parts[::2]]
        parts[1::2] = [_SHOWN.get(part, "\ufffd") for part in parts[1::2]]
        return "".join(parts)

    def letter(match: re.Match[str]) -> str:
        if match[0] not in _SHOWN:
            raise UnicodeDecodeError("vni", data, match.start(), match.end(), "the fonts have no such letter")
        return _SHOWN[match[0]]

    return _TOKEN.sub(letter, text)


def encode_vni(text: str) -> bytes:
    """The bytes that write a text for the fonts of VNI. Raises `UnicodeEncodeError`."""

    def written(match: re.Match[str]) -> str:
        char = match[0]
        if char not in _WRITTEN and char not in VNI_SIGNS:
            raise UnicodeEncodeError("vni", text, match.start(), match.end(), "the fonts have no such letter")
        return _WRITTEN.get(char, char)

    return _BEYOND.sub(written, text).encode("cp1252")


VNI_REPERTOIRE: frozenset[int] = frozenset(range(0x80)) | frozenset(map(ord, {*_WRITTEN, *VNI_SIGNS}))
"""The code points that VNI can write."""
