"""A key in a fact field to the preview redrawn, with a holding statement of 2,000 words, in the running app."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from textual.pilot import Pilot

from onrecord.content import places
from onrecord.desk.create import NewIncident, new_incident
from onrecord.tui.app import OnrecordApp
from onrecord.tui.preview import Preview

KEYS = 60
SENTENCES = 165
"""Of twelve words each: with the rest about 2,000 words."""


async def preview_times(place: Path) -> list[float]:
    """Seconds from each key that answers a question to the preview with the new draft on the screen."""
    own = place / "templates" / "en" / "general" / "elements"
    own.mkdir(parents=True)
    lines = (f"This is sentence {n} of a statement that has grown very long." for n in range(SENTENCES))
    built_in = (places.built_in() / "en" / "general" / "elements" / "facts.md.j2").read_text(encoding="utf-8")
    (own / "facts.md.j2").write_text(built_in + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    os.environ["ONRECORD_TEMPLATES"] = str(place / "templates")
    session = new_incident(place / "incident", NewIncident("general", timezone="UTC"))
    app = OnrecordApp(session)
    times: list[float] = []
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            for number in range(KEYS):
                app.open_question("involved")
                await pilot.pause(0.05)
                times.append(await _answered(app, pilot, "1" if number % 2 else "2"))
                await pilot.pause(0.05)
        app.close_incident()
    finally:
        del os.environ["ONRECORD_TEMPLATES"]
    return times[KEYS // 10 :]


async def _answered(app: OnrecordApp, pilot: Pilot[int], key: str) -> float:
    preview = app.screen.query_one(Preview)
    before, painted, begun = preview.statement, asyncio.Event(), time.perf_counter()
    pressing = asyncio.create_task(pilot.press(key))
    while preview.statement is before and time.perf_counter() - begun < 3:
        await asyncio.sleep(0.001)
    preview.call_after_refresh(painted.set)
    await asyncio.wait_for(painted.wait(), 3)
    taken = time.perf_counter() - begun
    await pressing
    return taken
