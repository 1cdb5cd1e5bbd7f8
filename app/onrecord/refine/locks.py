"""Which words of a sentence a model may touch: everything that states a fact, or how sure it is, is locked."""

from __future__ import annotations

from functools import cache

from onrecord.reading import Sentence, Token
from onrecord.reading.lexicons import rows

_OPEN_CUES = frozenset({"aspect", "commitment"})
"""Cues that stand for a way of speaking rather than for a limit of what is said; the guard still judges them."""


@cache
def _locked_words(language: str) -> frozenset[str]:
    return frozenset(word for row in rows(language, "locked") for word in row[-1].split())


def open_words(sentence: Sentence) -> tuple[Token, ...]:
    """The words that may change, in order: no literals, quotations, cues, auxiliaries, determiners, pronouns,
    urgency.
    """
    shut: list[tuple[int, int]] = [(q.start, q.end) for q in sentence.quotes]
    for literal in sentence.literals:
        first = literal.bound_start if 0 <= literal.bound_start < literal.start else literal.start
        shut.append((first, literal.end))
    shut += [(c.start, c.end) for c in sentence.cues if c.kind not in _OPEN_CUES and c.end - c.start < _WIDEST]
    locked = _locked_words(sentence.language)
    return tuple(
        word
        for word in sentence.words
        if word.kind == "word"
        and word.norm not in locked
        and not any(start < word.end and word.start < end for start, end in shut)
    )


_WIDEST = 40
"""Characters. A cue that spans more than that (a whole apology) has its own words locked one by one through its
parts.
"""
