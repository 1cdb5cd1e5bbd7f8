"""The privacy backlash against the night it was written for: a joke about people's habits, December 2017."""

from __future__ import annotations

import random

import pytest
from seeds import compare_example, everything, example, marked, said, told, words_of
from support import ADRIA_BUS, FAST_DOCUMENTS, fast_answers, statement, words

from onrecord.content.load import load_document, load_scenario
from onrecord.incident.model import Release, ReleaseState, State, Status, state_of
from onrecord.incident.values import Choice, Number

REAL_REPLY = (  # businessinsider.com, 12 December 2017, quoting the spokesperson
    "The privacy of our members' viewing is important to us. This information represents overall viewing trends, "
    "not the personal viewing information of specific, identified individuals."
)
REASSURING = ("nobody can be identified", "names nobody", "taken together", "risalire a nessuno", "non fa nomi")
SORRY = {
    "position": Choice("sorry"),
    "apology_for": Choice("both"),
    "apology_to": Choice("described"),
    "apology_decided_by": Choice("chief_executive"),
}


@pytest.mark.parametrize("language", ["en", "it"])
def test_example_reads_as_kept(language: str) -> None:
    compare_example("privacy-backlash", example("privacy-backlash"), language)


@pytest.mark.parametrize("language", ["en", "it"])
def test_apology_that_was_decided_reads_as_kept(language: str) -> None:
    incident = told(
        example("privacy-backlash"),
        **SORRY,
        post_state=Choice("removed"),
        people_counted=Number(12_400, "accounts"),
        data_access=Choice("wider"),
        future_use=Choice("agreed"),
        people_agreed=False,
    )
    compare_example("privacy-backlash-sorry", incident, language)


@pytest.mark.parametrize(("language", "most"), [("en", 45), ("it", 52)])
def test_line_has_the_two_sentences_of_the_real_reply_in_our_words(language: str, most: int) -> None:
    line = said(example("privacy-backlash"), "line", language)
    assert line.count(". ") == 1
    assert words_of(example("privacy-backlash"), "line", language) <= most
    assert not any(sentence.strip(". ") in line for sentence in REAL_REPLY.split(". "))
    assert any(word in line for word in REASSURING)


@pytest.mark.parametrize("lock", ["recognisable", "data_access"])
@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.UNKNOWN, "value": None, "release": None},
        {"status": Status.SUSPECTED},
        {"status": Status.DISPUTED},
        {"status": Status.WITHHELD},
        {"release": Release(ReleaseState.ASK, ask="privacy officer")},
    ],
    ids=["unknown", "suspected", "disputed", "withheld", "not cleared"],
)
@pytest.mark.parametrize("language", ["en", "it"])
def test_line_stays_locked_until_both_answers_are_known_and_cleared(
    lock: str, changes: dict[str, object], language: str
) -> None:
    line = said(marked(example("privacy-backlash"), lock, **changes), "line", language)
    assert not any(word in line for word in REASSURING)


@pytest.mark.parametrize(
    ("lock", "checking"),
    [
        ("recognisable", ("We are checking whether", "Stiamo verificando se")),
        ("data_access", ("who here", "chi da noi")),
    ],
)
def test_line_says_what_is_being_established_instead(lock: str, checking: tuple[str, str]) -> None:
    incident = marked(example("privacy-backlash"), lock, status=Status.UNKNOWN, value=None, release=None)
    for language, expected in zip(("en", "it"), checking, strict=True):
        line = said(incident, "line", language)
        assert expected in line
        assert "[" not in line


def test_line_does_not_reassure_when_somebody_can_be_recognised() -> None:
    incident = told(example("privacy-backlash"), recognisable=True)
    for text in everything(incident).values():
        assert not any(word in text for word in REASSURING)


@pytest.mark.parametrize("count", [1, 53, 999])
def test_a_small_number_of_people_is_never_repeated(count: int) -> None:
    incident = told(example("privacy-backlash"), people_counted=Number(count, "people"))
    before = everything(told(example("privacy-backlash"), people_counted=None))
    assert everything(incident) == before


def test_a_number_from_a_thousand_stands_only_once_cleared() -> None:
    incident = told(example("privacy-backlash"), people_counted=Number(12_400, "accounts"))
    assert "12,400 accounts" in said(incident, "line", "en")
    assert "12.400 account" in said(incident, "line", "it")
    asked = marked(incident, "people_counted", release=Release(ReleaseState.ASK))
    assert not any("12" + sign + "400" in text for text in everything(asked).values() for sign in ",.")


@pytest.mark.parametrize("missing", [None, *SORRY])
def test_apology_needs_every_part_of_the_decision(missing: str | None) -> None:
    incident = told(example("privacy-backlash"), **{**SORRY, **({missing: None} if missing else {})})
    texts = everything(incident)
    apologies = [key for key, text in texts.items() if "We apologise" in text or "Chiediamo scusa" in text]
    assert bool(apologies) is (missing is None)
    if missing is None:
        assert ("holding", "en") in apologies
        assert ("holding", "it") in apologies


def test_no_position_means_no_judgement_and_no_apology() -> None:
    for text in everything(told(example("privacy-backlash"), position=Choice("none"))).values():
        assert "should not have" not in text
        assert "Non avremmo dovuto" not in text


def test_whoever_wants_to_joke_gets_reasons_and_a_reply_that_can_be_sent() -> None:
    for language, heading in (("en", "## What if we answered"), ("it", "## E se rispondessimo")):
        qa = said(example("privacy-backlash"), "qa", language)
        entry = qa.partition(heading)[2].partition("\n## ")[0]
        assert entry.count("\n- ") == 10
        reply = said(told(example("privacy-backlash"), next_update=None), "post", language)
        assert "[" not in reply
        assert reply in entry


def test_rival_is_answered_without_naming_it() -> None:
    qa = said(example("privacy-backlash"), "qa", "en")
    entry = qa.partition("## A rival")[2].partition("\n## ")[0]
    assert "We are answering the people who use our service" in entry
    assert "Lifetime" not in qa
    assert entry.count("\n- We do not") == 2


def test_agreed_line_about_the_author_stands_in_the_questions_only() -> None:
    for (document, language), text in everything(example("privacy-backlash")).items():
        agreed = {"en": "ask others not to look for them", "it": "chiediamo di non cercarli"}[language]
        assert (agreed in text) is (document == "qa")


def test_example_says_for_every_fact_who_said_so_and_invents_no_contact() -> None:
    incident = example("privacy-backlash")
    scenario = load_scenario("privacy-backlash")
    known = [f for f in incident.facts.values() if f.status in (Status.CONFIRMED, Status.ESTIMATED)]
    assert all(fact.source for fact in known)
    cleared = [f.release.by for f in known if f.release is not None and f.release.state is ReleaseState.CLEARED]
    assert cleared
    assert all(name.startswith("(rehearsal)") for name in cleared)
    states = {state_of(fact, scenario.question(fact.id)) for fact in incident.facts.values()}
    assert {State.KNOWN, State.OPEN, State.UNCLEARED, State.WITHHELD} <= states


def test_five_answers_make_a_holding_statement_inside_its_limits() -> None:
    rnd = random.Random(53)
    profile = {**ADRIA_BUS, "people": words("passengers", "passeggeri")}
    for _ in range(60):
        answers = fast_answers("privacy-backlash", rnd)
        answers.pop("post_where", None)
        for language in ("en", "it"):
            for document in FAST_DOCUMENTS:
                made = statement("privacy-backlash", answers, document, language, organisation=profile)
                limits = load_document(document)
                assert made.words <= limits.words.get(language, 10_000), made.text
                assert len(made.text) <= limits.characters.get(language, 10_000), made.text
            assert "[" not in statement("privacy-backlash", answers, "holding", language).text
