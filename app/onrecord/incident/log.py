"""The media log: who rang, what they asked, until when, and the line they were given.

A reporter's name and number stand in private.toml; log.toml alone can be shared. Entries are only ever added. The log
works beside an open incident, and in the user's own state folder before there is one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.incident import files
from onrecord.incident.clean import clean_line, clean_text
from onrecord.incident.facts import Table
from onrecord.incident.lock import briefly
from onrecord.incident.reader import check_contact
from onrecord.incident.statements import raw_without_empty, required, required_moment, rows
from onrecord.incident.toml_edit import TomlFile, append_table, read_toml, set_table

FORMAT = 1
FILE = "log.toml"
PRIVATE = "private.toml"
_KEYS = ("id", "outlet", "question", "deadline", "back_by", "line_given", "text", "answers", "at", "by")
_HEAD = f"format = {FORMAT}\n"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a reporter. `person` and `number` are private."""

    outlet: str
    question: str
    at: datetime
    person: str = ""
    number: str = ""
    deadline: datetime | None = None
    """Until when the reporter needs an answer."""
    back_by: datetime | None = None
    """When we promised to ring back, with or without news."""
    line_given: str = ""
    """The words that were said to the reporter."""
    by: str = ""
    """Who took the call, or rang back."""
    id: str = ""
    text: str = ""
    """Which text the words are: `line K7QD (en)`; empty for the sentence of the call key."""
    answers: str = ""
    """The call that this one answers, by its id: we rang back and gave the line."""


def append(folder: Path, call: Call) -> Call:
    """Add a call to the log and give it back with its id. Its name and number go to private.toml, and first.

    Raises BadInput for a number that is none, or a call that says neither who nor what.
    """
    call = _checked(call)
    files.make_folder(folder)
    with briefly(folder):
        return _append(folder, call)


def _append(folder: Path, call: Call) -> Call:
    log_path, private_path = folder / FILE, folder / PRIVATE
    log = _file(log_path)
    taken = {row.string("id") for row in rows(log, log_path, "call")}
    call = replace(call, id=call.id or _new_id(taken))
    if call.person or call.number:
        private = set_table(
            _file(private_path), ("log", call.id), raw_without_empty(person=call.person, number=call.number)
        )
        files.write_bytes(private_path, private.to_bytes())
    raw = raw_without_empty(
        id=call.id,
        outlet=call.outlet,
        question=call.question,
        at=call.at,
        line_given=call.line_given,
        text=call.text,
        answers=call.answers,
        by=call.by,
    )
    if call.deadline is not None:
        raw["deadline"] = call.deadline
    if call.back_by is not None:
        raw["back_by"] = call.back_by
    files.write_bytes(log_path, append_table(log, "call", raw).to_bytes())
    return call


def calls(folder: Path) -> tuple[Call, ...]:
    """Every call in the order in which they were noted; without name and number where private.toml is gone."""
    path = folder / FILE
    content = files.read_bytes(path)
    if content is None:
        return ()
    file = read_toml(content, path)
    Table(file.data, file, path, ()).known(("format", "call", "issue", "sign_off", "share"))
    private_path = folder / PRIVATE
    private = _file(private_path)
    return tuple(_call(row, private, private_path) for row in rows(file, path, "call"))


def move(source: Path, target: Path) -> int:
    """Put the calls of one log at the end of another (those noted before there was an incident). Returns how many."""
    if (source / "incident.toml").exists():
        raise BadInput("calls are never taken out of an incident", where=source)
    moved = calls(source)
    known = {call.id for call in calls(target)}
    for call in moved:
        if call.id not in known:
            append(target, call)
    for path in (source / FILE, source / PRIVATE):
        path.unlink(missing_ok=True)
    return len(moved)


def _call(row: Table, private: TomlFile, private_path: Path) -> Call:
    row.known(_KEYS)
    call_id = required(row, "id")
    hidden = Table(private.table("log", call_id) or {}, private, private_path, ("log", call_id))
    hidden.known(("person", "number"))
    return Call(
        outlet=row.string("outlet"),
        question=row.string("question"),
        at=required_moment(row),
        person=hidden.string("person"),
        number=hidden.string("number"),
        deadline=row.moment("deadline"),
        back_by=row.moment("back_by"),
        line_given=row.string("line_given"),
        by=row.string("by"),
        id=call_id,
        text=row.string("text"),
        answers=row.string("answers"),
    )


def _checked(call: Call) -> Call:
    if not (call.outlet.strip() or call.person.strip() or call.number.strip() or call.question.strip()):
        raise BadInput("There is nothing to note yet.", hint="Outlet, name, number or question: one of them is enough.")
    if any(moment is not None and moment.tzinfo is None for moment in (call.at, call.deadline, call.back_by)):
        raise BadInput("A time in the log needs its zone.")
    number = clean_line(call.number)[0]
    if number:
        check_contact("phone", number, lambda message, hint: BadInput(message, hint=hint))
    return replace(
        call,
        outlet=clean_line(call.outlet)[0],
        person=clean_line(call.person)[0],
        number=number,
        by=clean_line(call.by)[0],
        question=clean_text(call.question)[0].strip(),
        line_given=clean_text(call.line_given)[0].strip(),
    )


def _file(path: Path) -> TomlFile:
    content = files.read_bytes(path)
    return read_toml(_HEAD.encode() if content is None else content, path)


def _new_id(taken: set[str]) -> str:
    while True:
        found = f"c{secrets.token_hex(3)}"
        if found not in taken:
            return found
