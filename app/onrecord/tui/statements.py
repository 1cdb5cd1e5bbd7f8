"""The statements of an incident: one tab per document, a cursor by sentence, and why each sentence stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, Tab, Tabs

from onrecord.content.load import load_document
from onrecord.content.model import Document
from onrecord.desk import drafts, edit, editor_text, who
from onrecord.desk.edit import Change, why_fixed
from onrecord.desk.export import copy_text, save_copy, sheet_text
from onrecord.desk.grounds import grounds
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import OnrecordError
from onrecord.tui import statement_lines
from onrecord.tui.edit_box import EditBox
from onrecord.tui.finding_list import FindingList
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.rests_on import RestsOn
from onrecord.tui.statement_findings import WithFindings
from onrecord.tui.statement_view import StatementView
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import counted, local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp

TICK = 5.0
"""Seconds between looks at the clock: the text is drafted anew when its minute is over."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was in the statements of an incident."""

    document: str
    language: str
    number: int


class StatementsScreen(WithFindings):
    """Read, explain, change by hand, copy. It shows what desk functions give; every change goes through them."""

    app: OnrecordApp
    CSS_PATH = "statements.tcss"
    HELP = "statements"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  Textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        key("e", "edit", "statements.edit"),
        key("f", "finding", "findings.next"),
        key("r", "replacement", "findings.replace", show=False),
        key("l,ctrl+l", "language", "statements.language"),
        key("y", "copy", "statements.copy"),
        key("f8", "app.export", "statements.export"),
        key("s", "sheet", "statements.sheet"),
        key("f7", "clear", "statements.clear"),
        # Before what only a wide screen has room for in its last line.
        key("f1", "app.help", "keys.help", tip="keys.help_tip"),
        key("f4", "editor", "statements.editor"),
        key("x", "explain", "statements.explain"),
        key("m", "refine", "refine.open"),
        key("h", "record", "record.open_key", show=False),
        key("v", "sign", "record.sign", show=False),
        key("i", "issue", "record.issue", show=False),
        key("delete", "delete", "statements.delete", show=False),
        key("u", "undo", "statements.undo", show=False),
        key("w", "write", "statements.write", show=False),
        key("b", "stranded", "statements.both", show=False),
        key("equals_sign", "in_step", "statements.in_step", show=False, display="="),
        key("p", "panel", "statements.panel", show=False),
        key("left,left_square_bracket", "document(-1)", "statements.before", show=False),
        key("right,right_square_bracket", "document(1)", "statements.after", show=False),
        key("f2", "facts", "statements.facts", show=False),
        Binding("escape", "leave", say("keys.back"), show=False),
    ]

    places: ClassVar[dict[Path, Place]] = {}
    """The last place in each incident: whoever answers a question and comes back is where they were."""

    def __init__(self, document: str | None = None, fact: str | None = None) -> None:
        super().__init__()
        self._wanted, self._fact = document, fact
        self._document = document or ""
        self._language = ""
        self._number = 0
        self._statement: Statement | None = None
        self._changes: list[Change] = []
        self._explain = False
        self._editing: Sentence | None = None
        self._out_of_date = False

    # -- what is shown -------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        session = self.app.open_session
        place = self.places.get(session.path, Place("", session.languages[0], 0))
        self._language = place.language if place.language in session.languages else session.languages[0]
        found = drafts.documents(session)
        names = {d.id for d in found}
        self._document = next(name for name in (self._wanted, place.document, found[0].id) if name in names) or ""
        self._number = place.number if self._document == place.document else 0
        yield Top()
        yield Tabs(*(Tab(Content(local(d.name)), id=d.id) for d in found), active=self._document, id="documents")
        with Horizontal(id="both"):
            with Vertical(id="text-side"):
                yield StatementView(id="statement")
                yield EditBox(id="edit-box")
            with Vertical(id="panel"):
                yield RestsOn(id="rests-on")
                yield FindingList(id="findings")
        yield Static("", id="note")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Tabs).can_focus = False
        self.query_one(EditBox).display = False
        self.query_one(FindingList).display = False
        self.app.session_changed.subscribe(self, self._session_changed)
        self.set_interval(TICK, self._tick)
        view = self.query_one(StatementView)
        view.border_title = " "
        view.focus()
        self.refresh_text(self._number)
        if self._fact and self._statement is not None:
            fed = drafts.fed_by(self._statement, self._fact)
            view.go(fed[0] if fed else 0)

    def refresh_text(self, number: int | None = None) -> None:
        """Draft again and show it; the cursor stays on the same sentence as far as there is one."""
        session = self.app.open_session
        view = self.query_one(StatementView)
        try:
            every = {code: drafts.draft_document(session, self._document, code) for code in session.languages}
        except OnrecordError as error:
            self.app.tell(error)
            return
        self._statement = every[self._language]
        self._out_of_date = False
        view.show(self._statement, view.number if number is None else number)
        document = self._now(session)
        self.query_one("#top", Static).update(statement_lines.head(session, self._language))
        view.border_title = f"{local(document.name)} · {say(f'language_name.{self._language}')}"
        view.border_subtitle = Content("  ").join([statement_lines.count(document, s) for s in every.values()]).markup
        self._show_panel()
        self._show_note(session)
        self.check_soon()

    def _show_panel(self) -> None:
        panel, view = self.query_one(RestsOn), self.query_one(StatementView)
        sentence, statement = view.sentence, self._statement
        if sentence is None or statement is None:
            panel.show(())
            return
        panel.border_title = say("statements.rests_on", n=view.number + 1, of=len(statement.sentences))
        session = self.app.open_session
        self.places[session.path] = Place(self._document, self._language, view.number)
        notes = statement_lines.on_sentence(session, statement, sentence, explain=self._explain)
        panel.show(grounds(session, sentence), notes)

    def _show_note(self, session: Session) -> None:
        statement = self._statement
        assert statement is not None
        notes = statement_lines.on_text(session, statement)
        note = self.query_one("#note", Static)
        note.display = bool(notes)
        note.update(Content("\n".join(f"⚠ {line}" for line in notes)))

    def _now(self, session: Session) -> Document:
        found = (d for d in drafts.documents(session) if d.id == self._document)
        return next(found, None) or load_document(self._document)

    def _session_changed(self, session: Session | None) -> None:
        # Below another screen (an answer is being given there) drafting waits until this one is seen again.
        self._out_of_date = True
        if session is not None and self.is_current:
            self.refresh_text()

    def on_screen_resume(self) -> None:
        if self._out_of_date and self.app.session is not None:
            self.refresh_text()

    def _tick(self) -> None:
        session = self.app.session
        if session is None or self._statement is None or self._editing is not None:
            return
        if self.app.screen is self and session.now().replace(second=0, microsecond=0) > self._statement.at:
            self.refresh_text()

    # -- moving --------------------------------------------------------------------------------------------------------

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        if event.tab.id and event.tab.id != self._document:
            self._document = event.tab.id
            self.refresh_text(0)

    def on_statement_view_moved(self) -> None:
        self._show_panel()
        self.findings_of_sentence()

    def on_statement_view_chosen(self, event: StatementView.Chosen) -> None:
        sentence = self.query_one(StatementView).sentence
        if sentence is None:
            return
        gap = event.fact or next((name for span in sentence.gaps for name in span.facts), "")
        if gap in self.app.open_session.questions:
            self._open_question(gap)
        else:
            self._show_side(True)
            self.query_one(RestsOn).focus()

    def on_rests_on_wanted(self, event: RestsOn.Wanted) -> None:
        self._open_question(event.fact)

    def _open_question(self, fact: str) -> None:
        if fact in self.app.open_session.questions:
            self.app.open_question(fact)
        else:
            toast(self, say("statements.no_question"))

    def action_document(self, step: int) -> None:
        names = [tab.id or "" for tab in self.query(Tab)]
        self.query_one(Tabs).active = names[(names.index(self._document) + step) % len(names)]

    def action_language(self) -> None:
        languages = self.app.open_session.languages
        if len(languages) < 2:
            toast(self, say("statements.one_language"))
            return
        self._language = languages[(languages.index(self._language) + 1) % len(languages)]
        self.refresh_text()

    def action_explain(self) -> None:
        self._explain = not self._explain
        self._show_side(True)
        self._show_panel()

    def action_panel(self) -> None:
        self._show_side(not self.query_one("#panel").has_class("-shown"))

    def _show_side(self, shown: bool) -> None:
        panel = self.query_one("#panel")
        panel.set_class(shown, "-shown")
        panel.set_class(not shown, "-hidden")

    def action_facts(self) -> None:
        """Back to the questions; when the promised update was missed, first to the draft that follows it."""
        if self.app.is_next_draft_open():
            self.app.open_next_draft()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        if self.query_one(RestsOn).has_focus or self.query_one("#findings").has_focus:
            self.query_one(StatementView).focus()
        else:
            self.app.pop_screen()

    # -- changing ------------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        sentence, statement = self.query_one(StatementView).sentence, self._statement
        if sentence is None or statement is None or not self._changeable(sentence):
            return
        begun = edit.half_typed_text(self.app.open_session, statement, sentence)
        self._begin_edit(sentence, begun or sentence.text)

    def _begin_edit(self, sentence: Sentence, text: str) -> None:
        self._editing = sentence
        box = self.query_one(EditBox)
        box.display = True
        box.border_title = say("statements.edit_title", n=self.query_one(StatementView).number + 1)
        box.border_subtitle = say("statements.edit_keys")
        box.begin(text)
        self.call_after_refresh(self.query_one(StatementView)._into_view)

    def on_text_area_changed(self, event: EditBox.Changed) -> None:
        if self._editing is not None and self._statement is not None and isinstance(event.text_area, EditBox):
            try:
                edit.keep_half_typed(self.app.open_session, self._statement, self._editing, event.text_area.text)
            except OnrecordError as error:
                self.app.tell(error)

    def on_edit_box_refused(self, event: EditBox.Refused) -> None:
        self.app.tell(event.error)

    def on_edit_box_left(self) -> None:
        self._end_edit()

    def on_edit_box_saved(self, event: EditBox.Saved) -> None:
        sentence, statement = self._editing, self._statement
        if sentence is None or statement is None:
            return
        session = self.app.open_session
        if self._change(lambda: edit.edit_sentence(session, statement, sentence, event.text, by=who.name())):
            edit.keep_half_typed(session, statement, sentence, "")
            self._end_edit()

    def _end_edit(self) -> None:
        self._editing = None
        self.query_one(EditBox).display = False
        self.query_one(StatementView).focus()
        self.refresh_text()

    def action_delete(self) -> None:
        sentence, statement = self.query_one(StatementView).sentence, self._statement
        if sentence is None or statement is None or not self._changeable(sentence):
            return
        session = self.app.open_session
        if self._change(lambda: edit.delete_sentence(session, statement, sentence, by=who.name())):
            toast(self, say("statements.deleted"))

    def action_undo(self) -> None:
        session = self.app.open_session
        mine = [c for c in self._changes if (c.document, c.language) == (self._document, self._language)]
        try:
            if mine:
                edit.undo(session, mine[-1])
                self._changes.remove(mine[-1])
            elif edit.undo_latest(session, self._document, self._language) is None:
                toast(self, say("statements.nothing_to_undo"))
                return
        except OnrecordError as error:
            if mine:
                self._changes.remove(mine[-1])
            self.app.tell(error)
            return
        toast(self, say("statements.undone"))
        self.app.update_session(session)

    def action_editor(self) -> None:
        from onrecord.tui.editor import edited
        from onrecord.tui.read_only_text import TextScreen

        statement, session = self._statement, self.app.open_session
        if statement is None:
            return
        path = session.path / ".onrecord" / f"edit.{statement.document}.{statement.language}.md"
        try:
            back = edited(self.app, path, editor_text.for_editor(statement))  # type: ignore[arg-type]
            read = editor_text.from_editor(statement, back)
        except OnrecordError as error:
            self.app.tell(error)
            return
        done = self._change(lambda: editor_text.apply(session, statement, read, by=who.name()))
        if done:
            toast(self, counted("statements.editor_done", len(read.changed)))
        if read.unmatched:
            text = "\n\n".join((say("statements.editor_lost", path=path), *read.unmatched))
            self.app.push_screen(TextScreen(say("statements.editor_lost_title"), text))

    def action_refine(self) -> None:
        from onrecord.desk.refine import hidden, refuse
        from onrecord.tui.refine import RefineScreen

        statement, session = self._statement, self.app.open_session
        if statement is None:
            return
        if why := hidden(session, statement.document):
            toast(self, why)
            return
        if session.read_only:
            toast(self, say("statements.not_writable", why=session.read_only), severity="warning")
            return
        try:
            refuse(session, statement)
        except OnrecordError as error:
            self.app.tell(error)
            return

        def back(changes: tuple[Change, ...] | None) -> None:
            self._changes.extend(changes or ())

        number = self.query_one(StatementView).number + 1
        self.app.push_screen(RefineScreen(statement, number), back)

    def action_stranded(self) -> None:
        from onrecord.tui.stranded import Decision, StrandedScreen

        statement, session = self._statement, self.app.open_session
        if statement is None or not statement.stranded:
            toast(self, say("statements.no_stranded"))
            return

        def decided(choice: Decision | None) -> None:
            if choice is None:
                return
            old, now = choice.row.edit, choice.row.now
            if choice.what == "drop" or now is None:
                self._change(lambda: edit.drop(session, statement, old))
            elif choice.what == "mine":
                self._change(lambda: edit.rebase(session, statement, old, now, by=who.name()))
            else:
                self.query_one(StatementView).go(statement.sentences.index(now))
                self._begin_edit(now, old.text)
                return
            if self._statement is not None and self._statement.stranded:
                self.action_stranded()

        self.app.push_screen(StrandedScreen(edit.stranded(statement)), decided)

    def action_in_step(self) -> None:
        session = self.app.open_session
        try:
            settled = edit.say_in_step(session, self._document, self._language, by=who.name())
        except OnrecordError as error:
            self.app.tell(error)
            return
        key = "statements.in_step_done" if settled else "statements.in_step_already"
        toast(self, say(key, language=say(f"language_name.{self._language}"), by=who.name()))
        self.refresh_text()

    def _changeable(self, sentence: Sentence) -> bool:
        if why := self.app.open_session.read_only:
            toast(self, say("statements.not_writable", why=why), severity="warning")
            return False
        if reason := why_fixed(sentence):
            toast(self, say(f"statements.fixed_{reason}"), severity="warning")
            return False
        return True

    def _change(self, change: Callable[[], Change | None]) -> bool:
        """Do something to the edits; what goes wrong is told, and nothing that was typed is lost."""
        try:
            done = change()
        except OnrecordError as error:
            self.app.tell(error)
            return False
        if done is None:
            toast(self, say("statements.nothing_changed"))
            return False
        self._changes.append(done)
        if done.removed:
            toast(self, say("statements.removed", what=", ".join(done.removed)), severity="warning")
        self.app.update_session(self.app.open_session)
        self.refresh_text()
        return True

    # -- taking it away ------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        statement = self._statement
        if statement is None:
            return
        try:
            text = copy_text(self.app.open_session, statement)
        except OnrecordError as error:
            self.app.tell(error)
            return
        self.app.copy_to_clipboard(text)
        toast(self, say("statements.copied"), title=say("statements.copied_title"), timeout=10)

    def action_write(self) -> None:
        statement = self._statement
        if statement is None:
            return
        try:
            path = save_copy(self.app.open_session, statement)
        except OnrecordError as error:
            self.app.tell(error)
            return
        toast(self, str(path), title=say("statements.written_title"), timeout=15)

    def action_sheet(self) -> None:
        from onrecord.tui.read_only_text import TextScreen

        session = self.app.open_session
        try:
            text = sheet_text(session, self._document, language=self._language, by=who.name())
        except OnrecordError as error:
            self.app.tell(error)
            return
        self.app.push_screen(TextScreen(say("statements.sheet_title"), text, markdown=True))

    def action_record(self) -> None:
        self.app.show_record(self._document)

    def action_sign(self) -> None:
        """Clear the version that is shown: all its languages together."""
        from onrecord.tui.signing import SignScreen

        self.app.push_screen(SignScreen(self._document, reviewing=bool(self.app.open_session.read_only)))

    def action_issue(self) -> None:
        """What keeps this document in, or giving it out with its code typed."""
        from onrecord.tui.issuing import IssueScreen

        self.app.push_screen(IssueScreen(self._document))

    def action_clear(self) -> None:
        from onrecord.tui.clearing import ClearScreen

        self.app.push_screen(ClearScreen())
