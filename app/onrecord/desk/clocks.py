"""What was promised for when: updates, calls back, answers that somebody is finding out; late ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onrecord.desk.session import Session
from onrecord.export.sheet import NEXT_UPDATE
from onrecord.incident import issued, log
from onrecord.incident.model import Status
from onrecord.incident.values import Words

SOON_MINUTES = 15
"""From here on a promise is loud: it is what a text needs at least to go out before it (night.md)."""


@dataclass(frozen=True, slots=True)
class Due:
    """One promise. `kind`: update (promised in public), planned (only typed so far), call, answer."""

    kind: Literal["update", "planned", "call", "answer"]
    at: datetime
    what: str
    minutes: int
    """From now; negative when it has passed."""

    @property
    def state(self) -> Literal["late", "soon", "ahead"]:
        if self.minutes < 0:
            return "late"
        return "soon" if self.minutes <= SOON_MINUTES else "ahead"


def clocks(session: Session, language: str = "en") -> tuple[Due, ...]:
    """Every promise that is still to be kept, the earliest first. A promised update is kept by anything given out in
    time; one that was missed stays until something is given out."""
    now = session.now()
    found: list[tuple[Literal["update", "planned", "call", "answer"], datetime, str]] = []
    promised = _update(session)
    if promised is not None:
        found.append(("update", promised[0], f"promised by {promised[1]}"))
    fact = session.incident.fact(NEXT_UPDATE)
    planned = fact.value if fact is not None and isinstance(fact.value, datetime) else None
    done = issued.issues(session.path)
    if done and done[-1].document == "closing":
        planned = None  # it says that no further update is planned
    if planned is not None and (promised is None or planned != promised[0]):
        found.append(("planned", planned, "next update, not given out yet"))
    for call in log.calls(session.path):
        if call.deadline is not None and call.deadline > call.at:
            who = call.outlet or "a caller"
            found.append(("call", call.deadline, f"{who} waits: {call.question}" if call.question else f"{who} waits"))
    for answer in session.incident.facts.values():
        if answer.due is None or answer.status not in (Status.UNKNOWN, Status.SUSPECTED):
            continue
        question = session.questions.get(answer.id)
        label = question.label[language] if question is not None else answer.label.get(language, answer.id)
        finder = answer.finding_out.of(language) if isinstance(answer.finding_out, Words) else answer.finding_out
        found.append(("answer", answer.due, f"{label}: {finder or 'nobody named'} is finding out"))
    rows = [
        Due(kind, at.astimezone(session.timezone), what, int((at - now).total_seconds() // 60))
        for kind, at, what in found
    ]
    return tuple(sorted(rows, key=lambda due: due.at))


def _update(session: Session) -> tuple[datetime, str] | None:
    """The earliest promise to speak again that nothing given out since has answered."""
    done = issued.issues(session.path)
    waiting = [
        (one.next_update, one.name)
        for one in done
        if one.next_update is not None and not any(other.at > one.at for other in done)
    ]
    return min(waiting, default=None)
