"""occurrence and density: once is fine, this often is not."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit, counted
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def occurrence(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """The matches beyond `limit` in the whole text."""
    matches = list(counted(text, number, rule))
    for match in matches[int(rule.limit) :]:
        yield Hit(match.start, match.end, note=f"{len(matches)}")


def density(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """The first match, when there are more than `limit` per 100 words; only from `from_words` words on."""
    if text.words < max(rule.from_words, 1):
        return
    matches = list(counted(text, number, rule))
    share = 100 * len(matches) / text.words
    if matches and share > rule.limit:
        yield Hit(matches[0].start, matches[0].end, note=f"{share:.1f}")
