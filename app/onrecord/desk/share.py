"""Sharing a record through a folder, and bringing two people's work together: only when a person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord import record
from onrecord.desk import who
from onrecord.desk.session import Session, refreshed, to_history
from onrecord.errors import BadInput, ReadOnly
from onrecord.incident import issued, log
from onrecord.incident.clean import clean_line
from onrecord.record.merge import Side
from onrecord.record.remote import Synced, check_place, connect, place_of
from onrecord.record.remote import receive as receive_copy
from onrecord.record.remote import sync as join


@dataclass(frozen=True, slots=True)
class Offer:
    """What sharing would give, to whom: shown before anything leaves the folder."""

    place: Path
    people: tuple[str, ...]
    already: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


def offer(session: Session, place: str, people: Sequence[str]) -> Offer:
    """Say who will receive what. Changes nothing. Raises BadInput for a place that cannot be shared through."""
    names = tuple(n for n in (clean_line(p, limit=80, what="This name")[0] for p in people) if n)
    if not names:
        raise BadInput("sharing needs the names of those who will read it", hint='--with "Anna Bianchi"')
    path = check_place(place)
    if path == session.path.resolve() or session.path.resolve() in path.parents:
        raise BadInput("this is inside the incident itself", where=path, hint="Give a folder outside it.")
    facts = len(session.incident.facts)
    calls = log.calls(session.path)
    goes = [
        f"{facts} facts with sources and clearances, and every earlier value of them",
        "all edits, sign-offs and issued texts",
        f"{len(calls)} calls: outlet, question, deadline",
    ]
    private = sum(1 for call in calls if call.person or call.number)
    stays = [
        f"{len(session.folder.private)} values that may not be said, and what is marked private (private.toml)",
        f"names and numbers of {private} callers",
    ]
    known = tuple(dict.fromkeys(p for share in issued.shares(session.path) for p in share.people))
    return Offer(path, names, known, tuple(goes), tuple(stays))


def share(session: Session, wanted: Offer) -> Synced:
    """Share as offered: note who receives it, make the shared history, bring both together."""
    _writable(session)
    by, now = who.name(), session.now().replace(microsecond=0)
    connect(session.path, wanted.place)
    issued.add_share(session.path, issued.Share(str(wanted.place), wanted.people, by, now))
    to_history(session, [log.FILE], by=by)
    record.settle(session.path)
    return join(session.path, by=by, at=now)


def sync(session: Session, choose: Mapping[str, Side] | None = None) -> tuple[Session, Synced]:
    """Bring the incident and the shared record together. With clashes nothing is changed: a person chooses first."""
    _writable(session)
    record.settle(session.path)
    done = join(session.path, by=who.name(), at=session.now().replace(microsecond=0), choose=choose)
    return refreshed(session), done


def receive(place: str, folder: Path) -> int:
    """A new folder with a shared incident. Returns how many entries its history has."""
    return receive_copy(Path(place).expanduser().absolute(), folder)


def shared_at(session: Session) -> str:
    """Where the incident is shared; empty when it is not."""
    return place_of(session.path)


def _writable(session: Session) -> None:
    if session.read_only:
        raise ReadOnly(
            f"not shared: {session.read_only}", where=session.path, hint="Close it there, then open it again."
        )
