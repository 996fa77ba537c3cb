#!/usr/bin/env python3
"""Train the plausibility model from any folder of <lang>.txt files (UTF-8, one sentence or paragraph a line).

    python tools/train_plausibility.py FOLDER --sources sources.tsv --apart-from DEV \\
        --out src/mojibake_fix/plausibility/model.bin

Lines that stand in DEV, the folder of the text that is measured on, are left out; `check_apart.py` proves it.
The same folders give the same bytes. Needs some 12 GB of memory and a few minutes for 125 MB of text.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Set
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from check_apart import folder_keys, line_key
from mojibake_fix.encodings.tones import tones_apart
from mojibake_fix.plausibility import static_map
from mojibake_fix.plausibility.format import write_model
from mojibake_fix.plausibility.languages import pack_counts, totals_of
from mojibake_fix.plausibility.lexicon import SPELLED_ALIKE
from mojibake_fix.plausibility.model import FINE, NEWLINE, ORDER, STEP, case_index, class_history, codes_of, ngram_keys

MIN_SYMBOL_COUNT = 6  # a character met less often shares the symbol of the rare ones of its block
DISCOUNT = 0.75
NOVELTY = 0.1  # the part of what follows a history, however well known, that was never seen behind it
MAX_UNITS = static_map.VALUE_LIMIT - 1
_UNSEEN_SYMBOL_COUNT = 0.02  # what a block counts for that training never met

Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]


# ---------------------------------------------------------------- characters -> symbols


def folded(char: str) -> str:
    """The character that stands for this one: its small letter, or 0 for any ASCII digit.

    Letters of Romanian with commas stand for those with cedillas: for want of them text was typed so for decades, and
    one writer's are as good as another's.
    """
    if char in "123456789":
        return "0"
    if char in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        return char
    low = char.lower()
    if char == "\u0130":  # the dotted capital of Turkish: Python's small form has two characters
        return "i"
    return SPELLED_ALIKE.get(low, low) if len(low) == 1 else char


_OPENING = '.!?:\u2026\u3002\u00bf\u00a1\u2022"\u201c\u201e\u00ab(['
_COMMAS = ",;"


def shape_of(char: str) -> int:
    """0 a sign, 1 a small letter, 2 a capital, 3 a letter without case, 4 what opens a sentence, 5 a comma."""
    if char in _OPENING:
        return 4
    if char in _COMMAS:
        return 5
    category = unicodedata.category(char)
    if category in ("Lu", "Lt"):
        return 2
    if category == "Ll":
        return 1
    return 3 if category in ("Lo", "Lm", "Mn", "Mc") else 0


def kind_of(code: int) -> str:
    """The class of a rare character: its block of 256, apart from what no text should hold."""
    category = unicodedata.category(chr(code))
    if category in ("Cc", "Cs", "Co", "Cn"):
        return category if code < 0x10000 else category + "+"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return "rare Han"
    if 0xAC00 <= code <= 0xD7A3:
        return "rare Hangul"
    return f"{code >> 8:x}"


def symbol_tables(
    counts: npt.NDArray[np.int64],
) -> tuple[dict[str, npt.NDArray[Any]], npt.NDArray[np.uint16], int]:
    """The tables of the model file for single characters, the symbol of every code point, how many scripts."""
    fold = np.arange(0x110000)
    for code in range(0x20000):
        fold[code] = ord(folded(chr(code)))
    fold_counts = np.bincount(fold, weights=counts, minlength=0x110000)
    symbol = np.zeros(0x110000, dtype=np.uint16)
    own = [10] + [int(c) for c in np.flatnonzero(fold_counts >= MIN_SYMBOL_COUNT) if c != 10 and fold[c] == c]
    symbol[own] = np.arange(1, len(own) + 1)
    rare: dict[str, list[int]] = {}
    for code in range(0x110000):
        if not symbol[fold[code]]:
            rare.setdefault(kind_of(code), []).append(code)
    member_bits = np.zeros(0x110000)
    member_bits[ord("0") : ord("9") + 1] = np.log2(10)
    next_symbol = len(own) + 1
    for codes in rare.values():
        symbol[codes] = next_symbol
        member_bits[codes] = np.log2(len(codes))
        next_symbol += 1
    owned = np.isin(fold, own)
    symbol[owned] = symbol[fold[owned]]
    if next_symbol > 0xFFFF:
        raise SystemExit("too many symbols: raise MIN_SYMBOL_COUNT")
    symbol_class, scripts = classes(symbol, next_symbol)
    symbol_counts = np.maximum(np.bincount(symbol, weights=counts, minlength=next_symbol), _UNSEEN_SYMBOL_COUNT)
    class_counts = np.bincount(symbol_class, weights=symbol_counts)
    symbol_bits = -np.log2(symbol_counts / class_counts[symbol_class])
    astral = [c for c in own if c >= 0x10000]
    heads = np.arange(0x10000, 0x110000, 256)
    plain_symbol, plain_bits = symbol.copy(), member_bits.copy()
    for code in astral:  # a block is told by its rare members
        head = code & ~0xFF
        rare_member = next(c for c in range(head, head + 256) if not owned[c])
        plain_symbol[head], plain_bits[head] = symbol[rare_member], member_bits[rare_member]
    shape = np.array([shape_of(chr(code)) for code in range(0x20000)], dtype=np.uint8)
    tables: dict[str, npt.NDArray[Any]] = {
        "symbol": symbol[:0x10000],
        "member_bits": fine(member_bits[:0x10000]),
        "shape": shape,
        "symbol_class": symbol_class,
        "symbol_bits": fine(symbol_bits),
        "astral_block_symbol": plain_symbol[heads],
        "astral_block_bits": fine(plain_bits[heads]),
        "astral_code": np.array(astral, dtype=np.uint32),
        "astral_symbol": symbol[astral],
    }
    return tables, symbol, scripts


# Classes of characters that are no letters: the first that fits.
_OTHER_CLASSES: tuple[tuple[str, str], ...] = (
    ("line end", "\n"), ("space", " \t"), ("digit", "0123456789"), ("stop", ".,;:!?"), ("bracket", "()[]{}<>"),
    ("quote", "\"'`"), ("ASCII sign", "#$%&*+-/=@\\^_|~"), ("no-break space", "\u00a0\u202f"),
    ("curly quote", "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb"),
    ("dash", "\u2010\u2011\u2012\u2013\u2014\u2015\u2026\u00ad"), ("Spanish mark", "\u00a1\u00bf"),
    ("replacement character", "\ufffd"), ("byte order mark", "\ufeff"),
)  # fmt: skip
_OTHER_RANGES: tuple[tuple[str, int, int], ...] = (
    ("C1 control", 0x80, 0x9F), ("Latin-1 sign", 0xA0, 0xBF), ("Latin-1 sign", 0xD7, 0xF7), ("modifier", 0x2B0, 0x36F),
    ("general punctuation", 0x2000, 0x206F), ("super- and subscript", 0x2070, 0x209F), ("currency", 0x20A0, 0x20CF),
    ("letterlike", 0x2100, 0x218F), ("arrow or operator", 0x2190, 0x23FF), ("enclosed", 0x2400, 0x24FF),
    ("box drawing", 0x2500, 0x259F), ("geometric shape", 0x25A0, 0x27BF), ("braille", 0x2800, 0x28FF),
    ("other sign", 0x27C0, 0x2BFF), ("CJK punctuation", 0x3000, 0x303F), ("enclosed CJK", 0x3200, 0x33FF),
    ("private use", 0xE000, 0xF8FF), ("variation selector", 0xFE00, 0xFE0F), ("full width", 0xFF00, 0xFFEF),
    ("emoji", 0x1F000, 0x1FAFF),
)  # fmt: skip
_SCRIPTS = [
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "ARMENIAN",
    "HEBREW",
    "ARABIC",
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "GUJARATI",
    "ORIYA",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
    "THAI",
    "LAO",
    "TIBETAN",
    "MYANMAR",
    "GEORGIAN",
    "HANGUL",
    "ETHIOPIC",
    "KHMER",
    "HIRAGANA",
    "KATAKANA",
    "CJK",
    "THAANA",
]


def class_name(code: int) -> str:
    """The class of a character: its script, where it is a letter or a mark, else the kind of sign that it is."""
    char = chr(code)
    for name, members in _OTHER_CLASSES:
        if char in members:
            return name
    category = unicodedata.category(char)
    if category[0] in "LM" and code not in (0xAA, 0xBA, 0xB5):
        if code < 0x80:
            return "script ASCII"
        word = unicodedata.name(char, "OTHER").split()[0].split("-")[0]
        wide = "FULLWIDTH" if word == "FULLWIDTH" else "HALFWIDTH" if word == "HALFWIDTH" else word
        presentation = 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE
        if presentation:
            return "script presentation forms"
        return f"script {wide}" if wide in (*_SCRIPTS, "FULLWIDTH", "HALFWIDTH") else "script other"
    if category in ("Cn", "Cs"):
        return "no character"
    for name, low, high in _OTHER_RANGES:
        if low <= code <= high:
            return name
    return "private use" if category == "Co" else "control" if category == "Cc" else "other"


def classes(symbol: npt.NDArray[np.uint16], size: int) -> tuple[npt.NDArray[np.uint8], int]:
    """The class of every symbol, and how many of the first classes are scripts (0, no symbol, counts as one)."""
    _, first = np.unique(symbol, return_index=True)
    names = {int(symbol[code]): class_name(int(code)) for code in first}
    scripts = sorted({name for name in names.values() if name.startswith("script ")})
    order = ["", *scripts, *sorted(set(names.values()) - set(scripts))]
    out = np.zeros(size, dtype=np.uint8)
    for number, name in names.items():
        out[number] = order.index(name)
    return out, len(scripts) + 1


def class_table(keys: Keys, symbol_class: npt.NDArray[np.uint8], scripts: int) -> npt.NDArray[np.uint8]:
    """Bits of a class after the class before it and the script of the last letter, smoothed by shorter histories.

    What training met too seldom is smoothed towards a likeness: letters and signs come in runs of their kind.
    """
    size = int(symbol_class.max()) + 1
    counts = np.zeros(scripts * size * size)
    for part in np.array_split(keys, max(1, len(keys) // 4_000_000)):
        index = np.ravel_multi_index(class_history(part, symbol_class, scripts), (scripts, size, size))
        counts += np.bincount(index, minlength=len(counts))
    triples = counts.reshape(scripts, size, size)
    p = (triples.sum((0, 1)) + 0.5) / (triples.sum() + 0.5 * size)
    p = 0.5 * np.eye(size) + 0.5 * p
    for part_counts in (triples.sum(0), triples):
        weight = 2.0 * ((part_counts > 0).sum(-1, keepdims=True) + 1)
        p = (part_counts + weight * p) / (part_counts.sum(-1, keepdims=True) + weight)
    return fine(-np.log2(p))


def fine(bits: Floats) -> npt.NDArray[np.uint8]:
    return np.minimum(np.rint(bits / FINE), 255).astype(np.uint8)


def case_table(codes: npt.NDArray[np.uint32], shape: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Bits of a letter's case after three shapes: of cased letters only."""
    shapes = np.where(codes < len(shape), shape[np.minimum(codes, len(shape) - 1)], 0).astype(np.uint8)
    table = np.bincount(case_index(shapes, codes == NEWLINE), minlength=4096).reshape(512, 8).astype(float)
    small, capital = table[:, 1] + 2.0, table[:, 2] + 0.5
    bits = np.zeros((512, 8))
    bits[:, 1] = -np.log2(small / (small + capital))
    bits[:, 2] = -np.log2(capital / (small + capital))
    return fine(bits.ravel())


# ---------------------------------------------------------------- n-grams


class Backoff:
    """The n-grams kept so far, by order, with bits and backoff weights as the shipped model will see them."""

    def __init__(self, tables: dict[str, npt.NDArray[Any]]) -> None:
        self.tables = tables
        self.keys: dict[int, Keys] = {}
        self.bits: dict[int, Floats] = {}
        self.contexts: dict[int, Keys] = {}
        self.weights: dict[int, Floats] = {}

    def bits_of(self, keys: Keys, order: int) -> Floats:
        """Bits of each n-gram of `order` symbols under what is kept of this and the lower orders."""
        if order == 1:
            history = class_history(keys, self.tables["symbol_class"], len(self.tables["class_bits"]))
            own = self.tables["symbol_bits"][(keys & np.uint64(0xFFFF)).astype(np.intp)]
            return (self.tables["class_bits"][history] + own.astype(float)) * FINE
        whole, keys = keys, keys & np.uint64((1 << (16 * order)) - 1)
        found, at = find(self.keys[order], keys)
        out = np.empty(len(keys))
        out[found] = self.bits[order][at[found]]
        rest = keys[~found]
        seen, where = find(self.contexts[order], rest >> np.uint64(16))
        weight = np.zeros(len(rest))
        weight[seen] = self.weights[order][where[seen]]
        out[~found] = weight + self.bits_of(whole[~found], order - 1)
        return out


def find(table: Keys, keys: Keys) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Where each key stands in a sorted table."""
    at = np.minimum(np.searchsorted(table, keys), max(0, len(table) - 1))
    return (table[at] == keys if len(table) else np.zeros(len(keys), dtype=bool)), at


def units(bits: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(bits / STEP), 0, MAX_UNITS).astype(np.uint8)


def add_order(model: Backoff, keys: Keys, counts: npt.NDArray[np.int64], order: int, min_gain: float) -> None:
    """Keep those n-grams of `order` that say more than their backoff does, times how often they were met."""
    contexts, group = np.unique(keys >> np.uint64(16), return_inverse=True)
    total = np.bincount(group, weights=counts)
    distinct = np.bincount(group)
    lower = 2.0 ** -model.bits_of(keys, order - 1)
    backoff_mass = DISCOUNT * distinct / total
    known = np.maximum(counts - DISCOUNT, 0) / total[group]
    # However often a history was met, the next text brings new words and names behind it.
    novel = np.maximum(NOVELTY, backoff_mass)
    p = known * ((1 - novel) / (1 - backoff_mass).clip(1e-9))[group] + novel[group] * lower
    backoff_mass = novel
    gain = counts * np.log2(p / (backoff_mass[group] * lower))
    keep = (gain > min_gain) & (counts > 1)
    kept_p = np.bincount(group[keep], weights=p[keep], minlength=len(contexts))
    kept_lower = np.bincount(group[keep], weights=lower[keep], minlength=len(contexts))
    weight = np.maximum(1 - kept_p, 1e-7) / np.maximum(1 - kept_lower, 1e-7)
    used = np.bincount(group[keep], minlength=len(contexts)) > 0
    model.keys[order] = keys[keep]
    model.bits[order] = units(-np.log2(p[keep])).astype(np.float64) * STEP
    # A weight above one would be a negative number of bits: such histories back off for nothing.
    weight_units = units(-np.log2(np.minimum(weight, 1.0)))
    worth = used & (weight_units > 0)
    model.contexts[order] = contexts[worth]
    model.weights[order] = weight_units[worth].astype(np.float64) * STEP


# ---------------------------------------------------------------- languages

_MIN_COUNT = 2  # a pair or triple met less often in a language says nothing of it
_MIN_TRIPLES = 20  # a triple met less often in all languages together is not kept
_NO_PAIRS = ((0x2E80, 0x2FFF), (0x3040, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x10000, 0x10FFFF))
"""Characters of which only the single ones are counted by language: scripts of thousands, which tell by themselves."""


class Spoken:
    """The characters of the training text with the language of each."""

    def __init__(self, keys: Keys, language: npt.NDArray[np.uint8], count: int) -> None:
        self.keys, self.language, self.count = keys, language, count

    def counts(self, ngrams: Keys, order: int) -> npt.NDArray[np.int64]:
        """How often each language has each of the n-grams (ascending); shape (n-grams, languages)."""
        total = np.zeros(len(ngrams) * self.count, dtype=np.int64)
        mask = np.uint64((1 << (16 * order)) - 1)
        for keys, spoken in zip(np.array_split(self.keys, 32), np.array_split(self.language, 32), strict=True):
            found, at = find(ngrams, keys & mask)
            total += np.bincount(at[found] * self.count + spoken[found], minlength=len(total))
        return total.reshape(len(ngrams), self.count)


def sparse(table: npt.NDArray[np.int64], name: str) -> dict[str, npt.NDArray[Any]]:
    """The counts of a table that are worth keeping: how many languages each row has, which, and how often."""
    table = np.where(table < _MIN_COUNT, 0, table)
    rows, columns = np.nonzero(table)
    return {
        f"{name}_languages": np.bincount(rows, minlength=len(table)).astype(np.uint8),
        f"{name}_language": columns.astype(np.uint8),
        f"{name}_count": pack_counts(table[rows, columns]),
    }


def language_tables(
    pairs: Keys, triples: Keys, spoken: Spoken, symbol: npt.NDArray[np.uint16], size: int
) -> dict[str, npt.NDArray[Any]]:
    """How often each language has each symbol, and each of the kept pairs and triples of alphabetic scripts."""
    own = (spoken.keys & np.uint64(0xFFFF)).astype(np.int64)
    symbols = np.bincount(own * spoken.count + spoken.language, minlength=size * spoken.count)
    alphabetic = np.ones(size, dtype=bool)
    for low, high in _NO_PAIRS:
        alphabetic[symbol[low : high + 1]] = False

    def is_alphabetic(keys: Keys, order: int) -> npt.NDArray[np.bool_]:
        parts = [alphabetic[((keys >> np.uint64(16 * k)) & np.uint64(0xFFFF)).astype(np.intp)] for k in range(order)]
        return np.logical_and.reduce(parts)

    pairs = pairs[is_alphabetic(pairs, 2)]
    has_pair, history = find(pairs, triples >> np.uint64(16))
    triples, history = triples[has_pair & is_alphabetic(triples, 3)], history[has_pair & is_alphabetic(triples, 3)]
    triple_counts = spoken.counts(triples, 3)
    often = triple_counts.sum(1) >= _MIN_TRIPLES
    stored = pack_counts(symbols.reshape(size, spoken.count))
    return {
        "language_symbols": stored,
        **totals_of(stored),
        "pair_keys": pairs.astype(np.uint32),
        **sparse(spoken.counts(pairs, 2), "pair"),
        "triples_of_pair": np.bincount(history[often], minlength=len(pairs)).astype(np.uint16),
        "triple_symbol": (triples[often] & np.uint64(0xFFFF)).astype(np.uint16),
        **sparse(triple_counts[often], "triple"),
    }


# ---------------------------------------------------------------- the whole

_BULLETS = ("\u2022", "\u2022", "\u2013", "\u00b7", "*", "-", "\u25aa", "\u2014", "\u25cf", "\u00bb")
_GAPS = (" ", "\u00a0", "\t")
_LIST_LINES = 40  # of so many lines of a file one is made an item of a list, which running text does not show


def with_furniture(lines: list[str]) -> list[str]:
    """The lines, and a few of them again as items of lists (a bullet and a space, often a no-break one) and framed."""
    items = [
        _BULLETS[k % len(_BULLETS)] + _GAPS[k // len(_BULLETS) % len(_GAPS)] + line
        for k, line in enumerate(lines[::_LIST_LINES])
    ]
    measures = [measured(line, k) for k, line in enumerate(lines[::_MEASURED_LINES])]
    return lines + items + measures + [row for k, line in enumerate(lines[::_FRAME_LINES]) for row in framed(line, k)]


_TONES_APART = "vi"
_WITHOUT_ACCENTS = ("el", "el-polyton")
_CAPITAL_LINES = 4  # of so many lines of Greek one stands again in capitals
_ACCENT = re.compile("[\u0300\u0301\u0313\u0314\u0342\u0345]")
_APART_LINES = 3  # of so many lines of Vietnamese one stands again as windows-1258 writes it


def spelled_otherwise(lines: list[str], language: str) -> list[str]:
    """Some of the lines as they were typed where a page lacked their letters: no new words, but other characters."""
    if language == _TONES_APART:
        return [tones_apart(line) for line in lines[::_APART_LINES]]
    return [in_capitals(line) for line in lines[::_CAPITAL_LINES]] if language in _WITHOUT_ACCENTS else []


def in_capitals(line: str) -> str:
    """A line of Greek in capitals, which have no accents, as its headlines, names and forms are written."""
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", line.upper())))


_FRAMES = ("┌─┬┐│├┼┤└┴┘", "╔═╦╗║╠╬╣╚╩╝", "┏━┳┓┃┣╋┫┗┻┛", "╭─┬╮│├┼┤╰┴╯")
_BARS = ("█", "▓", "▒", "░", "▄", "▀", "■", "─", "═")
_FRAME_LINES = 150  # of so many lines of a file one is put into a frame, as programs print tables and trees


_MEASURES = (
    "155 m²", "60 km²", "509 m³", "20 °C", "−4 °C", "£15", "15 £", "€ 100", "100 €", "100 €.", "½", "1½", "§ 5", "§12",
    "№ 7", "nº 212", "1º", "2ª", "© 2019", "±5", "3 × 4", "3×4", "250 µg", "12 µm", "±0.5 %", "5‰", "45°", "H₂O", "CO₂",
    "¥500",
)  # fmt: skip
"""What tables and prices write beyond letters, which running text seldom shows."""
_MEASURED_LINES = 90  # of so many lines of a file one stands again with a measure in it


def measured(line: str, number: int) -> str:
    """A line with a measure, a price or a mark between its words."""
    words = line.split(" ")
    words.insert(number % (len(words) + 1), _MEASURES[number % len(_MEASURES)])
    return " ".join(words)


def framed(line: str, number: int) -> list[str]:
    """A line as programs show it: in a frame, as a leaf of a tree, and a bar of the kind that measures progress."""
    lt, h, tee, rt, v, left, cross, right, lb, up, rb = tuple(_FRAMES[number % len(_FRAMES)])
    cell = line[: 8 + number % 30]
    rule = h * (len(cell) + 2)
    bar = _BARS[number % len(_BARS)] * (3 + number % 17)
    return [
        f"{lt}{rule}{tee}{rule}{rt}",
        f"{lt}{rule}{rt}",
        f"{v} {cell} {v} {cell[:10]} {v}",
        f"{left}{rule}{cross}{rule}{right}",
        f"{lb}{rule}{up}{rule}{rb}",
        f"{lb}{rule}{rb}",
        f"├── {cell}",
        f"│   └── {cell}",
        f"{bar} {number % 100}%",
        f"[{bar}{' ' * (number % 7)}]",
    ]


def read_folder(folder: Path, measured: Set[bytes] = frozenset()) -> tuple[list[str], list[dict[str, Any]]]:
    """The text of every file, and what the metadata says of it. Lines with one of the `measured` keys are left out."""
    texts, files = [], []
    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        lines = [line.strip() for line in data.decode("utf-8").split("\n") if line.strip()]
        kept = [line for line in lines if line_key(line) not in measured]
        texts.append("\n".join([*with_furniture(kept), *spelled_otherwise(kept, path.stem)]) + "\n")
        digest, left_out = hashlib.sha256(data).hexdigest(), len(lines) - len(kept)
        files.append({"file": path.name, "bytes": len(data), "sha256": digest, "left_out": left_out})
    if not texts:
        raise SystemExit(f"{folder} holds no <lang>.txt: give a folder of clean text, one file a language")
    return texts, files


def licences(sources: Path | None) -> dict[str, int]:
    """Bytes of training text by licence, from a table with the columns split, licence and bytes."""
    if sources is None:
        return {}
    head, *rows = (line.split("\t") for line in sources.read_text("utf-8").splitlines())
    total: Counter[str] = Counter()
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        if cells["split"] == "train":
            total[cells["licence"]] += int(cells["bytes"])
    return dict(total.most_common())


def train(
    folder: Path, sources: Path | None, min_gain: float, longest_gain: float, apart_from: Path | None = None
) -> bytes:
    """The model file of a folder of text, without the lines that stand in the folder `apart_from`."""
    texts, files = read_folder(folder, folder_keys(apart_from) if apart_from is not None else frozenset())
    parts = [codes_of(text) for text in texts]
    language = np.repeat(np.arange(len(parts), dtype=np.uint8), [len(part) for part in parts])
    codes = np.concatenate(parts)
    tables, symbol, scripts = symbol_tables(np.bincount(codes, minlength=0x110000))
    tables["case_bits"] = case_table(codes, tables["shape"])
    print(f"{len(codes):,} characters, {len(tables['symbol_bits']):,} symbols", flush=True)
    all_keys = ngram_keys(symbol[codes])
    ends = codes == NEWLINE
    tables["class_bits"] = class_table(all_keys[~ends], tables["symbol_class"], scripts)
    model = Backoff(tables)
    for order in range(2, ORDER + 1):
        whole = ((all_keys >> np.uint64(16 * (order - 1))) & np.uint64(0xFFFF)) != 0
        keys, counts = np.unique(all_keys[whole & ~ends] & np.uint64((1 << (16 * order)) - 1), return_counts=True)
        add_order(model, keys, counts, order, min_gain if order < ORDER else longest_gain)
        kept, histories = len(model.keys[order]), len(model.contexts[order])
        print(f"order {order}: {len(keys):,} met, {kept:,} kept, {histories:,} histories", flush=True)
    spoken = Spoken(all_keys[~ends], language[~ends], len(files))
    tables |= language_tables(model.keys[2], model.keys[3], spoken, symbol, len(tables["symbol_bits"]))
    lines = np.add.reduceat(model.bits_of(all_keys[~ends][:2_000_000], ORDER), [0])
    ngrams = static_map.build(
        np.concatenate([model.keys[n] for n in model.keys]), units(np.concatenate([model.bits[n] for n in model.bits]))
    )
    backoffs = static_map.build(
        np.concatenate([model.contexts[n] for n in model.contexts]),
        units(np.concatenate([model.weights[n] for n in model.weights])),
    )
    tables["ngrams"], tables["backoffs"] = ngrams.cells, backoffs.cells
    metadata = {
        "ngrams_seed": ngrams.seed,
        "backoffs_seed": backoffs.seed,
        "order": ORDER,
        "min_gain": min_gain,
        "longest_gain": longest_gain,
        "languages": [Path(row["file"]).stem for row in files],
        "characters": len(codes),
        "kept": {str(n): len(model.keys[n]) for n in model.keys},
        "bits_per_character_in_training": round(float(lines[0]) / 2_000_000, 3),
        "licences": licences(sources),
        "files": files,
    }
    return write_model(tables, metadata)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("folder", type=Path, help="folder of <lang>.txt")
    ap.add_argument("--sources", type=Path, help="table of where each text comes from, for the metadata")
    ap.add_argument("--apart-from", type=Path, help="folder of text that is measured on: its lines are left out")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--min-gain", type=float, default=9.0, help="bits an n-gram must save over the training text")
    ap.add_argument("--longest-gain", type=float, default=20.0, help="the same for the longest n-grams")
    args = ap.parse_args()
    data = train(args.folder, args.sources, args.min_gain, args.longest_gain, args.apart_from)
    args.out.write_bytes(data)
    print(f"{args.out}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
