"""Read a text: paste or type anything, and see what stands in the way before anyone else reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Selection

from onrecord.checks.model import DOCUMENTS
from onrecord.desk.findings import Noted
from onrecord.desk.reading_room import Purpose, ReadText, cleaned, read_text, replaced, save_text
from onrecord.errors import OnrecordError
from onrecord.tui.finding_list import FindingList
from onrecord.tui.finding_screen import Done, FindingScreen
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp

PAUSE = 0.12
"""Seconds without a key before a text is read: a thread reads, and the keys come first."""
LANGUAGES = ("", "en", "it")


class PasteBox(TextArea):
    """A field for any text. What nobody can see is left out of a paste before it can reach the terminal."""

    app: OnrecordApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__("", id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def help_text(self) -> str:
        """What F1 says while the text is in focus."""
        return say("help.read_text")

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        try:
            text, removed = cleaned(event.text)
        except OnrecordError as error:
            self.app.tell(error)
            return
        if removed:
            toast(self, say("read.removed", what=", ".join(removed)), severity="warning")
        event.text = text
        await super()._on_paste(event)


class ReadScreen(Screen[None]):
    """A text and its findings. It keeps nothing: what is worth keeping is saved to a file by a key."""

    app: OnrecordApp
    CSS_PATH = "read_text.tcss"
    HELP = "read"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f5", "document", "read.document"),
        key("f6", "language", "read.language"),
        key("f7", "finding", "read.finding"),
        key("r", "replace", "read.replace"),
        key("b", "boss", "read.boss"),
        key("s", "save", "read.save"),
        Binding("escape", "leave", say("keys.back"), id="read.back"),
    ]

    begun: ClassVar[dict[str, str]] = {}
    """What was read when the screen was left, in memory alone: coming back goes on with it."""

    def __init__(self) -> None:
        super().__init__()
        self._document = self.begun.get("document", "press")
        self._language = ""
        self._read: ReadText | None = None
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Top()
        with Horizontal(id="purpose"):
            yield Static(say("read.audience"), classes="purpose-label")
            yield Input(
                placeholder=say("read.audience_hint"),
                id="audience",
                compact=True,
                max_length=200,
                select_on_focus=False,
            )
            yield Static(say("read.aim"), classes="purpose-label")
            yield Input(placeholder=say("read.aim_hint"), id="aim", compact=True, max_length=200, select_on_focus=False)
        with Vertical(id="read-both"):
            yield PasteBox(id="read-text")
            yield FindingList(id="read-findings")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        box = self.query_one(PasteBox)
        box.border_title = say("read.text")
        box.placeholder = say("read.empty")
        box.text = self.begun.get("text", "")
        for name in ("audience", "aim"):
            self.query_one(f"#{name}", Input).value = self.begun.get(name, "")
        box.focus()
        self.query_one(FindingList).show((), facts=False)
        self._show_head()

    # -- reading -------------------------------------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        self.read_soon()

    def on_input_changed(self) -> None:
        self.read_soon()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.set_focus(self.query_one("#aim", Input) if event.input.id == "audience" else self.query_one(PasteBox))

    def read_soon(self) -> None:
        """Something changed: read the text when nothing has changed for a moment."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._begin_reading)

    def _begin_reading(self) -> None:
        text, document, language = self.query_one(PasteBox).text, self._document, self._language
        purpose = Purpose(self.query_one("#audience", Input).value, self.query_one("#aim", Input).value)

        def work() -> None:
            try:
                done = read_text(text, document=document, language=language, purpose=purpose)
            except OnrecordError as error:
                self.app.call_from_thread(self.app.tell, error)
                return
            self.app.call_from_thread(self._take, done)

        self.run_worker(work, thread=True, exclusive=True, group="read", exit_on_error=False)

    def _take(self, done: ReadText) -> None:
        if not self.is_attached or done.text != self.query_one(PasteBox).text:
            return
        if done.report.document != self._document:
            return
        self._read = done
        empty = not done.text.strip()
        self.query_one(FindingList).show(() if empty else done.rows, facts=False)
        self._show_head()

    def _show_head(self) -> None:
        post = self._document == "post"
        self.query_one("#purpose").display = post
        kind = say(f"read_document.{self._document}")
        code = self._language or (self._read.report.language if self._read is not None else "en")
        language = say(f"language_name.{code}")
        if not self._language:
            language = say("read.guessed", language=language)
        self.query_one("#top", Static).update(Content(f"{say('read.title')} · {kind} · {language}"))
        figures = self._read.report.figures if self._read is not None else None
        words, characters = (figures.words, figures.characters) if figures else (0, 0)
        box = self.query_one(PasteBox)
        box.border_subtitle = say("read.figures", words=words, characters=characters)

    # -- choosing ------------------------------------------------------------------------------------------------------

    def action_document(self) -> None:
        from onrecord.tui.begin import PickScreen
        from onrecord.tui.choices import Row

        def chosen(name: str | None) -> None:
            if name in DOCUMENTS:
                self._document = str(name)
                self._show_head()
                self.read_soon()
                if self._document == "post" and not self.query_one("#audience", Input).value:
                    self.set_focus(self.query_one("#audience", Input))

        rows = [Row(name, say(f"read_document.{name}")) for name in DOCUMENTS]
        self.app.push_screen(PickScreen(say("read.document_tip"), rows), chosen)

    def action_language(self) -> None:
        self._language = LANGUAGES[(LANGUAGES.index(self._language) + 1) % len(LANGUAGES)]
        self._show_head()
        self.read_soon()

    # -- findings ------------------------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        row = self.query_one(FindingList).row
        if row is not None and self.query_one(FindingList).has_focus:
            self._mark(row)

    def _mark(self, row: Noted) -> None:
        """The words found, marked in the text."""
        box, finding = self.query_one(PasteBox), row.finding
        if box.text[finding.start : finding.end] == finding.text:
            box.selection = Selection(_place(box.text, finding.start), _place(box.text, finding.end))
            box.scroll_cursor_visible(animate=False)

    def action_finding(self) -> None:
        rows = self.query_one(FindingList)
        if not rows.rows:
            toast(self, say("findings.nothing_alone"))
            return
        if rows.has_focus:
            rows.action_cursor_down()
        else:
            rows.focus()
        if rows.row is not None:
            self._mark(rows.row)

    def on_finding_list_wanted(self, event: FindingList.Wanted) -> None:
        row = event.row

        def decided(done: Done | None) -> None:
            if done is None:
                return
            if done.what == "replace":
                self._replace(row, done.which)
            else:
                self._mark(row)
                self.query_one(PasteBox).focus()

        self.app.push_screen(FindingScreen(row, can_send=False), decided)

    def action_replace(self) -> None:
        row = self.query_one(FindingList).row
        if row is None or not row.finding.replacements:
            toast(self, say("read.none_suggested"))
        else:
            self._replace(row, 0)

    def _replace(self, row: Noted, which: int) -> None:
        box, finding = self.query_one(PasteBox), row.finding
        try:
            new = replaced(box.text, finding, finding.replacements[which])
        except OnrecordError as error:
            self.app.tell(error)
            return
        # As a replacement in the field, so that its own undo (ctrl+z) takes it back.
        length = len(box.text) - len(new) + len(finding.replacements[which])
        start, end = _place(box.text, finding.start), _place(box.text, finding.start + length)
        box.replace(finding.replacements[which], start, end)

    def action_boss(self) -> None:
        from onrecord.tui.read_only_text import TextScreen

        lines = self._read.boss if self._read is not None else ()
        if not lines:
            toast(self, say("read.not_stopped"))
            return
        text = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
        self.app.push_screen(TextScreen(say("read.boss_title"), text))

    # -- keeping -------------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        from onrecord.tui.begin import TextScreen

        def given(name: str | None) -> None:
            if not name:
                return
            try:
                path = save_text(self.query_one(PasteBox).text, Path(name).expanduser().absolute())
            except OnrecordError as error:
                self.app.tell(error)
                return
            toast(self, say("read.saved", path=path))

        self.app.push_screen(TextScreen(say("read.save_title"), str(Path.home() / f"{self._document}.txt")), given)

    def action_leave(self) -> None:
        """From the fields to the findings, from there back."""
        rows = self.query_one(FindingList)
        if not rows.has_focus and self.query_one(PasteBox).text.strip():
            rows.focus()
        else:
            self.begun.update(document=self._document, text=self.query_one(PasteBox).text)
            self.begun.update({name: self.query_one(f"#{name}", Input).value for name in ("audience", "aim")})
            self.app.pop_screen()


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 0, of an offset."""
    line = text.count("\n", 0, offset)
    return line, offset - (text.rfind("\n", 0, offset) + 1)
