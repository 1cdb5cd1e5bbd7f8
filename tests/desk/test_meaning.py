"""An edit that changes meaning is allowed, and the approver is told."""

from __future__ import annotations

from pathlib import Path

from onrecord.desk.create import open_demo
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.export import sheet_text
from onrecord.desk.meaning import meaning_changes
from onrecord.desk.session import Session


def edited(place: Path, old: str, new: str) -> tuple[Session, str]:
    session = open_demo("channel-closure", to=place / "demo")
    statement = draft_document(session, "line", "en")
    sentence = next(s for s in statement.sentences if old in s.text)
    text = sentence.text.replace(old, new)
    edit_sentence(session, statement, sentence, text, by="Rossi")
    return session, text


def test_a_negation_that_went_is_told_on_the_sheet(tmp_path: Path) -> None:
    session, text = edited(tmp_path, "is not related", "is related")
    assert meaning_changes(draft_document(session, "line", "en"))
    assert f"en: “{text}”" in sheet_text(session, "line", language="en")


def test_an_untouched_statement_has_no_change_of_meaning(tmp_path: Path) -> None:
    session = open_demo("channel-closure", to=tmp_path / "demo")
    assert meaning_changes(draft_document(session, "line", "en")) == ()
