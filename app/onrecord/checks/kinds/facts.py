"""fact-bound: words that may stand only when a fact says so, and is cleared."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit, counted
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def run(text: Text, number: int, rule: Rule, context: Context) -> Iterator[Hit]:
    """The matches, unless one of the facts is known (and, with `equals`, has that value). Silent without facts."""
    if context.incident is None or _allowed(rule, context):
        return
    for match in counted(text, number, rule):
        yield Hit(match.start, match.end)


def _allowed(rule: Rule, context: Context) -> bool:
    from onrecord.incident.model import State, state_of
    from onrecord.incident.values import Choice

    assert context.incident is not None
    for name in rule.facts:
        fact = context.incident.fact(name)
        if fact is None or state_of(fact, context.questions.get(name)) is not State.KNOWN:
            continue
        if not rule.equals:
            return fact.value is not False
        value = fact.value.id if isinstance(fact.value, Choice) else fact.value
        if str(value).lower() == rule.equals.lower():
            return True
    return False
