"""Something has happened to data: what the system holds; no count, no breach, no authority by default."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest
from support import DOCUMENTS, UNKNOWN, Said, at, compare, fast_answers, statement, text, ticks

from onrecord.content.load import load_document, load_scenario
from onrecord.incident.values import Bound, Choice, Contact, Number, Record, Records, Ticks, Words

SCENARIO = "data-breach"
LUMEA = {
    "organisation": Words("Lumea"),
    "press_contact": Contact(phone="+39 02 0000 200"),
    "public_contact": Contact(phone="+39 02 0000 100"),
    "updates_at": Contact(link="lumea.example/security"),
}


def on_13(hour: int, minute: int) -> datetime:
    return at(hour, minute, day=13)


NOW = on_13(21, 30)


def kinds(**states: str) -> Records:
    return Records(tuple(Record((("kind", kind), ("state", state))) for kind, state in states.items()))


FRIDAY: dict[str, Any] = {
    "data_event": Choice("got_in"),
    "system": Choice("customer_service"),
    "found_at": on_13(18, 40),
    "whose": ticks("customers"),
    "data_kinds": kinds(names="held", email="held", orders="held", cards="not_held"),
    "data_taken": UNKNOWN,
    "examiner": Choice("own_team"),
    "first_hour": ticks("logs_kept", "dpo_called", cut_off=on_13(20, 10)),
    "advice": ticks("messages", "we_never_ask"),
    "next_update": at(12, 0, day=14),
}
NOTHING_KNOWN: dict[str, Any] = dict.fromkeys(
    (
        "data_event",
        "system",
        "found_at",
        "whose",
        "data_kinds",
        "data_taken",
        "examiner",
        "first_hour",
    ),
    UNKNOWN,
) | {"next_update": on_13(22, 30)}
LATER: dict[str, Any] = FRIDAY | {
    "data_kinds": kinds(names="copied", email="copied", orders="held", cards="not_held"),
    "data_taken": Choice("copied"),
    "countries": ticks("italy", "other_eu"),
    "accounts_affected": Number(9100, "accounts", Bound.AT_LEAST),
    "access_from": on_13(9, 15),
    "access_until": on_13(20, 10),
    "classified_as_breach": True,
    "authority_told": ticks(garante=on_13(21, 5)),
    "people_told": Choice("begun"),
}
WRONG_PERSON: dict[str, Any] = {
    "data_event": Choice("wrong_person"),
    "found_at": on_13(18, 40),
    "whose": ticks("employees"),
    "data_kinds": kinds(names="held", pay="held", bank="not_held", tax="not_held"),
    "data_taken": UNKNOWN,
    "first_hour": ticks(deletion_asked=on_13(19, 0)),
    "next_update": at(12, 0, day=14),
}
SITUATIONS = {
    "data-breach-friday": FRIDAY,
    "data-breach-nothing-known": NOTHING_KNOWN,
    "data-breach-later": LATER,
    "data-breach-wrong-person": WRONG_PERSON,
}


def said(answers: dict[str, Any], document: str, language: str) -> str:
    return text(SCENARIO, answers, document, language, organisation=LUMEA, now=NOW)


def everything(answers: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(d, lang): said(answers, d, lang) for d in DOCUMENTS for lang in ("en", "it")}


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_the_texts_stand_as_they_were_read(name: str, language: str) -> None:
    compare(name, SCENARIO, SITUATIONS[name], language, organisation=LUMEA, now=NOW)


def test_the_first_statement_is_the_one_a_head_of_press_would_send() -> None:
    assert said(FRIDAY, "holding", "en") == (
        "Lumea, 13 March 2026, 21:30 CET. Someone got into one of our customer-service systems without permission. "
        "We found this on 13 March and cut off that access at 20:10 CET. The system holds customers' names, e-mail "
        "addresses and order histories. It does not hold payment card details. We do not yet know whether any of "
        "these data were copied, or whose. Our security team is finding out. Please be careful with messages that "
        "mention your orders. We do not ask for passwords or card numbers by e-mail or telephone. Our next update "
        "will be at lumea.example/security by 12:00 CET on 14 March, even if there is nothing new. Customers: "
        "+39 02 0000 100. Press: +39 02 0000 200."
    )


def test_italian_says_the_same_in_its_own_words() -> None:
    holding = said(FRIDAY, "holding", "it")
    assert "Qualcuno è entrato senza autorizzazione in uno dei sistemi del nostro servizio clienti." in holding
    assert "Lo abbiamo scoperto il 13 marzo e alle 20:10 (CET) abbiamo interrotto quell'accesso." in holding
    assert "Il sistema contiene nomi, indirizzi e-mail e storico degli ordini dei clienti." in holding
    assert "Non contiene i dati delle carte di pagamento." in holding
    assert "Non sappiamo ancora se questi dati siano stati copiati, né quali clienti siano interessati." in holding


@pytest.mark.parametrize("language", ["en", "it"])
def test_five_steps_leave_no_gap_and_keep_the_length(language: str) -> None:
    rnd = random.Random(13)
    for _ in range(60):
        answers = fast_answers(SCENARIO, rnd)
        if "data_event" not in answers:
            continue
        answers["next_update"] = at(3, 30)
        if isinstance(answers.get("whose"), Ticks):
            answers["whose"] = Ticks(answers["whose"].done[:2])
        for document in ("holding", "line"):
            made = statement(SCENARIO, answers, document, language)
            assert not made.gaps, made.text
            assert made.words <= load_document(document).words[language], made.text


def test_data_kinds_that_are_not_cleared_are_neither_said_nor_called_unknown() -> None:
    answers = FRIDAY | {
        "data_kinds": Said("confirmed", kinds(names="copied", cards="held")),
        "data_taken": Said("suspected", Choice("copied")),
        "whose": Said("confirmed", ticks("customers")),
    }
    for (document, _), made in everything(answers).items():
        assert "card details" not in made
        assert "carte di pagamento" not in made.replace("numeri di carta", "")
        assert "We do not yet know" not in made, document
        assert "Non sappiamo ancora" not in made, document


def test_copied_data_are_never_called_unknown() -> None:
    answers = FRIDAY | {"data_kinds": kinds(names="copied", orders="held")}
    assert "Customers' names were copied." in said(answers, "holding", "en")
    for made in everything(answers).values():
        assert "We do not yet know whether" not in made
        assert "Non sappiamo ancora se" not in made


def test_no_count_in_the_first_hour_and_none_while_the_market_question_is_open() -> None:
    counted = FRIDAY | {"accounts_affected": Number(9100, "accounts")}
    for document in ("holding", "line", "post"):
        assert "9,100" not in said(counted, document, "en")
    assert "9,100 accounts are affected." in said(counted, "press", "en")
    for state in (UNKNOWN, Choice("not_decided"), Choice("delayed")):
        for made in everything(counted | {"market_state": state}).values():
            assert "9,100" not in made
            assert "9.100" not in made
    assert "9.100 account" in said(counted | {"market_state": Choice("released")}, "press", "it")


def test_a_figure_that_is_being_checked_is_announced_not_denied() -> None:
    press = said(FRIDAY | {"accounts_affected": Said("suspected", Number(12000, "accounts"))}, "press", "en")
    assert "We will give a figure when it has been checked." in press
    assert "how many" not in press
    assert "12,000" not in press
    open_press = said(FRIDAY | {"accounts_affected": UNKNOWN}, "press", "en")
    assert "We do not yet know how many people are affected." in open_press


def test_breach_stands_only_where_it_was_so_classified() -> None:
    for made in everything(FRIDAY).values():
        assert "breach" not in made.lower()
        assert "violazione" not in made.lower()
    assert "classified as a personal data breach" in said(FRIDAY | {"classified_as_breach": True}, "press", "en")
    assert "violazione dei dati personali" in said(FRIDAY | {"classified_as_breach": True}, "press", "it")
    uncleared = FRIDAY | {"classified_as_breach": Said("confirmed", True)}
    assert "breach" not in said(uncleared, "press", "en")


def test_an_authority_is_named_only_for_a_contact_that_took_place_with_its_time() -> None:
    assert "Garante" not in "".join(everything(FRIDAY).values())
    assert "Garante" not in "".join(everything(FRIDAY | {"authority_told": ticks("garante")}).values())
    told = said(FRIDAY | {"authority_told": ticks(garante=on_13(21, 5))}, "press", "en")
    assert "We contacted the Italian data protection authority (Garante) at 21:05 CET." in told


def test_an_act_that_does_not_fit_the_event_is_not_named() -> None:
    answers = WRONG_PERSON | {"first_hour": ticks("device_locked", "cut_off", "taken_down", "restoring")}
    made = "".join(everything(answers).values())
    assert "device" not in made
    assert "cut off" not in made
    assert "taken down" not in made
    assert "restore" not in made


def test_who_did_it_is_no_question_when_we_sent_the_data_ourselves() -> None:
    assert "Who did it?" in said(FRIDAY, "qa", "en")
    assert "Who did it?" not in said(WRONG_PERSON, "qa", "en")
    assert "Chi è stato?" not in said(WRONG_PERSON, "qa", "it")


def test_nothing_that_night_forbids_stands_by_default() -> None:
    for name, answers in SITUATIONS.items():
        for (document, language), made in everything(answers).items():
            low = made.lower().replace("do you apologise?", "").replace("if we have something to apologise", "")
            low = low.replace("chiedete scusa?", "")
            for words in (
                "apologi", "sorry", "ci scusiamo", "attack", "attacco", "victim", "vittim", "contained", "isolated",
                "aware", "venuti a conoscenza", "no evidence", "not affected", "anonym", "aggregat", "seriously",
                "as soon as possible", "priority", "thank you", "“", '"',
            ):  # fmt: skip
                assert words not in low, (name, document, language, words)


def test_no_text_says_the_same_sentence_twice() -> None:
    for name, answers in SITUATIONS.items():
        for document in DOCUMENTS:
            for language in ("en", "it"):
                made = statement(SCENARIO, answers, document, language, organisation=LUMEA, now=NOW)
                sentences = [s.text for s in made.sentences]
                assert len(sentences) == len(set(sentences)), (name, document, language)


def test_the_person_is_told_that_legal_deadlines_are_not_counted() -> None:
    notices = load_scenario(SCENARIO).notices
    assert any("does not count legal deadlines yet" in notice["en"] for notice in notices)
    assert any("non calcola ancora le scadenze di legge" in notice["it"] for notice in notices)
