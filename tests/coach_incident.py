"""A night call as an incident on disk: a coach, two facts known, the clock at 02:25 in Rome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.interview import typed_answer, with_source
from onrecord.desk.session import Session, save_answer

NIGHT = datetime(2026, 3, 12, 2, 25, tzinfo=ZoneInfo("Europe/Rome"))
ANSWERS = {
    "organisation": "Adria Bus",
    "press_contact": "+39 0544 000 200",
    "family_contact": "+39 0544 000 100",
    "event_kind": "accident",
    "involved": "coach",
    "event_place": "road A14 near Faenza",
    "event_time": "12 March 2026 01:40",
    "people_hurt": "?",
    "people_there": "people on board",
    "at_scene": "police; ambulance",
    "cause_owner": "the police",
    "first_hour": "duty manager sent to the scene @ 02:10",
    "next_update": "03:30",
}


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self, now: datetime = NIGHT) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        """Let time pass: `later(minutes=5)`."""
        self.now += timedelta(**span)


def coach(
    folder: Path, *, clock: Clock | None = None, without: tuple[str, ...] = (), more: Mapping[str, str] | None = None
) -> Session:
    """The incident, open. `without` leaves answers out, `more` adds or changes some."""
    session = new_incident(
        folder, NewIncident("general", "Coach on the A14", timezone="Europe/Rome"), clock=clock or Clock()
    )
    for name, typed in {**ANSWERS, **(more or {})}.items():
        if name not in without:
            session = answered(session, name, typed)
    return session


def answered(session: Session, name: str, typed: str, *, source: str = "") -> Session:
    """One question answered as if somebody had typed it, and who says so."""
    question = session.questions[name]
    fact = typed_answer(session, question, typed, "en")
    assert fact is not None
    session = save_answer(session, fact)
    return save_answer(session, with_source(session, question, source)) if source else session
