"""In the app: the delegation is typed line by line, and the issue screen says what it covers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_at_night import desk
from textual.pilot import Pilot
from textual.widgets import Input, Static

from coach_incident import answered
from night_alone import by_day, night
from onrecord.desk import issue as issuing
from onrecord.desk import profile as profiles
from onrecord.desk import who
from onrecord.incident import issued
from onrecord.tui.app import OnrecordApp
from onrecord.tui.issuing import IssueScreen
from onrecord.tui.line import Line
from onrecord.tui.profile import ProfileScreen
from onrecord.tui.signing import SignScreen


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "stops_of", lambda *_: ())
    who.keep_name("Rossi")


def text(app: OnrecordApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            break
        await pilot.pause(0.03)
    assert holds()


async def test_the_profile_screen_takes_a_delegation_line_by_line_and_says_what_is_wrong() -> None:
    by_day(given=None)
    async with desk() as (app, pilot):
        await app.push_screen(ProfileScreen())
        await pilot.pause()
        at = {entry.key: n for n, entry in enumerate(profiles.entries(profiles.open_profile()))}

        async def typed(key: str, words: str) -> None:
            line = app.screen.query_one(f"#entry{at[key]}", Line)
            line.focus()
            await pilot.pause()
            line.value = words
            await pilot.press("enter")
            await pilot.pause()

        await typed("delegation.documents", "holding")
        assert "first the person who may send alone" in text(app, "#hint")
        app.screen.query_one(f"#entry{at['delegation.documents']}", Line).value = ""
        await typed("delegation.person", "Rossi")
        await typed("delegation.documents", "holdin")
        assert "Did you mean 'holding'" in text(app, "#hint")
        await typed("delegation.documents", "holding, line")
        await typed("delegation.hours", "20:00-08:00")
        await typed("signs.press", "legal, privacy")
        assert "cleared by day" in text(app, "#passages")
    kept = profiles.open_profile()
    assert kept.delegation is not None
    assert (kept.delegation.person, kept.delegation.documents) == ("Rossi", ("holding", "line"))
    assert kept.delegation.hours == "20:00-08:00"
    assert kept.sign_off == {"press": ("legal", "privacy")}


async def test_the_duty_officer_issues_alone_with_the_code_typed(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    async with desk(session) as (app, pilot):
        await app.push_screen(IssueScreen("holding"))
        await until(pilot, lambda: app.screen.query_one("#fields").display)
        screen = app.screen
        assert isinstance(screen, IssueScreen)
        assert "the delegation of Rossi covers it" in text(app, "#gate")
        assert screen.gate is not None
        for field, value in (("to", "ANSA"), ("where-to", "press list"), ("code", screen.gate.code)):
            screen.query_one(f"#{field}", Input).value = value
        await pilot.press("f10")
        await until(pilot, lambda: issued.issues(session.path) != ())
        assert issued.issues(session.path)[0].delegation == "Rossi"
        await app.push_screen(SignScreen("holding"))
        await until(pilot, lambda: "went out under the delegation: sent by Rossi" in text(app, "#gate"))


async def test_the_issue_screen_says_in_one_sentence_what_ended_the_delegation(tmp_path: Path) -> None:
    by_day()
    session = answered(night(tmp_path / "i"), "people_hurt", "no", source="police")
    async with desk(session) as (app, pilot):
        await app.push_screen(IssueScreen("holding"))
        await until(pilot, lambda: "does not cover it" in text(app, "#gate"))
        assert "“anyone hurt” needs the yes of the authority" in text(app, "#gate")
        assert not app.screen.query_one("#fields").display
