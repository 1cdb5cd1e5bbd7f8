"""A list whose rows are marked with the space bar, under headings that cannot be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onrecord.tui.words import say


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. Without an `id` it is a heading."""

    text: Content
    id: str = ""
    marked: bool = False


class MarkList(OptionList):
    """Rows with [x] and [ ]. It tells which are marked; what that means is the screen's business."""

    class Marked(Message):
        """A mark was set or taken away."""

    class Done(Message):
        """Enter: the person has marked what is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", say("marking.mark"), id="marking.mark"),
        Binding("a", "mark_all", say("marking.all"), id="marking.all", show=False),
        Binding("enter", "done", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._marked: dict[str, bool] = {}

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the marked rows, in order."""
        return tuple(row.id for row in self._rows if row.id and self._marked.get(row.id))

    @property
    def current(self) -> str:
        """The id of the row under the cursor."""
        at = self.highlighted
        return self._rows[at].id if at is not None and at < len(self._rows) else ""

    def show(self, rows: Sequence[Row]) -> None:
        """Show rows; marks that the person has set stay, and the cursor stays in its line."""
        self._rows = tuple(rows)
        self._marked = {row.id: self._marked.get(row.id, row.marked) for row in rows if row.id}
        at = self.highlighted
        self.clear_options()
        self.add_options([Option(self._line(row), disabled=not row.id) for row in rows])
        first = next((n for n, row in enumerate(rows) if row.id), None)
        self.highlighted = at if at is not None and at < len(rows) and rows[at].id else first

    def mark(self, row_id: str) -> None:
        """Mark a row and put the cursor on it."""
        at = next((n for n, row in enumerate(self._rows) if row.id == row_id), None)
        if at is not None:
            self.highlighted = at
            self._set({row_id: True})

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_mark()

    def action_mark(self) -> None:
        if self.current:
            self._set({self.current: not self._marked[self.current]})

    def action_mark_all(self) -> None:
        """Every row, or none when all are marked."""
        self._set(dict.fromkeys(self._marked, not all(self._marked.values())))

    def action_done(self) -> None:
        self.post_message(self.Done())

    def _set(self, marks: dict[str, bool]) -> None:
        self._marked.update(marks)
        for at, row in enumerate(self._rows):
            if row.id in marks:
                self.replace_option_prompt_at_index(at, self._line(row))
        self.post_message(self.Marked())

    def _line(self, row: Row) -> Content:
        if not row.id:
            return row.text
        return Content("[x] " if self._marked.get(row.id) else "[ ] ") + row.text
