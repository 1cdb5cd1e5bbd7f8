"""A service does not work: what users see, since when, what they can do meanwhile; never a guess at the cause."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest
from support import DOCUMENTS, UNKNOWN, Said, at, compare, fast_answers, statement, text, ticks

from onrecord.content.load import load_document
from onrecord.incident.values import Choice, Contact, Place, Words

SCENARIO = "service-outage"
LUMEA = {
    "organisation": Words("Lumea"),
    "press_contact": Contact(phone="+39 02 0000 200"),
    "public_contact": Contact(phone="+39 02 0000 100"),
    "updates_at": Contact(link="status.lumea.example"),
}


def on_13(hour: int, minute: int) -> datetime:
    return at(hour, minute, day=13)


NOW = on_13(14, 45)
APP_DOWN: dict[str, Any] = {
    "service_kind": Choice("app"),
    "symptom": Choice("cannot_sign_in"),
    "started": on_13(14, 5),
    "progress": Choice("going_on"),
    "who_affected": Choice("some_customers"),
    "depends": ticks("money"),
    "cause": UNKNOWN,
    "first_hour": ticks("status_page", engineers=on_13(14, 20)),
    "meanwhile": ticks("website", "branches"),
    "next_update": on_13(15, 30),
}
NOTHING_KNOWN: dict[str, Any] = dict.fromkeys(
    (
        "service_kind",
        "symptom",
        "started",
        "progress",
        "who_affected",
        "depends",
        "cause",
        "meanwhile",
    ),
    UNKNOWN,
) | {"next_update": on_13(15, 30)}
WATCHED = APP_DOWN | {
    "progress": Choice("watched"),
    "ended": on_13(14, 40),
    "cause": Choice("own_change"),
    "first_hour": ticks(undone=on_13(14, 35)),
}
OVER = APP_DOWN | {
    "service_name": Words("Lumea Pay"),
    "progress": Choice("over"),
    "ended": on_13(14, 40),
    "data_lost": True,
    "lost_from": on_13(14, 5),
    "lost_until": on_13(14, 12),
    "report_by": at(12, 0, day=20).date(),
}
EMERGENCY: dict[str, Any] = {
    "service_kind": Choice("telephone"),
    "symptom": Choice("cannot_call"),
    "started": on_13(13, 50),
    "progress": Choice("partly_back"),
    "who_affected": UNKNOWN,
    "area": Place(Words("Bologna"), "area"),
    "depends": ticks("emergency", "care"),
    "cause": UNKNOWN,
    "first_hour": ticks("engineers", "calling"),
    "meanwhile": ticks("none"),
    "advice": ticks("call_112"),
    "next_update": on_13(15, 15),
}
SITUATIONS = {
    "service-outage-app": APP_DOWN,
    "service-outage-nothing-known": NOTHING_KNOWN,
    "service-outage-watched": WATCHED,
    "service-outage-over": OVER,
    "service-outage-emergency": EMERGENCY,
}


def said(answers: dict[str, Any], document: str, language: str) -> str:
    return text(SCENARIO, answers, document, language, organisation=LUMEA, now=NOW)


def everything(answers: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(d, lang): said(answers, d, lang) for d in DOCUMENTS for lang in ("en", "it")}


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_the_texts_stand_as_they_were_read(name: str, language: str) -> None:
    compare(name, SCENARIO, SITUATIONS[name], language, organisation=LUMEA, now=NOW)


@pytest.mark.parametrize("language", ["en", "it"])
def test_five_steps_leave_no_gap_and_the_holding_statement_keeps_its_length(language: str) -> None:
    rnd = random.Random(13)
    for _ in range(60):
        answers = fast_answers(SCENARIO, rnd)
        if "service_kind" not in answers:
            continue
        answers["next_update"] = at(3, 30)
        holding = statement(SCENARIO, answers, "holding", language)
        assert not holding.gaps, holding.text
        assert holding.words <= load_document("holding").words[language], holding.text
        assert not statement(SCENARIO, answers, "line", language).gaps


def test_a_cause_is_not_known_until_engineering_and_legal_have_spoken() -> None:
    assert "We do not yet know the cause." in said(APP_DOWN, "holding", "en")
    assert "Non conosciamo ancora la causa." in said(APP_DOWN, "line", "it")
    suspected = APP_DOWN | {"cause": Said("suspected", Choice("own_change"))}
    assert "We will give the cause when it has been confirmed." in said(suspected, "holding", "en")
    uncleared = APP_DOWN | {"cause": Said("confirmed", Choice("own_change"))}
    for answers in (suspected, uncleared):
        for made in everything(answers).values():
            assert "do not yet know the cause" not in made
            assert "Non conosciamo ancora la causa" not in made
            assert "change" not in made.replace("What we change", "")
            assert "modifica" not in made


def test_an_undone_change_is_told_only_with_its_cause() -> None:
    undone = APP_DOWN | {"first_hour": ticks("undone")}
    assert "undid" not in said(undone, "press", "en")
    assert "We undid that change at 14:35 CET." in said(WATCHED, "press", "en")


def test_a_service_that_is_watched_is_not_called_over() -> None:
    for (_, language), made in everything(WATCHED).items():
        assert ("app is over" if language == "en" else "app è superato") not in made
        assert "which began" not in made
    assert "We are watching the service before we say the problem is over." in said(WATCHED, "line", "en")
    assert "is over" in said(OVER, "line", "en")


def test_what_users_see_moves_into_the_past_when_it_is_past() -> None:
    assert "Some customers cannot sign in." in said(APP_DOWN, "press", "en")
    assert "During the problem, some customers could not sign in." in said(WATCHED, "press", "en")
    assert "Durante il problema alcuni clienti non riuscivano ad accedere." in said(OVER, "press", "it")


def test_another_way_is_offered_only_while_it_is_needed() -> None:
    assert "you can use our website and our branches" in said(APP_DOWN, "holding", "en")
    assert "In the meantime" not in said(OVER, "holding", "en")
    assert "There is no alternative at the moment." in said(EMERGENCY, "holding", "en")


def test_lost_data_are_told_with_their_window() -> None:
    assert "What was entered from 14:05 CET until 14:12 CET has been lost." in said(OVER, "press", "en")
    assert "lost" not in said(APP_DOWN, "press", "en")


def test_nothing_that_night_forbids_stands_by_default() -> None:
    for name, answers in SITUATIONS.items():
        for (document, language), made in everything(answers).items():
            low = made.lower().replace("do you apologise?", "").replace("if we have something to apologise", "")
            low = low.replace("chiedete scusa?", "")
            for words in (
                "apologi", "sorry", "ci scusiamo", "attack", "attacco", "resolved", "risolto", "no evidence", "aware",
                "inconvenience", "disagio", "disservizi", "as soon as possible", "priority", "bearing with",
                "“", '"',
            ):  # fmt: skip
                assert words not in low, (name, document, language, words)


def test_no_text_says_the_same_sentence_twice() -> None:
    for name, answers in SITUATIONS.items():
        for document in DOCUMENTS:
            for language in ("en", "it"):
                made = statement(SCENARIO, answers, document, language, organisation=LUMEA, now=NOW)
                sentences = [s.text for s in made.sentences]
                assert len(sentences) == len(set(sentences)), (name, document, language)
