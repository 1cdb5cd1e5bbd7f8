"""What the checks say of wording is proved with the checks; here a text stops only for what the record knows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No finding of a wording rule keeps a text here: the tests of this folder are about versions, not about words."""
    nothing = SimpleNamespace(stops=(), rows=())
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_given: nothing, raising=False)
