"""A list to choose from: by arrows and Enter, by number or letter, or by mouse.

A choice is handed over by a direct call and not by a message: the answer is on disk before the next key is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onrecord.tui.line import hand_on

KEYS = "123456789abdefghilmopqrsuvwxyz"
"""Keys of the rows in order. Left out: c (call), j and k (down, up), n and t (actions of a list)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it stands for, what it says, its sign (chosen, ticked), and a note at its end."""

    id: str
    label: str
    sign: str = " "
    note: str = ""
    key: str = ""
    """Its own key in place of the next number: `?` not known yet, `-` does not apply."""


class Choices(OptionList, inherit_bindings=False):
    """Rows with keys. What a choice does is given by the callbacks of `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", show=False),
        Binding("up,k", "cursor_up", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()
        self._choose: Callable[[str], None] = lambda _: None
        self._go_on: Callable[[], None] = lambda: None
        self._other: Callable[[str, str], bool] = lambda key, row: False

    def show(
        self,
        rows: Sequence[Row],
        choose: Callable[[str], None],
        *,
        go_on: Callable[[], None],
        other: Callable[[str, str], bool] | None = None,
        enter_chooses: bool = True,
        keys: bool = True,
        at: str = "",
    ) -> None:
        """Put other rows in. `other` gets keys that are no row's, with the row under the cursor; it says whether it
        took one. Nothing is highlighted unless `at` names a row: an idle Enter must not answer a question."""
        self._choose, self._go_on = choose, go_on
        self._other = other or (lambda key, row: False)
        self._enter_chooses = enter_chooses
        self._numbered = keys
        self.rows = self._with_keys(tuple(rows)) if keys else tuple(rows)
        self.clear_options()
        self.add_options([Option(self._prompt(row), id=row.id) for row in self.rows])
        self.highlighted = next((n for n, row in enumerate(self.rows) if row.id == at), None)

    @property
    def current(self) -> str:
        """The row under the cursor; empty when there is none."""
        return self.rows[self.highlighted].id if self.highlighted is not None else ""

    def choose(self, row: str) -> None:
        """Do what choosing a row does."""
        self._choose(row)

    def action_select(self) -> None:
        if self.highlighted is not None:
            self._choose(self.rows[self.highlighted].id)

    async def _on_key(self, event: events.Key) -> None:
        if hand_on(self, event):
            return
        if event.key == "enter":
            taken = True
            if self._enter_chooses and self.highlighted is not None:
                self.action_select()
            else:
                self._go_on()
        elif event.key == "space":
            taken = True
            self.action_select()
        else:
            sign = event.character or ""
            row = next((r for r in self.rows if r.key and r.key == sign), None)
            if row is not None:
                taken = True
                self.highlighted = self.rows.index(row)
                self._choose(row.id)
            else:
                taken = self._other(event.character or event.key, self.current)
        if taken:
            event.stop()
            event.prevent_default()

    def _with_keys(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        free = iter(KEYS)
        return tuple(row if row.key else Row(row.id, row.label, row.sign, row.note, next(free, "")) for row in rows)

    def _prompt(self, row: Row) -> Content:
        key = Content.styled(f"{row.key or ' ':>2} ", "bold $text-accent") if self._numbered else Content(" ")
        note = Content.styled(f"  {row.note}", "$text-muted") if row.note else Content("")
        return key + Content(f"{row.sign} {row.label}") + note
