"""Sentences of two languages side by side."""

from __future__ import annotations

from pathlib import Path

from coach_incident import coach
from onrecord.desk import edit
from onrecord.desk.drafts import draft_document
from onrecord.export.pairs import paired


def test_every_sentence_stands_beside_the_one_that_says_the_same(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")

    pairs = paired([draft_document(session, "press", code) for code in ("en", "it")])

    told = {first.text: second.text for first, second in (pair.sentences for pair in pairs) if first and second}
    assert len(told) == len(pairs)
    assert told["We do not yet know whether anyone was hurt."] == "Non sappiamo ancora se ci siano feriti."


def test_a_sentence_that_one_language_lacks_stands_alone_and_moves_no_other(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    italian = draft_document(session, "holding", "it")
    edit.delete_sentence(session, italian, next(s for s in italian.sentences if "feriti" in s.text), by="Rossi")

    pairs = paired([draft_document(session, "holding", code) for code in ("en", "it")])

    alone = [pair.first.text for pair in pairs if None in pair.sentences]
    assert alone == ["We do not yet know whether anyone was hurt."]
    assert [pair.number for pair in pairs] == list(range(1, len(pairs) + 1))
