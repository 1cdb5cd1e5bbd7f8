"""Give a version out: what keeps the gate shut, or to whom, where, and the code of the version, typed."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.content.load import load_document
from onrecord.desk import changes, delegation, who
from onrecord.desk import issue as use
from onrecord.errors import OnrecordError
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.signing import spelled
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.incident.issued import Issue
    from onrecord.tui.app import OnrecordApp


def followed(session: Session, document: str) -> Issue | None:
    """The issue that an update or correction is about: its recipients get the new text too."""
    return changes.followed(session) if document in changes.FOLLOW_UPS else None


class IssueScreen(Screen[None]):
    """No key alone gives anything out: the four characters of the version are typed by hand."""

    app: OnrecordApp
    CSS_PATH = ["statements.tcss", "record.tcss"]  # noqa: RUF012  Textual declares it so
    HELP = "issue"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f10", "save", "record.issue_save"),
        Binding("escape", "leave", say("keys.back"), id="issue.back"),
    ]

    def __init__(self, document: str) -> None:
        super().__init__()
        self._document = document
        self._gate: use.Gate | None = None

    def compose(self) -> ComposeResult:
        document = load_document(self._document)
        before = followed(self.app.open_session, self._document)
        yield Top(Content(say("record.issue_title", name=local(document.name))))
        yield Static(Content(say("record.drafting")), id="gate")
        with Vertical(id="fields"):
            with Horizontal():
                yield Static(say("record.to"), classes="label")
                to = ", ".join(before.to) if before is not None else ""
                yield Input(to, id="to", compact=True, placeholder=say("record.to_hint"))
            with Horizontal():
                yield Static(say("record.where"), classes="label")
                yield Input(before.where if before else "", id="where-to", compact=True)
            with Horizontal():
                yield Static(say("record.sent_by"), classes="label")
                yield Input(who.name(), id="by", compact=True)
            with Horizontal():
                yield Static(say("record.code"), classes="label")
                yield Input("", id="code", compact=True, max_length=8, placeholder=say("record.code_hint"))
        with VerticalScroll(id="words-to-read"):
            yield Static("", id="text")
        yield Static(Content(say("record.sends_nothing")), id="gate-note")
        yield KeyFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#fields").display = False
        self.query_one("#words-to-read").focus()
        self.ask(self.app.open_session)

    @property
    def gate(self) -> use.Gate | None:
        """What keeps the document in; None until it was looked at."""
        return self._gate

    @work(thread=True, exclusive=True)
    def ask(self, session: Session) -> None:
        """Draft and check every language, off the screen's thread."""
        try:
            found = use.gate(session, self._document)
        except OnrecordError as error:
            if self.is_attached:
                self.app.call_from_thread(partial(self.app.tell, error))
            return
        if self.is_attached:
            self.app.call_from_thread(partial(self._show, found))

    def _show(self, found: use.Gate) -> None:
        self._gate = found
        if found.stops:
            lines = [Content.styled(say("record.shut", n=len(found.stops)), "bold")]
            lines += [Content(f"✗ {stop}") for stop in found.stops]
        else:
            lines = [Content.styled(say("record.open", code=spelled(found.code)), "bold")]
            lines += [Content(f"⚠ {row}") for row in delegation.rows(self.app.open_session, found.asked)]
        self.query_one("#gate", Static).update(Content("\n").join(lines))
        self.query_one("#fields").display = not found.stops
        texts = [f"── {say(f'language_name.{s.language}')} ──\n{s.text}" for s in found.asked.statements]
        self.query_one("#text", Static).update(Content("\n\n".join(texts)))
        if not found.stops:
            self.query_one("#to", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; only in the last one, with the code typed, it gives out."""
        order = ("to", "where-to", "by", "code")
        at = order.index(event.input.id or "to")
        if at + 1 < len(order):
            self.query_one(f"#{order[at + 1]}").focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Freeze it as given out, if the code is the one of the text as it stands now."""
        if self._gate is None or self._gate.stops:
            toast(self, say("record.gate_shut"), severity="warning")
            return
        code = self.query_one("#code", Input)
        if not code.value.strip():
            code.focus()
            toast(self, say("record.type_code"), severity="warning")
            return
        session = self.app.open_session
        before = followed(session, self._document)
        to = tuple(part.strip() for part in re.split(r"[,;]", self.query_one("#to", Input).value) if part.strip())
        try:
            done = use.issue(
                session,
                self._document,
                code=code.value,
                to=to,
                where=self.query_one("#where-to", Input).value,
                by=self.query_one("#by", Input).value,
                follows=before.name if before is not None else "",
            )
        except OnrecordError as error:
            self.app.tell(error)
            self.ask(session)
            return
        self.app.pop_screen()
        self.app.update_session(session)
        at = done.at.astimezone(session.timezone)
        toast(self.app.screen, say("record.issued_done", name=done.name, time=f"{at:%H:%M}"), timeout=12)

    def action_leave(self) -> None:
        self.app.pop_screen()
