"""Clear a version: the code to read aloud, the words it stands for, who said yes, how, and who noted it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.desk import delegation, reviewing, sign, who
from onrecord.desk.clear import HOW
from onrecord.desk.drafts import document_of
from onrecord.errors import OnrecordError
from onrecord.incident.statements import Verdict
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.one_of import OneOf
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.review.gate import SignOff
    from onrecord.tui.app import OnrecordApp


def spelled(code: str) -> str:
    """A code as it is read aloud, character by character."""
    return "  ".join(code)


class SignScreen(Screen[None]):
    """One version, one answer of one person. The code is that of the words on this screen: if a fact changes
    meanwhile, the answer is refused and the new words are shown."""

    app: OnrecordApp
    CSS_PATH = ["statements.tcss", "record.tcss"]  # noqa: RUF012  Textual declares it so
    HELP = "sign"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f10", "save", "record.sign_save"),
        key("f6", "read", "record.read_words"),
        Binding("escape", "leave", say("keys.back"), id="sign.back"),
    ]

    def __init__(self, document: str, *, reviewing: bool = False) -> None:
        super().__init__()
        self._document = document
        self._reviewing = reviewing
        """The person at the keyboard answers for themselves: in writing, and noted by nobody else."""
        self._asked: sign.Asked | None = None

    def compose(self) -> ComposeResult:
        document = document_of(self.app.open_session, self._document)
        names: tuple[str, ...] = document.sign_off or ("duty",)
        roles = {role: say(f"clearer.{role}") for role in names}
        title = "review.answer_title" if self._reviewing else "record.sign_title"
        yield Top(Content(say(title, name=local(document.name))))
        yield Static(Content(say("record.drafting")), id="gate")
        with Vertical(id="fields"):
            with Horizontal():
                yield Static(say("record.role"), classes="label")
                yield OneOf(roles, id="role")
            with Horizontal():
                yield Static(say("record.answer"), classes="label")
                yield OneOf({v.value: say(f"record.verdict_{v.name.lower()}") for v in Verdict}, id="verdict")
            with Horizontal(id="with-words"):
                yield Static(say("record.which_words"), classes="label")
                yield Input(id="words", compact=True)
            with Horizontal():
                yield Static(say("review.your_name" if self._reviewing else "clear.by"), classes="label")
                yield Input(id="by", compact=True)
            with Horizontal(classes="of-the-desk"):
                yield Static(say("clear.how"), classes="label")
                yield OneOf({way: say(f"how.{way}") for way in HOW}, id="how")
            with Horizontal(classes="of-the-desk"):
                yield Static(say("clear.noted_by"), classes="label")
                yield Input(who.name(), id="noted-by", compact=True)
        with VerticalScroll(id="words-to-read"):
            yield Static("", id="text")
        yield Static(Content(say("clear.not_proved")), id="gate-note")
        yield KeyFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        for row in self.query(".of-the-desk"):
            row.display = not self._reviewing
        self.query_one("#by").focus()
        self.ask(self.app.open_session)

    @property
    def code(self) -> str:
        """The code of the words on the screen; empty until they are drafted."""
        return self._asked.code if self._asked is not None else ""

    @work(thread=True, exclusive=True)
    def ask(self, session: Session) -> None:
        """Draft the version in every language and look whose yes it has."""
        try:
            found = sign.asked(session, self._document)
            rows = sign.told(session, found.state)
            alone = delegation.rows(session, found)
        except OnrecordError as error:
            if self.is_attached:
                self.app.call_from_thread(partial(self.app.tell, error))
            return
        if self.is_attached:
            self.app.call_from_thread(partial(self._show, found, rows, alone))

    def _show(self, found: sign.Asked, rows: tuple[str, ...], alone: tuple[str, ...]) -> None:
        self._asked = found
        lines = [Content.styled(say("record.code_aloud", code=spelled(found.code)), "bold")]
        if not found.document.sign_off:
            lines.append(Content(say("record.needs_nobody")))
        done = {need.role for need in found.state.needs if not need.open}
        for need, told in zip(found.state.needs, rows, strict=False):
            lines.append(Content(f"{'✓' if need.role in done else '✗'} {told}"))
        lines += [Content(row) for row in alone]
        for statement in found.statements:
            if statement.gaps:
                gap = statement.gaps[0].text
                lines.append(Content(f"⚠ {say('record.gap', language=statement.language, gap=gap)}"))
        self.query_one("#gate", Static).update(Content("\n").join(lines))
        texts = [f"── {say(f'language_name.{s.language}')} ──\n{s.text}" for s in found.statements]
        self.query_one("#text", Static).update(Content("\n\n".join(texts)))

    def on_input_submitted(self) -> None:
        self.action_save()

    def on_one_of_submitted(self) -> None:
        self.action_save()

    def action_read(self) -> None:
        """Between the fields and the words: on a small screen they are read over the whole of it."""
        from onrecord.tui.read_only_text import TextScreen

        if self._asked is not None:
            title = say("record.code_aloud", code=spelled(self.code))
            text = "\n\n".join(f"── {s.language} ──\n{s.text}" for s in self._asked.statements)
            self.app.push_screen(TextScreen(title, text))

    def action_save(self) -> None:
        """Note the answer under the code of the words that were read."""
        by, noted_by = self.query_one("#by", Input), self.query_one("#noted-by", Input)
        if self._asked is None:
            toast(self, say("record.drafting"))
            return
        if not by.value.strip():
            by.focus()
            toast(self, say("clear.name_first"), severity="warning")
            return
        session = self.app.open_session
        try:
            state = self._note(session, self._asked.code)
        except OnrecordError as error:
            self.app.tell(error)
            self.query_one("#gate-note", Static).update(Content(f"⚠ {error.message}. {error.hint}"))
            self.ask(session)
            return
        if not self._reviewing:
            who.keep_name(noted_by.value)
        by.value = ""
        self.query_one("#gate-note", Static).update(Content(say("clear.not_proved")))
        key_ = "record.signed_all" if state.cleared else "record.signed"
        toast(self, say(key_, code=state.code), timeout=8)
        self.app.update_session(session)
        self.ask(session)

    def _note(self, session: Session, code: str) -> SignOff:
        by, role = self.query_one("#by", Input).value, self.query_one("#role", OneOf).value
        verdict = Verdict(self.query_one("#verdict", OneOf).value)
        words = self.query_one("#words", Input).value
        if self._reviewing:
            return reviewing.answer(session, self._document, code=code, by=by, role=role, verdict=verdict, words=words)
        return sign.sign(
            session,
            self._document,
            by=by,
            role=role,
            how=self.query_one("#how", OneOf).value,
            code=code,
            noted_by=self.query_one("#noted-by", Input).value,
            verdict=verdict,
            words=words,
        )

    def action_leave(self) -> None:
        self.app.pop_screen()
