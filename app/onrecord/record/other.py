"""The other side of sharing: a folder with a bare repository, or one behind SSH. Both do the same three things."""

from __future__ import annotations

import contextlib
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from dulwich.objects import S_ISGITLINK, ObjectID, ShaFile, Tree

from onrecord.errors import BadInput, OnrecordError
from onrecord.incident.lock import Lock, hold
from onrecord.record.places import Address, Place, is_bare
from onrecord.record.repository import Repository, init_bare, of_others

_LOCK = "onrecord.lock"
_PATIENCE = 20.0
Contains = Callable[[ObjectID], bool]
_OLD = 3600.0
"""Seconds after which half a pack in a shared folder was left by a program that was ended."""


class Other(Protocol):
    """A shared history, seen from an incident."""

    def head(self) -> ObjectID | None:
        """Its newest commit; None while nothing was shared there."""

    def take(self, ours: Repository, head: ObjectID) -> int:
        """Copy a commit and all behind it into ours. Returns how many commits were new."""

    def give(self, ours: Repository, old: ObjectID | None, new: ObjectID) -> int | None:
        """Copy ours there and move its branch. Returns how many commits; None when it moved meanwhile."""

    def close(self) -> None:
        """Let go of it."""


def reach(place: Place, ours: Repository | None, work: Path) -> Other:
    """The other side at a place. `ours` says what need not come again; `work` is a folder for what arrives.

    Raises BadInput where nothing is shared, OnrecordError when others keep it.
    """
    if isinstance(place, Address):
        from onrecord.record.ssh import Far

        return Far(place, ours, work)
    return Near(place)


def prepare(place: Place) -> None:
    """Make the shared history in a new or empty folder. A repository behind SSH has to be there already."""
    if not isinstance(place, Address) and (not place.is_dir() or not any(place.iterdir())):
        init_bare(place).close()


class Near:
    """A folder: a stick, a drive of the office, a bare repository. No connection is opened."""

    def __init__(self, place: Path) -> None:
        if not is_bare(place):
            raise BadInput("the shared folder is not there", where=place, hint="Plug the stick in, or share anew.")
        self._place = place
        self._lock: Lock | None = None
        self._repository = of_others(place)
        try:
            self._alone()
        except BaseException:
            self._repository.close()
            raise

    def head(self) -> ObjectID | None:
        return self._repository.head()

    def take(self, ours: Repository, head: ObjectID) -> int:
        return copy(self._repository, ours, head)

    def give(self, ours: Repository, old: ObjectID | None, new: ObjectID) -> int | None:
        self._tidy()
        count = copy(ours, self._repository, new)
        return count if self._repository.move(old, new) else None

    def close(self) -> None:
        self._repository.close()
        if self._lock is not None:
            self._lock.release()

    def _alone(self) -> None:
        """Alone among onrecords, where the drive has locks; the branch itself is compared before it moves."""
        end = time.monotonic() + _PATIENCE
        with contextlib.suppress(OSError):
            while (lock := hold(self._place / _LOCK)) is None:
                if time.monotonic() > end:
                    raise OnrecordError(
                        "somebody else is sharing through this folder", where=self._place, hint="Try again in a moment."
                    )
                time.sleep(0.05)
            self._lock = lock

    def _tidy(self) -> None:
        pack = self._place / "objects" / "pack"
        for lock in pack.glob("*.lock"):  # git locks nothing there: an onrecord that was ended did
            with contextlib.suppress(OSError):
                lock.unlink()
        for left in pack.glob("tmp*"):
            with contextlib.suppress(OSError):
                if time.time() - left.lstat().st_mtime > _OLD:
                    left.unlink()


def copy(source: Repository, target: Repository, head: ObjectID) -> int:
    """Copy a commit and everything behind it that the target lacks, each object checked by its name and size.

    Returns how many commits were copied. Raises Damaged for an object that is not what its name says.
    """
    commits, names = missing(source, head, lambda name: name in target.store)
    # One pack, which is there whole or not at all: a copy that is cut short leaves no commit without its files.
    target.add(names, {name: path for name, path in names.items() if path}, source.checked)
    return commits


def missing(source: Repository, head: ObjectID, there: Contains) -> tuple[int, dict[ObjectID, str]]:
    """How many commits, and the names of all objects, that are not there; each with the file it is a version of."""
    commits, waiting = 0, [head]
    names: dict[ObjectID, str] = {}
    while waiting:
        name = waiting.pop()
        if name in names or there(name):
            continue
        commit = source.commit(name)
        names[name] = ""
        commits += 1
        waiting += [ObjectID(p) for p in commit.parents]
        _tree(source, ObjectID(commit.tree), "", there, names)
    return commits, names


def _tree(source: Repository, name: ObjectID, path: str, there: Contains, names: dict[ObjectID, str]) -> None:
    """A tree and what it holds, by their paths. No call inside a call: a foreign tree may be as deep as it likes."""
    waiting = [(name, path, True)]
    while waiting:
        name, path, is_tree = waiting.pop()
        if name in names or there(name):
            continue
        names[name] = path
        if not is_tree:
            continue
        tree = ShaFile.from_raw_string(*source.checked(name))
        if isinstance(tree, Tree):
            waiting += [
                (ObjectID(inner), f"{path}/{entry.decode('utf-8', 'replace')}", stat.S_ISDIR(mode))
                for entry, mode, inner in tree.iteritems()
                if not S_ISGITLINK(mode)  # a repository inside: nothing of an incident
            ]
