"""What is found in a draft at the desk: where it stands, who may send it all the same, and what ends that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord.desk import edit
from onrecord.desk.drafts import draft_document
from onrecord.desk.export import export, sheet_text, stops_of
from onrecord.desk.findings import Checked, Noted, checked, send_all_the_same, stop_all_the_same, take_replacement
from onrecord.desk.session import Session, close_session, open_session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import BadInput
from onrecord.incident import statements
from onrecord.incident.statements import EditKind

DEFENSIVE = "We are sorry if anyone was offended."
COUNT = "The coach had 41 seats."


def holding(session: Session) -> Statement:
    return draft_document(session, "holding", "en")


def read(session: Session) -> Checked:
    return checked(session, holding(session))


def sentence(session: Session, words: str) -> Sentence:
    return next(s for s in holding(session).sentences if words in s.text)


def written(session: Session, text: str, over: str = "Our duty manager") -> None:
    """A sentence changed by hand by Luca Rossi."""
    edit.edit_sentence(session, holding(session), sentence(session, over), text, by="Luca Rossi")


def stop(session: Session, category: str) -> Noted:
    return next(row for row in read(session).stops if row.finding.category == category)


def test_a_draft_of_the_night_call_leaves_in_both_languages(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    for code in session.languages:
        assert stops_of(session, draft_document(session, "holding", code)) == ()


def test_a_gap_is_told_once_not_again_by_every_rule_that_misses_it(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",))
    statement = holding(session)
    gaps = {number for number, s in enumerate(statement.sentences) if s.gaps}
    assert gaps
    told = [row for row in checked(session, statement).rows if row.sentence in gaps]
    assert not [row for row in told if row.finding.category in ("promise", "trace", "residue", "time")]


def test_a_number_written_by_hand_is_no_source_for_itself(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, COUNT)
    row = stop(session, "trace")
    assert row.sentence is not None
    assert holding(session).sentences[row.sentence].text == COUNT


def test_wording_goes_out_with_the_author_and_a_reason(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    row = stop(session, "non_apology")
    assert row.finding.stop == "author"
    with pytest.raises(BadInput, match="reason"):
        send_all_the_same(session, holding(session), row, by="Luca Rossi", reason="  ")
    send_all_the_same(session, holding(session), row, by="Luca Rossi", reason="agreed word for word")
    assert stops_of(session, holding(session)) == ()
    sheet = sheet_text(session, "holding", language="en")
    assert "agreed word for word" in sheet
    assert "Luca Rossi" in sheet


def test_what_was_sent_all_the_same_is_known_again_after_closing(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    send_all_the_same(session, holding(session), stop(session, "non_apology"), by="Luca Rossi", reason="agreed")
    close_session(session)
    again = open_session(tmp_path / "i", clock=session.clock)
    assert read(again).stops == ()
    assert [row.waiver.reason for row in read(again).rows if row.waiver] == ["agreed"]


def test_other_words_end_it(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    send_all_the_same(session, holding(session), stop(session, "non_apology"), by="Luca Rossi", reason="agreed")
    written(session, "We are sorry if anyone was offended by it.", over=DEFENSIVE)
    assert stop(session, "non_apology").waiver is None
    assert "agreed" not in sheet_text(session, "holding", language="en")


def test_an_unsourced_number_needs_another_person(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, COUNT)
    row = stop(session, "trace")
    with pytest.raises(BadInput, match="second person"):
        send_all_the_same(session, holding(session), row, by="Luca Rossi", reason="the depot told us")
    with pytest.raises(BadInput, match="wrote it"):
        send_all_the_same(session, holding(session), row, by="Luca Rossi", second="luca  rossi", reason="told us")
    with pytest.raises(BadInput, match="wrote it"):
        send_all_the_same(session, holding(session), row, by="Eva Neri", second="Luca Rossi", reason="told us")
    waiver = send_all_the_same(
        session, holding(session), row, by="Luca Rossi", second="Anna Verdi", reason="the depot told us"
    )
    assert (waiver.by, waiver.asked_by) == ("Anna Verdi", "Luca Rossi")
    assert read(session).stops == ()


def test_one_name_in_the_file_does_not_do_for_two(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, COUNT)
    send_all_the_same(
        session, holding(session), stop(session, "trace"), by="Luca Rossi", second="Anna Verdi", reason="told us"
    )
    path = statements.path_of(session.path, "holding", "en")
    path.write_text(path.read_text().replace('asked_by = "Luca Rossi"', 'asked_by = "Anna Verdi"'))
    assert [row.finding.category for row in read(session).stops] == ["trace"]


def test_a_withheld_name_goes_out_by_nobody(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", more={"at_scene": "police"})
    written(session, COUNT)
    row = stop(session, "trace")
    never = replace(row, finding=row.finding._replace(stop="never"))
    with pytest.raises(BadInput, match="nobody may"):
        send_all_the_same(
            session, holding(session), never, by="Luca Rossi", second="Anna Verdi", reason="everybody knows"
        )


def test_it_can_be_taken_back(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    row = stop(session, "non_apology")
    send_all_the_same(session, holding(session), row, by="Luca Rossi", reason="agreed")
    stop_all_the_same(session, holding(session), row)
    assert stop(session, "non_apology").finding.rule == row.finding.rule


def test_a_text_that_is_stopped_stays_and_says_why_in_its_words(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    done = export(session, tmp_path / "out", only=["holding"])
    assert not [path for path in done.public if "holding" in path.name]
    assert any("if anyone was offended" in found.why for found in done.stops)


def test_the_suggested_words_go_in_as_a_change_that_can_be_undone(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, DEFENSIVE)
    row = next(row for row in read(session).rows if row.finding.category == "non_apology")
    at = holding(session).text.index("if anyone was offended")
    better = row.finding._replace(start=at, end=at + len("if anyone was offended"), replacements=("that we were late",))
    change = take_replacement(session, holding(session), replace(row, finding=better), by="Luca Rossi")
    changed = sentence(session, "We are sorry")
    assert changed.text == "We are sorry that we were late."
    assert changed.edit is not None
    assert changed.edit.kind is EditKind.RULE
    edit.undo(session, change)
    assert DEFENSIVE in holding(session).text


def test_a_fact_answered_since_is_a_source_at_once(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    written(session, "Our manager knows depot 41.")
    assert [row.finding.category for row in read(session).stops] == ["trace"]
    answered_now = answered(session, "event_place", "depot 41 near Faenza")
    assert read(answered_now).stops == ()


def test_a_promised_time_that_has_passed_stops_also_in_our_own_words(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    clock.later(hours=2)
    assert "document/update-past" in {row.finding.rule for row in read(session).stops}
    assert len([found for found in stops_of(session, holding(session)) if found.language == "en"]) == 1
