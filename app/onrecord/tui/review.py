"""Review: the texts that wait for a yes, each with its code; the approver's sheet, the words, and the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.errors import OnrecordError
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import counted, local, say

if TYPE_CHECKING:
    from onrecord.desk.reviewing import ToReview
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp

TICK = 20.0
"""Seconds between looks at the disk: the desk may be changing the texts meanwhile."""


class ReviewScreen(Screen[None]):
    """Nothing here changes a fact or a word: who reviews reads, and answers."""

    app: OnrecordApp
    CSS_PATH = ["statements.tcss", "record.tcss"]  # noqa: RUF012  Textual declares it so
    HELP = "review"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("s,enter", "sheet", "review.sheet"),
        key("t", "words", "review.words"),
        key("a", "answer", "review.answer"),
        key("l", "language", "review.language"),
        key("r", "again", "review.again"),
        key("h", "record", "record.open_key", show=False),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
        Binding("escape", "leave", say("keys.back"), id="review.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ToReview, ...] = ()
        self._language = ""

    def compose(self) -> ComposeResult:
        yield Top()
        yield OptionList(id="record-rows")
        yield Static("", id="record-note")
        yield KeyFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        session = self.app.open_session
        self._language = session.languages[0]
        self.query_one(OptionList).focus()
        self.set_interval(TICK, self._tick)
        self.query_one("#record-note", Static).update(Content(say("review.reading")))
        self.load(session)

    @property
    def rows(self) -> tuple[ToReview, ...]:
        """The texts that are shown; empty while they are drafted."""
        return self._rows

    @work(thread=True, exclusive=True)
    def load(self, session: Session) -> None:
        """What is on disk now, drafted off the screen's thread."""
        from onrecord.desk import reviewing

        try:
            now = reviewing.as_now(session)
            rows = reviewing.to_review(now)
        except OnrecordError as error:
            if self.is_attached and self.app.is_running:
                self.app.call_from_thread(partial(self.app.tell, error))
            return
        if self.is_attached and self.app.is_running:
            self.app.call_from_thread(partial(self._show, session, now, rows))

    def _show(self, before: Session, now: Session, rows: tuple[ToReview, ...]) -> None:
        if self.app.session is not before and self.app.session is not now:
            return  # another incident, or a later look at this one
        if now.incident != before.incident:
            self.app.update_session(now)
        self._rows = rows
        held = now.read_only.startswith("it is open")
        self.query_one("#top", Static).update(
            Content(say("review.title", title=now.incident.title, language=say(f"language_name.{self._language}")))
        )
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(_row(row), id=row.document.id) for row in rows])
        options.highlighted = min(at, len(rows) - 1) if rows else None
        self.query_one("#record-note", Static).update(
            Content(say("review.held", why=now.read_only) if held else say("review.free"))
        )

    @property
    def _chosen(self) -> ToReview | None:
        at = self.query_one(OptionList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def on_option_list_option_selected(self) -> None:
        self.action_sheet()

    def action_sheet(self) -> None:
        """The approver's sheet of the text under the cursor, in the language chosen."""
        from onrecord.desk.export import sheet_text
        from onrecord.tui.read_only_text import TextScreen

        row = self._chosen
        if row is None:
            return
        try:
            text = sheet_text(self.app.open_session, row.document.id, language=self._language)
        except OnrecordError as error:
            self.app.tell(error)
            return
        self.app.push_screen(TextScreen(say("statements.sheet_title"), text, markdown=True))

    def action_words(self) -> None:
        """The words as they would go out, every language."""
        from onrecord.desk.sign import asked
        from onrecord.tui.read_only_text import TextScreen
        from onrecord.tui.signing import spelled

        row = self._chosen
        if row is None:
            return
        try:
            now = asked(self.app.open_session, row.document.id)
        except OnrecordError as error:
            self.app.tell(error)
            return
        texts = [f"── {say(f'language_name.{s.language}')} ──\n{s.text}" for s in now.statements]
        title = f"{local(row.document.name)}  {spelled(now.code)}"
        self.app.push_screen(TextScreen(title, "\n\n".join(texts)))

    def action_answer(self) -> None:
        from onrecord.tui.signing import SignScreen

        row = self._chosen
        if row is not None:
            self.app.push_screen(SignScreen(row.document.id, reviewing=True))

    def action_language(self) -> None:
        languages = self.app.open_session.languages
        self._language = languages[(languages.index(self._language) + 1) % len(languages)]
        toast(self, say("review.sheet_in", language=say(f"language_name.{self._language}")))
        self.action_again()

    def action_again(self) -> None:
        self.load(self.app.open_session)

    def action_record(self) -> None:
        row = self._chosen
        self.app.show_record(row.document.id if row is not None else "")

    def action_cursor(self, step: int) -> None:
        rows = self.query_one(OptionList)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def on_screen_resume(self) -> None:
        if self.app.session is not None and self._language:
            self.load(self.app.open_session)

    def _tick(self) -> None:
        if self.is_current and self.app.session is not None:
            self.load(self.app.open_session)

    def action_leave(self) -> None:
        """Back to what lies below: the facts for reading, or the home screen, where the incident is closed."""
        self.app.pop_screen()
        from onrecord.tui.home import HomeScreen

        if isinstance(self.app.screen, HomeScreen):
            self.app.close_incident()


def _row(row: ToReview) -> Content:
    from onrecord.tui.signing import spelled

    head = Content.styled(local(row.document.name), "bold") + Content(f"  {spelled(row.code)}")
    if row.gaps:
        head += Content(f"  ⚠ {counted('statements.gaps', row.gaps)}")
    signs = "✓" if row.cleared else "✗"
    return head + Content("".join(f"\n  {signs} {told}" for told in row.told))
