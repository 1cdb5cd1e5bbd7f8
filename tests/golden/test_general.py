"""The general scenario against the night it was written for: a bus accident at two in the morning, two facts known."""

from __future__ import annotations

import random
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
    fast_answers,
    statement,
    text,
    ticks,
)

from onrecord.content.load import load_document, load_scenario
from onrecord.incident.values import Choice, Contact, Place, Ticks, Words

NIGHT: dict[str, Any] = {
    "event_kind": Choice("accident"),
    "involved": Choice("coach"),
    "event_place": Place(Words("A14"), "road", "Faenza"),
    "event_time": at(1, 40),
    "people_hurt": UNKNOWN,
    "people_there": Choice("on_board"),
    "at_scene": ticks("police", "ambulance"),
    "cause_owner": Choice("police"),
    "first_hour": ticks(manager_sent=at(2, 10)),
    "next_update": at(3, 30),
}
FIRE: dict[str, Any] = {
    "event_kind": Choice("fire"),
    "involved": Choice("premises"),
    "event_place": Place(Words("Ravenna"), "town"),
    "event_time": at(1, 10),
    "people_hurt": False,
    "people_there": Choice("nobody"),
    "at_scene": ticks("fire"),
    "cause_owner": Choice("fire"),
    "first_hour": ticks("records_kept", called_112=at(1, 12), stopped=at(1, 15)),
    "advice": ticks("keep_clear", "keep_away"),
    "next_update": at(3, 30),
}
NOTHING: dict[str, Any] = {q.id: UNKNOWN for q in load_scenario("general").questions if q.step is not None}
WITH_CUSTOMERS = {**ADRIA_BUS, "public_contact": Contact(phone="+39 0544 000 300")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "answers"), [("general-night", NIGHT), ("general-fire", FIRE)])
def test_every_document_reads_as_kept(name: str, answers: dict[str, Any], language: str) -> None:
    compare(name, "general", answers, language, organisation=WITH_CUSTOMERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nothing_known_yet_holding_and_line_are_complete(language: str) -> None:
    compare("general-nothing-known", "general", NOTHING, language, FAST_DOCUMENTS)
    for document in FAST_DOCUMENTS:
        assert not statement("general", NOTHING, document, language).gaps


@pytest.mark.parametrize("scenario", ["general", "accident"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_five_answers_give_complete_texts_within_their_limits(scenario: str, language: str) -> None:
    rnd = random.Random(f"{scenario} {language}")
    for _ in range(60):
        answers = fast_answers(scenario, rnd)
        for document in FAST_DOCUMENTS:
            made = statement(scenario, answers, document, language)
            limits = load_document(document)
            assert not made.gaps, made.text
            assert made.words <= limits.words.get(language, 10_000), made.text
            assert len(made.text) <= limits.characters.get(language, 10_000), made.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_authority_is_named_without_its_own_fact(language: str) -> None:
    bare = {k: NIGHT[k] for k in ("event_kind", "involved", "event_place", "event_time", "next_update")}
    for document in DOCUMENTS:
        said = text("general", bare, document, language).casefold()
        named = ("police", "fire service", "ambulance", "coastguard", "polizia", "vigili", "118", "procura", "112")
        assert not [word for word in named if word in said], document


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [NIGHT, FIRE, NOTHING, {}])
def test_every_question_in_the_sheet_is_answered_in_45_words(answers: dict[str, Any], language: str) -> None:
    questions: list[list[str]] = []
    for block in statement("general", answers, "qa", language).blocks:
        if block.kind == "heading" and block.level == 2:
            questions.append([])
        elif block.kind == "paragraph" and questions:
            questions[-1] += [s.text for s in block.sentences]
    answered = [" ".join(answer) for answer in questions if answer]
    assert len(answered) >= 10
    assert [a for a in answered if len(a.split()) > 45] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [o.id for o in load_scenario("general").questions[0].options])
def test_the_subject_of_an_email_is_a_fact_and_fits(kind: str, language: str) -> None:
    answers = {**NIGHT, "event_kind": Choice(kind), "event_time": at(1, 40, day=28, month=9)}
    subject = text("general", answers, "customer-email", language).splitlines()[0]
    assert subject.startswith("# ")
    assert len(subject) - 2 <= 60
    assert "?" not in subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suspicion_of_injuries_is_not_passed_off_as_not_knowing(language: str) -> None:
    for document in DOCUMENTS:
        said = text("general", {**NIGHT, "people_hurt": Said("suspected", True)}, document, language)
        assert "not yet know" not in said
        assert "Non sappiamo ancora" not in said
        assert "injuries" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_at_the_scene_leaves_no_half_sentence(language: str) -> None:
    said = text("general", {**NIGHT, "at_scene": Ticks(())}, "press", language)
    assert "at the scene" not in said
    assert "Sul posto" not in said
