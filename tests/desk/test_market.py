"""A listed company: what may leave before the market has been told."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.export import stops_of
from onrecord.desk.interview import typed_answer
from onrecord.desk.market import market_stop
from onrecord.desk.session import Session, save_answer


def breach(place: Path, state: str) -> Session:
    session = new_incident(place / "night", NewIncident("data-breach", timezone="Europe/Rome"))
    fact = typed_answer(session, session.questions["market_state"], state, "en")
    assert fact is not None
    return save_answer(session, fact)


@pytest.mark.parametrize(
    ("state", "leave"),
    [
        ("not_decided", {"holding", "line"}),
        ("delayed", set()),
        ("not_inside", {"holding", "line", "press", "post", "customer-email", "staff-note", "qa"}),
    ],
)
def test_what_may_leave_follows_the_market_state(tmp_path: Path, state: str, leave: set[str]) -> None:
    session = breach(tmp_path, state)
    free = {d.id for d in documents(session) if not market_stop(session, draft_document(session, d, "en"))}
    assert free == leave


def test_the_gate_is_a_stop_of_the_export_that_names_its_question(tmp_path: Path) -> None:
    session = breach(tmp_path, "delayed")
    stops = stops_of(session, draft_document(session, "press", "en"))
    assert "market_state" in {stop.fact for stop in stops}
