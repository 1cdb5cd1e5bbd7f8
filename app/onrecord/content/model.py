"""What the content files declare: scenarios, questions, documents. Frozen values, no logic about a single incident.

Every text a person or a reader sees is a table per language (`Localised`), keyed by language code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Localised = Mapping[str, str]
NO_TEXT: Localised = MappingProxyType({})

LANGUAGES = ("en", "it")
"""The languages that ship complete: every text of a content file has them. A folder with a language.toml adds another
(`places.languages`), and what it lacks shows in English on the screen and as a gap in a statement."""


class Texts(dict[str, str]):
    """A text per language; a language that it lacks reads the English one (`get` still tells that it lacks it)."""

    def __missing__(self, language: str) -> str:
        return self["en"] if language != "en" and "en" in self else ""


ELEMENTS = (
    "acknowledgement",
    "empathy",
    "apology",
    "responsibility",
    "facts",
    "scope",
    "unknowns",
    "cause",
    "actions",
    "plan",
    "advice",
    "remedy",
    "next-update",
    "contact",
    "value",
    "denial",
    "authority",
)
"""The closed list of elements a document can have (in no order: each document has its own)."""


class FactType(StrEnum):
    """What kind of value a fact holds, and so how it is asked, checked, stored and said."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DATE = "date"
    DATETIME = "datetime"
    DURATION = "duration"
    PLACE = "place"
    PERSON = "person"
    CONTACT = "contact"
    CHOICE = "choice"
    YES_NO = "yes-no"
    TICKS = "ticks"
    LIST = "list"
    RECORDS = "records"


Clearer = Literal["duty", "legal", "authority", "market", "privacy", "finance"]
CLEARERS: tuple[Clearer, ...] = ("duty", "legal", "authority", "market", "privacy", "finance")
"""Who says whether a fact may be said. `duty`: nobody needs to be asked."""

FORMS = ("name", "noun", "clause", "sentence")
"""Grammatical shapes of an answer in words. `name` is the same in every language."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, tick or unit: `label` is read by the person who answers, `say` is printed in statements.

    `the` is `say` with its definite article where a language needs one. A unit has `one` and `many`.
    """

    id: str
    label: Localised
    say: Localised = field(default_factory=lambda: NO_TEXT)
    the: Localised = field(default_factory=lambda: NO_TEXT)
    one: Localised = field(default_factory=lambda: NO_TEXT)
    many: Localised = field(default_factory=lambda: NO_TEXT)
    public: bool = True
    """False: the tick is for the desk alone and never feeds a statement."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record (kinds of data, routes, products)."""

    id: str
    type: FactType
    text: Localised
    options: tuple[Option, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Is:
    """A condition on a fact's state, one of design.md's six template tests."""

    fact: str
    state: str


@dataclass(frozen=True, slots=True)
class Equals:
    """A condition on a fact's value (choice id, yes/no, number). Never compares a withheld fact: that raises."""

    fact: str
    value: str | bool | int


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: tuple[Condition, ...]
    """True when none of these holds."""


Condition = Is | Equals | All | Any | Not


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask, and everything the desk knows about the fact that answers it."""

    id: str
    type: FactType
    label: Localised
    text: Localised
    why: Localised
    element: str
    clears: Clearer
    say_unknown: bool
    """May a statement say that this is not yet known? False where naming the question is already the rumour."""
    example: Localised = field(default_factory=lambda: NO_TEXT)
    form: str | None = None
    options: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    when: Condition | None = None
    step: int | None = None
    """Its place among the five steps of the fast path; None outside it."""
    section: str = "facts"
    never_estimate: bool = False
    """Dead and hurt people: an estimate is treated as not yet known."""
    private: bool = False
    """The value lives in private.toml only."""
    profile: bool = False
    """Answered once by the organisation's profile; an incident may answer it otherwise."""
    default_source: str = ""
    where: str = ""
    """File and line of its declaration, for messages."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five answers of the fast path: a heading over the questions that carry its number."""

    number: int
    text: Localised


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of incident: what to ask, in which order, and who usually knows."""

    id: str
    name: Localised
    summary: Localised
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    documents: tuple[str, ...]
    sources: tuple[Option, ...] = ()
    notices: tuple[Localised, ...] = ()
    """Said to the person when the incident opens, for instance that legal deadlines are not counted."""
    where: str = ""

    def question(self, fact_id: str) -> Question | None:
        """The question that a fact answers, or None for a fact outside the scenario."""
        return next((q for q in self.questions if q.id == fact_id), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A type of text for one audience: its elements in order, what it cannot go without, its limits."""

    id: str
    name: Localised
    audience: Localised
    public: bool
    elements: tuple[str, ...]
    needs: tuple[str, ...]
    """Elements without which the text has a visible gap."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Most words per language."""
    characters: Mapping[str, int] = field(default_factory=dict)
    sign_off: tuple[Clearer, ...] = ()
    fast: bool = False
    """May go out in the first minutes: holding and line."""
    where: str = ""
