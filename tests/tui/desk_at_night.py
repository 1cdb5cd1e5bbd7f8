"""Helpers for driving the app as a person does: keys, a clock that stands still, an incident to begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.session import Session
from onrecord.tui.app import OnrecordApp
from onrecord.tui.card import Card
from onrecord.tui.preview import Preview

NIGHT = datetime(2026, 3, 12, 1, 25, tzinfo=UTC)
"""02:25 in Rome."""


def clock() -> datetime:
    """A clock that stands still."""
    return NIGHT


def incident(path: Path, scenario: str = "accident") -> Session:
    """A new incident in Rome's time zone."""
    return new_incident(path, NewIncident(scenario, timezone="Europe/Rome"), clock=clock)


@asynccontextmanager
async def desk(
    session: Session | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[OnrecordApp, Pilot[int]]]:
    """The app, running without a terminal; the incident is closed at the end."""
    app = OnrecordApp(session, clock=clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
    app.close_incident()


NAMES = ("enter", "escape", "tab", "space", "pageup", "pagedown", "up", "down", "question_mark", "minus")


async def keys(pilot: Pilot[int], *pressed: str) -> None:
    """Press keys one by one; what is no key's name is typed letter by letter."""
    for key in pressed:
        function = key[:1] == "f" and key[1:].isdigit()
        if len(key) == 1 or key in NAMES or function or key.startswith(("ctrl+", "shift+")):
            await pilot.press(key)
        else:
            await pilot.press(*key)
    await pilot.pause()


def asked(app: OnrecordApp) -> str:
    """The id of the question on the card."""
    question = app.screen.query_one(Card).question
    return question.id if question is not None else ""


def preview(app: OnrecordApp) -> str:
    """The words of the preview."""
    statement = app.screen.query_one(Preview).statement
    return statement.text if statement is not None else ""
