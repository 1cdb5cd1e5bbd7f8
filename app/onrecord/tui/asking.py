"""What every screen that asks questions shares: the card, the preview beside it, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from onrecord.desk import answering
from onrecord.desk.interview import Asked
from onrecord.tui.card import Card
from onrecord.tui.preview import Preview
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp


class AskScreen(Screen[None]):
    """Asks the questions of `order()` one by one; every answer is on disk before the next question shows."""

    app: OnrecordApp
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (32, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "step(1)", say("ask.next"), id="ask.next", tooltip=say("ask.next_tip")),
        Binding("pageup", "step(-1)", say("ask.previous"), id="ask.previous", show=False),
        Binding("f4", "large", say("ask.large"), id="ask.large", show=False, tooltip=say("ask.large_tip")),
        Binding("f6", "offer", say("ask.offer"), id="ask.offer", tooltip=say("ask.offer_tip")),
        Binding("f7", "clear_fact", say("ask.clear"), id="ask.clear", tooltip=say("ask.clear_tip")),
        Binding("ctrl+l", "language", say("ask.language"), id="ask.language", tooltip=say("ask.language_tip")),
        Binding("escape", "leave", say("keys.back"), id="ask.back", show=False, tooltip=say("keys.back_tip")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.current = ""
        self.language = ""
        self._drawing = False

    @property
    def session(self) -> Session:
        return self.app.open_session

    @property
    def card(self) -> Card:
        return self.query_one(Card)

    @property
    def preview(self) -> Preview:
        return self.query_one(Preview)

    def order(self) -> tuple[Asked, ...]:
        """The questions in the order in which they are asked, as far as they apply by now."""
        raise NotImplementedError

    def on_mount(self) -> None:
        # The first frame already has the layout of this size: Textual sets these classes only with the first resize.
        self.set_class(self.app.size.width >= 100, "-wide")
        self.set_class(self.app.size.width < 100, "-narrow")
        self.set_class(16 <= self.app.size.height < 32, "-short")
        self.set_class(self.app.size.height < 16, "-flat")
        self.language = self.session.languages[0]
        self.app.session_changed.subscribe(self, self._changed)
        # The text names its own time, and the promised update comes nearer.
        self.set_interval(20, self.draw_soon)

    def on_screen_resume(self) -> None:
        if self.app.session is not None and self.is_mounted:
            self.draw_soon()

    def _changed(self, session: Session | None) -> None:
        if session is not None:
            self.draw_soon()
            self.card.again()

    def draw(self) -> None:
        """Everything but the card: list, top line, preview."""
        if self.app.session is not None:
            self.preview.show(self.session, self.language, self.current)

    @property
    def cramped(self) -> bool:
        """Whether there is too little room to work in; it is said, and nothing is lost."""
        return self.app.size.width < 40 or self.app.size.height < 10

    def room(self) -> int:
        """Rows that the card may take."""
        return self.app.size.height - (9 if self.app.size.height >= 16 else 2)

    def on_resize(self) -> None:
        self.card.fit(self.room())
        self.draw_soon()

    def go(self, question_id: str, *, focus: bool = True) -> None:
        """Ask a question."""
        self.current = question_id
        self.card.fit(self.room())
        self.card.ask(question_id, focus=focus)
        self.draw_soon()
        self.refresh_bindings()

    def draw_soon(self) -> None:
        """Draw once, after the keys that are waiting have been looked at."""
        if not self._drawing:
            self._drawing = True
            # Not after a refresh: the card and the preview then share one layout of the screen.
            self.call_later(self._draw_now)

    def _draw_now(self) -> None:
        self._drawing = False
        if self.app.session is not None and self.is_attached:
            self.draw()

    def done(self) -> None:
        """The answer is given, or left as it is: the next one."""
        self.action_step(1)

    def action_step(self, step: int) -> None:
        ids = [row.question.id for row in self.order()]
        if not ids:
            return
        at = ids.index(self.current) + step if self.current in ids else 0
        if 0 <= at < len(ids):
            self.go(ids[at])
        else:
            self.past_end(step)

    def past_end(self, step: int) -> None:
        """What comes after the last question, or before the first."""

    def on_preview_gap_clicked(self, event: Preview.GapClicked) -> None:
        if event.fact_id in self.session.questions:
            self.go(event.fact_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in ("offer", "clear_fact") or self.app.session is None:
            return True
        question = self.session.questions.get(self.current)
        if action == "offer":
            return question is not None and bool(answering.time_offers(self.session, question))
        return question is not None and question.clears != "duty"

    def action_offer(self) -> None:
        self.card.take_offer()

    def action_clear_fact(self) -> None:
        self.app.clear_facts()

    def action_language(self) -> None:
        languages = self.session.languages
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self.draw()

    def action_large(self) -> None:
        """The preview alone, and back."""
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self.set_focus(self.preview)
        else:
            self.card.focus_answer()

    def action_leave(self) -> None:
        if self.has_class("-preview"):
            self.action_large()
        elif self.card.beside:
            self.card.ask(self.current)
        else:
            self.app.leave_incident()
