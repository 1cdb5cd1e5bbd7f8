"""Accidents: what may be said of people, in every state of harm and of knowing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support import (
    ADRIA_BUS,
    DOCUMENTS,
    FAST_DOCUMENTS,
    LANGUAGES,
    UNKNOWN,
    Said,
    at,
    compare,
    statement,
    text,
    ticks,
    words,
)

from onrecord.content.load import load_scenario
from onrecord.incident.values import Bound, Choice, Contact, Number, Person, Place, Words

FACTS: dict[str, Any] = {
    "event_kind": Choice("accident"),
    "involved": Choice("coach"),
    "event_place": Place(Words("A14"), "road", "Faenza"),
    "event_time": at(1, 40),
    "people_there": Choice("on_board"),
    "at_scene": ticks("police", "ambulance"),
    "cause_owner": Choice("police"),
    "first_hour": ticks(manager_sent=at(2, 10)),
    "next_update": at(3, 30),
}
UNKNOWN_HARM = {**FACTS, "people_hurt": UNKNOWN}
HURT = {**FACTS, "people_hurt": True, "confirmed_by": Choice("ambulance"), "with_families": ticks("our_people")}
NOT_TOLD = {**FACTS, "people_hurt": UNKNOWN, "deaths_confirmed": True, "next_of_kin_told": False}
DEAD = {
    **FACTS,
    "people_hurt": True,
    "deaths_confirmed": True,
    "next_of_kin_told": True,
    "confirmed_by": Choice("police"),
    "with_families": ticks("our_people", "psychologists"),
}
CONDOLENCE = {**DEAD, "condolence": True}
NOBODY = {**FACTS, "people_hurt": False, "confirmed_by": Choice("police")}
LATER = {
    **HURT,
    "hurt_count": Number(17, "people", Bound.AT_LEAST),
    "care": Choice("both"),
    "first_hour": ticks("team_there", "records_kept", "told_police", called_112=at(1, 45), told_labour=at(2, 5)),
    "family_place": Place(words("Hotel Cavour", "Hotel Cavour"), "site", "Faenza"),
    "other_services": Choice("running"),
    "advice": ticks("keep_away"),
}
PROFILE = {
    **ADRIA_BUS,
    "public_contact": Contact(phone="+39 0544 000 300"),
    "people": words("passengers", "passeggeri"),
    "spokesperson": Person("Anna Verdi", words("head of press", "responsabile stampa")),
    "staff_contact": Contact(email="turno@adriabus.example"),
}

DEATH = re.compile(r"\bdied\b|loss of life|condolence|mortale|\bmorte\b|cordoglio|perso la vita", re.IGNORECASE)
NOT_KNOWN = re.compile(r"not yet know whether anyone|Non sappiamo ancora se ci siano feriti")


def paragraphs(answers: dict[str, Any], document: str, language: str) -> str:
    """What the statement says, without the hostile questions of the sheet."""
    made = statement("accident", answers, document, language)
    return " ".join(s.text for b in made.blocks if b.kind != "heading" for s in b.sentences)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("accident-unknown", UNKNOWN_HARM),
        ("accident-hurt", HURT),
        ("accident-dead-families-not-told", NOT_TOLD),
        ("accident-dead", DEAD),
        ("accident-nobody-hurt", NOBODY),
    ],
)
def test_the_first_texts_read_as_kept(name: str, answers: dict[str, Any], language: str) -> None:
    compare(name, "accident", answers, language, FAST_DOCUMENTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "answers"), [("accident-condolence", CONDOLENCE), ("accident-later", LATER)])
def test_all_documents_read_as_kept(name: str, answers: dict[str, Any], language: str) -> None:
    compare(name, "accident", answers, language, organisation=PROFILE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("deaths", "told"),
    [
        (True, False),
        (True, UNKNOWN),
        (True, Said("confirmed", True)),
        (True, Said("suspected", True)),
        (True, Said("withheld")),
        (False, True),
        (Said("suspected", True), True),
        (Said("disputed", True), True),
        (Said("estimated", True, cleared=True), True),
        (Said("withheld", True), True),
        (UNKNOWN, True),
    ],
)
@pytest.mark.parametrize("hurt", [True, UNKNOWN, Said("withheld")])
def test_death_is_spoken_of_only_when_confirmed_cleared_and_the_families_know(
    deaths: Any, told: Any, hurt: Any, language: str
) -> None:
    answers = {
        **FACTS,
        "people_hurt": hurt,
        "deaths_confirmed": deaths,
        "next_of_kin_told": told,
        "condolence": True,
        "dead_count": Number(3, "people"),
    }
    for document in DOCUMENTS:
        assert not DEATH.search(paragraphs(answers, document, language)), document


@pytest.mark.parametrize("language", LANGUAGES)
def test_death_is_spoken_of_once_both_are_confirmed(language: str) -> None:
    for document in ("holding", "line", "post", "press", "staff-note", "customer-email", "qa"):
        assert DEATH.search(paragraphs(DEAD, document, language)), document


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decision", [False, UNKNOWN, Said("confirmed", True), Said("withheld"), None])
def test_condolence_needs_a_decision(decision: Any, language: str) -> None:
    answers = DEAD if decision is None else {**DEAD, "condolence": decision}
    for document in DOCUMENTS:
        assert not re.search("condolence|cordoglio", text("accident", answers, document, language))
    assert re.search("condolence|cordoglio", text("accident", CONDOLENCE, "holding", language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "more",
    [
        {"people_hurt": Said("suspected", True)},
        {"people_hurt": Said("confirmed", True)},
        {"people_hurt": Said("withheld")},
        {"people_hurt": UNKNOWN, "deaths_confirmed": True},
        {"people_hurt": UNKNOWN, "deaths_confirmed": Said("suspected", True)},
        {"people_hurt": UNKNOWN, "deaths_confirmed": Said("withheld")},
    ],
)
def test_what_the_record_holds_is_never_called_not_known(more: dict[str, Any], language: str) -> None:
    for document in DOCUMENTS:
        assert not NOT_KNOWN.search(text("accident", {**FACTS, **more}, document, language)), document
    assert NOT_KNOWN.search(text("accident", UNKNOWN_HARM, "holding", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_deaths_answered_at_night_leaves_the_text_as_it_was(language: str) -> None:
    answered = {**UNKNOWN_HARM, "deaths_confirmed": Said("confirmed", False)}
    for document in FAST_DOCUMENTS:
        told = text("accident", answered, document, language)
        assert NOT_KNOWN.search(told)
        assert not re.search("families first|prima alle famiglie", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_was_hurt_is_not_said_beside_a_death(language: str) -> None:
    for deaths in (True, Said("suspected", True), Said("withheld"), UNKNOWN):
        answers = {**NOBODY, "deaths_confirmed": deaths}
        for document in DOCUMENTS:
            assert not re.search("nobody was hurt|nessuno è rimasto", text("accident", answers, document, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_is_never_a_count_and_an_estimate_never_a_number_of_people(language: str) -> None:
    for document in DOCUMENTS:
        for answer in (Number(0, "people"), Said("estimated", Number(12, "people"), cleared=True)):
            said = paragraphs({**CONDOLENCE, "dead_count": answer, "hurt_count": answer}, document, language)
            assert not re.search(r"\b(no|0|zero|12|about|circa) (people|person|persone)", said), document


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "one person was hurt. Our first concern is for the person who was hurt", "17 people were hurt"),
        ("it", "una persona è rimasta ferita. Il nostro primo pensiero va alla persona ferita", "17 persone sono"),
    ],
)
def test_one_person_is_not_spoken_of_as_several(language: str, one: str, several: str) -> None:
    assert one in text("accident", {**HURT, "hurt_count": Number(1, "people")}, "holding", language)
    assert several in text("accident", {**HURT, "hurt_count": Number(17, "people")}, "holding", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_authority_was_informed_only_with_the_time(language: str) -> None:
    said = text("accident", LATER, "press", language)
    assert ("We informed the labour inspectorate at 02:05 CET." in said) == (language == "en")
    assert ("Abbiamo avvisato l'ispettorato del lavoro alle 02:05 (CET)." in said) == (language == "it")
    assert not re.search("informed the police|avvisato la polizia", said)


def test_no_question_names_crime_drink_fault_or_identity() -> None:
    for question in load_scenario("accident").questions:
        asked = " ".join([*question.text.values(), *question.label.values()]).casefold()
        assert not re.search(r"alcohol|drunk|drug|crime|fault|guilt|alcol|ubriac|drog|reato|colpa", asked)
        if question.id in ("deaths_confirmed", "next_of_kin_told", "condolence", "dead_count", "hurt_count", "care"):
            assert not question.say_unknown


def test_the_fast_path_asks_for_no_number_and_no_typed_sentence() -> None:
    kinds = {q.type.value for q in load_scenario("accident").questions if q.step is not None}
    assert kinds <= {"choice", "ticks", "yes-no", "place", "datetime"}
