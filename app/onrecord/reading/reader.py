"""Puts a reading together: sentences at once, what is in them when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.lexicons import base_language
from onrecord.reading.model import Quotation, Reading, Sentence
from onrecord.reading.quotations import quotations
from onrecord.reading.sentences import split
from onrecord.reading.words import tokenise

# A word with a capital after a small letter or a comma: not at the beginning of a sentence.
_INNER_CAPITAL = re.compile(r"(?<=[a-z,à-ÿ] )[A-ZÀ-Þ]\w+")
# Up to this many characters everything that was found is kept; of a longer text (a file of 50 MB) only the last
# sentences.
_KEEP_ALL = 3_000_000
_KEEP = 2_000


class _Finder:
    """Works out and keeps what is in the sentences of one reading."""

    def __init__(self, text: str, names: tuple[tuple[str, str], ...]) -> None:
        self.text = text
        self.names = names
        self._elsewhere: frozenset[str] | None = None
        self._limit = _KEEP if len(text) > _KEEP_ALL else len(text) + _KEEP
        self._kept: dict[str, dict[int, Sequence[object]]] = {
            what: {} for what in ("tokens", "words", "literals", "cues", "verbs")
        }

    def __call__(self, sentence: Sentence, what: str) -> Sequence[object]:
        kept = self._kept[what]
        found = kept.get(sentence.start)
        if found is None:
            found = self._find(sentence, what)
            if len(kept) >= self._limit:
                kept.clear()
            kept[sentence.start] = found
        return found

    def _find(self, sentence: Sentence, what: str) -> Sequence[object]:
        if what == "tokens":
            return tuple(tokenise(self.text, sentence.language, sentence.start, sentence.end))
        if what == "words":
            return tuple([token for token in self(sentence, "tokens") if token[2].kind != "punct"])  # type: ignore[index]
        if what == "literals":
            from onrecord.reading.literals import find_literals

            if self._elsewhere is None:
                self._elsewhere = frozenset(_INNER_CAPITAL.findall(self.text))
            return find_literals(sentence, self.names, self._elsewhere)
        if what == "cues":
            from onrecord.reading.cues import find_cues

            return find_cues(sentence)
        from onrecord.reading.verbs import find_verbs

        return find_verbs(sentence)


def read_text(text: str, language: str, *, markdown: bool = True, names: tuple[tuple[str, str], ...] = ()) -> Reading:
    """See `onrecord.reading.read`."""
    short = base_language(language)
    quotes = quotations(text, short)
    find = _Finder(text, names)
    sentences: list[Sentence] = []
    place = 0
    for start, end, kind, paragraph in split(text, short, markdown=markdown):
        while place < len(quotes) and quotes[place].end <= start:
            place += 1
        inside: tuple[Quotation, ...] = ()
        if place < len(quotes) and quotes[place].start < end:
            inside = _overlapping(quotes, place, end)
        sentences.append(Sentence(start, end, text[start:end], kind, short, paragraph, inside, find))
    return Reading(text, short, tuple(sentences), quotes)


def _overlapping(quotes: tuple[Quotation, ...], place: int, end: int) -> tuple[Quotation, ...]:
    last = place
    while last < len(quotes) and quotes[last].start < end:
        last += 1
    return quotes[place:last]
