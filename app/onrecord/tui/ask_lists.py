"""Questions that are answered from a list: choices, ticks, a grid, rows, and who confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from onrecord.content.model import FactType, Question
from onrecord.desk import answering
from onrecord.desk.interview import DOES_NOT_APPLY, NOT_KNOWN
from onrecord.incident.model import Fact
from onrecord.tui.ask_typed import ask_tick_time, ask_typed_source, name_source
from onrecord.tui.choices import Row
from onrecord.tui.words import SCREEN_LANGUAGE, local, say

if TYPE_CHECKING:
    from onrecord.tui.card import Card


def ask_choice(card: Card, question: Question) -> None:
    """One of the options, or yes and no (y and n answer too)."""
    now = answering.chosen(card.session, question)
    rows = [
        Row(option.id, local(option.label), "●" if option.id == now else " ")
        for option in answering.options_of(question)
    ]

    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
        else:
            card.give(lambda: answering.choose(card.session, question, row))

    def other(key: str, row: str) -> bool:
        said = {"y": "yes", "s": "yes", "n": "no"}.get(key, "") if question.type is FactType.YES_NO else ""
        if said:
            choose(said)
        return bool(said)

    card.pick.show([*rows, *card.ways_out()], choose, go_on=card.done, other=other, at=now)


def ask_ticks(card: Card, question: Question, *, anew: bool = False) -> None:
    """Several of the options; acts of ours carry the time they were done."""
    at = "" if anew else card.pick.current
    done = answering.ticks_of(card.session, question)
    zone = card.session.timezone
    rows = []
    for option in question.options:
        time = done.time(option.id)
        note = f"{time.astimezone(zone):%H:%M}" if time else ""
        rows.append(Row(option.id, local(option.label), "[x]" if option.id in done else "[ ]", note))

    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
            return
        fact = answering.toggled(card.session, question, row)
        if card.app.save(fact) if fact is not None else card.app.forget(question.id):
            ask_ticks(card, question)

    def other(key: str, row: str) -> bool:
        ticked = row in answering.ticks_of(card.session, question)
        if key == "t" and ticked:
            ask_tick_time(card, question, row, lambda: ask_ticks(card, question))
        return key == "t" and ticked

    card.pick.show([*rows, *card.ways_out()], choose, go_on=card.finish, other=other, enter_chooses=False, at=at)


def ask_grid(card: Card, question: Question, *, anew: bool = False) -> None:
    """One column per row, by its number; the cursor goes on to the next row."""
    grid = answering.matrix(question)
    assert grid is not None
    fields, columns = grid
    at = fields.options[0].id if anew else card.pick.current
    labels = {option.id: local(option.label) for option in columns.options}
    width = max(len(local(option.label)) for option in fields.options)
    said = {o.id: labels.get(answering.cell_of(card.session, question, o.id), "·") for o in fields.options}
    rows = [Row(o.id, f"{local(o.label):<{width}}", " ", said[o.id]) for o in fields.options]
    order = [option.id for option in columns.options]

    def put(row: str, column: str, *, down: bool) -> None:
        fact = answering.with_cell(card.session, question, row, column)
        if card.app.save(fact) if fact is not None else card.app.forget(question.id):
            ask_grid(card, question)
            if down:
                card.pick.action_cursor_down()

    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
            return
        turn = ["", *order]
        now = answering.cell_of(card.session, question, row)
        put(row, turn[(turn.index(now) + 1) % len(turn)] if now in turn else order[0], down=False)

    def other(key: str, row: str) -> bool:
        if key == NOT_KNOWN and not row:
            return False
        if key.isdecimal() and row and row not in (NOT_KNOWN, DOES_NOT_APPLY):
            number = int(key)
            if number <= len(order):
                put(row, order[number - 1] if number else "", down=True)
            return True
        if key in ("backspace", "delete") and row:
            put(row, "", down=False)
            return True
        return False

    card.pick.show(
        [*rows, *card.ways_out()], choose, go_on=card.finish, other=other, enter_chooses=False, keys=False, at=at
    )


def ask_records(card: Card, question: Question, ways_out: list[Row]) -> None:
    """Rows that are typed cell by cell."""
    language = card.session.languages[0]
    rows = [
        Row(f"row{n}", answering.row_text(card.session, question, record, language))
        for n, record in enumerate(answering.rows_of(card.session, question))
    ]
    rows.append(Row("add", say("card.add_row"), "+", key="+"))

    def choose(row: str) -> None:
        if row in (NOT_KNOWN, DOES_NOT_APPLY):
            card.way_out(row)
            return
        from onrecord.tui.rows import RowScreen

        at = None if row == "add" else int(row[3:])
        card.app.push_screen(RowScreen(question, at), lambda fact: _row_given(card, fact))

    card.pick.show([*rows, *ways_out], choose, go_on=card.finish)


def _row_given(card: Card, fact: Fact | str | None) -> None:
    question = card.question
    if fact is None or question is None:
        return
    if (card.app.forget(question.id) if isinstance(fact, str) else card.app.save(fact)) and question:
        card.answer_stage(question)
        card.focus_answer()


def ask_source(card: Card, question: Question) -> None:
    """Who says so: one pick. Nobody yet: it counts as being checked."""
    card.lines_off()
    card.redraw = None
    card.beside = True
    rows = [Row(f"s{n}", name) for n, name in enumerate(answering.sources(card.session, SCREEN_LANGUAGE))]
    rows.append(Row("other", say("card.source_other"), key="+"))
    rows.append(Row(NOT_KNOWN, say("card.source_nobody"), key=NOT_KNOWN))

    def choose(row: str) -> None:
        if row == NOT_KNOWN:
            card.done()
        elif row == "other":
            ask_typed_source(card, question)
        else:
            name_source(card, question, answering.sources(card.session, SCREEN_LANGUAGE)[int(row[1:])])

    card.query_one("#ask", Static).update(
        Content(local(question.text)).stylize("bold") + Content("\n" + say("card.who_confirms"))
    )
    card.pick.show(rows, choose, go_on=card.done)
    card.query_one("#hint").display = False
    card.screen.set_focus(card.pick)
