"""Findings in a list: a mark, the words found, what they are. Enter says why; the screen acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onrecord.desk.findings import Noted
from onrecord.tui.words import counted, say

MARKS = {"block": "✗", "warn": "!", "info": "·"}
SENT = "↷"
"""The mark of a stop that was sent all the same."""
_STYLES = {"block": "$text-error", "warn": "$text-warning", "info": "$text-muted"}
_LONGEST = 48
_MOST = 400
"""Rows shown: a text with more has other worries than the four hundred and first."""


class FindingList(OptionList):
    """It shows what it is given, the sentence under the cursor first, and says which finding was chosen."""

    class Wanted(Message):
        """Why this, and what instead?"""

        def __init__(self, row: Noted) -> None:
            super().__init__()
            self.row = row

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", say("findings.why"), id="findings.why", tooltip=say("findings.why_tip")),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.rows: tuple[Noted, ...] = ()

    def help_text(self) -> str:
        """What F1 says while the list is in focus."""
        return say("help.findings")

    @property
    def row(self) -> Noted | None:
        """The finding under the cursor."""
        at = self.highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def show(self, rows: Sequence[Noted], *, first: int | None = None, facts: bool = True) -> None:
        """Show findings; those of sentence `first` lead. `facts` says whether facts were there to compare with."""
        was = self.row
        ordered = (*(r for r in rows if _here(r, first)), *(r for r in rows if not _here(r, first)))
        self.rows = ordered[:_MOST]
        options = [Option(_line(row, here=_here(row, first))) for row in self.rows]
        if not options:
            nothing = say("findings.nothing" if facts else "findings.nothing_alone")
            options = [Option(Content.styled(nothing, "$text-muted"), disabled=True)]
        self.set_class(not self.rows, "-nothing")
        self.clear_options()
        self.add_options(options)
        if self.rows:
            self.highlighted = self.rows.index(was) if was in self.rows and self.has_focus else 0
        self.border_title = say("findings.title")
        self.border_subtitle = Content(tally(rows) or (say("findings.notes") if rows else "")).markup

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self.rows):
            self.post_message(self.Wanted(self.rows[event.option_index]))


def tally(rows: Sequence[Noted]) -> str:
    """`1 stop · 2 to look at`; nothing where nothing is to be done."""
    stops = sum(row.stops for row in rows)
    look = sum(row.finding.severity == "warn" for row in rows)
    sent = sum(row.waiver is not None for row in rows)
    parts = ((stops, counted("findings.stops", stops)), (look, say("findings.look", n=look)))
    return " · ".join([*(text for n, text in parts if n), *([say("findings.sent", n=sent)] if sent else [])])


def _here(row: Noted, first: int | None) -> bool:
    return first is not None and row.sentence == first


def _line(row: Noted, *, here: bool) -> Content:
    finding = row.finding
    kind = say(f"finding_kind.{finding.category}")
    words = " ".join(finding.text.split())
    words = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
    mark = SENT if row.waiver is not None else MARKS[finding.severity]
    style = "$text-muted" if row.waiver is not None else _STYLES[finding.severity]
    head = Content.styled(f"{mark} ", style)
    text = Content(f"“{words}”" if words else finding.message)
    return head + (text.stylize("bold") if here else text) + Content.styled(f"  {kind}", "$text-muted")
