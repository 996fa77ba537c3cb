"""The page docs/quality.md: a pure function of what was collected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from check_apart import Apart
from mojibake_fix.cli.wanted import Level
from quality.collected import Collected
from quality.figures import FITTED, GROUPS, Group, Tally, add, by_band, group_of, reliability, summed, tally, worst_gap
from quality.markdown import bound, code, percent, prose, table
from quality.measure import Result
from quality.words import Words

SIZES = ("phrase", "line", "document")
PUT_BACK = ("restored", "guessed", "ftfy_restored")
"""What a result says of lost characters: by us, by us with `guess_losses`, by ftfy."""
KINDS = ("exact", "untouched", "other")
TOOLS = ("mojibake_fix", "ftfy.fix_encoding")
CASES = {
    "mangled": "mangled texts",
    "lossy": "lossy ones",
    "mixed": "mixed documents",
    "sound": "sound texts",
    "unusual": "unusual sound lines, alone and among others",
    "wild": "real cases",
}
NOT_MANGLED = (10, 13, 14)
"""The groups of real cases that lost something, or must not change."""
LEAST_EXACT = 97.0
"""Percent of the tier 1 lines of a language that are to be exact; languages below are named."""
LEVELS = {str(level): level.least for level in (Level.SURE, Level.LIKELY)}
LARGEST_GAP = 3.0
"""Points that the probability of a group may be off."""
SEVERAL = 10
"""Languages or words that a sentence names at most."""


def page(collected: Collected) -> str:
    """The whole page, as Markdown."""
    results = collected.results
    sections = [
        head_section(collected),
        mangled_section(results),
        sound_section(results, collected.words),
        wild_section(results),
        lossy_section(results),
        reliability_section(results),
        languages_section(results),
        sound_languages_section(results),
        words_section(collected.words),
        apart_section(collected.apart),
    ]
    return "\n".join(line for section in sections for line in section).rstrip("\n") + "\n"


# ---------------------------------------------------------------- rows


def outcomes(counts: Counter[str], kinds: Sequence[str] = KINDS) -> str:
    """`98.5 / 1.0 / 0.5`: the outcomes in percent; a dash where there is no case."""
    total = sum(counts.values())
    return " / ".join(percent(counts[kind], total) for kind in kinds) if total else "–"


def row_of(names: Sequence[str], count: Tally) -> list[str]:
    return [*names, f"{count.cases:,}", outcomes(count.ours), outcomes(count.ftfy)]


def group_row(name: str, group: Group) -> list[str]:
    shares = (f"{100 * group.reported:.2f}", f"{100 * group.right:.2f}", f"{group.gap:+.2f}")
    return [name, f"{group.cases:,}", *shares]


def of_kind(results: Iterable[Result], *kinds: str) -> list[Result]:
    return [result for result in results if result.kind in kinds]


# ---------------------------------------------------------------- the sections


def head_section(collected: Collected) -> list[str]:
    """What the page is, how it is made, and what its words mean."""
    counts = Counter(result.kind for result in collected.results)
    cases = ", ".join(f"{counts[kind]:,} {name}" for kind, name in CASES.items() if counts[kind])
    versions = ", ".join(f"{name} {version}" for name, version in collected.versions.items())
    sample = f"One case in {collected.every} was taken, so the figures are rough." if collected.every > 1 else ""
    return [
        "# Quality",
        "",
        *prose(
            "What this project makes of broken and of sound text, beside ftfy on the same cases, language by language.",
            "This page is written by a program; to write it anew, with the evaluation's texts and programs in",
            "`../shared`:",
        ),
        f"    python tools/measure_quality.py{collected.options}",
        "",
        *prose(f"Measured with {versions}."),
        *prose(
            f"The cases are {cases}.",
            f"Of mangled and lossy text there are {collected.each} for every accident, language and size, where the",
            "language can suffer the accident.",
            sample,
        ),
        *prose(
            "The clean text is `../shared/corpora/dev`; it comes from other sources than the training text, but see",
            "[below](#training-and-measuring-apart)." if collected.apart else "and is not trained on.",
            "It is broken by the accidents of `../shared/eval/manglings.py`: those of *tier 1* are met every day,",
            "those of tier 2 now and then, those of tier 3 rarely. A *phrase* has 8 to 30 characters, as a rule, a",
            "*document* about 2,000. *Exact* is right in every character, *untouched* is left as it was, *other* is",
            "changed into something else.",
        ),
        *prose(
            "ftfy sets out to undo one family only, UTF-8 read as a single-byte page. The table by family shows it by",
            "itself. And the engine was tuned by people who measured it on these cases.",
        ),
    ]


def mangled_section(results: Sequence[Result]) -> list[str]:
    """Mangled texts by tier and size, by family, and documents of which a part is mangled."""
    mangled = of_kind(results, "mangled")
    by_size = tally(mangled, lambda result: (result.tier, SIZES.index(result.size)))
    by_family = tally(mangled, lambda result: result.family)
    mixed = tally(of_kind(results, "mixed"), lambda result: result.family)
    return [
        "## Mangled text",
        "",
        *prose("Exact / untouched / other, in per cent of the cases."),
        *table(
            ("tier", "size", "cases", *TOOLS),
            (row_of((str(tier), SIZES[size]), count) for (tier, size), count in sorted(by_size.items())),
            names=2,
        ),
        *prose(
            "The same by family, all tiers and sizes together; then documents that are mangled in part: sound and",
            "mangled lines *joined*, or bullets and no-break spaces that came in after the accident, the *later",
            "characters*.",
        ),
        *table(
            ("family", "cases", *TOOLS),
            (row_of((name,), count) for name, count in [*sorted(by_family.items()), *sorted(mixed.items())]),
        ),
    ]


def sound_section(results: Sequence[Result], words: Words | None) -> list[str]:
    """Sound texts that were changed."""
    names = (*(f"{size}s" for size in SIZES), "unusual lines", "the same among other lines")
    sound = tally(
        of_kind(results, "sound", "unusual"),
        lambda result: SIZES.index(result.size) + 2 * (result.kind == "unusual"),
    )
    counted = [(names[at], count.cases, *count.changed) for at, count in sorted(sound.items())]
    if words is not None:
        tried = sum(words.tried.values())
        counted.append(("single words", tried, len(words.changed), sum(words.ftfy_changed.values())))
    rows = [
        (name, f"{cases:,}", f"{ours:,}", f"{1e6 * ours / cases:,.1f}", f"{theirs:,}", f"{1e6 * theirs / cases:,.1f}")
        for name, cases, ours, theirs in counted
        if cases
    ]
    languages = len({result.language for result in of_kind(results, "sound")})
    return [
        "## Sound text",
        "",
        *prose(
            f"Sound text must come back as it is. Phrases, lines and documents are of {languages} languages. *Unusual",
            "lines* are formulas, APL, phonetic script, kaomoji, words in capitals, transliteration, box drawing: by",
            "themselves and among one to eight lines of a language. `tools/measure_strings.py` measures the strings of",
            "user interfaces and programs that you unpack: names, messages and code are harder than prose.",
            "*Single words* are those of wordfreq's lists that are not ASCII: as written, capitalised and in capitals,",
            "each a text of its own." if words is not None else "a text of its own; they were not measured this time.",
        ),
        *table(("", "texts", "changed", "of a million", "changed by ftfy", "of a million"), rows),
    ]


def wild_section(results: Sequence[Result]) -> list[str]:
    """Real cases by group."""
    wild = tally(of_kind(results, "wild"), lambda result: (result.tier, result.family))
    if not wild:
        return []
    total = add(count for (number, _), count in wild.items() if number not in NOT_MANGLED)
    rows = [row_of((f"{number}. {name}",), count) for (number, name), count in sorted(wild.items())]
    return [
        "## Real cases",
        "",
        *prose(
            "Passages from public files, their repair checked by hand. Exact / untouched / other, in per cent. What",
            "must not change is exact where it is left alone. Quoted mojibake stands in text *about* mojibake; that it",
            "should stay is a judgement.",
        ),
        *table(("group", "cases", *TOOLS), [*rows, row_of(("**mangled, nothing lost**",), total)]),
    ]


def lossy_section(results: Sequence[Result]) -> list[str]:
    """Characters that were lost, and what was put in their place."""
    lossy = of_kind(results, "lossy")
    rows = []
    for size in SIZES:
        part = [result for result in lossy if result.size == size]
        lost = sum(result.lost for result in part)
        cells = [
            f"{percent(put.right, lost, 2)} / {percent(put.wrong, lost, 2)} / {percent(put.whole, len(part))}"
            for put in (summed(getattr(result, name) for result in part) for name in PUT_BACK)
        ]
        if part:
            rows.append((size, f"{len(part):,}", f"{lost:,}", *cells))
    if not rows:
        return []
    return [
        "## Lossy text",
        "",
        *prose(
            "The reader had no character for some bytes, and a replacement character stands for them. *Lost* are the",
            "characters of the clean text that had these bytes. *Right* are those of them that a repair put back;",
            "*wrong* are characters that it put, anywhere in the text, where the clean text has others; both in per",
            "cent of those lost. What is left as it stands is neither, nor is a replacement character. *Whole* are the",
            "texts, in per cent, in which all that was not lost is right. *With guesses* is with `guess_losses`:",
            "the likeliest character stands where it is at least 95 % sure, and is named.",
        ),
        *prose("Right / wrong / whole:"),
        *table(("size", "texts", "lost", TOOLS[0], "with guesses", TOOLS[1]), rows),
    ]


def reliability_section(results: Sequence[Result]) -> list[str]:
    """What the reported probability is worth."""
    judged = of_kind(results, "mangled", "mixed", "sound", "unusual")
    groups = reliability(judged)
    others = reliability(result for result in judged if result.language not in FITTED)
    right = [result.probability for result in judged if result.changed and result.ours == "exact"]
    below = ", ".join(
        f"{percent(sum(one < least for one in right), len(right), 2)} % are below {least} (`{level}`)"
        for level, least in LEVELS.items()
    )
    unchanged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for result in judged:
        if not result.changed:
            unchanged[result.verdict].append((result.probability, result.ours == "exact"))
    head = ("texts", "reported, %", "right, %", "points")
    return [
        "## Reliability",
        "",
        *prose(
            "`Repair.probability` says how sure a repair is right. All mangled, mixed and sound texts that were",
            f"changed stand here in up to {GROUPS} groups of about the same size, in the order of it; texts of the",
            "very same probability stay in one group. *Right* is the part of them that is exact.",
            f"The largest difference is {worst_gap(groups):.2f} points; it should be at most {LARGEST_GAP:.0f}.",
            "The constants behind it were fitted to some of the texts in every other language; in the groups of all",
            f"other languages alone it is {worst_gap(others):.2f} points.",
        ),
        *table(
            ("probability", *head),
            (group_row(f"{bound(group.low)} to {bound(group.high)}", group) for group in groups),
        ),
        *prose(
            "The same texts by parts of the scale; those without any text are left out.",
            f"Of the repairs that are right, {below}, the levels of the command.",
        ),
        *table(
            ("probability", *head),
            (group_row(f"{low:g} to {high:g}", group) for (low, high), group in by_band(judged).items()),
        ),
        *prose("Of a text that was left as it is, the probability says how sure it needs no repair."),
        *table(
            ("verdict", *head),
            (group_row(f"`{verdict}`", group_of(members)) for verdict, members in sorted(unchanged.items())),
        ),
    ]


def languages_section(results: Sequence[Result]) -> list[str]:
    """Every figure of mangled text by language."""
    mangled = of_kind(results, "mangled")
    lines = [result for result in mangled if result.size == "line"]
    parts = {
        "tier 1 line": [result for result in lines if result.tier == 1],
        "line": lines,
        **{size: [result for result in mangled if result.size == size] for size in ("phrase", "document")},
    }
    columns = {name: tally(part, lambda result: result.language) for name, part in parts.items()}
    none = add([])
    rows = []
    for language, count in sorted(tally(mangled, lambda result: result.language).items()):
        counts = [column.get(language, none) for column in columns.values()]
        cells = [outcomes(side, ("exact", "other")) for one in counts for side in one]
        rows.append([language, f"{count.cases:,}", f"{counts[0].cases:,}", *cells])
    head = ["language", "cases", "of these tier 1 lines"]
    head += [name for column in columns for name in (column, "ftfy")]
    return [
        "## By language",
        "",
        *low_languages(columns["tier 1 line"], columns["line"]),
        *prose(
            "Exact / other, in per cent; what is missing to 100 is untouched. *Tier 1 line* is of the everyday",
            "accidents alone, the other columns are of all tiers. A language has few tier 1 lines: one of them is",
            "several points.",
        ),
        *table(head, rows),
    ]


def low_languages(first: dict[str, Tally], lines: dict[str, Tally]) -> list[str]:
    """A paragraph that names the languages that fare worst."""
    below = sorted((count.exact, language) for language, count in first.items() if count.exact < LEAST_EXACT)
    named = [
        f"{language} {exact:.1f} ({first[language].ours['exact']} of {first[language].cases})"
        for exact, language in below
    ]
    lowest = sorted((count.exact, language) for language, count in lines.items())[:SEVERAL]
    all_ = add(first.values())
    return prose(
        f"Of {all_.cases:,} tier 1 lines, {all_.exact:.2f} % are exact.",
        f"{len(named) or 'None'} of the {len(first)} languages {'is' if len(named) == 1 else 'are'} below",
        f"{LEAST_EXACT:.0f} %{': ' if named else '.'}{', '.join(named)}{'.' if named else ''}",
        f"Lowest on lines of all tiers: {', '.join(f'{language} {exact:.1f}' for exact, language in lowest)}.",
    )


def sound_languages_section(results: Sequence[Result]) -> list[str]:
    """The languages of which sound texts were changed."""
    sound = tally(of_kind(results, "sound"), lambda result: result.language)
    touched = {language: count for language, count in sorted(sound.items()) if any(count.changed)}
    rows = [
        (language, f"{count.cases:,}", *(f"{changed:,}" for changed in count.changed))
        for language, count in touched.items()
    ]
    rest = len(sound) - len(rows)
    return [
        "## Sound text by language",
        "",
        *prose(f"Phrases, lines and documents together. Neither tool changed any text of the other {rest} languages."),
        *(table(("language", "texts", "changed", "changed by ftfy"), rows) if rows else []),
    ]


def words_section(words: Words | None) -> list[str]:
    """Words by language."""
    if words is None:
        return []
    changed = Counter(language for language, _, _ in words.changed)
    some = words.changed[:: -(-len(words.changed) // SEVERAL)] if words.changed else []
    shown = ", ".join(f"{code(word)} to {code(got)}" for _, word, got in some)
    rows = [
        (language, f"{tried:,}", f"{changed[language]:,}", f"{words.ftfy_changed.get(language, 0):,}")
        for language, tried in sorted(words.tried.items())
    ]
    return [
        "## Words by language",
        "",
        *prose(
            "A word that stands in several of wordfreq's lists counts for the first of them, by tag.",
            f"{'Some of those' if len(some) < len(words.changed) else 'Those'} that were changed: {shown}."
            if some
            else "",
        ),
        *table(("language", "words", "changed", "changed by ftfy"), rows),
    ]


def apart_section(apart: Apart | None) -> list[str]:
    """The lines that stand in both the training and the measuring text."""
    if apart is None:
        return []
    lines, shared, trained = (sum(counts.values()) for counts in apart)
    rows = [
        (name, f"{apart.compared[name]:,}", f"{count:,}", f"{apart.trained[name]:,}")
        for name, count in sorted(apart.shared.items())
        if count
    ]
    return [
        "## Training and measuring apart",
        "",
        *prose(
            "Two long lines are the same here if their letters are, two short ones if their words and signs are.",
            f"Of {lines:,} measured lines, {shared:,} ({percent(shared, lines, 2)} %) stand in the training text as",
            f"well. {trained:,} of them were trained on; training left out the others.",
            "`python tools/check_apart.py` compares the two by itself.",
        ),
        *(table(("file", "lines", "in both", "trained on"), rows) if rows else []),
    ]
