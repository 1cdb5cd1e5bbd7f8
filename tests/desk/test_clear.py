"""Clearing by telephone: one yes for several facts, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord.desk.clear import clear_facts, summary, to_clear
from onrecord.desk.session import Session, close_session, open_session
from onrecord.errors import BadInput
from onrecord.incident.model import State, state_of


def hurt(folder: Path) -> Session:
    """The night call with a confirmed answer that the authority has to clear."""
    return answered(coach(folder), "people_hurt", "yes", source="police")


def test_waiting_facts_are_listed_by_who_clears_them(tmp_path: Path) -> None:
    session = hurt(tmp_path / "i")

    (group,) = to_clear(session)

    assert group.clearer == "authority"
    assert [(item.fact.id, item.value) for item in group.facts] == [("people_hurt", "yes")]
    assert summary(session) == "the authority: 1"


def test_a_yes_is_noted_with_name_way_and_time_and_is_on_disk(tmp_path: Path) -> None:
    session = hurt(tmp_path / "i")

    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone", noted_by="Rossi", code="K7QD")

    assert to_clear(session) == ()
    close_session(session)
    fact = open_session(tmp_path / "i", clock=Clock()).incident.facts["people_hurt"]
    assert fact.release is not None
    assert (fact.release.by, fact.release.how, fact.release.noted_by, fact.release.code) == (
        "Bianchi",
        "by_phone",
        "Rossi",
        "K7QD",
    )
    assert fact.release.at == Clock().now


def test_nobody_named_nothing_marked_or_an_unknown_way_clears_nothing(tmp_path: Path) -> None:
    session = hurt(tmp_path / "i")

    for ids, by, how in (
        (["people_hurt"], "  ", "by_phone"),
        ([], "Bianchi", "by_phone"),
        (["people_hurt"], "Bianchi", "by_pigeon"),
        (["people_hurt", "no_such_fact"], "Bianchi", "by_phone"),
    ):
        with pytest.raises(BadInput):
            clear_facts(session, ids, by=by, how=how)

    fact = session.incident.fact("people_hurt")
    assert state_of(fact, session.questions["people_hurt"]) is State.UNCLEARED


def test_a_new_answer_has_to_be_cleared_again(tmp_path: Path) -> None:
    session = hurt(tmp_path / "i")
    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone")

    session = answered(session, "people_hurt", "no", source="police")

    assert [group.clearer for group in to_clear(session)] == ["authority"]
