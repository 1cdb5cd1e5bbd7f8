"""What a sentence rests on, as a person reads it; and who sits at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach_incident import answered, coach
from onrecord.desk import who
from onrecord.desk.clear import clear_facts
from onrecord.desk.drafts import draft_document
from onrecord.desk.grounds import Ground, grounds
from onrecord.desk.interview import with_status
from onrecord.desk.session import Session, save_answer
from onrecord.errors import BadInput
from onrecord.incident.model import Status


def behind(session: Session, words: str) -> dict[str, Ground]:
    """The facts behind the first holding sentence with these words."""
    statement = draft_document(session, "holding", "en")
    sentence = next(s for s in statement.sentences if words in s.text)
    return {ground.fact: ground for ground in grounds(session, sentence)}


def test_a_fact_is_told_with_value_status_source_and_clearance(tmp_path: Path) -> None:
    session = answered(coach(tmp_path / "i"), "people_hurt", "yes", source="police")
    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone")

    ground = behind(session, "There were injuries.")["people_hurt"]

    assert (ground.mark, ground.value, ground.status) == ("✓", "yes", "confirmed")
    assert ground.source == "police, 02:25 CET"
    assert ground.clearance == "cleared by Bianchi, by phone, 02:25 CET"


def test_a_gap_names_the_fact_that_nobody_has_answered(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",))

    ground = behind(session, "[next update")["next_update"]

    assert (ground.value, ground.status) == ("", "not asked yet")


def test_the_value_of_a_fact_that_may_not_be_said_is_not_shown(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    session = save_answer(session, with_status(session, session.questions["event_kind"], Status.WITHHELD))
    statement = draft_document(session, "press", "en")

    told = [ground for s in statement.sentences for ground in grounds(session, s) if ground.fact == "event_kind"]

    assert told
    assert {(ground.value, ground.status) for ground in told} == {("", "do not say")}


def test_a_name_is_kept_for_the_next_time_and_an_empty_one_changes_nothing() -> None:
    assert who.keep_name("  Anna\tRossi ") == "Anna Rossi"
    assert who.keep_name("") == "Anna Rossi"
    assert who.name() == "Anna Rossi"


def test_a_name_that_is_a_page_long_is_refused() -> None:
    with pytest.raises(BadInput):
        who.keep_name("x" * 500)
