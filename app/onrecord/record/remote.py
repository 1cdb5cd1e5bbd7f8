"""Sharing: two histories of one incident come together. Only when a person says so, only with the place they chose.

Objects are copied and checked one by one; nothing that lies on the other side is run, followed or believed but the
history itself, and what it holds has to read as an incident before a word of it reaches the working files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dulwich.objects import ObjectID

from onrecord.content.load import load_scenario
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import files, issued, log, statements
from onrecord.incident.home import home
from onrecord.incident.reading_in import read_incident
from onrecord.incident.store import FILE, GIT_IGNORE
from onrecord.record.history import ordered
from onrecord.record.merge import Clash, Merged, Side, merge
from onrecord.record.message import changes, message
from onrecord.record.other import Other, prepare, reach
from onrecord.record.places import Address, Place, agree, is_agreed, read_place
from onrecord.record.repository import Damaged, Repository, open_for_writing, remotes, set_remote
from onrecord.record.snapshot import INCIDENT, LOG, is_kept, sayable
from onrecord.record.writer import alone, bring_in, label_of, private_of

NAME = "shared"
Derive = Callable[[tuple[str, ...]], Mapping[str, bytes]]
"""Paths of files that were just joined to further files that follow from them."""
_TRIES = 4
_WORK = ".onrecord/arriving"
_SHOWN = ".onrecord/conflicts-shown.json"


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


def connect(folder: Path, place: Place) -> None:
    """Remember where an incident is shared, and make the shared history if there is none.

    Raises BadInput when another incident is shared there already.
    """
    prepare(place)
    with alone(folder):
        repository, _ = open_for_writing(folder)
        try:
            other = reach(place, repository, folder / _WORK)
            try:
                head = other.head()
                if head is not None:
                    other.take(repository, head)
                    common(repository, head, place)
            finally:
                other.close()
        finally:
            repository.close()
        set_remote(folder, NAME, str(place))
    agree(place)


def sync(
    folder: Path,
    *,
    by: str,
    at: datetime,
    choose: Mapping[str, Side] | None = None,
    derive: Derive = lambda _paths: {},
) -> Synced:
    """Bring the incident and the shared history together: theirs into the working files, ours to them.

    The caller holds the incident. `choose` answers clashes by name; only those that were shown, with the values that
    were shown, count. Raises BadInput when it is not shared, or the place is not there.
    """
    text = place_of(folder)
    if not text:
        raise BadInput("this incident is not shared yet", where=folder, hint="onrecord share INCIDENT PLACE")
    place = read_place(text)
    if not is_agreed(place):
        raise BadInput(
            f"this folder came with a place to share with that nobody here has chosen: {place}",
            where=folder,
            hint="If it is right: onrecord share INCIDENT PLACE --with NAME",
        )
    with alone(folder):
        told = bring_in(folder, at)
        ours, _ = open_for_writing(folder, clean=False)
        try:
            other = reach(place, ours, folder / _WORK)
            try:
                for _ in range(_TRIES):
                    result = _once(folder, ours, other, place, by, at, choose or {}, derive)
                    if result is not None:
                        return replace(result, told=(*told, *result.told))
            except Damaged as damage:
                raise Damaged(
                    damage.message,
                    where=damage.where,
                    hint="Your own record is as it was. Share through a new place, or mend that one from a copy.",
                ) from None
            finally:
                other.close()
        finally:
            ours.close()
    raise OnrecordError("others keep writing to the shared record", where=str(place), hint="Try again in a moment.")


def receive(place: Place, folder: Path) -> int:
    """Make a new incident folder out of a shared history. Returns how many entries it has."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("this folder is not empty", where=folder, hint="Give a new folder for your copy.")
    if not isinstance(place, Address):
        reach(place, None, folder).close()  # nothing is made where nothing is shared
    files.make_folder(folder)
    try:
        count = _received(place, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    agree(place)
    return count


def _received(place: Place, folder: Path) -> int:
    with alone(folder):
        ours, _ = open_for_writing(folder)
        try:
            other = reach(place, ours, folder / _WORK)
            try:
                head = other.head()
                if head is None:
                    raise BadInput("nothing was shared here yet", where=str(place))
                count = other.take(ours, head)
            finally:
                other.close()
            found = ours.files(head)
            if INCIDENT not in found:
                raise BadInput("this history holds no incident", where=str(place))
            kept: dict[str, bytes | None] = {path: content for path, content in found.items() if is_kept(path)}
            kept[INCIDENT] = sayable(found[INCIDENT], private_of)
            _proved(folder, {}, kept, place)
            _put(folder, kept)
            files.write_bytes(folder / ".gitignore", GIT_IGNORE.encode())
            ours.move(None, head)
            ours.list_files(folder)
        finally:
            ours.close()
        set_remote(folder, NAME, str(place))
    return count


def _once(
    folder: Path,
    ours: Repository,
    other: Other,
    place: Place,
    by: str,
    at: datetime,
    choose: Mapping[str, Side],
    derive: Derive,
) -> Synced | None:
    """One attempt. None when the other side moved meanwhile; ours is joined by then, and joins again."""
    mine, theirs = ours.head(), other.head()
    assert mine is not None
    told: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    got = 0
    if theirs is not None and theirs != mine:
        got = other.take(ours, theirs)
        bases = common(ours, theirs, place)
        if bases == (theirs,):
            got = 0
        else:
            here, there = ours.files(mine), ours.files(theirs)
            if there.get(INCIDENT):
                there[INCIDENT] = sayable(there[INCIDENT], private_of)
            base = base_of(ours, bases)
            merged = _merged(base, here, there, choose, place)
            if unseen := _unseen(folder, merged, choose):
                merged = _merged(base, here, there, {k: v for k, v in choose.items() if k not in unseen}, place)
            if merged.clashes:
                _show(folder, merged.clashes)
                return Synced(clashes=merged.clashes)
            _proved(folder, here, merged.changed, place)
            told, changed = merged.told, tuple(merged.changed)
            _put(folder, merged.changed)
            if bases == (mine,) and not _differs(here, merged.changed, there):
                ours.move(mine, theirs)
            else:
                follows = {path: content for path, content in derive(changed).items() if is_kept(path)}
                words = message(
                    changes(here, merged.changed, label_of), f"joined with the shared record ({got} entries)"
                )
                ours.write({**merged.changed, **follows}, by=by, at=at, message=words, parents=(mine, theirs))
            (folder / _SHOWN).unlink(missing_ok=True)
    new = ours.head()
    assert new is not None
    gave = other.give(ours, theirs, new) if new != theirs else 0
    if gave is None:
        return None
    ours.list_files(folder)
    return Synced(got, gave, told=told, changed=changed)


def _merged(
    base: Mapping[str, bytes],
    here: Mapping[str, bytes],
    there: Mapping[str, bytes],
    choose: Mapping[str, Side],
    place: Place,
) -> Merged:
    try:
        if not there.get(INCIDENT):
            raise BadInput(f"its {INCIDENT} is gone or cannot be read")
        return merge(base, here, there, choose)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise _unreadable(f"something in it has a kind that it cannot have ({type(error).__name__})", place) from None
    except BadInput as error:
        raise _unreadable(error.message, place) from None


def _unreadable(what: str, place: Place) -> BadInput:
    return BadInput(
        f"what is shared cannot be joined with this incident: {what}",
        where=str(place),
        hint="Nothing was changed. It was written by a newer onrecord, or by hand: mend it where it was written.",
    )


def common(ours: Repository, theirs: ObjectID, place: Place) -> tuple[ObjectID, ...]:
    """The newest entries that both histories hold: one, or several where two people joined in both directions.

    Raises BadInput for a history of another incident.
    """
    mine = ours.head()
    if mine is None:
        return ()
    known = {name for name, _ in ours.walk(mine)}
    bases: list[ObjectID] = []
    behind: set[ObjectID] = set()
    for name, commit in ordered(ours, theirs):
        if name in behind:
            behind |= {ObjectID(parent) for parent in commit.parents}
        elif name in known:
            bases.append(name)
            behind |= {ObjectID(parent) for parent in commit.parents}
    if not bases:
        raise BadInput(
            "another incident is shared there: the two histories have nothing in common",
            where=str(place),
            hint="To work on that one: onrecord sync NEW-FOLDER --from PLACE. To share this one, give another place.",
        )
    return tuple(bases)


def base_of(ours: Repository, bases: tuple[ObjectID, ...]) -> dict[str, bytes]:
    """What both came from. Where several bases differ there is no telling who changed it: a person is asked."""
    first, *more = (ours.files(base) for base in bases)
    return {path: content for path, content in first.items() if all(one.get(path) == content for one in more)}


def _unseen(folder: Path, merged: Merged, choose: Mapping[str, Side]) -> frozenset[str]:
    """Choices that were made without having been shown, or whose values have moved since."""
    try:
        shown = json.loads(files.read_bytes(folder / _SHOWN) or b"{}")
    except (ValueError, OnrecordError):
        shown = {}
    seen = shown if isinstance(shown, dict) else {}
    return frozenset(c.name for c in merged.chosen if c.name in choose and seen.get(c.name) != _mark(c))


def _show(folder: Path, clashes: tuple[Clash, ...]) -> None:
    files.write_bytes(folder / _SHOWN, json.dumps({c.name: _mark(c) for c in clashes}).encode(), sync=False)


def _mark(clash: Clash) -> str:
    """Tells two values of a clash from any others, without holding them."""
    return files.digest(f"{clash.mine}\0{clash.theirs}".encode())


def _differs(here: Mapping[str, bytes], changed: Mapping[str, bytes | None], there: Mapping[str, bytes]) -> bool:
    after = {**here, **changed}
    return {k: v for k, v in after.items() if v is not None} != dict(there)


def _proved(folder: Path, here: Mapping[str, bytes], changed: Mapping[str, bytes | None], place: Place) -> None:
    """Read what would be written as the next opening will read it. Raises BadInput, and nothing was written then."""
    trial = folder / ".onrecord" / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    try:
        for name, content in {INCIDENT: here.get(INCIDENT), **changed}.items():
            if content is not None and is_kept(name) and name.endswith(".toml"):
                files.make_folder((trial / name).parent)
                files.write_bytes(trial / name, content, sync=False)
        if not (trial / FILE).exists():
            raise BadInput("it holds no incident.toml")
        meta = read_incident(trial, load_scenario, home()).incident
        before = here.get(INCIDENT)
        if before is not None and meta.scenario != _scenario_of(before):
            raise BadInput(f"it is of another scenario now ({meta.scenario})")
        log.calls(trial)
        for read in (issued.issues, issued.kept, issued.shares):
            read(trial)
        statements.load_all(trial)
        for name in changed:
            document, language, version, *kind = (*name.removeprefix("issued/").split("."), "", "", "")[:4]
            if name.startswith("issued/") and kind == ["toml"] and version[1:].isdecimal():
                issued.frozen(trial, document, language, int(version[1:]))
    except OnrecordError as error:
        what = error.where.removeprefix(str(trial)).lstrip("/\\")
        raise _unreadable(f"{what + ': ' if what else ''}{error.message}", place) from None
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _scenario_of(content: bytes) -> str:
    from onrecord.record.snapshot import tables

    return str(tables(content).get("incident", {}).get("scenario", ""))


def _put(folder: Path, changed: Mapping[str, bytes | None]) -> None:
    """Write what was joined into the working files: issued texts, then the log that names them, facts last.

    Cut short, it is joined again from what lies there: what came is the same then, and counts once.
    """
    order = {INCIDENT: 2, LOG: 1}
    for name in sorted(changed, key=lambda path: (order.get(path, 0), path)):
        content = changed[name]
        if not is_kept(name) or content is None:
            continue
        path = folder / name
        if path.parent.is_symlink():
            raise BadInput("this is a link to another place, which is not followed", where=path.parent)
        files.make_folder(path.parent)
        files.write_bytes(path, content)
