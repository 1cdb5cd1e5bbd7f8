"""The phrase notation: what it finds, what it refuses, and that the work stays linear."""

from __future__ import annotations

import time

import pytest

from onrecord.errors import BadInput
from onrecord.reading import read
from onrecord.reading.phrases import PhraseSet


def found(phrase: str, text: str, language: str = "en", **more: object) -> list[str]:
    return [m.text for m in PhraseSet([("p", phrase)], language, **more).find(read(text, language))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("sorry if", "We're SORRY, if that hurt.", ["SORRY, if"]),
        ("we will not", "We won't wait.", ["We won't"]),
        ("~apologise for", "She apologized for it.", ["apologized for"]),
        ("(sorry|~apologise) (if|for any)", "We are sorry for any harm.", ["sorry for any"]),
        ("[very] sorry", "We are very sorry and sorry again.", ["very sorry", "sorry"]),
        ("compensat*", "A compensatory sum.", ["compensatory"]),
        ("=TK", "The tk is not TK.", ["TK"]),
        ("<NUMBER> people", "Twelve people, 12 people, no people.", ["Twelve people", "12 people"]),
        ("by <TIME>", "Back by 6 pm CET.", ["by 6 pm CET"]),
        ("no ..2 evidence", "There is no clear or new evidence. There is no evidence.", ["no evidence"]),
        ("we ..3!(not|never) apologise", "We do not apologise. We do apologise.", ["We do apologise"]),
        ("is !(not|never) safe", "It is very safe. It is not safe.", ["is very safe"]),
        ("^no comment", "No comment. There was no comment.", ["No comment"]),
        ("soon $", "Soon it ends soon.", ["soon"]),
        ("one off", "It was a one-off.", ["one-off"]),
        ("email", "Send an e-mail.", ["e-mail"]),
        ("<ADVERB> safe", "It is perfectly safe.", ["perfectly safe"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("~chiudere", "Abbiamo chiuso; chiuderemo e chiudiamo la chiusa.", ["chiuso", "chiuderemo", "chiudiamo"]),
        ("non ~sapere [ancora]", "Non sappiamo ancora nulla.", ["Non sappiamo ancora"]),
        ("l'azienda", "L’azienda tace.", ["L’azienda"]),
    ],
)
def test_italian_forms(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text, "it")[: len(expected)] == expected


def test_lists_and_captures() -> None:
    phrases = PhraseSet(
        [("seen", "<NUMBER:n> @people (who|that) <..3:what> ~have")], "en", lists={"people": ["guest", "~member"]}
    )
    (match,) = phrases.find(read("The 53 members who by now have paid.", "en"))
    captured = phrases.captures(match)
    assert captured["n"].text == "53"
    assert captured["what"].text == "by now"


def test_a_phrase_never_crosses_a_sentence_and_its_matches_do_not_overlap() -> None:
    assert found("we ..3 sorry", "Here we are. Sorry for that.") == []
    assert found("very very", "very very very very") == ["very very", "very very"]


def test_the_longest_match_of_a_phrase_counts() -> None:
    assert found("as soon as [possible]", "As soon as possible.") == ["As soon as possible"]


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", "empty"),
        ("..3 sorry", "begins with a gap"),
        ("sorry ..3", "ends with a gap"),
        ("a ..99 b", "a gap has 1 to 12 words"),
        ("(a|b", "missing"),
        ("a)", "not opened"),
        ("(a|)", "empty"),
        ("ab*", "at least 3 letters"),
        ("<NUMBR>", "no slot"),
        ("<WORD>", "anything"),
        ("@nobody", "no list"),
        ("[sorry]", "anything"),
        ("sorry ^", "stands first"),
        (" ".join(["(a b|c d)"] * 10), "variants"),
        (" ".join(["word"] * 40), "more than 24"),
        ("a ..12 b ..12 c ..12 d", "gaps"),
    ],
)
def test_a_phrase_that_cannot_work_is_refused_with_its_reason(phrase: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        PhraseSet([("p", phrase)], "en")


def test_a_slot_that_is_misspelt_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="Did you mean <NUMBER>"):
        PhraseSet([("p", "<NUMBR> people")], "en")


def test_twice_the_text_takes_about_twice_the_time() -> None:
    phrases = PhraseSet([(i, f"we ..12 a ..12 {word}") for i, word in enumerate(("b", "c", "we", "a"))], "en")

    def seconds(size: int) -> float:
        reading = read("we a " * size, "en")
        for sentence in reading.sentences:
            sentence.words  # noqa: B018  read the words first: only matching is measured
        start = time.perf_counter()
        phrases.find(reading)
        return time.perf_counter() - start

    seconds(500)
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.002)
