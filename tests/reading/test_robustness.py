"""Nothing that a text contains makes reading fail, and offsets always point at what they say."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import read
from onrecord.reading.metrics import measure
from onrecord.reading.phrases import PhraseSet

_PIECES = [
    "We", "are", "sorry", "3,412", "18:00", "CET", "12 March 2026", "£3m", "“", "”", '"', "'", "«", "»", "(", ")", "\n", "\n\n", "- ", "# ",  # noqa: E501
    "Mr.", "S.p.A.", "e.g.", "...", "?", "!", ".", ",", "half", "a third", "one", "hundred", "and", "twenty", "due",
    "mila", "alle 18",
    "l'acqua", "non", "@a", "a@b.example", "https://x.example/y", "\u200b", "\u202e", "\u0301", "😀", "NB-2", "+39 02 0000 100", "è", "not", "to", "by",  # noqa: E501
]  # fmt: skip
_texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join))
_SETS = {
    language: PhraseSet(
        [(1, "sorry ..3 <NUMBER>"), (2, "<..2:x> not"), (3, "^ [we] <LITERAL:l> $")], language, leading_gaps=True
    )
    for language in ("en", "it")
}


@settings(max_examples=150, deadline=None)
@given(text=_texts, language=st.sampled_from(["en", "it"]), markdown=st.booleans())
def test_offsets_point_at_the_text(text: str, language: str, markdown: bool) -> None:
    reading = read(text, language, markdown=markdown)
    end = 0
    for sentence in reading.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == sentence.text
        end = sentence.end
        place = sentence.start
        for token in sentence.tokens:
            assert place <= token.start < token.end <= sentence.end
            assert text[token.start : token.end] == token.text
            place = token.end
        for item in (*sentence.literals, *sentence.cues, *sentence.verbs):
            assert text[item.start : item.end] == item.text
            assert item.start < item.end
        plain = [x for x in sentence.literals if x.kind != "quote"]
        assert all(a.end <= b.start for a, b in pairwise(plain))
        for literal in sentence.literals:
            hash(literal.key)
    for quote in reading.quotes:
        assert text[quote.start : quote.end] == quote.text
        assert quote.start <= quote.inner_start <= quote.inner_end <= quote.end
    for match in _SETS[language].find(reading):
        assert text[match.start : match.end] == match.text
        for span in _SETS[language].captures(match).values():
            assert text[span.start : span.end] == span.text
    assert measure(reading).words >= 0


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000 + "a" + "”" * 100_000,
        '"' * 100_001,
        "‘a " * 50_000,
        "a.b." * 50_000,
        "1 " * 30_000,
        "1" * 300_000,
        "+1 2 3 4 5 " * 5_000,
        "a" * 300_000,
        "http://" + "a" * 300_000,
        "a\u200b" * 100_000,
        "not " * 20_000,
        "a" + "\u0301" * 200_000,
        "\n" * 300_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    reading = read(text, "en")
    for sentence in reading.sentences[:50]:
        sentence.literals, sentence.cues, sentence.verbs  # noqa: B018
    assert time.perf_counter() - start < 20  # seconds; a quadratic step takes minutes


def test_a_word_reads_the_same_with_invisible_characters_in_it() -> None:
    assert read("negli\u200bgent", "en").sentences[0].tokens[0].norm == "negligent"
    assert read("caffe\u0300", "it").sentences[0].tokens[0].norm == "caffè"


def test_an_endless_line_is_cut_but_nothing_is_lost() -> None:
    text = "word " * 5_000
    sentences = read(text, "en").sentences
    assert max(len(s.text) for s in sentences) <= 2_000
    assert " ".join(s.text for s in sentences).split() == text.split()
