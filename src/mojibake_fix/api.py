"""The public functions. Arguments are checked here; text and bytes never raise, wrong types do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mojibake_fix.engine.repairer import is_plain, repair_texts
from mojibake_fix.types import Classification, Detection, Part, Repair


def fix(text: str, *, guess_losses: bool = False) -> str:
    """The text with its mojibake undone; sound text comes back as it is.

    With `guess_losses`, likely guesses stand where something is gone for good (see `repair`).

    Raises `TypeError` for anything but a `str` (bytes go to `fix_bytes`).

        >>> fix("Ïðèâåò, êàê äåëà?")
        'Привет, как дела?'
        >>> fix("Привет, как дела?")
        'Привет, как дела?'
    """
    _check_text(text, "fix")
    return text if is_plain(text) else repair(text, guess_losses=guess_losses).text


def fix_many(texts: Iterable[str], *, guess_losses: bool = False) -> list[str]:
    """`fix` of every text, scored together: many times faster than one by one, with the same answers.

    Raises `TypeError` where one of them is no `str`.

        >>> fix_many(["cafÃ©", "café"])
        ['café', 'café']
    """
    fixed = _listed(texts, "fix_many")
    asked = [number for number, text in enumerate(fixed) if not is_plain(text)]
    repaired = repair_texts([fixed[number] for number in asked], guess_losses=guess_losses)
    for number, answer in zip(asked, repaired, strict=True):
        fixed[number] = answer.text
    return fixed


def repair(text: str, *, guess_losses: bool = False) -> Repair:
    """What is wrong with a text, and the text without it.

    Where something is gone for good, nothing is put unless `guess_losses` asks for it: then the character that what is
    left of the bytes, the letters around and the language make by far the likeliest. Every such place is named in
    `Repair.guesses`, the verdict stays `lossy`, and the plan does without.

    Raises `TypeError` for anything but a `str` (bytes go to `repair_bytes`).

        >>> answer = repair("Grüße aus MÃ¼nchen")
        >>> answer.text, str(answer.verdict), str(answer.plan)
        ('Grüße aus München', 'mixed', '10:18: utf-8 read as cp1252')
        >>> answer = repair("Ein sch\\ufffdner Tag", guess_losses=True)
        >>> answer.text, str(answer.verdict), answer.guesses[0].start, answer.guesses[0].text
        ('Ein schöner Tag', 'lossy', 7, 'ö')
    """
    _check_text(text, "repair")
    return next(iter(repair_texts([text], guess_losses=guess_losses)))


def repair_many(texts: Iterable[str], *, guess_losses: bool = False) -> list[Repair]:
    """`repair` of every text, scored together. Raises `TypeError` where one of them is no `str`.

    >>> [str(answer.verdict) for answer in repair_many(["naÃ¯ve", "naïve", "plain"])]
    ['mojibake', 'sound', 'sound']
    """
    return list(repair_texts(_listed(texts, "repair_many"), guess_losses=guess_losses))


def fix_bytes(data: bytes, *, guess_losses: bool = False) -> str:
    """The text that the bytes were meant to be: decoded with the detected encoding, its mojibake undone.

    Binary data gives "". Raises `TypeError` for anything but bytes (text goes to `fix`).

        >>> fix_bytes("Příliš mnoho koček leželo u kamen".encode("cp1250"))
        'Příliš mnoho koček leželo u kamen'
    """
    return repair_bytes(data, guess_losses=guess_losses).text


def repair_bytes(data: bytes, *, declared: str | None = None, guess_losses: bool = False) -> Repair:
    """What bytes are and what is wrong with them; `Repair.detection` tells the encoding.

    `declared` is an encoding that something beside the bytes names, such as the charset of an HTTP header, or a locale
    with one (`ru_RU.KOI8-R`). It is a hint: where the bytes are UTF-8, or make no sense in it, it counts for nothing,
    nor does a name that we do not know. Declarations inside, of HTML and XML, are heeded without it.

    Raises `TypeError` for anything but bytes (text goes to `repair`).

        >>> answer = repair_bytes("Ein Stück Käse".encode("cp1252"))
        >>> answer.text, str(answer.verdict), answer.detection.encoding
        ('Ein Stück Käse', 'legacy', 'cp1252')
    """
    from mojibake_fix.documents import repair_data  # the detector, which text alone does not need

    return repair_data(_check_bytes(data, "repair_bytes"), declared, guess_losses=guess_losses)


def detect(data: bytes) -> Detection:
    """Which encoding the bytes are in. Raises `TypeError` for anything but bytes.

    >>> detect("Съешь ещё этих мягких булок".encode("koi8-r")).encoding
    'koi8-r'
    """
    from mojibake_fix.detection import detect as detect_bytes

    return detect_bytes(_check_bytes(data, "detect"))


def detect_lines(data: bytes) -> tuple[Part, ...]:
    """Which lines of bytes are in which encoding: one part for a file that is in one, none for binary data.

    Neighbouring lines of one encoding are one part. The parts cover all of the bytes. Raises `TypeError` for anything
    but bytes.

        >>> log = "Grüße aus Köln\\n".encode("utf-8") * 3 + "Съешь ещё этих мягких булок\\n".encode("cp1251") * 3
        >>> [part.encoding for part in detect_lines(log)]
        ['utf-8', 'cp1251']
    """
    from mojibake_fix.documents import parts_of

    return parts_of(_check_bytes(data, "detect_lines"))


def classify(data: bytes | str) -> Classification:
    """What a file's bytes, or a text, are. Raises `TypeError` for anything else.

    >>> str(classify("FranÃ§ois")), str(classify("François")), str(classify(b"\\x89PNG\\r\\n\\x1a\\n\\x00"))
    ('mojibake, utf-8 read as cp1252', 'sound', 'binary')
    """
    answer = repair(data) if isinstance(data, str) else repair_bytes(data)
    return Classification(answer.verdict, answer.detection, answer.chains, len(answer.losses))


def _listed(texts: Iterable[str], name: str) -> list[str]:
    if isinstance(texts, str):
        raise TypeError("repair_many and fix_many take many texts; for one text call repair or fix")
    listed = list(texts)
    for text in listed:
        _check_text(text, name)
    return listed


def _check_text(text: Any, name: str) -> None:
    if not isinstance(text, str):
        given = type(text).__name__
        hint = " For bytes call repair_bytes or fix_bytes." if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"{name} takes text (str), not {given}.{hint}")


def _check_bytes(data: Any, name: str) -> bytes:
    if isinstance(data, (bytearray, memoryview)):
        return bytes(data)
    if not isinstance(data, bytes):
        hint = " For text call repair or fix." if isinstance(data, str) else ""
        raise TypeError(f"{name} takes bytes, not {type(data).__name__}.{hint}")
    return data
