"""A fact as it was given out against the same fact now: did a figure move, did a no become a yes, did the scope grow.

Only the same unit is compared. What is said of it (update or correction) is a proposal; a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onrecord.incident.model import Fact, State, Status
from onrecord.incident.values import Bound, Items, Money, Number, Percentage, Records, Ticks

What = Literal["moved", "no-to-yes", "yes-to-no", "grew", "shrank", "now-known", "no-longer", "other"]
Kind = Literal["update", "correction"]


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened to a fact since it was given out, and which kind of text says so (night.md, rule 16)."""

    fact: str
    what: What
    kind: Kind


def moved(then: Fact | None, now: Fact | None, state_then: State, state_now: State) -> Moved | None:
    """The difference between a fact as a text gave it and as it is; None where it says the same.

    Said with `at least` or as an estimate and it grew: update. Said flat and wrong, or it shrank: correction. Something
    that was not known and now is: update. Something that was said and no longer stands: correction.
    """
    name = (then or now).id if (then or now) is not None else ""  # type: ignore[union-attr]
    if state_then is not State.KNOWN:
        return Moved(name, "now-known", "update") if state_now is State.KNOWN else None
    assert then is not None
    # A new value that nobody has cleared yet is compared all the same: known it is, only not to be said before a yes.
    waits = state_now is State.UNCLEARED and now is not None and now.value is not None
    if now is None or (state_now is not State.KNOWN and not waits):
        return Moved(name, "no-longer", "correction")
    if then.value == now.value:
        return None
    old, new = then.value, now.value
    match old, new:
        case bool(), bool():
            return Moved(name, "no-to-yes" if new else "yes-to-no", "correction")
        case Number(a, unit, bound), Number(b, other, _):
            return (
                _figure(name, float(a), float(b), bound, then) if unit == other else Moved(name, "other", "correction")
            )
        case Percentage(p, bound), Percentage(q, _):
            return _figure(name, float(p), float(q), bound, then)
        case Money(m, currency, bound), Money(n, other, _) if currency == other:
            return _figure(name, float(m), float(n), bound, then)
        case Ticks(done), Ticks(more):
            return _set(name, {act for act, _ in done}, {act for act, _ in more})
        case Items(items), Items(others):
            return _set(name, set(items), set(others))
        case Records(rows), Records(others_rows):
            return _set(name, set(rows), set(others_rows))
        case datetime(), datetime() if name == "next_update":
            return Moved(name, "other", "update")
    return Moved(name, "other", "correction")


def _figure(name: str, old: float, new: float, bound: Bound, then: Fact) -> Moved | None:
    if old == new:
        return None
    open_above = bound in (Bound.AT_LEAST, Bound.ABOUT) or then.status is Status.ESTIMATED
    if new > old:
        return Moved(name, "moved", "update" if open_above else "correction")
    return Moved(name, "moved", "update" if bound is Bound.AT_MOST else "correction")


def _set(name: str, old: set[object], new: set[object]) -> Moved | None:
    if old == new:
        return None
    if old < new:
        return Moved(name, "grew", "update")
    return Moved(name, "shrank", "correction")
