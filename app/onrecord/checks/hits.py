"""What the phrases found in one text, sorted by whom they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from functools import cached_property

from onrecord.checks.book import Book
from onrecord.checks.figures import measure
from onrecord.checks.model import Figures
from onrecord.checks.rule import Rule
from onrecord.reading import Quotation, Reading, Sentence
from onrecord.reading.model import Token
from onrecord.reading.phrases import Match
from onrecord.reading.traits import traits


class Hits:
    """Matches by owner and role. Owners are rule numbers, "cue" and "element"."""

    __slots__ = ("_found",)

    def __init__(self, matches: Iterable[Match] = ()) -> None:
        self._found: dict[Hashable, list[Match]] = {}
        for match in matches:
            self._found.setdefault(match.key, []).append(match)

    def get(self, owner: str, role: str) -> list[Match]:
        return self._found.get((owner, role), [])

    def cue(self, name: str) -> list[Match]:
        return self.get("cue", name)


class Text:
    """One text on its way through the checks: its reading, what the phrases found, what it is and where it goes."""

    def __init__(self, reading: Reading, hits: Hits, document: str, book: Book) -> None:
        self.reading = reading
        self.hits = hits
        self.document = document
        self.book = book
        self.elements: dict[str, tuple[int, int]] | None = None
        """Kept by `onrecord.checks.elements.present`."""
        self.fired: dict[int, set[str]] = {}
        """Ids of the rules of phrases that fired, by the place of their sentence: evidence for rules of likeness."""
        self._of_all: dict[str, dict[str, float]] = {}
        self._weighed: dict[str, list[tuple[Sentence, dict[str, float]]]] = {}

    @cached_property
    def figures(self) -> Figures:
        return measure(self.reading)

    @property
    def words(self) -> int:
        return self.figures.words

    @cached_property
    def _whole_quote(self) -> bool:
        """A text that is one long quotation is read as if the marks were not there."""
        size = len(self.reading.text.strip()) or 1
        return any(q.end - q.start > 0.8 * size for q in self.reading.quotes)

    def exempt(self, start: int, end: int) -> bool:
        """Whether this stretch is quoted: rules of style do not apply to what somebody else said."""
        if self._whole_quote:
            return False
        quotes = self.reading.quotes
        number = bisect_right(quotes, start, key=_start) - 1
        return number >= 0 and end <= quotes[number].end

    def matches(self, number: int, rule: Rule, role: str) -> list[Match]:
        """What a role of a rule found, cues included."""
        found = list(self.hits.get(str(number), role))
        for cue in _cues(rule, role):
            found += self.hits.cue(cue)
        return sorted(found, key=_by_place) if len(found) > 1 else found

    def note(self, start: int, rule: str) -> None:
        """A rule fired at this place."""
        sentence = self.sentence_at(start)
        if sentence is not None:
            self.fired.setdefault(sentence.start, set()).add(rule)

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that a place lies in."""
        sentences = self.reading.sentences
        number = bisect_right(sentences, place, key=_begin) - 1
        return sentences[number] if number >= 0 and place < sentences[number].end else None

    def weighed(self, table: str) -> list[tuple[Sentence, dict[str, float]]]:
        """The sentences that are ours, with their scores: worked out once for all rules of likeness."""
        found = self._weighed.get(table)
        if found is None:
            weights = self.book.table(table)
            assert weights is not None
            found = self._weighed[table] = [
                (
                    sentence,
                    self.book.scores(
                        weights,
                        sentence,
                        self.own_words(sentence),
                        frozenset(self.fired.get(sentence.start, ())),
                    ),
                )
                for sentence in self.reading.sentences
                if sentence.size and self.spoken(sentence) and not self.exempt(sentence.start, sentence.end)
            ]
        return found

    def spoken(self, sentence: Sentence) -> bool:
        """Whether a sentence is ours: headings label, and the questions of a Q&A sheet are a hostile outsider's."""
        return sentence.kind != "heading" and not (self.document == "qa" and sentence.terminator == "?")

    def own_words(self, sentence: Sentence) -> tuple[Token, ...]:
        """The words of a sentence that are ours: what somebody else said, in quotation marks, is not weighed."""
        if not sentence.quotes or self._whole_quote:
            return sentence.words
        return tuple([word for word in sentence.words if not sentence.quoted(word.start, word.end)])

    def likeness_of_all(self, table: str) -> dict[str, float]:
        """The scores of the whole text by category, as if it were one sentence."""
        scores = self._of_all.get(table)
        if scores is None:
            weights = self.book.table(table)
            assert weights is not None
            found: dict[str, None] = {}
            for sentence in self.reading.sentences:
                found.update(dict.fromkeys(traits(sentence.words, sentence.terminator)))
            fired = set().union(*self.fired.values())
            size = sum(sentence.size for sentence in self.reading.sentences)
            scores = self._of_all[table] = weights.scores_of(found, size, fired)
        return scores

    @cached_property
    def dated(self) -> bool:
        """Whether the text names a day anywhere."""
        return any(
            literal.kind == "date" and isinstance(literal.value, tuple) and absolute_date(literal.value)
            for literal in self.reading.literals
        )

    def cue(self, name: str) -> bool:
        """Whether a cue of the language occurs anywhere."""
        return bool(self.hits.cue(name))


def _start(quotation: Quotation) -> int:
    return quotation.start


def _begin(sentence: Sentence) -> int:
    return sentence.start


def _by_place(match: Match) -> tuple[int, int]:
    return match.start, -match.end


def _cues(rule: Rule, role: str) -> tuple[str, ...]:
    """The cues that a role of a rule names."""
    phrases = rule.phrases if role == "phrases" else dict(rule.roles())[role]
    return tuple([item[1:] for item in phrases if item.startswith("#")])


def by_sentence(matches: Iterable[Match]) -> dict[int, list[Match]]:
    """Matches by the place of their sentence."""
    found: dict[int, list[Match]] = {}
    for match in matches:
        found.setdefault(match.sentence.start, []).append(match)
    return found


def overlaps(match: Match, others: Iterable[Match]) -> bool:
    """Whether a match shares words with another."""
    return any(other.start < match.end and match.start < other.end for other in others)


def absolute_date(value: tuple[object, ...]) -> bool:
    """A date that says its day or month; "in a few days" and "yesterday" are relative."""
    if value[:1] == ("range",):
        return all(isinstance(part, tuple) and absolute_date(part) for part in value[1:])
    return value[:1] == ("date",) and any(part is not None for part in value[1:4])
