"""The guard's tables: they load, and no formula hides a word with a meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.content.places import built_in
from onrecord.guard import judge
from onrecord.guard.tables import tables
from onrecord.reading.lexicons import read_rows


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_tables_load(language: str) -> None:
    known = tables(language)
    assert len(known.phrases) > 300
    assert len(known.sets) > 400


@pytest.mark.parametrize("language", ["en", "it"])
def test_what_always_stands_for_nothing_is_made_of_formula_words(language: str) -> None:
    known = tables(language)
    path = Path(built_in()) / language / "guard" / "cues.tsv"
    loud = {
        word
        for row in read_rows(path)
        if row[0] == "-"
        for phrase in row[1:]
        for word in re.findall(r"[^\W\d_]+'?", re.sub(r"<[^>]*>", " ", phrase.lower()))
        if not known.is_in("formula", word) and not known.is_in("free", word)
    }
    assert loud <= {"going", "questi", "questo", "momenti", "momento"}


def test_a_plain_word_for_a_stiff_one_is_accepted_and_a_dropped_one_is_not() -> None:
    stiff = "We will commence the repair in the month of May."
    assert judge(stiff, "We will begin the repair in May.", "en").accepted
    assert not judge("We permit dogs on the beach.", "Dogs on the beach.", "en").accepted
    assert not judge("Resta aperto a partire dal 3 maggio.", "Resta aperto il 3 maggio.", "it").accepted


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_set_of_synonyms_holds_opposites(language: str) -> None:
    known = tables(language)
    path = Path(built_in()) / language / "guard" / "synonyms.tsv"
    clashes = [
        (word, other)
        for row in read_rows(path)
        for word in row[0].split()
        for other in row[0].split()
        if other in known.antonyms.get(word, ())
    ]
    assert clashes == []
