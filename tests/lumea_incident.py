"""A data breach on a Friday evening as an incident on disk: facts that arrive, are cleared, and move."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coach_incident import Clock
from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.issue import issue
from onrecord.desk.session import Session, save_answer
from onrecord.desk.sign import asked, sign
from onrecord.incident.issued import Issue
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.values import Bound, Choice, Contact, Number, Record, Records, Ticks, Words

ROME = ZoneInfo("Europe/Rome")


def on(hour: int, minute: int, day: int = 13) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ROME)


def kinds(**states: str) -> Records:
    return Records(tuple(Record((("kind", kind), ("state", state))) for kind, state in states.items()))


def accounts(number: int, bound: Bound = Bound.EXACTLY) -> Number:
    return Number(number, "accounts", bound)


FRIDAY: dict[str, Any] = {
    "organisation": Words("Lumea"),
    "press_contact": Contact(phone="+39 02 5731 2200"),
    "public_contact": Contact(phone="+39 02 5731 2100"),
    "data_event": Choice("got_in"),
    "system": Choice("shop"),
    "found_at": on(18, 40),
    "whose": Ticks((("customers", None),)),
    "data_kinds": kinds(names="held", email="held", cards="not_held"),
    "market_state": Choice("not_inside"),
    "first_hour": Ticks((("logs_kept", None), ("cut_off", on(20, 10)))),
    "advice": Ticks((("messages", None),)),
    "next_update": on(23, 30),
}


def lumea(folder: Path, clock: Clock, **more: Any) -> Session:
    """The incident with the answers of the first hour, all confirmed and cleared."""
    wanted = NewIncident("data-breach", "Lumea", timezone="Europe/Rome")
    session = new_incident(folder, wanted, clock=clock)
    for name, value in {**FRIDAY, **more}.items():
        session = known(session, name, value)
    return session


def known(session: Session, name: str, value: Any, *, source: str = "IT security", **more: Any) -> Session:
    """One fact, confirmed by a source and cleared by legal."""
    now = session.now()
    release = Release(ReleaseState.CLEARED, by="Bianchi", how="by_phone", at=now, noted_by="Rossi")
    question = session.questions[name]
    given = {"status": Status.CONFIRMED, "release": release, "source": source, "as_of": now, **more}
    return save_answer(session, Fact(id=name, type=question.type, value=value, **given))


def give_out(session: Session, document: str, to: tuple[str, ...] = ("ANSA",)) -> Issue:
    """Legal clears a document by telephone, and it goes out."""
    code = asked(session, document).code
    sign(session, document, by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    return issue(session, document, code=code, to=to, where="press list", by="Rossi")
