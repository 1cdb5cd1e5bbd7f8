"""What one sentence rests on, fact by fact, for a person who has to answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.content.messages import Messages, load_messages
from onrecord.desk.explain import MARKS
from onrecord.desk.session import Session
from onrecord.drafting.draft import STATEMENT_TIME
from onrecord.drafting.statement import Sentence
from onrecord.incident.model import Fact, ReleaseState, State, clearer_of, effective_status, state_of
from onrecord.incident.typed import display

NOTHING_YET = "·"
"""The mark of a fact that nobody asked about."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact behind a sentence, in words of the interface's language."""

    fact: str
    mark: str
    label: str
    value: str
    """Empty where there is none, and always for a fact that may not be said."""
    status: str
    source: str
    """Who says so and when, or an empty text."""
    clearance: str
    printed: bool
    """Its words stand in the sentence; else it decided that the sentence stands there."""


def grounds(session: Session, sentence: Sentence, language: str = "en") -> tuple[Ground, ...]:
    """Every fact that a sentence rests on, the ones it prints first; the time of the text is none."""
    names = (*sentence.rests_on, *(name for gap in sentence.gaps for name in gap.facts))
    wanted = [name for name in dict.fromkeys(names) if name != STATEMENT_TIME]
    return tuple(_ground(session, name, name in sentence.prints, load_messages(language)) for name in wanted)


def _ground(session: Session, fact_id: str, printed: bool, messages: Messages) -> Ground:
    language = messages.language
    fact, question = session.incident.fact(fact_id), session.questions.get(fact_id)
    label = question.label.get(language) if question else fact.label.get(language) if fact else None
    if fact is None:
        absent = messages.text("status.absent")
        return Ground(fact_id, NOTHING_YET, label or fact_id, "", absent, "", "", printed)
    status = effective_status(fact, question)
    value = ""
    if fact.value is not None and question is not None and state_of(fact, question) is not State.WITHHELD:
        value = display(fact.value, question, language, session.incident.timezone)
    when = _when(session, fact.as_of) if fact.as_of else ""
    return Ground(
        fact=fact_id,
        mark=MARKS.get(status.value, "-"),
        label=label or fact_id,
        value=value,
        status=messages.text(f"status.{status.value}"),
        source=", ".join(part for part in (fact.source, when) if part),
        clearance=_clearance(session, fact, messages),
        printed=printed,
    )


def _clearance(session: Session, fact: Fact, messages: Messages) -> str:
    release = fact.release
    clearer = clearer_of(session.questions.get(fact.id))
    if fact.value is None and release is None:
        return ""
    if release is None:
        if clearer == "duty":
            return messages.text("release.duty")
        return messages.text("release.ask", whom=messages.text(f"clearer.{clearer}"))
    if release.state is ReleaseState.CLEARED:
        how = f"how.{release.how.strip().lower().replace(' ', '_')}"
        return messages.text(
            "release.cleared_by",
            by=release.by,
            how=messages.text(how) if how in messages else release.how or "-",
            at=_when(session, release.at) if release.at else "-",
        )
    if release.state is ReleaseState.ASK:
        name = f"clearer.{release.ask or clearer}"
        return messages.text("release.ask", whom=messages.text(name) if name in messages else release.ask)
    return messages.text(f"release.{release.state.value}")


def _when(session: Session, moment: datetime) -> str:
    """A time on the screen, in the incident's zone: the clock alone today, with the day on another day."""
    local = moment.astimezone(session.timezone)
    clock = f"{local:%H:%M} {local.tzname() or ''}".rstrip()
    now = session.now()
    if local.date() == now.date():
        return clock
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {local:%b}{year} {clock}"
