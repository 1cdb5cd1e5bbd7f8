"""Which rules of phrases fire in a text, told or not: what rules of likeness rest on, and what they learn from."""

from __future__ import annotations

from onrecord.checks.book import open_book
from onrecord.checks.document import posts
from onrecord.checks.hits import Hits, Text
from onrecord.checks.kinds import KINDS
from onrecord.checks.model import NO_CONTEXT
from onrecord.checks.rule import EVIDENCE
from onrecord.reading import read


def fired(text: str, *, document: str, language: str) -> frozenset[str]:
    """The ids of the rules that count as evidence and fire anywhere in the text, without facts."""
    book = open_book(language)
    reading = read(text, language)
    whole = Text(reading, Hits(book.find(reading)), document, book)
    signs = [posts.QUIP] if document == "post" and posts.quip(whole) is not None else []
    return frozenset(signs).union(
        rule.id
        for number, rule in book.in_order
        if rule.kind in EVIDENCE
        and rule.applies_to(document)
        and next(KINDS[rule.kind](whole, number, rule, NO_CONTEXT), None) is not None
    )
