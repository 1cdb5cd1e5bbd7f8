"""Sentences like those that editors struck: told with the words that weigh, silent below the limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.checks import check_text
from onrecord.checks.book import open_book
from onrecord.checks.evidence import fired
from onrecord.checks.likeness import packed, read_table, unpacked
from onrecord.errors import BadInput
from onrecord.reading import read


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "statements.tsv"
    path.write_text(
        "# weights\n=bias\tspeculation:-300 blame:-200\n"
        "w:wager\t0:900\nb:fair wager\t0:400 1:-100\nr:en/blame/others\t1:250\n",
        encoding="utf-8",
    )
    return path


def sentence(text: str, language: str = "en"):  # type: ignore[no-untyped-def]
    return read(text, language).sentences[0]


def test_a_score_is_the_bias_and_the_weights_over_the_root_of_the_length(table: Path) -> None:
    weights = read_table(table)
    found = sentence("A fair wager is rain.")
    scores = weights.scores(found.words, found.terminator, ())
    assert scores["speculation"] == pytest.approx(-3 + (9 + 4) / 3)
    assert scores["blame"] == pytest.approx(-2 - 1 / 3)


def test_a_rule_that_fired_counts_whole_however_long_the_sentence_is(table: Path) -> None:
    weights = read_table(table)
    found = sentence("The yard has some explaining to do about the hinge that it put in on 2 May 2026.")
    without = weights.scores(found.words, found.terminator, ())
    with_rule = weights.scores(found.words, found.terminator, {"en/blame/others"})
    assert with_rule["blame"] == pytest.approx(without["blame"] + 2.5)


def test_the_words_that_weigh_are_named_and_common_ones_are_not(table: Path) -> None:
    weights = read_table(table)
    found = sentence("A fair wager is rain.")
    assert weights.told(found.words, found.terminator, "speculation", frozenset(["is"])) == ("wager",)


def test_a_table_stays_the_same_when_it_is_kept(table: Path) -> None:
    weights = read_table(table)
    assert unpacked(packed(weights)) == weights


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("w:rain", "this line is no weight"),
        ("w:rain\t0:much", "this line is no weight"),
        ("w:rain\t7:100", "this line is no weight"),
        ("=bias\tspeculatoin:-300", "speculation"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "statements.tsv"
    path.write_text(f"=bias\tblame:-200\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        read_table(path)
    assert told in f"{raised.value} {raised.value.hint}"
    assert f"{path}:2" in str(raised.value)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("name", ["statements", "posts"])
def test_every_language_ships_its_tables(language: str, name: str) -> None:
    weights = open_book(language).table(name)
    assert weights is not None
    assert {"mock", "behavioural"} <= set(weights.categories)


def test_a_wrong_table_is_a_fault_and_the_other_rules_still_read(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "en" / "likeness").mkdir(parents=True)
    (own / "en" / "likeness" / "statements.tsv").write_text("nonsense\n", encoding="utf-8")
    book = open_book("en", str(own))
    assert any("statements.tsv:1" in fault for fault in book.faults)
    assert book.rules


def test_a_weak_rule_fires_as_evidence_and_says_nothing_alone() -> None:
    text = "The tea in our museum is supplied by a firm in Leith."
    book = open_book("en")
    weak = {rule.id for rule in book.rules if rule.weak}
    assert weak
    for entry in ("It came down to the driver, and the driver alone, that nobody was told.", text):
        report = check_text(entry, document="press", language="en")
        assert not weak.intersection(finding.rule for finding in report.findings)
    assert any(rule in weak for rule in fired("Blame the supplier.", document="press", language="en"))


@pytest.mark.parametrize(
    ("language", "document", "category", "text"),
    [
        ("en", "press", "speculation", "Our money is on a loose bolt."),
        ("en", "line", "no_comment", "Our lips are sealed on the subject of the cook."),
        ("en", "press", "absolute", "Nothing like this will happen again, not in a hundred years."),
        ("en", "customer-email", "passive", "Somehow the parcels ended up in the wrong depot."),
        ("it", "press", "speculation", "Scommetteremmo su un bullone allentato."),
        ("it", "line", "no_comment", "Sul cuoco abbiamo le bocche cucite."),
    ],
)
def test_a_fault_said_sideways_is_told_with_why_and_what_instead(
    language: str, document: str, category: str, text: str
) -> None:
    findings = [f for f in check_text(text, document=document, language=language).findings if f.category == category]
    assert findings
    assert all(f.why and f.instead for f in findings)
