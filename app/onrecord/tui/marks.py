"""The signs of the states: never by colour alone, and always beside a word somewhere."""

from __future__ import annotations

from collections.abc import Container

from onrecord.desk.interview import Asked
from onrecord.incident.model import State, Status

MARKS = {
    Status.CONFIRMED: "✓",
    Status.ESTIMATED: "~",
    Status.SUSPECTED: "?",
    Status.DISPUTED: "≠",
    Status.UNKNOWN: "…",
    Status.WITHHELD: "⊘",
    Status.NOT_APPLICABLE: "-",
}
TO_CLEAR = "!"
GAP = "⚠"
TYPED = "✎"


def mark(asked: Asked, gaps: frozenset[str] = frozenset(), typed: Container[str] = ()) -> str:
    """Two cells: how sure, and `!` where it still has to be cleared; ✎ where text was typed and not given, ⚠ where a
    statement waits for it."""
    if asked.question.id in typed:
        return f"{TYPED} "
    if asked.status is None:
        return f"{GAP} " if asked.question.id in gaps else "  "
    if asked.state is State.WITHHELD:
        return "⊘ "
    return MARKS[asked.status] + (TO_CLEAR if asked.state is State.UNCLEARED else " ")
