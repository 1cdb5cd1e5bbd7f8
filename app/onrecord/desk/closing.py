"""The closing statement: drafted from the record, with what was given out and put right, once no more is to come.

Its passages print what is known and cleared today. What the record adds are two facts of its own: when we first spoke,
and which corrections went out, in the very words in which they went out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from onrecord.content.model import FactType
from onrecord.desk.changes import OutOfDate, out_of_date
from onrecord.desk.session import Session, save_answer
from onrecord.errors import BadInput
from onrecord.incident import issued
from onrecord.incident.facts import Table, read_fact
from onrecord.incident.issued import Issue
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.toml_edit import TomlFile
from onrecord.incident.values import Cell, Record, Records, Value, Words

DOCUMENT = "closing"
FIRST_SAID, PUT_RIGHT = "first_said_at", "put_right"
_LABELS = {
    FIRST_SAID: {"en": "when we first spoke", "it": "quando abbiamo parlato per la prima volta"},
    PUT_RIGHT: {"en": "what was corrected in public", "it": "che cosa è stato corretto in pubblico"},
}
_TYPES = {FIRST_SAID: FactType.DATETIME, PUT_RIGHT: FactType.RECORDS}


def draft_closing(session: Session, *, by: str) -> Session:
    """Make what a closing statement needs from the record. The text is then drafted, signed and issued like any other.

    Raises BadInput when nothing was issued yet.
    """
    values = proposed(session)
    for fact_id in _LABELS:
        value = values.get(fact_id)
        now = session.incident.facts.get(fact_id)
        if now is None or now.value != value:
            session = save_answer(session, _own(session, fact_id, value, by))
    return session


def proposed(session: Session) -> Mapping[str, Value]:
    """The facts of the record that a closing statement would carry today."""
    given = [one for one in issued.issues(session.path) if one.document != DOCUMENT]
    if not given:
        raise BadInput("nothing was issued yet", hint="A closing statement closes what was given out.")
    values: dict[str, Value] = {FIRST_SAID: given[0].at}
    rows = tuple(row for one in given if one.document == "correction" and (row := _corrected(session, one)))
    return {**values, PUT_RIGHT: Records(rows)} if rows else values


def is_current(session: Session) -> bool:
    """Whether a drafted closing statement still says what the record says."""
    values = proposed(session)
    facts = session.incident.facts
    return all((facts[name].value if name in facts else None) == values.get(name) for name in _LABELS)


def not_followed_up(session: Session) -> tuple[OutOfDate, ...]:
    """Sentences that were given out, are out of date, and about which nothing was said since."""
    followed = {one.follows for one in issued.issues(session.path)}
    return tuple(
        row for row in out_of_date(session) if row.issue.document != DOCUMENT and row.issue.name not in followed
    )


def stops(session: Session) -> Iterator[str]:
    """What keeps a closing statement in, beside what keeps every text in."""
    if not is_current(session):
        yield "the record has more by now than this closing statement; draft it again"
    for row in not_followed_up(session):
        yield f"{row.issue.name} ({row.language}) is out of date and nothing was said about it: “{row.old}”"


def is_closed(session: Session) -> bool:
    """Whether the last thing that was given out is a closing statement: no further update is planned then."""
    done = issued.issues(session.path)
    return bool(done) and done[-1].document == DOCUMENT


def _corrected(session: Session, done: Issue) -> Record | None:
    """One correction as it went out: what we had said when, and what we said instead."""
    frozen = issued.frozen(session.path, done.document, done.languages[0], done.version)
    if frozen is None:
        return None
    said = {
        name: _value(session, frozen.facts.get(name), name) for name in ("earlier_at", "earlier_said", "correct_now")
    }
    if said["earlier_at"] is None or not isinstance(said["earlier_said"], Words):
        return None
    cells: list[tuple[str, Cell]] = [("at", done.at), ("earlier_at", said["earlier_at"])]  # type: ignore[list-item]
    cells.append(("said", said["earlier_said"]))
    if isinstance(said["correct_now"], Words):
        cells.append(("right", said["correct_now"]))
    return Record(tuple(cells))


def _value(session: Session, raw: object, name: str) -> Value | None:
    if not isinstance(raw, Mapping):
        return None
    table = Table(raw, TomlFile("", {}), session.path / issued.FOLDER, ("facts", name))
    try:
        return read_fact(table, None, session.incident.languages).value
    except BadInput:
        return None  # an answer of an older form: the correction is on record, its words are not repeated


def _own(session: Session, fact_id: str, value: Value | None, by: str) -> Fact:
    now = session.now()
    fact = Fact(
        id=fact_id,
        type=_TYPES[fact_id],
        status=Status.CONFIRMED,
        value=value,
        release=Release(ReleaseState.CLEARED, by=by, how="in_writing", at=now),
        source="the record",
        as_of=now,
        label=_LABELS[fact_id],
    )
    return fact if value is not None else replace(fact, status=Status.NOT_APPLICABLE, release=None, source="")
