"""What the guard lets through and what it stops: labelled pairs with thresholds, and properties of any text."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.guard import KINDS, judge

HERE = Path(__file__).parent
FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pairs(name: str, language: str = "") -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return [pair for pair in found if not language or pair["lang"] == language]


def shares(name: str, language: str) -> tuple[float, float, dict[str, float]]:
    """Share of unfaithful pairs rejected, of faithful ones accepted, and rejected by kind."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair in pairs(name, language):
        faithful = pair["label"] == "faithful"
        good = judge(pair["source"], pair["candidate"], language).accepted == faithful
        for key in ("faithful" if faithful else "unfaithful", ("+" if faithful else "-") + pair["kind"]):
            total[key] += 1
            right[key] += good
    by_kind = {key[1:]: right[key] / total[key] for key in total if key.startswith("-")}
    return right["unfaithful"] / total["unfaithful"], right["faithful"] / total["faithful"], by_kind


@pytest.mark.parametrize(
    ("name", "language", "rejected", "accepted", "each"),
    [
        ("pairs_seen.jsonl", "en", 0.98, 0.80, 0.90),
        ("pairs_seen.jsonl", "it", 0.97, 0.75, 0.80),
        ("pairs_more.jsonl", "en", 0.98, 0.65, 0.90),
        ("pairs_more.jsonl", "it", 0.97, 0.70, 0.80),
    ],
)
def test_labelled_pairs_are_told_apart(name: str, language: str, rejected: float, accepted: float, each: float) -> None:
    stopped, let_through, by_kind = shares(name, language)
    assert stopped >= rejected
    assert let_through >= accepted
    assert {kind: share for kind, share in by_kind.items() if share < each} == {}


def test_every_reason_has_a_kind_of_the_closed_list_and_a_message() -> None:
    for pair in pairs("pairs_seen.jsonl"):
        for reason in judge(pair["source"], pair["candidate"], pair["lang"]).reasons:
            assert reason.kind in KINDS
            assert reason.message
            assert reason.source_text or reason.candidate_text or reason.kind == "agent_swapped"


@pytest.mark.parametrize("name", ["pairs_seen.jsonl", "pairs_more.jsonl"])
def test_a_sentence_says_what_it_says_itself_however_it_is_spaced(name: str) -> None:
    for pair in pairs(name):
        assert judge(pair["source"], pair["source"], pair["lang"]).accepted
        assert judge(pair["source"], pair["source"].replace(" ", "  "), pair["lang"]).reasons == ()


def test_any_changed_digit_is_rejected() -> None:
    for pair in pairs("pairs_seen.jsonl"):
        text = pair["source"]
        for place, sign in enumerate(text):
            if sign.isdigit() and sign.isascii():
                other = text[:place] + str((int(sign) + 3) % 10) + text[place + 1 :]
                assert not judge(text, other, pair["lang"]).accepted, other


@pytest.mark.parametrize(("language", "word"), [("en", "not"), ("it", "non")])
def test_a_negation_that_is_put_in_is_rejected(language: str, word: str) -> None:
    for pair in pairs("pairs_seen.jsonl", language):
        words = pair["source"].split(" ")
        if any(mark in pair["source"] for mark in '"“«'):
            continue
        for place in range(1, len(words), 3):
            other = " ".join([*words[:place], word, *words[place:]])
            verdict = judge(pair["source"], other, language)
            if word not in (words[place], words[place - 1]):
                assert not verdict.accepted, other


@pytest.mark.parametrize(
    ("source", "candidate", "kind"),
    [
        ("The plant will close at 18:00 CET.", "The plant will close at 6 pm.", "timezone_dropped"),
        ("We are sorry for the delay to your train.", "There was a delay to your train.", "apology_dropped"),
        ("Nobody was hurt in the fire.", "Somebody was hurt in the fire.", "negation_dropped"),
        ("The dam may fail tonight.", "The dam will fail tonight.", "hedge_dropped"),
        ("Some lifts are out of order.", "All lifts are out of order.", "absolute_added"),
        ("Call 01632 960 001 for help.", "Call 01632 960 007 for help.", "url_email_phone_altered"),
        ("The pool is closed.", "Here is a plainer version: The pool is closed.", "meta_text"),
        ("Borvik Ltd has paid the fine.", "Borvik Ltd will pay the fine.", "status_changed"),
        ("Leave before the doors open.", "Leave after the doors open.", "order_or_condition_changed"),
    ],
)
def test_the_reason_names_what_differs(source: str, candidate: str, kind: str) -> None:
    assert kind in [reason.kind for reason in judge(source, candidate, "en").reasons]


def test_the_reason_shows_both_stretches_side_by_side() -> None:
    (reason,) = judge("We received 12 complaints.", "We received 21 complaints.", "en").reasons
    assert (reason.source_text, reason.candidate_text) == ("12", "21")
    assert "12" in reason.message
    assert "21" in reason.message


def test_please_and_thanks_may_be_added_but_no_reassurance() -> None:
    source = "Send your questions to help@arlen.example."
    assert judge(
        source, "Please send your questions to help@arlen.example. Thank you for your patience.", "en"
    ).accepted
    assert not judge(source, source + " You have nothing to fear.", "en").accepted


@FAST
@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["en", "it"]))
def test_no_text_makes_it_fail(source: str, candidate: str, language: str) -> None:
    verdict = judge(source, candidate, language)
    assert verdict.accepted == (not verdict.reasons)


@FAST
@given(st.text(max_size=200), st.sampled_from(["en", "it"]))
def test_the_same_text_is_always_accepted(text: str, language: str) -> None:
    assert judge(text, text, language).accepted


@FAST
@given(st.sampled_from(pairs("pairs_seen.jsonl")), st.integers(0, 10_000), st.sampled_from(["zebra", "Vortex", "17"]))
def test_a_foreign_word_anywhere_is_rejected(pair: dict[str, str], place: int, word: str) -> None:
    words = pair["source"].split(" ")
    place %= len(words) + 1
    assert not judge(pair["source"], " ".join([*words[:place], word, *words[place:]]), pair["lang"]).accepted


def test_an_unknown_language_is_bad_input() -> None:
    with pytest.raises(BadInput):
        judge("Bonjour.", "Salut.", "fr")


def test_a_long_text_takes_time_in_proportion() -> None:
    sentence = "Engineers restored power to 120 homes in Oakfield at 04:50, but the road is still closed. "
    judge(sentence, sentence + "x", "en")
    begun = time.perf_counter()
    judge(sentence * 40, sentence * 40 + "Again.", "en")
    assert time.perf_counter() - begun < 5
