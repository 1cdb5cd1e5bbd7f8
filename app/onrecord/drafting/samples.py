"""Sample answers for proving templates: for each question a typical value, and a fact in any state.

Values of words and places carry a rare word with the question's name, so that a text which says too much can be caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from onrecord.content.model import FactType, Field, Question
from onrecord.content.places import languages
from onrecord.incident.model import Fact, Release, ReleaseState, State, Status
from onrecord.incident.values import (
    Cell,
    Choice,
    Contact,
    Duration,
    Items,
    Money,
    Number,
    Percentage,
    Person,
    Place,
    Record,
    Records,
    Ticks,
    Value,
    Words,
)

AT = datetime(2026, 3, 12, 1, 25, tzinfo=UTC)
"""The time samples speak from."""
FIGURE = 7340
"""The count in samples: no passage holds it by itself."""
_PLURALS = {"en": "members", "it": "abbonati"}


def sample_value(question: Question, variant: int = 0) -> Value:
    """A value that fits a question; `variant` walks through choices, ticks and records."""
    match question.type:
        case FactType.TEXT | FactType.LONG_TEXT:
            return _words(question)
        case FactType.NUMBER:
            unit = question.units[variant % len(question.units)].id if question.units else ""
            return Number(FIGURE if variant % 2 == 0 else 1, unit)
        case FactType.MONEY:
            return Money(Decimal(FIGURE), "EUR")
        case FactType.PERCENTAGE:
            return Percentage(Decimal(73))
        case FactType.DATE:
            return (AT + timedelta(days=variant % 3)).date()
        case FactType.DATETIME:
            return AT + timedelta(hours=1 + variant % 30)
        case FactType.DURATION:
            return Duration(Decimal(1 + variant % 3), "hours")
        case FactType.PLACE:
            kinds = ("town", "road", "site", "station", "sea", "area", "street", "online", "country")
            return Place(
                Words(any=f"Zorb{question.id}"), kinds[variant % len(kinds)], "Zorbnear" if variant % 2 else ""
            )
        case FactType.PERSON:
            return Person(
                "Ada Zorb", Words(by_language=tuple((c, "direttrice" if c == "it" else "head") for c in languages()))
            )
        case FactType.CONTACT:
            return Contact(phone="+39 000 734 000") if variant % 2 == 0 else Contact(link="zorb.example/updates")
        case FactType.CHOICE:
            return Choice(question.options[variant % len(question.options)].id)
        case FactType.YES_NO:
            return variant % 2 == 0
        case FactType.TICKS:
            return _ticks(question, variant)
        case FactType.LIST:
            return Items(tuple(_words(question) for _ in range(1 + variant % 3)))
        case FactType.RECORDS:
            return Records(tuple(_row(question, n, variant) for n in range(1 + variant % 4)))


def variants(question: Question) -> int:
    """How many variants show everything a question can be answered with."""
    match question.type:
        case FactType.CHOICE:
            return len(question.options)
        case FactType.YES_NO:
            return 2
        case FactType.TICKS:
            return len(question.options) + 2
        case FactType.RECORDS:
            return 4 * max((len(f.options) for f in question.fields), default=1)
        case FactType.PLACE:
            return 9
        case FactType.NUMBER:
            return 2 * max(1, len(question.units))
        case FactType.CONTACT | FactType.DATETIME | FactType.LIST | FactType.DURATION:
            return 3
        case _:
            return 1


def _words(question: Question) -> Words:
    if question.form == "name":
        return Words(any=f"Zorb {question.id.replace('_', ' ')}")
    if question.id == "people":
        return Words(by_language=tuple(_PLURALS.items()))
    shape = {
        "noun": {"en": "zorb {}", "it": "zorb {}"},
        "clause": {"en": "we zorb {}", "it": "facciamo zorb {}"},
        "sentence": {"en": "We zorb {}.", "it": "Facciamo zorb {}."},
    }[question.form or "noun"]
    return Words(
        by_language=tuple((c, shape.get(c, shape["en"]).format(question.id.replace("_", " "))) for c in languages())
    )


def _ticks(question: Question, variant: int) -> Ticks:
    ids = [o.id for o in question.options]
    if variant == 0:
        chosen = ids
    elif variant == 1:
        chosen = []
    else:
        chosen = [ids[(variant - 2) % len(ids)]]
    return Ticks(tuple((act, AT - timedelta(minutes=20 + n) if n % 2 == 0 else None) for n, act in enumerate(chosen)))


def _row(question: Question, number: int, variant: int) -> Record:
    return Record(tuple((field.id, _cell(field, number, variant)) for field in question.fields))


def _cell(field: Field, number: int, variant: int) -> Cell:
    if field.options:
        # The first column walks through its options row by row, the others turn with the variant.
        return field.options[(number + variant // 4) % len(field.options)].id
    match field.type:
        case FactType.YES_NO:
            return (number + variant) % 2 == 0
        case FactType.NUMBER:
            return FIGURE
        case FactType.CONTACT:
            return Contact(link="zorb.example/route") if number % 2 else Contact(phone="+39 000 734 001")
        case FactType.DATETIME:
            return AT
        case _:
            return Words(any=f"Zorb {field.id}")


def sample_fact(question: Question, state: State, variant: int = 0, *, held: bool = False) -> Fact | None:
    """A fact that is in this state; None where the state is that nobody was asked."""
    value = sample_value(question, variant)
    cleared = Release(ReleaseState.CLEARED, by="Zorbclear", how="by_phone", at=AT)
    ask = Release(ReleaseState.ASK, ask="legal")
    base = {"id": question.id, "type": question.type, "source": "Zorbsource", "as_of": AT}
    match state:
        case State.KNOWN:
            return Fact(**base, status=Status.CONFIRMED, value=value, release=cleared)  # type: ignore[arg-type]
        case State.UNCLEARED:
            return Fact(**base, status=Status.CONFIRMED, value=value, release=ask)  # type: ignore[arg-type]
        case State.OPEN:
            if held:
                return Fact(**base, status=Status.SUSPECTED, value=value)  # type: ignore[arg-type]
            return Fact(**base, status=Status.UNKNOWN)  # type: ignore[arg-type]
        case State.DISPUTED:
            return Fact(**base, status=Status.DISPUTED, value=value, parties=("Zorbparty",))  # type: ignore[arg-type]
        case State.WITHHELD:
            return Fact(**base, status=Status.WITHHELD, value=value, reason="Zorbreason")  # type: ignore[arg-type]
        case State.SILENT:
            if variant % 2:
                return Fact(**base, status=Status.NOT_APPLICABLE)  # type: ignore[arg-type]
            return None


def estimate(question: Question, variant: int = 0) -> Fact:
    """An estimated fact with its basis."""
    return Fact(
        question.id,
        question.type,
        Status.ESTIMATED,
        sample_value(question, variant),
        Release(ReleaseState.CLEARED, by="Zorbclear", at=AT),
        source="Zorbsource",
        as_of=AT - timedelta(hours=1),
        basis=Words(by_language=(("en", "zorb billing records"), ("it", "dati zorb di fatturazione"))),
    )


def states() -> Iterator[tuple[State, bool]]:
    """Every state a fact can be in, `open` both with and without a value in the record."""
    for state in State:
        yield state, False
    yield State.OPEN, True
