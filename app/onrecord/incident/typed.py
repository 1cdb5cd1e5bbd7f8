"""What a person types as an answer, read as a value; and a value as its field shows it. One is the other's inverse."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from onrecord.content.model import FactType, Field, Option, Question
from onrecord.errors import BadInput, nearest
from onrecord.incident.clean import LONG, SHORT, clean_line, clean_text
from onrecord.incident.reader import FORMS_IN_WORDS, check_contact
from onrecord.incident.shown import display
from onrecord.incident.typed_numbers import (
    duration,
    figure,
    money,
    number_text,
    percentage,
)
from onrecord.incident.typed_places import PLACE_WORDS, typed_place
from onrecord.incident.typed_times import Prefer, typed_date, typed_moment
from onrecord.incident.values import (
    Bound,
    Cell,
    Choice,
    Contact,
    Items,
    Number,
    Person,
    Record,
    Records,
    Ticks,
    Value,
    Words,
)

__all__ = ["PLACE_WORDS", "Typing", "display", "from_typed", "option_id", "with_wording"]

YES = ("yes", "y", "true", "sì", "si", "s", "vero")
NO = ("no", "n", "false", "falso")
_FUTURE_ELEMENTS = ("next-update", "plan")


@dataclass(frozen=True, slots=True)
class Typing:
    """What a typed answer is read against."""

    question: Question
    timezone: str
    language: str
    now: datetime

    @property
    def prefer(self) -> Prefer:
        return "future" if self.question.element in _FUTURE_ELEMENTS else "past"

    def moment(self, text: str, prefer: Prefer | None = None) -> datetime:
        return typed_moment(
            text, language=self.language, zone=self.timezone, now=self.now, prefer=prefer or self.prefer
        )


def from_typed(question: Question, text: str, *, timezone: str, language: str, now: datetime) -> Value:
    """The value of an answer as it was typed in the incident's zone and the language of the field.

    Raises BadInput that says what was expected when the text has no reading, or two.
    """
    long = question.type in (FactType.LONG_TEXT, FactType.LIST, FactType.RECORDS, FactType.TICKS)
    clean, _ = clean_text(text, limit=LONG) if long else clean_line(text, limit=SHORT)
    if not clean.strip(" ;,|\n"):
        raise BadInput("There is no answer yet.", hint="Type one; ? means not known yet, - means does not apply.")
    return _READERS[question.type](Typing(question, timezone, language, now), clean.strip())


def with_wording(old: Words | None, question: Question, text: str, language: str) -> Words:
    """An answer in words with the wording of one language put in, the others kept."""
    if question.form not in FORMS_IN_WORDS and (old is None or not old.by_language):
        return Words(text)
    kept = tuple((code, words) for code, words in (old.by_language if old else ()) if code != language)
    return Words(old.any if old else None, (*kept, (language, text)))


def option_id(text: str, options: Sequence[Option], what: str = "choice", language: str = "en") -> str:
    """The option that a person means: its number in the list, id, label in any language, or a label's only beginning.

    Raises BadInput naming the nearest label.
    """
    wanted = _folded(text)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1].id
    names = {name: option.id for option in options for name in _names(option)}
    if wanted in names:
        return names[wanted]
    begun = {found for name, found in names.items() if len(wanted) >= 3 and name.startswith(wanted)}
    if len(begun) == 1:
        return begun.pop()
    hint = nearest(wanted, names)
    if not hint.startswith("Did"):
        hint = "One of: " + ", ".join(option.label.get(language) or option.id for option in options) + "."
    raise BadInput(f"{text[:40]!r} is no {what} here.", hint=hint)


def _text(typing: Typing, text: str) -> Value:
    return with_wording(None, typing.question, text, typing.language)


def _number(typing: Typing, text: str) -> Value:
    found = figure(text, typing.language)
    if found.before:
        raise BadInput(
            f"{found.before[:40]!r} is not understood.", hint="Write about, at least or at most, or nothing."
        )
    units = typing.question.units
    if not found.after:
        if len(units) > 1:
            labels = ", ".join(unit.label.get(typing.language, unit.id) for unit in units)
            raise BadInput(f"{number_text(found.number, typing.language)} of what?", hint=f"One of: {labels}.")
        return Number(found.number, units[0].id if units else "", found.bound)
    return Number(
        found.number, option_id(found.after, units, "unit", typing.language) if units else found.after, found.bound
    )


def _money(typing: Typing, text: str) -> Value:
    return money(text, typing.language)


def _percentage(typing: Typing, text: str) -> Value:
    return percentage(text, typing.language)


def _date(typing: Typing, text: str) -> Value:
    return typed_date(text, language=typing.language, zone=typing.timezone, now=typing.now)


def _datetime(typing: Typing, text: str) -> Value:
    return typing.moment(text)


def _duration(typing: Typing, text: str) -> Value:
    return duration(text, typing.language)


def _place(typing: Typing, text: str) -> Value:
    return typed_place(text)


def _person(typing: Typing, text: str) -> Value:
    name, _, role = (part.strip() for part in text.partition(","))
    if not name:
        raise BadInput("A person needs a name.", hint="For example: Anna Rossi, duty manager.")
    return Person(name, Words(by_language=((typing.language, role),)) if role else Words())


def _contact(typing: Typing, text: str) -> Value:
    found: dict[str, str] = {}
    for part in (part.strip() for part in re.split(r"[,;]", text) if part.strip()):
        kind = _contact_kind(part)
        if kind in found:
            raise BadInput(f"Two of one kind: {found[kind]} and {part}.", hint="Keep the one that is answered now.")
        found[kind] = check_contact(kind, part, lambda message, hint: BadInput(message, hint=hint))
    return Contact(**found)


def _contact_kind(text: str) -> str:
    if text.startswith("@"):
        return "handle"
    if "@" in text and "/" not in text:
        return "email"
    return "link" if re.search(r"[^\W\d_]", text) else "phone"


def _choice(typing: Typing, text: str) -> Value:
    return Choice(
        option_id(text, typing.question.options, "choice", typing.language) if typing.question.options else text
    )


def _yes_no(typing: Typing, text: str) -> Value:
    word = text.lower().rstrip(".!")
    if word in YES or word in NO:
        return word in YES
    raise BadInput(f"{text[:40]!r} is neither yes nor no.", hint="Write yes or no; ? means not known yet.")


def _ticks(typing: Typing, text: str) -> Value:
    done: dict[str, datetime | None] = {}
    for part in (part.strip() for part in re.split(r"[;\n]", text) if part.strip()):
        act, time = _act_and_time(typing, part)
        done[act] = time
    return Ticks(tuple(done.items()))


def _act_and_time(typing: Typing, part: str) -> tuple[str, datetime | None]:
    act, sign, time = (piece.strip() for piece in part.rpartition("@"))
    if not sign:
        return option_id(part, typing.question.options, "act", typing.language), None
    return option_id(act, typing.question.options, "act", typing.language), typing.moment(time, "past")


def _list(typing: Typing, text: str) -> Value:
    items = [item.strip() for item in re.split(r"[;\n]", text) if item.strip()]
    return Items(tuple(with_wording(None, typing.question, item, typing.language) for item in items))


def _records(typing: Typing, text: str) -> Value:
    rows = [row.strip() for row in re.split(r"[;\n]", text) if row.strip()]
    return Records(tuple(_row(typing, row) for row in rows))


def _row(typing: Typing, row: str) -> Record:
    fields = typing.question.fields
    cells = [cell.strip() for cell in row.split("|")]
    names = " | ".join(field.text.get(typing.language, field.id) for field in fields)
    if len(cells) > len(fields):
        raise BadInput(f"{row[:40]!r} has {len(cells)} parts; {len(fields)} are asked.", hint=names)
    pairs: list[tuple[str, Cell]] = []
    for field, cell in zip(fields, [*cells, *[""] * (len(fields) - len(cells))], strict=True):
        if cell:
            pairs.append((field.id, _cell(typing, field, cell)))
        elif field.required:
            raise BadInput(f"{row[:40]!r} lacks {field.text.get(typing.language, field.id)!r}.", hint=names)
    return Record(tuple(pairs))


def _cell(typing: Typing, field: Field, text: str) -> Cell:
    match field.type:
        case FactType.CHOICE:
            return option_id(text, field.options, "choice", typing.language) if field.options else text
        case FactType.YES_NO:
            return bool(_yes_no(typing, text))
        case FactType.NUMBER:
            found = figure(text, typing.language)
            if not isinstance(found.number, int) or found.before or found.after or found.bound is not Bound.EXACTLY:
                raise BadInput(f"{text[:40]!r} is no whole number.", hint="Write digits alone.")
            return found.number
        case FactType.DATETIME:
            return typing.moment(text)
        case FactType.CONTACT:
            contact = _contact(typing, text)
            assert isinstance(contact, Contact)
            return contact
        case _:
            return Words(text)


_READERS: dict[FactType, Callable[[Typing, str], Value]] = {
    FactType.TEXT: _text,
    FactType.LONG_TEXT: _text,
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


def _names(option: Option) -> list[str]:
    texts = [option.id, *option.label.values(), *option.one.values(), *option.many.values()]
    return [_folded(text) for text in texts]


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())
