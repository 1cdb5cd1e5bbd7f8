"""The promised next update: a clock on every screen, loud when it is due, and the next draft when it was missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

import onrecord.tui.app
from coach_incident import Clock
from lumea_incident import accounts, give_out, known, lumea, on
from onrecord.desk import who
from onrecord.desk.past import as_it_stood
from onrecord.desk.session import Session
from onrecord.incident.values import Bound
from onrecord.tui.app import OnrecordApp
from onrecord.tui.call import CallScreen
from onrecord.tui.interview import InterviewScreen
from onrecord.tui.past import PastScreen
from onrecord.tui.record import RecordScreen
from onrecord.tui.statements import StatementsScreen
from onrecord.tui.top import Top


class Desk(OnrecordApp):
    CSS_PATH = str(Path(onrecord.tui.app.__file__).with_name("app.tcss"))


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.desk.issue.stops_of", lambda *_: ())


@pytest.fixture
def evening() -> Clock:
    who.keep_name("Rossi")
    return Clock(on(21, 30))


def issued_at_half_past_nine(tmp_path: Path, clock: Clock) -> Session:
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(3400, Bound.AT_LEAST))
    give_out(session, "press", ("ANSA",))
    return session


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            break
        await pilot.pause(0.03)
    assert holds()


def top(app: Desk) -> str:
    return str(app.screen.query_one("#top", Static).render())


async def test_every_screen_shows_the_clock(tmp_path: Path, evening: Clock) -> None:
    app = Desk(issued_at_half_past_nine(tmp_path, evening), clock=evening)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.promise is not None)
        for key in ("", "f2", "f8", "escape", "f11", "s", "f9"):
            if key:
                await pilot.press(key)
            if key == "s":
                await pilot.press("enter")
            await pilot.pause()
            assert "update 23:30, in 2 h 00" in top(app), (key, app.screen)
        assert isinstance(app.screen, CallScreen)
        evening.later(minutes=110)
        app.call_later(app.look_at_the_clock)
        await pilot.pause()
        await pilot.pause()
        assert "⚠ NEXT UPDATE 23:30, in 10 min" in top(app)
    app.close_incident()


async def test_when_it_is_missed_the_next_draft_opens_once_with_the_news(tmp_path: Path, evening: Clock) -> None:
    session = issued_at_half_past_nine(tmp_path, evening)
    session = known(session, "accounts_affected", accounts(12000))
    app = Desk(session, clock=evening)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.promise is not None)
        await pilot.press("f11")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.loaded is not None)
        evening.later(minutes=121)
        app.call_later(app.look_at_the_clock)
        await pilot.pause()
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        assert "UPDATE WAS DUE 23:30, 1 min ago" in top(app)
        assert app.screen.query_one(Top).has_class("-late")
        assert "12,000" in str(app.open_session.incident.facts["new_since"].value)
        await pilot.press("escape")
        app.call_later(app.look_at_the_clock)
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, RecordScreen)
    app.close_incident()


async def test_nobody_is_taken_away_while_typing_and_f2_goes_there(tmp_path: Path, evening: Clock) -> None:
    session = issued_at_half_past_nine(tmp_path, evening)
    app = Desk(session, clock=evening)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.promise is not None)
        await pilot.press("f9", *"ANSA")
        evening.later(minutes=121)
        app.call_later(app.look_at_the_clock)
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)
        assert "F2" in top(app)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        assert app.screen._document == "press"
        await pilot.press("f2")
        assert isinstance(app.screen, CallScreen)
        assert app.screen.query_one("#outlet").value == "ANSA"  # type: ignore[attr-defined]
    app.close_incident()


async def test_the_clock_is_quiet_again_once_something_went_out(tmp_path: Path, evening: Clock) -> None:
    session = issued_at_half_past_nine(tmp_path, evening)
    evening.later(minutes=121)
    app = Desk(session, clock=evening)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.promise is not None and "WAS DUE" in top(app))
        assert isinstance(app.screen, InterviewScreen)
        session = known(session, "next_update", on(0, 45, day=14))
        give_out(session, "press", ("ANSA",))
        app.update_session(session)
        await until(pilot, lambda: "next update 00:45, in 1 h 14" in top(app))
        assert not app.screen.query_one(Top).has_class("-late")
    app.close_incident()


async def test_an_incident_opens_as_it_stood(tmp_path: Path, evening: Clock) -> None:
    session = issued_at_half_past_nine(tmp_path, evening)
    evening.later(minutes=20)
    session = known(session, "accounts_affected", accounts(12000))
    app = Desk(session, clock=evening)
    app.past = as_it_stood(session, on(21, 40))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PastScreen))
        assert "at least 3,400 accounts" in str(app.screen.query_one("#past-shown", Static).render())
        await pilot.press("escape")
        assert isinstance(app.screen, RecordScreen)
    app.close_incident()
