"""What was promised for when: updates, calls back, answers that somebody is finding out; late ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onrecord.content.load import load_document
from onrecord.content.messages import load_messages
from onrecord.desk.session import Session
from onrecord.export.sheet import NEXT_UPDATE
from onrecord.incident import issued, log
from onrecord.incident.issued import Issue
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
    now, text = session.now(), load_messages(language).text
    found: list[tuple[Literal["update", "planned", "call", "answer"], datetime, str]] = []
    promised = _update(session, language)
    if promised is not None:
        found.append(("update", promised[0], text("clock.promised", name=promised[1])))
    fact = session.incident.fact(NEXT_UPDATE)
    planned = fact.value if fact is not None and isinstance(fact.value, datetime) else None
    done = issued.issues(session.path)
    if done and done[-1].document == "closing":
        planned = None  # it says that no further update is planned
    if planned is not None and (promised is None or planned != promised[0]):
        found.append(("planned", planned, text("clock.planned")))
    noted = log.calls(session.path)
    answered = {call.answers for call in noted}
    for call in noted:
        if call.answers or call.id in answered:
            continue
        # The reporter's own deadline, else the time by which we said that we would ring back.
        at = call.deadline if call.deadline is not None and call.deadline > call.at else call.back_by
        if at is not None and at > call.at:
            key = "clock.waits_for" if call.question else "clock.waits"
            words = text(key, who=call.outlet or text("clock.caller"), question=call.question)
            found.append(("call", at, words))
    for answer in session.incident.facts.values():
        if answer.due is None or answer.status not in (Status.UNKNOWN, Status.SUSPECTED):
            continue
        question = session.questions.get(answer.id)
        label = question.label[language] if question is not None else answer.label.get(language, answer.id)
        finder = answer.finding_out.of(language) if isinstance(answer.finding_out, Words) else answer.finding_out
        found.append(("answer", answer.due, text("clock.finding_out", fact=label, who=finder or text("clock.nobody"))))
    rows = [
        Due(kind, at.astimezone(session.timezone), what, int((at - now).total_seconds() // 60))
        for kind, at, what in found
    ]
    return tuple(sorted(rows, key=lambda due: due.at))


def issue_name(one: Issue, language: str) -> str:
    """What an issue is called: as its files are in English (`press v1`), by the text's own name elsewhere."""
    return one.name if language == "en" else f"{load_document(one.document).name[language]} v{one.version}"


def next_update(session: Session) -> Due | None:
    """The one promise that every screen shows: what was given out as the time to speak again, until something is given
    out after it; before that, the time that was only typed so far."""
    promised = _update(session, "en")
    if promised is not None:
        at, what, kind = promised[0], promised[1], "update"
    else:
        fact, done = session.incident.fact(NEXT_UPDATE), issued.issues(session.path)
        if fact is None or not isinstance(fact.value, datetime) or (done and done[-1].document == "closing"):
            return None
        at, what, kind = fact.value, "", "planned"
    minutes = int((at - session.now()).total_seconds() // 60)
    return Due("update" if kind == "update" else "planned", at.astimezone(session.timezone), what, minutes)


def _update(session: Session, language: str) -> tuple[datetime, str] | None:
    """The earliest promise to speak again that nothing given out since has answered."""
    done = issued.issues(session.path)
    waiting = [
        (one.next_update, issue_name(one, language))
        for one in done
        if one.next_update is not None and not any(other.at > one.at for other in done)
    ]
    return min(waiting, default=None)
