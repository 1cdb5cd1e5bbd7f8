"""Sharing a record, and bringing two people's work together: only when a person says so, only with their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord import record
from onrecord.desk import who
from onrecord.desk.edit import write_text
from onrecord.desk.session import Session, refreshed, to_history
from onrecord.errors import BadInput, OnrecordError, ReadOnly, nearest
from onrecord.incident import files, issued, log, statements
from onrecord.incident.clean import clean_line
from onrecord.incident.issued import Reader
from onrecord.record.merge import Side
from onrecord.record.places import Address, Place, check_place, is_bare, read_place
from onrecord.record.remote import Derive, Synced, connect, place_of
from onrecord.record.remote import receive as receive_copy
from onrecord.record.remote import sync as join


@dataclass(frozen=True, slots=True)
class Offer:
    """What sharing would give, to whom: shown before anything leaves the folder."""

    place: Place
    people: tuple[str, ...]
    already: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]

    @property
    def over_the_network(self) -> str:
        """The machine that is reached; empty for a folder."""
        return self.place.host if isinstance(self.place, Address) else ""


def offer(session: Session, place: str, people: Sequence[str]) -> Offer:
    """Say who will receive what. Changes nothing, reaches nothing. Without a place: the one that is shared already.

    Raises BadInput for a place that cannot be shared through.
    """
    names = tuple(n for n in (clean_line(p, limit=80, what="This name")[0] for p in people) if n)
    if not names:
        raise BadInput("sharing needs the names of those who will read it", hint='--with "Anna Bianchi"')
    if not place and not shared_at(session):
        raise BadInput(
            "where to share? A folder, a stick, or ssh://user@host/path", hint="onrecord share INCIDENT PLACE"
        )
    path = check_place(place or shared_at(session))
    if isinstance(path, Path) and (path == session.path.resolve() or session.path.resolve() in path.parents):
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
    return Offer(path, names, tuple(one.name for one in readers(session)), tuple(goes), tuple(stays))


def share(session: Session, wanted: Offer) -> Synced:
    """Share as offered: note who receives it, make the shared history, bring both together."""
    _writable(session)
    by, now = who.name(), session.now().replace(microsecond=0)
    record.settle(session.path)
    connect(session.path, wanted.place)
    issued.add_share(session.path, issued.Share(str(wanted.place), wanted.people, by, now))
    to_history(session, [log.FILE], by=by)
    record.settle(session.path)
    return join(session.path, by=by, at=now, derive=_texts(session))


def readers(session: Session) -> tuple[Reader, ...]:
    """The access list: who was given the record, where, since when, by whom. People taken off it are not on it."""
    return issued.readers(session.path)


def take_off(session: Session, people: Sequence[str]) -> tuple[Reader, ...]:
    """Note that people are no longer to read it. What they have, they keep. Returns who was taken off.

    Raises BadInput for a name that is not on the list.
    """
    _writable(session)
    known = {one.name.casefold(): one for one in readers(session)}
    names = [clean_line(one, limit=80, what="This name")[0] for one in people]
    for name in names:
        if name.casefold() not in known:
            hint = nearest(name, [one.name for one in known.values()])
            raise BadInput(f"{name!r} is not among those who can read it", hint=hint)
    gone = tuple(known[name.casefold()] for name in names)
    by, now = who.name(), session.now().replace(microsecond=0)
    for place in dict.fromkeys(one.place for one in gone):
        listed = tuple(one.name for one in gone if one.place == place)
        issued.add_share(session.path, issued.Share(place, listed, by, now, ended=True))
    to_history(session, [log.FILE], by=by)
    return gone


def sync(session: Session, choose: Mapping[str, Side] | None = None) -> tuple[Session, Synced]:
    """Bring the incident and the shared record together. With clashes nothing is changed: a person chooses first."""
    _writable(session)
    record.settle(session.path)
    by, now = who.name(), session.now().replace(microsecond=0)
    done = join(session.path, by=by, at=now, choose=choose, derive=_texts(session))
    return refreshed(session), done


def receive(place: str, folder: Path) -> int:
    """A new folder with a shared incident. Returns how many entries its history has."""
    source = read_place(place)
    if isinstance(source, Path) and not is_bare(source):
        raise BadInput("there is no shared incident here", where=source)
    return receive_copy(source, folder)


def shared_at(session: Session) -> str:
    """Where the incident is shared; empty when it is not."""
    return place_of(session.path)


def _texts(session: Session) -> Derive:
    """The texts beside edits that were just joined, drafted anew: they are for people who read the folder."""

    def derive(paths: tuple[str, ...]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        try:
            now = refreshed(session)
            for path in paths:
                folder, _, name = path.rpartition("/")
                if folder == statements.FOLDER and name.endswith(".toml"):
                    document, _, language = name.removesuffix(".toml").partition(".")
                    text = write_text(now, document, language)
                    found[f"{folder}/{text.name}"] = files.read_bytes(text) or b""
        except OnrecordError:  # a text that cannot be drafted now is drafted by whoever opens it
            return found
        return found

    return derive


def _writable(session: Session) -> None:
    if session.read_only:
        raise ReadOnly(
            f"not shared: {session.read_only}", where=session.path, hint="Close it there, then open it again."
        )
