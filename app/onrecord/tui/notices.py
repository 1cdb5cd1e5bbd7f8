"""What a person is told when an incident opens, once, before the first key counts."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.tui.words import say


class NoticeScreen(ModalScreen[None]):
    """A few sentences over the screen; Enter or Escape goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space", "leave", say("notices.go_on"), id="notices.go_on"),
    ]

    def __init__(self, notices: tuple[str, ...]) -> None:
        super().__init__()
        self._notices = notices

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", id="notice-box"):
            yield Static(Content(say("notices.title")).stylize("bold"))
            for notice in self._notices:
                yield Static(Content(f"• {notice}"))
            yield Static(Content(say("notices.go_on_key")), classes="muted")

    def on_click(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        self.dismiss()
