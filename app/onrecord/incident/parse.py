"""Values of facts out of TOML and back: every type has one strict reading, and a message that shows the right form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from onrecord.content.model import FactType, Field, Question
from onrecord.errors import nearest
from onrecord.incident.clean import LONG, SHORT
from onrecord.incident.currencies import CURRENCIES
from onrecord.incident.raw import kind_of, whole
from onrecord.incident.reader import DURATION_UNITS, FORMS_IN_WORDS, MOST_ROWS, PLACE_KINDS, Reader
from onrecord.incident.values import (
    Cell,
    Choice,
    Duration,
    Items,
    Money,
    Number,
    Percentage,
    Person,
    Place,
    Raw,
    Record,
    Records,
    Ticks,
    Value,
    Words,
)

__all__ = ["FORMS_IN_WORDS", "parse_value", "parse_words"]


def parse_value(
    fact_type: FactType,
    raw: Raw,
    *,
    question: Question | None = None,
    languages: Sequence[str] = (),
    where: str = "",
    line: int | None = None,
) -> Value:
    """A fact's value out of TOML. Raises BadInput that says what was expected, with an example."""
    return _PARSERS[fact_type](Reader(question, tuple(languages), where, line), raw)


def parse_words(
    raw: Raw, what: str, *, languages: Sequence[str] = (), where: str = "", line: int | None = None, limit: int = SHORT
) -> Words:
    """Words that are no fact of their own (a basis, an agreed line): one string, or one per language."""
    return Reader(None, tuple(languages), where, line).words(raw, what, limit=limit)


def _text(reader: Reader, raw: Raw) -> Value:
    return reader.words(raw, "a text", form=reader.question.form if reader.question else None)


def _long_text(reader: Reader, raw: Raw) -> Value:
    return reader.words(raw, "a text", limit=LONG, form=reader.question.form if reader.question else None)


def _number(reader: Reader, raw: Raw) -> Value:
    if not isinstance(raw, Mapping):
        return Number(whole(reader.decimal(raw, "a number")))
    example = '3400 or { number = 3400, unit = "accounts", bound = "about" }'
    table = reader.table(raw, "a number", example, "number", "unit", "bound")
    if "number" not in table:
        raise reader.bad("the number is missing", 'Write { number = 3400, unit = "accounts" }.')
    unit = reader.string(table["unit"], "the unit") if "unit" in table else ""
    if unit and reader.question:
        unit = next((u.id for u in reader.question.units if _same(u.id, unit)), unit)
    return Number(whole(reader.decimal(table["number"], "a number")), unit, reader.bound(table.get("bound")))


def _money(reader: Reader, raw: Raw) -> Value:
    example = '{ amount = "1000000", currency = "EUR" }'
    table = reader.table(raw, "an amount of money", example, "amount", "currency", "bound")
    if "amount" not in table or "currency" not in table:
        raise reader.bad("money needs an amount and a currency", f"Write {example}.")
    code = reader.string(table["currency"], "the currency").upper()
    if code not in CURRENCIES:
        raise reader.bad(f"unknown currency {code!r}", "Write its ISO code: EUR, USD, GBP, CHF ...")
    return Money(reader.decimal(table["amount"], "the amount"), code, reader.bound(table.get("bound")))


def _percentage(reader: Reader, raw: Raw) -> Value:
    if not isinstance(raw, Mapping):
        return Percentage(reader.decimal(raw, "a percentage"))
    table = reader.table(raw, "a percentage", '12.5 or { percent = 12.5, bound = "about" }', "percent", "bound")
    if "percent" not in table:
        raise reader.bad("the percentage is missing", 'Write { percent = 12.5, bound = "about" }.')
    return Percentage(reader.decimal(table["percent"], "a percentage"), reader.bound(table.get("bound")))


def _date(reader: Reader, raw: Raw) -> Value:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise reader.bad(f"expected a date, found {kind_of(raw)}", "Write 2026-03-12, without quotes and without time.")
    return raw


def _datetime(reader: Reader, raw: Raw) -> Value:
    return reader.moment(raw)


def _duration(reader: Reader, raw: Raw) -> Value:
    table = reader.table(raw, "a duration", '{ amount = 2, unit = "hours" }', "amount", "unit")
    if "amount" not in table or "unit" not in table:
        raise reader.bad("a duration needs an amount and a unit", 'Write { amount = 2, unit = "hours" }.')
    amount = reader.decimal(table["amount"], "the amount")
    if amount < 0:
        raise reader.bad("a duration cannot be negative")
    return Duration(amount, reader.one_of(table["unit"], "unit", DURATION_UNITS))


def _place(reader: Reader, raw: Raw) -> Value:
    if isinstance(raw, str):
        return Place(reader.words(raw, "a place"))
    example = '{ name = "A14", kind = "road", near = "Faenza" }'
    table = reader.table(raw, "a place", example, "name", "kind", "near")
    if "name" not in table:
        raise reader.bad("a place needs a name", f"Write {example}.")
    kind = reader.one_of(table["kind"], "kind of place", PLACE_KINDS) if "kind" in table else "site"
    near = reader.string(table["near"], "near") if "near" in table else ""
    return Place(reader.words(table["name"], "the name of the place"), kind, near)


def _person(reader: Reader, raw: Raw) -> Value:
    if isinstance(raw, str):
        return Person(reader.string(raw, "a name"))
    table = reader.table(raw, "a person", '{ name = "Anna Rossi", role = "duty manager" }', "name", "role")
    if "name" not in table:
        raise reader.bad("a person needs a name", 'Write { name = "Anna Rossi", role = "duty manager" }.')
    role = reader.words(table["role"], "the role") if "role" in table else Words()
    return Person(reader.string(table["name"], "the name"), role)


def _contact(reader: Reader, raw: Raw) -> Value:
    return reader.contact(raw)


def _choice(reader: Reader, raw: Raw) -> Value:
    return Choice(reader.option(raw, reader.question.options if reader.question else (), "choice"))


def _yes_no(reader: Reader, raw: Raw) -> Value:
    if not isinstance(raw, bool):
        raise reader.bad(f"expected true or false, found {kind_of(raw)}", "Write true or false, without quotes.")
    return raw


def _ticks(reader: Reader, raw: Raw) -> Value:
    example = "{ post_captured = 2026-03-12T02:25:00+01:00, switchboard_told = true }"
    if not isinstance(raw, Mapping):
        raise reader.bad(f"expected a table of acts, found {kind_of(raw)}", f"Write {example}.")
    options = reader.question.options if reader.question else ()
    done: list[tuple[str, datetime | None]] = []
    for act, time in raw.items():
        name = reader.option(act, options, "act")
        if any(name == other for other, _ in done):
            raise reader.bad(f"the act {name!r} stands here twice")
        if time is False:
            raise reader.bad(f"{act!r} is false", "An act that was not done is left out.")
        done.append((name, None if time is True else reader.moment(time, "true, or the time it was done")))
    return Ticks(tuple(done))


def _list(reader: Reader, raw: Raw) -> Value:
    if not isinstance(raw, list):
        raise reader.bad(f"expected a list, found {kind_of(raw)}", 'Write ["one", "two"].')
    if len(raw) > MOST_ROWS:
        raise reader.bad(f"{len(raw)} items; at most {MOST_ROWS} fit")
    form = reader.question.form if reader.question else None
    return Items(tuple(reader.words(item, f"item {n}", form=form) for n, item in enumerate(raw, 1)))


def _records(reader: Reader, raw: Raw) -> Value:
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        raise reader.bad(f"expected a list of tables, found {kind_of(raw)}", 'Write [{ id = "...", ... }, ...].')
    if len(raw) > MOST_ROWS:
        raise reader.bad(f"{len(raw)} rows; at most {MOST_ROWS} fit")
    fields = reader.question.fields if reader.question else ()
    return Records(
        tuple(_record(reader, n, cast(Mapping[str, Raw], row), fields) for n, row in enumerate(raw, 1)),
    )


def _record(reader: Reader, number: int, row: Mapping[str, Raw], fields: Sequence[Field]) -> Record:
    if not fields:
        return Record(tuple((key, _guessed_cell(reader, raw)) for key, raw in row.items()))
    known = {field.id: field for field in fields}
    for key in row:
        if key not in known:
            raise reader.bad(f"unknown key {key!r} in row {number}", nearest(key, known))
    for field in fields:
        if field.required and field.id not in row:
            raise reader.bad(f"row {number} has no {field.id!r}")
    return Record(tuple((field.id, cell(reader, field, row[field.id])) for field in fields if field.id in row))


def cell(reader: Reader, field: Field, raw: Raw) -> Cell:
    """One cell of a record, by its field's type."""
    match field.type:
        case FactType.CHOICE:
            return reader.option(raw, field.options, field.id)
        case FactType.YES_NO:
            if not isinstance(raw, bool):
                raise reader.bad(f"{field.id}: expected true or false, found {kind_of(raw)}")
            return raw
        case FactType.NUMBER:
            if isinstance(raw, bool) or not isinstance(raw, int):
                raise reader.bad(f"{field.id}: expected a whole number, found {kind_of(raw)}")
            return raw
        case FactType.DATETIME:
            return reader.moment(raw, f"{field.id}: a time with its zone")
        case FactType.CONTACT:
            return reader.contact(raw)
        case FactType.TEXT | FactType.LONG_TEXT:
            return reader.words(raw, field.id, limit=LONG if field.type is FactType.LONG_TEXT else SHORT)
        case _:
            raise reader.bad(f"{field.id}: a record cannot hold a {field.type.value}")


def _guessed_cell(reader: Reader, raw: Raw) -> Cell:
    if isinstance(raw, bool | int):
        return raw
    if isinstance(raw, datetime):
        return reader.moment(raw)
    if isinstance(raw, Mapping) and {"phone", "email", "link", "handle"} & set(raw):
        return reader.contact(raw)
    return reader.words(raw, "a cell", limit=LONG)


_PARSERS: dict[FactType, Callable[[Reader, Raw], Value]] = {
    FactType.TEXT: _text,
    FactType.LONG_TEXT: _long_text,
    FactType.NUMBER: _number,
    FactType.MONEY: _money,
    FactType.PERCENTAGE: _percentage,
    FactType.DATE: _date,
    FactType.DATETIME: _datetime,
    FactType.DURATION: _duration,
    FactType.PLACE: _place,
    FactType.PERSON: _person,
    FactType.CONTACT: _contact,
    FactType.CHOICE: _choice,
    FactType.YES_NO: _yes_no,
    FactType.TICKS: _ticks,
    FactType.LIST: _list,
    FactType.RECORDS: _records,
}


def _same(one: str, other: str) -> bool:
    return one.lower().replace("_", "-") == other.lower().replace("_", "-")
