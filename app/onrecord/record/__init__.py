"""The record: a git history per incident, kept behind the working files, which stay the truth.

This module is light. `hooked` hands a save over and returns; what needs dulwich is loaded by the writer's own thread.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.record.writer import Writer

_writers: dict[Path, Writer] = {}
_guard = threading.Lock()
PATIENCE = 5.0
"""Seconds that closing waits for the history at most. What is not written by then is taken over at the next save."""


def hooked(
    folder: Path,
    changed: Mapping[str, bytes | None],
    *,
    by: str,
    at: datetime,
    before: Mapping[str, bytes] | None = None,
    why: str = "",
) -> None:
    """Give files that were just saved to the history. Returns at once and never raises: a save does not wait for its
    history and does not fail because of it.

    `before` is what those files held when they were loaded; what differs from the history there was changed outside.
    """
    try:
        from onrecord.record.writer import Save

        _writer(folder).put(Save(dict(changed), by, at, dict(before or {}), why))
    except Exception:  # the answer is on disk by now; `verify` and the next opening tell what the history lacks
        return


def settle(folder: Path, seconds: float = PATIENCE) -> bool:
    """Wait until everything handed over is in the history. False when that takes longer than `seconds`."""
    with _guard:
        writer = _writers.get(folder.resolve())
    return writer.flush(seconds) if writer is not None else True


def closed(folder: Path, seconds: float = PATIENCE) -> None:
    """Let the history of an incident rest: what waits is written, many small objects are packed."""
    with _guard:
        writer = _writers.pop(folder.resolve(), None)
    if writer is not None:
        writer.rest(seconds)


def fault(folder: Path) -> str:
    """Why the history could not be written, or what was cleaned away; empty when there is nothing to tell."""
    with _guard:
        writer = _writers.get(folder.resolve())
    return writer.told if writer is not None else ""


def _writer(folder: Path) -> Writer:
    from onrecord.record.writer import Writer

    place = folder.resolve()
    with _guard:
        if place not in _writers:
            _writers[place] = Writer(place)
        return _writers[place]


@atexit.register
def _at_end() -> None:
    for place in list(_writers):
        settle(place)
