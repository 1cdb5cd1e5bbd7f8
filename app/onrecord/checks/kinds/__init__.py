"""Rule kinds: each takes a text and a rule and gives the stretches that the rule is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.checks.hits import Text
from onrecord.checks.kinds import counting, elements, existence, facts, likeness, metric, substitution
from onrecord.checks.kinds.common import Hit
from onrecord.checks.model import Context
from onrecord.checks.rule import Kind, Rule

Run = Callable[[Text, int, Rule, Context], Iterator[Hit]]

KINDS: dict[Kind, Run] = {
    "existence": existence.run,
    "substitution": substitution.run,
    "occurrence": counting.occurrence,
    "density": counting.density,
    "required": elements.required,
    "order": elements.order,
    "if-then": elements.if_then,
    "fact-bound": facts.run,
    "metric": metric.run,
    "likeness": likeness.run,
}

__all__ = ["KINDS", "Hit"]
