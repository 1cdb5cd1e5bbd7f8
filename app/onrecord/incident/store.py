"""An incident on disk: opening, locking, saving one answer at a time, and what somebody else changed meanwhile.

The files are the truth. A save is temp file, fsync, rename; before it, what was loaded is compared with what is there,
and an outside edit is merged fact by fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from onrecord.content.load import load_scenario
from onrecord.content.model import Scenario
from onrecord.errors import BadInput, Conflict, ReadOnly, nearest
from onrecord.incident import files, lock
from onrecord.incident.facts import is_private, raw_of_fact, same_fact, settled, still_named
from onrecord.incident.home import Home, home
from onrecord.incident.model import Fact, Incident
from onrecord.incident.organisation import Profile, write_organisation
from onrecord.incident.raw import raw_of
from onrecord.incident.reading_in import FORMAT, Loaded, check_meta, read_incident, read_one
from onrecord.incident.statements import is_name
from onrecord.incident.toml_edit import TomlFile, read_toml, remove_table, set_table
from onrecord.incident.toml_write import table_text
from onrecord.incident.values import Raw, Value

FILE = "incident.toml"
PRIVATE = "private.toml"
GIT_IGNORE = ".onrecord/\nprivate.toml\n*.tmp\n"
ScenarioOf = Callable[[str], Scenario]


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """An open incident: what was loaded, by which digests, and whether it may be written.

    Every save gives a new one; the old one is out of date then. `close` it in the end.
    """

    path: Path
    """The folder."""
    incident: Incident
    scenario: Scenario
    profile: Profile
    """The user's profile with the incident's own [organisation] over it."""
    private: Mapping[str, Value]
    """Values that stand in private.toml, by fact id. The facts of the incident carry them too."""
    notices: tuple[str, ...] = ()
    """What a person should be told: read-only and why, values to be moved, outside edits that were merged."""
    read_only: str = ""
    """Why it cannot be written, in words (who holds the lock); empty when it can."""
    changed_outside: tuple[str, ...] = ()
    """Facts that an outside edit changed, found by the last save."""
    _loaded: Loaded = field(repr=False, kw_only=True)
    _scenario_of: ScenarioOf = field(repr=False, kw_only=True)
    _home: Home = field(repr=False, kw_only=True)
    _lock: lock.Lock | None = field(repr=False, kw_only=True, default=None)

    @property
    def file(self) -> Path:
        return self.path / FILE

    @property
    def content(self) -> bytes:
        """incident.toml as it was loaded or last saved."""
        return self._loaded.file.to_bytes()


def folder_of(path: Path) -> Path:
    """The folder of an incident, given by its folder or its incident.toml.

    Raises BadInput when there is no incident, naming one that lies near.
    """
    folder = path.parent if path.name == FILE else path
    if (folder / FILE).is_file() or (folder / FILE).is_symlink():
        return folder
    if path.exists() and not path.is_dir():
        raise BadInput("this is no incident", where=path, hint=f"Give the folder that holds {FILE}. {_near(path)}")
    what = "this folder holds no incident" if folder.is_dir() else "there is no such folder"
    raise BadInput(what, where=folder, hint=_near(folder) or "Make one with: onrecord new DIR --scenario general")


def create(
    path: Path,
    *,
    title: str,
    scenario: str,
    opened: datetime,
    timezone: str,
    languages: Sequence[str],
    profile: str = "",
    demo: bool = False,
    organisation: Profile | None = None,
    scenario_of: ScenarioOf = load_scenario,
    at: Home | None = None,
) -> OpenFolder:
    """Make an incident in a new or empty folder and open it. Raises BadInput when something is there already."""
    if (path / FILE).exists():
        raise BadInput("there is an incident here already", where=path, hint=f"Open it: onrecord {path}")
    if path.is_dir() and any(p for p in path.iterdir() if not p.name.startswith(".")):
        raise BadInput("this folder is not empty", where=path, hint="Give a new folder for the incident.")
    meta: dict[str, Raw] = {"title": title, "scenario": scenario, "opened": opened, "timezone": timezone}
    meta["languages"] = list(languages)
    if profile:
        meta["profile"] = profile
    if demo:
        meta["demo"] = True
    text = f"format = {FORMAT}\n" + table_text("[incident]", meta)
    file = read_toml(text.encode(), path / FILE)
    questions = scenario_of(scenario).questions
    check_meta(file, path / FILE)
    if organisation is not None:
        file = write_organisation(file, organisation, questions)
    files.make_folder(path)
    files.write_bytes(path / ".gitignore", GIT_IGNORE.encode())
    files.write_bytes(path / FILE, file.to_bytes())
    return open_incident(path, scenario_of=scenario_of, at=at)


def open_incident(
    path: Path, *, read_only: bool = False, scenario_of: ScenarioOf = load_scenario, at: Home | None = None
) -> OpenFolder:
    """Open an incident by its folder or its incident.toml. When it is open elsewhere, for reading only.

    Raises BadInput with file and line for anything that is wrong in its files.
    """
    folder = folder_of(path)
    place = at or home()
    held: lock.Lock | str = "opened for reading only" if read_only else lock.take(folder)
    try:
        if isinstance(held, lock.Lock):
            with lock.briefly(folder):
                files.remove_leftovers(folder)
        loaded = read_incident(folder, scenario_of, place)
        why = held if isinstance(held, str) else ""
        if loaded.newer:
            why = f"its files are of format {loaded.newer}; this version of onrecord writes format {FORMAT}"
            _free(held)
            held = why
        elif loaded.migrated is not None and isinstance(held, lock.Lock):
            loaded = _keep_migrated(folder, loaded, scenario_of, place)
        notices = (f"Read only: {why}.", *loaded.notices) if why else loaded.notices
        if left := copies(folder):
            told = (
                f"A synchronised drive left a copy beside the incident's files, which is not read: {', '.join(left)}."
            )
            notices = (*notices, told)
        return OpenFolder(
            folder,
            loaded.incident,
            loaded.scenario,
            loaded.profile,
            loaded.private,
            notices,
            why,
            _loaded=loaded,
            _scenario_of=scenario_of,
            _home=place,
            _lock=held if isinstance(held, lock.Lock) else None,
        )
    except BaseException:
        _free(held)
        raise


_COPY = re.compile(r"(incident|private|log|[a-z0-9-]{1,41}\.[a-z]{2,3}(-[A-Za-z]{2,4})?)[ (_~.-].*\.toml", re.I)
"""`incident (Rossi's conflicted copy).toml`, `incident-DESKTOP.toml`, `incident.sync-conflict-20260312.toml` ..."""


def copies(folder: Path) -> tuple[str, ...]:
    """Copies of the incident's files that a synchronised drive left when two wrote at the same time."""
    found = [path.name for path in folder.glob("*.toml") if path.name not in (FILE, PRIVATE, "log.toml")]
    place = folder / "statements"
    below = [path.name for path in place.glob("*.toml")] if place.is_dir() else []
    return tuple(
        sorted(name for name in found if _COPY.fullmatch(name))
        + sorted(
            f"statements/{n}" for n in below if not is_name(*n.removesuffix(".toml").split(".")) and _COPY.fullmatch(n)
        )
    )


def close(handle: OpenFolder) -> None:
    """Free the lock. Any handle of the same opening will do."""
    if handle._lock is not None:
        handle._lock.release()


def save_fact(handle: OpenFolder, fact: Fact) -> OpenFolder:
    """Put one answer on disk and return the incident as it is then, with outside edits merged.

    Raises Conflict (with both facts) when the same fact changed outside, ReadOnly, BadInput for a fact that could not
    be read again, OnrecordError for a full disk. Nothing is changed in any of these cases.
    """
    with lock.briefly(handle.path):
        return _save_fact(handle, fact)


def _save_fact(handle: OpenFolder, fact: Fact) -> OpenFolder:
    now = _up_to_date(handle, fact)
    loaded = now._loaded
    before = loaded.incident.facts.get(fact.id)
    question = loaded.scenario.question(fact.id)
    fact = settled(fact, before, held=fact.id in loaded.held)
    private = is_private(fact, question)
    raw = raw_of_fact(fact, with_value=not private)
    was = raw_of_fact(before) if before is not None else None
    incident_file = set_table(loaded.file, ("facts", fact.id), raw, was=was)
    values = {fact.id: fact.value if private else None}
    for other in loaded.exposed:
        if other != fact.id and (moved := loaded.incident.facts.get(other)) is not None:
            hidden = raw_of_fact(moved, with_value=False)
            incident_file = set_table(incident_file, ("facts", other), hidden, was=raw_of_fact(moved))
            values[other] = moved.value
            now = replace(now, notices=(*now.notices, f"{other}: its value now stands in {PRIVATE} alone."))
    private_file = _with_values(loaded.private_file, values)
    if private and still_named(incident_file, fact):
        told = f"{fact.id}: a comment or note in {FILE} still names the value that is not to be said."
        now = replace(now, notices=(*now.notices, told))
    checked = read_one(incident_file, private_file, fact.id, loaded, handle.file)
    incident = loaded.incident.with_fact(checked)
    kept = {**loaded.private, **{k: v for k, v in values.items() if v is not None}}
    kept = {k: v for k, v in kept.items() if k not in values or values[k] is not None}
    return _write(now, incident_file, private_file, replace(loaded, incident=incident, private=kept, exposed=()))


def as_before(handle: OpenFolder, earlier: OpenFolder, fact_id: str) -> bytes:
    """incident.toml of `handle` with one fact as `earlier` had it: what lay there just before that fact was saved."""
    old = earlier._loaded.file.table("facts", fact_id)
    file = handle._loaded.file
    file = remove_table(file, ("facts", fact_id)) if old is None else set_table(file, ("facts", fact_id), old)
    return file.to_bytes()


def remove_fact(handle: OpenFolder, fact_id: str) -> OpenFolder:
    """Take an answer back, as if nobody had asked. That a value stood there once stays known (`held`)."""
    with lock.briefly(handle.path):
        return _remove_fact(handle, fact_id)


def _remove_fact(handle: OpenFolder, fact_id: str) -> OpenFolder:
    now = _up_to_date(handle, None, fact_id)
    loaded = now._loaded
    before = loaded.incident.facts.get(fact_id)
    if before is None:
        return now
    file = remove_table(loaded.file, ("facts", fact_id))
    held = loaded.held
    if before.held or before.value is not None:
        held = tuple(sorted({*held, fact_id}))
        file = set_table(file, ("incident",), {**(file.table("incident") or {}), "held": list(held)})
    incident = replace(loaded.incident, facts={k: v for k, v in loaded.incident.facts.items() if k != fact_id})
    private = {k: v for k, v in loaded.private.items() if k != fact_id}
    private_file = _with_values(loaded.private_file, {fact_id: None})
    return _write(now, file, private_file, replace(loaded, incident=incident, held=held, private=private))


def save_meta(
    handle: OpenFolder,
    *,
    title: str | None = None,
    timezone: str | None = None,
    languages: Sequence[str] | None = None,
    profile: str | None = None,
) -> OpenFolder:
    """Change what [incident] says about itself; None leaves a key as it is."""
    now = _up_to_date(handle, None)
    raw: dict[str, Raw] = dict(now._loaded.file.table("incident") or {})
    given: Mapping[str, Raw | None] = {
        "title": title,
        "timezone": timezone,
        "languages": None if languages is None else list(languages),
        "profile": profile,
    }
    raw.update({key: value for key, value in given.items() if value is not None})
    if profile == "":
        raw.pop("profile", None)
    return _write_and_read(now, set_table(now._loaded.file, ("incident",), raw))


def save_organisation(handle: OpenFolder, facts: Mapping[str, Fact]) -> OpenFolder:
    """Put answers about the organisation into this incident's [organisation]; a profile below it is not touched."""
    now = _up_to_date(handle, None)
    own = replace(now._loaded.own, facts={**now._loaded.own.facts, **facts})
    return _write_and_read(now, write_organisation(now._loaded.file, own, now.scenario.questions))


def refresh(handle: OpenFolder) -> OpenFolder:
    """The incident as it is on disk now; `changed_outside` names the facts that differ from the handle's."""
    return _up_to_date(handle, None, writing=False)


def _up_to_date(handle: OpenFolder, fact: Fact | None, removing: str = "", *, writing: bool = True) -> OpenFolder:
    if writing and handle.read_only:
        hint = "Close it there, then open it again." if handle.read_only.startswith("it is open") else ""
        raise ReadOnly(f"not saved: {handle.read_only}", where=handle.path, hint=hint)
    loaded = handle._loaded
    content = files.read_bytes(handle.file)
    private = files.read_bytes(handle.path / PRIVATE)
    if content is None:
        if handle.path.is_dir():
            return (
                replace(handle, changed_outside=(), notices=(f"{FILE} was removed outside; it is written again.",))
                if writing
                else handle
            )
        raise BadInput("the folder of this incident is gone", where=handle.path)
    if (files.digest(content), files.digest(private)) == (loaded.digest, loaded.private_digest):
        return replace(handle, changed_outside=(), notices=())
    fresh = read_incident(handle.path, handle._scenario_of, handle._home)
    if fresh.newer or fresh.scenario.id != loaded.scenario.id:
        raise Conflict(
            "this incident was changed outside to another scenario or format",
            mine=handle.incident,
            theirs=fresh.incident,
            where=handle.file,
            hint="Close it and open it again.",
        )
    mine, theirs = loaded.incident.facts, fresh.incident.facts
    changed = tuple(sorted(i for i in {*mine, *theirs} if not same_fact(mine.get(i), theirs.get(i))))
    wanted = fact.id if fact else removing
    if wanted in changed and writing and not same_fact(fact, theirs.get(wanted)):
        raise Conflict(
            f"{wanted} was changed outside while it was being answered here",
            mine=fact,
            theirs=theirs.get(wanted),
            where=handle.file,
            line=fresh.file.line_of("facts", wanted),
            hint="Choose one of the two.",
        )
    told = (f"Changed outside and taken over: {', '.join(changed)}.",) if changed else ()
    return _with(handle, fresh, changed, (*told, *fresh.notices))


def _write(handle: OpenFolder, file: TomlFile, private_file: TomlFile | None, loaded: Loaded) -> OpenFolder:
    """Both files, in the order in which a kill between them loses nothing: a value may stand twice, never nowhere."""
    content = file.to_bytes()
    private = private_file.to_bytes() if private_file else None
    fewer = len(loaded.private) < len(handle._loaded.private)

    def write_private() -> None:
        if private is not None and files.digest(private) != handle._loaded.private_digest:
            files.write_bytes(handle.path / PRIVATE, private)

    if not fewer:
        write_private()
    files.write_bytes(handle.file, content)
    if fewer:
        write_private()
    written = replace(
        loaded,
        file=file,
        digest=files.digest(content),
        private_file=private_file,
        private_digest=files.digest(private),
    )
    return _with(handle, written, handle.changed_outside, handle.notices)


def _write_and_read(handle: OpenFolder, file: TomlFile) -> OpenFolder:
    """Write a change of [incident] or [organisation] that was proved readable first."""
    loaded = read_incident(handle.path, handle._scenario_of, handle._home, file=file)
    return _write(handle, file, loaded.private_file, loaded)


def _with(handle: OpenFolder, loaded: Loaded, changed: tuple[str, ...], notices: tuple[str, ...]) -> OpenFolder:
    return replace(
        handle,
        incident=loaded.incident,
        scenario=loaded.scenario,
        profile=loaded.profile,
        private=loaded.private,
        notices=notices,
        changed_outside=changed,
        _loaded=loaded,
    )


def _with_values(file: TomlFile | None, values: Mapping[str, Value | None]) -> TomlFile | None:
    """private.toml with these values; None where there is none and none is needed."""
    for fact_id, value in values.items():
        if value is not None:
            file = file or read_toml(_PRIVATE_HEAD.encode(), Path(PRIVATE))
            file = set_table(file, ("facts", fact_id), {"value": raw_of(value)})
        elif file is not None and file.table("facts", fact_id) is not None:
            file = remove_table(file, ("facts", fact_id))
    return file


_PRIVATE_HEAD = f"""format = {FORMAT}
# Values that are never shared or committed. This file may be deleted: the incident then only knows that they existed.
"""


def _keep_migrated(folder: Path, loaded: Loaded, scenario_of: ScenarioOf, place: Home) -> Loaded:
    """Write a migrated incident, beside a copy of what it was."""
    old = files.read_bytes(folder / FILE) or b""
    copy = folder / ".onrecord" / f"incident.format-{loaded.migrated}.toml"
    files.write_bytes(copy, old)
    files.write_bytes(folder / FILE, loaded.file.to_bytes())
    fresh = read_incident(folder, scenario_of, place)
    notice = f"Brought from format {loaded.migrated} to {FORMAT}; the old file is kept as {copy.relative_to(folder)}."
    return replace(fresh, notices=(notice, *fresh.notices))


def _free(held: lock.Lock | str) -> None:
    if isinstance(held, lock.Lock):
        held.release()


def _near(path: Path) -> str:
    """A hint at an incident close by: above, below, or of nearly the same name."""
    for parent in path.absolute().parents:
        if (parent / FILE).is_file():
            return f"There is an {FILE} in {parent}."
    try:
        below = sorted(p.parent.name for p in path.glob(f"*/{FILE}"))[:1] if path.is_dir() else []
        if below:
            return f"There is an {FILE} in {path / below[0]}."
        beside = [p.parent.name for p in path.absolute().parent.glob(f"*/{FILE}")]
    except OSError:
        return ""
    hint = nearest(path.name, beside)
    return hint if hint.startswith("Did you mean") else ""
