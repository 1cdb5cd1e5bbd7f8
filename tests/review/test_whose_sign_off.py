"""A document says whose sign-off it needs; the profile of this machine may say otherwise, an incident may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach_incident import Clock
from night_alone import by_day, night
from onrecord.desk.drafts import document_of, documents
from onrecord.desk.export import sheet_text
from onrecord.desk.issue import gate, issue
from onrecord.desk.session import close_session, open_session
from onrecord.desk.sign import asked, sign
from onrecord.errors import BadInput


def test_the_profile_asks_for_another_sign_off_and_the_gate_counts_both(tmp_path: Path) -> None:
    by_day(given=None, sign_off={"holding": ("legal", "privacy"), "staff-note": ()})
    session = night(tmp_path / "i")
    code = asked(session, "holding").code

    sign(session, "holding", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    assert gate(session, "holding").stops == ("the privacy officer: missing; read out the code " + code,)
    sign(session, "holding", by="Neri", role="privacy", how="in_person", code=code, noted_by="Rossi")
    assert gate(session, "holding").stops == ()
    issue(session, "holding", code=code, to=("ANSA",), where="press list", by="Verdi")


def test_where_the_profile_says_nothing_the_documents_own_file_counts(tmp_path: Path) -> None:
    by_day(given=None, sign_off={"press": ("finance",)})
    session = night(tmp_path / "i")
    assert document_of(session, "holding").sign_off == ("legal",)
    assert {d.id: d.sign_off for d in documents(session)}["press"] == ("finance",)
    code = asked(session, "press").code
    with pytest.raises(BadInput, match="does not ask for 'legal'"):
        sign(session, "press", by="Bianchi", role="legal", how="in_person", code=code, noted_by="Rossi")


def test_an_internal_text_can_be_freed_from_sign_off(tmp_path: Path) -> None:
    by_day(given=None, sign_off={"staff-note": ()})
    session = night(tmp_path / "i")
    assert asked(session, "staff-note").state.needs == ()
    with pytest.raises(BadInput, match="nobody's sign-off"):
        sign(session, "staff-note", by="B", role="legal", how="in_person", code="AAAA", noted_by="R")


def test_the_sheet_says_whose_yes_the_text_needs_and_whom_to_call(tmp_path: Path) -> None:
    by_day(given=None, sign_off={"holding": ("legal", "privacy")})
    session = night(tmp_path / "i")
    assert "Whose yes it needs: legal (Bianchi, +39 0544 000 300) and the privacy officer" in sheet_text(
        session, "holding", language="en"
    )
    assert "Chi deve autorizzarlo: ufficio legale (Bianchi, +39 0544 000 300) e il responsabile privacy" in sheet_text(
        session, "holding", language="it"
    )


def test_an_incident_cannot_take_a_sign_off_away(tmp_path: Path) -> None:
    by_day(given=None)
    close_session(night(tmp_path / "i"))
    file = tmp_path / "i" / "incident.toml"
    file.write_text(file.read_text("utf-8") + "\n[sign_off]\nholding = []\n", "utf-8")
    with pytest.raises(BadInput, match="unknown key 'sign_off'"):
        open_session(tmp_path / "i", clock=Clock())
