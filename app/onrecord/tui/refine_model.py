"""Which model proposes, from a short list; without one lexicon and splitter do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.desk import models
from onrecord.tui.words import say

MEGABYTE = 1_000_000


class ModelScreen(ModalScreen[str | None]):
    """Gives back a model's id, an empty text for none, or None when nothing was chosen."""

    CSS_PATH = "statements.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", say("keys.back"), id="refine_model.back"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, now: str, language: str) -> None:
        super().__init__()
        self._now, self._language = now, language

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog reading") as box:
            box.border_title = say("refine.choose_title")
            yield OptionList(*self._options())
            yield Static(Content(say("refine.choose_tip")), classes="muted")

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        names = [rows.get_option_at_index(n).id or "" for n in range(rows.option_count)]
        rows.highlighted = names.index(self._now) if self._now in names else 0
        rows.focus()

    def _options(self) -> list[Option]:
        found = [Option(Content(self._mark("") + say("refine.choose_none")), id="")]
        for model in models.models():
            card = model.card
            if model.state != "here":
                how = f"onrecord models install {card.id}" if card.package else "onrecord models add FILE"
                text = say("refine.choose_missing", name=card.name, how=how)
            elif self._language not in card.languages:
                language = say(f"language_name.{self._language}")
                text = say("refine.choose_language", name=card.name, language=language)
            else:
                sizes = {"size": card.size // MEGABYTE, "memory": card.memory}
                found.append(
                    Option(Content(self._mark(card.id) + say("refine.choose_row", name=card.name, **sizes)), card.id)
                )
                continue
            found.append(Option(Content(f"    {text}"), card.id, disabled=True))
        return found

    def _mark(self, name: str) -> str:
        return "(•) " if name == self._now else "( ) "

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id or "")

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss(None)
