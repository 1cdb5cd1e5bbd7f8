"""Questions that are answered by typing: places, times, figures, contacts, words in each language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.content.model import FactType, Question
from onrecord.desk import answering, interview
from onrecord.desk.interview import DOES_NOT_APPLY, NOT_KNOWN
from onrecord.incident.clean import LONG, SHORT
from onrecord.incident.typed import PLACE_WORDS
from onrecord.incident.typed_times import date_text
from onrecord.tui.choices import Row
from onrecord.tui.words import SCREEN_LANGUAGE, local, say

if TYPE_CHECKING:
    from onrecord.tui.card import Card

LINES = 4
"""Lines that a card can show: name and place beside, or one per language."""


def ask_place(card: Card, question: Question, ways_out: list[Row]) -> None:
    """Name, what is near, kind. Each Enter puts on disk what there is; a name that gives its kind away ends it."""
    kind, name, near = answering.place_of(card.session, question)
    words = PLACE_WORDS.get(SCREEN_LANGUAGE, PLACE_WORDS["en"])
    rows = [Row(k, label, "●" if k == kind else " ") for k, label in words.items()]

    def give(kind: str = "") -> bool:
        typed = card.line(0).value
        if typed.strip() in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(typed.strip())
            return False
        known = answering.place_of(card.session, question)[0]
        guess = kind or answering.guessed_kind(card.session, question, typed) or known
        return card.give(
            lambda: answering.place_answer(card.session, question, guess or "site", typed, card.line(1).value),
            go_on=False,
        )

    def named(text: str) -> None:
        if not text.strip():
            card.done()
        elif give():
            card.screen.set_focus(card.line(1))

    def beside(text: str) -> None:
        if not give():
            return
        kind_now = answering.place_of(card.session, question)[0]
        _place_rows(card, question, rows, ways_out, give, kind_now)
        if answering.guessed_kind(card.session, question, card.line(0).value):
            card.finish()
        else:
            card.screen.set_focus(card.pick)

    card.line_on(0, say("card.place_name"), name, named, key=question.id)
    card.line_on(1, say("card.place_near"), near, beside, key=f"{question.id}.near")
    _place_rows(card, question, rows, ways_out, give, kind)


def _place_rows(
    card: Card, question: Question, rows: list[Row], ways_out: list[Row], give: Callable[[str], bool], at: str
) -> None:
    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
        elif give(row):
            card.finish()

    marked = [Row(r.id, r.label, "●" if r.id == at else " ") for r in rows]
    card.pick.show([*marked, *ways_out], choose, go_on=card.done, at=at)


def ask_typed(card: Card, question: Question, ways_out: list[Row]) -> None:
    """One line, or one per language where the words differ; below it the times that are offered."""
    languages = card.session.languages if answering.worded(question) else card.session.languages[:1]
    for number, language in enumerate(languages[:LINES]):
        label = say("language_name." + language) if answering.worded(question) else ""
        shown = interview.shown_answer(card.session, question, language)
        key = question.id if number == 0 else f"{question.id}.{language}"
        last = number == len(languages[:LINES]) - 1

        def enter(text: str, number: int = number, language: str = language, last: bool = last) -> None:
            _typed_line(card, question, text, number, language, last=last)

        line = card.line_on(number, label, shown, enter, key=key)
        line.longest = LONG if question.type in (FactType.LONG_TEXT, FactType.LIST) else SHORT
    offers = answering.time_offers(card.session, question)
    now = card.session.now()
    rows = []
    for number, moment in enumerate(offers):
        label, note = date_text(moment, SCREEN_LANGUAGE), say("card.today")
        if isinstance(moment, datetime):
            minutes = round((moment - now).total_seconds() / 60)
            label, note = f"{moment:%H:%M}", say("card.in_minutes", n=minutes) if minutes > 0 else say("card.now")
        rows.append(Row(f"offer{number}", label, " ", note, key="F6" if number == 0 else ""))

    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
        else:
            card.take_offer(int(row[5:]))

    card.pick.show([*rows, *ways_out], choose, go_on=card.done)


def _typed_line(card: Card, question: Question, text: str, number: int, language: str, *, last: bool) -> None:
    if text.strip() in (NOT_KNOWN, DOES_NOT_APPLY):
        card.way_out(text.strip())
        return
    unchanged = text == interview.shown_answer(card.session, question, language)
    if text.strip() and not unchanged:
        if not card.give(lambda: answering.words_answer(card.session, question, text, language), go_on=False):
            return
        card.forget_typed(question.id if number == 0 else f"{question.id}.{language}")
    if not last:
        card.screen.set_focus(card.line(number + 1))
    else:
        card.finish()


def ask_tick_time(card: Card, question: Question, act: str, back: Callable[[], None]) -> None:
    """Another time for one tick; `back` draws the ticks again."""
    card.redraw = None
    card.beside = True
    language = card.session.languages[0]
    label = next(local(option.label) for option in question.options if option.id == act)

    def enter(text: str) -> None:
        if card.give(lambda: answering.ticked_at(card.session, question, act, text, language), go_on=False):
            card.lines_off()
            card.redraw = back
            card.beside = False
            back()
            card.screen.set_focus(card.pick)

    time = answering.tick_time(card.session, question, act, language)
    card.line_on(0, say("card.done_at", act=label), time, enter, key="")
    card.screen.set_focus(card.line(0))


def ask_typed_source(card: Card, question: Question) -> None:
    """Somebody who is not on the list of sources."""
    card.lines_off()
    card.redraw = None
    card.beside = True
    fact = card.session.incident.fact(question.id)

    def enter(text: str) -> None:
        if text.strip():
            name_source(card, question, text)
        else:
            card.done()

    card.line_on(0, say("card.source"), fact.source if fact else "", enter, key=f"{question.id}.source")
    card.screen.set_focus(card.line(0))


def name_source(card: Card, question: Question, source: str) -> None:
    """Put who confirms it on disk."""
    card.give(lambda: interview.with_source(card.session, question, source))
    card.forget_typed(f"{question.id}.source")
