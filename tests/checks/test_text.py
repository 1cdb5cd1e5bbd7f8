"""One text alone: elements, places, quotations, characters, limits, posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.checks import book, check_text, why_not
from onrecord.checks.document.limits import sms_parts, x_length
from onrecord.checks.language import guess_language
from onrecord.checks.model import Report
from onrecord.errors import BadInput

TWEET = "To the 53 people who've watched A Christmas Prince every day for the past 18 days: Who hurt you?"
"""@netflix, December 2017; https://popculture.com/streaming/news/netflix-defends-christmas-prince-tweet"""


def read(text: str, document: str = "press", language: str = "en") -> Report:
    return check_text(text, document=document, language=language)


def categories(report: Report, *severities: str) -> set[str]:
    return {f.category for f in report.findings if f.severity in (severities or ("warn", "block"))}


def test_the_post_of_2017_is_stopped_and_explained_to_the_boss() -> None:
    report = read(TWEET, "post")
    assert {"behavioural", "mock"} <= categories(report, "block")
    lines = why_not(report)
    assert 5 <= len(lines) <= 10
    assert all(line.endswith((".", "?", "!")) for line in lines)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Five of you called our night line to hear the waiting music again. We played it louder."),
        ("en", "To the customer who returned the same tent four times this summer: try a hotel?"),
        ("it", "Quattro di voi hanno chiamato il centralino di notte per riascoltare la musica. Bella, eh?"),
        ("it", "A chi ha reso la stessa tenda quattro volte quest'estate: avete provato l'albergo?"),
    ],
)
def test_the_same_fault_is_caught_in_other_trades_and_words(language: str, text: str) -> None:
    assert "behavioural" in categories(read(text, "post", language), "block")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our oldest tram is 94 today and still refuses to take the stairs."),
        ("en", "The museum cat caught nothing again this year. The mice send their regards."),
        ("it", "Il nostro tram più vecchio compie 94 anni e non fa ancora le scale."),
        ("it", "La gatta del museo non ha preso niente neanche quest'anno. I topi salutano."),
    ],
)
def test_a_harmless_joke_passes(language: str, text: str) -> None:
    report = read(text, "post", language)
    assert not report.blocked
    assert why_not(report) == ()


def test_a_finding_stands_where_its_words_stand() -> None:
    text = "We met.\nThen 🚒 came; we deeply regret the offence."
    (finding,) = [f for f in read(text, "apology").findings if f.category == "non_apology"]
    assert text[finding.start : finding.end] == finding.text
    assert (finding.line, finding.column) == (2, text.index("we deeply") - text.index("\n"))


def test_what_somebody_else_said_is_no_fault_of_style() -> None:
    said = "A reader wrote: “You take nothing seriously, safety is your top priority on paper.” We replied."
    assert "cliche" not in categories(read(said))


def test_a_text_that_is_one_long_quotation_is_read_all_the_same() -> None:
    assert "cliche" in categories(read("“We take your privacy very seriously.”"))


def test_elements_are_found_and_missing_ones_named() -> None:
    report = read(
        "At 20:15 GMT on 3 December 2026 a marquee came down in Ely. Five people are in hospital. "
        "We do not yet know why.",
        "holding",
    )
    assert {"acknowledgement", "facts", "unknowns"} <= set(report.present)
    assert {"empathy", "advice", "contact", "next-update"} <= set(report.missing)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Call [name].", "placeholder"),
        ("Call {{ phone }}.", "placeholder"),
        ("The pool\u200b is closed.", "invisible-character"),
        ("The p\u043eol is closed.", "confusable-letter"),
    ],
)
def test_leftovers_and_hidden_characters_are_found(text: str, rule: str) -> None:
    assert any(f.rule == f"document/{rule}" for f in read(text).findings)


@pytest.mark.parametrize(
    "text", ["She said it [sic].", "See [the report](https://water.example/r).", "We lost it [...] and found it."]
)
def test_brackets_that_belong_to_a_text_are_no_leftovers(text: str) -> None:
    assert "residue" not in categories(read(text))


def test_x_counts_links_as_23_and_wide_characters_as_2() -> None:
    assert x_length("a" * 280) == 280
    assert x_length("https://water.example/a/very/long/address/that/goes/on") == 23
    assert x_length("水") == 2
    assert x_length("👩‍🚒") == 2
    assert "length" in categories(read("a " * 141, "post"))


def test_a_text_message_is_counted_in_its_alphabet() -> None:
    assert sms_parts("a" * 160) == (160, 1, "GSM-7")
    assert sms_parts("a" * 161) == (161, 2, "GSM-7")
    assert sms_parts("€") == (2, 1, "GSM-7")
    assert sms_parts("ő" * 71) == (71, 2, "UCS-2")


def test_reading_ease_is_given_from_a_hundred_words_on() -> None:
    assert read("The pump is broken. " * 10).figures.reading_ease is None
    assert read("The pump is broken. " * 30).figures.reading_ease is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge is closed until further notice.", "en"),
        ("Il ponte è chiuso fino a nuovo avviso.", "it"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_an_unknown_document_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="holdin") as caught:
        read("x", "holdin")
    assert "holding" in caught.value.hint


@pytest.mark.parametrize("text", ["", " \n", "“" * 10_000, "(" * 10_000, "a" * 200_000, "\U000e0041" * 50, "!" * 5_000])
def test_hostile_texts_are_read_to_the_end(text: str) -> None:
    assert read(text, "post").figures.characters == len(text)


def test_rules_that_were_kept_find_what_rules_just_read_find(private_home: Path) -> None:
    text = "We take it seriously. Mistakes were made. We are sorry if anyone was offended. It was probably the fox."
    book._open.cache_clear()
    just_read = read(text)
    assert (private_home / "state" / "rules-en.kept").is_file()
    book._open.cache_clear()
    assert read(text) == just_read
    assert just_read.findings
