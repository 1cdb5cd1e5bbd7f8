"""Ways to begin: which kind of incident, which folder, which demo."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.content.load import load_scenario, scenario_names
from onrecord.desk.create import NewIncident, examples, new_incident, open_demo, place_for
from onrecord.errors import OnrecordError
from onrecord.tui.choices import Choices, Row
from onrecord.tui.line import Line
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp

ORDER = ("accident", "data-breach", "service-outage", "privacy-backlash", "channel-closure", "general")
"""The commonest night call first; the general one closes the list, for everything else."""


def begin(app: OnrecordApp, *, fast: bool) -> None:
    """Ask for the kind of incident, make it, and go to its questions."""

    def chosen(name: str | None) -> None:
        if not name:
            return
        title = local(load_scenario(name).name)
        try:
            place = place_for(name, app.clock)
        except OnrecordError as error:
            app.tell(error)
            return
        if app.take(lambda: new_incident(place, NewIncident(name, title), clock=app.clock)):
            app.take_calls_along()
            app.show_incident(fast=fast)

    # Drafting needs a moment to load; a person needs longer to choose.
    Thread(target=import_module, args=("onrecord.desk.drafts",), daemon=True).start()
    rows = []
    for name in sorted(scenario_names(), key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER) - 2, n)):
        try:
            scenario = load_scenario(name)
        except OnrecordError as error:
            app.tell(error)
            continue
        rows.append(Row(name, local(scenario.name), "", local(scenario.summary)))
    app.push_screen(PickScreen(say("begin.scenario"), rows), chosen)


def demo(app: OnrecordApp) -> None:
    """Open a private copy of an example; with several, ask which."""

    def chosen(name: str | None) -> None:
        if name and app.take(lambda: open_demo(name, clock=app.clock)):
            app.show_incident()

    names = list(examples())
    if not names:
        app.notify(say("begin.no_demo"), severity="warning")
    elif len(names) == 1:
        chosen(names[0])
    else:
        app.push_screen(PickScreen(say("begin.demo"), [Row(name, _named(name)) for name in names]), chosen)


def _named(example: str) -> str:
    """An example is named after its scenario; one that is not keeps its own name."""
    return local(load_scenario(example).name) if example in scenario_names() else example


def open_folder(app: OnrecordApp) -> None:
    """Ask for the folder of an incident and open it."""

    def given(text: str | None) -> None:
        if text and app.open_path(Path(text).expanduser()):
            app.show_incident()

    app.push_screen(TextScreen(say("begin.folder")), given)


class PickScreen(ModalScreen[str]):
    """One list over the screen; Escape leaves it."""

    app: OnrecordApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", say("keys.back"), id="pick.back"),
    ]

    def __init__(self, title: str, rows: list[Row]) -> None:
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title).stylize("bold"))
            yield Choices(id="pick")

    def on_mount(self) -> None:
        pick = self.query_one(Choices)
        pick.show(self._rows, self._chosen, go_on=lambda: None)
        self.set_focus(pick)

    def _chosen(self, row: str) -> None:
        if self.is_current:
            self.dismiss(row)

    def action_leave(self) -> None:
        self.dismiss()


class TextScreen(ModalScreen[str]):
    """One line to type over the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", say("keys.back"), id="text.back"),
    ]

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title).stylize("bold"))
            yield Line(id="text")

    def on_mount(self) -> None:
        line = self.query_one(Line)
        line.show(self._text, enter=self._given)
        self.set_focus(line)

    def _given(self, text: str) -> None:
        if self.is_current:
            self.dismiss(text.strip() or None)

    def action_leave(self) -> None:
        self.dismiss()
