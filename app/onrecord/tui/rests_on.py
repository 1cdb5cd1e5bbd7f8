"""The panel beside a statement: which facts the sentence under the cursor rests on, and how well each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onrecord.desk.grounds import Ground
from onrecord.tui.words import say


class RestsOn(OptionList):
    """Facts behind a sentence. Enter goes to a fact's question."""

    class Wanted(Message):
        """The person wants to see a fact's question."""

        def __init__(self, fact: str) -> None:
            super().__init__()
            self.fact = fact

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", say("statements.to_question"), id="rests.open"),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def help_text(self) -> str:
        """What F1 says while the panel is in focus."""
        return say("help.rests_on")

    def show(self, grounds: Sequence[Ground], notes: Sequence[str] = ()) -> None:
        """Notes on the sentence itself (who changed it, where its words come from), then the facts."""
        rows = [Option(Content.styled(note, "$text-muted"), disabled=True) for note in notes]
        rows += [Option(_row(ground), id=ground.fact) for ground in grounds]
        if not grounds:
            rows.append(Option(Content.styled(say("statements.rests_on_nothing"), "$text-muted"), disabled=True))
        self.clear_options()
        self.add_options(rows)
        if grounds:
            self.highlighted = len(notes)
        self.scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id:
            self.post_message(self.Wanted(event.option.id))


def _row(ground: Ground) -> Content:
    head = Content.styled(f"{ground.mark} {ground.label}", "bold")
    if ground.value:
        head = head + Content(f": {ground.value}")
    said = ", ".join(part for part in (ground.status, ground.source, ground.clearance) if part)
    return head + Content("\n") + Content.styled(f"  {said}", "$text-muted")
