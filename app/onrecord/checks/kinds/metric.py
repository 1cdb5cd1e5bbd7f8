"""metric: a figure of the text is beyond its limit."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import Hit
from onrecord.checks.model import Context
from onrecord.checks.rule import Rule


def run(text: Text, _number: int, rule: Rule, _context: Context) -> Iterator[Hit]:
    """Sentences that are too long, or a whole text that is too hard or too long to read."""
    if text.words < rule.from_words:
        return
    if rule.metric == "sentence_words":
        for sentence in text.reading.sentences:
            if sentence.size > rule.limit:
                yield Hit(sentence.start, sentence.end, note=str(sentence.size))
        return
    figures = text.figures
    end = len(text.reading.text)
    if rule.metric == "words" and figures.words > rule.limit:
        yield Hit(end, end, note=str(figures.words))
    if rule.metric == "reading_ease" and figures.reading_ease is not None and figures.reading_ease < rule.limit:
        yield Hit(end, end, note=f"{figures.reading_ease:.0f}")
    if rule.metric == "exclamations":
        marks = [s for s in text.reading.sentences if s.terminator == "!"]
        for sentence in marks[int(rule.limit) :]:
            yield Hit(sentence.end - 1, sentence.end, note=str(len(marks)))
