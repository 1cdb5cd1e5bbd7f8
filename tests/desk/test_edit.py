"""Changes by hand: they stand as long as the sentence below them does, and nothing is lost when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord.desk import edit
from onrecord.desk.drafts import draft_document
from onrecord.desk.session import Session, close_session, open_session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import BadInput, ReadOnly
from onrecord.incident import statements


def holding(session: Session, language: str = "en") -> Statement:
    return draft_document(session, "holding", language)


def with_words(statement: Statement, words: str) -> Sentence:
    return next(sentence for sentence in statement.sentences if words in sentence.text)


def test_new_words_stand_in_the_place_of_the_sentence(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)

    edit.edit_sentence(session, text, with_words(text, "on the way"), "Our duty manager is there.", by="Rossi")

    changed = with_words(holding(session), "duty manager")
    assert changed.text == "Our duty manager is there."
    assert changed.edit is not None
    assert (changed.edit.by, changed.edit.base) == ("Rossi", "Our duty manager is on the way there.")


def test_an_edit_survives_closing_the_desk(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "Our duty manager is there.", by="Rossi")
    close_session(session)

    again = open_session(tmp_path / "i", clock=Clock())

    assert "Our duty manager is there." in holding(again).text


def test_a_second_change_replaces_the_first_and_keeps_the_drafted_base(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "First.", by="Rossi")

    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "First."), "Second.", by="Verdi")

    kept = statements.load(session.path, "holding", "en").edits
    assert [(e.base, e.text) for e in kept] == [("Our duty manager is on the way there.", "Second.")]


def test_typing_the_drafted_words_again_takes_the_edit_away(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "First.", by="Rossi")

    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "First."), "Our duty manager is on the way there.", by="Rossi")

    assert statements.load(session.path, "holding", "en").edits == ()


def test_what_cannot_be_seen_is_left_out_and_told(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)

    change = edit.edit_sentence(session, text, with_words(text, "on the way"), "He is\u202e \x1b[31mthere.\n", by="R")

    assert with_words(holding(session), "He is").text == "He is there."
    assert "terminal codes" in change.removed


def test_a_sentence_taken_out_is_gone_told_and_brought_back_by_undo(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)

    change = edit.delete_sentence(session, text, with_words(text, "Questions about"), by="Rossi")

    assert "Questions about" not in holding(session).text
    assert [e.base for e in edit.taken_out(session, holding(session))] == [with_words(text, "Questions about").text]
    edit.undo(session, change)
    assert holding(session).text == text.text


def test_undo_refuses_when_the_edits_were_changed_elsewhere_since(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    first = edit.edit_sentence(session, text, with_words(text, "on the way"), "First.", by="Rossi")
    edit.delete_sentence(session, text, with_words(text, "Questions about"), by="Verdi")

    with pytest.raises(BadInput, match="changed elsewhere"):
        edit.undo(session, first)


def test_undo_without_a_memory_takes_the_newest_edit_away(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "First.", by="Rossi")
    clock.later(minutes=1)
    edit.delete_sentence(session, text, with_words(text, "Questions about"), by="Rossi")

    edit.undo_latest(session, "holding", "en")

    assert [e.text for e in statements.load(session.path, "holding", "en").edits] == ["First."]
    assert edit.undo_latest(session, "holding", "en") is not None
    assert edit.undo_latest(session, "holding", "en") is None


def test_a_gap_cannot_be_written_over_nor_taken_out(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",))
    text = holding(session)
    gap = next(sentence for sentence in text.sentences if sentence.gaps)

    with pytest.raises(BadInput, match="gap"):
        edit.edit_sentence(session, text, gap, "We will speak again soon.", by="Rossi")
    with pytest.raises(BadInput, match="gap"):
        edit.delete_sentence(session, text, gap, by="Rossi")


def test_the_line_with_the_time_cannot_be_changed(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)

    with pytest.raises(BadInput, match="every minute"):
        edit.edit_sentence(session, text, text.sentences[0], "Adria Bus, tonight.", by="Rossi")


def test_an_edit_is_shown_beside_the_draft_when_its_sentence_changed(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "03:30"), "More by 03:30 CET.", by="Rossi")

    session = answered(session, "next_update", "04:00")
    text = holding(session)

    assert "04:00" in text.text
    assert "More by 03:30" not in text.text
    (row,) = edit.stranded(text)
    assert row.edit.text == "More by 03:30 CET."
    assert row.now is not None
    assert "04:00" in row.now.text


def test_a_stranded_edit_is_put_over_the_new_sentence_or_let_go(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "03:30"), "More by then.", by="Rossi")
    session = answered(session, "next_update", "04:00")
    text = holding(session)
    (row,) = edit.stranded(text)
    assert row.now is not None

    change = edit.rebase(session, text, row.edit, row.now, by="Verdi")

    assert "More by then." in holding(session).text
    assert holding(session).stranded == ()
    edit.undo(session, change)
    edit.drop(session, holding(session), row.edit)
    assert holding(session).stranded == ()
    assert "04:00" in holding(session).text


def test_a_language_is_older_until_the_same_element_is_changed_there(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "Our duty manager is there.", by="Rossi")

    (row,) = edit.older(session, "holding")
    assert (row.language, row.than, row.element) == ("it", "en", "actions")

    clock.later(minutes=2)
    italian = holding(session, "it")
    sentence = with_words(italian, "responsabile di turno")
    edit.edit_sentence(session, italian, sentence, "Il nostro responsabile di turno è sul posto.", by="Rossi")

    assert edit.older(session, "holding") == ()


def test_a_person_may_say_that_a_language_still_says_the_same(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "The duty manager is on the way.", by="Rossi")

    assert edit.say_in_step(session, "holding", "it", by="Verdi") == 1
    assert edit.older(session, "holding") == ()

    clock.later(minutes=1)
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "duty manager"), "The duty manager is there.", by="Rossi")
    assert [row.language for row in edit.older(session, "holding")] == ["it"]


def test_nothing_is_written_in_an_incident_that_is_open_elsewhere(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    reader = open_session(tmp_path / "i", read_only=True, clock=Clock())
    text = holding(reader)

    with pytest.raises(ReadOnly):
        edit.delete_sentence(reader, text, text.sentences[2], by="Rossi")
    assert statements.load(session.path, "holding", "en").edits == ()


def test_half_typed_words_come_back_for_their_own_sentence_only(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    one, other = with_words(text, "on the way"), with_words(text, "Questions about")

    edit.keep_half_typed(session, text, one, "Our duty man")

    assert edit.half_typed_text(session, text, one) == "Our duty man"
    assert edit.half_typed_text(session, text, other) == ""
    edit.keep_half_typed(session, text, one, one.text)
    assert edit.half_typed_text(session, text, one) == ""


def test_the_text_beside_the_edits_is_marked_as_a_draft(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = holding(session)
    edit.edit_sentence(session, text, with_words(text, "on the way"), "Our duty manager is there.", by="Rossi")

    written = (session.path / "statements" / "holding.en.md").read_text(encoding="utf-8")

    assert written.startswith("DRAFT, NOT CLEARED\n")
    assert "Our duty manager is there." in written
