"""The figures of a text, as the report gives them."""

from __future__ import annotations

from onrecord.checks.model import Figures
from onrecord.reading import Reading, metrics


def measure(reading: Reading) -> Figures:
    """Words, sentences, code points, and reading ease from 100 words on (Flesch in English, Gulpease in Italian)."""
    found = metrics.measure(reading)
    ease = None if found.reading_ease is None else round(found.reading_ease, 1)
    return Figures(found.words, found.sentences, len(reading.text), ease)
