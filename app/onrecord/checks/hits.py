"""What the phrases found in one text, sorted by whom they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from functools import cached_property

from onrecord.checks.book import Book
from onrecord.checks.figures import measure
from onrecord.checks.model import Figures
from onrecord.checks.rule import Rule
from onrecord.reading import Quotation, Reading
from onrecord.reading.phrases import Match


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
