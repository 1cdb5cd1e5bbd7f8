"""Changes whose sentence has changed below them: both texts side by side, and a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.desk.edit import Stranded
from onrecord.tui.footer import KeyFooter
from onrecord.tui.words import counted, say


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one stranded change."""

    row: Stranded
    what: Literal["mine", "edit", "drop"]


class StrandedScreen(ModalScreen[Decision | None]):
    """Lists what no longer fits. One decision at a time; the screen below acts on it and opens this again."""

    CSS_PATH = "statements.tcss"
    HELP = "stranded"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,m", "decide('mine')", say("stranded.mine"), id="stranded.mine", tooltip=say("stranded.mine_tip")
        ),
        Binding("e", "decide('edit')", say("stranded.edit"), id="stranded.edit", tooltip=say("stranded.edit_tip")),
        Binding("d", "decide('drop')", say("stranded.drop"), id="stranded.drop", tooltip=say("stranded.drop_tip")),
        Binding("escape,q", "leave", say("keys.back"), id="stranded.back"),
    ]

    def __init__(self, rows: Sequence[Stranded]) -> None:
        super().__init__()
        self._rows = tuple(rows)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog reading") as box:
            box.border_title = counted("stranded.title", len(self._rows))
            yield Static(Content(say("stranded.intro")), classes="muted")
            yield OptionList(*(Option(_row(row)) for row in self._rows))
            yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        rows.highlighted = 0
        rows.focus()

    def on_option_list_option_selected(self) -> None:
        self.action_decide("mine")

    def action_decide(self, what: Literal["mine", "edit", "drop"]) -> None:
        at = self.query_one(OptionList).highlighted
        if at is None:
            return
        row = self._rows[at]
        if what != "drop" and row.now is None:
            self.notify(say("stranded.no_place"), severity="warning", markup=False)
            return
        self.dismiss(Decision(row, what))

    def action_leave(self) -> None:
        self.dismiss(None)


def _row(row: Stranded) -> Content:
    edit = row.edit
    mine = edit.text or say("stranded.taken_out")
    now = row.now.text if row.now is not None else say("stranded.nothing_now")
    lines = (
        (say("stranded.was"), edit.base),
        (say("stranded.yours", by=edit.by, at=f"{edit.at.astimezone():%H:%M}"), mine),
        (say("stranded.now"), now),
    )
    return Content("\n").join([Content.styled(f"{name} ", "bold") + Content(text) for name, text in lines])
