"""The review screen: the sheet, the words, the answer, and nothing that could be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Markdown, OptionList, Static

from coach_incident import Clock
from night_alone import by_day, night
from onrecord.cli.main import run
from onrecord.desk.session import close_session, open_session
from onrecord.incident import statements
from onrecord.incident.home import home
from onrecord.tui.app import OnrecordApp
from onrecord.tui.home import HomeScreen
from onrecord.tui.read_only_text import TextScreen
from onrecord.tui.review import ReviewScreen
from onrecord.tui.signing import SignScreen


@pytest.fixture
def folder() -> Path:
    by_day(given=None)
    path = home().incidents / "coach"
    close_session(night(path))
    return path


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            break
        await pilot.pause(0.03)
    assert holds()


def text(app: OnrecordApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


def shown(app: OnrecordApp) -> str:
    return "\n".join(str(option.prompt) for option in app.screen.query_one(OptionList).options)


async def reviewing(app: OnrecordApp, pilot: Pilot[int]) -> ReviewScreen:
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.rows != ())
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


async def test_from_the_home_screen_a_reviewer_reads_the_sheet_and_says_yes(folder: Path) -> None:
    app = OnrecordApp(clock=Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(
            pilot, lambda: isinstance(app.screen, HomeScreen) and app.screen.query_one(OptionList).option_count > 0
        )
        await pilot.press("v")
        screen = await reviewing(app, pilot)
        assert "legal: missing; call Bianchi" in shown(app)
        assert "nothing else can be changed" in text(app, "#record-note")
        code = screen.rows[0].code
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        assert f"**{code}**" in app.screen.query_one(Markdown).source
        await pilot.press("escape")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, SignScreen) and app.screen.code != "")
        assert not app.screen.query_one("#how").parent.display  # type: ignore[union-attr]
        app.screen.query_one("#by", Input).value = "Bianchi"
        await pilot.press("f10")
        await until(pilot, lambda: "cleared by Bianchi, in writing" in text(app, "#gate"))
        await pilot.press("escape")
        await until(pilot, lambda: "cleared by Bianchi, in writing" in shown(app))
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert app.session is None
    assert statements.load(folder, "holding", "en").clearances[0].by == "Bianchi"


async def test_while_the_desk_works_the_reviewer_is_told_how_the_answer_gets_noted(folder: Path) -> None:
    desk = open_session(folder, clock=Clock())
    app = OnrecordApp(open_session(folder, read_only=True, clock=Clock()), clock=Clock(), review=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await reviewing(app, pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, SignScreen) and app.screen.code != "")
        app.screen.query_one("#by", Input).value = "Bianchi"
        await pilot.press("f10")
        await until(pilot, lambda: "your answer is not noted" in text(app, "#gate-note"))
        assert "The desk notes it as yours." in text(app, "#gate-note")
    app.close_incident()
    close_session(desk)
    assert statements.load(folder, "holding", "en").clearances == ()


async def test_whoever_opens_an_incident_second_reviews_it(folder: Path) -> None:
    desk = open_session(folder, clock=Clock())
    app = OnrecordApp(clock=Clock())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(
            pilot, lambda: isinstance(app.screen, HomeScreen) and app.screen.query_one(OptionList).option_count > 0
        )
        await pilot.press("enter")
        await reviewing(app, pilot)
        assert "it is open on" in text(app, "#record-note")
    app.close_incident()
    close_session(desk)


def test_review_on_the_command_line_needs_an_incident(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["--review"]) == 2
    assert "onrecord --review INCIDENT" in capsys.readouterr().err
    assert run(["--review", str(tmp_path / "nothing")]) == 2
    assert "no such folder" in capsys.readouterr().err
