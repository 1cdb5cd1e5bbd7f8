"""The holding statement, in every language: what is still open, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.desk.clear import to_clear
from onrecord.desk.drafts import draft_document
from onrecord.desk.export import copy_text, stops_of
from onrecord.errors import OnrecordError
from onrecord.tui.choices import Choices, Row
from onrecord.tui.footer import KeyFooter
from onrecord.tui.preview import Preview
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp

HOLDING = "holding"


class ReadyScreen(Screen[None]):
    """Both languages side by side; above them what stops the text, and what it does not say before it is cleared."""

    app: OnrecordApp
    HELP = "ready"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", say("ready.copy"), id="ready.copy", tooltip=say("ready.copy_tip")),
        Binding("f8", "app.export", say("keys.export"), id="ready.export", tooltip=say("keys.export_tip")),
        Binding("f7", "clear_fact", say("ask.clear"), id="ready.clear", tooltip=say("ask.clear_tip")),
        Binding("i", "interview", say("ready.interview"), id="ready.interview", tooltip=say("ready.interview_tip")),
        Binding("escape", "leave", say("keys.back"), id="ready.back", tooltip=say("ready.back_tip")),
    ]

    def compose(self) -> ComposeResult:
        yield Top()
        yield Static("", id="ready-state")
        yield Choices(id="open")
        with Horizontal(id="texts"):
            for language in self.session.languages:
                yield Preview(HOLDING, id=f"text-{language}")
        yield KeyFooter(compact=True, show_command_palette=self.app.size.width >= 100)

    @property
    def session(self) -> Session:
        return self.app.open_session

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= 100, "-wide")
        self.set_class(self.app.size.width < 100, "-narrow")
        self.app.session_changed.subscribe(self, lambda session: self.draw() if session is not None else None)
        self.draw()
        self.set_focus(self.query_one(Choices) if self.query_one(Choices).display else self.query(Preview).first())

    def on_screen_resume(self) -> None:
        if self.app.session is not None:
            self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Both texts as they are now, and what is open."""
        title = self.session.incident.title
        self.query_one("#top", Static).update(Content.styled(title, "bold"))
        rows: dict[str, Row] = {}
        stops: list[str] = []
        for language in self.session.languages:
            preview = self.query_one(f"#text-{language}", Preview)
            preview.show(self.session, language)
            if preview.statement is None:
                stops.append(say("ready.no_draft"))
                continue
            stops += [stop.why for stop in stops_of(self.session, preview.statement)]
            for gap in preview.statement.gaps:
                for fact in gap.facts:
                    rows.setdefault(fact, Row(fact, self._label(fact), "⚠", gap.text))
        for group in to_clear(self.session):
            note = say("ready.not_cleared", whom=say("clearer." + group.clearer))
            for item in group.facts:
                rows.setdefault(item.question.id, Row(item.question.id, local(item.question.label), "!", note))
        state = self.query_one("#ready-state", Static)
        state.set_class(bool(stops), "warn")
        state.update(Content("⚠ " + say("ready.stopped", why=stops[0]) if stops else "✓ " + say("ready.ready")))
        opened = self.query_one("#open", Choices)
        opened.display = bool(rows)
        opened.show(list(rows.values()), self._open, go_on=lambda: None, at=opened.current)

    def _label(self, fact_id: str) -> str:
        question = self.session.questions.get(fact_id)
        return local(question.label) if question is not None else fact_id

    def _open(self, fact_id: str) -> None:
        """Clear what waits for a clearance; else back to its question."""
        if any(item.fact.id == fact_id for group in to_clear(self.session) for item in group.facts):
            self.app.clear_facts()
        else:
            self.app.open_question(fact_id)

    def on_preview_gap_clicked(self, event: Preview.GapClicked) -> None:
        self.app.open_question(event.fact_id)

    def action_clear_fact(self) -> None:
        self.app.clear_facts()

    def action_copy(self) -> None:
        """The texts of all languages to the clipboard, each under its mark until it is cleared."""
        try:
            texts = [
                copy_text(self.session, draft_document(self.session, HOLDING, language))
                for language in self.session.languages
            ]
        except OnrecordError as error:
            self.app.tell(error)
            return
        self.app.copy_to_clipboard("\n".join(texts))
        self.app.notify(say("ready.copied"), markup=False)

    def action_interview(self) -> None:
        self.app.show_incident()

    def action_leave(self) -> None:
        self.app.pop_screen()
