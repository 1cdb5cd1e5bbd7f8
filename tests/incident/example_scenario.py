"""A scenario with a question of every type, for tests that must not depend on the shipped content."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from onrecord.content.model import FactType, Field, Option, Question, Scenario
from onrecord.incident import store
from onrecord.incident.home import Home
from onrecord.incident.store import OpenFolder

NOW = datetime(2026, 3, 12, 1, 10, tzinfo=UTC)
T = {"en": "text", "it": "testo"}


def option(name: str, en: str, it: str) -> Option:
    return Option(name, {"en": en, "it": it})


UNITS = (option("accounts", "accounts", "account"), option("people", "people", "persone"))
ACTS = (
    option("post_captured", "post captured", "post salvato"),
    option("desk_told", "desk told", "centralino avvisato"),
)
FIELDS = (
    Field("route", FactType.CHOICE, T, (option("phone", "telephone", "telefono"), option("chat", "chat", "chat"))),
    Field("name", FactType.TEXT, T),
    Field("tested", FactType.YES_NO, T, required=False),
    Field("cases", FactType.NUMBER, T, required=False),
    Field("until", FactType.DATETIME, T, required=False),
    Field("reach", FactType.CONTACT, T, required=False),
)


def question(name: str, kind: FactType, **more: object) -> Question:
    given: dict[str, object] = {"element": "facts", "clears": "duty", "say_unknown": True, **more}
    return Question(id=name, type=kind, label=T, text=T, why=T, **given)  # type: ignore[arg-type]


QUESTIONS = (
    question("outlet_name", FactType.TEXT, form="name"),
    question("what_happened", FactType.TEXT, form="noun"),
    question("background", FactType.LONG_TEXT, form="sentence"),
    question("count", FactType.NUMBER, clears="legal", units=UNITS),
    question("plain_count", FactType.NUMBER),
    question("cost", FactType.MONEY),
    question("share", FactType.PERCENTAGE),
    question("day", FactType.DATE),
    question("happened_at", FactType.DATETIME),
    question("next_update", FactType.DATETIME, element="next-update"),
    question("lasts", FactType.DURATION),
    question("place", FactType.PLACE),
    question("leader", FactType.PERSON),
    question("reach_us", FactType.CONTACT),
    question("kind", FactType.CHOICE, options=ACTS),
    question("anyone_hurt", FactType.YES_NO, clears="authority"),
    question("done", FactType.TICKS, options=ACTS),
    question("advice", FactType.LIST, form="name"),
    question("routes", FactType.RECORDS, fields=FIELDS),
    question("victim", FactType.PERSON, private=True),
    question("organisation", FactType.TEXT, form="name", profile=True),
    question("press_contact", FactType.CONTACT, profile=True),
    question("people", FactType.TEXT, form="noun", profile=True),
)
SCENARIO = Scenario("general", T, T, QUESTIONS, (), ("holding",))


def scenario_of(name: str) -> Scenario:
    from onrecord.errors import BadInput, nearest

    if name != "general":
        raise BadInput(f"unknown scenario {name!r}", hint=nearest(name, ["general"]))
    return SCENARIO


def ask(name: str) -> Question:
    found = SCENARIO.question(name)
    assert found is not None
    return found


def make(folder: Path, **more: object) -> OpenFolder:
    """A new incident in Rome at 02:10 on 12 March 2026, English and Italian."""
    given: dict[str, object] = {
        "title": "A coach on the A14",
        "scenario": "general",
        "opened": NOW,
        "timezone": "Europe/Rome",
        "languages": ["en", "it"],
        **more,
    }
    return store.create(folder, scenario_of=scenario_of, at=home_in(folder), **given)  # type: ignore[arg-type]


def reopen(folder: Path, *, read_only: bool = False) -> OpenFolder:
    return store.open_incident(folder, read_only=read_only, scenario_of=scenario_of, at=home_in(folder))


def home_in(folder: Path) -> Home:
    return Home(folder.parent / "home")
