"""One line to type in. The keys that edit a line stay Textual's; what is typed is kept at every key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from onrecord.errors import BadInput
from onrecord.incident.clean import SHORT, clean_line
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class Line(Input):
    """An input that hands its text over by direct calls: kept and given before the next key is looked at."""

    app: OnrecordApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "neighbour(-1)", show=False),
        Binding("down", "neighbour(1)", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, compact=True, select_on_focus=False)
        self._enter: Callable[[str], None] = lambda _: None
        self._changed: Callable[[str], None] = lambda _: None
        self._quiet = False
        self.longest = SHORT

    def show(
        self,
        text: str,
        *,
        enter: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        placeholder: str = "",
    ) -> None:
        """Put a text in; `enter` gets the line on Enter, `changed` at every key."""
        self._enter = enter
        self._changed = changed or (lambda _: None)
        self._quiet = True
        self.value = text
        self._quiet = False
        self.cursor_position = len(text)
        self.placeholder = placeholder

    def watch_value(self, value: str) -> None:
        if not self._quiet:
            self._changed(value)

    async def action_submit(self) -> None:
        self._enter(self.value)

    def action_neighbour(self, step: int) -> None:
        if step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def _on_paste(self, event: events.Paste) -> None:
        """What cannot be seen does not come in; a paste that no answer holds is refused, and nothing is lost."""
        event.stop()
        event.prevent_default()
        try:
            text, removed = clean_line(event.text, limit=self.longest)
        except BadInput as error:
            self.app.tell(error)
            return
        if removed:
            self.app.notify(say("line.removed", what=", ".join(removed[:3])), markup=False)
        self.replace(text, *self.selection)
