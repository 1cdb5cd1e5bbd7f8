"""A damaged history, begun anew: from the shared copy where a folder has one, else from the working files alone."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from dulwich.objects import Commit, ObjectID

from onrecord.errors import OnrecordError
from onrecord.record.history import ordered
from onrecord.record.other import Near
from onrecord.record.places import is_agreed, is_bare, read_place
from onrecord.record.repository import (
    FOLDER,
    Repository,
    of_others,
    open_for_writing,
    remotes,
    set_aside,
    set_remote,
)
from onrecord.record.writer import alone, bring_in

_ASIDE = "damaged-history-"


def lost(git: Path) -> str:
    """What can still be read of a damaged history, in words."""
    times: list[int] = []
    with contextlib.suppress(Exception):  # whatever is wrong there: what was counted so far is what can be read
        repository = of_others(git)
        try:
            for name in repository.store:
                with contextlib.suppress(Exception):
                    found = repository.store[name]
                    if isinstance(found, Commit):
                        times.append(found.author_time)
        finally:
            repository.close()
    if not times:
        return "none of its entries can be read"
    first, last = (f"{datetime.fromtimestamp(t, UTC):%H:%M on %d %B %Y} UTC" for t in (min(times), max(times)))
    return f"{len(times):,} of its entries can still be read, from {first} to {last}"


def rebuild(folder: Path, at: datetime) -> tuple[str, ...]:
    """Put the history aside and begin it anew; the working files are the truth and are not touched.

    Where a shared folder still holds it, the history goes on from the newest entry that both knew: what the others did
    since comes at the next sync, as ever. Returns what was done and lost, in words. The caller holds the incident.
    """
    with alone(folder):
        known = remotes(folder) if (folder / FOLDER).is_dir() else {}
        told: list[str] = []
        if (folder / FOLDER).is_symlink() or (folder / FOLDER).is_file():
            (folder / FOLDER).unlink()
            told.append("its .git was a link to another place; the link was taken out")
        elif (folder / FOLDER).is_dir():
            words = lost(folder / FOLDER)
            aside = set_aside(folder, at)
            told.append(f"the old history lies in .onrecord/{aside.name}; {words}")
        repository, _ = open_for_writing(folder)
        repository.close()
        for name, place in known.items():
            set_remote(folder, name, place)
        for place in known.values():
            if words := _from_shared(folder, place):
                told.append(words)
                break
        else:
            told.append("it begins anew with the files as they are")
        bring_in(folder, at, why="rebuilt from the working files")
    return tuple(told)


def _from_shared(folder: Path, text: str) -> str:
    """Take the history up from a shared folder. Nothing is reached over a network here."""
    try:
        place = read_place(text)
        if not isinstance(place, Path) or not is_bare(place) or not is_agreed(place):
            return ""
        other, ours = Near(place), Repository(folder / FOLDER)
        try:
            head = other.head()
            if head is None:
                return ""
            other.take(ours, head)
            mine = _known(folder)
            for name, _ in ordered(ours, head):
                if name in mine:
                    ours.move(None, name)
                    return f"taken up from the shared record in {place}"
            return ""
        finally:
            ours.close()
            other.close()
    except OnrecordError:
        return ""


def _known(folder: Path) -> set[ObjectID]:
    """Every object name of the histories that were put aside."""
    found: set[ObjectID] = set()
    for aside in (folder / ".onrecord").glob(f"{_ASIDE}*"):
        with contextlib.suppress(Exception):
            repository = of_others(aside)
            try:
                found.update(repository.store)
            finally:
                repository.close()
    return found
