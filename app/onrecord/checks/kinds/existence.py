"""existence: these words are there."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit, counted
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def run(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """Each place where the phrases stand."""
    for match in counted(text, number, rule):
        yield Hit(match.start, match.end)
