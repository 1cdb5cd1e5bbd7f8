"""What holds for every test: no connection, a home of its own, no colours or editor of the developer's machine."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest


class NetworkUsedError(AssertionError):
    """A test tried to reach out."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection or look-up fails the test. Socket pairs inside one process (asyncio needs them) stay."""

    def refused(*_args: object, **_kwargs: object) -> None:
        raise NetworkUsedError("onrecord must not reach out")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ONRECORD_HOME in the test's own folder."""
    home = tmp_path / "onrecord-home"
    monkeypatch.setenv("ONRECORD_HOME", str(home))
    for name in ("ONRECORD_TEMPLATES", "NO_COLOR", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    return home
