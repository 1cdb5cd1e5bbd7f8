"""The incident as it stood at a moment: to look at, never to change. The banner says so; Escape returns to now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, Tab, Tabs

from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.toast import toast
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.past import Past, StatementThen
    from onrecord.tui.app import OnrecordApp

FACTS, OUT = "facts-then", "out-then"


class PastScreen(Screen[None]):
    """It holds values only: the open incident stays what it is, and no key here changes anything."""

    app: OnrecordApp
    CSS_PATH = ["statements.tcss", "record.tcss"]  # noqa: RUF012  Textual declares it so
    HELP = "past"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", say("past.leave"), id="past.leave", tooltip=say("past.leave_tip")),
        key("right,right_square_bracket", "tab(1)", "past.next", display="→"),
        key("left,left_square_bracket", "tab(-1)", "past.before", display="←"),
        key("l,ctrl+l", "language", "past.language"),
        key("f1", "app.help", "keys.help", tip="keys.help_tip"),
        # Keys that open the present elsewhere: here they only say where one is.
        Binding("f2,f8,f11,ctrl+g", "now_only", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, past: Past) -> None:
        super().__init__()
        self._past = past
        self._tab = FACTS
        self._language = next((code for row in past.statements for code in row.texts), "en")

    def compose(self) -> ComposeResult:
        yield Static("", id="past-banner")
        names = [(FACTS, say("past.facts"))]
        names += [(row.document, local(row.name)) for row in self._past.statements]
        names += [(OUT, say("past.out"))]
        yield Tabs(*(Tab(Content(text), id=name) for name, text in names), id="past-tabs")
        with VerticalScroll(id="past-text"):
            yield Static("", id="past-shown")
        yield KeyFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Tabs).can_focus = False
        past = self._past
        banner = say("past.banner", time=f"{past.at:%H:%M %Z}", day=f"{past.at:%d.%m.%Y}")
        self.query_one("#past-banner", Static).update(Content(banner))
        self.query_one("#past-text").focus()
        self.show()

    def show(self) -> None:
        """The tab that is chosen."""
        if self._tab == FACTS:
            shown = self._facts()
        elif self._tab == OUT:
            shown = self._out()
        else:
            shown = self._statement(next(row for row in self._past.statements if row.document == self._tab))
        self.query_one("#past-shown", Static).update(shown)
        self.query_one("#past-text").scroll_home(animate=False)

    def _facts(self) -> Content:
        past = self._past
        lines = [Content.styled(say("past.newest", words=past.entry.words, by=past.entry.by), "$text-muted")]
        if past.covered:
            lines.append(Content(f"⊘ {say('past.covered', facts=', '.join(past.covered))}"))
        for fact in past.facts:
            value = f": {fact.value}" if fact.value else ""
            behind = [fact.status, fact.release, fact.source and say("record.says", source=fact.source)]
            if fact.as_of is not None:
                behind.append(say("record.as_of", time=f"{fact.as_of.astimezone(past.at.tzinfo):%H:%M}"))
            head = Content.styled(fact.label, "bold") + Content(value)
            more = " · ".join(part for part in behind if part)
            lines.append(head + Content.styled(f"\n    {more}", "$text-muted"))
        return Content("\n").join(lines if past.facts else [*lines, Content(say("record.nothing"))])

    def _statement(self, row: StatementThen) -> Content:
        state = say("past.cleared" if row.cleared else "past.not_cleared")
        lines = [Content.styled(f"{say('record.code_is', code=row.code)} · {state}" if row.code else state, "bold")]
        lines += [Content(line) for line in row.told]
        codes = list(row.texts)
        if self._language in codes:
            codes = [self._language]
        for code in codes:
            lines += [Content(""), Content.styled(f"── {say(f'language_name.{code}')} ──", "bold")]
            lines.append(Content(row.texts[code]))
        lines += [Content(""), Content.styled(say("past.passages"), "$text-muted")]
        return Content("\n").join(lines)

    def _out(self) -> Content:
        past = self._past
        lines = []
        for one in past.issued:
            at = f"{one.at.astimezone(past.at.tzinfo):%d.%m. %H:%M}"
            lines.append(Content.styled(f"{at}  {one.name}, {' + '.join(one.languages)}", "bold"))
            lines.append(Content(f"    {', '.join(one.to)} ({one.where}), {say('record.code_is', code=one.code)}"))
        if not lines:
            lines = [Content(say("past.nothing_out"))]
        lines.append(Content(""))
        for call in past.calls:
            at = f"{call.at.astimezone(past.at.tzinfo):%d.%m. %H:%M}"
            who = " · ".join(part for part in (call.outlet, call.question or call.text) if part)
            lines.append(Content(f"{at}  {say('record.kind_call')}: {who}"))
        return Content("\n").join(lines)

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        if event.tab.id and event.tab.id != self._tab:
            self._tab = event.tab.id
            self.show()

    def action_tab(self, step: int) -> None:
        names = [tab.id or "" for tab in self.query(Tab)]
        self.query_one(Tabs).active = names[(names.index(self._tab) + step) % len(names)]

    def action_language(self) -> None:
        codes = list(dict.fromkeys(code for row in self._past.statements for code in row.texts))
        if self._language in codes:
            self._language = codes[(codes.index(self._language) + 1) % len(codes)]
            self.show()

    def action_scroll(self, step: int) -> None:
        self.query_one("#past-text").scroll_relative(y=step, animate=False)

    def action_now_only(self) -> None:
        toast(self, say("past.now_only"), severity="warning")

    def action_leave(self) -> None:
        self.app.pop_screen()
