"""What a template gets to see of a fact.

A fact that is not known cannot be printed, compared or measured: it raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from onrecord.content.model import Option, Question
from onrecord.errors import Undisclosed
from onrecord.incident.model import Fact, State, Status, effective_status, is_held, state_of
from onrecord.incident.values import (
    Cell,
    Choice,
    Contact,
    Items,
    Number,
    Person,
    Place,
    Records,
    Ticks,
    Value,
    Words,
)

if TYPE_CHECKING:
    from onrecord.drafting.language import Language


@dataclass(frozen=True, slots=True)
class Scene:
    """What every rendering of one statement shares."""

    language: Language
    timezone: tzinfo
    at: datetime
    """The time the statement speaks from, in `timezone`."""
    now_id: str = "statement_time"


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are already in their language, with the facts they come from."""

    text: str
    facts: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the document needs and may not, or cannot yet, say. It shows in brackets and stops export."""

    text: str
    fact: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Listed:
    """Words of several records, not joined yet."""

    outs: tuple[Said | Gap, ...]
    scene: Scene
    facts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.outs)


PARTS: dict[str, type | tuple[type, ...]] = {
    "phone": Contact,
    "email": Contact,
    "link": Contact,
    "handle": Contact,
    "name": (Person, Place),
    "role": Person,
    "near": Place,
}


@dataclass(frozen=True, slots=True, eq=False)
class FactView:
    """One fact (or one part of it) as templates see it."""

    id: str
    state: State
    scene: Scene
    question: Question | None = None
    fact: Fact | None = None
    value: Value | Cell | None = None
    label: str = ""
    held: bool = False
    options: tuple[Option, ...] = field(default=())

    def disclosed(self, why: str) -> Value | Cell:
        """The value, or Undisclosed: only a known fact may be printed, compared or measured."""
        if self.state is not State.KNOWN or self.value is None:
            raise Undisclosed(
                f"{self.id!r} is {self.state.value} and may not be {why}",
                hint=f"Ask first: {{% if {self.id} is known %}}, or use | need where the text cannot go without it.",
            )
        return self.value

    def __eq__(self, other: object) -> bool:
        value = self.disclosed("compared")
        if isinstance(value, Choice):
            return value.id == other
        if isinstance(value, Number):
            return value.number == other
        return value == other

    def __lt__(self, other: int) -> bool:
        return self._measure() < other

    def __le__(self, other: int) -> bool:
        return self._measure() <= other

    def __gt__(self, other: int) -> bool:
        return self._measure() > other

    def __ge__(self, other: int) -> bool:
        return self._measure() >= other

    __hash__ = None  # type: ignore[assignment]

    def _measure(self) -> float:
        value = self.disclosed("measured")
        if isinstance(value, Number):
            return float(value.number)
        raise Undisclosed(f"{self.id!r} is no number")

    def __bool__(self) -> bool:
        raise Undisclosed(
            f"{self.id!r} stands alone as a condition", hint=f"Ask for its state: {{% if {self.id} is known %}}."
        )

    def __len__(self) -> int:
        return len(self.rows())

    def rows(self) -> tuple[FactView, ...]:
        """The entries of a list or of records, each a view of its own."""
        value = self.disclosed("read as a list")
        if isinstance(value, Items):
            return tuple(self._part(item, self.label) for item in value.items)
        if isinstance(value, Records):
            return tuple(replace(self, value=row) for row in value.rows)  # type: ignore[arg-type]
        raise Undisclosed(f"{self.id!r} is no list")

    def __iter__(self) -> Iterator[FactView]:
        return iter(self.rows())

    def _part(self, value: Value | Cell | None, label: str, options: tuple[Option, ...] = ()) -> FactView:
        empty = value is None or value == "" or value == Words()
        state = State.SILENT if empty and self.state is State.KNOWN else self.state
        return replace(self, value=value, state=state, label=label, options=options)

    def part(self, name: str) -> FactView:
        """One part of a contact, person, place, tick or record row. It has the state of its fact; an empty part is
        silent."""
        if self.state is not State.KNOWN:
            return self._part(None, self.label)
        value = self.value
        if isinstance(value, Ticks):
            return self._part(value.time(name), self.label)
        get = getattr(value, "get", None)
        if get is not None and not isinstance(value, Contact | Person | Place):
            column = next((f for f in (self.question.fields if self.question else ()) if f.id == name), None)
            options = column.options if column else ()
            cell = get(name)
            if isinstance(cell, str) and options:
                cell = Choice(cell)
            return self._part(cell, self.label, options)
        if name in PARTS and isinstance(value, PARTS[name]):
            return self._part(getattr(value, name), self.label)
        raise Undisclosed(f"{self.id!r} has no part {name!r}")

    @property
    def estimated(self) -> bool:
        return self.fact is not None and effective_status(self.fact, self.question) is Status.ESTIMATED


def view_of(fact_id: str, fact: Fact | None, question: Question | None, scene: Scene) -> FactView:
    """The view of a fact; a fact nobody answered is silent."""
    state = state_of(fact, question)
    label = ""
    if question is not None:
        label = question.label[scene.language.code]
    elif fact is not None:
        label = fact.label.get(scene.language.code, fact_id)
    return FactView(
        id=fact_id,
        state=state,
        scene=scene,
        question=question,
        fact=fact,
        value=fact.value if fact is not None and state is State.KNOWN else None,
        label=label or fact_id,
        held=is_held(fact),
        options=question.options if question else (),
    )
