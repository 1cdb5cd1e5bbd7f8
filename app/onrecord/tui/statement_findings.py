"""Findings on the statements screen: the checks run behind its back, and it acts on what a person says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Tab, Tabs

from onrecord.desk import findings, who
from onrecord.desk.findings import Checked, Noted
from onrecord.drafting.statement import Statement
from onrecord.errors import OnrecordError
from onrecord.tui.finding_list import FindingList
from onrecord.tui.finding_screen import Done, FindingScreen
from onrecord.tui.statement_view import StatementView
from onrecord.tui.toast import toast
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.desk.edit import Change
    from onrecord.tui.app import OnrecordApp

PAUSE = 0.15
"""Seconds without a change before the checks run: whoever pages through tabs is not held up by each."""


class WithFindings(Screen[None]):
    """The part of the statements screen that has to do with findings. Reports come from a thread; a report on a text
    that is no longer shown is dropped."""

    app: OnrecordApp
    _statement: Statement | None
    _waiting: Timer | None = None
    _checked: Checked | None = None

    def check_soon(self) -> None:
        """The text changed: have it checked when nothing has changed for a moment."""
        if self._waiting is not None:
            self._waiting.stop()
        if self._checked is not None and self._checked.statement != self._statement:
            self._checked = None
        self._waiting = self.set_timer(PAUSE, self._check)

    def _check(self) -> None:
        statement, session = self._statement, self.app.session
        if statement is None or session is None:
            return

        def work() -> None:
            try:
                done = findings.checked(session, statement, findings.drafts_of(session).values())
            except OnrecordError as error:
                self.app.call_from_thread(self.app.tell, error)
                return
            self.app.call_from_thread(self._take, done)

        self.run_worker(work, thread=True, exclusive=True, group="checks", exit_on_error=False)

    def _take(self, done: Checked) -> None:
        if self._statement is None or done.statement.id != self._statement.id or not self.is_attached:
            return
        self._checked = done
        self.show_findings(done)

    def show_findings(self, done: Checked) -> None:
        """Findings under the panel, those of the cursor's sentence first; how many in the tab of the text."""
        rows = self.query_one(FindingList)
        rows.show(done.rows, first=self.query_one(StatementView).number)
        rows.display = True
        self._mark_tab(done)

    def findings_of_sentence(self) -> None:
        """The cursor is on another sentence: its findings lead."""
        if self._checked is not None:
            self.query_one(FindingList).show(self._checked.rows, first=self.query_one(StatementView).number)

    def _mark_tab(self, done: Checked) -> None:
        from onrecord.content.load import load_document
        from onrecord.tui.words import local

        name = local(load_document(done.statement.document).name)
        signs = [f"✗{len(done.stops)}"] if done.stops else []
        signs += [f"!{done.to_look_at}"] if done.to_look_at else []
        for tab in self.query_one(Tabs).query(Tab):
            if tab.id == done.statement.document:
                tab.label = Content(" ".join([name, *signs]))

    # -- what a person does ------------------------------------------------------------------------------------------

    def on_finding_list_wanted(self, event: FindingList.Wanted) -> None:
        self.open_finding(event.row)

    def open_finding(self, row: Noted) -> None:
        """Why it is found; then whatever the person wants done."""

        def decided(done: Done | None) -> None:
            if done is not None:
                self._do(row, done)

        self.app.push_screen(FindingScreen(row), decided)

    def action_finding(self) -> None:
        """To the next sentence with a finding, from the top again after the last."""
        if self._checked is None or not self._checked.rows:
            toast(self, say("findings.nothing"))
            return
        view = self.query_one(StatementView)
        here = [row for row in self._checked.rows if row.finding.severity != "info"] or list(self._checked.rows)
        numbers = sorted({row.sentence for row in here if row.sentence is not None})
        self._show_side(True)
        if numbers:
            view.go(next((n for n in numbers if n > view.number), numbers[0]))
        self.query_one(FindingList).focus()

    def action_replacement(self) -> None:
        """The suggested words of the finding under the cursor; where none are suggested, the sentence to change."""
        rows = self.query_one(FindingList)
        number = self.query_one(StatementView).number
        row = rows.row if rows.has_focus else next((r for r in rows.rows if r.sentence == number), None)
        if row is None:
            toast(self, say("findings.none_here"))
        elif row.finding.replacements:
            self._do(row, Done("replace"))
        else:
            self.open_finding(row)

    def _do(self, row: Noted, done: Done) -> None:
        session, statement = self.app.open_session, self._statement
        if statement is None or self._checked is None or row not in self._checked.rows:
            toast(self, say("findings.changed"), severity="warning")
            return
        if done.what == "replace":
            self._change(lambda: findings.take_replacement(session, statement, row, by=who.name(), which=done.which))
        elif done.what == "edit":
            view = self.query_one(StatementView)
            if row.sentence is not None:
                view.go(row.sentence)
            view.focus()
            self.action_edit()
        else:
            try:
                if done.what == "stop":
                    findings.stop_all_the_same(session, statement, row)
                else:
                    findings.send_all_the_same(
                        session, statement, row, by=done.by, reason=done.reason, second=done.second
                    )
                    who.keep_name(done.by)
                    toast(self, say("findings.noted"))
            except OnrecordError as error:
                self.app.tell(error)
                return
            self.check_soon()

    # -- given by the screen -----------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Change the sentence under the cursor."""
        raise NotImplementedError

    def _show_side(self, shown: bool) -> None:
        raise NotImplementedError

    def _change(self, change: Callable[[], Change | None]) -> bool:
        raise NotImplementedError
