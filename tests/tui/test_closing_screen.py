"""One key on the record drafts the closing statement and shows it; what was not said yet is told first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from desk_at_night import desk
from textual.pilot import Pilot
from textual.widgets import Tabs

from coach_incident import Clock
from lumea_incident import accounts, give_out, known, lumea, on
from onrecord.tui.record import RecordScreen
from onrecord.tui.statement_view import StatementView
from onrecord.tui.statements import StatementsScreen


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            break
        await pilot.pause(0.03)
    assert holds()


async def test_the_closing_statement_is_drafted_by_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_: SimpleNamespace(stops=(), rows=()))
    session = lumea(tmp_path / "i", Clock(on(21, 30)), accounts_affected=accounts(12000))
    give_out(session, "press")
    session = known(session, "accounts_affected", accounts(9100))
    async with desk(session, (100, 40)) as (app, pilot):
        app.show_record()
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.loaded is not None)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        assert app.screen.query_one(Tabs).active == "closing"
        view = app.screen.query_one(StatementView)
        view.go(2)
        assert view.sentence is not None
        assert view.sentence.text == "We first spoke about this at 21:30 CET."
        await until(pilot, lambda: len(app._notifications) > 0)
        assert any("out of date" in note.message for note in app._notifications)
