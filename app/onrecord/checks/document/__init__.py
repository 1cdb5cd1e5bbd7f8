"""Checks on the whole document that no list of words can make, each a small file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.checks.document import (
    acronyms,
    apologies,
    characters,
    clock,
    consistency,
    gaps,
    leak,
    limits,
    posts,
    trace,
    unknowns,
)
from onrecord.checks.document.found import Found
from onrecord.checks.hits import Text
from onrecord.checks.model import Context

Check = Callable[[Text, Context], Iterator[Found]]

DOCUMENT_CHECKS: tuple[Check, ...] = (
    gaps.check,
    characters.check,
    limits.check,
    clock.check,
    apologies.check,
    posts.check,
    acronyms.check,
    trace.check,
    leak.check,
    unknowns.check,
    consistency.check,
)

__all__ = ["DOCUMENT_CHECKS", "Check", "Found"]
