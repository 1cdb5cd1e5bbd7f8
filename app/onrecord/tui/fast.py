"""The two-minute way: five steps, choices first, the holding statement growing beside them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from onrecord.desk import interview
from onrecord.desk.answering import last_contacts, short_answer
from onrecord.desk.create import keep_in_profile
from onrecord.desk.interview import Asked
from onrecord.errors import OnrecordError
from onrecord.tui.asking import AskScreen
from onrecord.tui.card import Card
from onrecord.tui.footer import KeyFooter
from onrecord.tui.marks import mark
from onrecord.tui.preview import Preview
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

WHO_WE_ARE = 0
"""The step before the first: who speaks, asked once and kept."""


class FastScreen(AskScreen):
    """One step at a time: its questions stacked as lines, the one in focus open on the card."""

    HELP = "fast"

    def __init__(self) -> None:
        super().__init__()
        self.step = WHO_WE_ARE
        self._who: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        yield Top()
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield StepLines(id="steps")
                yield Card(self.done, full=False, id="card")
            yield Preview(id="preview")
        yield KeyFooter(compact=True, show_command_palette=self.app.size.width >= 100)

    def on_mount(self) -> None:
        super().on_mount()
        self._who = tuple(row.question.id for row in interview.profile_gaps(self.session))
        self.step = WHO_WE_ARE if self._who else 1
        while not self.order() and self.step < len(self.session.scenario.steps):
            self.step += 1
        if not self._who:
            self._to_first_open_step()
        self.go(self._first_open())

    def _to_first_open_step(self) -> None:
        last = len(self.session.scenario.steps)
        while self.step < last and all(row.answered for row in self.order()):
            self.step += 1

    def order(self) -> tuple[Asked, ...]:
        known = {row.question.id: row for row in interview.asked(self.session)}
        if self.step == WHO_WE_ARE:
            return tuple(known[name] for name in self._who if name in known)
        asked = interview.fast_path(self.session, self.step)
        if self.step < len(self.session.scenario.steps):
            return asked
        here = {row.question.id for row in asked}
        names = [name for name in last_contacts(self.session) if name in known and name not in here]
        return (*asked, *(known[name] for name in names))

    def _first_open(self) -> str:
        rows = self.order()
        return next((row.question.id for row in rows if not row.answered), rows[0].question.id if rows else "")

    def past_end(self, step: int) -> None:
        if self.step == WHO_WE_ARE and step > 0:
            self._keep_who()
        last = len(self.session.scenario.steps)
        first = WHO_WE_ARE if self._who else 1
        at = self.step + step
        while first <= at <= last:
            self.step = at
            rows = self.order()
            if rows:
                self.go(rows[0].question.id if step > 0 else rows[-1].question.id)
                return
            at += step
        self.step = min(max(self.step, first), last)
        if step > 0:
            from onrecord.tui.ready import ReadyScreen

            self.app.push_screen(ReadyScreen())

    def _keep_who(self) -> None:
        """Keep who we are for the next incident, so that it is asked only once."""
        facts = [fact for name in self._who if (fact := self.session.incident.facts.get(name)) is not None]
        try:
            name = keep_in_profile(self.session, facts)
        except OnrecordError as error:
            self.app.tell(error)
            return
        if name and facts:
            self.app.notify(say("fast.kept"), timeout=2, markup=False)

    def go(self, question_id: str, *, focus: bool = True) -> None:
        question = self.session.questions.get(question_id)
        if question is not None and question.step and not any(r.question.id == question_id for r in self.order()):
            self.step = question.step
        super().go(question_id, focus=focus)

    def room(self) -> int:
        if self.app.size.height < 16:
            return self.app.size.height - 3
        taken = 4 + len(self.order())
        return self.app.size.height - taken - (0 if self.app.size.width >= 100 else 6)

    def draw(self) -> None:
        super().draw()
        if self.app.session is None:
            return
        steps = self.session.scenario.steps
        name = local(self.session.scenario.name)
        place = say("fast.step", n=self.step, total=len(steps)) if self.step else say("fast.who")
        top = Content.styled(name, "bold") + Content(f"  {place}")
        if self.session.read_only:
            top += Content(f" · ⚠ {say('interview.read_only')}")
        self.query_one("#top", Static).update(Content(say("app.too_small")) if self.cramped else top)
        title = next((local(step.text) for step in steps if step.number == self.step), say("fast.who_title"))
        self.query_one(StepLines).show(title, self.order(), self.current, self.session, self.size.width)


class StepLines(Static):
    """The questions of a step, one line each: sign, what it is about, the answer so far. A click opens one."""

    def show(self, title: str, rows: tuple[Asked, ...], current: str, session: object, width: int) -> None:
        screen = self.screen
        assert isinstance(screen, FastScreen)
        lines = [Content.styled(title, "bold")]
        for row in rows:
            answer = short_answer(screen.session, row.question, screen.session.languages[0])
            if row.status is not None and not answer:
                answer = say("status." + row.status.value)
            here = "▸" if row.question.id == current else " "
            text = f"{here}{mark(row, typed=screen.app.half_typed)} {local(row.question.label)}"
            line = Content(text) + Content.styled(f"  {answer}" if answer else "", "$text-success")
            lines.append(
                line.truncate(max(20, self.size.width or width), ellipsis=True).stylize(
                    Style.from_meta({"question": row.question.id})
                )
            )
        self.update(Content("\n").join(lines))

    def on_click(self, event: events.Click) -> None:
        wanted = event.style.meta.get("question")
        if wanted and isinstance(self.screen, FastScreen):
            event.stop()
            self.screen.go(wanted)
