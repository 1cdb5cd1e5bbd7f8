"""The closing of a support channel against the week it was written for: an account that fell silent, July 2022."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from seeds import compare_example, everything, example, marked, said, told, words_of
from support import ADRIA_BUS, FAST_DOCUMENTS, UNKNOWN, fast_answers, statement, words

from onrecord.content.load import load_document
from onrecord.incident.model import Release, ReleaseState, Status
from onrecord.incident.values import Choice, Contact, Record, Records

DENIED = ("is not related to", "non è legata")


def route(kind: str, *, tested: bool = True, link: str = "") -> Record:
    where: tuple[tuple[str, Any], ...] = (("where", Contact(link=link)),) if link else ()
    return Record((("kind", kind), *where, ("tested", tested)))


@pytest.mark.parametrize("language", ["en", "it"])
def test_example_reads_as_kept(language: str) -> None:
    compare_example("channel-closure", example("channel-closure"), language)


@pytest.mark.parametrize("language", ["en", "it"])
def test_closing_announced_in_time_reads_as_kept(language: str) -> None:
    incident = told(
        example("channel-closure"),
        already_closed=False,
        last_answer=date(2022, 8, 31),
        reason=Choice("security"),
        motive_denial=Choice("leave"),
        open_cases=Choice("answered"),
        cases_until=date(2022, 9, 30),
        late_messages=Choice("auto_reply"),
        announced=True,
        channel_after=Choice("readable"),
    )
    compare_example("channel-closure-announced", incident, language)


@pytest.mark.parametrize(("language", "most"), [("en", 45), ("it", 52)])
def test_line_denies_the_motive_gives_the_reason_and_the_routes(language: str, most: int) -> None:
    line = said(example("channel-closure"), "line", language)
    assert words_of(example("channel-closure"), "line", language) <= most
    denial, reason, routes = line.split(". ")
    assert any(word in denial for word in DENIED)
    assert "@Netflixhelps" in reason
    assert {"en": "by telephone", "it": "per telefono"}[language] in routes


@pytest.mark.parametrize(
    "spoilt",
    [
        {"motive_denial": Choice("leave")},
        {"motive_denial": None},
        {"motive_asked": None},
        {"fits_results": None},
        {"fits_results": False},
        {"reason": Choice("cost")},
    ],
    ids=["left alone", "not answered", "no motive named", "results not checked", "results differ", "costs"],
)
def test_motive_is_left_alone_unless_finance_confirmed_and_the_results_agree(spoilt: dict[str, object]) -> None:
    for text in everything(told(example("channel-closure"), **spoilt)).values():
        assert not any(word in text for word in DENIED)


@pytest.mark.parametrize(
    "changes",
    [{"release": Release(ReleaseState.ASK, ask="finance")}, {"status": Status.SUSPECTED}, {"status": Status.WITHHELD}],
    ids=["not cleared", "being checked", "do not say"],
)
def test_denial_waits_for_finance(changes: dict[str, object]) -> None:
    for text in everything(marked(example("channel-closure"), "motive_denial", **changes)).values():
        assert not any(word in text for word in DENIED)


def test_reason_that_does_not_stand_beside_the_results_stands_in_no_text() -> None:
    for text in everything(told(example("channel-closure"), fits_results=False)).values():
        assert "channels we run ourselves" not in text
        assert "gestiamo direttamente" not in text


def test_untested_route_stands_in_no_text() -> None:
    routes = Records(
        (route("phone", link="netflix.example/call"), route("form", tested=False, link="netflix.example/f"))
    )
    for text in everything(told(example("channel-closure"), routes=routes)).values():
        assert "netflix.example/f" not in text
        assert "form on our website" not in text
        assert "modulo sul sito" not in text


def test_questions_name_the_routes_that_need_no_telephone() -> None:
    qa = said(example("channel-closure"), "qa", "en")
    entry = qa.partition("## I cannot telephone")[2].partition("\n## ")[0]
    assert "netflix.example/chat" in entry
    assert "netflix.example/telephone" not in entry
    only_phone = told(example("channel-closure"), routes=Records((route("phone"), route("email", tested=False))))
    assert "We have no such route" in said(only_phone, "qa", "en")


@pytest.mark.parametrize(
    ("answer", "en", "it"),
    [
        ("answered", "until 31 August", "fino al 31 agosto"),
        ("moved", "you do not have to start again", "non dovete ricominciare"),
        ("again", "please contact us again", "contattateci di nuovo"),
    ],
)
def test_customer_email_says_what_happens_to_open_cases(answer: str, en: str, it: str) -> None:
    incident = told(example("channel-closure"), open_cases=Choice(answer), cases_until=date(2022, 8, 31))
    assert en in said(incident, "customer-email", "en")
    assert it in said(incident, "customer-email", "it")


def test_open_cases_that_nobody_has_settled_are_being_checked() -> None:
    assert "we are checking what happens to those messages" in said(example("channel-closure"), "customer-email", "en")
    assert "stiamo verificando che cosa succede" in said(example("channel-closure"), "customer-email", "it")


@pytest.mark.parametrize("language", ["en", "it"])
def test_pinned_notice_fits_and_says_where_to_turn(language: str) -> None:
    notice = said(example("channel-closure"), "post", language)
    assert len(notice) <= 280
    assert "netflix.example/help" in notice
    assert "30" in notice
    assert "[" not in notice


def test_five_answers_make_a_holding_statement_inside_its_limits() -> None:
    rnd = random.Random(30)
    profile = {**ADRIA_BUS, "people": words("passengers", "passeggeri")}
    kinds = ("phone", "chat", "app_call")
    for _ in range(60):
        answers = fast_answers("channel-closure", rnd)
        answers.pop("channel_where", None)
        answers["last_answer"] = rnd.choice([UNKNOWN, date(2026, 3, 1)])
        answers["routes"] = rnd.choice([UNKNOWN, Records(tuple(route(kind) for kind in kinds))])
        for language in ("en", "it"):
            for document in FAST_DOCUMENTS:
                made = statement("channel-closure", answers, document, language, organisation=profile)
                limits = load_document(document)
                assert made.words <= limits.words.get(language, 10_000), made.text
                assert len(made.text) <= limits.characters.get(language, 10_000), made.text
            assert "[" not in statement("channel-closure", answers, "holding", language).text
