"""The history of an incident as a use case: lines to read, a fact over time, the folder as it stood at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from onrecord import record
from onrecord.content.messages import load_messages
from onrecord.content.model import Question
from onrecord.desk.session import Session
from onrecord.errors import BadInput, ReadOnly, nearest
from onrecord.incident import files, store
from onrecord.incident.facts import Table, is_private, read_fact
from onrecord.incident.model import State, state_of
from onrecord.incident.shown import display
from onrecord.incident.toml_edit import TomlFile
from onrecord.incident.typed_times import typed_moment
from onrecord.incident.values import Value, Words
from onrecord.record.history import Entry, FactAt, at, entries, of_fact


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact at one time, in words."""

    at: datetime
    by: str
    value: str
    status: str
    release: str
    source: str
    as_of: datetime | None = None
    """For when the source says it."""
    basis: str = ""
    """What an estimate rests on."""
    entry: str = ""
    """The entry of the history that put it there."""


def lines(
    session: Session,
    *,
    by: str = "",
    document: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Entry]:
    """The entries that fit, the newest first. Raises BadInput for an incident without a history."""
    record.settle(session.path)
    wanted = document.replace("_", "-")
    for entry in entries(session.path):
        if by and by.casefold() not in entry.by.casefold():
            continue
        if (wanted and wanted not in entry.documents) or (kind and kind not in entry.kinds):
            continue
        if (since is not None and entry.at < since) or (until is not None and entry.at > until):
            continue
        yield entry


def fact_rows(session: Session, fact_id: str, language: str = "en") -> tuple[FactRow, ...]:
    """A fact's value, status, release and source over time, the oldest first. Raises BadInput naming the nearest."""
    record.settle(session.path)
    name = fact_id.replace("-", "_")
    if name not in session.questions and name not in session.incident.facts:
        raise BadInput(
            f"this incident has no fact {fact_id!r}", hint=nearest(name, {*session.questions, *session.incident.facts})
        )
    question = session.questions.get(name)
    rows = [fact_row(session, row, name, question, language) for row in of_fact(session.path, name)]
    return tuple(replace(row, value="") for row in rows) if not_to_be_said(session, name) else tuple(rows)


def not_to_be_said(session: Session, fact_id: str) -> bool:
    """Whether a fact's value is not to be said now: what was said of it earlier is not brought back to a screen."""
    fact, question = session.incident.fact(fact_id), session.questions.get(fact_id)
    return state_of(fact, question) is State.WITHHELD or (fact is not None and is_private(fact, question))


def fact_row(session: Session, row: FactAt, name: str, question: Question | None, language: str) -> FactRow:
    """A fact at one time in words; no value where it may not be said."""
    text = load_messages(language).text
    if row.table is None:
        return FactRow(row.entry.at, row.entry.by, "", text("status.absent"), "", "", entry=row.entry.id)
    table = Table(row.table, TomlFile("", {}), session.path / store.FILE, ("facts", name))
    try:
        fact = read_fact(table, question, session.incident.languages, known_ids=session.questions)
    except BadInput as fault:
        source = str(row.table.get("source", ""))
        return FactRow(row.entry.at, row.entry.by, "", f"[{fault.message}]", "", source, entry=row.entry.id)
    value = ""
    if fact.value is not None and row.sayable and question is not None:
        value = display(fact.value, question, language, session.incident.timezone)
    elif fact.value is not None and row.sayable:
        value = _own_words(session, fact.value, str(row.table.get("value", "")), language)
    release = ""
    if fact.release is not None:
        how = (
            f", {text(f'how.{fact.release.how}')}"
            if fact.release.how in ("by_phone", "in_person", "in_writing")
            else ""
        )
        release = f"{fact.release.state.value}{f' by {fact.release.by}' if fact.release.by else ''}{how}"
    basis = (fact.basis.of(language) or "") if fact.basis is not None and row.sayable else ""
    status = text(f"status.{fact.status.value}")
    return FactRow(row.entry.at, row.entry.by, value, status, release, fact.source, fact.as_of, basis, row.entry.id)


def _own_words(session: Session, value: Value, raw: str, language: str) -> str:
    """A value that no question asks for: what a correction or update is made of."""
    if isinstance(value, Words):
        return value.of(language) or raw
    return f"{value.astimezone(session.timezone):%d.%m.%Y %H:%M}" if isinstance(value, datetime) else raw


def moment(session: Session, typed: str) -> datetime:
    """A typed time of the past in the incident's zone. Raises BadInput for what is no time."""
    return typed_moment(typed, language="en", zone=session.incident.timezone, now=session.clock(), prefer="past")


def rebuild(session: Session) -> tuple[str, ...]:
    """Put a damaged history aside and begin it anew, from a shared folder that still has it or from the files as they
    are. Returns what was done and lost, in words. Raises ReadOnly where the incident is open elsewhere."""
    from onrecord.record.rebuild import rebuild as begin_anew

    if session.read_only:
        raise ReadOnly(f"not rebuilt: {session.read_only}", where=session.path, hint="Close it there first.")
    record.settle(session.path)
    return begin_anew(session.path, session.now())


def as_it_stood(session: Session, when: datetime, to: Path) -> Entry:
    """Put the recorded files as they stood at a moment into a new folder, to be opened there for reading.

    Raises BadInput when the folder is not empty or the history begins later.
    """
    record.settle(session.path)
    if to.exists() and any(to.iterdir()):
        raise BadInput("this folder is not empty", where=to, hint="Give a new folder.")
    entry, found = at(session.path, when)
    files.make_folder(to)
    for name, content in found.items():
        path = to / name
        files.make_folder(path.parent)
        files.write_bytes(path, content, sync=False)
        path.chmod(0o400)
    to.chmod(0o500)
    return entry
