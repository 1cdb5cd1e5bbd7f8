"""A value as its field in the interview shows it: the inverse of typing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from onrecord.content.model import Field, Option, Question
from onrecord.incident.typed_numbers import BOUND_WORDS, DURATION_WORDS, number_text
from onrecord.incident.typed_places import place_text
from onrecord.incident.typed_times import date_text, moment_text
from onrecord.incident.values import (
    Bound,
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


def display(value: Value, question: Question, language: str, timezone: str) -> str:
    """A value as its field shows it in a language. Typing that again gives the value again.

    A wording that the language lacks shows as an empty text.
    """
    match value:
        case bool():
            return {"it": ("no", "sì")}.get(language, ("no", "yes"))[value]
        case datetime():
            return moment_text(value, language, timezone)
        case date():
            return date_text(value, language)
        case Words():
            return value.of(language) or ""
        case Number(number, unit, bound):
            return _bounded(bound, f"{number_text(number, language)} {_unit_text(unit, question, language)}", language)
        case Money(amount, currency, bound):
            return _bounded(bound, f"{number_text(amount, language)} {currency}", language)
        case Percentage(percent, bound):
            return _bounded(bound, f"{number_text(percent, language)} %", language)
        case Duration(amount, unit):
            return f"{number_text(amount, language)} {DURATION_WORDS.get(language, DURATION_WORDS['en'])[unit]}"
        case Place():
            return place_text(value, language)
        case Person(name, role):
            return f"{name}, {words}" if (words := role.of(language)) else name
        case Contact(phone, email, link, handle):
            return ", ".join(part for part in (phone, email, link, handle) if part)
        case Choice(option):
            return _label(question.options, option, language)
        case Ticks(done):
            return "; ".join(_tick_text(act, time, question, language, timezone) for act, time in done)
        case Items(items):
            return "; ".join(item.of(language) or "" for item in items)
        case Records(rows):
            return "; ".join(_row_text(row, question.fields, language, timezone) for row in rows)


def _bounded(bound: Bound, text: str, language: str) -> str:
    words = BOUND_WORDS.get(language, BOUND_WORDS["en"])
    return f"{words[bound]} {text.strip()}" if bound in words else text.strip()


def _unit_text(unit: str, question: Question, language: str) -> str:
    return _label(question.units, unit, language) if unit else ""


def _label(options: Sequence[Option], wanted: str, language: str) -> str:
    option = next((option for option in options if option.id == wanted), None)
    return option.label.get(language) or option.id if option else wanted


def _tick_text(act: str, time: datetime | None, question: Question, language: str, timezone: str) -> str:
    label = _label(question.options, act, language)
    return label if time is None else f"{label} @ {moment_text(time, language, timezone)}"


def _row_text(row: Record, fields: Sequence[Field], language: str, timezone: str) -> str:
    cells = [_cell_text(field, row.get(field.id), language, timezone) for field in fields]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _cell_text(field: Field, cell: Cell | None, language: str, timezone: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return {"it": ("no", "sì")}.get(language, ("no", "yes"))[cell]
        case int():
            return number_text(cell, language)
        case datetime():
            return moment_text(cell, language, timezone)
        case Words():
            return cell.of(language) or ""
        case Contact(phone, email, link, handle):
            return ", ".join(part for part in (phone, email, link, handle) if part)
        case str():
            return _label(field.options, cell, language)
