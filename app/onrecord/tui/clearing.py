"""Facts that wait for a yes, by who gives it: mark, name, how; one call to legal clears several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.desk import clear, who
from onrecord.desk.explain import MARKS
from onrecord.desk.session import Session
from onrecord.incident.model import effective_status
from onrecord.tui.footer import KeyFooter
from onrecord.tui.marking import MarkList, Row
from onrecord.tui.one_of import OneOf
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import counted, local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class ClearScreen(Screen[None]):
    """Clearing by telephone at night: who said yes, how, and who noted it. Nobody's identity is proved by it."""

    app: OnrecordApp
    CSS_PATH = "statements.tcss"
    HELP = "clear"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "save", say("clear.save"), id="clear.save", tooltip=say("clear.save_tip")),
        Binding("o", "open", say("statements.to_question"), id="clear.open", tooltip=say("clear.open_tip")),
        Binding("escape", "leave", say("keys.back"), id="clear.back"),
    ]

    def __init__(self, fact: str = "") -> None:
        super().__init__()
        self._fact = fact

    def compose(self) -> ComposeResult:
        yield Top(Content(say("clear.title")))
        yield MarkList(id="to-clear")
        with Vertical(id="yes"):
            with Horizontal():
                yield Static(say("clear.by"), classes="label")
                yield Input(id="by", compact=True)
            with Horizontal():
                yield Static(say("clear.how"), classes="label")
                yield OneOf({way: say(f"how.{way}") for way in clear.HOW}, id="how")
            with Horizontal():
                yield Static(say("clear.noted_by"), classes="label")
                yield Input(who.name(), id="noted-by", compact=True)
        yield Static("", id="note")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        self.show_list()
        self.app.session_changed.subscribe(self, self._session_changed)
        rows = self.query_one(MarkList)
        rows.focus()
        if self._fact:
            rows.mark(self._fact)

    def show_list(self) -> None:
        """Every group with its facts; what is cleared leaves the list."""
        session = self.app.open_session
        groups = clear.to_clear(session)
        rows: list[Row] = []
        for group in groups:
            whom = say(f"clearer.{group.clearer}") + (f" ({group.call})" if group.call else "")
            heading = say("clear.group", who=whom, n=len(group.facts))
            rows.append(Row(Content.styled(heading, "bold")))
            rows += [Row(_line(session, item), item.fact.id) for item in group.facts]
        self.query_one(MarkList).show(rows or [Row(Content(say("clear.nothing")))])
        self.query_one("#yes").display = bool(groups)
        self.query_one("#note", Static).update(Content(say("clear.not_proved") if groups else ""))

    def on_mark_list_done(self) -> None:
        if self.query_one(MarkList).marked:
            self.query_one("#by", Input).focus()
        else:
            toast(self, say("clear.mark_first"))

    def on_input_submitted(self) -> None:
        self.action_save()

    def on_one_of_submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        marked = self.query_one(MarkList).marked
        by, noted_by = self.query_one("#by", Input), self.query_one("#noted-by", Input)
        how = self.query_one(OneOf).value
        if marked and not by.value.strip():
            by.focus()
            toast(self, say("clear.name_first"), severity="warning")
            return
        session = self.app.open_session
        done = self.app.attempt(
            lambda: clear.clear_facts(session, marked, by=by.value, how=how, noted_by=noted_by.value)
        )
        if done:
            who.keep_name(noted_by.value)
            toast(self, counted("clear.done", len(marked), by=by.value.strip()))
            self.query_one(MarkList).focus()

    def action_open(self) -> None:
        if fact := self.query_one(MarkList).current:
            self.app.open_question(fact)

    def action_leave(self) -> None:
        if self.query_one(MarkList).has_focus:
            self.app.pop_screen()
        else:
            self.query_one(MarkList).focus()

    def _session_changed(self, session: Session | None) -> None:
        if session is not None:
            self.show_list()


def _line(session: Session, item: clear.ToClear) -> Content:
    status = effective_status(item.fact, item.question)
    said = ", ".join(part for part in (say(f"status.{status.value}"), item.fact.source) if part)
    hold = f" · {say('release.hold')}" if item.hold else ""
    head = Content(f"{MARKS.get(status.value, '-')} {local(item.question.label)}: {item.value}")
    return head + Content.styled(f"  {said}{hold}", "$text-muted")
