"""Situations for the golden tests: facts from plain values, statements at a fixed time, texts kept beside the tests.

`ONRECORD_WRITE_TEXTS=1 pytest tests/golden` writes the texts anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from onrecord.content.load import load_document, load_scenario
from onrecord.content.model import FactType, Question, Scenario
from onrecord.drafting.draft import draft
from onrecord.drafting.statement import Statement
from onrecord.incident.model import Fact, Incident, Release, ReleaseState, Status
from onrecord.incident.values import Choice, Contact, Place, Ticks, Value, Words

TEXTS = Path(__file__).parent / "texts"
ROME = ZoneInfo("Europe/Rome")
LANGUAGES = ("en", "it")
DOCUMENTS = ("holding", "line", "press", "post", "customer-email", "staff-note", "qa")
FAST_DOCUMENTS = ("holding", "line", "post")


def at(hour: int, minute: int, day: int = 12, month: int = 3) -> datetime:
    """A time in March 2026, in Rome."""
    return datetime(2026, month, day, hour, minute, tzinfo=ROME)


NOW = at(2, 25)
CLEARED = Release(ReleaseState.CLEARED, by="Anna Verdi", how="by phone", at=at(2, 21))


@dataclass(frozen=True)
class Said:
    """A fact that is not simply confirmed and cleared."""

    status: str
    value: Value | None = None
    cleared: bool = False


UNKNOWN = Said("unknown")

ADRIA_BUS: Mapping[str, Value] = {
    "organisation": Words("Adria Bus"),
    "press_contact": Contact(phone="+39 0544 000 200"),
    "family_contact": Contact(phone="+39 0544 000 100"),
}


def ticks(*acts: str, **timed: datetime) -> Ticks:
    """Acts done, without a time or with one."""
    return Ticks((*((act, None) for act in acts), *timed.items()))


def words(en: str, it: str) -> Words:
    return Words(by_language=(("en", en), ("it", it)))


def incident(scenario: str, answers: Mapping[str, Any], organisation: Mapping[str, Value] = ADRIA_BUS) -> Incident:
    """An incident whose plain answers are confirmed by the control room and cleared; `Said` says otherwise."""
    asked = load_scenario(scenario)
    facts = {name: _fact(asked, name, answer) for name, answer in answers.items()}
    profile = {name: _fact(asked, name, value) for name, value in organisation.items()}
    return Incident("test", scenario, at(2, 0), "Europe/Rome", LANGUAGES, facts, profile)


def _fact(scenario: Scenario, name: str, answer: Any) -> Fact:
    question = scenario.question(name)
    assert question is not None, f"{scenario.id} does not ask {name}"
    said = answer if isinstance(answer, Said) else Said("confirmed", answer, cleared=True)
    release = CLEARED if said.cleared else None
    return Fact(name, question.type, Status(said.status), said.value, release=release, source="control room")


def statement(
    scenario: str,
    answers: Mapping[str, Any],
    document: str,
    language: str,
    organisation: Mapping[str, Value] = ADRIA_BUS,
    now: datetime = NOW,
) -> Statement:
    asked = load_scenario(scenario)
    return draft(load_document(document), language, incident(scenario, answers, organisation), asked, at=now)


def text(scenario: str, answers: Mapping[str, Any], document: str, language: str, **more: Any) -> str:
    return statement(scenario, answers, document, language, **more).text


def compare(
    name: str,
    scenario: str,
    answers: Mapping[str, Any],
    language: str,
    documents: tuple[str, ...] = DOCUMENTS,
    **more: Any,
) -> None:
    """All documents of a situation in one language against the text kept in texts/<name>.<language>.md."""
    parts = [f"<!-- {d} -->\n\n{text(scenario, answers, d, language, **more)}\n" for d in documents]
    made = "\n".join(parts)
    path = TEXTS / f"{name}.{language}.md"
    if os.environ.get("ONRECORD_WRITE_TEXTS"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def fast_answers(scenario: str, rnd: random.Random) -> dict[str, Any]:
    """One way of answering the five steps: any choice, any ticks, anything not known yet."""
    answers: dict[str, Any] = {}
    for question in load_scenario(scenario).questions:
        if question.step is not None:
            answers[question.id] = UNKNOWN if rnd.random() < 0.15 else fast_answer(question, rnd)
    return {name: answer for name, answer in answers.items() if answer is not None}


def fast_answer(question: Question, rnd: random.Random) -> Any:
    match question.type:
        case FactType.CHOICE:
            return Choice(rnd.choice(question.options).id)
        case FactType.TICKS:
            done = [(o.id, at(2, 10)) for o in question.options if rnd.random() < 0.6]
            return Ticks(tuple(done)) if done else None
        case FactType.YES_NO:
            return rnd.random() < 0.6
        case FactType.PLACE:
            return Place(Words("A14"), "road", "Faenza")
        case FactType.DATETIME:
            return at(3, 30) if question.id == "next_update" else at(14, 40, day=11)
        case _:
            return UNKNOWN
