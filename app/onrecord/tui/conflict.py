"""Two answers to one question: the one given here, and the one that came from outside. A person chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.content.model import Question
from onrecord.errors import Conflict
from onrecord.incident.model import Fact
from onrecord.incident.typed import display
from onrecord.tui.choices import Choices, Row
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class ConflictScreen(ModalScreen[str]):
    """Gives `mine` or `theirs`; Escape keeps what is on disk, so nothing of another person is overwritten unseen."""

    app: OnrecordApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("conflict.keep_theirs"), id="conflict.back"),
    ]

    def __init__(self, conflict: Conflict) -> None:
        super().__init__()
        self._conflict = conflict

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(say("conflict.title")).stylize("bold"))
            yield Static(Content(self._conflict.message))
            yield Choices(id="pick")
            yield Static(Content(self._conflict.where), classes="muted")

    def on_mount(self) -> None:
        mine, theirs = self._conflict.mine, self._conflict.theirs
        rows = [
            Row("theirs", say("conflict.theirs"), "", self._shown(theirs)),
            Row("mine", say("conflict.mine"), "", self._shown(mine)),
        ]
        pick = self.query_one(Choices)
        pick.show(rows, self._chosen, go_on=lambda: None)
        self.set_focus(pick)

    def _shown(self, fact: object) -> str:
        if not isinstance(fact, Fact):
            return say("conflict.taken_back")
        session = self.app.open_session
        question: Question | None = session.questions.get(fact.id)
        words = say("status." + fact.status.value)
        if fact.value is None or question is None:
            return words
        return f"{display(fact.value, question, session.languages[0], session.incident.timezone)} · {words}"

    def _chosen(self, row: str) -> None:
        if self.is_current:
            self.dismiss(row)

    def action_leave(self) -> None:
        self.dismiss("theirs")
