"""The night of 12 March: facts of a coach accident as the fast path gives them, for tests of drafting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from onrecord.content.load import load_document, load_scenario
from onrecord.content.model import FactType
from onrecord.drafting.draft import draft
from onrecord.drafting.statement import Edit, Statement
from onrecord.incident.model import Fact, Incident, Release, ReleaseState, Status
from onrecord.incident.values import Choice, Contact, Place, Ticks, Value, Words

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 12, 2, 25, tzinfo=ROME)
CLEARED = Release(ReleaseState.CLEARED, by="Bianchi", how="by_phone", at=NOW)


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ROME)


def fact(
    name: str,
    value: Value | None,
    status: Status = Status.CONFIRMED,
    *,
    release: Release | None = None,
    source: str = "control room",
    scenario: str = "general",
    **more: object,
) -> Fact:
    question = load_scenario(scenario).question(name)
    kind = question.type if question else FactType.TEXT
    return Fact(name, kind, status, value, release=release, source=source, **more)  # type: ignore[arg-type]


def facts() -> dict[str, Fact]:
    found = [
        fact("organisation", Words("Adria Bus")),
        fact("press_contact", Contact(phone="+39 0544 000 200")),
        fact("family_contact", Contact(phone="+39 0544 000 100")),
        fact("event_kind", Choice("accident")),
        fact("involved", Choice("coach")),
        fact("event_place", Place(Words("A14"), "road", "Faenza")),
        fact("event_time", at(1, 40)),
        fact("people_hurt", None, Status.UNKNOWN),
        fact("people_there", Choice("on_board")),
        fact("at_scene", Ticks((("police", None), ("ambulance", None)))),
        fact("cause_owner", Choice("police")),
        fact("first_hour", Ticks((("manager_sent", at(2, 10)),))),
        fact("next_update", at(3, 30)),
    ]
    return {f.id: f for f in found}


def holding(
    changes: Mapping[str, Fact] = {},
    language: str = "en",
    *,
    document: str = "holding",
    edits: tuple[Edit, ...] = (),
    without: tuple[str, ...] = (),
) -> Statement:
    known = {k: v for k, v in {**facts(), **changes}.items() if k not in without}
    incident = Incident("Coach", "general", at(2), "Europe/Rome", ("en", "it"), known)
    return draft(load_document(document), language, incident, load_scenario("general"), at=NOW, edits=edits)
