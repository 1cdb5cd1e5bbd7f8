"""Puts a reading together: sentences at once, what is in them when it is asked for."""

from __future__ import annotations

from onrecord.reading.kept import Source
from onrecord.reading.lexicons import base_language
from onrecord.reading.model import Quotation, Reading, Sentence
from onrecord.reading.quotations import quotations
from onrecord.reading.sentences import split


def read_text(text: str, language: str, *, markdown: bool = True, names: tuple[tuple[str, str], ...] = ()) -> Reading:
    """See `onrecord.reading.read`."""
    short = base_language(language)
    quotes = quotations(text, short)
    source = Source(text, names)
    sentences: list[Sentence] = []
    place = 0
    for start, end, kind, paragraph in split(text, short, markdown=markdown):
        while place < len(quotes) and quotes[place].end <= start:
            place += 1
        inside: tuple[Quotation, ...] = ()
        if place < len(quotes) and quotes[place].start < end:
            inside = _overlapping(quotes, place, end)
        sentences.append(Sentence(start, end, text[start:end], kind, short, paragraph, inside, source))
    return Reading(text, short, tuple(sentences), quotes)


def _overlapping(quotes: tuple[Quotation, ...], place: int, end: int) -> tuple[Quotation, ...]:
    last = place
    while last < len(quotes) and quotes[last].start < end:
        last += 1
    return quotes[place:last]
