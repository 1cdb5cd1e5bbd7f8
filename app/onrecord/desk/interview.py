"""The interview: which questions apply, what state each is in, and what an answer becomes as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from onrecord.content.conditions import facts_of
from onrecord.content.model import FactType, Question
from onrecord.desk.session import Session
from onrecord.errors import BadInput, Undisclosed
from onrecord.incident.conditions import holds
from onrecord.incident.model import (
    Fact,
    Release,
    ReleaseState,
    State,
    Status,
    effective_status,
    state_of,
)
from onrecord.incident.typed import display, from_typed
from onrecord.incident.values import Contact, Value

NOT_KNOWN = "?"
"""Typed alone: not known yet."""
DOES_NOT_APPLY = "-"
"""Typed alone: does not apply."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the interview with its answer so far."""

    question: Question
    fact: Fact | None
    state: State
    status: Status | None
    """The status that counts; None when nobody has answered."""
    of_profile: bool = False

    @property
    def answered(self) -> bool:
        return self.fact is not None


@dataclass(frozen=True, slots=True)
class Progress:
    answered: int
    total: int
    not_known: int
    do_not_say: int
    to_clear: int


def asked(session: Session) -> tuple[Asked, ...]:
    """Every question that applies, in order; the profile's own behind, only where an incident needs them."""
    return tuple(_asked(session, question) for question in session.scenario.questions if applies(session, question))


def fast_path(session: Session, step: int) -> tuple[Asked, ...]:
    """The questions of one of the five steps, as far as they apply by now."""
    return tuple(a for a in asked(session) if a.question.step == step)


def profile_gaps(session: Session) -> tuple[Asked, ...]:
    """What the fast path asks once when no profile says it: the organisation's name and a call-back number."""
    wanted = ("organisation", "press_contact")
    return tuple(a for a in asked(session) if a.question.id in wanted and a.state is not State.KNOWN)


def applies(session: Session, question: Question) -> bool:
    """Whether a question is to be asked. A condition on a withheld fact cannot be told: then it is asked."""
    if question.when is None:
        return True
    try:
        return holds(question.when, session.incident, session.questions)
    except Undisclosed:
        return True


def _asked(session: Session, question: Question) -> Asked:
    fact = session.incident.fact(question.id)
    return Asked(
        question=question,
        fact=fact,
        state=state_of(fact, question),
        status=effective_status(fact, question) if fact is not None else None,
        of_profile=fact is not None and fact.of_profile,
    )


def progress(session: Session) -> Progress:
    """Counts for the line above the questions."""
    rows = [row for row in asked(session) if not row.question.profile]
    return Progress(
        answered=sum(row.answered for row in rows),
        total=len(rows),
        not_known=sum(row.state is State.OPEN for row in rows),
        do_not_say=sum(row.state is State.WITHHELD for row in rows),
        to_clear=sum(row.state is State.UNCLEARED for row in rows),
    )


def dependants(session: Session, fact_id: str) -> Iterator[Question]:
    """Questions whose being asked depends on a fact."""
    for question in session.scenario.questions:
        if fact_id in set(facts_of(question.when)):
            yield question


def typed_answer(session: Session, question: Question, text: str, language: str) -> Fact | None:
    """What a typed line becomes: a fact, or None for an empty line, which changes nothing.

    A lone `?` is not known yet, a lone `-` does not apply. Raises BadInput, saying what was expected.
    """
    line = text.strip()
    if not line:
        return None
    if line == NOT_KNOWN:
        return with_status(session, question, Status.UNKNOWN)
    if line == DOES_NOT_APPLY:
        return with_status(session, question, Status.NOT_APPLICABLE)
    value = from_typed(question, line, timezone=session.incident.timezone, language=language, now=session.now())
    return answer(session, question, value)


def shown_answer(session: Session, question: Question, language: str) -> str:
    """The answer as it stands in the question's field; empty when there is no value."""
    fact = session.incident.fact(question.id)
    if fact is None or fact.value is None:
        return ""
    return display(fact.value, question, language, session.incident.timezone)


def answer(session: Session, question: Question, value: Value, *, source: str = "") -> Fact:
    """A new answer with the caution it needs: duty facts are our own and confirmed, others are being checked until
    somebody is named who confirms it. What was cleared before is no longer cleared."""
    before = session.incident.facts.get(question.id)
    source = source or (before.source if before else "") or question.default_source
    duty = question.clears == "duty"
    keep = before is not None and before.value is not None and before.status in (Status.CONFIRMED, Status.ESTIMATED)
    status = Status.CONFIRMED if duty or source else Status.SUSPECTED
    if keep and before is not None and (duty or source):
        status = before.status
    unchanged = before is not None and before.value == value
    return Fact(
        id=question.id,
        type=question.type,
        status=status,
        value=value,
        release=before.release if before is not None and unchanged else None,
        source=source,
        as_of=before.as_of if before is not None and unchanged else session.now(),
        basis=before.basis if before else None,
        held=before.held if before else False,
        note=before.note if before else "",
    )


def with_status(session: Session, question: Question, status: Status, *, source: str | None = None) -> Fact:
    """The answer under another status. Its value stays where the status allows one; that one stood there is kept.

    Raises BadInput when the status needs a value and there is none.
    """
    before = session.incident.facts.get(question.id)
    value = before.value if before else None
    if status in (Status.CONFIRMED, Status.ESTIMATED) and value is None:
        raise BadInput(f"{question.id} has no value yet", hint="Answer first, then say how sure you are.")
    if status is Status.ESTIMATED and question.never_estimate:
        raise BadInput("dead or hurt people are never estimated", hint="Confirmed by somebody, or not known yet.")
    if status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        held = before is not None and (before.held or before.value is not None)
        return Fact(question.id, question.type, status, held=held, source=source or "", as_of=session.now())
    base = before or Fact(question.id, question.type, status)
    return replace(base, status=status, source=base.source if source is None else source, as_of=session.now())


def with_source(session: Session, question: Question, source: str) -> Fact:
    """The answer with who says so; naming somebody who knows makes a checked answer a confirmed one."""
    before = session.incident.facts.get(question.id)
    if before is None:
        raise BadInput(f"{question.id} has no answer yet", hint="Answer first, then say who confirms it.")
    status = before.status
    if status is Status.SUSPECTED and before.value is not None and source:
        status = Status.CONFIRMED
    return replace(before, source=source, status=status, as_of=session.now())


def with_release(
    session: Session,
    question: Question,
    state: ReleaseState,
    *,
    by: str = "",
    how: str = "",
    noted_by: str = "",
    code: str = "",
    until: datetime | None = None,
) -> Fact:
    """The answer with who said whether it may be said. Clearing needs a name.

    Raises BadInput when a clearance names nobody, or when there is nothing to clear.
    """
    before = session.incident.facts.get(question.id)
    if before is None:
        raise BadInput(f"{question.id} has no answer yet", hint="Answer first, then clear it.")
    if state is ReleaseState.CLEARED and not by.strip():
        raise BadInput("a clearance needs the name of the person who gave it")
    release = Release(
        state=state,
        by=by.strip(),
        how=how,
        at=session.now(),
        ask=question.clears if state is ReleaseState.ASK else "",
        until=until,
        noted_by=noted_by,
        code=code,
    )
    return replace(before, release=release)


def choice_first(question: Question) -> bool:
    """Whether the question is answered by choosing, without typing a word."""
    return question.type in (FactType.CHOICE, FactType.YES_NO, FactType.TICKS, FactType.RECORDS)


def reachable(contact: Contact) -> str:
    """The first way to reach somebody, for the call-back line."""
    return contact.phone or contact.email or contact.link or contact.handle
