"""The card of one question: how it is answered depends on its type; the rules are the desk's.

The widgets of a card stay where they are and are filled anew for each question, so that keys typed ahead are not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from onrecord.content.model import FactType, Question
from onrecord.desk import answering, interview
from onrecord.desk.interview import DOES_NOT_APPLY, NOT_KNOWN
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import half_typed
from onrecord.incident.clean import SHORT
from onrecord.incident.model import Fact, Status
from onrecord.tui.ask_lists import ask_choice, ask_grid, ask_records, ask_source, ask_ticks
from onrecord.tui.ask_typed import LINES, ask_place, ask_typed, ask_typed_source
from onrecord.tui.axes import Axes
from onrecord.tui.choices import Choices, Row
from onrecord.tui.line import Line
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp

_CHOSEN = (FactType.CHOICE, FactType.YES_NO)


class Card(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Asks one question of the open incident. `done` is called when its answer is on disk, or left as it is."""

    app: OnrecordApp

    def __init__(self, done: Callable[[], None], *, full: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.done = done
        self.full = full
        self._about = ""
        self._fault = ""
        self._room = 12
        self.beside = False
        """Whether something beside the answer is asked now: who confirms it, another time for a tick."""
        self.redraw: Callable[[], None] | None = None
        """Draws the list of the answer again, while it is the answer that is asked."""

    def compose(self) -> ComposeResult:
        yield Static("", id="ask")
        with Vertical(id="lines"):
            for number in range(LINES):
                with Horizontal(classes="line"):
                    yield Static("", classes="line-label", id=f"label{number}")
                    yield Line(id=f"line{number}")
        yield Choices(id="pick")
        yield Static("", id="hint")
        if self.full:
            yield Axes(self._changed_axes, id="axes")
        yield Static("", id="why")

    # -- what is asked ---------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        return self.app.open_session

    @property
    def question(self) -> Question | None:
        return self.session.questions.get(self._about)

    @property
    def pick(self) -> Choices:
        return self.query_one("#pick", Choices)

    def line(self, number: int) -> Line:
        return self.query_one(f"#line{number}", Line)

    def ask(self, question_id: str, *, focus: bool = True) -> None:
        """Put another question on the card, with its answer so far and what was half-typed for it."""
        self._about = question_id
        self._fault = ""
        question = self.question
        if question is None:
            return
        self.query_one("#ask", Static).update(Content(local(question.text)).stylize("bold"))
        self.answer_stage(question)
        if focus:
            self.focus_answer()
        self.scroll_home(animate=False)
        self.fit()

    def fit(self, room: int | None = None) -> None:
        """Let the list scroll inside the rows that the card has, so that its cursor is never out of sight."""
        if room is not None:
            self._room = room
        width = max(20, self.size.width - 3)
        question = self.question
        if question is None:
            return
        texts = [local(question.text), self._hint_text(question)]
        used = sum(-(-len(text) // width) for text in texts if text)
        used += len([row for row in self.query("#lines .line") if row.display])
        if self.full:
            used += 4
        self.pick.styles.max_height = max(3, self._room - used)

    def again(self) -> None:
        """Draw the list, status and release again after a change that came from elsewhere."""
        question = self.question
        if question is None:
            return
        if self.redraw is not None:
            self.redraw()
        if self.full:
            self.query_one(Axes).show(self.session, question, self.focus_answer)

    def focus_answer(self) -> None:
        """Put the focus where the answer is given."""
        first = self.line(0)
        self.screen.set_focus(first if first.parent and first.parent.display else self.pick)

    def help_text(self) -> str:
        """Why it is asked and an example, for F1."""
        question = self.question
        if question is None:
            return ""
        parts = [local(question.text), local(question.why)]
        if question.example:
            parts.append(say("card.example", example=local(question.example)))
        who = say("clearer." + question.clears)
        parts.append(say("card.duty") if question.clears == "duty" else say("card.clears", who=who))
        parts.append(say("card.keys"))
        return "\n".join(part for part in parts if part)

    def _changed_axes(self, typed_source: bool = False) -> None:
        if typed_source and self.question is not None:
            ask_typed_source(self, self.question)

    # -- stages ----------------------------------------------------------------------------------------------------

    def answer_stage(self, question: Question) -> None:
        self.lines_off()
        self.redraw = None
        self.beside = False
        rows = self.ways_out()
        if question.type in _CHOSEN:
            self.redraw = lambda: ask_choice(self, question)
            ask_choice(self, question)
        elif question.type is FactType.TICKS:
            self.redraw = lambda: ask_ticks(self, question)
            ask_ticks(self, question, anew=True)
        elif answering.matrix(question):
            self.redraw = lambda: ask_grid(self, question)
            ask_grid(self, question, anew=True)
        elif question.type is FactType.RECORDS:
            ask_records(self, question, rows)
        elif question.type is FactType.PLACE:
            ask_place(self, question, rows)
        else:
            ask_typed(self, question, rows)
        self.hint(question)
        self.query_one("#why", Static).update(Content(local(question.why)))
        self.again()

    def ways_out(self) -> list[Row]:
        """Not known yet, in every list; does not apply, where all questions are asked."""
        fact = self.session.incident.fact(self._about)
        status = fact.status if fact else None
        rows = [
            Row(NOT_KNOWN, say("status.unknown"), "●" if status is Status.UNKNOWN else " ", key=NOT_KNOWN),
            Row(DOES_NOT_APPLY, say("status.not-applicable"), "●" if status is Status.NOT_APPLICABLE else " ", key="-"),
        ]
        return rows if self.full else rows[:1]

    def take_offer(self, number: int = 0) -> bool:
        """Take a time that is offered; nothing is ever filled in by itself."""
        question = self.question
        if question is None:
            return False
        offers = answering.time_offers(self.session, question)
        if number >= len(offers):
            return False
        return self.give(lambda: interview.answer(self.session, question, offers[number]))

    # -- giving ----------------------------------------------------------------------------------------------------

    def give(self, make: Callable[[], Fact | None], *, go_on: bool = True) -> bool:
        """Make the answer and put it on disk; a fault is said on the card and the text stays."""
        question_id = self._about
        try:
            fact = make()
        except BadInput as error:
            self._fault = f"{error.message.rstrip('.')}. {error.hint}".strip()
            self.hint(self.question)
            return False
        except OnrecordError as error:
            self.app.tell(error)
            return False
        if fact is None:
            self.done()
            return False
        if not self.app.save(fact):
            return False
        self._fault = ""
        self.forget_typed(question_id)
        if go_on:
            self.finish()
        else:
            self.hint(self.question)
        return True

    def way_out(self, sign: str) -> None:
        question = self.question
        if question is None:
            return
        status = Status.UNKNOWN if sign == NOT_KNOWN else Status.NOT_APPLICABLE
        if self.give(lambda: interview.with_status(self.session, question, status), go_on=False):
            self.done()

    def finish(self) -> None:
        question = self.question
        if question is not None and answering.needs_source(self.session, question):
            ask_source(self, question)
        else:
            self.done()

    # -- lines -----------------------------------------------------------------------------------------------------

    def lines_off(self) -> None:
        for number in range(LINES):
            row = self.line(number).parent
            if row is not None:
                row.display = False

    def line_on(self, number: int, label: str, shown: str, enter: Callable[[str], None], *, key: str) -> Line:
        line = self.line(number)
        row = line.parent
        assert isinstance(row, Horizontal)
        row.display = True
        title = self.query_one(f"#label{number}", Static)
        title.update(Content(label))
        title.display = bool(label)
        typed = self.app.half_typed.get(key, "") if key else ""

        def changed(text: str) -> None:
            if key:
                self._keep_typed(key, text if text != shown else "")

        line.longest = SHORT
        line.show(typed or shown, enter=enter, changed=changed, keys={"f6": self.take_offer})
        if typed and typed != shown:
            self._fault = say("card.typed_before")
        return line

    def _keep_typed(self, key: str, text: str) -> None:
        self.app.keep_half_typed(key, text)
        if self._fault:
            self._fault = ""
            self.hint(self.question)

    def forget_typed(self, key: str) -> None:
        if self.app.half_typed.pop(key, None) is not None:
            half_typed.clear(self.session.path, key)

    def hint(self, question: Question | None) -> None:
        hint = self.query_one("#hint", Static)
        hint.set_class(bool(self._fault), "warn")
        text = self._hint_text(question) if question is not None else ""
        hint.update(Content(f"⚠ {self._fault}" if self._fault else text))
        hint.display = bool(self._fault or text)

    def _hint_text(self, question: Question) -> str:
        if question.type is FactType.TICKS:
            return say("card.hint_acts" if answering.timed(question) else "card.hint_ticks")
        if grid := answering.matrix(question):
            columns = "  ".join(f"{n} {local(o.label)}" for n, o in enumerate(grid[1].options, 1))
            return say("card.hint_grid", columns=columns)
        if question.type is FactType.RECORDS:
            return say("card.hint_rows")
        if question.type is FactType.DATETIME:
            return say("card.hint_ahead" if question.element in answering.AHEAD else "card.hint_past")
        if question.type is FactType.NUMBER and question.units:
            return say("card.hint_number", units=", ".join(local(unit.label) for unit in question.units))
        if question.type in _CHOSEN or not question.example:
            return ""
        return say("card.example", example=local(question.example))
