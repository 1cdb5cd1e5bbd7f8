"""What all rule kinds share: which matches of a rule count."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from onrecord.checks.hits import Text, absolute_date, by_sentence, overlaps
from onrecord.checks.rule import Rule
from onrecord.reading.phrases import Match


class Hit(NamedTuple):
    """A stretch of the text that a rule is about, with what could stand there instead."""

    start: int
    end: int
    replacements: tuple[str, ...] = ()
    note: str = ""


def counted(text: Text, number: int, rule: Rule) -> Iterator[Match]:
    """The matches of a rule that stand: not quoted, with what must stand beside them, without what excuses them."""
    matches = text.matches(number, rule, "phrases")
    if not matches:
        return
    if rule.with_text and not text.matches(number, rule, "with_text"):
        return
    if rule.unless_text and rule.kind != "if-then" and text.matches(number, rule, "unless_text"):
        return
    if rule.undated == "text" and text.dated:
        return
    excepted = by_sentence(text.matches(number, rule, "except")) if rule.except_ else {}
    beside = {m.sentence.start for m in text.matches(number, rule, "with")} if rule.with_ else None
    excused = {m.sentence.start for m in text.matches(number, rule, "unless")} if rule.unless else frozenset()
    last = -1
    for match in matches:
        place = match.sentence.start
        if match.start < last or place in excused or (beside is not None and place not in beside):
            continue
        if excepted and overlaps(match, excepted.get(place, ())):
            continue
        if not rule.quotes and not text.spoken(match.sentence):
            continue
        if rule.ends and match.sentence.terminator not in rule.ends:
            continue
        if not rule.quotes and text.exempt(match.start, match.end):
            continue
        if rule.undated and rule.undated != "text" and _dated(match, rule.undated):
            continue
        if rule.below and _large(match, rule.below):
            continue
        last = match.end
        yield match


def _dated(match: Match, what: str) -> bool:
    """Whether the sentence names a day (`date`), or any exact time or span of time (`when`)."""
    for literal in match.sentence.literals:
        if literal.kind == "date" and isinstance(literal.value, tuple) and absolute_date(literal.value):
            return True
        if what == "when" and (literal.kind == "time" or (literal.kind == "duration" and _exact(literal.text))):
            return True
    return False


def _exact(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _large(match: Match, limit: int) -> bool:
    return any(
        literal.kind in ("number", "quantity")
        and literal.start < match.end
        and match.start < literal.end
        and isinstance(literal.value, int | Fraction)
        and literal.value >= limit
        for literal in match.sentence.literals
    )
