"""One of many: a list over the screen, Enter takes the row, Escape takes none; the list narrows as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from onrecord.tui.words import say


class PickScreen(ModalScreen[str]):
    """Gives the id of the chosen row, an empty text for none."""

    CSS_PATH = "record.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("keys.back"), id="pick.back"),
        Binding("down", "cursor(1)", show=False),
        Binding("up", "cursor(-1)", show=False),
    ]

    def __init__(self, title: str, options: Mapping[str, str], at: str = "") -> None:
        super().__init__()
        self._title, self._all, self._at = title, dict(options), at
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog pick") as box:
            box.border_title = Content(self._title).markup
            box.border_subtitle = say("record.pick_keys")
            yield Input(placeholder=say("record.pick_type"), compact=True, id="narrow")
            yield OptionList(id="rows")

    def on_mount(self) -> None:
        self._show("")
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()

    def _show(self, words: str) -> None:
        rows = self.query_one(OptionList)
        parts = words.casefold().split()
        self._shown = [name for name, text in self._all.items() if all(part in text.casefold() for part in parts)]
        rows.clear_options()
        rows.add_options([Option(Content(self._all[name])) for name in self._shown])
        if self._shown:
            rows.highlighted = self._shown.index(self._at) if self._at in self._shown else 0

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def on_input_submitted(self) -> None:
        self.action_take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index])

    def action_take(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])

    def action_cursor(self, step: int) -> None:
        rows = self.query_one(OptionList)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss("")
