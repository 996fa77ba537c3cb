"""The public functions. Arguments are checked here; text and bytes never raise, wrong types do.

The engine is imported where it is used: a sound text needs the filter alone, plain ASCII not even NumPy.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mojibake_fix.engine.hints import beyond_plain

if TYPE_CHECKING:
    from mojibake_fix.types import Classification, Detection, Part, Repair


def fix(text: str, *, guess_losses: bool = False, languages: Sequence[str] = ()) -> str:
    """The text with its mojibake undone; sound text comes back as it is.

    With `guess_losses`, likely guesses stand where something is gone for good, and `languages` are those that the text
    is known to be in (see `repair`).

    Raises `TypeError` for anything but a `str` (bytes go to `fix_bytes`), `UnknownLanguageError` for unknown tags.

        >>> fix("Ïðèâåò, êàê äåëà?")
        'Привет, как дела?'
        >>> fix("Привет, как дела?")
        'Привет, как дела?'
    """
    # What `is_plain` tells of nearly all, and its `is_hinted`, written out: half the time.
    if type(text) is str and text.isascii() and not languages:
        if not ("&" in text or "=" in text or "%" in text or "+" in text or "\\" in text or "<" in text or "$" in text):
            return text
        if not _hides_escapes()(text):
            return text
    _check_text(text, "fix")
    if not (languages or guess_losses) and _is_surely_sound(text):
        return text
    return _repair(text, guess_losses, languages).text


def fix_many(texts: Iterable[str], *, guess_losses: bool = False, languages: Sequence[str] = ()) -> list[str]:
    """`fix` of every text, scored together: many times faster than one by one, with the same answers.

    Raises `TypeError` where one of them is no `str`.

        >>> fix_many(["cafÃ©", "café"])
        ['café', 'café']
    """
    fixed = _listed(texts, "fix_many")
    known = _known(languages)
    asked = beyond_plain(fixed)
    if asked:
        from mojibake_fix.engine.escapes import is_plain

        asked = [number for number in asked if not is_plain(fixed[number])]
    if not asked:
        return fixed
    from mojibake_fix.engine.repairer import repair_texts

    repaired = repair_texts([fixed[number] for number in asked], guess_losses=guess_losses, languages=known)
    for number, answer in zip(asked, repaired, strict=True):
        fixed[number] = answer.text
    return fixed


def repair(text: str, *, guess_losses: bool = False, languages: Sequence[str] = ()) -> Repair:
    """What is wrong with a text, and the text without it.

    Where something is gone for good, nothing is put unless `guess_losses` asks for it: then the character that what is
    left of the bytes, the letters around and the language make by far the likeliest. Every such place is named in
    `Repair.guesses`, the verdict stays `lossy`, and the plan does without.

    `languages` are tags (BCP 47) of the languages that the text is known to be in. They are evidence, beside that of
    the text: a few letters that say too little by themselves may be enough with them, and where the text speaks
    another language it is believed.

    Raises `TypeError` for anything but a `str` (bytes go to `repair_bytes`), `UnknownLanguageError` for unknown tags.

        >>> answer = repair("Grüße aus MÃ¼nchen")
        >>> answer.text, str(answer.verdict), str(answer.plan)
        ('Grüße aus München', 'mixed', '10:18: utf-8 read as cp1252')
        >>> answer = repair("Ein sch\\ufffdner Tag", guess_losses=True)
        >>> answer.text, str(answer.verdict), answer.guesses[0].start, answer.guesses[0].text
        ('Ein schöner Tag', 'lossy', 7, 'ö')
    """
    _check_text(text, "repair")
    return _repair(text, guess_losses, languages)


def repair_many(texts: Iterable[str], *, guess_losses: bool = False, languages: Sequence[str] = ()) -> list[Repair]:
    """`repair` of every text, scored together. Raises `TypeError` where one of them is no `str`.

    >>> [str(answer.verdict) for answer in repair_many(["naÃ¯ve", "naïve", "plain"])]
    ['mojibake', 'sound', 'sound']
    """
    from mojibake_fix.engine.repairer import repair_texts

    known = _known(languages)
    return list(repair_texts(_listed(texts, "repair_many"), guess_losses=guess_losses, languages=known))


def fix_bytes(data: bytes, *, guess_losses: bool = False, languages: Sequence[str] = ()) -> str:
    """The text that the bytes were meant to be: decoded with the detected encoding, its mojibake undone.

    Binary data gives "". Raises `TypeError` for anything but bytes (text goes to `fix`).

        >>> fix_bytes("Příliš mnoho koček leželo u kamen".encode("cp1250"))
        'Příliš mnoho koček leželo u kamen'
    """
    return repair_bytes(data, guess_losses=guess_losses, languages=languages).text


def repair_bytes(
    data: bytes, *, declared: str | None = None, guess_losses: bool = False, languages: Sequence[str] = ()
) -> Repair:
    """What bytes are and what is wrong with them; `Repair.detection` tells the encoding.

    `declared` is an encoding that something beside the bytes names, such as the charset of an HTTP header, or a locale
    with one (`ru_RU.KOI8-R`). It is a hint: where the bytes are UTF-8, or make no sense in it, it counts for nothing,
    nor does a name that we do not know. Declarations inside, of HTML and XML, are heeded without it.

    Raises `TypeError` for anything but bytes (text goes to `repair`), and for a `declared` that is no text.

        >>> answer = repair_bytes("Ein Stück Käse".encode("cp1252"))
        >>> answer.text, str(answer.verdict), answer.detection.encoding
        ('Ein Stück Käse', 'legacy', 'cp1252')
    """
    from mojibake_fix.documents import repair_data  # the detector, which text alone does not need

    known = _known(languages)
    if declared is not None and not isinstance(declared, str):
        raise TypeError(f"declared is the name of an encoding, or None, not {type(declared).__name__}")
    return repair_data(_check_bytes(data, "repair_bytes"), declared, guess_losses=guess_losses, languages=known)


def detect(data: bytes, *, languages: Sequence[str] = ()) -> Detection:
    """Which encoding the bytes are in. Raises `TypeError` for anything but bytes.

    >>> detect("Съешь ещё этих мягких булок".encode("koi8-r")).encoding
    'koi8-r'
    """
    from mojibake_fix.detection import detect as detect_bytes

    return detect_bytes(_check_bytes(data, "detect"), _known(languages))


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
    from mojibake_fix.types import Classification

    answer = repair(data) if isinstance(data, str) else repair_bytes(data)
    return Classification(answer.verdict, answer.detection, answer.chains, len(answer.losses))


def known_languages(tags: Iterable[str] | None = None) -> tuple[str, ...]:
    """The languages that tags (BCP 47) mean to this library, by the model's names; without tags, all that it knows.

    Raises `UnknownLanguageError` where a tag means none, `TypeError` for anything but texts.

        >>> known_languages(["de-AT", "zh"])
        ('de', 'zh-Hans', 'zh-Hant')
        >>> len(known_languages()) > 150
        True
    """
    from mojibake_fix.plausibility import languages_named, load_model

    if tags is None:
        return load_model().languages.names
    listed = [] if isinstance(tags, (str, bytes)) else list(tags)
    if isinstance(tags, (str, bytes)) or not all(isinstance(tag, str) for tag in listed):
        raise TypeError("languages are a list of tags, such as ['de', 'fr']")
    return languages_named(listed)


def _is_surely_sound(text: str) -> bool:
    """Whether a text needs no more than the filter; what the others need is imported for them."""
    if text.isascii():
        return not _hides_escapes()(text)
    from mojibake_fix.engine.sound import is_surely_sound
    from mojibake_fix.plausibility import load_model

    return is_surely_sound(text, load_model())


@functools.cache  # an import that is done already takes as long as the look at a text
def _hides_escapes() -> Callable[[str], bool]:
    from mojibake_fix.engine.escapes import hides_escapes

    return hides_escapes


def _repair(text: str, guess_losses: bool, languages: Sequence[str]) -> Repair:
    from mojibake_fix.engine.repairer import repair_texts

    return next(repair_texts([text], guess_losses=guess_losses, languages=_known(languages)))


def _known(languages: Sequence[str]) -> tuple[str, ...]:
    return known_languages(languages) if languages else ()


def _listed(texts: Iterable[str], name: str) -> list[str]:
    if isinstance(texts, str):
        raise TypeError("repair_many and fix_many take many texts; for one text call repair or fix")
    listed = list(texts)
    if not {str}.issuperset(map(type, listed)):  # a loop takes as long as all else for plain texts
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
