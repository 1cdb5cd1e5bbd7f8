"""The home screen's list: every incident with its scenario, its state and the next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from onrecord.desk.session import Clock, system_clock
from onrecord.errors import OnrecordError
from onrecord.incident import issued, store
from onrecord.incident.home import home
from onrecord.incident.model import State, state_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the home screen. `fault` is set when it could not be read; the others still show."""

    path: Path
    title: str
    scenario: str
    answered: int = 0
    to_clear: int = 0
    due: datetime | None = None
    demo: bool = False
    fault: str = ""
    changed: float = 0.0


def incidents(clock: Clock = system_clock, *, root: Path | None = None) -> tuple[Entry, ...]:
    """Every incident of the user's folder, the latest first. An unreadable one is listed with its fault."""
    place = root or home().incidents
    if not place.is_dir():
        return ()
    found = [_entry(path) for path in place.iterdir() if (path / store.FILE).is_file()]
    return tuple(sorted(found, key=lambda e: -e.changed))


def _entry(path: Path) -> Entry:
    changed = (path / store.FILE).stat().st_mtime
    try:
        handle = store.open_incident(path, read_only=True)
    except OnrecordError as error:
        return Entry(path, path.name, "", fault=error.message, changed=changed)
    incident, scenario = handle.incident, handle.scenario
    due = incident.fact("next_update")
    moment = due.value if due is not None and isinstance(due.value, datetime) else None
    if moment is not None and _closed(path):
        moment = None
    return Entry(
        path=path,
        title=incident.title,
        scenario=incident.scenario,
        answered=len(incident.facts),
        to_clear=sum(state_of(f, scenario.question(f.id)) is State.UNCLEARED for f in incident.facts.values()),
        due=moment.astimezone(ZoneInfo(incident.timezone)) if moment else None,
        demo=incident.demo,
        changed=changed,
    )


def _closed(path: Path) -> bool:
    """Whether the last text that was given out closes the incident: no further update is due then."""
    try:
        done = issued.issues(path)
    except OnrecordError:
        return False
    return bool(done) and done[-1].document == "closing"
