"""The two built-in examples as the golden tests use them: read as they ship, drafted at the time of the event."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from support import DOCUMENTS, TEXTS

from onrecord.content.load import load_document, load_scenario
from onrecord.content.places import built_in
from onrecord.drafting.draft import draft
from onrecord.incident.home import home
from onrecord.incident.model import Fact, Incident, Release, ReleaseState, Status
from onrecord.incident.reading_in import read_incident

PACIFIC = ZoneInfo("America/Los_Angeles")
TIMES = {
    "privacy-backlash": datetime(2017, 12, 12, 9, 45, tzinfo=PACIFIC),
    "channel-closure": datetime(2022, 7, 22, 9, 45, tzinfo=PACIFIC),
}


def example(name: str) -> Incident:
    """An example as it ships."""
    return read_incident(built_in() / "examples" / name, load_scenario, home()).incident


def told(incident: Incident, **answers: Any) -> Incident:
    """The incident with these answers confirmed and cleared; None takes an answer away."""
    facts: dict[str, Fact] = dict(incident.facts)
    scenario = load_scenario(incident.scenario)
    for name, value in answers.items():
        facts.pop(name, None)
        question = scenario.question(name)
        assert question is not None, name
        if value is not None:
            release = Release(ReleaseState.CLEARED, by="Anna Verdi", how="by phone", at=TIMES[incident.scenario])
            facts[name] = Fact(
                name, question.type, Status.CONFIRMED, value, release=release, source="the person who answers for it"
            )
    return replace(incident, facts=facts)


def marked(incident: Incident, name: str, **changes: Any) -> Incident:
    """The incident with one fact's status, release or other marks changed."""
    return incident.with_fact(replace(incident.facts[name], **changes))


def said(incident: Incident, document: str, language: str) -> str:
    scenario = load_scenario(incident.scenario)
    return draft(load_document(document), language, incident, scenario, at=TIMES[incident.scenario]).text


def words_of(incident: Incident, document: str, language: str) -> int:
    scenario = load_scenario(incident.scenario)
    return draft(load_document(document), language, incident, scenario, at=TIMES[incident.scenario]).words


def everything(incident: Incident) -> Mapping[tuple[str, str], str]:
    """Every document in every language."""
    return {(d, lang): said(incident, d, lang) for d in DOCUMENTS for lang in ("en", "it")}


def compare_example(name: str, incident: Incident, language: str) -> None:
    """All documents in one language against texts/<name>.<language>.md."""
    made = "\n".join(f"<!-- {d} -->\n\n{said(incident, d, language)}\n" for d in DOCUMENTS)
    path = TEXTS / f"{name}.{language}.md"
    if os.environ.get("ONRECORD_WRITE_TEXTS"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
