"""Counts and readability."""

from __future__ import annotations

import pytest

from onrecord.reading import read
from onrecord.reading.metrics import measure, syllables


@pytest.mark.parametrize(
    ("language", "word", "count"),
    [
        ("en", "table", 2), ("en", "closed", 1), ("en", "created", 3), ("en", "being", 2), ("en", "information", 4), ("en", "science", 2),  # noqa: E501
        ("en", "serious", 3), ("en", "people", 2), ("en", "the", 1),
        ("it", "paese", 3), ("it", "aggiornamento", 5), ("it", "più", 1), ("it", "informazione", 5), ("it", "clienti", 2),  # noqa: E501
    ],
)  # fmt: skip
def test_syllables(language: str, word: str, count: int) -> None:
    assert syllables(word, language) == count


def test_readability_needs_a_hundred_words() -> None:
    assert measure(read("We are sorry. " * 30, "en")).reading_ease is None
    assert measure(read("We are sorry. " * 40, "en")).reading_ease is not None


def test_plain_words_read_more_easily_than_heavy_ones() -> None:
    plain = measure(read("We shut the pool. It is not safe. Please use the lake. " * 10, "en"))
    heavy = measure(
        read(
            "Notwithstanding considerable organisational difficulties, accommodation opportunities remain unavailable. "
            * 14,
            "en",
        )
    )
    assert plain.reading_ease is not None
    assert heavy.reading_ease is not None
    assert plain.grade is not None
    assert heavy.grade is not None
    assert plain.reading_ease > 90 > 0 > heavy.reading_ease
    assert plain.grade < heavy.grade


def test_gulpease_of_a_known_count() -> None:
    # 120 words of 4 letters in 12 sentences: 89 + (300 * 12 - 10 * 480) / 120 = 79
    text = ("casa " * 9 + "casa. ").capitalize() * 12
    assert measure(read(text, "it")).reading_ease == 79.0
    assert measure(read(text, "it")).grade is None
