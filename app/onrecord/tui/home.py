"""Home: the incidents of this user with the next thing to do, and the ways to begin."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.tui.footer import KeyFooter
from onrecord.tui.top import Top
from onrecord.tui.words import say, span

if TYPE_CHECKING:
    from onrecord.desk import overview
    from onrecord.tui.app import OnrecordApp


TITLE = 26
"""Columns for the title."""


class HomeScreen(Screen[None]):
    """The list of incidents. What cannot be read is listed with its fault."""

    app: OnrecordApp
    HELP = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "first", say("home.first"), id="home.first", tooltip=say("home.first_tip")),
        Binding("n", "new", say("home.new"), id="home.new", tooltip=say("home.new_tip")),
        Binding("o", "open", say("home.open"), id="home.open", tooltip=say("home.open_tip")),
        Binding("r", "app.read", say("read.open"), id="home.read", tooltip=say("read.open_tip")),
        Binding("d", "demo", say("home.demo"), id="home.demo", tooltip=say("home.demo_tip")),
        Binding("p", "profile", say("home.profile"), id="home.profile", tooltip=say("home.profile_tip")),
        Binding(
            "h", "record", say("record.open_key"), show=False, id="home.record", tooltip=say("record.open_key_tip")
        ),
        Binding("v", "review", say("review.open_key"), id="home.review", tooltip=say("review.open_key_tip")),
        Binding("q", "app.quit", say("keys.quit"), id="home.quit", tooltip=say("keys.quit_tip")),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Top(Content(say("home.title")))
        yield OptionList(id="incidents")
        yield Static("", id="home-note")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.set_interval(30, self._tick)

    def _tick(self) -> None:
        """The promised updates come nearer while the list is looked at."""
        if self.is_current:
            self.show_list()

    def on_screen_resume(self) -> None:
        # After the first frame: reading the incidents needs modules that the empty screen does not.
        self.call_after_refresh(self.show_list)

    def show_list(self) -> None:
        """Read the incidents again; the cursor stays on the one it was on."""
        from onrecord.desk import overview

        rows = self.query_one(OptionList)
        at = rows.highlighted
        try:
            entries = overview.incidents(self.app.clock)
        except OSError as error:
            self.query_one("#home-note", Static).update(Content(f"⚠ {error.strerror}: {error.filename}"))
            return
        rows.clear_options()
        rows.add_options([Option(row(entry, self.app.clock()), id=str(entry.path)) for entry in entries])
        if entries:
            rows.highlighted = min(at or 0, len(entries) - 1)
        self.query_one("#home-note", Static).update(Content(say("home.empty") if not entries else ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id and self.app.open_path(Path(event.option.id)):
            self.app.show_incident()

    def action_cursor(self, step: int) -> None:
        rows = self.query_one(OptionList)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def action_first(self) -> None:
        from onrecord.tui.begin import begin

        begin(self.app, fast=True)

    def action_new(self) -> None:
        from onrecord.tui.begin import begin

        begin(self.app, fast=False)

    def action_open(self) -> None:
        from onrecord.tui.begin import open_folder

        open_folder(self.app)

    def action_record(self) -> None:
        """Open the incident under the cursor, on its record."""
        rows = self.query_one(OptionList)
        if rows.highlighted is None:
            return
        path = rows.get_option_at_index(rows.highlighted).id
        if path and self.app.open_path(Path(path)):
            self.app.show_incident()
            self.app.show_record()

    def action_review(self) -> None:
        """Open the incident under the cursor to read and to answer: the desk can go on with it."""
        rows = self.query_one(OptionList)
        path = rows.get_option_at_index(rows.highlighted).id if rows.highlighted is not None else None
        if path and self.app.open_path(Path(path), read_only=True):
            self.app.show_review()

    def action_demo(self) -> None:
        from onrecord.tui.begin import demo

        demo(self.app)

    def action_profile(self) -> None:
        from onrecord.tui.profile import ProfileScreen

        self.app.push_screen(ProfileScreen())


def row(entry: overview.Entry, now: datetime) -> Content:
    """One line of the list: title, scenario, what to do next."""
    if entry.fault:
        return Content(f"⚠ {entry.title:<{TITLE - 2}.{TITLE - 2}}  ") + Content.styled(entry.fault, "$text-error")
    title = entry.title if len(entry.title) <= TITLE else entry.title[: TITLE - 1] + "…"
    head = Content(f"{title:<{TITLE}}  ") + Content.styled(f"{entry.scenario:<16.16} ", "$text-muted")
    return head + Content(next_thing(entry, now))


def next_thing(entry: overview.Entry, now: datetime) -> str:
    """The next thing to do, in a few words: the promised update first, then clearances."""
    parts = []
    if entry.demo:
        parts.append(say("home.is_demo"))
    if entry.due is not None:
        parts.append(due_line(entry.due, now))
    if entry.to_clear:
        parts.append(say("home.to_clear", n=entry.to_clear))
    parts.append(say("home.answered", n=entry.answered))
    return " · ".join(parts)


def due_line(due: datetime, now: datetime) -> str:
    """The promised update, and how long it is until then or since."""
    left = int((due - now).total_seconds() // 60)
    return say("home.due" if left >= 0 else "home.overdue", time=f"{due:%H:%M}", left=span(abs(left)))
