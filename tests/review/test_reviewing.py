"""A reviewer reads and answers and touches no fact; while the desk has it open, the desk notes the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock, answered
from night_alone import by_day, night
from onrecord.desk import reviewing
from onrecord.desk.edit import edit_sentence
from onrecord.desk.history import lines
from onrecord.desk.issue import gate
from onrecord.desk.session import close_session, open_session, save_answer
from onrecord.desk.sign import asked
from onrecord.errors import BadInput, Blocked, ReadOnly
from onrecord.incident import statements
from onrecord.incident.statements import Verdict


def closed(folder: Path) -> Path:
    by_day(given=None)
    close_session(night(folder))
    return folder


def test_an_answer_is_noted_in_writing_under_the_reviewers_name_and_the_folder_is_free_again(tmp_path: Path) -> None:
    session = open_session(closed(tmp_path / "i"), read_only=True, clock=Clock())
    rows = {row.document.id: row for row in reviewing.to_review(session)}
    assert rows["holding"].told == (
        f"legal: missing; call Bianchi, +39 0544 000 300; read out the code {rows['holding'].code}",
    )

    state = reviewing.answer(
        session, "holding", code=rows["holding"].code, by="Bianchi", role="legal", verdict=Verdict.YES
    )

    assert state.cleared
    kept = statements.load(session.path, "holding", "it").clearances[0]
    assert (kept.by, kept.how, kept.noted_by, kept.role) == ("Bianchi", "in_writing", "Bianchi", "legal")
    assert "cleared by Bianchi, in writing" in next(iter(lines(session))).words
    desk = open_session(session.path, clock=Clock())
    assert desk.read_only == ""
    assert gate(desk, "holding").stops == ()


@pytest.mark.parametrize("verdict", [Verdict.NO, Verdict.WITH_WORDS])
def test_a_no_and_other_words_are_noted_too(tmp_path: Path, verdict: Verdict) -> None:
    session = open_session(closed(tmp_path / "i"), read_only=True, clock=Clock())
    code = asked(session, "holding").code
    given = {"by": "Bianchi", "role": "legal", "verdict": verdict, "words": "say coach operator"}
    state = reviewing.answer(session, "holding", code=code, **given)  # type: ignore[arg-type]
    assert not state.cleared
    assert statements.load(session.path, "holding", "en").clearances[0].verdict is verdict


def test_while_the_desk_has_it_open_the_answer_is_told_to_the_desk_with_the_code(tmp_path: Path) -> None:
    desk = open_session(closed(tmp_path / "i"), clock=Clock())
    session = open_session(tmp_path / "i", read_only=True, clock=Clock())
    code = asked(session, "holding").code
    with pytest.raises(ReadOnly) as error:
        reviewing.answer(session, "holding", code=code, by="Bianchi", role="legal", verdict=Verdict.YES)
    assert "not noted: it is open on" in error.value.message
    assert code in error.value.hint
    assert "The desk notes it as yours" in error.value.hint
    assert statements.load(session.path, "holding", "en").clearances == ()
    assert desk.read_only == ""


def test_a_text_that_changed_since_it_was_read_is_not_answered(tmp_path: Path) -> None:
    session = open_session(closed(tmp_path / "i"), read_only=True, clock=Clock())
    code = asked(session, "holding").code
    desk = open_session(tmp_path / "i", clock=Clock())
    close_session(answered(desk, "event_place", "road A14 near Forlì"))
    with pytest.raises(Blocked, match="not the code"):
        reviewing.answer(session, "holding", code=code, by="Bianchi", role="legal", verdict=Verdict.YES)
    assert asked(reviewing.as_now(session), "holding").code != code


def test_a_reviewer_changes_no_fact_and_no_word(tmp_path: Path) -> None:
    session = open_session(closed(tmp_path / "i"), read_only=True, clock=Clock())
    before = (tmp_path / "i" / "incident.toml").read_bytes()
    with pytest.raises(ReadOnly):
        save_answer(session, replace(session.incident.facts["event_place"], source="me"))
    statement = asked(session, "holding").statements[0]
    with pytest.raises(ReadOnly):
        edit_sentence(session, statement, statement.sentences[2], "Other words.", by="Bianchi")
    with pytest.raises(BadInput, match="name"):
        reviewing.answer(session, "holding", code="AAAA", by=" ", role="legal", verdict=Verdict.YES)
    assert (tmp_path / "i" / "incident.toml").read_bytes() == before
