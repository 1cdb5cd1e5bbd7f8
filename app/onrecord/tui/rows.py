"""One row of a list of records (a route, a product): a line per column."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.content.model import FactType, Field, Question
from onrecord.desk import answering
from onrecord.errors import OnrecordError
from onrecord.incident.model import Fact
from onrecord.tui.line import Line
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp

GONE = ""
"""Given back when the last row was taken out."""


class RowScreen(ModalScreen[Fact | str]):
    """Gives the whole answer with this row in it. Emptied, the row goes."""

    app: OnrecordApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("keys.back"), id="row.back"),
        Binding("f10", "save", say("call.save"), id="row.save"),
    ]

    def __init__(self, question: Question, at: int | None) -> None:
        super().__init__()
        self._question = question
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(local(self._question.text)).stylize("bold"))
            for field in self._question.fields:
                with Horizontal(classes="line"):
                    yield Static(Content(local(field.text)), classes="line-label")
                    yield Line(id=f"cell-{field.id}")
                yield Static(Content(_possible(field)), classes="muted")
            yield Static("", id="hint")
            yield Static(Content(say("rows.keys")), classes="muted")

    @property
    def session(self) -> Session:
        return self.app.open_session

    def on_mount(self) -> None:
        cells: list[str] = []
        if self._at is not None:
            row = answering.rows_of(self.session, self._question)[self._at]
            text = answering.row_text(self.session, self._question, row, self.session.languages[0])
            cells = [cell.strip() for cell in text.split("|")]
        lines = list(self.query(Line))
        for number, line in enumerate(lines):
            line.show(
                cells[number] if number < len(cells) else "",
                enter=lambda _, at=number: self._enter(at),  # type: ignore[misc]
            )
        self.set_focus(lines[0])

    def _enter(self, number: int) -> None:
        lines = list(self.query(Line))
        if number + 1 < len(lines):
            self.set_focus(lines[number + 1])
        else:
            self.action_save()

    def action_save(self) -> None:
        cells = [line.value for line in self.query(Line)]
        try:
            fact = answering.with_row(self.session, self._question, self._at, cells, self.session.languages[0])
        except OnrecordError as error:
            hint = self.query_one("#hint", Static)
            hint.add_class("warn")
            hint.update(Content(f"⚠ {error.message} {error.hint}"))
            return
        if fact is None and self._at is None:
            self.dismiss()
        else:
            self.dismiss(fact if fact is not None else GONE)

    def action_leave(self) -> None:
        self.dismiss()


def _possible(field: Field) -> str:
    if field.type is FactType.YES_NO:
        return say("rows.yes_no")
    return "   ".join(f"{n} {local(option.label)}" for n, option in enumerate(field.options, 1))
