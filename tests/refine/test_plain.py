"""The proposer without a model: what it changes, what it leaves alone, and that its data are sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.content.places import find
from onrecord.guard import judge
from onrecord.reading import Reading, read
from onrecord.refine import Proposal, Refined, plain_proposals, refine_sentence
from onrecord.refine.lexicon import lexicon

STIFF = [json.loads(line) for line in (Path(__file__).parent / "stiff.jsonl").read_text(encoding="utf-8").splitlines()]


def refined(sentence: str, language: str = "en") -> Refined:
    return refine_sentence(sentence, language, plain_proposals(sentence, language))


@pytest.mark.parametrize(
    ("stiff", "plain"),
    [
        ("The crew utilised the old pump.", "The crew used the old pump."),
        ("The crew is utilising the old pump.", "The crew is using the old pump."),
        ("Nobody utilises the old pump.", "Nobody uses the old pump."),
        ("Repairs commenced on Monday.", "Repairs began on Monday."),
        ("Repairs have commenced on the bridge.", "Repairs have begun on the bridge."),
        ("In excess of 3,400 homes have no water.", "More than 3,400 homes have no water."),
        ("Staff are to leave prior to 18:00 CET.", "Staff are to leave before 18:00 CET."),
        ("We conducted a review of the plan.", "We reviewed the plan."),
        ("Due to the fact that Elm Road is closed, buses stop.", "Because Elm Road is closed, buses stop."),
        ("An additional train will run.", "Another train will run."),
        ("We wrote to an erroneous address.", "We wrote to a wrong address."),
    ],
)
def test_plain_words_take_the_form_of_the_stiff_ones(stiff: str, plain: str) -> None:
    texts = {p.applied(stiff) for p in plain_proposals(stiff, "en")}
    assert plain in texts or refined(stiff).text == plain


@pytest.mark.parametrize(
    ("stiff", "plain"),
    [
        ("Abbiamo provveduto a informare i clienti.", "Abbiamo informato i clienti."),
        ("Procederemo al rimborso dei biglietti.", "Rimborseremo i biglietti."),
        ("Al fine di riaprire la strada, lavoriamo di notte.", "Per riaprire la strada, lavoriamo di notte."),
        ("Il velivolo è fermo a Bari.", "L'aereo è fermo a Bari."),
        ("La strada è chiusa fino alle ore 22:00.", "La strada è chiusa fino alle 22:00."),
    ],
)
def test_italian_words_agree_too(stiff: str, plain: str) -> None:
    assert refined(stiff, "it").text == plain


def test_what_stands_between_quotation_marks_is_left_alone() -> None:
    sentence = 'The director said: "We utilised the pump prior to the storm."'
    assert refined(sentence).text == sentence


def test_a_plain_sentence_has_nothing_to_improve() -> None:
    found = refined("We do not yet know whether anyone was hurt.")
    assert (found.changed, found.kept) == (False, "nothing to improve")


def test_a_date_or_number_inside_a_phrase_is_carried_over_word_for_word() -> None:
    assert "12 marzo 2026" in refined("In data 12 marzo 2026 la strada è stata chiusa.", "it").text
    assert "about 04:30 BST" in refined("Power came back at approximately 04:30 BST.").text


@pytest.mark.parametrize(
    ("long", "two"),
    [
        (
            "The police closed the road at 02:10 CET; we are helping them.",
            "The police closed the road at 02:10 CET. We are helping them.",
        ),
        (
            "Our engineers repaired the valve on the night of 3 May, and they will test it again on Friday at noon.",
            "Our engineers repaired the valve on the night of 3 May. They will test it again on Friday at noon.",
        ),
    ],
)
def test_a_long_sentence_becomes_two(long: str, two: str) -> None:
    assert refined(long).text == two


@pytest.mark.parametrize(
    "sentence",
    [
        "If the water smells, please do not drink it, and we will bring bottles to every house in the street today.",
        "The police say that the driver left the road near the bridge at night, and they will question him on Friday.",
    ],
)
def test_what_a_condition_or_a_source_governs_is_not_cut_off_from_it(sentence: str) -> None:
    assert not [p for p in plain_proposals(sentence, "en") if p.proposer == "splitter"]


def test_every_entry_can_be_compiled_and_has_a_licence_line() -> None:
    for language, at_least in (("en", 400), ("it", 300)):
        assert len(lexicon(language).entries) >= at_least
        path = find(f"{language}/lexicons/plain.tsv")
        assert path is not None
        assert path.read_text(encoding="utf-8").startswith("# MIT")


def test_no_entry_makes_words_longer_without_end() -> None:
    for language in ("en", "it"):
        for entry in lexicon(language).entries:
            for plain in entry.plain:
                assert len(plain.split()) <= len(entry.phrase.split()) + 2, entry.phrase


def literals(reading: Reading, kinds: set[str]) -> list[str]:
    """What has to be there word for word; "now" and "at this point in time" are no dates that one could get wrong."""
    return sorted(x.text for x in reading.literals if x.kind in kinds and "relative" not in str(x.value))


@pytest.mark.parametrize("row", STIFF, ids=[row["id"] for row in STIFF])
def test_stiff_sentences_keep_every_fact(row: dict[str, str]) -> None:
    found = refined(row["text"], row["lang"])
    before = read(row["text"], row["lang"], markdown=False)
    after = read(found.text, row["lang"], markdown=False)
    facts = {"date", "time", "money", "percent", "quantity", "quote", "link", "email", "phone", "code", "handle"}
    assert literals(before, facts) == literals(after, facts)
    assert sum(c.kind == "negation" for c in before.cues) == sum(c.kind == "negation" for c in after.cues)
    assert not found.changed or judge(row["text"], found.text, row["lang"]).accepted


def test_most_stiff_sentences_get_a_proposal() -> None:
    for language, share in (("en", 0.9), ("it", 0.7)):
        texts = [row["text"] for row in STIFF if row["lang"] == language]
        assert sum(refined(text, language).changed for text in texts) >= share * len(texts)


def test_two_halves_of_one_phrase_are_never_taken_for_the_whole() -> None:
    text = refined("Notwithstanding the fact that the alarm rang at 02:15, the house was not empty until 02:31.").text
    assert "Despite that" not in text


def test_proposals_say_why_and_where() -> None:
    sentence = "Staff utilise the site."
    (found,) = [p for p in plain_proposals(sentence, "en") if p.old == "utilise"]
    assert isinstance(found, Proposal)
    assert (sentence[found.start : found.end], found.new, found.why) == ("utilise", "use", "an everyday word")
