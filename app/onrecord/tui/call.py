"""The call key: a sentence to read aloud on top, below it who asked what and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.content.places import languages
from onrecord.desk import calls, who
from onrecord.errors import OnrecordError
from onrecord.incident.clean import LONG
from onrecord.tui.footer import KeyFooter
from onrecord.tui.line import Line
from onrecord.tui.top import Top
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class CallScreen(Screen[None]):
    """Everything can stay empty but one field. Escape keeps what was typed for the next time the key is pressed."""

    app: OnrecordApp
    HELP = "call"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "save", say("call.save"), id="call.save", tooltip=say("call.save_tip")),
        Binding("ctrl+l", "language", say("ask.language"), id="call.language", tooltip=say("call.language_tip")),
        Binding("escape", "leave", say("keys.back"), id="call.back", tooltip=say("call.back_tip")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._language = ""

    def compose(self) -> ComposeResult:
        yield Top(Content(say("call.title")))
        yield Static("", id="aloud")
        with Vertical(id="fields"):
            for name in calls.FIELDS:
                with Horizontal(classes="line"):
                    yield Static(Content(say("call." + name)), classes="line-label call-label")
                    yield Line(id=name)
        yield Static("", id="hint")
        with VerticalScroll(id="noted"):
            yield Static("", id="noted-text")
        yield KeyFooter(compact=True, show_command_palette=self.app.size.width >= 100)

    def on_mount(self) -> None:
        session = self.app.session
        self._language = session.languages[0] if session is not None else languages()[0]
        try:
            half = calls.half(session)
        except OnrecordError as error:
            self.app.tell(error)
            half = {}
        for number, name in enumerate(calls.FIELDS):
            line = self.query_one("#" + name, Line)
            line.longest = LONG if name == "question" else line.longest
            line.show(
                half.get(name, ""),
                enter=lambda _, at=number: self._enter(at),  # type: ignore[misc]
                changed=lambda text, field=name: self._typed(field, text),  # type: ignore[misc]
            )
        self._draw()
        self.set_focus(self.query_one("#outlet"))

    def _typed(self, name: str, text: str) -> None:
        try:
            calls.keep_half(self.app.session, name, text)
        except OnrecordError as error:
            self.app.tell(error)
        if name == "back_by":
            self._draw()

    def _draw(self) -> None:
        """The sentence with the time as it is now, and the calls so far."""
        session = self.app.session
        back_by = calls.offered(session, self.app.clock)
        try:
            typed = calls.moment(session, self.app.clock, self.query_one("#back_by", Line).value)
            back_by = typed or back_by
        except OnrecordError:
            pass
        zone = ZoneInfo(calls.zone_of(session))
        text = calls.sentence(self._language, back_by.astimezone(zone))
        self.query_one("#aloud", Static).update(Content("» " + text).stylize("bold"))
        try:
            noted = calls.noted(session)
        except OnrecordError as error:
            self.app.tell(error)
            noted = ()
        lines = [Content.styled(say("call.so_far", n=len(noted)), "bold")] if noted else []
        for call in noted:
            parts = [call.outlet, call.person, call.number, call.question]
            line = f"{call.at.astimezone(zone):%H:%M}  " + " · ".join(part for part in parts if part)
            if call.deadline is not None:
                line += " · " + say("call.until", time=f"{call.deadline.astimezone(zone):%H:%M}")
            lines.append(Content(line))
        self.query_one("#noted-text", Static).update(Content("\n").join(lines))

    def _enter(self, number: int) -> None:
        if number + 1 < len(calls.FIELDS):
            self.set_focus(self.query_one("#" + calls.FIELDS[number + 1]))
        else:
            self.action_save()

    def action_save(self) -> None:
        """Into the media log; the fields are free for the next call."""
        fields = {name: self.query_one("#" + name, Line).value for name in calls.FIELDS}
        hint = self.query_one("#hint", Static)
        try:
            calls.note(self.app.session, self.app.clock, fields, language=self._language, by=who.name())
        except OnrecordError as error:
            hint.add_class("warn")
            hint.update(Content(f"⚠ {error.message} {error.hint}"))
            return
        hint.remove_class("warn")
        hint.update(Content(say("call.saved")))
        for name in calls.FIELDS:
            line = self.query_one("#" + name, Line)
            line.clear_quietly()
        self._draw()
        self.set_focus(self.query_one("#outlet"))

    def action_language(self) -> None:
        known = languages()
        self._language = known[(known.index(self._language) + 1) % len(known)] if self._language in known else known[0]
        self._draw()

    def action_leave(self) -> None:
        self.app.pop_screen()
