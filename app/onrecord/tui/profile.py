"""The organisation's profile: what is answered once. Every line is kept when it is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.content.load import load_document
from onrecord.desk import passages
from onrecord.desk import profile as desk
from onrecord.errors import OnrecordError
from onrecord.incident.organisation import Profile
from onrecord.tui.footer import KeyFooter
from onrecord.tui.line import Line
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class ProfileScreen(Screen[None]):
    """One line per answer; the example of the line in focus stands below."""

    app: OnrecordApp
    HELP = "profile"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", say("keys.back"), id="profile.back", tooltip=say("profile.back_tip")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._profile = Profile()
        try:
            self._profile = desk.open_profile()
        except OnrecordError as error:
            self._broken: OnrecordError | None = error
        else:
            self._broken = None
        self._entries = desk.entries(self._profile)

    def compose(self) -> ComposeResult:
        yield Top(Content(say("profile.title", name=self._profile.name or say("profile.none"))))
        with VerticalScroll(id="profile"):
            for number, entry in enumerate(self._entries):
                with Horizontal(classes="line"):
                    yield Static(Content(_label(entry)), classes="line-label profile-label")
                    yield Line(id=f"entry{number}")
        yield Static(Content(_cleared(self._profile, self.app.clock().astimezone().date())), id="passages")
        yield Static("", id="hint")
        yield KeyFooter(compact=True, show_command_palette=self.app.size.width >= 100)

    def on_mount(self) -> None:
        if self._broken is not None:
            self.app.tell(self._broken)
            self.app.pop_screen()
            return
        for number, entry in enumerate(self._entries):
            line = self.query_one(f"#entry{number}", Line)
            line.show(entry.text, enter=lambda text, at=number: self._given(at, text))  # type: ignore[misc]
        self.set_focus(self.query_one("#entry0"))

    def on_descendant_focus(self) -> None:
        at = self._here()
        if at is None:
            return
        entry = self._entries[at]
        hint = self.query_one("#hint", Static)
        hint.remove_class("warn")
        if entry.part:
            hint.update(Content(say(f"profile.delegation_{entry.part}_hint")))
        elif entry.document:
            hint.update(Content(say("profile.signs_hint", own=desk.own_sign_off(entry.document))))
        elif entry.question is None:
            hint.update(Content(say("profile.clears_example")))
        else:
            example = local(entry.question.example, entry.language)
            text = local(entry.question.text)
            hint.update(Content(f"{text} {say('card.example', example=example) if example else ''}"))

    def on_descendant_blur(self, event: object) -> None:
        for number, entry in enumerate(self._entries):
            text = self.query_one(f"#entry{number}", Line).value
            if text.strip() != entry.text:
                self._keep(number, text)

    def _here(self) -> int | None:
        name = self.focused.id if self.focused is not None else None
        return int(name[5:]) if name and name.startswith("entry") else None

    def _given(self, number: int, text: str) -> None:
        if self._keep(number, text) and number + 1 < len(self._entries):
            self.set_focus(self.query_one(f"#entry{number + 1}"))

    def _keep(self, number: int, text: str) -> bool:
        """Put one line into the profile and on disk; a fault is said and the text stays."""
        entry = self._entries[number]
        if text.strip() == entry.text:
            return True
        try:
            self._profile = desk.keep(desk.with_entry(self._profile, entry, text, self.app.clock))
        except OnrecordError as error:
            hint = self.query_one("#hint", Static)
            hint.add_class("warn")
            hint.update(Content(f"⚠ {_label(entry)}: {error.message} {error.hint}"))
            return False
        self._entries = desk.entries(self._profile)
        self.query_one("#top", Static).update(Content(say("profile.title", name=self._profile.name)))
        return True

    def action_leave(self) -> None:
        at = self._here()
        if at is None or self._keep(at, self.query_one(f"#entry{at}", Line).value):
            self.app.pop_screen()


def _cleared(profile: Profile, today: date) -> str:
    """How many passages are cleared by day, and how many do not hold any more."""
    try:
        found = passages.summary(profile.id, today) if profile.id else {}
    except OnrecordError as error:
        return f"⚠ {error.message}"
    ended = sum(number for standing, number in found.items() if standing != "holds")
    return say("profile.passages", n=found.get("holds", 0), ended=ended)


def _label(entry: desk.Entry) -> str:
    if entry.part:
        return say(f"profile.delegation_{entry.part}")
    if entry.document:
        return say("profile.signs", document=local(load_document(entry.document).name))
    if entry.question is None:
        return say("profile.clears", who=say("clearer." + entry.clearer))
    label = local(entry.question.label)
    return f"{label} ({entry.language})" if desk.worded(entry.question) else label
