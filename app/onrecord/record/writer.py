"""The one writer of a history: a thread that commits in the order of the saves, behind the back of the desk."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import OnrecordError
from onrecord.incident import files
from onrecord.incident.lock import hold

if TYPE_CHECKING:
    from onrecord.content.model import Question
    from onrecord.record.repository import Repository

LOCK = "record.lock"
OUTSIDE = "changed outside onrecord"
_NOBODY = "outside"
_SMALL_PACK = 1.0
_IDLE = 2.0
"""Seconds after which the thread of an incident that rests ends."""


@dataclass(frozen=True, slots=True)
class Save:
    """Files as they were saved at one moment."""

    changed: Mapping[str, bytes | None]
    by: str
    at: datetime
    before: Mapping[str, bytes] = field(default_factory=dict)
    why: str = ""


class Writer:
    """Commits for one incident. Its thread rests when there is nothing to do and ends with the program; files that it
    did not reach are taken over at the next opening."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = ""
        self._queue: queue.SimpleQueue[Save | threading.Event] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._cleaned = False

    def put(self, save: Save) -> None:
        """Hand a save over; returns at once."""
        with self._guard:
            self._queue.put(save)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="onrecord-record", daemon=True)
                self._thread.start()

    def flush(self, seconds: float) -> bool:
        """Wait until all saves so far are committed. False when that takes longer."""
        done = threading.Event()
        with self._guard:
            if self._thread is None:
                return True
            self._queue.put(done)
        return done.wait(seconds)

    def rest(self, seconds: float) -> None:
        """Commit what waits, then pack if many small objects lie about."""
        if not self.flush(seconds) or not self._cleaned:
            return
        try:
            with alone(self.folder, seconds=_SMALL_PACK):
                bring_in(self.folder, datetime.now(UTC))
                pack_if_many(self.folder)
                list_files(self.folder)
        except Exception as error:  # packing only saves room
            self.told = f"history not packed: {getattr(error, 'message', type(error).__name__)}"

    def _run(self) -> None:
        while True:
            try:
                item = self._queue.get(timeout=_IDLE)
            except queue.Empty:
                with self._guard:
                    if self._queue.empty():
                        self._thread = None
                        return
                continue
            if isinstance(item, threading.Event):
                item.set()
                continue
            try:
                with alone(self.folder):
                    told = commit(self.folder, item, clean=not self._cleaned)
                self._cleaned = True
                self.told = "; ".join(told) or self.told
            except Exception as error:  # the thread must live: the next save may succeed
                self._cleaned = False
                self.told = f"history not written: {getattr(error, 'message', type(error).__name__)}"


def commit(folder: Path, save: Save, *, clean: bool = True) -> tuple[str, ...]:
    """Put one save into the history; the caller is alone with it. Gives back what a person should be told.

    `clean`: look for locks and foreign programs first, as it has to be done once per opening.
    """
    repository, told = _opened(folder, save.at, clean=clean)
    try:
        if repository.head() is None:
            from onrecord.record.snapshot import working_files

            first: dict[str, bytes | None] = dict(working_files(folder, private_of))
            first |= {path: _sayable(path, content) for path, content in save.before.items()}
            begun = {
                path: content for path, content in first.items() if path in save.before or path not in save.changed
            }
            _write(repository, begun, save.by, save.at, "")
        for outside in _outside(repository, save):
            _write(repository, outside, _NOBODY, save.at, OUTSIDE)
        changed = {path: _sayable(path, content) for path, content in save.changed.items()}
        _write(repository, changed, save.by, save.at, save.why)
    finally:
        repository.close()
    return told


def bring_in(folder: Path, at: datetime, *, by: str = _NOBODY, why: str = OUTSIDE) -> tuple[str, ...]:
    """Everything in the folder that the history does not hold yet, as one commit; the caller is alone with it."""
    from onrecord.record.snapshot import IGNORE, working_files

    repository, told = _opened(folder, at)
    try:
        known = repository.paths(repository.head())
        there = {path: content for path, content in working_files(folder, private_of).items() if content}
        gone: dict[str, bytes | None] = {path: None for path in known if path not in there and path != IGNORE}
        _write(repository, {**there, **gone}, by, at, why if known or why != OUTSIDE else "")
    finally:
        repository.close()
    return told


def pack_if_many(folder: Path) -> int:
    """Pack the history when many small objects lie about. Returns how many were packed."""
    from onrecord.record.repository import LOOSE_MANY, Repository, exists

    if not exists(folder):
        return 0
    repository = Repository(folder / ".git")
    try:
        return repository.pack() if repository.loose() >= LOOSE_MANY else 0
    finally:
        repository.close()


def list_files(folder: Path) -> None:
    """Write git's index for the newest commit, so that a git program shows the folder as it is."""
    from onrecord.record.repository import Repository, exists

    if not exists(folder):
        return
    repository = Repository(folder / ".git")
    try:
        repository.list_files(folder)
    finally:
        repository.close()


@contextmanager
def alone(folder: Path, seconds: float = 20.0) -> Iterator[None]:
    """Alone with an incident's history. Raises OnrecordError when another program keeps it longer than `seconds`."""
    files.own_folder(folder / ".onrecord")
    end = time.monotonic() + seconds
    held = hold(folder / ".onrecord" / LOCK)
    while held is None and time.monotonic() < end:
        time.sleep(0.01)
        held = hold(folder / ".onrecord" / LOCK)
    if held is None:
        raise OnrecordError("the history is being written by another program", where=folder)
    try:
        yield
    finally:
        held.release()


def _opened(folder: Path, at: datetime, *, clean: bool = True) -> tuple[Repository, tuple[str, ...]]:
    """The history, begun anew from the working files where it is damaged."""
    from onrecord.record.repository import Damaged, open_for_writing, remotes, set_aside, set_remote
    from onrecord.record.snapshot import working_files

    try:
        repository, told = open_for_writing(folder, clean=clean)
        repository.paths(repository.head())
    except Damaged as damage:
        if (folder / ".git").is_symlink() or (folder / ".git").is_file():
            raise
        from onrecord.record.rebuild import lost

        known, left = remotes(folder), lost(folder / ".git")
        aside = set_aside(folder, at)
        repository, _ = open_for_writing(folder)
        for name, place in known.items():
            set_remote(folder, name, place)
        words = f"the history was damaged and begins anew; {left}; the old one lies in .onrecord/{aside.name}"
        there = {path: content for path, content in working_files(folder, private_of).items() if content}
        _write(repository, dict(there), _NOBODY, at, words)
        told = (f"{words} ({damage.message})",)
    return repository, told


def _outside(repository: Repository, save: Save) -> Iterator[dict[str, bytes | None]]:
    """What was changed between the history's newest commit and the moment the desk loaded the files."""
    known = repository.paths(repository.head())
    found: dict[str, bytes | None] = {}
    for path, content in save.before.items():
        shown = _sayable(path, content)
        if not shown:
            continue
        if path not in known or repository.content(known[path]) != shown:
            found[path] = shown
    if found and known:
        yield found


def _write(repository: Repository, changed: Mapping[str, bytes | None], by: str, at: datetime, why: str) -> None:
    from onrecord.record.message import changes, message

    known = repository.paths(repository.head())
    before = {path: repository.content(known[path]) for path in changed if path in known}
    wanted = {path: content for path, content in changed.items() if content != b"" and before.get(path) != content}
    if not wanted:
        return
    repository.write(wanted, by=by, at=at, message=message(changes(before, wanted, label_of), why))


def _sayable(path: str, content: bytes | None) -> bytes | None:
    from onrecord.record.snapshot import INCIDENT, is_kept, sayable

    if not is_kept(path):
        return b""
    return sayable(content, private_of) if path == INCIDENT and content is not None else content


@lru_cache(maxsize=32)
def private_of(scenario: str) -> frozenset[str]:
    """Questions of a scenario whose values never enter the history."""
    return frozenset(q.id for q in _questions(scenario) if q.private)


def label_of(scenario: str, fact_id: str) -> str:
    """The words a fact is known by, its id where the scenario has none."""
    for question in _questions(scenario):
        if question.id == fact_id:
            return question.label["en"]
    return fact_id.replace("_", " ")


def _questions(scenario: str) -> tuple[Question, ...]:
    from onrecord.content.load import load_scenario

    try:
        return load_scenario(scenario).questions
    except OnrecordError:
        return ()
