"""Clearing facts: which still need somebody's yes, whose, and noting that yes for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.content.messages import load_messages
from onrecord.content.model import CLEARERS, Clearer, Question
from onrecord.desk import who
from onrecord.desk.interview import applies, with_release
from onrecord.desk.session import Session, save_answer
from onrecord.errors import BadInput
from onrecord.incident.clean import clean_line
from onrecord.incident.model import Fact, ReleaseState, State, clearer_of, state_of
from onrecord.incident.typed import display

HOW = ("by_phone", "in_person", "in_writing")
"""Ways a yes can be given; the words stand in the message catalogue under `how`."""


@dataclass(frozen=True, slots=True)
class ToClear:
    """One fact that is known and may not be said yet."""

    fact: Fact
    question: Question
    value: str
    """Its words in the language asked for."""

    @property
    def hold(self) -> bool:
        """Somebody said: not now."""
        return self.fact.release is not None and self.fact.release.state is ReleaseState.HOLD


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that one clearer has to be asked about, so that one call is enough."""

    clearer: Clearer
    facts: tuple[ToClear, ...]
    call: str = ""
    """Whom to call, with the number, as far as the profile names somebody."""


def called(session: Session, role: str) -> str:
    """Whom to call for a role, with the number, as the profile says; empty where it names nobody."""
    whom = session.folder.profile.who_clears.get(role)
    return f"{whom.name}{f', {whom.phone}' if whom.phone else ''}" if whom is not None else ""


def to_clear(session: Session, language: str = "en") -> tuple[Group, ...]:
    """The facts that wait for a yes, by who gives it."""
    found: dict[Clearer, list[ToClear]] = {}
    for question in session.scenario.questions:
        fact = session.incident.fact(question.id)
        if fact is None or not applies(session, question) or state_of(fact, question) is not State.UNCLEARED:
            continue
        value = display(fact.value, question, language, session.incident.timezone) if fact.value is not None else ""
        found.setdefault(clearer_of(question), []).append(ToClear(fact, question, value))
    return tuple(Group(name, tuple(found[name]), called(session, name)) for name in CLEARERS if name in found)


def summary(session: Session, language: str = "en") -> str:
    """`legal: 3, the authority: 1`; empty when nothing waits."""
    messages = load_messages(language)
    groups = to_clear(session, language)
    return ", ".join(f"{messages.text(f'clearer.{group.clearer}')}: {len(group.facts)}" for group in groups)


def clear_facts(
    session: Session, fact_ids: Sequence[str], *, by: str, how: str, noted_by: str = "", code: str = ""
) -> Session:
    """Note one person's yes for several facts; each is on disk when this returns.

    Raises BadInput before anything is written when nobody is named, nothing is marked, a fact has no question, the
    facts wait for different people, or a yes by telephone would be noted by the one who gave it; a Conflict or a full
    disk leaves those before it cleared and the others as they were.
    """
    name, _ = clean_line(by, limit=80, what="This name")
    if not fact_ids:
        raise BadInput("no fact is marked", hint="Mark each fact with the space bar first.")
    if not name:
        raise BadInput("a clearance needs the name of the person who gave it", hint="Type who said yes.")
    if how not in HOW:
        raise BadInput(f"unknown way {how!r}", hint="by_phone, in_person or in_writing")
    questions = session.questions
    unknown = [name for name in fact_ids if name not in questions]
    if unknown:
        raise BadInput(f"{unknown[0]} is no fact of this scenario")
    note, _ = clean_line(noted_by, limit=80, what="This name")
    _one_clearer(session, [questions[fact_id] for fact_id in fact_ids])
    if how == "by_phone":
        note = note or who.name()
        if note.casefold() == name.casefold():
            raise BadInput("a yes by telephone is noted by somebody else than the person who gave it")
    for fact_id in dict.fromkeys(fact_ids):
        fact = with_release(
            session, questions[fact_id], ReleaseState.CLEARED, by=name, how=how, noted_by=note, code=code
        )
        session = save_answer(session, fact)
    return session


def _one_clearer(session: Session, questions: Sequence[Question]) -> None:
    """One person answers for one clearer: what the privacy officer has to say is not said by legal."""
    text = load_messages("en").text
    found = {clearer_of(question): question for question in reversed(questions)}
    if len(found) > 1:
        rows = []
        for clearer, question in sorted(found.items()):
            call = called(session, clearer)
            whom = text(f"clearer.{clearer}") + (f" ({call})" if call else "")
            rows.append(f"{question.label['en']}: {whom}")
        raise BadInput("these wait for different people", hint="One at a time. " + "; ".join(rows) + ".")
