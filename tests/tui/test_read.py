"""Reading any text on the screen: pasted, findings beside it, replaced by a key, why not for the boss, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_at_night import desk
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from onrecord.tui.app import OnrecordApp
from onrecord.tui.finding_list import FindingList
from onrecord.tui.finding_screen import FindingScreen
from onrecord.tui.home import HomeScreen
from onrecord.tui.read_only_text import TextScreen
from onrecord.tui.read_text import PasteBox, ReadScreen

TEASE = "To the 12 people who have listened to one song every night for 18 days: who hurt you?"
"""The pattern of a post that was taken down in 2017, in another trade."""


@pytest.fixture(autouse=True)
def _nothing_begun() -> Iterator[None]:
    ReadScreen.begun.clear()
    yield
    ReadScreen.begun.clear()


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        await pilot.pause(0.02)
    assert holds()


async def reading(app: OnrecordApp, pilot: Pilot[int], text: str, document: str = "") -> FindingList:
    """The screen with a text pasted, once it was read."""
    await pilot.press("r")
    await until(pilot, lambda: isinstance(app.screen, ReadScreen))
    screen = app.screen
    assert isinstance(screen, ReadScreen)
    if document:
        screen._document = document
    await paste(pilot, text)
    await until(pilot, lambda: screen._read is not None and screen._read.text == screen.query_one(PasteBox).text)
    return screen.query_one(FindingList)


async def paste(pilot: Pilot[int], text: str) -> None:
    pilot.app.screen.query_one(PasteBox).post_message(events.Paste(text))
    await pilot.pause()


def shown(rows: FindingList) -> str:
    return "\n".join(str(rows.get_option_at_index(n).prompt) for n in range(rows.option_count))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_pasted_post_is_stopped_with_why_and_ten_lines_for_the_boss(size: tuple[int, int]) -> None:
    async with desk(size=size) as (app, pilot):
        rows = await reading(app, pilot, TEASE, "post")
        assert "✗" in shown(rows)
        assert "stop" in str(rows.border_subtitle)
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, FindingScreen))
        await pilot.press("escape", "b")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        assert 3 <= app.screen._text.count("\n") + 1 <= 10  # type: ignore[attr-defined]


async def test_a_plain_text_says_what_was_not_checked() -> None:
    async with desk() as (app, pilot):
        rows = await reading(app, pilot, "The bridge is open again.", "line")
        while rows.rows:  # Only notes may be left on so short a line.
            assert {row.finding.severity for row in rows.rows} <= {"info", "warn"}
            break
        screen = app.screen
        screen.query_one(PasteBox).text = ""
        await until(pilot, lambda: not rows.rows)
        assert "not checked: truth of the facts" in shown(rows)


async def test_a_post_is_asked_for_its_purpose() -> None:
    async with desk() as (app, pilot):
        rows = await reading(app, pilot, "The bridge is open again.", "post")
        assert "whom the post speaks to" in shown(rows)
        app.screen.query_one("#audience", Input).value = "drivers on the A14"
        app.screen.query_one("#aim", Input).value = "drivers know that they can use the bridge"
        await until(pilot, lambda: "whom the post" not in shown(rows))
        assert "aim" not in shown(rows)
        app.screen.query_one("#aim", Input).value = "the readers of our newspaper laugh about winter"
        await until(pilot, lambda: "Nothing of the stated aim" in shown(rows))


async def test_findings_follow_the_typing() -> None:
    async with desk() as (app, pilot):
        rows = await reading(app, pilot, "The bridge is open again.", "line")
        assert not any(row.finding.category == "non_apology" for row in rows.rows)
        await pilot.press(*" Sorry if anyone was offended.")
        await until(pilot, lambda: any(row.finding.category == "non_apology" for row in rows.rows))


async def test_what_nobody_can_see_stays_outside_and_markup_is_text() -> None:
    nasty = "\x1b]0;title\x07Hello\u202e [red]world[/b] \x1b[31m" + "x y " * 25_000
    async with desk() as (app, pilot):
        rows = await reading(app, pilot, nasty)
        text = app.screen.query_one(PasteBox).text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert text.startswith("Hello [red]world[/b]")
        assert isinstance(rows, OptionList)


async def test_escape_keeps_the_text_for_coming_back_and_writes_nothing(tmp_path: Path) -> None:
    async with desk() as (app, pilot):
        await reading(app, pilot, TEASE, "post")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReadScreen))
        assert app.screen.query_one(PasteBox).text == TEASE
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TEASE.encode() in path.read_bytes()]


async def test_saving_asks_for_a_name_and_overwrites_nothing(tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text("mine")
    async with desk() as (app, pilot):
        await reading(app, pilot, TEASE)
        for path in (there, tmp_path / "new.txt"):
            await pilot.press("escape", "s")
            await until(pilot, lambda: bool(app.screen.query("#text")))
            app.screen.query_one("#text", Input).value = str(path)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, ReadScreen))
            app.screen.query_one(PasteBox).focus()
            await pilot.pause()
    assert there.read_text() == "mine"
    assert (tmp_path / "new.txt").read_text().strip() == TEASE
