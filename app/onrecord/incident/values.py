"""Typed values of facts: parsed from TOML or from what a person typed, checked once, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """How exact a count is."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words: one text for every language (`any`), or a text per language."""

    any: str | None = None
    by_language: tuple[tuple[str, str], ...] = ()

    def of(self, language: str) -> str | None:
        """The wording in a language, or None where it still has to be written."""
        for code, text in self.by_language:
            if code == language:
                return text
        return self.any


@dataclass(frozen=True, slots=True)
class Number:
    """A count or measure with what is counted. `unit` is a unit id of the question, or words of its own."""

    number: int | Decimal
    unit: str = ""
    bound: Bound = Bound.EXACTLY


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str
    """ISO 4217 code."""
    bound: Bound = Bound.EXACTLY


@dataclass(frozen=True, slots=True)
class Percentage:
    percent: Decimal
    bound: Bound = Bound.EXACTLY


@dataclass(frozen=True, slots=True)
class Duration:
    amount: Decimal
    unit: str
    """minutes, hours, days, weeks or months."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the kind decides the preposition in each language (on the A14, in Faenza, at our Imola plant)."""

    name: Words
    kind: str = "site"
    near: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: Words = Words()


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached; at least one of the four is there."""

    phone: str = ""
    email: str = ""
    link: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Own acts that are done, each with the time it was done (None: done, time not noted)."""

    done: tuple[tuple[str, datetime | None], ...] = ()

    def time(self, act: str) -> datetime | None:
        return dict(self.done).get(act)

    def __contains__(self, act: object) -> bool:
        return any(name == act for name, _ in self.done)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of wordings."""

    items: tuple[Words, ...] = ()


Cell = str | bool | int | Words | datetime | Contact


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list of small records: field id -> cell."""

    cells: tuple[tuple[str, Cell], ...]

    def get(self, name: str) -> Cell | None:
        return dict(self.cells).get(name)


@dataclass(frozen=True, slots=True)
class Records:
    rows: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    id: str


Value = (
    Words
    | Number
    | Money
    | Percentage
    | date
    | datetime
    | Duration
    | Place
    | Person
    | Contact
    | Choice
    | bool
    | Ticks
    | Items
    | Records
)

Raw = str | bool | int | float | Decimal | date | datetime | list["Raw"] | Mapping[str, "Raw"]
"""What tomli gives; incident files are read with Decimal in the place of float, so that figures stay as written."""
