"""A text to read over the screen below it: the approver's sheet, lines that an editor brought back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Markdown, Static

from onrecord.tui.words import say


class TextScreen(ModalScreen[None]):
    """A text and nothing to do but read it; as Markdown where it is our own."""

    CSS_PATH = "statements.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", say("keys.back"), id="text.back"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, title: str, text: str | Content, *, markdown: bool = False) -> None:
        super().__init__()
        self._title, self._text, self._markdown = title, text, markdown

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog reading") as box:
            box.border_title = Content(self._title).markup
            box.border_subtitle = say("help.close")
            text = self._text
            if self._markdown:
                yield Markdown(str(text), open_links=False)
            else:
                yield Static(text if isinstance(text, Content) else Content(text))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_leave(self) -> None:
        self.dismiss()
