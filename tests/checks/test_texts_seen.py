"""Single sentences in many trades, written while the rules were: how many faults are found, and what stays quiet.

These were read while the rules were written; they guard against losing what works, they say nothing about new texts.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.checks import check_text

TEXTS = [json.loads(line) for line in (Path(__file__).parent / "texts_seen.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("language", "least"), [("en", 0.95), ("it", 0.95)])
def test_faults_are_found(language: str, least: float) -> None:
    found = wanted = 0
    for entry in TEXTS:
        if entry["lang"] != language:
            continue
        report = check_text(entry["text"], document=entry["document"], language=language)
        loud = {finding.category for finding in report.findings if finding.severity != "info"}
        found += len(loud.intersection(entry["must"]))
        wanted += len(entry["must"])
    assert found >= least * wanted, f"{found} of {wanted}"


@pytest.mark.parametrize("entry", [e for e in TEXTS if not e["must"]], ids=lambda e: e["id"])
def test_a_text_without_a_fault_is_never_stopped(entry: dict[str, str]) -> None:
    assert not check_text(entry["text"], document=entry["document"], language=entry["lang"]).blocked
