"""New incidents and private copies of the built-in examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from onrecord.content import places
from onrecord.content.load import load_scenario, profile_questions
from onrecord.content.model import LANGUAGES
from onrecord.desk.session import Clock, Session, open_session, system_clock
from onrecord.errors import BadInput, nearest
from onrecord.incident import files, store
from onrecord.incident.home import home
from onrecord.incident.model import Fact
from onrecord.incident.organisation import Profile, list_profiles, load_profile, profile_id, save_profile

EXAMPLE_FILE = "incident.toml"


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What a new incident needs to know about itself."""

    scenario: str
    title: str = ""
    languages: tuple[str, ...] = LANGUAGES
    timezone: str = ""
    profile: str = ""


def new_incident(path: Path, wanted: NewIncident, *, clock: Clock = system_clock) -> Session:
    """Make an incident in a new or empty folder and open it. Raises BadInput naming the nearest valid name."""
    scenario = load_scenario(wanted.scenario)
    zone = wanted.timezone or local_timezone()
    if zone not in available_timezones():
        raise BadInput(f"unknown time zone {zone!r}", hint=nearest_zone(zone))
    for language in wanted.languages:
        if language not in places.languages():
            raise BadInput(f"unknown language {language!r}", hint=nearest(language, places.languages()))
    profile = wanted.profile or default_profile()
    if profile:
        load_profile(home(), profile, profile_questions())
    opened = clock().astimezone(ZoneInfo(zone)).replace(microsecond=0)
    handle = store.create(
        path,
        title=wanted.title.strip() or scenario.name["en"],
        scenario=scenario.id,
        opened=opened,
        timezone=zone,
        languages=wanted.languages,
        profile=profile,
    )
    return Session(handle, clock)


def place_for(title: str, clock: Clock = system_clock) -> Path:
    """A new folder among the user's incidents: date, title, and a number where that is taken."""
    day = clock().astimezone(UTC).date().isoformat()
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "incident"
    root = home().make().incidents
    path = root / f"{day}-{name}"
    number = 2
    while path.exists():
        path = root / f"{day}-{name}-{number}"
        number += 1
    return path


def examples() -> dict[str, Path]:
    """The built-in example incidents by name, the user's own first."""
    found: dict[str, Path] = {}
    for root in reversed(places.template_roots()):
        folder = root / "examples"
        if folder.is_dir():
            found.update({p.name: p for p in sorted(folder.iterdir()) if (p / EXAMPLE_FILE).is_file()})
    return found


def open_demo(name: str = "", *, to: Path | None = None, clock: Clock = system_clock) -> Session:
    """A private copy of an example, opened. It is marked as a rehearsal and can never be issued."""
    known = examples()
    wanted = (name or "privacy-backlash").replace("_", "-")
    if wanted not in known:
        raise BadInput(f"there is no example {name!r}", hint=nearest(wanted, known))
    folder = to or place_for(f"demo {wanted}", clock)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("this folder is not empty", where=folder, hint="Give a new folder for the demo.")
    files.make_folder(folder)
    text = (known[wanted] / EXAMPLE_FILE).read_text(encoding="utf-8")
    files.write_bytes(folder / ".gitignore", store.GIT_IGNORE.encode())
    files.write_bytes(folder / EXAMPLE_FILE, _as_demo(text).encode("utf-8"))
    return open_session(folder, clock=clock)


def _as_demo(text: str) -> str:
    if re.search(r"(?m)^demo\s*=", text):
        return re.sub(r"(?m)^demo\s*=.*$", "demo = true", text)
    return re.sub(r"(?m)^\[incident\]\s*$", "[incident]\ndemo = true", text, count=1)


def default_profile() -> str:
    """The only profile of this machine, or none."""
    names = list_profiles(home())
    return names[0] if len(names) == 1 else ""


def keep_in_profile(session: Session, facts: Sequence[Fact]) -> str:
    """Keep answers about the organisation for the next incident; returns the profile's id.

    A profile that exists is added to, never emptied.
    """
    questions = profile_questions()
    names = {q.id for q in questions}
    answers = {fact.id: fact for fact in facts if fact.id in names and fact.value is not None}
    if not answers:
        return session.incident.profile
    place = home().make()
    known = session.incident.profile
    if not known:
        name = answers.get("organisation") or session.incident.fact("organisation")
        known = profile_id(str(getattr(name.value, "any", "") or "organisation") if name else "organisation")
    before = load_profile(place, known, questions) if known in list_profiles(place) else Profile(known)
    save_profile(place, Profile(known, answers).over(before), questions)
    return known


def local_timezone() -> str:
    """The machine's time zone as a name, UTC where it cannot be told."""
    import os

    name = os.environ.get("TZ", "").lstrip(":")
    if name in available_timezones():
        return name
    link = Path("/etc/localtime")
    try:
        parts = link.resolve().as_posix().partition("zoneinfo/")[2]
    except OSError:
        parts = ""
    if parts in available_timezones():
        return parts
    zone = datetime.now().astimezone().tzinfo
    key = getattr(zone, "key", "")
    return key if key in available_timezones() else "UTC"


def nearest_zone(zone: str) -> str:
    """A hint for a mistyped zone."""
    cities = {name.rpartition("/")[2].lower(): name for name in available_timezones()}
    wanted = zone.rpartition("/")[2].lower().replace(" ", "_")
    if wanted in cities:
        return f"Did you mean {cities[wanted]!r}?"
    hint = nearest(zone, available_timezones())
    return hint if hint.startswith("Did") else "For instance Europe/Rome, Europe/London, America/New_York."
