"""Answers that are put together piece by piece: ticks with their times, wordings per language, offers to take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from onrecord.content.model import FactType, Field, Option, Question
from onrecord.desk.interview import answer, shown_answer, typed_answer
from onrecord.desk.session import Session
from onrecord.errors import BadInput
from onrecord.incident.clean import LONG, SHORT, clean_line, clean_text
from onrecord.incident.model import Fact
from onrecord.incident.reader import FORMS_IN_WORDS
from onrecord.incident.typed import display, from_typed, with_wording
from onrecord.incident.typed_places import typed_place
from onrecord.incident.typed_times import moment_text, typed_moment
from onrecord.incident.values import Choice, Items, Place, Record, Records, Ticks, Value, Words

ACTS = "actions"
"""The element whose ticks are our own acts: each carries the time at which it was done."""
AHEAD = ("next-update", "plan")
"""Elements that speak of what is to come."""
OFFERED_MINUTES = (60, 30, 120)
"""How far ahead a next update is offered; nobody has to take it."""
_QUARTER = timedelta(minutes=15)


def timed(question: Question) -> bool:
    """Whether a tick says when it was done. Ticks about others (who is there, whose data) carry no time of ours."""
    return question.type is FactType.TICKS and question.element == ACTS


def worded(question: Question) -> bool:
    """Whether the answer is words that differ from language to language."""
    return question.form in FORMS_IN_WORDS


def ticks_of(session: Session, question: Question) -> Ticks:
    """What is ticked now; nothing where there is no answer."""
    fact = session.incident.fact(question.id)
    return fact.value if fact is not None and isinstance(fact.value, Ticks) else Ticks()


def toggled(session: Session, question: Question, act: str) -> Fact | None:
    """The answer with one tick set (done now) or taken away; None when none is left."""
    ticks = ticks_of(session, question)
    if act in ticks:
        done = tuple(pair for pair in ticks.done if pair[0] != act)
    else:
        done = (*ticks.done, (act, _minute(session.now()) if timed(question) else None))
    order = {option.id: n for n, option in enumerate(question.options)}
    done = tuple(sorted(done, key=lambda pair: order.get(pair[0], len(order))))
    return answer(session, question, Ticks(done)) if done else None


def ticked_at(session: Session, question: Question, act: str, text: str, language: str) -> Fact:
    """The answer with the time of one tick as it was typed; an empty line takes the time away and leaves the tick."""
    moment: datetime | None = None
    if text.strip():
        line, _ = clean_line(text)
        moment = typed_moment(line, language=language, zone=session.incident.timezone, now=session.now())
    done = tuple((name, moment if name == act else time) for name, time in ticks_of(session, question).done)
    return answer(session, question, Ticks(done))


def tick_time(session: Session, question: Question, act: str, language: str) -> str:
    """The time of a tick as its field shows it; empty where none is noted."""
    time = ticks_of(session, question).time(act)
    return moment_text(time, language, session.incident.timezone) if time else ""


def words_answer(session: Session, question: Question, text: str, language: str) -> Fact | None:
    """What a typed line becomes; in a question whose words differ per language the other wordings stay.

    None for an empty line. Raises BadInput, saying what was expected.
    """
    if not worded(question) or text.strip() in ("", "?", "-"):
        return typed_answer(session, question, text, language)
    before = session.incident.facts.get(question.id)
    old = before.value if before is not None else None
    long = question.type is FactType.LONG_TEXT
    clean = (clean_text(text, limit=LONG) if long else clean_line(text, limit=LONG if _list(question) else SHORT))[0]
    if not clean.strip():
        return None
    if _list(question):
        fresh = from_typed(question, clean, timezone=session.incident.timezone, language=language, now=session.now())
        assert isinstance(fresh, Items)
        kept = old.items if isinstance(old, Items) else ()
        items = tuple(
            with_wording(kept[n] if n < len(kept) else None, question, item.of(language) or "", language)
            for n, item in enumerate(fresh.items)
        )
        return answer(session, question, Items((*items, *kept[len(items) :])))
    wording = with_wording(old if isinstance(old, Words) else None, question, clean.strip(), language)
    return answer(session, question, wording)


def place_answer(session: Session, question: Question, kind: str, name: str, near: str) -> Fact | None:
    """A place out of its parts; None without a name. A name typed in one line, as the example shows it ("road A14 near
    Faenza"), gives its own kind and what is near."""
    plain, _ = clean_line(name)
    if not plain:
        return None
    beside, _ = clean_line(near)
    typed = typed_place(plain)
    return answer(session, question, Place(typed.name, kind, beside or typed.near))


def place_of(session: Session, question: Question) -> tuple[str, str, str]:
    """Kind, name and near of the answer, empty where there is none."""
    fact = session.incident.fact(question.id)
    if fact is None or not isinstance(fact.value, Place):
        return "", "", ""
    place = fact.value
    name = place.name.of(session.languages[0]) or next((text for _, text in place.name.by_language), "")
    return place.kind, name, place.near


def guessed_kind(session: Session, question: Question, name: str) -> str:
    """The kind that the name of a place gives away (A14 is a road); empty for a name that says nothing."""
    try:
        value = from_typed(question, name, timezone=session.incident.timezone, language="en", now=session.now())
    except BadInput:
        return ""
    return value.kind if isinstance(value, Place) and value.kind != "site" else ""


def time_offers(session: Session, question: Question) -> tuple[date, ...]:
    """Times to take with one key: full quarters ahead for what is promised, now for what has happened; today for a day.

    A time is a datetime, a day a date.
    """
    now = session.now()
    if question.type is FactType.DATE:
        return (now.date(),)
    if question.type is not FactType.DATETIME:
        return ()
    if question.element not in AHEAD:
        return (_minute(now),)
    return tuple(_next_quarter(now + timedelta(minutes=minutes)) for minutes in OFFERED_MINUTES)


def matrix(question: Question) -> tuple[Field, Field] | None:
    """The two fields of a grid (kinds of data x held, not held, copied) where a question is one."""
    if question.type is not FactType.RECORDS or len(question.fields) != 2:
        return None
    rows, columns = question.fields
    return (rows, columns) if rows.options and columns.options else None


def cell_of(session: Session, question: Question, row: str) -> str:
    """What the grid says for a row; empty where nobody has said anything."""
    grid = matrix(question)
    fact = session.incident.fact(question.id)
    if grid is None or fact is None or not isinstance(fact.value, Records):
        return ""
    found = next((r for r in fact.value.rows if r.get(grid[0].id) == row), None)
    return str(found.get(grid[1].id)) if found is not None else ""


def with_cell(session: Session, question: Question, row: str, column: str) -> Fact | None:
    """The answer with one cell of the grid set, or its row taken out with an empty column; None when none is left."""
    grid = matrix(question)
    assert grid is not None
    fact = session.incident.fact(question.id)
    old = fact.value.rows if fact is not None and isinstance(fact.value, Records) else ()
    rows = [r for r in old if r.get(grid[0].id) != row]
    if column:
        rows.append(Record(((grid[0].id, row), (grid[1].id, column))))
    order = {option.id: n for n, option in enumerate(grid[0].options)}
    rows.sort(key=lambda r: order.get(str(r.get(grid[0].id)), len(order)))
    return answer(session, question, Records(tuple(rows))) if rows else None


def rows_of(session: Session, question: Question) -> tuple[Record, ...]:
    """The rows of a list of records; none where there is no answer."""
    fact = session.incident.fact(question.id)
    return fact.value.rows if fact is not None and isinstance(fact.value, Records) else ()


def row_text(session: Session, question: Question, row: Record, language: str) -> str:
    """One row as a line: its cells with | between them."""
    return display(Records((row,)), question, language, session.incident.timezone)


def with_row(session: Session, question: Question, at: int | None, cells: Sequence[str], language: str) -> Fact | None:
    """The answer with one row typed cell by cell: put in place of row `at`, or added. Empty cells take the row out."""
    rows = list(rows_of(session, question))
    if not any(cell.strip() for cell in cells):
        if at is None:
            return None
        del rows[at]
        return answer(session, question, Records(tuple(rows))) if rows else None
    line = " | ".join(clean_line(cell)[0].replace("|", "/").replace(";", ",") for cell in cells)
    value = from_typed(question, line, timezone=session.incident.timezone, language=language, now=session.now())
    assert isinstance(value, Records)
    fresh = value.rows[0]
    if at is None:
        rows.append(fresh)
    else:
        rows[at] = _merged(rows[at], fresh, question)
    return answer(session, question, Records(tuple(rows)))


def _merged(old: Record, new: Record, question: Question) -> Record:
    """A row typed again keeps the wordings of the languages that were not typed."""
    cells = []
    for name, cell in new.cells:
        before = old.get(name)
        if isinstance(before, Words) and isinstance(cell, Words) and before.by_language:
            kept = {**dict(before.by_language), **dict(cell.by_language)}
            cell = Words(cell.any or before.any, tuple(kept.items()))
        cells.append((name, cell))
    return Record(tuple(cells))


def options_of(question: Question) -> tuple[Option, ...]:
    """What can be chosen: the question's own options, or yes and no."""
    if question.type is FactType.YES_NO:
        return (
            Option("yes", {"en": "yes", "it": "sì"}),
            Option("no", {"en": "no", "it": "no"}),
        )
    return question.options


def chosen(session: Session, question: Question) -> str:
    """The id of the option that is chosen; empty where none is."""
    fact = session.incident.fact(question.id)
    value: Value | None = fact.value if fact is not None else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.id if isinstance(value, Choice) else ""


def choose(session: Session, question: Question, option: str, *, source: str = "") -> Fact:
    """The answer that an option gives."""
    value: Value = option == "yes" if question.type is FactType.YES_NO else Choice(option)
    return answer(session, question, value, source=source)


def short_answer(session: Session, question: Question, language: str) -> str:
    """An answer in few words for a list: ticks without their times."""
    fact = session.incident.fact(question.id)
    if fact is not None and isinstance(fact.value, Ticks):
        labels = {option.id: option.label.get(language, option.id) for option in question.options}
        return ", ".join(labels.get(act, act) for act, _ in fact.value.done)
    grid = matrix(question)
    if grid is not None and fact is not None and isinstance(fact.value, Records):
        names = {option.id: option.label.get(language, option.id) for option in grid[0].options}
        parts = []
        for column in grid[1].options:
            rows = [names[o.id] for o in grid[0].options if cell_of(session, question, o.id) == column.id]
            if rows:
                parts.append(f"{column.label.get(language, column.id)}: {', '.join(rows)}")
        return "; ".join(parts)
    return shown_answer(session, question, language)


def last_contacts(session: Session) -> tuple[str, ...]:
    """Whom people call, beside the press: asked with the next update, as far as this kind of incident needs it. A line
    for families belongs to what may have hurt people; a page of updates to the others."""
    people = session.scenario.question("people_hurt") is not None
    wanted = ("family_contact", "public_contact") if people else ("public_contact", "updates_at")
    return tuple(name for name in wanted if session.scenario.question(name) is not None)


def sources(session: Session, language: str) -> tuple[str, ...]:
    """Who can be named with one key: the scenario's sources, then those named in this incident. At most twelve."""
    own = [option.label.get(language, option.id) for option in session.scenario.sources]
    used = [fact.source for fact in session.incident.facts.values() if fact.source]
    return tuple(dict.fromkeys([*own, *used]))[:12]


def needs_source(session: Session, question: Question) -> bool:
    """Whether somebody has to be named who confirms the answer: it has a value, and it is not our own to confirm."""
    fact = session.incident.facts.get(question.id)
    return fact is not None and fact.value is not None and question.clears != "duty" and not fact.source


def _list(question: Question) -> bool:
    return question.type is FactType.LIST


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _next_quarter(moment: datetime) -> datetime:
    whole = _minute(moment)
    past = timedelta(minutes=whole.minute % 15)
    return whole if not past and whole == moment else whole - past + _QUARTER
