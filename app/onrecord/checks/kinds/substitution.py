"""substitution: these words are there, and better ones are known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit, counted
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule
from onrecord.reading import read
from onrecord.reading.phrases import PhraseSet


def run(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """Each place, with what could stand there; a capital at its beginning is kept."""
    for match in counted(text, number, rule):
        better = _better(rule.swaps, text.book.language, match.text)
        if match.text[:1].isupper():
            better = tuple(word[:1].upper() + word[1:] for word in better)
        yield Hit(match.start, match.end, tuple(word for word in better if word != match.text))


@lru_cache(maxsize=512)
def _better(swaps: tuple[tuple[str, str], ...], language: str, found: str) -> tuple[str, ...]:
    reading = read(found, language, markdown=False)
    hits = {match.key for match in PhraseSet(((i, old) for i, (old, _) in enumerate(swaps)), language).find(reading)}
    return tuple(new for i, (_, new) in enumerate(swaps) if i in hits)
