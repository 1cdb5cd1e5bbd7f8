"""One finding, over the text it stands in: why, what instead, where that comes from, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from onrecord.desk import who
from onrecord.desk.findings import Noted
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.words import say

What = Literal["replace", "edit", "send", "stop"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a person wants done about a finding."""

    what: What
    which: int = 0
    reason: str = ""
    by: str = ""
    second: str = ""


class FindingScreen(ModalScreen[Done | None]):
    """Reads a finding out. What cannot be done is not offered; who may send it all the same is said."""

    CSS_PATH = "statements.tcss"
    HELP = "finding"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("r,1", "replace(0)", "finding.replace"),
        key("2", "replace(1)", "finding.replace", show=False),
        key("3", "replace(2)", "finding.replace", show=False),
        key("e", "edit", "finding.edit"),
        key("a", "send", "finding.send"),
        key("z", "stop", "finding.stop"),
        Binding("escape,q", "leave", say("keys.back"), id="finding.back"),
    ]

    def __init__(self, row: Noted, *, can_send: bool = True) -> None:
        super().__init__()
        self._row, self._can_send = row, can_send

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog reading") as box:
            box.border_title = say(f"finding.{self._row.finding.severity}")
            with VerticalScroll(id="finding-text"):
                yield Static(self._text())
            yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#finding-text").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done stands in the footer."""
        finding = self._row.finding
        if action == "replace":
            which = parameters[0] if parameters and isinstance(parameters[0], int) else 0
            return which < len(finding.replacements)
        if action == "send":
            return self._can_send and self._row.stops and finding.stop != "never"
        if action == "stop":
            return self._row.waiver is not None
        return True

    def _text(self) -> Content:
        row, finding = self._row, self._row.finding
        parts: list[tuple[str, str]] = []
        words = " ".join(finding.text.split())
        if words:
            parts.append((say("finding.words"), f"“{words}”"))
        parts.append((say(f"finding_kind.{finding.category}"), finding.message))
        parts += [
            (say(f"finding.{name}"), text)
            for name, text in (("why", finding.why), ("instead", finding.instead), ("source", finding.source))
            if text
        ]
        parts += [
            (say("finding.suggested", n=n), text or say("finding.leave_out"))
            for n, text in enumerate(finding.replacements[:3], 1)
        ]
        if row.waiver is not None:
            by = row.waiver.by if not row.waiver.asked_by else f"{row.waiver.by}, {row.waiver.asked_by}"
            parts.append((say("finding.sent"), f"{by}, {row.waiver.at:%H:%M}: {row.waiver.reason}"))
        elif finding.severity == "block" and self._can_send:
            parts.append((say("finding.who"), say(f"finding.stop_{finding.stop.replace('-', '_')}")))
        parts.append((say("finding.rule"), finding.rule))
        lines = [Content.styled(f"{name}  ", "bold") + Content(text) for name, text in parts]
        return Content("\n").join(lines)

    def action_replace(self, which: int) -> None:
        self.dismiss(Done("replace", which))

    def action_edit(self) -> None:
        self.dismiss(Done("edit"))

    def action_stop(self) -> None:
        self.dismiss(Done("stop"))

    def action_send(self) -> None:
        def given(done: Done | None) -> None:
            if done is not None:
                self.dismiss(done)

        self.app.push_screen(SendScreen(self._row), given)

    def action_leave(self) -> None:
        self.dismiss(None)


class SendScreen(ModalScreen[Done | None]):
    """Who sends it all the same, and why; the second person where the stop asks for one."""

    CSS_PATH = "statements.tcss"
    HELP = "send"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("keys.back"), id="send.back"),
    ]

    def __init__(self, row: Noted) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        two = self._row.finding.stop == "second-person"
        with Vertical(classes="dialog reading") as box:
            box.border_title = say("send.title")
            box.border_subtitle = say("send.keys")
            yield Static(Content(say("send.two" if two else "send.one")), classes="muted")
            yield Static(say("send.by"))
            yield Input(who.name(), id="send-by", compact=True, max_length=who.LONGEST, select_on_focus=False)
            if two:
                yield Static(say("send.second"))
                yield Input(id="send-second", compact=True, max_length=who.LONGEST, select_on_focus=False)
            yield Static(say("send.reason"))
            yield Input(id="send-reason", compact=True, max_length=300)
            yield Static("", id="send-note", classes="warn")
            yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        two = self._row.finding.stop == "second-person"
        self.query_one("#send-second" if two else "#send-reason", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        fields = list(self.query(Input))
        missing = next((field for field in fields if not field.value.strip()), None)
        if missing is not None:
            missing.focus()
            if missing is event.input:
                self.query_one("#send-note", Static).update(say("send.missing"))
            return
        values = {field.id: field.value.strip() for field in fields}
        second = values.get("send-second", "")
        self.dismiss(Done("send", reason=values["send-reason"], by=values["send-by"], second=second))

    def action_leave(self) -> None:
        self.dismiss(None)
