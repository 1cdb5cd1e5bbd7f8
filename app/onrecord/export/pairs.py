"""Sentences of one document in several languages, side by side by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.drafting.statement import Sentence, Statement


@dataclass(frozen=True, slots=True)
class Pair:
    """One numbered line of the sheet: the sentence of each language that says it (None where a language lacks it)."""

    number: int
    sentences: tuple[Sentence | None, ...]

    @property
    def first(self) -> Sentence:
        """The sentence of the first language that has one."""
        return next(s for s in self.sentences if s is not None)


def paired(statements: Sequence[Statement]) -> tuple[Pair, ...]:
    """The sentences of all languages in one order, the first language's; what only another one has stands behind the
    sentence it follows there. Paired are sentences of the same element that rest on the same facts, then the first of
    an element with the first, the second with the second."""
    columns = [_keys(statement) for statement in statements]
    order: list[tuple[object, ...]] = []
    for keys in columns:
        at = 0
        for key in keys:
            if key in order:
                at = order.index(key) + 1
            else:
                order.insert(at, key)
                at += 1
    by_key = [dict(zip(keys, s.sentences, strict=True)) for keys, s in zip(columns, statements, strict=True)]
    return tuple(Pair(n, tuple(found.get(key) for found in by_key)) for n, key in enumerate(order, 1))


def _keys(statement: Statement) -> list[tuple[object, ...]]:
    """What a sentence is, apart from its language: element, printed facts, and a count where two are alike."""
    seen: Counter[tuple[object, ...]] = Counter()
    keys: list[tuple[object, ...]] = []
    for sentence in statement.sentences:
        key = (sentence.element, tuple(sorted(sentence.prints)) if sentence.prints else ("-",))
        seen[key] += 1
        keys.append((*key, seen[key]))
    return keys
