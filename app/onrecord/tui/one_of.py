"""One of a few ways, on one line: (•) this  ( ) that. The mark says which, not the colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from onrecord.tui.words import say


class OneOf(Static, can_focus=True):
    """Left and right (or the space bar, or a click) choose; Enter is left to the screen."""

    class Submitted(Message):
        """Enter: the choice stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,down", "step(1)", say("marking.next"), id="one_of.next"),
        Binding("left,up", "step(-1)", show=False),
        Binding("enter", "submit", show=False),
    ]

    def __init__(self, options: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._options = dict(options)
        self.value = next(iter(self._options))
        """The id of the chosen option."""

    def on_mount(self) -> None:
        self._draw()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A name that is typed here by mistake must not open another screen by one of its letters."""
        return character is not None and character.isalpha()

    def action_step(self, step: int) -> None:
        names = list(self._options)
        self.value = names[(names.index(self.value) + step) % len(names)]
        self._draw()

    def action_submit(self) -> None:
        self.post_message(self.Submitted())

    def on_click(self, event: events.Click) -> None:
        chosen = event.style.meta.get("option")
        if chosen in self._options:
            self.value = str(chosen)
            self._draw()

    def _draw(self) -> None:
        parts = []
        for name, text in self._options.items():
            chosen = name == self.value
            part = Content(f"({'•' if chosen else ' '}) {text}")
            part = part.stylize("bold") if chosen else part
            parts.append(part.stylize(Style.from_meta({"option": name})))
        self.update(Content("   ").join(parts))
