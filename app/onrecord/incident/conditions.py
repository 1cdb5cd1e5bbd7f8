"""Does a condition hold for an incident? A withheld fact may not be compared, in conditions neither: it raises."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.content.model import All, Any, Condition, Equals, Is, Not, Question
from onrecord.errors import Undisclosed
from onrecord.incident.model import Incident, State, state_of
from onrecord.incident.values import Choice, Number, Ticks


def holds(condition: Condition, incident: Incident, questions: Mapping[str, Question]) -> bool:
    """Whether the condition is true. `equals` looks at answers that are not known or not cleared too: it steers what is
    asked, not what is said. Raises Undisclosed when it would compare a withheld fact."""
    match condition:
        case Is(fact=name, state=wanted):
            return state_of(incident.fact(name), questions.get(name)).value == wanted
        case Equals(fact=name, value=wanted):
            fact = incident.fact(name)
            if state_of(fact, questions.get(name)) is State.WITHHELD:
                raise Undisclosed(f"{name!r} is withheld and may not be compared")
            return fact is not None and _equal(fact.value, wanted)
        case All(of=parts):
            return all(holds(part, incident, questions) for part in parts)
        case Any(of=parts):
            return any(holds(part, incident, questions) for part in parts)
        case Not(of=parts):
            return not any(holds(part, incident, questions) for part in parts)


def _equal(value: object, wanted: str | bool | int) -> bool:
    match value:
        case Choice(id=option):
            return option == wanted
        case Number(number=figure):
            return figure == wanted and not isinstance(wanted, bool)
        case Ticks():
            return wanted in value
        case bool():
            return value is wanted
        case _:
            return False
