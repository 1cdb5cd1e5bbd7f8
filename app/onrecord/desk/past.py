"""The incident as it stood at a moment: its facts, the statements as they were drafted from those facts with that
moment's clock, whose yes they had. Values only; nothing of it can be changed, and no file of it stays.

A value that is not to be said now is not shown, however freely it was said then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord import record
from onrecord.desk import sign
from onrecord.desk.drafts import documents
from onrecord.desk.history import fact_row, moment, not_to_be_said
from onrecord.desk.session import Session
from onrecord.desk.unsaid import covered
from onrecord.errors import BadInput, OnrecordError
from onrecord.export import markdown
from onrecord.incident import files, issued, log, store
from onrecord.incident.home import home
from onrecord.incident.issued import Issue
from onrecord.incident.log import Call
from onrecord.incident.toml_edit import read_toml, set_table
from onrecord.record.history import Entry, FactAt, at, one
from onrecord.record.snapshot import INCIDENT, tables

_KEPT = ("type", "label")
"""What stays of a fact whose value is not to be said now."""


@dataclass(frozen=True, slots=True)
class FactThen:
    """A fact as it stood, in words."""

    id: str
    label: str
    value: str
    status: str
    release: str
    source: str
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatementThen:
    """A document as it was drafted then, in every language, and whose yes that version had."""

    document: str
    name: Mapping[str, str]
    code: str
    cleared: bool
    texts: Mapping[str, str]
    told: tuple[str, ...]
    gaps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything as it stood."""

    at: datetime
    """The moment, in the incident's zone."""
    entry: Entry
    """The entry of the history that was the newest one then."""
    title: str
    facts: tuple[FactThen, ...]
    statements: tuple[StatementThen, ...]
    issued: tuple[Issue, ...]
    calls: tuple[Call, ...]
    covered: tuple[str, ...] = ()
    """Labels of facts whose values are not shown because they are not to be said now."""


def typed(session: Session, text: str) -> datetime:
    """A typed time; with nothing below the minute the whole minute counts, as the record shows it."""
    found = moment(session, text)
    whole = found.second == 0 and found.microsecond == 0
    return min(found + timedelta(seconds=59), session.now()) if whole else found


def as_it_stood(session: Session, when: datetime | None = None, *, entry: str = "", language: str = "en") -> Past:
    """The incident at a moment, or right after one entry of its history (then `when` is the entry's own time).

    Raises BadInput when the history begins later or has no such entry, OnrecordError for one that cannot be read.
    """
    record.settle(session.path)
    if entry:
        found, content = one(session.path, entry)
        when = found.at
    elif when is not None:
        found, content = at(session.path, when)
    else:
        raise BadInput("as it stood when?", hint="Give a time, or an entry of the history.")
    hidden = [name for name in _facts(content) if not_to_be_said(session, name)]
    content = {**content, INCIDENT: _without(content.get(INCIDENT, b""), hidden)}
    with TemporaryDirectory(prefix="past-", dir=home().make().state) as place:
        folder = Path(place) / "incident"
        for name, data in content.items():
            files.make_folder((folder / name).parent)
            files.write_bytes(folder / name, data, sync=False)
        local = when.astimezone(session.timezone)
        then = Session(store.open_incident(folder, read_only=True), lambda: local)
        return _seen(session, then, found, content, tuple(hidden), language)


def _seen(
    session: Session, then: Session, entry: Entry, content: Mapping[str, bytes], hidden: tuple[str, ...], language: str
) -> Past:
    tables_then = _facts(content)
    facts = []
    for name in [
        *(n for n in then.questions if n in tables_then),
        *(n for n in tables_then if n not in then.questions),
    ]:
        row = fact_row(then, FactAt(entry, tables_then[name]), name, then.questions.get(name), language)
        label = _label(then, name, language)
        facts.append(FactThen(name, label, row.value, row.status, row.release, row.source, row.as_of))
    return Past(
        at=then.now(),
        entry=entry,
        title=then.incident.title,
        facts=tuple(facts),
        statements=tuple(_statement(session, then, document.id) for document in documents(then)),
        issued=issued.issues(then.path),
        calls=log.calls(then.path),
        covered=tuple(_label(then, name, language) for name in hidden),
    )


def _statement(session: Session, then: Session, document: str) -> StatementThen:
    name = next(d.name for d in documents(then) if d.id == document)
    try:
        asked = sign.asked(then, document)
    except OnrecordError as error:
        return StatementThen(document, name, "", False, {}, (error.message,), {})
    texts = {
        s.language: covered(session, markdown.plain_text(s, cleared=True).strip(), s.language) for s in asked.statements
    }
    gaps = {s.language: len(s.gaps) for s in asked.statements}
    told = sign.told(then, asked.state)
    return StatementThen(document, name, asked.code, asked.state.cleared and bool(told), texts, told, gaps)


def _label(then: Session, name: str, language: str) -> str:
    question, fact = then.questions.get(name), then.incident.facts.get(name)
    texts = question.label if question is not None else fact.label if fact is not None else {}
    return texts.get(language) or texts.get("en") or name.replace("_", " ")


def _facts(content: Mapping[str, bytes]) -> Mapping[str, Mapping[str, object]]:
    found = tables(content.get(INCIDENT)).get("facts")
    return {k: v for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}


def _without(content: bytes, hidden: list[str]) -> bytes:
    """incident.toml of then, with what is not to be said now said of no fact."""
    if not hidden:
        return content
    file = read_toml(content, Path(INCIDENT))
    for name in hidden:
        table = file.table("facts", name) or {}
        kept = {key: value for key, value in table.items() if key in _KEPT}
        file = set_table(file, ("facts", name), {**kept, "status": "withheld", "held": True})
    return file.to_bytes()
