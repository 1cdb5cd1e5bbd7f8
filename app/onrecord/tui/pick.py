"""One of many: a list over the screen, Enter takes the row, Escape takes none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onrecord.tui.words import say


class PickScreen(ModalScreen[str]):
    """Gives the id of the chosen row, an empty text for none."""

    CSS_PATH = "record.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", say("keys.back"), id="pick.back"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self, title: str, options: Mapping[str, str], at: str = "") -> None:
        super().__init__()
        self._title, self._all, self._at = title, dict(options), at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog pick") as box:
            box.border_title = Content(self._title).markup
            box.border_subtitle = say("record.pick_keys")
            yield OptionList(*(Option(Content(text), id=f"p{n}") for n, text in enumerate(self._all.values())))

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        names = list(self._all)
        if names:
            rows.highlighted = names.index(self._at) if self._at in names else 0
        rows.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(self._all)[event.option_index])

    def action_cursor(self, step: int) -> None:
        rows = self.query_one(OptionList)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss("")
