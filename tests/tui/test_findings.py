"""Findings beside a statement: they come by themselves, say why, and go out all the same only by whom it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from test_statements import Desk, running
from textual.pilot import Pilot
from textual.widgets import Input, Tab

from coach_incident import coach
from onrecord.desk import edit
from onrecord.desk.drafts import draft_document
from onrecord.desk.session import Session
from onrecord.incident import statements
from onrecord.tui.finding_list import FindingList
from onrecord.tui.finding_screen import FindingScreen, SendScreen
from onrecord.tui.statement_view import StatementView
from onrecord.tui.statements import StatementsScreen

DEFENSIVE = "We are sorry if anyone was offended."
COUNT = "The coach had 41 seats."


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    assert holds()


def written(session: Session, text: str) -> None:
    statement = draft_document(session, "holding", "en")
    sentence = next(s for s in statement.sentences if "Our duty manager" in s.text)
    edit.edit_sentence(session, statement, sentence, text, by="Luca Rossi")


def found(app: Desk) -> FindingList:
    return app.screen_stack[1].query_one(FindingList)


def stops(app: Desk) -> list[str]:
    return [row.finding.category for row in found(app).rows if row.stops]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_findings_come_by_themselves_and_the_tab_counts_them(tmp_path: Path, size: tuple[int, int]) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    async with running(session, size) as (app, pilot):
        await until(pilot, lambda: "non_apology" in stops(app))
        tab = next(tab for tab in app.screen.query(Tab) if tab.id == "holding")
        assert "✗1" in str(tab.label)
        assert "1 stop" in str(found(app).border_subtitle)


async def test_a_key_goes_to_the_finding_and_enter_says_why(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    async with running(session) as (app, pilot):
        await until(pilot, lambda: "non_apology" in stops(app))
        await pilot.press("f")
        await until(pilot, lambda: found(app).has_focus)
        sentence = app.screen.query_one(StatementView).sentence
        assert sentence is not None
        assert found(app).row is not None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FindingScreen))


async def test_a_stop_goes_out_with_two_names_and_ends_with_the_words(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, COUNT)
    async with running(session) as (app, pilot):
        await until(pilot, lambda: stops(app) == ["trace"])
        row = next(row for row in found(app).rows if row.stops)
        screen = app.screen
        assert isinstance(screen, StatementsScreen)
        screen.open_finding(row)
        await until(pilot, lambda: isinstance(app.screen, FindingScreen))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, SendScreen))
        await until(pilot, lambda: app.screen.query_one("#send-second", Input).has_focus)
        await pilot.press("enter")
        assert isinstance(app.screen, SendScreen)
        app.screen.query_one("#send-by", Input).value = "Luca Rossi"
        app.screen.query_one("#send-second", Input).value = "Anna Verdi"
        app.screen.query_one("#send-reason", Input).value = "the depot told us [/b]"
        app.screen.query_one("#send-reason", Input).focus()
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: stops(app) == [])
        [waiver] = statements.load(session.path, "holding", "en").waivers
        assert (waiver.by, waiver.asked_by, waiver.reason) == ("Anna Verdi", "Luca Rossi", "the depot told us [/b]")


async def test_keys_are_not_held_up_while_the_checks_run(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    async with running(session) as (app, pilot):
        view = app.screen.query_one(StatementView)
        await pilot.press("down", "down", "right", "left", "down")
        assert view.number >= 1
        await until(pilot, lambda: found(app).display)
