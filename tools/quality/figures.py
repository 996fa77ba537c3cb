"""Figures drawn from results: outcomes counted, repairs grouped by their probability, characters restored."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from quality.losses import Restored
from quality.measure import Result

K = TypeVar("K", bound=Hashable)

GROUPS = 10
BANDS = (*(tenth / 10 for tenth in range(10)), 0.95, 0.99, 1.0)
"""Where the bands of the scale of probability begin and end: most repairs are in the last."""
FITTED = frozenset({
    "af", "ast", "az-Cyrl", "be-tarask", "br", "ca", "cy", "de", "el-polyton", "eo", "et", "fa", "fil", "fr", "gl",
    "hr", "id", "it", "kk", "lb", "lv", "mn", "mt", "nl", "oc", "pt", "ru", "sl", "sr-Cyrl", "sv", "tg", "tr", "ur",
    "yi", "zh-Hant",
})  # fmt: skip
"""The languages to whose texts the constants of `mojibake_fix.engine.sureness` were fitted: every other one."""
TOP = 1 - 1e-9  # a probability of one belongs to the last band


class Tally(NamedTuple):
    """Outcomes of the same cases, ours and ftfy's."""

    ours: Counter[str]
    ftfy: Counter[str]

    @property
    def cases(self) -> int:
        return sum(self.ours.values())

    @property
    def exact(self) -> float:
        """Percent of the cases that we get exact."""
        return 100 * self.ours["exact"] / max(1, self.cases)

    @property
    def changed(self) -> tuple[int, int]:
        """Of sound texts, how many we and ftfy changed."""
        return self.cases - self.ours["exact"], self.cases - self.ftfy["exact"]


class Group(NamedTuple):
    """Repairs of about the same probability."""

    low: float
    high: float
    reported: float
    right: float
    cases: int

    @property
    def gap(self) -> float:
        """By how many points more of them are right than was reported."""
        return 100 * (self.right - self.reported)


def tally(results: Iterable[Result], key: Callable[[Result], K]) -> dict[K, Tally]:
    """Outcomes by a key, in the order in which the keys come."""
    found: dict[K, Tally] = defaultdict(lambda: Tally(Counter(), Counter()))
    for result in results:
        ours, ftfy = found[key(result)]
        ours[result.ours] += 1
        ftfy[result.ftfy] += 1
    return dict(found)


def reliability(results: Iterable[Result], groups: int = GROUPS) -> list[Group]:
    """Changed texts in groups of about the same size by their probability; those of the same one stay together."""
    changed = judged(results)
    out: list[Group] = []
    start = 0
    for k in range(1, groups + 1):
        end = len(changed) * k // groups
        while start < end < len(changed) and changed[end][0] == changed[end - 1][0]:
            end += 1
        if end > start:
            out.append(group_of(changed[start:end]))
            start = end
    return out


def by_band(results: Iterable[Result]) -> dict[tuple[float, float], Group]:
    """Changed texts by bands of the scale of probability; bands without any are left out."""
    changed = judged(results)
    bands = list(itertools.pairwise(BANDS))
    members = {(low, high): [one for one in changed if low <= min(one[0], TOP) < high] for low, high in bands}
    return {band: group_of(part) for band, part in members.items() if part}


def worst_gap(groups: Iterable[Group]) -> float:
    """By how many points the probability of a group is off at most."""
    return max((abs(group.gap) for group in groups), default=0.0)


def judged(results: Iterable[Result]) -> list[tuple[float, bool]]:
    """The probabilities of the changed texts, ascending, each with whether the repair is right."""
    return sorted((result.probability, result.ours == "exact") for result in results if result.changed)


def group_of(members: Sequence[tuple[float, bool]]) -> Group:
    """What was reported of some texts, and what is true of them."""
    reported = [probability for probability, _ in members]
    right = sum(is_right for _, is_right in members)
    return Group(min(reported), max(reported), sum(reported) / len(members), right / len(members), len(members))


def summed(restored: Iterable[Restored]) -> Restored:
    """All that was restored, together."""
    listed = list(restored)
    return Restored(*(sum(column) for column in zip(*listed, strict=True))) if listed else Restored()


def add(tallies: Iterable[Tally]) -> Tally:
    """All outcomes of some tallies."""
    listed = list(tallies)
    return Tally(sum((one.ours for one in listed), Counter()), sum((one.ftfy for one in listed), Counter()))
