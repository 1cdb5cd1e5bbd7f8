"""A fact is cleared by whom its question names: one person at a time, and whoever is missing is named with a number."""

from __future__ import annotations

from pathlib import Path

import pytest

import lumea_incident
from coach_incident import Clock, answered
from lumea_incident import kinds, known, lumea, on
from night_alone import by_day, night
from onrecord.content.load import profile_questions
from onrecord.desk import who
from onrecord.desk.clear import clear_facts, to_clear
from onrecord.desk.create import NewIncident, new_incident
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.export import stops_of
from onrecord.desk.profile import keep, with_delegation
from onrecord.desk.session import Session
from onrecord.desk.sign import asked, sign, told
from onrecord.errors import BadInput
from onrecord.incident.home import home
from onrecord.incident.model import State, state_of
from onrecord.incident.organisation import Clearing, Delegation, Profile, save_profile


@pytest.fixture
def breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A data breach whose kinds of data wait for the privacy officer, and whether they were taken for legal."""
    clears = {"legal": Clearing("Bianchi", "+39 02 5731 2300"), "privacy": Clearing("Neri", "+39 02 5731 2301")}
    save_profile(home().make(), Profile("lumea", {}, clears), profile_questions())

    def with_profile(scenario: str, title: str, timezone: str) -> NewIncident:
        return NewIncident(scenario, title, timezone=timezone, profile="lumea")

    monkeypatch.setattr(lumea_incident, "NewIncident", with_profile)
    session = lumea(tmp_path / "i", Clock(on(21, 30)))
    session = known(session, "data_kinds", kinds(names="held"), release=None)
    return known(session, "classified_as_breach", True, release=None)


def test_the_list_says_whom_to_call_for_each_clearer(breach: Session) -> None:
    assert {group.clearer: group.call for group in to_clear(breach)} == {
        "legal": "Bianchi, +39 02 5731 2300",
        "privacy": "Neri, +39 02 5731 2301",
    }


def test_what_the_privacy_officer_has_to_say_is_not_said_by_legal(breach: Session) -> None:
    with pytest.raises(BadInput, match="different people") as error:
        clear_facts(breach, ["data_kinds", "classified_as_breach"], by="Bianchi", how="in_person")
    assert "the privacy officer (Neri, +39 02 5731 2301)" in error.value.hint
    for name in ("data_kinds", "classified_as_breach"):
        assert state_of(breach.incident.fact(name), breach.questions[name]) is State.UNCLEARED
    after = clear_facts(breach, ["data_kinds"], by="Neri", how="in_person")
    assert [group.clearer for group in to_clear(after)] == ["legal"]


def test_a_yes_by_telephone_is_noted_by_the_desk_and_never_by_the_one_who_gave_it(breach: Session) -> None:
    who.keep_name("Rossi")
    after = clear_facts(breach, ["data_kinds"], by="Neri", how="by_phone")
    release = after.incident.facts["data_kinds"].release
    assert release is not None
    assert release.noted_by == "Rossi"
    with pytest.raises(BadInput, match="noted by somebody else"):
        clear_facts(breach, ["data_kinds"], by="Rossi", how="by_phone")


def test_a_gap_that_waits_for_a_yes_says_whom_to_call(tmp_path: Path) -> None:
    clears = {"privacy": Clearing("Neri", "+39 02 5731 2301")}
    save_profile(home().make(), Profile("lumea", {}, clears), profile_questions())
    wanted = NewIncident("privacy-backlash", "A post", timezone="Europe/Rome", profile="lumea")
    session = answered(new_incident(tmp_path / "i", wanted, clock=Clock()), "recognisable", "no", source="data team")
    stops = [stop for d in documents(session) for stop in stops_of(session, draft_document(session, d, "en"))]
    why = {stop.why for stop in stops if stop.fact == "recognisable"}
    assert why
    assert all("not cleared: ask the privacy officer]; call Neri, +39 02 5731 2301" in line for line in why)


def test_a_yes_of_somebody_whom_the_profile_does_not_name_is_told(tmp_path: Path) -> None:
    by_day(given=None)
    session = night(tmp_path / "i")
    code = asked(session, "holding").code
    sign(session, "holding", by="Verdi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    assert "; the profile names Bianchi" in told(session, asked(session, "holding").state)[0]
    sign(session, "holding", by="Anna Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    assert "the profile names" not in told(session, asked(session, "holding").state)[0]


def test_a_delegation_is_not_lost_where_there_is_no_profile_yet() -> None:
    with pytest.raises(BadInput, match="name of the organisation"):
        keep(with_delegation(Profile(), Delegation("Rossi")))
    assert keep(Profile()) == Profile()
