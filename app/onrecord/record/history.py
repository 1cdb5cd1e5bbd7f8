"""Reading a history: by time, by person, by fact, by statement, and the files as they stood at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dulwich.objects import ObjectID

from onrecord.errors import BadInput
from onrecord.record.message import details, subject, trailers
from onrecord.record.repository import Noted, Repository, noted, read
from onrecord.record.snapshot import INCIDENT, is_kept, is_never, tables


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history."""

    id: str
    at: datetime
    by: str
    words: str
    details: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    joins: bool = False
    """Two people's work came together here."""


@dataclass(frozen=True, slots=True)
class FactAt:
    """A fact as one commit left it; `table` is its table in incident.toml, None where the answer was taken back."""

    entry: Entry
    table: Mapping[str, Any] | None = field(default=None)

    @property
    def sayable(self) -> bool:
        """Whether its value may be shown where other people look."""
        return self.table is not None and not is_never(self.table)


def entries(folder: Path) -> Iterator[Entry]:
    """Every commit, the newest first. Raises BadInput without a history, Damaged for one that cannot be read."""
    repository = read(folder)
    try:
        for commit_id, commit in ordered(repository):
            yield entry_of(noted(commit_id, commit))
    finally:
        repository.close()


def entry_of(done: Noted) -> Entry:
    """A commit as a line of the history."""
    tags = trailers(done.message)
    return Entry(
        done.id,
        done.at,
        done.by,
        subject(done.message),
        details(done.message),
        tags.get("Fact", ()),
        tags.get("Document", ()),
        tags.get("Kind", ()),
        tags.get("Code", ()),
        len(done.parents) > 1,
    )


def of_fact(folder: Path, fact_id: str) -> tuple[FactAt, ...]:
    """What a fact was over time, the oldest first; each row differs from the one before. Values that may not be said
    are in no row: they never entered the history."""
    return of_facts(folder, (fact_id,))[fact_id]


def of_facts(folder: Path, fact_ids: Sequence[str]) -> dict[str, tuple[FactAt, ...]]:
    """What several facts were over time, in one walk through the history."""
    wanted = set(fact_ids)
    found: dict[str, list[FactAt]] = {name: [] for name in fact_ids}
    repository = read(folder)
    try:
        for commit_id, commit in reversed(list(ordered(repository))):
            entry = entry_of(noted(commit_id, commit))
            names = wanted if entry.joins else wanted.intersection(entry.facts)
            if not names:
                continue
            facts = _facts(repository, commit_id)
            for name in names:
                rows, value = found[name], facts.get(name)
                table = value if isinstance(value, dict) else None
                if (rows and rows[-1].table == table) or (not rows and table is None):
                    continue
                rows.append(FactAt(entry, table))
        return {name: tuple(rows) for name, rows in found.items()}
    finally:
        repository.close()


def at(folder: Path, moment: datetime) -> tuple[Entry, dict[str, bytes]]:
    """The recorded files as they stood at a moment. Raises BadInput when the history begins later."""
    repository = read(folder)
    try:
        first: Entry | None = None
        for commit_id, commit in ordered(repository):
            first = entry_of(noted(commit_id, commit))
            if first.at <= moment:
                return first, {path: text for path, text in repository.files(commit_id).items() if is_kept(path)}
        begins = f"It begins at {first.at:%H:%M on %d %B %Y}." if first else "It is empty."
        raise BadInput("the history does not reach back that far", where=folder, hint=begins)
    finally:
        repository.close()


def one(folder: Path, entry_id: str) -> tuple[Entry, dict[str, bytes]]:
    """One entry, by its id or the first digits of it, and the recorded files as it left them. Raises BadInput."""
    repository = read(folder)
    try:
        found = [(c, commit) for c, commit in repository.walk() if entry_id and c.decode().startswith(entry_id)]
        if len(found) != 1:
            raise BadInput(f"the history has no entry {entry_id!r}", where=folder, hint="onrecord history lists them.")
        commit_id, commit = found[0]
        return entry_of(noted(commit_id, commit)), repository.files(commit_id)
    finally:
        repository.close()


def contents(folder: Path, entry_id: str) -> dict[str, bytes]:
    """The recorded files of one entry."""
    return one(folder, entry_id)[1]


def not_yet(folder: Path, working: Mapping[str, bytes]) -> tuple[str, ...]:
    """Recorded files whose content on disk differs from the newest commit's."""
    repository = read(folder)
    try:
        known = repository.paths(repository.head())
        there = {path: content for path, content in working.items() if content}
        changed = {p for p, c in there.items() if p not in known or repository.content(known[p]) != c}
        return tuple(sorted(changed | {p for p in known if p not in there}))
    finally:
        repository.close()


def ordered(repository: Repository, start: ObjectID | None = None) -> list[tuple[ObjectID, Any]]:
    """Commits the newest first, by time, a parent never before its child."""
    found = list(repository.walk(start))
    order = {commit_id: number for number, (commit_id, _) in enumerate(found)}
    if all(len(commit.parents) < 2 for _, commit in found):
        return found
    children = {commit_id: 0 for commit_id, _ in found}
    for _, commit in found:
        for parent in commit.parents:
            children[ObjectID(parent)] += 1
    import heapq

    commits = dict(found)
    heap = [(-commits[c].author_time, order[c], c) for c, n in children.items() if n == 0]
    heapq.heapify(heap)
    result: list[tuple[ObjectID, Any]] = []
    while heap:
        _, _, commit_id = heapq.heappop(heap)
        result.append((commit_id, commits[commit_id]))
        for raw in commits[commit_id].parents:
            parent = ObjectID(raw)
            children[parent] -= 1
            if children[parent] == 0:
                heapq.heappush(heap, (-commits[parent].author_time, order[parent], parent))
    return result


def _facts(repository: Repository, commit_id: ObjectID) -> Mapping[str, Any]:
    blob = repository.paths(commit_id).get(INCIDENT)
    found = tables(repository.content(blob)).get("facts") if blob else None
    return found if isinstance(found, dict) else {}
