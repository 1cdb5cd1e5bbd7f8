"""A text beside its incident: nothing withheld, nothing from nowhere, no false "we do not know"."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from onrecord.checks import Context, Report, check_text
from onrecord.content.load import load_scenario
from onrecord.content.model import FactType
from onrecord.incident.model import Fact, Incident, Release, ReleaseState, Status
from onrecord.incident.values import Contact, Number, Person, Value, Words

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 13, 21, 30, tzinfo=ROME)
QUESTIONS = {question.id: question for question in load_scenario("data-breach").questions}
CLEARED = Release(ReleaseState.CLEARED, by="legal")


def fact(name: str, value: Value | None, status: Status = Status.CONFIRMED, **more: object) -> Fact:
    kind = QUESTIONS[name].type if name in QUESTIONS else FactType.TEXT
    return Fact(name, kind, status, value, release=CLEARED, source="IT security", **more)  # type: ignore[arg-type]


def context(*facts: Fact, **more: object) -> Context:
    incident = Incident(
        "Lumea", "data-breach", NOW, "Europe/Rome", ("en", "it"), facts={entry.id: entry for entry in facts}
    )
    return Context(incident=incident, questions=QUESTIONS, **more)  # type: ignore[arg-type]


def read(text: str, given: Context, language: str = "en", document: str = "press") -> Report:
    return check_text(text, document=document, language=language, context=given)


def of(report: Report, category: str) -> list[tuple[str, str, str]]:
    return [(f.text, f.severity, f.stop) for f in report.findings if f.category == category]


COUNT = fact("accounts_affected", Number(12_000, "accounts"))


def test_a_figure_that_no_fact_gives_stops_until_a_second_person_agrees() -> None:
    assert of(read("It concerns 9,100 accounts.", context(COUNT)), "trace") == [("9,100", "block", "second-person")]


@pytest.mark.parametrize(
    "text", ["It concerns 12,000 accounts.", "It concerns 12000 accounts.", "It concerns twelve thousand accounts."]
)
def test_a_figure_of_a_fact_is_traced_however_it_is_written(text: str) -> None:
    assert of(read(text, context(COUNT)), "trace") == []


def test_without_facts_nothing_is_traced() -> None:
    assert of(read("It concerns 9,100 accounts.", Context()), "trace") == []


def test_a_date_a_time_and_a_number_of_the_profile_are_traced() -> None:
    found = fact("found_at", datetime(2026, 3, 13, 18, 5, tzinfo=ROME))
    press = fact("press_contact", Contact(phone="+39 02 0000 200"))
    text = "We found it on 13 March 2026 at 18:05. Press: +39 02 0000 200."
    assert of(read(text, context(found, press)), "trace") == []
    assert of(read(text.replace("18:05", "19:05"), context(found, press)), "trace") == [
        ("19:05", "block", "second-person")
    ]


@pytest.mark.parametrize("text", ["12,000 accounts", "12.000 account", "twelve thousand accounts"])
def test_a_withheld_count_never_leaves_in_any_form(text: str) -> None:
    withheld = replace(COUNT, status=Status.WITHHELD, release=None)
    language = "it" if text.endswith("account") else "en"
    found = of(read(f"{text}.", context(withheld), language), "leak")
    assert [(severity, stop) for _, severity, stop in found] == [("block", "never")]


def test_a_withheld_name_is_found_by_the_surname_alone() -> None:
    person = fact("spokesperson", Person("Anna Okoro"), Status.WITHHELD)
    assert of(read("The patient, Mrs Okoro, is safe.", context(person)), "leak") == [("Okoro", "block", "never")]


def test_a_small_withheld_number_counts_only_beside_its_unit() -> None:
    few = replace(COUNT, value=Number(3, "accounts"), status=Status.WITHHELD, release=None)
    assert of(read("We will call within 3 days.", context(few)), "leak") == []
    assert of(read("It concerns 3 accounts.", context(few)), "leak") == [("3", "block", "never")]


def test_a_message_about_a_leak_never_repeats_the_value() -> None:
    withheld = replace(COUNT, status=Status.WITHHELD, release=None)
    report = read("12,000 accounts.", context(withheld))
    assert not any("12" in f.message + f.why + f.instead for f in report.findings if f.category == "leak")


def test_a_withheld_fact_without_a_value_says_that_it_cannot_be_searched_for() -> None:
    withheld = fact("accounts_affected", None, Status.WITHHELD)
    assert of(read("Someone got in.", context(withheld)), "leak") == [("", "info", "author")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not yet know how many accounts are affected."),
        ("it", "Non sappiamo ancora quanti account siano coinvolti."),
    ],
)
def test_not_known_is_a_lie_while_the_record_holds_a_figure(language: str, text: str) -> None:
    suspected = replace(COUNT, status=Status.SUSPECTED)
    assert [severity for _, severity, _ in of(read(text, context(suspected), language), "false_unknown")] == ["block"]


def test_not_known_is_true_while_nobody_gave_a_figure() -> None:
    unknown = fact("accounts_affected", None, Status.UNKNOWN)
    text = "We do not yet know how many accounts are affected."
    assert of(read(text, context(unknown)), "false_unknown") == []


def test_a_value_that_once_stood_there_counts_too() -> None:
    withdrawn = fact("accounts_affected", None, Status.UNKNOWN, held=True)
    text = "We do not yet know how many accounts are affected."
    assert len(of(read(text, context(withdrawn)), "false_unknown")) == 1


def test_breach_is_a_word_of_law_that_needs_its_fact() -> None:
    text = "There was a data breach."
    assert [s for _, s, _ in of(read(text, context()), "speculation")] == ["block"]
    assert of(read(text, context(fact("classified_as_breach", True))), "speculation") == []
    assert [s for _, s, _ in of(read(text, context(fact("classified_as_breach", False))), "speculation")] == ["block"]


@pytest.mark.parametrize(("at", "severity"), [("21:20", ["block"]), ("21:40", ["block"]), ("22:30", [])])
def test_a_promised_time_that_is_past_or_too_near_stops(at: str, severity: list[str]) -> None:
    given = context(now=NOW)
    report = read(f"Next update at {at} CET on 13 March 2026.", given, document="holding")
    assert [s for _, s, _ in of(report, "promise")] == severity


def test_another_promised_time_than_the_one_of_the_incident_stops() -> None:
    promised = fact("next_update", datetime(2026, 3, 14, 11, 0, tzinfo=UTC))
    same = "Next update at 12:00 CET on 14 March 2026."
    assert of(read(same, context(promised)), "consistency") == []
    assert len(of(read(same.replace("12:00", "16:00"), context(promised)), "consistency")) == 1


def test_an_allowed_term_of_the_organisation_is_no_finding() -> None:
    text = "A threat actor got in."
    assert of(read(text, Context()), "jargon")
    assert not of(read(text, Context(glossary=frozenset({"threat actor"}))), "jargon")


def test_a_rule_that_is_switched_off_is_silent() -> None:
    text = "We take your privacy seriously."
    (finding,) = [f for f in read(text, Context()).findings if f.category == "cliche"]
    assert not of(read(text, Context(off=frozenset({finding.rule, "en/cliche/sounds-like"}))), "cliche")


def test_words_of_the_record_are_traced_in_either_language() -> None:
    name = fact("organisation", Words(any="Lumea"))
    assert of(read("Lumea has stopped the access.", context(name)), "trace") == []
