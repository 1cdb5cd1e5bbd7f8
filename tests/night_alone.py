"""A duty officer alone at night: a profile with a delegation, passages cleared by day, and the coach on the A14."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from coach_incident import ANSWERS, Clock, answered
from onrecord.content.load import profile_questions
from onrecord.desk import passages
from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.session import Session
from onrecord.incident.home import home
from onrecord.incident.organisation import Clearing, Delegation, Profile, save_profile

DAY = date(2026, 3, 2)
PROFILE = "adria"
ROSSI = Delegation("Rossi", ("holding", "line"), ("general",), "20:00-08:00")
REACHABLE = {"press_contact": "+39 0544 731 205", "family_contact": "+39 0544 731 206"}


def by_day(given: Delegation | None = ROSSI, *, at: date = DAY, **profile: object) -> None:
    """The profile with its delegation; legal cleared every passage of the two fast texts."""
    clears = {"legal": Clearing("Bianchi", "+39 0544 000 300")}
    save_profile(home().make(), Profile(PROFILE, {}, clears, given, **profile), profile_questions())  # type: ignore[arg-type]
    for document in ("holding", "line"):
        passages.clear(PROFILE, passages.of_document(document, "general"), by="Bianchi", role="legal", at=at)


def night(folder: Path, clock: Clock | None = None, more: Mapping[str, str] | None = None) -> Session:
    """The incident of that profile, open at 02:25."""
    wanted = NewIncident("general", "Coach on the A14", timezone="Europe/Rome", profile=PROFILE)
    session = new_incident(folder, wanted, clock=clock or Clock())
    for name, typed in {**ANSWERS, **REACHABLE, **(more or {})}.items():
        session = answered(session, name, typed)
    return session
