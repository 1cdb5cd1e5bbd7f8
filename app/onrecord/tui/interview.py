"""The interview: every question with its state, the one in focus on a card, the statement as it writes itself."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.desk import interview
from onrecord.desk.interview import Asked
from onrecord.tui.asking import AskScreen
from onrecord.tui.card import Card
from onrecord.tui.footer import KeyFooter
from onrecord.tui.marks import mark
from onrecord.tui.preview import Preview
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

FIRST_HOUR = "first_hour"


class InterviewScreen(AskScreen):
    """Free movement through all questions; nothing is lost by going back."""

    HELP = "interview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "unanswered", say("interview.unanswered"), id="interview.unanswered", show=False,
                tooltip=say("interview.unanswered_tip")),
        Binding("f5", "list", say("interview.list"), id="interview.list", tooltip=say("interview.list_tip")),
        Binding("f12", "details", say("interview.details"), id="interview.details", show=False,
                tooltip=say("interview.details_tip")),
        Binding("f10", "five_steps", say("interview.five_steps"), id="interview.five_steps", show=False,
                tooltip=say("interview.five_steps_tip")),
        Binding("ctrl+r", "title", say("interview.title"), id="interview.title", show=False,
                tooltip=say("interview.title_tip")),
        Binding("ctrl+z", "take_back", say("interview.take_back"), id="interview.take_back", show=False,
                tooltip=say("interview.take_back_tip")),
        Binding("ctrl+t", "first_hour", say("interview.first_hour"), id="interview.first_hour", show=False,
                tooltip=say("interview.first_hour_tip")),
    ]  # fmt: skip

    def __init__(self, at: str = "") -> None:
        super().__init__()
        self._first = at
        self._shown: list[tuple[str | None, str]] = []

    def compose(self) -> ComposeResult:
        yield Top()
        with Horizontal(id="body"):
            yield OptionList(id="questions", compact=True)
            with Vertical(id="right"):
                yield Card(self.done, full=True, id="card")
                yield Preview(id="preview")
        yield KeyFooter(compact=True, show_command_palette=self.app.size.width >= 100)

    def on_mount(self) -> None:
        super().on_mount()
        rows = self.order()
        unanswered = next((row.question.id for row in rows if not row.answered), "")
        self.go(self._first or unanswered or (rows[0].question.id if rows else ""))

    def order(self) -> tuple[Asked, ...]:
        return interview.asked(self.session)

    def past_end(self, step: int) -> None:
        self.app.notify(say("interview.end" if step > 0 else "interview.start"), timeout=2)
        self.card.focus_answer()

    def draw(self) -> None:
        super().draw()
        if self.app.session is None:
            return
        rows = self.order()
        statement = self.preview.statement
        gaps = frozenset(fact for gap in statement.gaps for fact in gap.facts) if statement else frozenset()
        questions = self.query_one("#questions", OptionList)
        self._list(questions, rows, gaps)
        here = next((n for n, o in enumerate(questions.options) if o.id == self.current), None)
        if questions.highlighted != here:
            questions.highlighted = here
        self.query_one("#top", Static).update(Content(say("app.too_small")) if self.cramped else self._top_line(rows))

    def _list(self, questions: OptionList, rows: tuple[Asked, ...], gaps: frozenset[str]) -> None:
        """Every question with its mark; where the questions stay, only marks that changed are drawn."""
        shown: list[tuple[str | None, str]] = []
        section = None
        for row in rows:
            if row.question.profile != section:
                section = row.question.profile
                if section:
                    shown.append((None, say("interview.organisation")))
            label = f"{mark(row, gaps, self.app.half_typed)} {local(row.question.label)}"
            shown.append((row.question.id, label))
        before, self._shown = self._shown, shown
        if [name for name, _ in before] == [name for name, _ in shown]:
            for number, (old, new) in enumerate(zip(before, shown, strict=True)):
                if old != new:
                    questions.replace_option_prompt_at_index(number, Content(new[1]))
            return
        questions.clear_options()
        questions.add_options(
            [
                Option(Content(text), id=name) if name else Option(Content.styled(text, "bold"), disabled=True)
                for name, text in shown
            ]
        )

    def _top_line(self, rows: tuple[Asked, ...]) -> Content:
        counts = interview.progress(self.session)
        wide = self.has_class("-wide")
        signs = ((counts.not_known, "not_known"), (counts.do_not_say, "do_not_say"), (counts.to_clear, "to_clear"))
        length = "" if wide else "_short"
        parts = [say(f"interview.progress{length}", n=counts.answered, total=counts.total)]
        parts += [say(f"interview.{name}{length}", n=number) for number, name in signs if number]
        if self.session.incident.demo:
            parts.insert(0, say("home.is_demo"))
        if self.session.read_only:
            parts.insert(0, "⚠ " + say("interview.read_only"))
        ids = [row.question.id for row in rows]
        place = ""
        if self.current in ids and not self.has_class("-wide"):
            place = say("interview.place", n=ids.index(self.current) + 1, total=len(ids))
        right = " · ".join(parts)
        title = self.session.incident.title
        room = max(8, self.size.width - len(right) - len(place) - 10)
        title = title if len(title) <= room else title[: room - 1] + "…"
        return Content.styled(title, "bold") + Content(f"  {right}" + (f"  │ {place}" if place else ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == "questions" and event.option.id:
            self.remove_class("-list")
            self.go(event.option.id)

    def action_unanswered(self) -> None:
        """The first question that nobody has answered, after this one and then from the top."""
        ids = [row.question.id for row in self.order() if not row.answered]
        everything = [row.question.id for row in self.order()]
        at = everything.index(self.current) if self.current in everything else -1
        later = [i for i in ids if everything.index(i) > at]
        if later or ids:
            self.go((later or ids)[0])
        else:
            self.app.notify(say("interview.all_answered"), timeout=3)

    def action_list(self) -> None:
        """To the list of questions; folded away on a narrow screen until it is asked for."""
        questions = self.query_one("#questions", OptionList)
        if self.has_class("-list") or self.focused is questions:
            self.remove_class("-list")
            self.card.focus_answer()
        else:
            self.add_class("-list")
            self.set_focus(questions)

    def action_details(self) -> None:
        """What the status of this answer asks for."""
        question = self.session.questions.get(self.current)
        if question is None or self.session.incident.fact(self.current) is None:
            self.app.notify(say("interview.answer_first"), timeout=3)
            return
        from onrecord.tui.details import DetailsScreen

        self.app.push_screen(DetailsScreen(question))

    def action_five_steps(self) -> None:
        """The two-minute way through this incident."""
        self.app.show_incident(fast=True)

    def action_title(self) -> None:
        """Another title for the list of incidents; it never leaves this machine."""
        from onrecord.desk.meta import retitled
        from onrecord.tui.begin import TextScreen

        def given(text: str | None) -> None:
            if text:
                self.app.attempt(lambda: retitled(self.session, text))

        self.app.push_screen(TextScreen(say("interview.title_ask"), self.session.incident.title), given)

    def action_take_back(self) -> None:
        """Take the answer back, as if nobody had asked. That a value stood there stays known."""
        if self.current in self.session.incident.facts and self.app.forget(self.current):
            self.app.notify(say("interview.taken_back"), timeout=3)
            self.go(self.current)

    def action_first_hour(self) -> None:
        if FIRST_HOUR in self.session.questions:
            self.go(FIRST_HOUR)

    def action_leave(self) -> None:
        if self.has_class("-list"):
            self.action_list()
        else:
            super().action_leave()
