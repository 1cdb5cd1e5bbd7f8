"""Values of facts out of TOML and back: every type has one strict reading, and a message that shows the right form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from onrecord.content.model import LANGUAGES, FactType, Field, Option, Question
from onrecord.errors import BadInput, nearest
from onrecord.incident.clean import LONG, SHORT, unseen_in
from onrecord.incident.currencies import CURRENCIES
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
    Record,
    Records,
    Ticks,
    Value,
    Words,
)

DURATION_UNITS = ("minutes", "hours", "days", "weeks", "months")
PLACE_KINDS = ("road", "town", "street", "site", "station", "area", "sea", "online", "country")
FORMS_IN_WORDS = ("noun", "clause", "sentence")
"""Forms whose wording differs per language: a plain string counts for the incident's first language alone."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Of moments. Beyond them a moment has no place in every zone's calendar, and is a slip of the key."""

MOST_ROWS = 500
"""Items of a list, rows of records. More is a database, not an answer."""

_PHONE = re.compile(r"\+?[0-9 ().\-/]+")
_EMAIL = re.compile(r"[^@\s<>\"',;:]+@[\w\-]+(\.[\w\-]+)+")
_LINK = re.compile(r"(https?://)?[\w\-]+(\.[\w\-]+)+(:\d{1,5})?([/?#]\S*)?")
_HANDLE = re.compile(r"@[\w.\-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a value is read against: its question, the incident's languages, and where it stands."""

    question: Question | None
    languages: tuple[str, ...]
    where: str
    line: int | None

    def bad(self, message: str, hint: str = "") -> BadInput:
        name = f"{self.question.id}: " if self.question else ""
        return BadInput(name + message, hint=hint, where=self.where or None, line=self.line)

    def table(self, raw: Raw, what: str, example: str, *known: str) -> Mapping[str, Raw]:
        if not isinstance(raw, Mapping):
            raise self.bad(f"expected {what}, found {kind_of(raw)}", f"Write {example}.")
        for key in raw:
            if key not in known:
                raise self.bad(f"unknown key {key!r} in {what}", nearest(key, known))
        return raw

    def string(self, raw: Raw, what: str, limit: int = SHORT) -> str:
        if not isinstance(raw, str):
            raise self.bad(f"expected {what} in quotation marks, found {kind_of(raw)}")
        text = raw.strip()
        if not text:
            raise self.bad(f"{what} is empty", "Leave the key out, or give the status not-applicable or unknown.")
        if len(text) > limit:
            raise self.bad(f"{what} has {len(text):,} characters; at most {limit:,} fit")
        if unseen := unseen_in(text):
            raise self.bad(f"{what} contains {unseen}, which cannot be seen", "Delete it and type the words again.")
        return text

    def one_of(self, raw: Raw, what: str, known: Iterable[str]) -> str:
        names = tuple(known)
        if not isinstance(raw, str):
            raise self.bad(f"expected {what} in quotation marks, found {kind_of(raw)}", f"Known: {', '.join(names)}.")
        wanted = raw.strip().lower().replace("_", "-")
        for name in names:
            if name.lower().replace("_", "-") == wanted:
                return name
        raise self.bad(f"unknown {what} {raw!r}", nearest(raw, names))

    def decimal(self, raw: Raw, what: str) -> Decimal:
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
            raise self.bad(f"expected {what}, found {kind_of(raw)}")
        try:
            value = Decimal(str(raw).replace("_", "").strip())
        except ArithmeticError:
            raise self.bad(f"{what} {raw!r} is not a number", "Write digits with a point: 1200000.50") from None
        if not value.is_finite() or abs(value) >= Decimal(10) ** 18:
            raise self.bad(f"{what} {raw!r} is not a number that can be stated")
        return value

    def bound(self, raw: Raw | None) -> Bound:
        if raw is None:
            return Bound.EXACTLY
        return Bound(self.one_of(raw, "bound", [bound.value for bound in Bound]))

    def moment(self, raw: Raw, what: str = "a time with its zone") -> datetime:
        if not isinstance(raw, datetime):
            raise self.bad(f"expected {what}, found {kind_of(raw)}", "Write 2026-03-12T02:25:00+01:00, without quotes.")
        if raw.tzinfo is None:
            raise self.bad(
                "a time without a zone could be any of 38 moments",
                f"Write {raw.isoformat()}+01:00 (with the offset that held there), or {raw.isoformat()}Z for UTC.",
            )
        if not FIRST_YEAR <= raw.year <= LAST_YEAR:
            raise self.bad(f"the year {raw.year} cannot be meant", f"From {FIRST_YEAR} to {LAST_YEAR}.")
        return raw

    def words(self, raw: Raw, what: str, *, limit: int = SHORT, form: str | None = None) -> Words:
        if isinstance(raw, Mapping):
            if not raw:
                raise self.bad(f"{what} has no wording in any language", 'Write { en = "...", it = "..." }.')
            known = {*LANGUAGES, *self.languages}
            for code in raw:
                if code != "any" and code not in known:
                    raise self.bad(f"unknown language {code!r}", nearest(code, known))
            texts = {code: self.string(text, f"{what} ({code})", limit) for code, text in raw.items()}
            return Words(texts.pop("any", None), tuple(texts.items()))
        text = self.string(raw, what, limit)
        if form in FORMS_IN_WORDS and self.languages:
            return Words(by_language=((self.languages[0], text),))
        return Words(text)

    def contact(self, raw: Raw) -> Contact:
        known = ("phone", "email", "link", "handle")
        table = self.table(raw, "a contact", '{ phone = "+39 0544 000 200" }', *known)
        if not table:
            raise self.bad("a contact needs one of phone, email, link, handle")
        parts = {key: check_contact(key, self.string(value, key), self.bad) for key, value in table.items()}
        return Contact(**parts)

    def option(self, raw: Raw, options: Sequence[Option], what: str) -> str:
        if not options:
            return self.string(raw, what)
        return self.one_of(raw, what, [option.id for option in options])


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


def check_contact(kind: str, text: str, bad: Callable[[str, str], BadInput]) -> str:
    """A telephone number, e-mail address, link or handle that has the shape of one, else BadInput by `bad`."""
    if kind == "phone":
        if not _PHONE.fullmatch(text) or sum(c.isdigit() for c in text) < 5:
            raise bad(f"{text!r} is no telephone number", "Digits, spaces, + ( ) and -, at least 5 digits.")
    elif kind == "email":
        if not _EMAIL.fullmatch(text):
            raise bad(f"{text!r} is no e-mail address", "For example press@adriabus.example.")
    elif kind == "link":
        if not _LINK.fullmatch(text) or "@" in text.split("/")[0]:
            raise bad(f"{text!r} is no link", "For example adriabus.example/news or https://adriabus.example/news.")
    elif not _HANDLE.fullmatch(text):
        raise bad(f"{text!r} is no handle", "For example @adriabus.")
    return text


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
    return reader.words(raw, "a cell")


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


def _same(one: str, other: str) -> bool:
    return one.lower().replace("_", "-") == other.lower().replace("_", "-")
