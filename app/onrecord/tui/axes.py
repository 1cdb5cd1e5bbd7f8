"""Under an answer: how sure, says who, may it be said. Tab reaches each, one letter sets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from onrecord.content.model import Question
from onrecord.desk import interview
from onrecord.desk.answering import sources
from onrecord.errors import OnrecordError
from onrecord.incident.model import Fact, ReleaseState, Status, effective_status, is_cleared
from onrecord.tui.letters import Letter, Letters
from onrecord.tui.marks import MARKS
from onrecord.tui.words import SCREEN_LANGUAGE, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.tui.app import OnrecordApp


class Axes(Vertical):
    """Status, source and release of one answer."""

    app: OnrecordApp

    def __init__(self, changed: Callable[[bool], None], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._typed_source = changed
        self._question: Question | None = None
        self._back: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        yield Letters(id="status")
        yield Letters(id="source")
        yield Letters(id="release")

    def show(self, session: Session, question: Question, back: Callable[[], None]) -> None:
        """Draw the three lines; `back` returns to the answer."""
        self._question, self._back = question, back
        fact = session.incident.fact(question.id)
        status = effective_status(fact, question) if fact is not None else None
        self.query_one("#status", Letters).show(
            say("axes.status"),
            status_letters(),
            status.value if status else "",
            status_line(session, fact, question),
            self._set_status,
            back,
            say("axes.status_help"),
        )
        names = sources(session, SCREEN_LANGUAGE)
        letters = [Letter(name, str(n), name) for n, name in enumerate(names[:9], 1)]
        letters.append(Letter("", "+", say("card.source_other")))
        source = fact.source if fact is not None else ""
        self.query_one("#source", Letters).show(
            say("axes.source"), letters, source, source or "–", self._set_source, back, say("axes.source_help")
        )
        self.query_one("#release", Letters).show(
            say("axes.release"),
            release_letters(),
            fact.release.state.value if fact and fact.release else "",
            release_line(session, fact, question),
            self._set_release,
            back,
            say("axes.release_help"),
        )

    def _set_status(self, name: str) -> None:
        self._do(lambda s, q: interview.with_status(s, q, Status(name)))

    def _set_source(self, name: str) -> None:
        if not name:
            self._typed_source(True)
        else:
            self._do(lambda s, q: interview.with_source(s, q, name))

    def _set_release(self, name: str) -> None:
        if name == ReleaseState.CLEARED.value:
            self.app.clear_facts()
        else:
            self._do(lambda s, q: interview.with_release(s, q, ReleaseState(name)))

    def _do(self, make: Callable[[Session, Question], Fact]) -> None:
        if self._question is None:
            return
        try:
            fact = make(self.app.open_session, self._question)
        except OnrecordError as error:
            self.app.tell(error)
            return
        if self.app.save(fact):
            self.show(self.app.open_session, self._question, self._back)


def status_letters() -> list[Letter]:
    """Every status with its letter."""
    return [
        Letter(status.value, say("status_letter." + status.value), say("status." + status.value), MARKS[status])
        for status in Status
    ]


def release_letters() -> list[Letter]:
    """Every release with its letter."""
    names = {"cleared": "cleared_letter", "ask": "ask_letter", "hold": "hold_letter", "never": "never_letter"}
    return [Letter(name, say("axes." + key), say("axes." + name)) for name, key in names.items()]


def status_line(session: Session, fact: Fact | None, question: Question) -> str:
    """How sure, in words; with the time it holds for."""
    if fact is None:
        return say("status.absent")
    status = effective_status(fact, question)
    words = say("status." + status.value)
    as_of = say("axes.as_of", time=f"{fact.as_of.astimezone(session.timezone):%d %b %H:%M}") if fact.as_of else ""
    name = MORE.get(status, "")
    more = say("axes.more", what=say("details." + name)) if name and not getattr(fact, name) else ""
    return " · ".join(part for part in (f"{MARKS[status]} {words}", as_of, more) if part)


def release_line(session: Session, fact: Fact | None, question: Question) -> str:
    """Whether it may be said, by whom and how that was given."""
    whom = say("clearer." + question.clears)
    if fact is not None and fact.status is Status.WITHHELD:
        return say("release.never")
    if fact is not None and fact.status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        return say("axes.nothing_to_clear")
    if fact is None or fact.release is None:
        return say("release.duty") if question.clears == "duty" else f"⚠ {say('release.ask', whom=whom)}"
    given = fact.release
    if given.state is ReleaseState.CLEARED and is_cleared(fact, question):
        how = say("how." + given.how) if f"how.{given.how}" in HOWS else given.how
        at = f"{given.at.astimezone(session.timezone):%d %b %H:%M}" if given.at else ""
        return "✓ " + say("release.cleared_by", by=given.by, how=how or "–", at=at)
    if given.state is ReleaseState.ASK:
        return f"⚠ {say('release.ask', whom=whom)}"
    return say("release." + given.state.value)


MORE = {
    Status.ESTIMATED: "basis",
    Status.SUSPECTED: "finding_out",
    Status.DISPUTED: "parties",
    Status.UNKNOWN: "finding_out",
    Status.WITHHELD: "agreed_line",
}
"""What a status asks for first; F12 opens it."""
HOWS = ("how.in_person", "how.by_phone", "how.in_writing")
