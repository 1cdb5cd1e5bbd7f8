"""How much a sentence is like those that editors struck, by category: a sum of weights, nothing hidden in it.

A fault said sideways has no words of its own ("kitchens are lively places"), so no list of phrases finds it. What can
be done is to weigh: some ten thousand sentences per language were written and labelled for this project in some hundred
trades (`tests/likeness/corpus`), and every trait (`onrecord.reading.traits`) was given the weight that tells labelled
sentences from clean ones best (logistic regression). The weights are a table that can be read and edited:
`templates/<lang>/likeness/<table>.tsv`. The score of a sentence is

    bias + sum of the weights of its traits / sqrt(words + 4) + weights of the rules that fired in it

A rule of kind likeness says from which score on it speaks; the words that weighed most are named in its message.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from onrecord.checks.model import CATEGORIES
from onrecord.errors import BadInput, nearest
from onrecord.reading.model import Token
from onrecord.reading.traits import traits

TABLES = ("statements", "posts")
SOFT = 4
"""Words that are added to a sentence's own before its weights are averaged: three words prove less than twenty."""
UNIT = 100
"""Weights are whole hundredths in the files."""
_RULE = "r:"
_LARGEST = 32_000
_LEAST = 3
"""Letters of a word that tells a reader something."""


class Table(NamedTuple):
    """Weights in the form they are looked up in: sorted checksums of the traits, and what each weighs for whom."""

    categories: tuple[str, ...]
    bias: tuple[float, ...]
    hashes: array[int]
    starts: array[int]
    weights: array[int]

    def of(self, trait: str) -> Sequence[int]:
        """Category and weight in turn; empty for a trait that nobody weighed."""
        wanted = crc32(trait.encode())
        at = bisect_left(self.hashes, wanted)
        if at < len(self.hashes) and self.hashes[at] == wanted:
            return self.weights[self.starts[at] : self.starts[at + 1]]
        return ()

    def scores(self, words: Sequence[Token], terminator: str, fired: Iterable[str]) -> dict[str, float]:
        """The score of one sentence for every category of the table. `fired`: the ids of rules that fired in it."""
        return self.scores_of(traits(words, terminator), len(words), fired)

    def scores_of(self, found: Iterable[str], words: int, fired: Iterable[str]) -> dict[str, float]:
        """The same from traits that are known, of a text of so many words."""
        sums = [0] * len(self.categories)
        for trait in found:
            weighed = self.of(trait)
            for at in range(0, len(weighed), 2):
                sums[weighed[at]] += weighed[at + 1]
        share = 1 / (UNIT * sqrt(words + SOFT))
        totals = [bias + total * share for bias, total in zip(self.bias, sums, strict=True)]
        for rule in fired:
            weighed = self.of(_RULE + rule)
            for at in range(0, len(weighed), 2):
                totals[weighed[at]] += weighed[at + 1] / UNIT
        return dict(zip(self.categories, totals, strict=True))

    def told(
        self, words: Sequence[Token], terminator: str, category: str, common: frozenset[str], most: int = 3
    ) -> tuple[str, ...]:
        """The turns of the sentence that weighed most for a category, none inside another.

        A turn of nothing but `common` words is not named: it weighed, but it tells a reader nothing.
        """
        number = self.categories.index(category)
        weighed: list[tuple[int, str]] = []
        for trait in traits(words, terminator):
            kind, _, turn = trait.partition(":")
            if kind not in ("w", "b", "t") or "^" in turn or "$" in turn or "<" in turn:
                continue
            if all(len(word) < _LEAST or word in common for word in turn.split()):
                continue
            found = self.of(trait)
            for at in range(0, len(found), 2):
                if found[at] == number and found[at + 1] > 0:
                    weighed.append((found[at + 1], turn))
        chosen: list[str] = []
        for _, turn in sorted(weighed, key=lambda pair: (-pair[0], pair[1])):
            if not any(f" {turn} " in f" {other} " or f" {other} " in f" {turn} " for other in chosen):
                chosen.append(turn)
            if len(chosen) == most:
                break
        return tuple(chosen)


def packed(table: Table) -> tuple[Any, ...]:
    """A table as plain values, for `onrecord.content.kept`."""
    return (
        table.categories,
        table.bias,
        table.hashes.tobytes(),
        table.starts.tobytes(),
        table.weights.tobytes(),
    )


def unpacked(values: tuple[Any, ...]) -> Table:
    """The table that `packed` gave."""
    categories, bias, *rest = values
    arrays = [array("I"), array("I"), array("h")]
    for target, data in zip(arrays, rest, strict=True):
        target.frombytes(data)
    return Table(categories, bias, *arrays)


def files(language: str, roots: Iterable[Path]) -> dict[str, Path]:
    """The file of every table; an own one wins over the built-in one."""
    found: dict[str, Path] = {}
    for root in roots:
        for name in TABLES:
            path = root / language / "likeness" / f"{name}.tsv"
            if name not in found and path.is_file():
                found[name] = path
    return found


def folder(root: Path, language: str) -> str:
    """Where the tables of a language stand below a template root."""
    return os.path.join(root, language, "likeness")


def read_table(path: Path) -> Table:
    """Read a table. Raises BadInput with file, line and what was expected."""
    categories: dict[str, int] = {}
    bias: list[float] = []
    rows: dict[int, list[int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        trait, tab, told = line.partition("\t")
        pairs: list[int] = []
        try:
            if not tab:
                raise ValueError
            for item in told.split(" "):
                category, _, weight = item.rpartition(":")
                if trait == "=bias":
                    if category not in CATEGORIES:
                        raise BadInput(
                            f"unknown category {category!r}",
                            where=path,
                            line=number,
                            hint=nearest(category, CATEGORIES),
                        )
                    categories[category] = len(categories)
                    bias.append(int(weight) / UNIT)
                else:
                    known = int(category)
                    if not 0 <= known < len(categories):
                        raise ValueError
                    pairs += (known, max(-_LARGEST, min(_LARGEST, int(weight))))
        except ValueError:
            raise BadInput(
                "this line is no weight",
                where=path,
                line=number,
                hint="A trait, a tab, then number:weight in whole hundredths; =bias comes first, with names.",
            ) from None
        if trait != "=bias":
            rows[crc32(trait.encode())] = pairs
    hashes, starts, weights = array("I"), array("I", [0]), array("h")
    for key in sorted(rows):
        hashes.append(key)
        weights.extend(rows[key])
        starts.append(len(weights))
    return Table(tuple(categories), tuple(bias), hashes, starts, weights)
