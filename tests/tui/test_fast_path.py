"""The first holding statement, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_at_night import asked, desk, keys

from onrecord.desk.clear import clear_facts, to_clear
from onrecord.desk.drafts import draft_document
from onrecord.tui.ready import ReadyScreen

WHO = ("Adria Bus", "enter", "+39 0544 000 200", "enter")
ACCIDENT = (
    *("2", "1", "A14", "enter", "Faenza", "enter", "01:40", "enter"),
    *("1", "question_mark", "question_mark"),
    *("1", "2", "enter", "1"),
    *("2", "enter", "enter", "enter"),
    *("03:30", "enter", "+39 0544 000 100", "enter", "enter"),
)


@pytest.fixture(autouse=True)
def in_rome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Rome")


async def test_an_accident_by_keys_alone_ends_with_an_exported_statement_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO, *ACCIDENT)
        assert isinstance(app.screen, ReadyScreen)
        await keys(pilot, "f8", "f8")
    texts = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.rglob("public/holding.*.md")}
    assert set(texts) == {"holding.en.md", "holding.it.md"}
    english, italian = texts["holding.en.md"], texts["holding.it.md"]
    assert english.startswith("DRAFT, NOT CLEARED")
    for words in (
        "Adria Bus",
        "A14 near Faenza",
        "early on 12 March",
        "by 03:30 CET",
        "0544 000 100",
        "anyone was hurt",
    ):
        assert words in english
    for words in ("Adria Bus", "sulla A14", "12 marzo", "entro le 03:30", "0544 000 100", "Non sappiamo ancora"):
        assert words in italian


async def test_who_speaks_is_asked_once_and_kept_for_the_next_incident(private_home: Path) -> None:
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO)
        assert asked(app) == "event_kind"
        await keys(pilot, "escape", "f", "1")
        assert asked(app) == "event_kind"
        assert app.open_session.incident.fact("organisation") is not None
    assert (private_home / "profiles" / "adria-bus.toml").is_file()


async def test_the_next_update_is_offered_and_never_filled_in_by_itself(tmp_path: Path) -> None:
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO, *ACCIDENT[: ACCIDENT.index("03:30")])
        assert asked(app) == "next_update"
        await keys(pilot, "enter", "pageup")
        assert "next_update" not in app.open_session.incident.facts
        await keys(pilot, "f6")
        fact = app.open_session.incident.facts["next_update"]
    assert fact.value is not None
    assert f"{fact.value:%H:%M}" == "03:30"


async def test_an_idle_enter_answers_nothing() -> None:
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO, *["enter"] * 8)
        assert set(app.open_session.incident.facts) == {"organisation", "press_contact"}


async def test_what_others_must_confirm_asks_for_a_source_and_counts_as_being_checked_without_one() -> None:
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO, "2", "1", "enter", "enter", "1")
        assert asked(app) == "people_hurt"
        await keys(pilot, "1", "question_mark")
        assert app.open_session.incident.facts["people_hurt"].status == "suspected"
        await keys(pilot, "pageup", "1", "2")
        fact = app.open_session.incident.facts["people_hurt"]
    assert fact.status == "confirmed"
    assert fact.source == "police"


async def test_keys_typed_ahead_of_the_screen_reach_the_question_they_were_meant_for() -> None:
    async with desk() as (app, pilot):
        await keys(pilot, "f", "1", *WHO)
        await pilot.press("2", "1", "A", "1", "4", "enter", "F", "a", "e", "n", "z", "a", "enter", "f6", "1")
        await pilot.pause()
        facts = app.open_session.incident.facts
    assert {"event_kind", "involved", "event_place", "event_time", "people_there"} <= set(facts)
    assert getattr(facts["event_place"].value, "near", "") == "Faenza"


async def test_a_data_breach_by_keys_alone_says_what_the_system_holds_once_that_is_cleared(tmp_path: Path) -> None:
    async with desk(size=(120, 40)) as (app, pilot):
        await keys(pilot, "f", "2", "Lumea", "enter", "+39 02 0000 200", "enter")
        await keys(pilot, "1", "1", "20:10", "enter")
        await keys(pilot, "1", "enter", "1", "1", "enter", "1")
        await keys(pilot, "1", "1", "down", "down", "down", "1", "enter", "2", "question_mark", "1")
        await keys(pilot, "1", "enter", "enter", "12:00", "enter", "+39 02 0000 100", "enter", "enter")
        assert isinstance(app.screen, ReadyScreen)
        before = draft_document(app.open_session, "holding", "en").text
        facts = [item.fact.id for group in to_clear(app.open_session) for item in group.facts]
        app.update_session(clear_facts(app.open_session, facts, by="Bianchi", how="by_phone"))
        after = {code: draft_document(app.open_session, "holding", code) for code in ("en", "it")}
    assert "names" not in before
    assert "names, e-mail addresses and order histories" in after["en"].text
    assert "storico degli ordini" in after["it"].text
    assert not after["en"].gaps
    assert not after["it"].gaps
