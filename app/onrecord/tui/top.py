"""The top line of every screen: what it is, and at its right end the promised next update as a clock.

The promise is the one thing that may not be forgotten: it comes nearer on every screen, and when it is due the whole
line says so, in words and not by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static

from onrecord.tui.words import say, span

if TYPE_CHECKING:
    from onrecord.desk.clocks import Due
    from onrecord.tui.app import OnrecordApp

LEAST = 12
"""Columns that the screen's own words keep."""


class Top(Static):
    """A Static whose words give way, from their end, to the clock."""

    app: OnrecordApp

    def __init__(self, content: VisualType = "") -> None:
        super().__init__(content, id="top")
        self._words: VisualType = content

    def on_mount(self) -> None:
        self.app.promise_changed.subscribe(self, self._promised)
        self._draw()

    def _promised(self, _due: Due | None) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """The screen's own words."""
        self._words = content
        self._draw()

    def _draw(self) -> None:
        due = self.app.promise
        self.set_class(due is not None and due.state == "late", "-late")
        words = self._words if isinstance(self._words, Content) else Content(str(self._words))
        if due is None:
            super().update(words)
            return
        room = (self.size.width or self.app.size.width - 2) - 1
        clock = Content(clock_line(due, long=room >= 76))
        if due.state != "ahead":
            clock = clock.stylize("bold")
        left = max(LEAST, room - clock.cell_length - 1)
        if words.cell_length > left:
            words = words.truncate(left, ellipsis=True)
        gap = max(1, room - words.cell_length - clock.cell_length)
        super().update(Content.assemble(words, " " * gap, clock))


def clock_line(due: Due, *, long: bool = True) -> str:
    """The promise and how far it is: `next update 23:30, in 42 min`; when it is late, what to do about it."""
    if due.state == "late":
        key = "promise.late" if due.kind == "update" else "promise.passed"
    else:
        key = "promise.soon" if due.state == "soon" else "promise.ahead"
    return say(key if long else f"{key}_short", time=f"{due.at:%H:%M}", left=span(abs(due.minutes)))
