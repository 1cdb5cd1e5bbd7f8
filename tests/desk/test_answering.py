"""What the card's lines become as answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.desk.answering import place_answer
from onrecord.desk.create import NewIncident, new_incident
from onrecord.incident.values import Place, Words


@pytest.mark.parametrize(
    ("name", "near", "place"),
    [
        ("A14", "Faenza", Place(Words("A14"), "road", "Faenza")),
        ("road A14 near Faenza", "", Place(Words("A14"), "road", "Faenza")),
        ("strada A14 vicino a Faenza", "", Place(Words("A14"), "road", "Faenza")),
        ("A14 near Faenza", "Imola", Place(Words("A14"), "road", "Imola")),
    ],
)
def test_a_place_typed_in_one_line_is_the_same_as_its_parts(tmp_path: Path, name: str, near: str, place: Place) -> None:
    session = new_incident(tmp_path / "night", NewIncident("general", timezone="Europe/Rome"))
    fact = place_answer(session, session.questions["event_place"], "road", name, near)
    assert fact is not None
    assert fact.value == place
