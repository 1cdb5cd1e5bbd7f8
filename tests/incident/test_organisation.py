"""What an organisation answers once: kept per user, overridden per incident, faults told with file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from example_scenario import QUESTIONS, ask, home_in, make, reopen

from onrecord.errors import BadInput
from onrecord.incident import store
from onrecord.incident.home import Home, home
from onrecord.incident.organisation import (
    Clearing,
    Delegation,
    Profile,
    list_profiles,
    load_profile,
    organisation_fact,
    profile_id,
    save_profile,
)
from onrecord.incident.values import Contact, Words

PROFILE_QUESTIONS = [question for question in QUESTIONS if question.profile]


def adria() -> Profile:
    return Profile(
        "adria-bus",
        {
            "organisation": organisation_fact(ask("organisation"), Words("Adria Bus")),
            "press_contact": organisation_fact(ask("press_contact"), Contact(phone="+39 0544 000 200")),
            "people": organisation_fact(ask("people"), Words(None, (("en", "passengers"), ("it", "passeggeri")))),
        },
        {"legal": Clearing("Bianchi", "+39 0544 000 300"), "privacy": Clearing("Verdi")},
        Delegation("Rossi", ("holding", "line"), ("general",), "20:00-08:00"),
    )


def without_lines(profile: Profile) -> Profile:
    return replace(profile, facts={key: replace(fact, line=None) for key, fact in profile.facts.items()})


def test_a_profile_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    place = Home(tmp_path)
    path = save_profile(place, adria(), PROFILE_QUESTIONS)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list_profiles(place) == ("adria-bus",)
    assert without_lines(load_profile(place, "adria-bus", PROFILE_QUESTIONS)) == adria()
    assert 'name = "Adria Bus"' in path.read_text()


def test_saving_a_profile_again_keeps_its_comments(tmp_path: Path) -> None:
    place = Home(tmp_path)
    path = save_profile(place, adria(), PROFILE_QUESTIONS)
    path.write_text(path.read_text().replace("[organisation]", "# since 1954\n[organisation]"))
    changed = replace(adria(), delegation=None, facts={**adria().facts})
    save_profile(place, changed, PROFILE_QUESTIONS)
    assert "# since 1954" in path.read_text()
    assert load_profile(place, "adria-bus", PROFILE_QUESTIONS).delegation is None


def test_an_incident_takes_its_profile_and_may_answer_otherwise(tmp_path: Path) -> None:
    save_profile(home_in(tmp_path / "i"), adria(), PROFILE_QUESTIONS)
    handle = make(tmp_path / "i", profile="adria-bus")
    tonight = organisation_fact(ask("press_contact"), Contact(phone="+39 0544 999 999"))
    handle = store.save_organisation(handle, {"press_contact": tonight})
    store.close(handle)
    incident = reopen(tmp_path / "i").incident
    organisation, contact = incident.fact("organisation"), incident.fact("press_contact")
    assert organisation is not None
    assert contact is not None
    assert organisation.of_profile
    assert organisation.value == Words("Adria Bus")
    assert contact.value == Contact(phone="+39 0544 999 999")
    assert "Adria Bus" not in (tmp_path / "i" / store.FILE).read_text()


def test_an_incident_without_its_profile_opens_and_says_so(tmp_path: Path) -> None:
    save_profile(home_in(tmp_path / "i"), adria(), PROFILE_QUESTIONS)
    store.close(make(tmp_path / "i", profile="adria-bus"))
    home_in(tmp_path / "i").profiles.joinpath("adria-bus.toml").unlink()
    handle = reopen(tmp_path / "i")
    assert any("'adria-bus' is not on this machine" in notice for notice in handle.notices)
    assert not handle.incident.organisation


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[organisation]\nnaem = 'x'\n", 3, "Did you mean 'name'?"),
        ("[organisation]\npress_contact = { phone = '1' }\n", 3, "at least 5 digits"),
        ("[who_clears]\nlegal = { phone = '+39 0544 000' }\n", 3, "name is missing"),
        ("[who_clears.legal]\nname = 'x'\nphone = 'none'\n", 4, "no telephone number"),
        ("[delegation]\nperson = 'x'\nhours = 'night'\n", 4, "20:00-08:00"),
        ("[delegations]\n", 2, "Did you mean 'delegation'?"),
    ],
)
def test_a_fault_in_a_profile_names_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    place = Home(tmp_path).make()
    (place.profiles / "a.toml").write_text("format = 1\n" + text)
    with pytest.raises(BadInput) as error:
        load_profile(place, "a", PROFILE_QUESTIONS)
    assert message in str(error.value)
    assert error.value.line == line


def test_an_unknown_profile_names_the_nearest(tmp_path: Path) -> None:
    save_profile(Home(tmp_path), adria(), PROFILE_QUESTIONS)
    with pytest.raises(BadInput, match="Did you mean 'adria-bus'"):
        load_profile(Home(tmp_path), "adria", PROFILE_QUESTIONS)
    with pytest.raises(BadInput, match="no profile id"):
        load_profile(Home(tmp_path), "../adria", PROFILE_QUESTIONS)


@pytest.mark.parametrize(
    ("name", "expected"), [("Adria Bus S.p.A.", "adria-bus-s-p-a"), ("Città", "citt"), ("日本", "organisation")]
)
def test_a_profile_id_comes_from_the_name(name: str, expected: str) -> None:
    assert profile_id(name) == expected


def test_onrecord_home_decides_where_everything_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "own"))
    place = home().make()
    assert place.root == tmp_path / "own"
    assert {path.name for path in place.root.iterdir()} == {"profiles", "incidents", "state"}
    assert place.settings == tmp_path / "own" / "settings.toml"
