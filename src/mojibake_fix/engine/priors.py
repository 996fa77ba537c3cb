"""How unusual an accident is, in bits: the prior of every (written, read) pair, and the margins of a decision.

A cost of k bits says that the accident is 2^k times rarer than the commonest one. The numbers are judgements about
the world, not fits to a test set: Windows-1252 and Latin-1 are the readers everywhere, the ANSI page of the reader's
own country comes next, OEM pages are met in consoles and zip files, Mac pages in old documents; pages of one region
are taken for each other, a Greek Mac page is hardly ever read as a Cyrillic DOS page.
"""

from __future__ import annotations

import functools

from mojibake_fix.encodings import ENCODINGS, Kind
from mojibake_fix.engine.heuristics import HEURISTIC
from mojibake_fix.types import Chain, Step

MARGIN, PLAIN_MARGIN, WORD_MARGIN = 0.5, 2.0, 1.0
"""Bits that a repair of a text by itself must gain beyond the cost of its chain, and how many more where sound text may
have what it exchanges, and where it is one word."""
KINDRED_COST = 3.0
"""Bits that a chain costs of which another of the document's has all the steps: text often goes one round fewer."""
BELOW_GAIN = 10.0
"""Bits for what lies below layers of UTF-8 that the document suffered, where these show nothing but controls."""
RIVAL_COST = 15.0
"""Bits that another accident costs in a document where one is established that fits the place as well."""
HEURISTIC_COST = 6.0
"""Bits that damage costs which no codec undoes, as ftfy's heuristics do."""
PLAIN_COST = 8.0
"""Bits more that must be gained where all that a reading changes is one letter of sound text, less where it is more."""
FORMULA_COST = 16.0
"""The same where the letter is a unit or relates two variables: formulas are in no language."""
CHANCE_COST = 16.0
"""Bits that a further layer costs of which all that it shows is one character of a multi-byte page."""
UNHARMED_COST = 12.0
"""Bits more where words stand beside the damage that hold letters of no page: they were never in one."""
UNHEARD_COST = 24.0
"""The same where the language of the text has none of the letters that a reading puts."""
UNVOUCHED_COST, ROMANISED_COST = 3.0, 12.0
"""Bits more where all of the few words that come about are unknown: names and rare languages are full of such. And
where nothing but the marks of long vowels is exchanged, which each romanisation has its own for."""
BARE_COST = 3.5
"""Bits more for each letter that a text of few letters, all of them exchanged, lacks to eight."""
ALONE_COST, ALONE_FOREIGN_COST, ALONE_JOINED_COST, ALONE_TYPED_COST, ALONE_SIGN_COST = 40.0, 30.0, 12.0, 16.0, 4.0
"""Bits more where a text is one word and all that is exchanged are its letters, one of another alphabet, one of a
script without spaces behind it, signs of keyboards, or other signs: there are millions of names, and nothing around
the word tells its language."""
ALONE_TOLD = 0.5
"""The part of these that is left where somebody told the language."""
BURIED_COST = 6.0
"""Bits that a legacy page costs below a layer of UTF-8: two unlike accidents, one after the other."""
WELL_FORMED, WELL_FORMED_COUNTED = 4.0, 24.0
"""Bits that each byte but the first of a character is worth where bytes are well-formed UTF-8, and their most."""
LAYER_COST = 2.0
"""Bits that each further layer of the same accident costs; another accident costs its own bits."""
UNFIT_COST = 6.0
"""Bits for a word that the chain of its neighbours cannot have made."""
LATER_COST = 10.0
"""Bits for a word of which a chain explains all, to be read without what may have been put around it later."""
PARTLY_COST = 5.0
"""Bits for a document of which only parts suffered a chain; each piece pays one more for its choice."""
STAY_COST = 14.0
"""Bits that it costs a word to stay that a proven chain of its neighbours can have made."""
UNLIKE_COST = 2.0
"""Bits more that a layer costs which is not the same accident again."""
SWITCH_COST = 8.0
"""Bits that it costs to begin or to end a repaired stretch inside a line."""

_READ_COST = {
    "cp1252": 0.0, "iso8859-1": 1.0, "cp1254": 2.5, "cp1251": 3.0, "cp1250": 3.0, "gbk": 3.0, "mac-roman": 4.0,
    "cp437": 4.0, "cp850": 4.0, "cp932": 4.0, "big5": 5.0, "cp949": 4.5, "iso8859-15": 7.0, "cp1253": 5.0,
    "cp1256": 5.0, "cp1257": 5.0, "koi8-r": 5.0, "cp866": 5.0, "cp874": 5.0, "iso8859-2": 5.0, "euc_jp": 6.0,
    "cp1255": 6.0, "cp1258": 6.0, "iso8859-5": 6.5, "iso8859-7": 6.5, "iso8859-9": 5.0, "cp852": 5.5,
    "mac-cyrillic": 6.5, "koi8-u": 6.5, "cp857": 7.0, "cp862": 7.0, "cp737": 7.0, "cp775": 7.0, "cp720": 7.0,
    "iso8859-4": 7.5, "iso8859-13": 7.5, "iso8859-6": 7.5, "iso8859-8": 7.5, "mac-greek": 8.0, "mac-turkish": 8.0,
    "mac-latin2": 8.0, "cp865": 7.0, "cp861": 8.0, "cp1125": 8.5, "cp855": 8.5, "cp860": 8.5, "cp863": 8.5,
    "cp858": 7.0, "kz1048": 9.0, "ptcp154": 9.0, "koi8-t": 9.5, "iso8859-3": 8.5, "iso8859-10": 9.0, "iso8859-14": 9.0,
    "iso8859-16": 8.5, "cp869": 9.0, "cp936": 3.5, "big5hkscs": 6.0, "cp932-twice": 5.0,
}  # fmt: skip

_RARITY = 0.65  # what the rarity of a reader counts for, but for pages that UTF-8 was read in: nobody has counted them

_WRITTEN_COST = {
    "utf-8": 0.0, "cp1252": 2.0, "cp1251": 2.0, "gbk": 2.0, "cp932": 2.5, "cp1250": 2.5, "cp949": 2.5, "big5": 3.0,
    "koi8-r": 3.0, "cp1253": 3.0, "cp1254": 3.0, "cp1256": 3.0, "cp1255": 3.0, "cp874": 3.0, "cp1257": 3.5,
    "cp1258": 3.5, "cp866": 3.5, "euc_jp": 3.5, "mac-roman": 3.5, "cp850": 3.5, "cp437": 4.0, "iso8859-2": 3.5,
    "iso8859-7": 4.0, "iso8859-9": 4.5, "iso8859-15": 4.5, "iso8859-5": 4.5, "cp852": 4.0, "koi8-u": 4.0,
    "mac-cyrillic": 4.5, "iso8859-8": 4.5, "iso8859-6": 5.0, "cp737": 5.0, "cp857": 5.0, "cp862": 5.0, "cp720": 5.5,
    "cp775": 5.0, "iso8859-13": 5.0, "iso8859-4": 5.0, "mac-greek": 5.5, "mac-turkish": 5.5, "mac-latin2": 5.5,
    "cp1125": 5.5, "kz1048": 6.0, "ptcp154": 6.5, "koi8-t": 6.5, "iso8859-3": 6.0, "iso8859-14": 6.5,
    "iso8859-10": 7.0, "iso8859-16": 6.5, "cp855": 6.5, "cp858": 6.0, "cp860": 6.5, "cp861": 6.5, "cp863": 6.5,
    "cp865": 5.5, "cp869": 7.0, "big5hkscs": 11.0, "gb18030": 6.0, "johab": 7.5, "mac-croatian": 7.0,
    "mac-romanian": 7.0, "mac-iceland": 6.5, "shift_jis_2004": 8.0, "euc_jis_2004": 8.5, "viscii": 6.0, "tcvn": 6.0,
    "vni": 6.5, "utf-8-variants": 5.0,
}  # fmt: skip

READERS: tuple[str, ...] = tuple(sorted(_READ_COST, key=_READ_COST.__getitem__))
"""Encodings that text is wrongly read in, the commonest first (at most 64: one bit each in a mask)."""
WRITERS: tuple[str, ...] = tuple(name for name in _WRITTEN_COST if name != "utf-8")
"""Encodings other than UTF-8 that text was written in."""

WESTERN_READERS = frozenset({"cp1252", "iso8859-1", "cp1254"})
"""Readers that are everywhere, and show the same but for controls, signs and the letters of Turkish."""
_USUAL_READERS = frozenset(
    {
        "cp1251",
        "cp1250",
        "mac-roman",
        "cp437",
        "cp850",
        "gbk",
        "cp932",
        "cp1253",
        "cp1256",
        "cp1257",
        "cp949",
        "big5",
        "euc_jp",
    }
)
_FAR_PAIR_COST = 6.0
_NEAR_PAIR_GAIN = 1.5
_FAR_SYSTEMS = {"mac", "dos"}
"""Pages of one region that hardly ever met: what went from one to the other went by Windows."""
_LABELLED, _LABELLED_GAIN = ("cp1252", "iso8859-1"), 2.0
"""What so many programs label wrongly that browsers read the one page wherever the other is named."""
_SAME_STANDARD = (
    frozenset({"big5", "big5hkscs"}),
    frozenset({"gbk", "gb18030", "cp936"}),
    frozenset({"cp932", "cp932-twice", "shift_jis_2004"}),
    frozenset({"euc_jp", "euc_jis_2004"}),
    frozenset({"cp949", "johab"}),
)
_SAME_STANDARD_COST = 12.0
"""Bits that it costs to take an encoding for its own extension: they show the same but for a few characters."""


def _step_cost(step: Step) -> float:
    is_bytewise = step.written == "utf-8" and ENCODINGS[step.read].kind is not Kind.MULTI_BYTE
    rarity = 1.0 if is_bytewise else _RARITY
    cost = rarity * _READ_COST[step.read] + _WRITTEN_COST[step.written]
    if step.written == "utf-8" or step.read in WESTERN_READERS:
        return cost - _LABELLED_GAIN if (step.written, step.read) == _LABELLED else cost
    written, read = ENCODINGS[step.written], ENCODINGS[step.read]
    if any(step.written in kin and step.read in kin for kin in _SAME_STANDARD):
        return cost + _SAME_STANDARD_COST
    if written.region == read.region:
        return cost if {written.system, read.system} == _FAR_SYSTEMS else cost - _NEAR_PAIR_GAIN
    both_east_asian = written.kind is Kind.MULTI_BYTE and read.kind is Kind.MULTI_BYTE
    usual = both_east_asian or step.read in _USUAL_READERS
    return cost if usual else cost + _FAR_PAIR_COST


# Inside the engine a step is a small number, a chain a tuple of them: they are counted and compared by the million.
STEPS: tuple[Step, ...] = tuple(Step(written, read) for written in ("utf-8", *WRITERS) for read in READERS)
"""Every accident that the engine knows, by its number: UTF-8's first, in the order of the readers."""
STEP_COSTS: tuple[float, ...] = (*map(_step_cost, STEPS), HEURISTIC_COST)
"""Bits of each accident."""
HEURISTIC_STEP = len(STEPS)
"""The number of the step that ftfy's heuristics undo."""
STEPS = (*STEPS, Step("utf-8", HEURISTIC))


def step_between(written: str, read: str) -> int | None:
    """The number of the accident of a text written in one encoding and read in another; None where we know of none."""
    if read not in READERS or (written != "utf-8" and written not in WRITERS):
        return None
    return step_number(0 if written == "utf-8" else 1 + WRITERS.index(written), READERS.index(read))


Path = tuple[int, ...]
"""A chain as the numbers of its steps, in the order in which they are undone."""


def step_number(writer: int, reader: int) -> int:
    """The number of an accident: `writer` counts UTF-8 as 0 and WRITERS from 1, `reader` counts READERS from 0."""
    return writer * len(READERS) + reader


@functools.lru_cache(65536)
def path_cost(path: Path) -> float:
    """Bits of a whole chain: the first time that an accident happens costs its own bits, each repetition less."""
    if len(path) == 1:
        return STEP_COSTS[path[0]]
    layers = LAYER_COST * (len(path) - 1) + UNLIKE_COST * (len(set(path)) - 1)
    if STEPS[path[-1]].written != "utf-8":
        layers += BURIED_COST
    return sum(STEP_COSTS[step] for step in set(path)) + layers


def written_cost(writer: str) -> float:
    """Bits of text having been written in an encoding, whatever its language."""
    return _WRITTEN_COST[writer]


def writer_of(path: Path) -> int:
    """The number of the encoding that the innermost text of a chain was written in: 0 for UTF-8, WRITERS from 1."""
    return 0 if path[-1] == HEURISTIC_STEP else path[-1] // len(READERS)


def reading_cost(path: Path) -> float:
    """Bits of a chain but for what its innermost text was written in."""
    writer = writer_of(path)
    return path_cost(path) - (_WRITTEN_COST[WRITERS[writer - 1]] if writer else 0.0)


def chain_of_path(path: Path) -> Chain:
    """The chain that the numbers of a path stand for."""
    return tuple(STEPS[step] for step in path)
