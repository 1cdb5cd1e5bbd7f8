"""The closing statement is drafted from the record: what is known and cleared, what was put right, what remains."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from coach_incident import Clock
from lumea_incident import ROME, accounts, give_out, known, lumea, on
from onrecord.content.load import load_document, load_scenario, scenario_names
from onrecord.desk import closing
from onrecord.desk.changes import draft_follow_up, out_of_date
from onrecord.desk.clocks import clocks
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.issue import gate, issue
from onrecord.desk.overview import incidents
from onrecord.desk.session import Session
from onrecord.desk.sign import asked, sign
from onrecord.drafting.draft import draft
from onrecord.drafting.prove import incident_of, mixes_of
from onrecord.errors import BadInput
from onrecord.incident.home import home
from onrecord.incident.issued import issues
from onrecord.incident.model import Fact, FactType, Release, ReleaseState, Status
from onrecord.incident.values import Contact, Record, Records, Words


def weekend(folder: Path, clock: Clock) -> Session:
    """12,000 accounts on Friday night; 9,100 and a correction on Saturday noon; then three quiet days."""
    more = {"accounts_affected": accounts(12000), "updates_at": Contact(link="lumea.it/sicurezza")}
    session = lumea(folder, clock, **more)
    give_out(session, "press", ("ANSA", "Reuters"))
    clock.later(hours=14, minutes=30)
    session = known(session, "next_update", on(15, 0, day=14))
    return known(session, "accounts_affected", accounts(9100))


def corrected(folder: Path, clock: Clock) -> Session:
    session = weekend(folder, clock)
    session = draft_follow_up(session, "correction", "press", by="Rossi")
    code = asked(session, "correction").code
    sign(session, "correction", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    issue(session, "correction", code=code, to=("ANSA", "Reuters"), where="press list", by="Rossi", follows="press v1")
    clock.later(days=3)
    return session


def text(session: Session, language: str) -> str:
    return draft_document(session, "closing", language).text


def test_it_says_what_happened_what_we_did_what_was_corrected_and_where_to_turn(tmp_path: Path) -> None:
    session = closing.draft_closing(corrected(tmp_path / "i", Clock(on(21, 30))), by="Rossi")
    english, italian = text(session, "en"), text(session, "it")

    assert "We first spoke about this at 21:30 CET on 13 March." in english
    assert "9,100 accounts are affected." in english.partition("## What we have done")[0]
    assert "cut off that access at 20:10 CET on 13 March" in english
    assert "At 12:00 CET on 14 March we corrected what we had said at 21:30 CET on 13 March." in english
    assert "We had said: 12,000 accounts are affected. We corrected this to: 9,100 accounts are affected." in english
    assert "We do not plan another regular update." in english
    assert "## What remains open" not in english  # nothing does
    assert (
        "Alle 12:00 (CET) del 14 marzo abbiamo corretto quanto avevamo diffuso alle 21:30 (CET) del 13 marzo."
        in italian
    )
    assert "Avevamo scritto: La vicenda riguarda 12.000 account." in italian
    assert "Lo abbiamo corretto così: La vicenda riguarda 9.100 account." in italian
    assert "speak again" not in english
    assert draft_document(session, "closing", "en").gaps == ()


def test_what_is_not_known_yet_remains_open_and_what_is_not_cleared_is_not_said(tmp_path: Path) -> None:
    session = corrected(tmp_path / "i", Clock(on(21, 30)))
    session = known(session, "data_taken", None, status=Status.UNKNOWN, release=None)
    session = known(session, "access_from", on(9, 15), release=None)
    session = closing.draft_closing(session, by="Rossi")
    english = text(session, "en")
    assert "We do not yet know whether any of these data were copied" in english.partition("## What remains open")[2]
    assert "09:15" not in english


def test_without_a_correction_nothing_is_said_about_one(tmp_path: Path) -> None:
    session = lumea(tmp_path / "i", Clock(on(21, 30)))
    give_out(session, "holding")
    session = closing.draft_closing(session, by="Rossi")
    assert "correct" not in text(session, "en")
    assert "corretto" not in text(session, "it")
    assert session.incident.facts["put_right"].status is Status.NOT_APPLICABLE


def test_nothing_is_closed_before_something_was_given_out(tmp_path: Path) -> None:
    session = lumea(tmp_path / "i", Clock(on(21, 30)))
    assert "closing" not in {d.id for d in documents(session)}
    with pytest.raises(BadInput, match="nothing was issued yet"):
        closing.draft_closing(session, by="Rossi")


def test_it_does_not_go_out_while_something_given_out_is_wrong_and_nobody_said_so(tmp_path: Path) -> None:
    session = closing.draft_closing(weekend(tmp_path / "i", Clock(on(21, 30))), by="Rossi")
    assert out_of_date(session)
    stops = gate(session, "closing").stops
    assert any("press v1 (en) is out of date and nothing was said about it" in stop for stop in stops)


def test_it_is_drafted_again_when_something_else_was_given_out_since(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = closing.draft_closing(weekend(tmp_path / "a", clock), by="Rossi")
    session = draft_follow_up(session, "correction", "press", by="Rossi")
    code = asked(session, "correction").code
    sign(session, "correction", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    issue(session, "correction", code=code, to=("ANSA",), where="press list", by="Rossi", follows="press v1")
    assert any("draft it again" in stop for stop in gate(session, "closing").stops)
    session = closing.draft_closing(session, by="Rossi")
    assert gate(session, "closing").stops == (f"legal: missing; read out the code {asked(session, 'closing').code}",)


def test_once_it_is_given_out_no_update_is_planned_any_more(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 3, 13, 21, 30, tzinfo=ROME))
    session = corrected(home().incidents / "i", clock)
    assert [due.kind for due in clocks(session) if due.kind in ("update", "planned")] != []
    session = closing.draft_closing(session, by="Rossi")
    give_out(session, "closing")
    assert issues(session.path)[-1].document == "closing"
    assert [due.kind for due in clocks(session) if due.kind in ("update", "planned")] == []
    assert incidents(clock)[0].due is None


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_closes_in_both_languages_whatever_the_facts_are(name: str) -> None:
    """No fact in any state, alone or mixed, breaks the text, leaves a hole or says that it is withheld."""
    scenario, document = load_scenario(name), load_document("closing")
    cleared = Release(ReleaseState.CLEARED, by="Rossi")
    more = {"source": "the record", "release": cleared, "label": {"en": "x", "it": "x"}}
    row = Record(
        (
            ("at", on(12, 0, day=14)),
            ("earlier_at", on(21, 30)),
            ("said", Words(by_language=(("en", "Old."), ("it", "Vecchio.")))),
        )
    )
    own = {
        "first_said_at": Fact("first_said_at", FactType.DATETIME, Status.CONFIRMED, on(21, 30), **more),  # type: ignore[arg-type]
        "put_right": Fact("put_right", FactType.RECORDS, Status.CONFIRMED, Records((row,)), **more),  # type: ignore[arg-type]
    }
    for language in ("en", "it"):
        for what, facts in islice(mixes_of(scenario, document, language, 10), None, None, 5):
            made = draft(document, language, incident_of(scenario, {**facts, **own}), scenario, at=on(12, 0, day=17))
            assert not re.search(
                r"  | [,.;](?:\s|$)|\.\.|[{}]|\bNone\b|Zorb(?:clear|source|party|reason)", made.text
            ), what
            assert "Old. We took this back." in made.text or "Vecchio. Lo abbiamo ritirato." in made.text
