"""Plainer words for a statement, decided edit by edit while proposals still come. What is taken is on disk at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from onrecord.content.load import load_document
from onrecord.desk import deciding, models, who
from onrecord.desk.deciding import Choice, Looked, Step
from onrecord.desk.edit import Change, undo
from onrecord.desk.grounds import Ground, grounds
from onrecord.desk.refine import Event, Offer, Progress, proposals
from onrecord.drafting.statement import Statement
from onrecord.errors import OnrecordError
from onrecord.refine.engine import Cancelled, Engine
from onrecord.tui.edit_box import EditBox
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.refine_model import ModelScreen
from onrecord.tui.refine_view import Place, RefineView, reason_text
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import counted, local, say

if TYPE_CHECKING:
    from onrecord.tui.app import OnrecordApp

EVERY = 0.1
"""Seconds between two reports of progress: a model writes more tokens than anybody reads."""


class RefineScreen(Screen[tuple[Change, ...]]):
    """Proposals come from a thread; rows are only added, so that no key meets another edit than the one that was seen.

    Gives back what was changed, for the undo of the screen below.
    """

    app: OnrecordApp
    CSS_PATH = "refine.tcss"
    HELP = "refine"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        key("space", "take", "refine.take"),
        key("r", "leave_edit", "refine.leave"),
        key("e", "change", "refine.change"),
        key("A", "take_all", "refine.all"),
        key("u", "undo", "refine.undo"),
        key("escape", "leave", "refine.back"),
        key("f1", "app.help", "keys.help", tip="keys.help_tip"),
        key("m", "model", "refine.model"),
        key("t", "again", "refine.again"),
        key("n", "next", "refine.next", show=False),
    ]

    class Told(Message):
        """Something from the thread; `turn` tells which work it belongs to."""

        def __init__(self, turn: int, event: Event) -> None:
            super().__init__()
            self.turn, self.event = turn, event

    class Ended(Message):
        """The thread is through, or stopped by a fault that is told."""

        def __init__(self, turn: int, error: OnrecordError | None = None) -> None:
            super().__init__()
            self.turn, self.error = turn, error

    def __init__(self, statement: Statement, number: int = 0, *, model: str = "") -> None:
        super().__init__()
        self._statement = statement
        self._number = number
        self._model = model
        self._engine: Engine | None = None
        self._turn = 0
        self._working = False
        self._stopped = False
        self._progress: Progress | None = None
        self._looked: dict[int, Looked] = {}
        self._grounds: dict[int, tuple[Ground, ...]] = {}
        self._steps: list[Step] = []
        self._retry: list[int] = []
        self._alone = 0
        self._changing: Place | None = None

    def compose(self) -> ComposeResult:
        yield Top()
        yield RefineView(id="refine-view")
        yield EditBox(id="refine-box")
        yield Static("", id="refine-note")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(EditBox).display = False
        view = self.query_one(RefineView)
        name = local(load_document(self._statement.document).name)
        language = say(f"language_name.{self._statement.language}")
        view.border_title = Content(say("refine.title", document=name, language=language)).markup
        view.focus()
        usable = any(m.state == "here" and self._statement.language in m.card.languages for m in models.models())
        self.query_one("#refine-note", Static).update(Content(say("refine.may" if usable else "refine.how")))
        self._begin(self._model)

    def on_unmount(self) -> None:
        self._stop()

    # -- the work ------------------------------------------------------------------------------------------------------

    def _begin(self, model: str) -> None:
        """Start over with a model, or with none; what was shown and decided stays."""
        self._stop()
        try:
            self._engine, remark = models.engine_for(model, self._statement.language)
        except OnrecordError as error:
            self._engine, self._model = None, ""
            self.app.tell(error)
        else:
            self._model = model if self._engine is not None else ""
            if remark:
                toast(self, remark)
        self._work(frozenset())

    def _work(self, only: frozenset[int]) -> None:
        self._turn += 1
        self._working, self._stopped, self._progress = True, False, None
        turn, session, statement, engine = self._turn, self.app.open_session, self._statement, self._engine
        without = frozenset().union(*(deciding.seen(self._looked[n]) for n in only)) if only else frozenset()

        def work() -> None:
            last = 0.0
            try:
                for event in proposals(session, statement, engine=engine, only=only, without=without):
                    if self._turn != turn:
                        return
                    if isinstance(event, Progress):
                        if event.text and time.monotonic() - last < EVERY:
                            continue
                        last = time.monotonic()
                    self.post_message(self.Told(turn, event))
            except Cancelled:
                self.post_message(self.Ended(turn))
            except OnrecordError as error:
                self.post_message(self.Ended(turn, error))
            else:
                self.post_message(self.Ended(turn))

        self.run_worker(work, thread=True, group="refine", exit_on_error=False)
        self._show()

    def _stop(self) -> None:
        """At once: the model's process is killed, and whatever the thread still says is not listened to."""
        self._turn += 1
        self._working = False
        self._retry.clear()
        if self._engine is not None:
            self._engine.stop()
            self._engine = None

    def on_refine_screen_told(self, message: Told) -> None:
        event = message.event
        if message.turn != self._turn:
            return
        if isinstance(event, Progress):
            self._progress = event
            self._show_top()
        elif isinstance(event, Offer):
            number = event.number
            known = self._looked.get(number)
            now = deciding.merged_offer(known, event, self._engine.about.note if self._engine is not None else "")
            if self._alone == number and event.final and known is not None and len(now.rows) == len(known.rows):
                toast(self, say("refine.again_nothing", n=number))
            self._looked[number] = now
            if number not in self._grounds:
                self._grounds[number] = grounds(self.app.open_session, event.sentence)
            self._show()

    def on_refine_screen_ended(self, message: Ended) -> None:
        if message.turn != self._turn:
            return
        self._working, self._progress, self._alone = False, None, 0
        if message.error is not None:
            self._failed(message.error)
        elif self._retry:
            self._alone = self._retry.pop(0)
            self._work(frozenset({self._alone}))
        self._show()

    def _failed(self, error: OnrecordError) -> None:
        """One message; what was decided stays, and a model that died is not asked again unless a person chooses it."""
        with_model = self._engine is not None
        self._stop()
        self._stopped = True
        if with_model:
            self._model = ""
            text = "\n".join(part for part in (error.message, error.hint) if part)
            toast(self, text, title=say("refine.model_failed"), severity="error", timeout=12)
        else:
            self.app.tell(error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and self._working:
            self._stop()
            self._stopped = True
            toast(self, say("refine.went_wrong"), severity="error", timeout=12)
            self._show()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _every(self) -> list[Looked]:
        return [self._looked[n] for n in sorted(self._looked)]

    def _show(self) -> None:
        if not self.is_attached:
            return
        view, before = self.query_one(RefineView), self.query_one(RefineView).place
        view.show(self._every(), self._grounds, working=self._working)
        if before is None and view.place is not None and self._number:
            # Begin at the sentence that the cursor was on in the text, or after it.
            view.go(next((p for p in view.places if p[0] >= self._number), view.place))
        self._show_top()

    def _show_top(self) -> None:
        every = self._every()
        counts = {choice: sum(one.count(choice) for one in every) for choice in Choice}
        parts = [self._engine.about.id if self._engine is not None else say("refine.no_model"), *self._at_work()]
        parts.append(say("refine.to_decide", n=counts[Choice.OPEN]))
        parts.append(say("refine.tally", taken=counts[Choice.TAKEN], left=counts[Choice.LEFT]))
        self.query_one("#top", Static).update(Content(" · ".join(parts)))

    def _at_work(self) -> list[str]:
        """What the thread is doing and how long it will take, as far as that is known."""
        if not self._working:
            return [say("refine.stopped")] if self._stopped else []
        now = self._progress
        if now is None:
            return []
        if now.stage == "loading":
            return [say("refine.loading", share=round(now.share * 100))]
        n = min(now.total, now.done + 1)
        found = [say("refine.reading" if now.stage == "plain" else "refine.working", n=n, of=now.total)]
        if now.left is not None:
            minutes, seconds = divmod(round(now.left), 60)
            found.append(say("refine.left", time=f"{minutes}:{seconds:02}"))
        return found

    # -- deciding ------------------------------------------------------------------------------------------------------

    def _here(self) -> tuple[Looked, int] | None:
        place = self.query_one(RefineView).place
        if place is None or place[0] not in self._looked:
            toast(self, say("refine.none_here"))
            return None
        return self._looked[place[0]], place[1]

    def _undecided(self) -> tuple[Looked, int] | None:
        """The edit under the cursor, unless it was taken."""
        here = self._here()
        if here is not None and here[0].rows[here[1]].choice is Choice.TAKEN:
            toast(self, say("refine.taken_already"))
            return None
        return here

    def _do(self, act: Callable[[], Step]) -> Step | None:
        """Decide; what goes wrong is told and nothing that was decided before is lost."""
        try:
            step = act()
        except OnrecordError as error:
            self.app.tell(error)
            return None
        if step.refused:
            text = say("refine.not_taken", why=reason_text(step.refused[0]))
            toast(self, f"{text}\n{say('refine.not_taken_hint')}", severity="warning", timeout=10)
            return None
        if step.before:
            self._steps.append(step)
            self._looked.update((one.number, one) for one in step.after)
        if step.change is not None:
            self.app.update_session(self.app.open_session)
        self._show()
        return step

    def action_take(self) -> None:
        if (here := self._undecided()) is None:
            return
        looked, index = here
        session = self.app.open_session
        step = self._do(lambda: deciding.take(session, self._statement, looked, [index], by=who.name()))
        if step is not None and not step.before:
            toast(self, say("refine.overlaps"), severity="warning")
        elif step is not None:
            self.action_next()

    def action_leave_edit(self) -> None:
        if (here := self._undecided()) is None:
            return
        looked, index = here
        if self._do(lambda: deciding.leave(looked, index)) is not None:
            self.action_next()

    def action_take_all(self) -> None:
        session = self.app.open_session
        step = self._do(lambda: deciding.take_all(session, self._statement, self._every(), by=who.name()))
        if step is not None:
            toast(self, counted("refine.all_done", len(step.before)) if step.before else say("refine.all_none"))

    def action_undo(self) -> None:
        if not self._steps:
            toast(self, say("refine.nothing_to_undo"))
            return
        step = self._steps[-1]
        try:
            if step.change is not None:
                undo(self.app.open_session, step.change)
        except OnrecordError as error:
            self.app.tell(error)
            return
        self._steps.pop()
        for number, index, row in step.before:
            self._looked[number] = self._looked[number].with_row(index, row)
        if step.change is not None:
            self.app.update_session(self.app.open_session)
        self._show()
        self.query_one(RefineView).go((step.before[0][0], step.before[0][1]))
        toast(self, say("refine.undone"))

    def action_next(self) -> None:
        """To the next open edit, from the top again after the last; where none is open the cursor stays."""
        view = self.query_one(RefineView)
        open_ = [p for p in view.places if self._looked[p[0]].rows[p[1]].choice is Choice.OPEN]
        if open_ and view.place is not None:
            here = view.places.index(view.place)
            view.go(next((p for p in open_ if view.places.index(p) > here), open_[0]))

    # -- other words ---------------------------------------------------------------------------------------------------

    def action_change(self) -> None:
        if (here := self._undecided()) is None:
            return
        looked, index = here
        proposal = looked.rows[index].proposal
        self._changing = (looked.number, index)
        box = self.query_one(EditBox)
        box.display = True
        box.border_title = Content(say("refine.change_title", old=proposal.old.strip())).markup
        box.border_subtitle = say("refine.change_keys")
        box.begin(proposal.new)

    def on_edit_box_refused(self, event: EditBox.Refused) -> None:
        self.app.tell(event.error)

    def on_edit_box_left(self) -> None:
        self._end_change()

    def on_edit_box_saved(self, event: EditBox.Saved) -> None:
        if self._changing is None:
            return
        number, index = self._changing
        session, looked = self.app.open_session, self._looked[number]
        if self._do(lambda: deciding.change_words(session, self._statement, looked, index, event.text)) is not None:
            self._end_change()

    def _end_change(self) -> None:
        self._changing = None
        self.query_one(EditBox).display = False
        self.query_one(RefineView).focus()

    # -- the model -----------------------------------------------------------------------------------------------------

    def action_model(self) -> None:
        def chosen(model: str | None) -> None:
            if model is not None and (model != self._model or self._stopped):
                self._begin(model)

        self.app.push_screen(ModelScreen(self._model, self._statement.language), chosen)

    def action_again(self) -> None:
        if not self._model:
            toast(self, say("refine.again_no_model"))
            return
        if (here := self._here()) is None:
            return
        number = here[0].number
        if self._working:
            if number not in self._retry:
                self._retry.append(number)
            toast(self, say("refine.again_later", n=number))
            return
        if self._engine is None:
            # It was stopped: a new process, for this sentence alone.
            try:
                self._engine, _ = models.engine_for(self._model, self._statement.language)
            except OnrecordError as error:
                self.app.tell(error)
                return
        self._alone = number
        self._work(frozenset({number}))

    def action_leave(self) -> None:
        """Stop what is going on; when nothing is, go back."""
        if self._changing is not None:
            self._end_change()
        elif self._working:
            self._stop()
            self._stopped = True
            self._show()
        else:
            self.dismiss(tuple(step.change for step in self._steps if step.change is not None))
