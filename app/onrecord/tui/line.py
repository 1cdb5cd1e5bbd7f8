"""One line to type in. The keys that edit a line stay Textual's; what is typed is kept at every key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from onrecord.errors import BadInput
from onrecord.incident.clean import SHORT, clean_line
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


def hand_on(widget: Widget, event: events.Key) -> bool:
    """Keys that were typed ahead reach the old field: hand them to the one that has the focus by now."""
    there = widget.screen.focused if widget.is_attached else None
    if there is None or there is widget:
        return False
    event.stop()
    event.prevent_default()
    there.post_message(events.Key(event.key, event.character))
    return True


class Line(Input):
    """An input that hands its text over by direct calls: kept and given before the next key is looked at."""

    app: OnrecordApp

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, compact=True, select_on_focus=False)
        self._enter: Callable[[str], None] = lambda _: None
        self._changed: Callable[[str], None] = lambda _: None
        self._quiet = False
        self._keys: dict[str, Callable[[], object]] = {}
        self.longest = SHORT

    def show(
        self,
        text: str,
        *,
        enter: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        keys: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Put a text in; `enter` gets it on Enter, `changed` at every key; `keys` are its function keys."""
        self._enter = enter
        self._changed = changed or (lambda _: None)
        self._quiet = True
        self.value = text
        self._quiet = False
        self.cursor_position = len(text)
        self._keys = dict(keys or {})

    def clear_quietly(self) -> None:
        """Empty the line; nothing is told."""
        self._quiet = True
        self.value = ""
        self._quiet = False

    def watch_value(self, value: str) -> None:
        if not self._quiet:
            self._changed(value)

    async def _on_key(self, event: events.Key) -> None:
        if hand_on(self, event):
            return
        # Not as bindings: those are looked at only when the key has travelled up to the app, and by then the next one
        # may have been typed into this line.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._enter(self.value)
        elif event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            if event.key == "down":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()
        elif event.key in self._keys:
            event.stop()
            event.prevent_default()
            self._keys[event.key]()
        else:
            await super()._on_key(event)

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
