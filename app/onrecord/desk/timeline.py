"""The record as a screen shows it: one row per thing that happened, the newest first, old value beside new."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from onrecord import record
from onrecord.content.messages import load_messages
from onrecord.desk.changes import Broken, OutOfDate, broken_promises, latest, out_of_date
from onrecord.desk.clocks import Due, clocks
from onrecord.desk.history import fact_row, not_to_be_said
from onrecord.desk.session import Session
from onrecord.errors import BadInput
from onrecord.incident import issued, log
from onrecord.incident.issued import Issue
from onrecord.incident.log import Call
from onrecord.incident.model import ReleaseState
from onrecord.record.history import Entry, FactAt, entry_of, ordered
from onrecord.record.repository import Repository, noted, read
from onrecord.record.snapshot import INCIDENT, tables
from onrecord.record.verify import Result, verify

_LANGUAGE = re.compile(r"(\S+(?: [0-9A-Z]{4})?) \(([a-z]{2,3})\): (.*)")
MOST = 400
"""Entries that are read at once: more than a long night has, and read in well under a second."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened. `old` and `new` are values of a fact, empty where none may be shown."""

    at: datetime
    by: str
    kind: Literal["fact", "edit", "sign-off", "issue", "call", "other"]
    what: str
    old: str = ""
    new: str = ""
    more: str = ""
    fact: str = ""
    documents: tuple[str, ...] = ()
    entry: str = ""
    """The entry of the history that holds it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the record screen shows."""

    rows: tuple[Row, ...]
    older: int
    """Entries that lie further back and are not among the rows."""
    out_of_date: tuple[OutOfDate, ...]
    issued: tuple[Issue, ...]
    broken: tuple[Broken, ...]
    due: tuple[Due, ...]
    calls: tuple[Call, ...]
    empty: str = ""
    """Why there is no history, where there is none."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """The label of each fact that a row names."""


def whole(session: Session, language: str = "en") -> Whole:
    """Read it all; takes as long as the history is long, so a screen asks for it in a thread. Raises OnrecordError."""
    rows: list[Row] = []
    older, empty = 0, ""
    record.settle(session.path)
    try:
        rows, older = _rows(session, language)
    except BadInput as none:
        empty = none.message
    return Whole(
        tuple(rows),
        older,
        out_of_date(session),
        latest(session),
        broken_promises(session),
        clocks(session, language),
        tuple(reversed(log.calls(session.path))),
        empty,
        {row.fact: label(session, row.fact, language) for row in rows if row.fact},
    )


def label(session: Session, fact_id: str, language: str = "en") -> str:
    """What a fact is called on the screen."""
    question = session.questions.get(fact_id)
    fact = session.incident.facts.get(fact_id)
    texts = question.label if question is not None else fact.label if fact is not None else {}
    return texts.get(language) or texts.get("en") or fact_id


def looked_at(session: Session) -> tuple[Result, ...]:
    """Does the record hold: what is broken first, then what to look at, then what is fine."""
    record.settle(session.path)
    order = {"broken": 0, "look": 1, "fine": 2}
    return tuple(sorted(verify(session.path), key=lambda result: order[result.level]))


def _rows(session: Session, language: str) -> tuple[list[Row], int]:
    repository = read(session.path)
    try:
        found = ordered(repository)
        given = {(one.document, one.code): one for one in issued.issues(session.path)}
        calls = {one.at: one for one in log.calls(session.path)}
        rows: list[Row] = []
        near = found[: MOST + 1]
        for (commit_id, commit), (before_id, _) in pairwise((*near, (None, None))):
            if commit_id is None or len(rows) > 4 * MOST:
                break
            entry = entry_of(noted(commit_id, commit))
            now = _facts(repository, commit_id) if entry.facts else {}
            parent = commit.parents[0] if commit.parents else before_id
            then = _facts(repository, parent) if entry.facts and parent is not None else {}
            for name in entry.facts:
                rows.append(_fact(session, entry, name, then.get(name), now.get(name), language))
            rows += _others(entry, given, calls, session)
        return rows, max(0, len(found) - MOST - 1)
    finally:
        repository.close()


def _facts(repository: Repository, commit_id: Any) -> Mapping[str, Any]:
    blob = repository.paths(commit_id).get(INCIDENT)
    found = tables(repository.content(blob)).get("facts") if blob else None
    return found if isinstance(found, dict) else {}


def _fact(session: Session, entry: Entry, name: str, then: Any, now: Any, language: str) -> Row:
    after = fact_row(session, FactAt(entry, now), name, session.questions.get(name), language)
    before = fact_row(session, FactAt(entry, then), name, session.questions.get(name), language)
    said = [after.status]
    if isinstance(now, dict) and isinstance(then, dict):
        # The value is not repeated where only what is known about it changed.
        if before.status != after.status:
            said = [f"{before.status} → {after.status}"]
        if after.release != before.release:
            said.append(after.release)
    elif after.release and not after.release.startswith(ReleaseState.HOLD.value):
        said.append(after.release)
    if after.source:
        said.append(load_messages(language).text("record.says", source=after.source))
    old, new = before.value, after.value
    if not_to_be_said(session, name):
        old = new = ""  # said once and not to be said any more: the screen does not bring it back
    old = "" if old == new else old
    more = ", ".join(part for part in said if part)
    return Row(entry.at, entry.by, "fact", label(session, name, language), old, new, more, fact=name, entry=entry.id)


def _others(
    entry: Entry, given: Mapping[tuple[str, str], Issue], calls: Mapping[datetime, Call], session: Session
) -> list[Row]:
    """What happened beside the facts: edits, clearances of texts, issues, calls."""
    if entry.facts and not entry.kinds:
        return []
    kinds = set(entry.kinds)
    lines = entry.details or (entry.words,)
    if "issue" in kinds:
        done = next((given[key] for d in entry.documents for c in entry.codes if (key := (d, c)) in given), None)
        what = f"{done.name}, {' + '.join(done.languages)}" if done is not None else entry.words
        more = f"{', '.join(done.to)} ({done.where}), code {done.code}" if done is not None else ""
        if done is not None and done.delegation:
            more += f", under the delegation of {done.delegation}, cleared by nobody"
        return [Row(entry.at, entry.by, "issue", what, more=more, documents=entry.documents, entry=entry.id)]
    if "call" in kinds:
        call = calls.get(entry.at.astimezone(session.timezone))
        more = (call.line_given if call.answers else call.question) if call is not None else ""
        return [Row(entry.at, entry.by, "call", entry.words, more=more, entry=entry.id)]
    kind: Literal["edit", "sign-off", "other"] = "other"
    if "sign-off" in kinds or "kept" in kinds:
        kind = "sign-off"
    elif "edit" in kinds or "waiver" in kinds:
        kind = "edit"
    if entry.facts:
        lines = tuple(line for line in lines if any(line.startswith(f"{d} ") for d in entry.documents))
    return [Row(entry.at, entry.by, kind, line, documents=entry.documents, entry=entry.id) for line in _together(lines)]


def _together(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The same done in several languages is one line: `press (en, it): cleared by ...`. That a text was kept as it was
    shown is said by the clearance itself."""
    found: dict[str, list[str]] = {}
    for line in lines:
        match = _LANGUAGE.match(line)
        if match and match[3] == "the text that was shown":
            continue
        key = f"{match[1]} ({{}}): {match[3]}" if match else line
        found.setdefault(key, []).extend([match[2]] if match else [])
    return tuple(key.replace("({})", f"({', '.join(codes)})", 1) if codes else key for key, codes in found.items())
