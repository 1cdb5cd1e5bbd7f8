"""Checks on the whole document that no list of words can make, each a small file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.checks.document import acronyms, apologies, characters, clock, gaps, limits, posts
from onrecord.checks.document.found import Found
from onrecord.checks.hits import Text
from onrecord.checks.model import Context

Check = Callable[[Text, Context], Iterator[Found]]

OF_THE_TEXT: tuple[Check, ...] = (
    gaps.check,
    characters.check,
    limits.check,
    clock.check,
    apologies.check,
    posts.check,
    acronyms.check,
)


def document_checks(context: Context) -> tuple[Check, ...]:
    """The checks that apply: those that compare with facts are loaded only when there are facts."""
    if context.incident is None:
        return OF_THE_TEXT
    from onrecord.checks.document import consistency, leak, trace, unknowns

    return (*OF_THE_TEXT, trace.check, leak.check, unknowns.check, consistency.check)


__all__ = ["Check", "Found", "document_checks"]
