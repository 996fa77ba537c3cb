"""What a pipeline did: counters of each batch, a sample for review, a line in the log, a hook for a progress bar."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from mojibake_fix.types import Chain, Repair, describe_chain

__all__ = ["Watch", "count"]

_LOG = logging.getLogger("mojibake_fix")
_SHOWN, _AHEAD = 200, 60  # characters of a sample's texts, and those before what was repaired


def count(repairs: Sequence[Repair], times: Sequence[int] | None = None) -> dict[str, Any]:
    """The counters of a batch, as a plain dictionary; `times` tells how often each of the repairs occurs.

    `bits` is the plausibility gained, `families` counts spans by the accident that they suffered.

        >>> from mojibake_fix import repair_many
        >>> count(repair_many(["CafÃ©", "Café"]))["families"]
        {'utf-8 read as cp1252': 1}
    """
    numbers: Counter[str] = Counter(documents=0, changed=0, spans=0, losses=0)
    verdicts: Counter[str] = Counter()
    families: Counter[str] = Counter()
    bits = 0.0
    for repair, often in zip(repairs, times or [1] * len(repairs), strict=True):
        numbers.update(documents=often, changed=often * repair.changed)
        numbers.update(spans=often * len(repair.spans), losses=often * len(repair.losses))
        verdicts[str(repair.verdict)] += often
        bits += often * repair.gain
        for span in repair.spans:
            families[describe_chain(span.chain)] += often
    return {**numbers, "bits": float(bits), "verdicts": dict(verdicts), "families": dict(families)}


class Watch:
    """Give one to `ingest`, `fix_table` or `fix_batches` as `watch`, and ask it afterwards, or meanwhile.

    `samples` is how many changed texts of each family are kept, with what became of them; `progress` is called with the
    number of documents of each batch, as `tqdm.update` and `rich.progress.Progress.advance` take it. Each batch is
    logged under the name `mojibake_fix`, at the level INFO. A watch belongs to one process.

        >>> from mojibake_fix import ingest
        >>> watch = Watch(samples=1)
        >>> list(ingest(["CafÃ©", "GrÃ¶ÃŸe", "plain"], watch=watch))
        ['Café', 'Größe', 'plain']
        >>> watch.counts["documents"], watch.counts["changed"], watch.samples
        (3, 2, [{'family': 'utf-8 read as cp1252', 'before': 'CafÃ©', 'after': 'Café'}])
    """

    def __init__(self, *, samples: int = 0, progress: Callable[[int], object] | None = None) -> None:
        self.counts: dict[str, Any] = count([])
        """The counters of all batches."""
        self.batch: dict[str, Any] = count([])
        """The counters of the last batch."""
        self.samples: list[dict[str, str]] = []
        self._kept: Counter[str] = Counter()
        self._limit = samples
        self._progress = progress

    def __call__(self, repairs: Sequence[Repair], times: Sequence[int] | None = None) -> None:
        """What `ingest` and the others call with each batch."""
        self.batch = count(repairs, times)
        self.counts = _added(self.counts, self.batch)
        self._keep(repairs)
        _LOG.info("%(documents)d documents, %(changed)d changed, %(losses)d losses, families: %(families)s", self.batch)
        if self._progress is not None:
            self._progress(self.batch["documents"])

    def _keep(self, repairs: Sequence[Repair]) -> None:
        for repair in repairs if self._limit else ():
            for chain in repair.chains:
                family = describe_chain(chain)
                if self._kept[family] < self._limit:
                    self._kept[family] += 1
                    self.samples.append({"family": family, **_sample(repair, chain)})


def _sample(repair: Repair, chain: Chain) -> dict[str, str]:
    """What stood around the first place that suffered a chain, and what stands there now: long texts are cut."""
    first = next(span for span in repair.spans if span.chain == chain)
    start = max(0, first.start - _AHEAD) if len(repair.original) > _SHOWN else 0
    # What comes before is as long as it was, but for the spans in it.
    moved = sum(len(span.after) - len(span.before) for span in repair.spans if span.end <= start)
    start = min([start, *(span.start for span in repair.spans if span.start < start < span.end)])
    return {
        "before": repair.original[start : start + _SHOWN],
        "after": repair.unguessed[start + moved : start + moved + _SHOWN],
    }


def _added(total: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
    """Two counters together."""
    return {
        name: dict(Counter(value) + Counter(batch[name])) if isinstance(value, dict) else value + batch[name]
        for name, value in total.items()
    }
