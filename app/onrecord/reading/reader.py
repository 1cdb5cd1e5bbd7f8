"""Puts a reading together: sentences at once, what is in them when it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from onrecord.reading.lexicons import base_language
from onrecord.reading.model import Quotation, Reading, Sentence
from onrecord.reading.quotations import quotations
from onrecord.reading.sentences import split
from onrecord.reading.words import tokenise

# Analyses kept per reading: enough for every pass over a long statement, bounded for a file of 50 MB.
_KEEP = 4_000


class _Finder:
    """Works out and keeps what is in the sentences of one reading; forgets the oldest beyond `_KEEP`."""

    def __init__(self, names: tuple[tuple[str, str], ...]) -> None:
        self.names = names
        self._kept: OrderedDict[tuple[int, str], Sequence[object]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, sentence: Sentence, what: str) -> Sequence[object]:
        key = (sentence.start, what)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._find(sentence, what)
            with self._lock:
                self._kept[key] = kept
                if len(self._kept) > _KEEP:
                    self._kept.popitem(last=False)
        return kept

    def _find(self, sentence: Sentence, what: str) -> Sequence[object]:
        if what == "tokens":
            return tuple(_shifted(sentence))
        if what == "words":
            return tuple(token for token in sentence.tokens if token.word.kind != "punct")
        if what == "literals":
            from onrecord.reading.literals import find_literals

            return find_literals(sentence, self.names)
        if what == "cues":
            from onrecord.reading.cues import find_cues

            return find_cues(sentence)
        from onrecord.reading.verbs import find_verbs

        return find_verbs(sentence)


def _shifted(sentence: Sentence) -> list:  # type: ignore[type-arg]
    shift = sentence.start
    tokens = tokenise(sentence.text, sentence.language)
    if not shift:
        return tokens
    return [token._make((token.start + shift, token.end + shift, token.word)) for token in tokens]


def read_text(text: str, language: str, *, markdown: bool = True, names: tuple[tuple[str, str], ...] = ()) -> Reading:
    """See `onrecord.reading.read`."""
    short = base_language(language)
    quotes = quotations(text, short)
    find = _Finder(names)
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
