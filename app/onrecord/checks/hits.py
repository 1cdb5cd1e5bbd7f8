"""What the phrases found in one text, sorted by whom they belong to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import cached_property

from onrecord.checks.book import Book
from onrecord.checks.figures import measure
from onrecord.checks.model import Figures
from onrecord.checks.rule import Rule
from onrecord.reading import Reading, Sentence
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

    def in_sentence(self, matches: Iterable[Match], sentence: Sentence) -> list[Match]:
        return [m for m in matches if m.sentence.start == sentence.start]


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
        return any(q.start <= start and end <= q.end for q in self.reading.quotes)

    def matches(self, number: int, rule: Rule, role: str) -> list[Match]:
        """What a role of a rule found, cues included."""
        found = list(self.hits.get(str(number), role))
        listed = dict(rule.roles())[role]
        for item in listed:
            if item.startswith("#"):
                found += self.hits.cue(item[1:])
        return sorted(found, key=lambda m: (m.start, -m.end)) if len(found) > 1 else found

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


def absolute_date(value: tuple[object, ...]) -> bool:
    """A date that says its day or month; "in a few days" and "yesterday" are relative."""
    if value[:1] == ("range",):
        return all(isinstance(part, tuple) and absolute_date(part) for part in value[1:])
    return value[:1] == ("date",) and any(part is not None for part in value[1:4])
