"""Posts in many trades, written while the rules were: bad ones are stopped, harmless jokes and notices pass.

They guard against losing what works and say nothing about posts that nobody has looked at.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.checks import check_text

POSTS = [json.loads(line) for line in (Path(__file__).parent / "posts_seen.jsonl").read_text("utf-8").splitlines()]


def stopped(entry: dict[str, str]) -> bool:
    report = check_text(entry["text"], document="post", language=entry["lang"])
    return any(f.severity == "block" and f.category in ("behavioural", "mock") for f in report.findings)


@pytest.mark.parametrize("language", ["en", "it"])
def test_posts_about_what_people_did_or_at_their_cost_are_stopped(language: str) -> None:
    bad = [entry for entry in POSTS if entry["must"] and entry["lang"] == language]
    assert sum(stopped(entry) for entry in bad) >= 0.93 * len(bad)


@pytest.mark.parametrize("language", ["en", "it"])
def test_harmless_posts_pass(language: str) -> None:
    good = [entry for entry in POSTS if not entry["must"] and entry["lang"] == language]
    assert [entry["text"] for entry in good if stopped(entry)] == []


@pytest.mark.parametrize(
    "text",
    [
        "We have 22 people on it, and they waited with you all night.",
        "84 of you lose your job on 1 May 2026.",
        "Of the 96 people who ate there, 31 had salmonella.",
        "Two people check every figure before it leaves the building.",
    ],
)
def test_people_and_numbers_in_a_statement_about_an_event_are_normal(text: str) -> None:
    for document in ("press", "holding", "line", "staff-note", "customer-email", "qa"):
        report = check_text(text, document=document, language="en")
        assert not [f for f in report.findings if f.category == "behavioural"], document
