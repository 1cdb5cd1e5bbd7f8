"""The card of one question: how it is answered depends on its type; the rules are the desk's.

The widgets of a card stay where they are and are filled anew for each question, so that keys typed ahead are not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from onrecord.content.model import FactType, Question
from onrecord.desk import answering, interview
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import half_typed
from onrecord.incident.clean import LONG, SHORT
from onrecord.incident.model import Fact, Status
from onrecord.incident.typed import PLACE_WORDS
from onrecord.incident.typed_times import date_text
from onrecord.tui.axes import Axes
from onrecord.tui.choices import Choices, Row
from onrecord.tui.line import Line
from onrecord.tui.words import SCREEN_LANGUAGE, local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp

UNKNOWN, DOES_NOT_APPLY = "?", "-"
_LINES = 4
"""Lines that a card can show: name and place beside, or one per language."""
_CHOSEN = (FactType.CHOICE, FactType.YES_NO)


class Card(VerticalScroll, can_focus=False):
    """Asks one question of the open incident. `done` is called when its answer is on disk, or left as it is."""

    app: OnrecordApp

    def __init__(self, done: Callable[[], None], *, full: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._done = done
        self._full = full
        self._about = ""
        self._fault = ""
        self._room = 12
        self._redraw: Callable[[], None] | None = None
        """Draws the list of the answer again, while it is the answer that is asked."""

    def compose(self) -> ComposeResult:
        yield Static("", id="ask")
        with Vertical(id="lines"):
            for number in range(_LINES):
                with Horizontal(classes="line"):
                    yield Static("", classes="line-label", id=f"label{number}")
                    yield Line(id=f"line{number}")
        yield Choices(id="pick")
        yield Static("", id="hint")
        if self._full:
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
        self._answer_stage(question)
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
        if self._full:
            used += 4
        self.pick.styles.max_height = max(3, self._room - used)

    def again(self) -> None:
        """Draw the list, status and release again after a change that came from elsewhere."""
        question = self.question
        if question is None:
            return
        if self._redraw is not None:
            self._redraw()
        if self._full:
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
            self._typed_source_stage(self.question)

    # -- stages ----------------------------------------------------------------------------------------------------

    def _answer_stage(self, question: Question) -> None:
        self._lines_off()
        self._redraw = None
        rows = self._ways_out()
        if question.type in _CHOSEN:
            self._redraw = lambda: self._choice(question)
            self._choice(question)
        elif question.type is FactType.TICKS:
            self._redraw = lambda: self._ticks(question)
            self._ticks(question, anew=True)
        elif answering.matrix(question):
            self._redraw = lambda: self._grid(question)
            self._grid(question, anew=True)
        elif question.type is FactType.RECORDS:
            self._records(question, rows)
        elif question.type is FactType.PLACE:
            self._place(question, rows)
        else:
            self._typed(question, rows)
        self._hint(question)
        self.query_one("#why", Static).update(Content(local(question.why)))
        self.again()

    def _ways_out(self) -> list[Row]:
        """Not known yet, in every list; does not apply, where all questions are asked."""
        fact = self.session.incident.fact(self._about)
        status = fact.status if fact else None
        rows = [
            Row(UNKNOWN, say("status.unknown"), "●" if status is Status.UNKNOWN else " ", key=UNKNOWN),
            Row(DOES_NOT_APPLY, say("status.not-applicable"), "●" if status is Status.NOT_APPLICABLE else " ", key="-"),
        ]
        return rows if self._full else rows[:1]

    def _choice(self, question: Question) -> None:
        now = answering.chosen(self.session, question)
        rows = [
            Row(option.id, local(option.label), "●" if option.id == now else " ")
            for option in answering.options_of(question)
        ]

        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
            else:
                self._give(lambda: answering.choose(self.session, question, row))

        def other(key: str, row: str) -> bool:
            said = {"y": "yes", "s": "yes", "n": "no"}.get(key, "") if question.type is FactType.YES_NO else ""
            if said:
                choose(said)
            return bool(said)

        self.pick.show([*rows, *self._ways_out()], choose, go_on=self._done, other=other, at=now)

    def _ticks(self, question: Question, *, anew: bool = False) -> None:
        at = "" if anew else self.pick.current
        done = answering.ticks_of(self.session, question)
        zone = self.session.timezone
        rows = []
        for option in question.options:
            time = done.time(option.id)
            note = f"{time.astimezone(zone):%H:%M}" if time else ""
            rows.append(Row(option.id, local(option.label), "[x]" if option.id in done else "[ ]", note))

        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
                return
            fact = answering.toggled(self.session, question, row)
            if self.app.save(fact) if fact is not None else self.app.forget(question.id):
                self._ticks(question)

        def other(key: str, row: str) -> bool:
            ticked = row in answering.ticks_of(self.session, question)
            if key == "t" and ticked:
                self._tick_time_stage(question, row)
            return key == "t" and ticked

        self.pick.show([*rows, *self._ways_out()], choose, go_on=self._finish, other=other, enter_chooses=False, at=at)

    def _grid(self, question: Question, *, anew: bool = False) -> None:
        grid = answering.matrix(question)
        assert grid is not None
        fields, columns = grid
        at = fields.options[0].id if anew else self.pick.current
        labels = {option.id: local(option.label) for option in columns.options}
        width = max(len(local(option.label)) for option in fields.options)
        said = {o.id: labels.get(answering.cell_of(self.session, question, o.id), "·") for o in fields.options}
        rows = [Row(o.id, f"{local(o.label):<{width}}", " ", said[o.id]) for o in fields.options]
        order = [option.id for option in columns.options]

        def put(row: str, column: str, *, down: bool) -> None:
            fact = answering.with_cell(self.session, question, row, column)
            if self.app.save(fact) if fact is not None else self.app.forget(question.id):
                self._grid(question)
                if down:
                    self.pick.action_cursor_down()

        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
                return
            turn = ["", *order]
            now = answering.cell_of(self.session, question, row)
            put(row, turn[(turn.index(now) + 1) % len(turn)] if now in turn else order[0], down=False)

        def other(key: str, row: str) -> bool:
            if key == UNKNOWN and not row:
                return False
            if key.isdecimal() and row and row not in (UNKNOWN, DOES_NOT_APPLY):
                number = int(key)
                if number <= len(order):
                    put(row, order[number - 1] if number else "", down=True)
                return True
            if key in ("backspace", "delete") and row:
                put(row, "", down=False)
                return True
            return False

        self.pick.show(
            [*rows, *self._ways_out()], choose, go_on=self._finish, other=other, enter_chooses=False, keys=False, at=at
        )

    def _records(self, question: Question, ways_out: list[Row]) -> None:
        language = self.session.languages[0]
        rows = [
            Row(f"row{n}", answering.row_text(self.session, question, record, language))
            for n, record in enumerate(answering.rows_of(self.session, question))
        ]
        rows.append(Row("add", say("card.add_row"), "+", key="+"))

        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
                return
            from onrecord.tui.rows import RowScreen

            at = None if row == "add" else int(row[3:])
            self.app.push_screen(RowScreen(question, at), self._row_given)

        self.pick.show([*rows, *ways_out], choose, go_on=self._finish, at="add" if len(rows) == 1 else "row0")

    def _row_given(self, fact: Fact | str | None) -> None:
        question = self.question
        if fact is None or question is None:
            return
        if (self.app.forget(question.id) if isinstance(fact, str) else self.app.save(fact)) and question:
            self._answer_stage(question)
            self.focus_answer()

    def _place(self, question: Question, ways_out: list[Row]) -> None:
        kind, name, near = answering.place_of(self.session, question)
        words = PLACE_WORDS.get(SCREEN_LANGUAGE, PLACE_WORDS["en"])
        rows = [Row(k, label, "●" if k == kind else " ") for k, label in words.items()]

        def give(kind: str = "") -> bool:
            typed = self.line(0).value
            if typed.strip() in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(typed.strip())
                return False
            known = answering.place_of(self.session, question)[0]
            guess = kind or answering.guessed_kind(self.session, question, typed) or known
            return self._give(
                lambda: answering.place_answer(self.session, question, guess or "site", typed, self.line(1).value),
                go_on=False,
            )

        def named(text: str) -> None:
            if not text.strip():
                self._done()
            elif give():
                self.screen.set_focus(self.line(1))

        def beside(text: str) -> None:
            if not give():
                return
            kind_now = answering.place_of(self.session, question)[0]
            self._place_rows(question, rows, ways_out, give, kind_now)
            if answering.guessed_kind(self.session, question, self.line(0).value):
                self._finish()
            else:
                self.screen.set_focus(self.pick)

        self._line_on(0, say("card.place_name"), name, named, key=question.id)
        self._line_on(1, say("card.place_near"), near, beside, key=f"{question.id}.near")
        self._place_rows(question, rows, ways_out, give, kind)

    def _place_rows(
        self, question: Question, rows: list[Row], ways_out: list[Row], give: Callable[[str], bool], at: str
    ) -> None:
        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
            elif give(row):
                self._finish()

        marked = [Row(r.id, r.label, "●" if r.id == at else " ") for r in rows]
        self.pick.show([*marked, *ways_out], choose, go_on=self._done, at=at)

    def _typed(self, question: Question, ways_out: list[Row]) -> None:
        languages = self.session.languages if answering.worded(question) else self.session.languages[:1]
        for number, language in enumerate(languages[:_LINES]):
            label = say("language_name." + language) if answering.worded(question) else ""
            shown = interview.shown_answer(self.session, question, language)
            key = question.id if number == 0 else f"{question.id}.{language}"
            last = number == len(languages[:_LINES]) - 1

            def enter(text: str, number: int = number, language: str = language, last: bool = last) -> None:
                self._typed_line(question, text, number, language, last=last)

            line = self._line_on(number, label, shown, enter, key=key)
            line.longest = LONG if question.type in (FactType.LONG_TEXT, FactType.LIST) else SHORT
        offers = answering.time_offers(self.session, question)
        now = self.session.now()
        rows = []
        for number, moment in enumerate(offers):
            label, note = date_text(moment, SCREEN_LANGUAGE), say("card.today")
            if isinstance(moment, datetime):
                minutes = round((moment - now).total_seconds() / 60)
                label, note = f"{moment:%H:%M}", say("card.in_minutes", n=minutes) if minutes > 0 else say("card.now")
            rows.append(Row(f"offer{number}", label, " ", note, key="F6" if number == 0 else ""))

        def choose(row: str) -> None:
            if row in (UNKNOWN, DOES_NOT_APPLY):
                self._way_out(row)
            else:
                self.take_offer(int(row[5:]))

        self.pick.show([*rows, *ways_out], choose, go_on=self._done)

    def _typed_line(self, question: Question, text: str, number: int, language: str, *, last: bool) -> None:
        if text.strip() in (UNKNOWN, DOES_NOT_APPLY):
            self._way_out(text.strip())
            return
        unchanged = text == interview.shown_answer(self.session, question, language)
        if text.strip() and not unchanged:
            if not self._give(lambda: answering.words_answer(self.session, question, text, language), go_on=False):
                return
            self._forget_typed(question.id if number == 0 else f"{question.id}.{language}")
        if not last:
            self.screen.set_focus(self.line(number + 1))
        else:
            self._finish()

    def take_offer(self, number: int = 0) -> bool:
        """Take a time that is offered; nothing is ever filled in by itself."""
        question = self.question
        if question is None:
            return False
        offers = answering.time_offers(self.session, question)
        if number >= len(offers):
            return False
        return self._give(lambda: interview.answer(self.session, question, offers[number]))

    def _tick_time_stage(self, question: Question, act: str) -> None:
        self._redraw = None
        language = self.session.languages[0]
        label = next(local(option.label) for option in question.options if option.id == act)

        def enter(text: str) -> None:
            if self._give(lambda: answering.ticked_at(self.session, question, act, text, language), go_on=False):
                self._lines_off()
                self._redraw = lambda: self._ticks(question)
                self._ticks(question)
                self.screen.set_focus(self.pick)

        time = answering.tick_time(self.session, question, act, language)
        self._line_on(0, say("card.done_at", act=label), time, enter, key="")
        self.screen.set_focus(self.line(0))

    def _source_stage(self, question: Question) -> None:
        """Who says so: one pick. Nobody yet: it counts as being checked."""
        self._lines_off()
        self._redraw = None
        rows = [Row(f"s{n}", name) for n, name in enumerate(answering.sources(self.session, SCREEN_LANGUAGE))]
        rows.append(Row("other", say("card.source_other"), key="+"))
        rows.append(Row(UNKNOWN, say("card.source_nobody"), key=UNKNOWN))

        def choose(row: str) -> None:
            if row == UNKNOWN:
                self._done()
            elif row == "other":
                self._typed_source_stage(question)
            else:
                self._name_source(question, answering.sources(self.session, SCREEN_LANGUAGE)[int(row[1:])])

        self.query_one("#ask", Static).update(
            Content(local(question.text)).stylize("bold") + Content("\n" + say("card.who_confirms"))
        )
        self.pick.show(rows, choose, go_on=self._done)
        self.query_one("#hint").display = False
        self.screen.set_focus(self.pick)

    def _typed_source_stage(self, question: Question) -> None:
        self._lines_off()
        fact = self.session.incident.fact(question.id)

        def enter(text: str) -> None:
            if text.strip():
                self._name_source(question, text)
            else:
                self._done()

        self._line_on(0, say("card.source"), fact.source if fact else "", enter, key=f"{question.id}.source")
        self.screen.set_focus(self.line(0))

    def _name_source(self, question: Question, source: str) -> None:
        self._give(lambda: interview.with_source(self.session, question, source))
        self._forget_typed(f"{question.id}.source")

    # -- giving ----------------------------------------------------------------------------------------------------

    def _give(self, make: Callable[[], Fact | None], *, go_on: bool = True) -> bool:
        """Make the answer and put it on disk; a fault is said on the card and the text stays."""
        question_id = self._about
        try:
            fact = make()
        except BadInput as error:
            self._fault = f"{error.message.rstrip('.')}. {error.hint}".strip()
            self._hint(self.question)
            return False
        except OnrecordError as error:
            self.app.tell(error)
            return False
        if fact is None:
            self._done()
            return False
        if not self.app.save(fact):
            return False
        self._fault = ""
        self._forget_typed(question_id)
        if go_on:
            self._finish()
        else:
            self._hint(self.question)
        return True

    def _way_out(self, sign: str) -> None:
        question = self.question
        if question is None:
            return
        status = Status.UNKNOWN if sign == UNKNOWN else Status.NOT_APPLICABLE
        if self._give(lambda: interview.with_status(self.session, question, status), go_on=False):
            self._done()

    def _finish(self) -> None:
        question = self.question
        if question is not None and answering.needs_source(self.session, question):
            self._source_stage(question)
        else:
            self._done()

    # -- lines -----------------------------------------------------------------------------------------------------

    def _lines_off(self) -> None:
        for number in range(_LINES):
            row = self.line(number).parent
            if row is not None:
                row.display = False

    def _line_on(self, number: int, label: str, shown: str, enter: Callable[[str], None], *, key: str) -> Line:
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
            self._hint(self.question)

    def _forget_typed(self, key: str) -> None:
        if self.app.half_typed.pop(key, None) is not None:
            half_typed.clear(self.session.path, key)

    def _hint(self, question: Question | None) -> None:
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
        if question.type is FactType.DATETIME:
            return say("card.hint_ahead" if question.element in answering.AHEAD else "card.hint_past")
        if question.type is FactType.NUMBER and question.units:
            return say("card.hint_number", units=", ".join(local(unit.label) for unit in question.units))
        if question.type in _CHOSEN or not question.example:
            return ""
        return say("card.example", example=local(question.example))
