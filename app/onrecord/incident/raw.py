"""Values as TOML writes them, and what stands in a file in words for a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

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
    Raw,
    Records,
    Ticks,
    Value,
    Words,
)


def raw_of(value: Value) -> Raw:
    """A value as TOML writes it; parse_value of it gives the same value again."""
    match value:
        case bool() | date():  # a datetime is a date
            return value
        case Words():
            return _raw_words(value)
        case Number(number, unit, bound):
            if not unit and bound is Bound.EXACTLY:
                return number
            return {"number": number} | ({"unit": unit} if unit else {}) | _raw_bound(bound)
        case Money(amount, currency, bound):
            return {"amount": format(amount, "f"), "currency": currency} | _raw_bound(bound)
        case Percentage(percent, bound):
            number = whole(percent)
            return number if bound is Bound.EXACTLY else {"percent": number} | _raw_bound(bound)
        case Duration(amount, unit):
            return {"amount": whole(amount), "unit": unit}
        case Place(name, kind, near):
            return {"name": _raw_words(name), "kind": kind} | ({"near": near} if near else {})
        case Person(name, role):
            return {"name": name} | ({"role": _raw_words(role)} if role != Words() else {})
        case Contact():
            return _raw_contact(value)
        case Choice(option):
            return option
        case Ticks(done):
            return {act: True if time is None else time for act, time in done}
        case Items(items):
            return [_raw_words(item) for item in items]
        case Records(rows):
            return [{name: _raw_cell(content) for name, content in row.cells} for row in rows]


def _raw_words(words: Words) -> Raw:
    if words.any is not None and not words.by_language:
        return words.any
    texts: dict[str, Raw] = dict(words.by_language)
    return texts if words.any is None else {**texts, "any": words.any}


def _raw_contact(contact: Contact) -> Raw:
    pairs = (("phone", contact.phone), ("email", contact.email), ("link", contact.link), ("handle", contact.handle))
    return {name: text for name, text in pairs if text}


def _raw_cell(content: Cell) -> Raw:
    if isinstance(content, Words):
        return _raw_words(content)
    if isinstance(content, Contact):
        return _raw_contact(content)
    return content


def _raw_bound(bound: Bound) -> dict[str, Raw]:
    return {} if bound is Bound.EXACTLY else {"bound": bound.value}


def whole(number: Decimal) -> int | Decimal:
    """A whole number as int, so that 3400 and 3400.0 are one value."""
    return int(number) if number == number.to_integral_value() else number


def kind_of(raw: object) -> str:
    """What stands there, in words for a message."""
    match raw:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float() | Decimal():
            return "a number"
        case datetime():
            return "a time"
        case date():
            return "a date"
        case list():
            return "a list"
        case Mapping():
            return "a table"
    return "a time of day without a date"
