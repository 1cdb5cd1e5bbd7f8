"""The app: it holds the open incident in one place and tells the screens when it changes.

Screens read `app.session`, change it by `app.save(fact)` or `app.update_session(session)`, and hear of changes by
subscribing to `app.session_changed`. State never lives in widgets. What the first screen does not need is imported when
it is used: the screen is there before the rest has loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.signal import Signal

from onrecord.errors import Conflict, OnrecordError
from onrecord.tui.words import SCREEN_LANGUAGE, say

if TYPE_CHECKING:
    from onrecord.desk.clocks import Due
    from onrecord.desk.past import Past
    from onrecord.desk.session import Clock, Session
    from onrecord.incident.model import Fact


OPEN_ELSEWHERE = "it is open"
"""How the reason begins when another process holds the incident."""
CLOCK = 10.0
"""Seconds between looks at the promised next update."""
WARM_UP = 3.0
"""Seconds after an incident is opened until the checks are loaded in a thread: the first screen comes first."""


def system_clock() -> datetime:
    """Now, as an aware time."""
    return datetime.now(UTC)


class OnrecordApp(App[int]):
    """The drafting desk in a terminal."""

    TITLE = "onrecord"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", say("keys.help"), id="app.help", tooltip=say("keys.help_tip")),
        Binding("f2", "statements", say("keys.statements"), id="app.statements", tooltip=say("keys.statements_tip")),
        Binding("f8", "export", say("keys.export"), id="app.export", show=False, tooltip=say("keys.export_tip")),
        Binding("f9", "call", say("keys.call"), id="app.call", tooltip=say("keys.call_tip")),
        Binding("c", "call", say("keys.call"), id="app.call_letter", show=False),
        Binding(
            "ctrl+o", "notices", say("keys.notices"), id="app.notices", show=False, tooltip=say("keys.notices_tip")
        ),
        Binding(
            "f11,ctrl+g",
            "record",
            say("record.open_key"),
            id="app.record",
            show=False,
            tooltip=say("record.open_key_tip"),
        ),
        Binding("f3", "leave", say("keys.back"), id="app.back", show=False, tooltip=say("keys.back_tip")),
    ]

    def __init__(self, session: Session | None = None, *, clock: Clock = system_clock, review: bool = False) -> None:
        super().__init__()
        self._review = review
        self.clock = clock
        self._session = session
        self._told: Path | None = None
        self.session_changed: Signal[Session | None] = Signal(self, "session-changed")
        """Told after every change, with the session as it is then."""
        self.past: Past | None = None
        """What is shown first where the incident was opened as it stood at a moment."""
        self.promise: Due | None = None
        """The promised next update, for the top line of every screen."""
        self.promise_changed: Signal[Due | None] = Signal(self, "promise-changed")
        self._missed: set[tuple[Path, datetime]] = set()
        self._followed: set[tuple[Path, datetime]] = set()
        self.half_typed: dict[str, str] = {}
        """What was typed and not given yet, by question."""
        if session is not None:
            self._load_half_typed(session)

    @property
    def session(self) -> Session | None:
        """The open incident; None on the home screen before one is opened."""
        return self._session

    def update_session(self, session: Session) -> None:
        """Replace the open incident by what a desk function gave back, and tell the screens."""
        self._session = session
        self.session_changed.publish(session)
        self._look_soon()

    # -- opening and closing ---------------------------------------------------------------------------------------

    def open_path(self, path: Path, *, read_only: bool = False) -> bool:
        """Open an incident in place of the one that is open. Says why when it cannot; returns whether it is open."""
        from onrecord.desk.session import open_session

        return self.take(lambda: open_session(path, read_only=read_only, clock=self.clock))

    def take(self, opening: Callable[[], Session]) -> bool:
        """Open by any way that gives a session (a folder, a new incident, a demo). An incident that is open is closed
        first: its lock would keep the same folder from being opened again."""
        from onrecord.desk.session import close_session

        before = self._session
        if before is not None:
            close_session(before)
        try:
            session = opening()
        except OnrecordError as error:
            self.tell(error)
            if before is not None:
                self._reopen(before)
            return False
        self._load_half_typed(session)
        self.update_session(session)
        return True

    def _reopen(self, before: Session) -> None:
        """Back to the incident that was open; when even that cannot be read any more, to none."""
        from onrecord.desk.session import open_session

        try:
            self._session = open_session(before.path, clock=self.clock)
        except OnrecordError as error:
            self._session = None
            self.tell(error)

    def _load_half_typed(self, session: Session) -> None:
        from onrecord.incident import half_typed

        try:
            self.half_typed = half_typed.load(session.path)
        except OnrecordError:
            self.half_typed = {}

    def keep_half_typed(self, key: str, text: str) -> None:
        """Keep what stands in a field now, so that a killed program loses nothing. An empty text forgets it."""
        from onrecord.incident import half_typed

        if self._session is None:
            return
        if text:
            self.half_typed[key] = text
        else:
            self.half_typed.pop(key, None)
        if not self._session.read_only:
            try:
                half_typed.save(self._session.path, key, text)
            except OnrecordError as error:
                self.tell(error)

    def take_calls_along(self) -> None:
        """Calls that were noted before there was an incident belong to the one that is begun now."""
        from onrecord.incident import log
        from onrecord.incident.home import home

        try:
            log.move(home().state, self.open_session.path)
        except OnrecordError as error:
            self.tell(error)

    def leave_incident(self) -> None:
        """Back to the home screen; every answer is on disk."""
        from onrecord.tui.home import HomeScreen

        while not isinstance(self.screen, HomeScreen) and len(self.screen_stack) > 1:
            self.pop_screen()
        self.close_incident()

    def close_incident(self) -> None:
        """Free the open incident for others."""
        if self._session is not None:
            from onrecord.desk.session import close_session

            close_session(self._session)
            self._session = None
            self.session_changed.publish(None)
            self.look_at_the_clock()

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self, fact: Fact) -> bool:
        """Put an answer on disk. A full disk or a lock is told; a change from outside is shown beside it."""
        from onrecord.desk.session import save_answer

        if self._session is None:
            return False
        return self.attempt(lambda: save_answer(self.open_session, fact))

    def forget(self, fact_id: str) -> bool:
        """Take an answer back, as if nobody had asked."""
        from onrecord.desk.session import forget_answer

        if self._session is None:
            return False
        return self.attempt(lambda: forget_answer(self.open_session, fact_id))

    def attempt(self, change: Callable[[], Session]) -> bool:
        """Do something that gives a new session; whatever goes wrong is told and nothing is lost."""
        try:
            session = change()
        except Conflict as conflict:
            self._show_conflict(conflict)
            return False
        except OnrecordError as error:
            self.tell(error)
            return False
        self.update_session(session)
        if session.folder.changed_outside:
            self.notify(say("app.changed_outside", facts=", ".join(session.folder.changed_outside)), markup=False)
        return True

    @property
    def open_session(self) -> Session:
        """The open incident, for screens that only exist while one is open."""
        assert self._session is not None
        return self._session

    def tell(self, error: OnrecordError) -> None:
        """An expected failure as a toast: what, where, and what to do next. A person's text is never markup."""
        place = f"{error.where}:{error.line}" if error.where and error.line else error.where
        text = "\n".join(part for part in (place, error.hint) if part)
        self.notify(text or " ", title=error.message, severity="error", timeout=12, markup=False)

    def _show_conflict(self, conflict: Conflict) -> None:
        from onrecord.desk.session import refreshed
        from onrecord.incident.model import Fact
        from onrecord.tui.conflict import ConflictScreen

        def decided(choice: str | None) -> None:
            mine = conflict.mine
            self.attempt(lambda: refreshed(self.open_session))
            if choice == "mine" and isinstance(mine, Fact):
                self.save(mine)

        mine, theirs = conflict.mine, conflict.theirs
        if isinstance(mine, Fact) or isinstance(theirs, Fact):
            self.push_screen(ConflictScreen(conflict), decided)
        else:
            self.tell(conflict)

    def _fatal_error(self) -> None:
        """A fault of the program: where it happened, without the values of variables. They may be secret."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        found = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(found, self.console.options)))
        self._close_messages_no_wait()

    # -- keys that work everywhere ---------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """Home lies below everything."""
        from onrecord.tui.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        self.set_interval(CLOCK, self.look_at_the_clock)
        if self._session is not None:
            self.call_later(self.show_review if self._review else self.show_incident)
            self._look_soon()

    # -- the promised next update ----------------------------------------------------------------------------------

    def _look_soon(self) -> None:
        if self.is_running:
            # After the next frame: what reads the log loads behind the first screen.
            self.call_after_refresh(self.look_at_the_clock)

    def look_at_the_clock(self) -> None:
        """How far the promised update is. When it is missed, that is said once, and the next draft opens."""
        before = self.promise
        self.promise = None
        if self._session is not None:
            from onrecord.desk.clocks import next_update

            try:
                self.promise = next_update(self._session)
            except OnrecordError:
                self.promise = before  # a log that cannot be read is told where it is read
        if self.promise != before:
            self.promise_changed.publish(self.promise)
        missed = self._missed_now()
        if missed is None or missed in self._missed:
            return
        self._missed.add(missed)
        self.bell()
        # It passed just now, with the desk open; one that was late already when it was opened is only told.
        passed = before is not None and before.at == missed[1]
        if passed and self._may_jump():
            self.open_next_draft()
        else:
            self.notify(say("promise.missed_key"), title=say("promise.missed"), severity="error", timeout=10)

    def _missed_now(self) -> tuple[Path, datetime] | None:
        """The promise that was given out and has passed without another word."""
        due = self.promise
        late = due is not None and due.kind == "update" and due.state == "late"
        return (self._session.path, due.at) if late and due is not None and self._session is not None else None

    def _may_jump(self) -> bool:
        """Whether another screen may open by itself: nobody is typing, nothing is half done."""
        from textual.widgets import Input, TextArea

        name = type(self.screen).__name__
        resting = name in ("InterviewScreen", "StatementsScreen", "RecordScreen", "ReadyScreen")
        return resting and not isinstance(self.focused, Input | TextArea)

    def is_next_draft_open(self) -> bool:
        """Whether a promise was missed and the draft that follows it was not opened yet."""
        missed = self._missed_now()
        return missed is not None and missed not in self._followed

    def open_next_draft(self) -> None:
        """The draft that follows a promise which was missed: the update, or the last text once more."""
        from onrecord.desk import changes, who
        from onrecord.tui.statements import StatementsScreen

        missed = self._missed_now()
        if missed is not None:
            self._followed.add(missed)
            self._missed.add(missed)
        found: list[str] = []

        def drafted() -> Session:
            session, document = changes.next_draft(self.open_session, by=who.name())
            found.append(document)
            return session

        if not self.attempt(drafted):
            return
        if isinstance(self.screen, StatementsScreen):
            self.pop_screen()
        self.push_screen(StatementsScreen(found[0], fact="next_update" if missed is not None else None))
        if missed is not None:
            from onrecord.tui.toast import toast

            title = say("promise.missed_at", time=f"{missed[1]:%H:%M}")
            toast(self.screen, say("promise.next_draft"), title=title, severity="warning", timeout=10)

    def show_incident(self, *, fast: bool = False) -> None:
        """The questions of the open incident, all of them or the five steps, with what a person is told first."""
        if self.past is not None:
            from onrecord.tui.past import PastScreen

            past, self.past = self.past, None
            self.show_record()
            self.push_screen(PastScreen(past))
            return
        from onrecord.tui.fast import FastScreen
        from onrecord.tui.interview import InterviewScreen

        kind = FastScreen if fast else InterviewScreen
        if not self._back_to(kind):
            self.push_screen(kind())
        if self._told != self.open_session.path:
            self._told = self.open_session.path
            self.set_timer(WARM_UP, self._warm_up)
            for notice in self.open_session.folder.notices:
                self.notify(notice, severity="warning", timeout=10, markup=False)
            if self.open_session.read_only.startswith(OPEN_ELSEWHERE):
                self.show_review()  # whoever comes second reads; the facts lie below

    def show_review(self) -> None:
        """The texts that wait for a yes, for somebody who reads and answers."""
        from onrecord.tui.review import ReviewScreen

        if not self._back_to(ReviewScreen):
            self.push_screen(ReviewScreen())

    def _warm_up(self) -> None:
        """Load the checks behind the first questions: the first statement that is looked at does not wait for them."""
        from threading import Thread

        def work(languages: tuple[str, ...]) -> None:
            from onrecord.desk.findings import warm_up

            warm_up(languages)

        if self._session is not None:
            Thread(target=work, args=(self._session.languages,), daemon=True).start()

    def action_notices(self) -> None:
        """What is said at the start, once more."""
        if self._session is not None:
            from onrecord.tui.notices import NoticeScreen

            self.push_screen(NoticeScreen(self._session.notices(SCREEN_LANGUAGE)))

    def _back_to(self, kind: type[Screen[None]]) -> bool:
        """Go back to a screen that is open below, if there is one."""
        if not any(isinstance(screen, kind) for screen in self.screen_stack):
            return False
        while not isinstance(self.screen, kind):
            self.pop_screen()
        return True

    def open_question(self, fact_id: str) -> None:
        """Go to the question of a fact: in the fast path where it is open and asks it, else in the interview."""
        from onrecord.tui.asking import AskScreen
        from onrecord.tui.fast import FastScreen
        from onrecord.tui.interview import InterviewScreen

        question = self.open_session.questions.get(fact_id)
        if question is None:
            return
        if question.step and self._back_to(FastScreen):
            pass
        elif not self._back_to(InterviewScreen):
            self.push_screen(InterviewScreen(fact_id))
            return
        screen = self.screen
        assert isinstance(screen, AskScreen)
        screen.go(fact_id)

    def clear_facts(self) -> None:
        """Note who said that facts may be said."""
        from onrecord.tui.clearing import ClearScreen

        if not isinstance(self.screen, ClearScreen):
            self.push_screen(ClearScreen())

    def action_help(self) -> None:
        from onrecord.tui.help import HelpScreen, help_text

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(help_text(self.screen)))

    def action_leave(self) -> None:
        """One screen back; on the home screen nothing."""
        leave = getattr(self.screen, "action_leave", None)
        if leave is not None:
            leave()
        elif len(self.screen_stack) > 1:
            self.pop_screen()

    def action_statements(self) -> None:
        self.show_statements(None)

    def show_statements(self, document: str | None) -> None:
        """The statements screen, on one document when it is named."""
        if self._session is None:
            self.notify(say("app.open_first"), markup=False)
            return
        if document is None and self.is_next_draft_open():
            self.open_next_draft()
            return
        from onrecord.tui.statements import StatementsScreen

        if not self._back_to(StatementsScreen):
            self.push_screen(StatementsScreen(document))

    def action_record(self) -> None:
        self.show_record()

    def show_record(self, document: str = "") -> None:
        """What happened, who cleared and issued what, what is out of date; what reads the history loads only here."""
        if self._session is None:
            self.notify(say("app.open_first"), markup=False)
            return
        from onrecord.tui.record import RecordScreen

        if not self._back_to(RecordScreen):
            self.push_screen(RecordScreen(document))

    def action_export(self) -> None:
        if self._session is None:
            self.notify(say("app.open_first"), markup=False)
            return
        from onrecord.tui.export import ExportScreen

        if not isinstance(self.screen, ExportScreen):
            self.push_screen(ExportScreen())

    def action_read(self) -> None:
        """Any text, read before anyone else does; the one that was begun if it is still open."""
        from onrecord.tui.read_text import ReadScreen

        if not self._back_to(ReadScreen):
            self.push_screen(ReadScreen())

    def action_call(self) -> None:
        from onrecord.tui.call import CallScreen

        if not isinstance(self.screen, CallScreen):
            self.push_screen(CallScreen())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the screen and of the app in the palette, with what it is for."""
        seen: set[str] = set()
        for node, binding, enabled, tooltip in screen.active_bindings.values():
            action = binding.action
            if not enabled or not binding.description or not (binding.id or "").partition(".")[2] or action in seen:
                continue
            seen.add(action)
            yield SystemCommand(
                f"{binding.description}  ({self.get_key_display(binding)})",
                tooltip or binding.tooltip or binding.description,
                self._doing(action, node),
            )
        yield SystemCommand(say("read.open"), say("read.open_tip"), self.action_read)
        yield SystemCommand(say("keys.theme"), say("keys.theme_tip"), self.action_change_theme)
        yield SystemCommand(say("keys.quit"), say("keys.quit_tip"), self.action_quit)

    def _doing(self, action: str, node: object) -> Callable[[], None]:
        def do() -> None:
            self.call_later(self.run_action, action, node)

        return do


def run_app(
    path: Path | None = None, *, demo: bool = False, read_only: bool = False, review: bool = False, at: str = ""
) -> int:
    """Run the app, on an incident when one is named; `review` opens it to read and to answer, `demo` opens a private
    copy of the built-in example (in `path`, if given), `at` the incident as it stood at a typed time, for reading only.
    Returns the exit code. Raises OnrecordError, before the screen is taken over, when it cannot be opened.
    """
    session: Session | None = None
    if demo:
        from onrecord.desk.create import open_demo

        session = open_demo(to=path)
    elif path is not None:
        from onrecord.desk.session import open_session

        session = open_session(path, read_only=read_only or review or bool(at))
    app = OnrecordApp(session, review=review)
    if at and session is not None:
        from onrecord.desk.past import as_it_stood, typed

        app.past = as_it_stood(session, typed(session, at))
    try:
        app.run()
    finally:
        app.close_incident()
    return app.return_code or 0
