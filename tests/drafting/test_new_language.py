"""A language is files: a folder with language.toml and passages, in the user's own templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from night import facts

from onrecord.content import places
from onrecord.content.load import load_document, load_scenario
from onrecord.drafting.draft import draft
from onrecord.incident.model import Incident


def test_a_folder_of_files_adds_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    (own / "de" / "general" / "elements").mkdir(parents=True)
    english = (places.built_in() / "en" / "language.toml").read_text(encoding="utf-8")
    german = english.replace("format = 1", 'format = 1\nday_pattern = "d. MMMM"', 1)
    (own / "de" / "language.toml").write_text(german, encoding="utf-8")
    (own / "de" / "general" / "holding.md.j2").write_text(
        '{{ organisation | need }}, {{ statement_time | full_date }}\n{{ element("acknowledgement") }}\n',
        encoding="utf-8",
    )
    (own / "de" / "general" / "elements" / "acknowledgement.md.j2").write_text(
        "{% if event_kind is known %}\nEs gab {{ event_kind }}.\n{% endif %}\n", encoding="utf-8"
    )
    monkeypatch.setenv("ONRECORD_TEMPLATES", str(own))
    assert places.languages() == ("en", "it", "de")
    known = facts()
    incident = Incident("x", "general", known["next_update"].value, "Europe/Rome", ("de",), known)  # type: ignore[arg-type]
    statement = draft(load_document("holding"), "de", incident, load_scenario("general"), at=incident.opened)
    assert "12. März 2026" in statement.text
    assert "Es gab [what happened: wording to write]." in statement.text


def test_the_users_own_passage_wins_over_the_built_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own" / "en" / "general" / "elements"
    own.mkdir(parents=True)
    (own / "actions.md.j2").write_text("Our own words stand here.\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_TEMPLATES", str(tmp_path / "own"))
    known = facts()
    incident = Incident("x", "general", known["next_update"].value, "Europe/Rome", ("en",), known)  # type: ignore[arg-type]
    statement = draft(load_document("holding"), "en", incident, load_scenario("general"), at=incident.opened)
    assert "Our own words stand here." in statement.text
