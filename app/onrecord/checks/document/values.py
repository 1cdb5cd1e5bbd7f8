"""What the facts of an incident hold, in forms that can be found in a text.

Numbers are compared as fractions, dates by the parts that are said, times by hour and minute in the incident's zone,
words by what remains when capitals, accents of typography and spacing are taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from onrecord.checks.model import Context
from onrecord.incident.model import Fact, State, state_of
from onrecord.incident.values import (
    Contact,
    Duration,
    Items,
    Money,
    Number,
    Percentage,
    Person,
    Place,
    Records,
    Ticks,
    Value,
    Words,
)
from onrecord.reading import Literal, read
from onrecord.reading.lazily import lazily

_SPACE = lazily(r"\s+")


def folded(text: str) -> str:
    """A text as it is compared: small letters, straight quotes, single spaces."""
    return _SPACE.sub(" ", text.casefold().replace("’", "'").replace("“", '"').replace("”", '"')).strip()


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


@dataclass(slots=True)
class Held:
    """Everything that some facts hold."""

    numbers: set[Fraction] = field(default_factory=set)
    dates: set[tuple[int, int, int]] = field(default_factory=set)
    times: set[tuple[int, int]] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)

    def add(self, value: Value | None, language: str, zone: ZoneInfo) -> None:
        """Take in one value of a fact."""
        for part in _parts(value):
            if isinstance(part, bool):
                continue
            if isinstance(part, Number):
                self.numbers.add(Fraction(part.number))
                if part.unit:
                    self.words.append(folded(part.unit))
            elif isinstance(part, Money | Duration):
                self.numbers.add(Fraction(part.amount))
            elif isinstance(part, Percentage):
                self.numbers.add(Fraction(part.percent))
            elif isinstance(part, int):
                self.numbers.add(Fraction(part))
            elif isinstance(part, datetime):
                local = part.astimezone(zone) if part.tzinfo else part
                self.dates.add((local.year, local.month, local.day))
                self.times.add((local.hour, local.minute))
            elif isinstance(part, date):
                self.dates.add((part.year, part.month, part.day))
            elif isinstance(part, str) and part.strip():
                self.say(part, language)

    def say(self, text: str, language: str) -> None:
        """Take in words, and what stands in them."""
        self.words.append(folded(text))
        if any(letter.isdigit() for letter in text):
            self.contacts.add(digits(text))
            for literal in read(text, language, markdown=False).literals:
                self.take(literal)

    def take(self, literal: Literal) -> None:
        """Take in one literal of a text that may be quoted from."""
        value = literal.value
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            self.numbers.add(Fraction(value))
        elif literal.kind == "date" and isinstance(value, tuple) and value[:1] == ("date",):
            self.dates.add((_int(value[1]), _int(value[2]), _int(value[3])))
        elif literal.kind == "time" and isinstance(value, tuple) and value[:1] == ("time",):
            self.times.add((_int(value[1]), _int(value[2])))
        elif isinstance(value, tuple) and value[:1] == ("range",):
            self.words.append(folded(literal.text))
        else:
            self.words.append(folded(literal.text))
            self.contacts.add(digits(literal.text))

    def holds(self, literal: Literal) -> bool:
        """Whether a literal of the text is among what is held."""
        value = literal.value
        if isinstance(value, tuple) and value[:1] == ("range",):
            return any(folded(literal.text) in text for text in self.words) or all(
                self._has(literal.kind, part) for part in value[1:]
            )
        if literal.kind == "phone":
            number = digits(literal.text)
            # A short number (112, 118) counts as a whole only: as a part it stands in every other.
            return any(
                number == known or (len(known) > 3 and (number in known or known in number)) for known in self.contacts
            )
        return self._has(literal.kind, value) or any(folded(literal.text) in text for text in self.words)

    def _has(self, kind: str, value: object) -> bool:
        if isinstance(value, int | Fraction):
            return Fraction(value) in self.numbers
        if isinstance(value, tuple) and value[:1] == ("date",):
            return any(
                all(said is None or said == known for said, known in zip(value[1:4], day, strict=False))
                for day in self.dates
            )
        if isinstance(value, tuple) and value[:1] == ("time",):
            return (_int(value[1]), _int(value[2])) in self.times
        return kind == "date" and isinstance(value, tuple) and value[:1] == ("relative",)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _parts(value: object) -> Iterator[object]:
    """The simple values that a value is made of."""
    if isinstance(value, Words):
        yield from (text for text in (value.any, *(text for _, text in value.by_language)) if text)
    elif isinstance(value, Place):
        yield from _parts(value.name)
        yield value.near
    elif isinstance(value, Person):
        yield value.name
        yield from _parts(value.role)
    elif isinstance(value, Contact):
        yield from (value.phone, value.email, value.link, value.handle)
    elif isinstance(value, Ticks):
        yield from (time for _, time in value.done if time is not None)
    elif isinstance(value, Items):
        for words in value.items:
            yield from _parts(words)
    elif isinstance(value, Records):
        for row in value.rows:
            for _, cell in row.cells:
                yield from _parts(cell)
    elif value is not None:
        yield value


def facts_in(context: Context, *states: State) -> Iterator[Fact]:
    """The facts of the incident and its organisation that are in one of these states."""
    if context.incident is None:
        return
    for name, fact in {**context.incident.organisation, **context.incident.facts}.items():
        if state_of(fact, context.questions.get(name)) in states:
            yield fact


def zone_of(context: Context) -> ZoneInfo:
    return ZoneInfo(context.incident.timezone if context.incident else "UTC")


def held_by(context: Context, language: str, *states: State) -> Held:
    """Everything that facts in these states hold."""
    held = Held()
    for fact in facts_in(context, *states):
        held.add(fact.value, language, zone_of(context))
    return held
