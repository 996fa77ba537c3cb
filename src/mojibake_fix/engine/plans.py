"""Plans carried out, inverted and printed: the only code that runs a chain for a user."""

from __future__ import annotations

from mojibake_fix.encodings import ENCODINGS, OWN, Reading, decode, decode_table, encode, is_single_byte, read
from mojibake_fix.encodings.codec import ONCE_SHOWN
from mojibake_fix.encodings.tones import tones_apart, tones_joined
from mojibake_fix.engine.altered import is_alteration, undo_alteration
from mojibake_fix.engine.escapes import ESCAPES, unescape
from mojibake_fix.engine.heuristics import HEURISTIC, restore
from mojibake_fix.engine.lossy import LOSSY, read_lossy
from mojibake_fix.errors import PlanError
from mojibake_fix.types import Chain, Edit, Plan, Step, describe_chain

TONES_APART = Step("tones-apart", "tones-apart")
"""What windows-1258 makes of Vietnamese, of which it has no letters with their tones: marks behind the letters."""
_WITH_TONES_APART = "cp1258"


def undo_step(text: str, step: Step) -> str | None:
    """The text before an accident; None where the text cannot have come out of it."""
    if step.read in ESCAPES:
        return unescape(text, step.read)
    if step == TONES_APART:
        return tones_joined(text)
    if step.read == HEURISTIC:
        return restore(text)
    if is_alteration(step):
        return undo_alteration(text, step)
    if step.read.endswith(LOSSY):
        return read_lossy(text, Step(step.written, step.read.removesuffix(LOSSY)))
    data = encode(text, step.read)
    return None if data is None else decode(data, step.written)


def with_tones(after: str, chain: Chain) -> tuple[str, Chain]:
    """What a chain gives with the tones of Vietnamese on their letters, and the chain that gives it.

    Where that cannot be undone (some of them stood on their letters already), both stay as they are.
    """
    if chain[-1].written == _WITH_TONES_APART:
        whole = tones_joined(after)
        if whole != after and tones_apart(whole) == after:
            return whole, (*chain, TONES_APART)
    return after, chain


def redo_step(text: str, step: Step) -> str | None:
    """The text after an accident; None where the accident cannot happen to it, or cannot be told from another."""
    if step.read in ESCAPES or step.read.endswith((HEURISTIC, LOSSY)) or is_alteration(step):
        return None
    if step == TONES_APART:
        return tones_apart(text)
    data = encode(text, step.written)
    return None if data is None else read(data, step.read)


def undo_chain(text: str, chain: Chain) -> str | None:
    """The text before all accidents of a chain; None where one of them does not fit."""
    for step in chain:
        before = undo_step(text, step)
        if before is None:
            return None
        text = before
    return text


def apply_plan(plan: Plan, text: str) -> str:
    """Replay a plan. Raises `PlanError` where the text does not fit it."""
    out, at = [], 0
    for edit in plan.edits:
        end = len(text) if edit.end is None else edit.end
        after = undo_chain(text[edit.start : end], edit.chain) if end <= len(text) else None
        if after is None:
            raise PlanError(f"the text does not fit the plan at {edit.start}: it is no {describe_chain(edit.chain)}")
        out += [text[at : edit.start], after]
        at = end
    return "".join([*out, text[at:]])


def invert_plan(plan: Plan, text: str) -> str:
    """Break a repaired text again. Raises `PlanError` where that cannot give back what was repaired."""
    out, at, shift = [], 0, 0
    for edit in plan.edits:
        start = edit.start + shift
        broken, end = _break(text, start, edit)
        out += [text[at:start], broken]
        shift += 0 if edit.end is None else (end - start) - (edit.end - edit.start)
        at = end
    return "".join([*out, text[at:]])


def _break(text: str, start: int, edit: Edit) -> tuple[str, int]:
    """The stretch that begins at `start` broken again, and where it ends: the one whose break has the edit's length."""
    chain = edit.chain
    if edit.end is None:
        broken = redo_chain(text[start:], chain)
        if broken is not None:
            return broken, len(text)
        raise PlanError(f"the text cannot be broken again from {start} on by {describe_chain(chain)}")
    wanted = edit.end - edit.start
    low, high = start, len(text)  # a longer stretch breaks into a longer text
    while low < high:
        middle = (low + high) // 2
        broken = redo_chain(text[start : min(middle, start + wanted)], chain)
        if broken is not None and len(broken) < wanted and middle < start + wanted:
            low = middle + 1
        else:
            high = middle
    for end in (low, low + 1, low - 1):
        broken = redo_chain(text[start:end], chain)
        if broken is not None and len(broken) == wanted:
            return broken, end
    raise PlanError(f"the text cannot be broken again at {start} by {describe_chain(chain)}")


def redo_chain(text: str, chain: Chain) -> str | None:
    """The text after all accidents of a chain; None where one of them cannot happen to it."""
    for step in reversed(chain):
        after = redo_step(text, step)
        if after is None:
            return None
        text = after
    return text


# ---------------------------------------------------------------- as Python

_TABLE_HELPER = '''
def encode_{name}(text):
    """{label} with its holes read as the character of the same number, as browsers read them."""
    table = bytes(range(256)).decode("{codec}", "surrogateescape")
    return bytes((table.index(c) if c in table else ord(c)) for c in text)
'''


def plan_as_python(plan: Plan) -> str:
    """Source of a function `repair(text)` that does what the plan does, with the standard library alone.

    Only escapes, encodings that Python lacks and text that lost bytes need functions of ours, which it imports.
    """
    helpers: dict[str, str] = {}
    body = []
    if not plan.edits:
        body = ["    return text"]
    elif plan.edits[0].end is None:
        body = [f"    return {_expression('text', plan.edits[0].chain, helpers)}"]
    else:
        body = ["    out, at = [], 0"]
        for edit in plan.edits:
            piece = _expression(f"text[{edit.start}:{edit.end}]", edit.chain, helpers)
            body += [f"    out += [text[at:{edit.start}], {piece}]", f"    at = {edit.end}"]
        body.append('    return "".join(out) + text[at:]')
    return "\n".join([*helpers.values(), "def repair(text):", *body, ""]).lstrip("\n")


def _expression(text: str, chain: Chain, helpers: dict[str, str]) -> str:
    for step in chain:
        if step.read in ESCAPES:
            helpers[step.read] = "from mojibake_fix.engine.escapes import unescape"
            text = f"unescape({text}, {step.read!r})"
        elif step == TONES_APART:
            helpers["tones"] = "from mojibake_fix.encodings.tones import tones_joined"
            text = f"tones_joined({text})"
        elif step.read == HEURISTIC:
            helpers[HEURISTIC] = "from ftfy import fix_encoding"
            text = f"fix_encoding({text})"
        elif is_alteration(step):
            helpers["altered"] = (
                "from mojibake_fix.engine.altered import undo_alteration\nfrom mojibake_fix.types import Step"
            )
            text = f"undo_alteration({text}, Step({step.written!r}, {step.read!r}))"
        elif step.read.endswith(LOSSY):
            helpers[LOSSY] = "from mojibake_fix.engine.lossy import read_lossy\nfrom mojibake_fix.types import Step"
            text = f"read_lossy({text}, Step({step.written!r}, {step.read.removesuffix(LOSSY)!r}))"
        else:
            text = _decoded(_encoded(text, step.read, helpers), step.written, helpers)
    return text


def _encoded(text: str, name: str, helpers: dict[str, str]) -> str:
    if name in ONCE_SHOWN:
        helpers["encode"] = "from mojibake_fix.encodings import encode"
        return f'encode({text}, "{name}")'
    if name in OWN:
        helpers["encode_as"] = "from mojibake_fix.encodings import encode_as"
        return f'encode_as({text}, "{name}")'
    if is_single_byte(name) and _has_holes(name):
        function = name.replace("-", "_")
        helpers[function] = _TABLE_HELPER.format(name=function, codec=name, label=name)
        return f"encode_{function}({text})"
    return f'{text}.encode("{name}")'


def _decoded(data: str, name: str, helpers: dict[str, str]) -> str:
    if name in OWN:
        helpers["decode_as"] = "from mojibake_fix.encodings import decode_as"
        return f'decode_as({data}, "{name}")'
    return f'{data}.decode("{name}")'


def _has_holes(name: str) -> bool:
    return ENCODINGS[name].system == "windows" and decode_table(name) != decode_table(name, Reading.SLOPPY)
