"""What many documents ask the model, answered together: judging a document is a generator that yields its questions.

NumPy is slow for a word and fast for ten thousand. So the judgement of one document is written down as if it stood
alone, and wherever it needs the model it yields questions; `together` runs many documents side by side, gathers what
they ask, and answers all of it in one pass.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from mojibake_fix.engine.propose import Vote, count_votes
from mojibake_fix.engine.spoken import Matrix, evidence
from mojibake_fix.engine.weigh import Ask, weigh
from mojibake_fix.plausibility.model import Model

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Texts whose evidence for each language is asked for; a row a text, a column a language."""

    texts: Sequence[str]


Question = Ask | Heard | Vote
Asking = Generator[Sequence[Question], list[Matrix], T]
"""A computation that yields questions, receives their answers, and returns a result."""


_NOTHING: Matrix = np.zeros((0, 0), dtype=np.float32)  # a vote is answered by what is written into it


def together(tasks: Iterable[Asking[T]], model: Model) -> list[T]:
    """The results of computations that run side by side, each round of their questions answered in one pass."""
    running = list(enumerate(tasks))
    results: dict[int, T] = {}
    answers: list[list[Matrix] | None] = [None] * len(running)
    while running:
        waiting: list[tuple[int, Asking[T]]] = []
        questions: list[Sequence[Question]] = []
        for (number, task), answer in zip(running, answers, strict=True):
            try:
                asked = next(task) if answer is None else task.send(answer)
            except StopIteration as stop:
                results[number] = stop.value
            else:
                waiting.append((number, task))
                questions.append(asked)
        running, answers = waiting, list(_answered(questions, model))
    return [results[number] for number in sorted(results)]


def _answered(questions: Sequence[Sequence[Question]], model: Model) -> Iterable[list[Matrix]]:
    asks = [question for own in questions for question in own if isinstance(question, Ask)]
    heard = [question for own in questions for question in own if isinstance(question, Heard)]
    votes = [question for own in questions for question in own if isinstance(question, Vote)]
    answers: dict[int, Matrix] = dict(zip(map(id, asks), weigh(asks, model), strict=True))
    count_votes(votes, model)
    answers.update((id(vote), _NOTHING) for vote in votes)
    table = evidence([text for question in heard for text in question.texts], model)
    at = 0
    for question in heard:
        answers[id(question)] = table[at : at + len(question.texts)]
        at += len(question.texts)
    return ([answers[id(question)] for question in own] for own in questions)
