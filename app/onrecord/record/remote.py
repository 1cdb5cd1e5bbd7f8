"""Sharing through a folder: a stick, a drive of the office, any bare git repository. No connection is opened.

Objects are copied and checked one by one; nothing that lies there is run, followed or believed but the history itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dulwich.objects import ObjectID, ShaFile, Tree

from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import files
from onrecord.incident.store import FILE, GIT_IGNORE
from onrecord.record.history import ordered
from onrecord.record.merge import Clash, Side, merge
from onrecord.record.message import changes, message
from onrecord.record.repository import Damaged, Repository, init_bare, open_for_writing, remotes, set_remote
from onrecord.record.snapshot import INCIDENT, is_kept, sayable
from onrecord.record.writer import alone, bring_in, label_of, private_of

NAME = "shared"
_TRIES = 3
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/\\]+@[^/\\]+:|[A-Za-z0-9.-]{2,}:[^\\/]")


@dataclass(frozen=True, slots=True)
class Synced:
    """What came and what went, in entries of the history. With clashes nothing was changed anywhere."""

    got: int = 0
    gave: int = 0
    clashes: tuple[Clash, ...] = ()
    told: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def place_of(folder: Path) -> str:
    """Where an incident is shared; empty when it is not."""
    return remotes(folder).get(NAME, "")


def check_place(place: str) -> Path:
    """The folder to share through. Raises BadInput for an address, a folder of something else, an incident itself."""
    if _URL.match(place) and not Path(place).exists():
        raise BadInput(
            f"{place!r} is an address; onrecord shares through folders and opens no connection",
            hint="Give a folder: a stick, a drive of the office, or a bare git repository.",
        )
    path = Path(place).expanduser().absolute()
    if (path / FILE).exists() or (path / ".git").exists():
        raise BadInput(
            "this folder is an incident or a working copy",
            where=path,
            hint="Give an empty folder or a bare repository.",
        )
    if path.is_dir() and any(path.iterdir()) and not _is_bare(path):
        raise BadInput(
            "this folder holds something else", where=path, hint="Give an empty folder or a bare repository."
        )
    if path.exists() and not path.is_dir():
        raise BadInput("this is no folder", where=path)
    return path


def connect(folder: Path, place: Path) -> None:
    """Remember where an incident is shared, and make the shared history if there is none."""
    with alone(folder):
        if not place.is_dir() or not any(place.iterdir()):
            init_bare(place).close()
        repository, _ = open_for_writing(folder)
        repository.close()
        set_remote(folder, NAME, str(place))


def sync(folder: Path, *, by: str, at: datetime, choose: Mapping[str, Side] | None = None) -> Synced:
    """Bring the incident and the shared history together: theirs into the working files, ours to them.

    The caller holds the incident. Raises BadInput when it is not shared, or the place is not there.
    """
    place = Path(place_of(folder) or "-")
    if place == Path("-"):
        raise BadInput("this incident is not shared yet", where=folder, hint="onrecord share INCIDENT FOLDER")
    if not _is_bare(place):
        raise BadInput("the shared folder is not there", where=place, hint="Plug the stick in, or share anew.")
    with alone(folder):
        told = bring_in(folder, at)
        ours, _ = open_for_writing(folder, clean=False)
        theirs = Repository(place)
        try:
            for _ in range(_TRIES):
                result = _once(folder, ours, theirs, by, at, choose or {})
                if result is not None:
                    return Synced(result.got, result.gave, result.clashes, (*told, *result.told), result.changed)
            raise OnrecordError("others keep writing to the shared folder", where=place, hint="Try again in a moment.")
        finally:
            ours.close()
            theirs.close()


def receive(place: Path, folder: Path) -> int:
    """Make a new incident folder out of a shared history. Returns how many entries it has."""
    if not _is_bare(place):
        raise BadInput("there is no shared incident here", where=place)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("this folder is not empty", where=folder, hint="Give a new folder for your copy.")
    theirs = Repository(place)
    try:
        head = theirs.head()
        if head is None:
            raise BadInput("nothing was shared here yet", where=place)
        files.make_folder(folder)
        with alone(folder):
            ours, _ = open_for_writing(folder)
            try:
                count = copy(theirs, ours, head)
                found = ours.files(head)
                if INCIDENT not in found:
                    raise BadInput("this history holds no incident", where=place)
                _put(folder, {path: content for path, content in found.items() if is_kept(path)})
                files.write_bytes(folder / ".gitignore", GIT_IGNORE.encode())
                ours.move(None, head)
                ours.list_files(folder)
            finally:
                ours.close()
            set_remote(folder, NAME, str(place))
        return count
    finally:
        theirs.close()


def copy(source: Repository, target: Repository, head: ObjectID) -> int:
    """Copy a commit and everything behind it that the target lacks, each object checked by its name.

    Returns how many commits were copied. Raises Damaged for an object that is not what its name says.
    """
    commits, waiting = 0, [head]
    wanted: dict[ObjectID, tuple[int, bytes]] = {}
    names: dict[ObjectID, str] = {}
    while waiting:
        name = waiting.pop()
        if name in wanted or name in target.store:
            continue
        commit = source.commit(name)
        wanted[name] = _checked(source, name)
        commits += 1
        waiting += [ObjectID(p) for p in commit.parents]
        _tree(source, target, ObjectID(commit.tree), "", wanted, names)
    if wanted:
        # One pack, which is there whole or not at all: a copy that is cut short leaves no commit without its files.
        target.add(wanted, names)
    return commits


def _once(
    folder: Path, ours: Repository, theirs: Repository, by: str, at: datetime, choose: Mapping[str, Side]
) -> Synced | None:
    mine, other = ours.head(), theirs.head()
    assert mine is not None
    told: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    got = 0
    if other is not None and other != mine:
        got = copy(theirs, ours, other)
        known = {name for name, _ in ours.walk(mine)}
        if other in known:
            got = 0
        else:
            base = next((name for name, _ in ordered(ours, other) if name in known), None)
            here, there = ours.files(mine), ours.files(other)
            if there.get(INCIDENT):
                there[INCIDENT] = sayable(there[INCIDENT], private_of)
            merged = merge(ours.files(base), here, there, choose)
            if merged.clashes:
                return Synced(clashes=merged.clashes)
            told, changed = merged.told, tuple(merged.changed)
            _put(folder, merged.changed)
            if base == mine and not _differs(here, merged.changed, there):
                ours.move(mine, other)
            else:
                words = message(
                    changes(here, merged.changed, label_of), f"joined with the shared record ({got} entries)"
                )
                ours.write(merged.changed, by=by, at=at, message=words, parents=(mine, other))
    new = ours.head()
    assert new is not None
    gave = copy(ours, theirs, new) if new != other else 0
    if new != other and not theirs.move(other, new):
        return None
    ours.list_files(folder)
    return Synced(got, gave, told=told, changed=changed)


def _differs(here: Mapping[str, bytes], changed: Mapping[str, bytes | None], there: Mapping[str, bytes]) -> bool:
    after = {**here, **changed}
    return {k: v for k, v in after.items() if v is not None} != dict(there)


def _put(folder: Path, changed: Mapping[str, bytes | None]) -> None:
    """Write what was joined into the working files, facts last: they are what everything else rests on."""
    for name in sorted(changed, key=lambda path: path == INCIDENT):
        content = changed[name]
        if not is_kept(name) or content is None:
            continue
        path = folder / name
        if path.parent.is_symlink():
            raise BadInput("this is a link to another place, which is not followed", where=path.parent)
        files.make_folder(path.parent)
        files.write_bytes(path, content)


def _tree(
    source: Repository,
    target: Repository,
    name: ObjectID,
    path: str,
    wanted: dict[ObjectID, tuple[int, bytes]],
    names: dict[ObjectID, str],
) -> None:
    if name in wanted or name in target.store:
        return
    kind, raw = wanted[name] = _checked(source, name)
    names[name] = path
    if kind == Tree.type_num:
        tree = ShaFile.from_raw_string(kind, raw)
        assert isinstance(tree, Tree)
        for entry, _, inner in tree.iteritems():
            _tree(source, target, ObjectID(inner), f"{path}/{entry.decode('utf-8', 'replace')}", wanted, names)


def _checked(source: Repository, name: ObjectID) -> tuple[int, bytes]:
    try:
        kind, raw = source.store.get_raw(name)
        found = ShaFile.from_raw_string(kind, raw)
    except Exception as error:  # whatever is wrong with it, it cannot be taken over
        raise Damaged(
            f"object {name.decode()[:12]} of the shared history cannot be read ({type(error).__name__})",
            where=source.git,
        ) from None
    if found.id != name:
        raise Damaged(f"object {name.decode()[:12]} of the shared history is not what its name says", where=source.git)
    return kind, raw


def _is_bare(path: Path) -> bool:
    return (path / "objects").is_dir() and (path / "refs").is_dir() and (path / "HEAD").is_file()
