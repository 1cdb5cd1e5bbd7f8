"""required, order and if-then: duties across the whole document."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit, counted
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def required(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """Stands at the end of the text when neither the phrases nor any of the elements are there."""
    if rule.phrases and next(counted(text, number, rule), None) is not None:
        return
    if rule.elements and any(element in present(text) for element in rule.elements):
        return
    end = len(text.reading.text)
    yield Hit(end, end)


def order(text: Text, _number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """The first of `before` that stands earlier than every one of `elements`, although both are there."""
    places = present(text)
    wanted = [places[element][0] for element in rule.elements if element in places]
    early = [places[element] for element in rule.before if element in places]
    if wanted and early and min(early)[0] < min(wanted):
        yield Hit(*min(early))


def if_then(text: Text, number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """The phrases, when what they oblige to (elements, or the phrases of `unless_text`) is nowhere in the text."""
    if rule.elements and any(element in present(text) for element in rule.elements):
        return
    if rule.unless_text and text.matches(number, rule, "unless_text"):
        return
    for match in counted(text, number, rule):
        yield Hit(match.start, match.end)
        return
