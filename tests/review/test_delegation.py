"""At 02:20 the duty officer sends words that were cleared by day; anything else ends the delegation, and is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach_incident import Clock, answered
from night_alone import DAY, PROFILE, by_day, night
from onrecord.content.load import profile_questions
from onrecord.desk import delegation, passages
from onrecord.desk.edit import delete_sentence, edit_sentence, undo
from onrecord.desk.export import copy_text, sheet_text
from onrecord.desk.history import lines
from onrecord.desk.issue import gate, issue
from onrecord.desk.session import Session, close_session, open_session, save_answer
from onrecord.desk.sign import asked, sign
from onrecord.errors import BadInput, Blocked
from onrecord.incident import issued
from onrecord.incident.home import home
from onrecord.incident.model import Release, ReleaseState
from onrecord.incident.organisation import Delegation, load_profile
from onrecord.incident.statements import Verdict
from onrecord.record.verify import verify

ROME = ZoneInfo("Europe/Rome")


def code(session: Session, document: str = "holding") -> str:
    return asked(session, document).code


def send(session: Session, by: str = "Rossi", document: str = "holding") -> issued.Issue:
    return issue(session, document, code=code(session, document), to=("ANSA",), where="press list", by=by)


def ends(session: Session, document: str = "holding") -> str:
    """Why the delegation does not cover the text now, all in one."""
    found = gate(session, document)
    assert found.delegated is not None
    assert not found.delegated.covers
    assert any("The delegation of Rossi does not cover it" in stop for stop in found.stops)
    assert any("call Bianchi, +39 0544 000 300" in stop for stop in found.stops)
    return " | ".join(delegation.reasons(found.delegated))


def test_cleared_passages_and_duty_facts_go_out_by_the_duty_officer_alone(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")

    assert gate(session, "holding").stops == ()
    done = send(session)

    assert done.delegation == "Rossi"
    assert issued.issues(session.path)[0].delegation == "Rossi"
    kept = issued.frozen(session.path, "holding", "it", 1)
    assert kept is not None
    sentences = asked(session, "holding").statements[1].sentences
    assert {row["passage"] for row in kept.passages} == {s.template for s in sentences}
    assert {row["by"] for row in kept.passages} == {"Bianchi"}
    assert "DRAFT" not in copy_text(session, asked(session, "holding").statements[0])


def test_that_it_went_out_under_the_delegation_is_said_on_the_sheet_in_the_history_and_by_verify(
    tmp_path: Path,
) -> None:
    by_day()
    session = night(tmp_path / "i")
    assert "the delegation of Rossi covers it" in sheet_text(session, "holding", language="en")
    send(session)

    assert "sent by Rossi at 02:25 CET, cleared by nobody" in sheet_text(session, "holding", language="en")
    assert "is not proved" in sheet_text(session, "holding", language="en")
    assert "l'ha inviata Rossi alle 02:25" in sheet_text(session, "holding", language="it")
    assert "under the delegation of Rossi, cleared by nobody" in next(iter(lines(session))).words
    close_session(session)
    told = [r.what for r in verify(session.path) if r.level == "look"]
    assert any("under the delegation of Rossi, sent by Rossi; nobody cleared this version" in what for what in told)


def test_only_the_person_named_sends_under_the_delegation(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    with pytest.raises(Blocked, match="Only Rossi may send this"):
        send(session, by="Verdi")
    assert issued.issues(session.path) == ()
    assert send(session, by="rossi").delegation == "Rossi"


def test_without_a_delegation_nothing_changes_and_a_yes_by_telephone_still_counts(tmp_path: Path) -> None:
    by_day(given=None)
    session = night(tmp_path / "i")
    assert gate(session, "holding").delegated is None
    sign(session, "holding", by="Bianchi", role="legal", how="by_phone", code=code(session), noted_by="Rossi")
    assert send(session, by="Verdi").delegation == ""


def test_a_hand_edit_and_a_sentence_taken_out_end_it(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    statement = asked(session, "holding").statements[0]
    one, other = statement.sentences[2], statement.sentences[3]
    change = edit_sentence(session, statement, one, f"{one.text} Truly.", by="Rossi")
    assert "was changed by hand (en:" in ends(session)
    undo(session, change)
    assert gate(session, "holding").stops == ()
    delete_sentence(session, asked(session, "holding").statements[0], other, by="Rossi")
    assert "was changed by hand (en:" in ends(session)


def test_a_fact_that_somebody_has_to_be_asked_about_ends_it_and_says_whom(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    session = answered(session, "people_hurt", "no", source="police")
    assert "“anyone hurt” needs the yes of the authority" in ends(session)
    cleared = Release(ReleaseState.CLEARED, by="Neri", how="by_phone", at=session.now())
    session = save_answer(session, replace(session.incident.facts["people_hurt"], release=cleared))
    assert "“anyone hurt” needs the yes of the authority" in ends(session)


def test_what_is_being_checked_ends_it_while_not_known_yet_does_not(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    assert "We do not yet know whether anyone was hurt." in asked(session, "holding").statements[0].text
    assert gate(session, "holding").stops == ()
    session = answered(session, "people_hurt", "yes")
    assert "“anyone hurt” needs the yes" in ends(session)


def test_a_duty_fact_that_somebody_held_back_ends_it(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    held = Release(ReleaseState.HOLD, by="Bianchi")
    session = save_answer(session, replace(session.incident.facts["involved"], release=held))
    assert "is held back" in ends(session)


@pytest.mark.parametrize(("hour", "open_"), [(19, False), (20, True), (23, True), (2, True), (7, True), (8, False)])
def test_it_holds_in_its_hours_over_midnight_in_the_incidents_zone(tmp_path: Path, hour: int, open_: bool) -> None:
    by_day()
    clock = Clock(datetime(2026, 3, 12, hour, 0, tzinfo=ROME))
    session = night(
        tmp_path / "i", clock, {"next_update": f"{(hour + 1) % 24:02}:30", "event_time": "11 March 2026 01:40"}
    )
    if open_:
        assert gate(session, "holding").stops == ()
    else:
        assert f"it is {hour:02}:00, and it holds from 20:00 to 08:00." in ends(session)


def test_another_document_or_scenario_ends_it(tmp_path: Path) -> None:
    by_day(Delegation("Rossi", ("line",), ("accident",)))
    session = night(tmp_path / "i")
    told = ends(session)
    assert "it is not for this text (Holding statement)." in told
    assert "it is not for this scenario" in told
    assert "it is not for this text (Press statement)." in ends(session, "press")


def test_a_passage_that_was_changed_ends_it(tmp_path: Path) -> None:
    home().templates.mkdir(parents=True)
    by_day()
    session = night(tmp_path / "i")
    passage = next(s.template for s in asked(session, "holding").statements[0].sentences if s.element == "contact")
    own = home().templates / passage
    own.parent.mkdir(parents=True)
    own.write_text(passages.text_of(passage) + "\nWe are always there for you.\n", "utf-8")
    assert f"the passage {passage} was changed after Bianchi cleared it." in ends(session)
    passages.clear(PROFILE, [passage], by="Bianchi", role="legal", at=DAY)
    assert gate(session, "holding").stops == ()


def test_a_clearance_ends_after_twelve_months_and_can_be_taken_back(tmp_path: Path) -> None:
    by_day(at=date(2025, 3, 12))
    session = night(tmp_path / "a")
    assert gate(session, "holding").stops == ()
    close_session(session)
    session = open_session(tmp_path / "a", clock=Clock(datetime(2026, 3, 13, 2, 25, tzinfo=ROME)))
    session = answered(session, "next_update", "13 March 2026 03:30")
    assert "ended on 2026-03-12." in ends(session)

    passages.clear(PROFILE, passages.of_document("holding", "general"), by="Bianchi", role="legal", at=DAY)
    assert gate(session, "holding").stops == ()
    passages.withdraw(PROFILE, ["en/general/contact"], by="Bianchi", at=DAY)
    assert "the yes of Bianchi to the passage en/general/elements/contact.md.j2 was taken back." in ends(session)


def test_a_passage_that_nobody_cleared_and_one_cleared_for_another_role_end_it(tmp_path: Path) -> None:
    by_day(sign_off={"holding": ("legal", "privacy")})
    session = night(tmp_path / "i")
    assert "by day for the privacy officer." in ends(session)
    passages.clear(PROFILE, passages.of_document("holding", "general"), by="Neri", role="privacy", at=DAY)
    assert gate(session, "holding").stops == ()


def test_a_no_is_not_passed_by_under_the_delegation_even_with_other_words(tmp_path: Path) -> None:
    by_day()
    session = night(tmp_path / "i")
    old = code(session)
    sign(
        session,
        "holding",
        by="Bianchi",
        role="legal",
        how="by_phone",
        code=old,
        noted_by="Rossi",
        verdict=Verdict.NO,
    )
    session = answered(session, "event_place", "road A14 near Forlì")
    assert code(session) != old
    assert f"Bianchi (legal) did not say yes to version {old} at 02:25." in ends(session)


def test_an_incident_that_brings_its_own_delegation_gives_nobody_anything(tmp_path: Path) -> None:
    by_day(given=None)
    session = night(tmp_path / "i")
    close_session(session)
    file = tmp_path / "i" / "incident.toml"
    file.write_text(file.read_text("utf-8") + '\n[delegation]\nperson = "Rossi"\n', "utf-8")
    session = open_session(tmp_path / "i", clock=Clock())
    assert any("[delegation] in incident.toml does not count" in notice for notice in session.notices())
    assert gate(session, "holding").delegated is None
    assert gate(session, "holding").stops


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[delegation]\nperson = 'x'\ndocuments = ['holdin']\n", 4, "Did you mean 'holding'"),
        ("[delegation]\nperson = 'x'\ndocuments = ['press']\n", 4, "press cannot be delegated"),
        ("[delegation]\nperson = 'x'\nscenarios = ['accidnt']\n", 4, "Did you mean 'accident'"),
        ("[delegation]\nperson = 'x'\nhour = '20:00-08:00'\n", 4, "Did you mean 'hours'"),
        ("[sign_off]\nholding = ['legl']\n", 3, "Did you mean 'legal'"),
        ("[sign_off]\nholding = []\n", 3, "public and needs somebody's yes"),
        ("[sign_off]\nholdings = ['legal']\n", 3, "Did you mean 'holding'"),
    ],
)
def test_a_fault_in_what_the_profile_allows_names_its_line(text: str, line: int, message: str) -> None:
    place = home().make()
    (place.profiles / "a.toml").write_text("format = 1\n" + text)
    with pytest.raises(BadInput) as error:
        load_profile(place, "a", profile_questions())
    assert message in str(error.value)
    assert (error.value.line, error.value.exit_code) == (line, 2)


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        ('role = "legl"', 6, "Did you mean 'legal'"),
        ('sha256 = "12"', 5, "64 small hexadecimal digits"),
        ("until = 2028-01-01", 9, "twelve months"),
        ('at = "yesterday"', 8, "must be a day"),
        ('pasage = "x"', 4, "Did you mean 'passage'"),
    ],
)
def test_a_fault_in_the_passages_file_names_its_line(change: str, line: int, message: str) -> None:
    rows = {
        "passage": 'passage = "en/general/elements/contact.md.j2"',
        "sha256": f'sha256 = "{"a" * 64}"',
        "role": 'role = "legal"',
        "by": 'by = "Bianchi"',
        "at": "at = 2026-03-02",
        "until": "until = 2027-03-02",
    }
    key = change.partition(" ")[0]
    rows["passage" if key == "pasage" else key] = change
    place = home().make()
    (place.profiles / "adria.passages.toml").write_text("format = 1\n\n[[passage]]\n" + "\n".join(rows.values()) + "\n")
    with pytest.raises(BadInput) as error:
        passages.listed("adria", DAY)
    assert message in str(error.value)
    assert error.value.line == line
