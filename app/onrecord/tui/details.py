"""What a status asks for: who is finding out and by when, what an estimate rests on, the line agreed for a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.content.model import Question
from onrecord.desk.details import Detail, details, with_details
from onrecord.errors import OnrecordError
from onrecord.tui.line import Line
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class DetailsScreen(ModalScreen[None]):
    """One line per detail; everything is kept together at the end, or by F10."""

    app: OnrecordApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("keys.back"), id="details.back"),
        Binding("f10", "save", say("call.save"), id="details.save"),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._rows: tuple[Detail, ...] = ()

    def compose(self) -> ComposeResult:
        self._rows = details(self.app.open_session, self._question)
        with VerticalScroll(classes="dialog", id="details-box"):
            yield Static(Content(local(self._question.text)).stylize("bold"))
            for row in self._rows:
                with Horizontal(classes="line"):
                    label = say("details." + row.name)
                    yield Static(
                        Content(f"{label} ({row.language})" if row.language else label),
                        classes="line-label details-label",
                    )
                    yield Line(id=f"detail-{row.key}")
            yield Static("", id="hint")
            yield Static(Content(say("details.keys")), classes="muted")

    def on_mount(self) -> None:
        for number, row in enumerate(self._rows):
            line = self.query_one(f"#detail-{row.key}", Line)
            line.show(row.text, enter=lambda _, at=number: self._enter(at))  # type: ignore[misc]
        self.set_focus(self.query_one(f"#detail-{self._rows[0].key}"))

    def _enter(self, number: int) -> None:
        if number + 1 < len(self._rows):
            self.set_focus(self.query_one(f"#detail-{self._rows[number + 1].key}"))
        else:
            self.action_save()

    def action_save(self) -> None:
        typed = {row.key: self.query_one(f"#detail-{row.key}", Line).value for row in self._rows}
        try:
            fact = with_details(self.app.open_session, self._question, typed)
        except OnrecordError as error:
            hint = self.query_one("#hint", Static)
            hint.add_class("warn")
            hint.update(Content(f"⚠ {error.message} {error.hint}"))
            return
        if self.app.save(fact):
            self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()
