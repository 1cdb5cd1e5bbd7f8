"""Export: which documents, in which languages, to which folder; then what was written and what stayed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.desk import export, who
from onrecord.desk.session import Session
from onrecord.errors import OnrecordError
from onrecord.tui.footer import KeyFooter
from onrecord.tui.marking import MarkList, Row
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import counted, local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp


class ExportScreen(Screen[None]):
    """Writes public/ and internal/. What is stopped is told with its reason; Enter goes to the gap behind it."""

    app: OnrecordApp
    CSS_PATH = "statements.tcss"
    HELP = "export"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "write", say("export.write"), id="export.write", tooltip=say("export.write_tip"), priority=True),
        Binding("l", "languages", say("export.languages"), id="export.languages", tooltip=say("export.languages_tip")),
        Binding("escape", "leave", say("keys.back"), id="export.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._languages: tuple[str, ...] = ()
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Top()
        yield MarkList(id="what")
        with Vertical(id="where"):
            with Horizontal():
                yield Static(say("export.folder"), classes="label")
                yield Input(id="folder", compact=True)
            with Horizontal():
                yield Static(say("export.by"), classes="label")
                yield Input(who.name(), id="by", compact=True, max_length=who.LONGEST)
        yield OptionList(id="result")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        session = self.app.open_session
        self._languages = session.languages
        self.query_one("#folder", Input).value = str(export.export_folder(session))
        self.show_plan()
        self.app.session_changed.subscribe(self, self._session_changed)
        self.query_one(MarkList).focus()

    def show_plan(self) -> None:
        """Every document with its gaps per language. What can leave is marked; a person may mark more."""
        session = self.app.open_session
        try:
            planned = export.plan(session, self._languages)
        except OnrecordError as error:
            self.app.tell(error)
            return
        rows: dict[str, list[export.Planned]] = {}
        for one in planned:
            rows.setdefault(one.document.id, []).append(one)
        self.query_one(MarkList).show(
            [Row(_line(found), name, marked=not any(one.stops for one in found)) for name, found in rows.items()]
        )
        self._names = {one.document.id: local(one.document.name) for one in planned}
        stops = [stop for one in planned for stop in one.stops]
        rows_to_mend = self._stopped(stops)
        self._show(rows_to_mend, say("export.to_mend", n=len(rows_to_mend)))
        names = ", ".join(say(f"language_name.{code}") for code in self._languages)
        demo = f"{say('mark.demo')} · " if session.incident.demo else ""
        self.query_one("#top", Static).update(Content(f"{demo}{say('export.title', languages=names)}"))

    def on_mark_list_done(self) -> None:
        self.action_write()

    def on_input_submitted(self) -> None:
        self.action_write()

    def action_languages(self) -> None:
        every = self.app.open_session.languages
        choices = [every, *((code,) for code in every)] if len(every) > 1 else [every]
        self._languages = choices[(choices.index(self._languages) + 1) % len(choices)]
        self.show_plan()
        if self._languages != every:
            toast(self, say("export.together"), severity="warning")

    def action_write(self) -> None:
        session = self.app.open_session
        marked = self.query_one(MarkList).marked
        typed = self.query_one("#folder", Input).value.strip()
        if not marked:
            toast(self, say("export.mark_first"))
            return
        if not typed:
            self.query_one("#folder", Input).focus()
            toast(self, say("export.folder_first"), severity="warning")
            return
        to = Path(typed).expanduser().absolute()
        try:
            by = who.keep_name(self.query_one("#by", Input).value)
            done = export.export(session, to, only=marked, languages=self._languages, by=by)
        except OnrecordError as error:
            self.app.tell(error)
            return
        rows = self._stopped(done.stops)
        rows += [
            Option(Content.styled(f"⚠ {say('export.older', path=path.relative_to(to))}", "$text-warning"))
            for path in done.older
        ]
        stayed = len({stop.document for stop in done.stops})
        rows += [Option(Content(f"✓ {path.relative_to(to)}")) for path in (*done.public, *done.internal)]
        texts = len(done.public)
        self._show(rows, say("export.result", public=texts, internal=len(done.internal), stayed=stayed), str(to))
        toast(self, counted("export.done", texts, folder=to), timeout=8)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        _, fact, document = (*(event.option.id or "").split(":"), "", "", "")[:3]
        if fact in self.app.open_session.questions:
            self.app.open_question(fact)
        elif document:
            # The words themselves have to be mended, or sent all the same.
            self.app.show_statements(document)

    def action_leave(self) -> None:
        if self.query_one(MarkList).has_focus:
            self.app.pop_screen()
        else:
            self.query_one(MarkList).focus()

    def _stopped(self, stops: Sequence[export.Stop]) -> list[Option]:
        """One row per thing to mend, with the documents it keeps; its id names the fact that mends it, and a text."""
        causes: dict[str, list[export.Stop]] = {}
        for stop in stops:
            causes.setdefault(stop.fact or stop.why, []).append(stop)
        rows = []
        for number, found in enumerate(causes.values()):
            names = ", ".join(dict.fromkeys(self._names[stop.document] for stop in found))
            text = Content.styled(f"⚠ {found[0].why}", "$text-warning")
            text = text + Content.styled(f"  {say('export.keeps', documents=names)}", "$text-muted")
            rows.append(Option(text, id=f"{number}:{found[0].fact}:{found[0].document}"))
        return rows

    def _show(self, rows: Sequence[Option], title: str, below: str = "") -> None:
        result = self.query_one("#result", OptionList)
        result.clear_options()
        result.add_options(rows)
        result.display = bool(rows)
        result.border_title = Content(title).markup
        result.border_subtitle = Content(below[-60:]).markup

    def _session_changed(self, session: Session | None) -> None:
        if session is not None:
            self.show_plan()


def _line(found: list[export.Planned]) -> Content:
    document = found[0].document
    name = local(document.name) + ("" if document.public else f" ({say('export.internal')})")
    line = Content(f"{name:<34.34}")
    for one in found:
        gaps = len(one.stops)
        text = f"{one.language} ⚠ {say('export.stops', n=gaps)}" if gaps else f"{one.language} ✓ {one.words}"
        line = line + Content.styled(f"  {text:<14}", "$text-warning" if gaps else "$text-muted")
    return line
