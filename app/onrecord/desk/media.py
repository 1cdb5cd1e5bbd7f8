"""The media log: who rang, what they asked, until when, and which line each was given, word for word.

Everybody is given the same words. A line is given as it was cleared or issued, whole, in one language; that we rang
back and gave it is a call of its own, so that nothing that was noted is ever rewritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.desk.changes import out_of_date
from onrecord.desk.drafts import documents
from onrecord.desk.session import Session, to_history
from onrecord.desk.sign import asked
from onrecord.errors import BadInput, Blocked, OnrecordError, ReadOnly
from onrecord.export import markdown
from onrecord.incident import files, issued, log
from onrecord.incident.clean import clean_line
from onrecord.incident.issued import Issue
from onrecord.incident.log import Call

_HEADING = re.compile(r"(?m)^#+ ")
SPOKEN = ("line", "holding", "update", "correction")
"""Documents that are read to a reporter, the line to take first."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that may be given to a reporter."""

    text: str
    """What it is: `line K7QD (en)`, `holding v1 (it)`."""
    words: str
    given_to: tuple[str, ...] = ()
    """Who was given exactly these words already."""
    old: bool = False
    """The text would read otherwise by now, and nobody cleared that yet."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One call of a reporter, and what they were given since."""

    call: Call
    given: tuple[Call, ...] = ()

    @property
    def answered(self) -> bool:
        return bool(self.given)


@dataclass(frozen=True, slots=True)
class MediaLog:
    """Every call in the order in which they came, and whether somebody was given other words than the rest."""

    calls: tuple[Logged, ...]
    differ: tuple[str, ...] = ()
    """Outlets whose latest line is not the latest one that was given to anybody."""

    @property
    def waiting(self) -> tuple[Logged, ...]:
        return tuple(row for row in self.calls if not row.answered)


def media_log(session: Session) -> MediaLog:
    """The calls of the incident."""
    every = log.calls(session.path)
    given: dict[str, list[Call]] = {}
    for call in every:
        if call.answers:
            given.setdefault(call.answers, []).append(call)
    rows = tuple(Logged(call, tuple(given.get(call.id, ()))) for call in every if not call.answers)
    latest: dict[str, str] = {}
    for call in every:
        if call.answers:
            latest[_language(call.text)] = call.line_given
    differ = []
    for row in rows:
        if row.given and row.given[-1].line_given != latest[_language(row.given[-1].text)]:
            differ.append(caller(row.call))
    return MediaLog(rows, tuple(dict.fromkeys(differ)))


def caller(call: Call) -> str:
    """How a reporter is called in a list."""
    return ", ".join(part for part in (call.outlet, call.person) if part) or "a caller"


def lines(session: Session) -> tuple[Line, ...]:
    """Every text that may be given now, the newest of each document and language: what was issued, or is cleared as it
    stands. A draft that nobody cleared is not among them."""
    given: dict[str, list[str]] = {}
    for call in log.calls(session.path):
        if call.answers:
            given.setdefault(call.line_given, []).append(caller(call))
    found: list[Line] = []
    names = [d.id for d in documents(session)]
    for document in [name for name in SPOKEN if name in names or name in _issued(session)]:
        for line in _of(session, document):
            found.append(replace(line, given_to=tuple(dict.fromkeys(given.get(line.words, ())))))
    return tuple(found)


def give(session: Session, call_id: str, text: str, *, by: str) -> Call:
    """Note that a reporter was given a line, word for word. Raises BadInput for a call or line that is not there,
    Blocked where nothing may be given yet, ReadOnly."""
    if session.read_only:
        raise ReadOnly(f"not saved: {session.read_only}", where=session.path)
    asked_by = next((c for c in log.calls(session.path) if c.id == call_id and not c.answers), None)
    if asked_by is None:
        raise BadInput(f"no call {call_id!r} was noted", hint="onrecord calls INCIDENT lists them.")
    possible = lines(session)
    if not possible:
        raise Blocked("there is no line that may be given yet", hint="Clear the line or the holding statement first.")
    line = next((one for one in possible if one.text == text), None)
    if line is None:
        raise BadInput(f"no line {text!r} may be given", hint="; ".join(one.text for one in possible))
    name, _ = clean_line(by, limit=80, what="This name")
    if not name:
        raise BadInput("who gave it is missing")
    done = log.append(
        session.path,
        Call(
            outlet=asked_by.outlet,
            person=asked_by.person,
            question=asked_by.question,
            at=session.now(),
            line_given=line.words,
            text=line.text,
            answers=asked_by.id,
            by=name,
        ),
    )
    to_history(session, [log.FILE], by=name)
    return done


def _issued(session: Session) -> set[str]:
    return {one.document for one in issued.issues(session.path)}


def _of(session: Session, document: str) -> list[Line]:
    """The newest words of a document that may be given: issued or cleared as they stand now, else as issued last."""
    done = next((one for one in reversed(issued.issues(session.path)) if one.document == document), None)
    current = False
    try:
        now = asked(session, document)
        current = done is not None and done.code == now.code
        if not current and now.state.needs and now.state.cleared and not session.incident.demo:
            names = [(s.language, f"signed/{document}.{s.language}.{now.code}.md") for s in now.statements]
            return [Line(f"{document} {now.code} ({language})", _words(session, path)) for language, path in names]
    except OnrecordError:
        pass  # a text that cannot be drafted any more may have been issued before
    if done is None or (not current and _is_wrong(session, done)):
        return []
    return [
        Line(f"{done.name} ({code})", _words(session, issued.name_of(document, code, done.version)), old=not current)
        for code in done.languages
    ]


def _is_wrong(session: Session, done: Issue) -> bool:
    """Whether something in an issued text has to be taken back: then nobody is given it any more."""
    return any(row.kind == "correction" for row in out_of_date(session, done.document, told=True) if row.moved)


def _words(session: Session, path: str) -> str:
    content = files.read_bytes(session.path / path) or b""
    return _HEADING.sub("", markdown.unescaped(content.decode("utf-8", "replace"))).strip()


def _language(text: str) -> str:
    return text.rpartition("(")[2]
