"""What was found in a sentence, kept by its words: a text in which one sentence changed is read again for that one.

Where sentences begin, and what is quoted, is told anew for every reading. What stands *in* a sentence depends on its
words, on what it is (a heading), on the quotations in it, on the names given beforehand, on the sign before it, and on
which of its capitals the text has elsewhere too. All of that is the key, so a reading that reuses is equal to one that
does not.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

from onrecord.reading.lazily import lazily
from onrecord.reading.model import Cue, Literal, Sentence, Span, Token, Verb
from onrecord.reading.words import tokenise

if TYPE_CHECKING:
    from onrecord.reading.phrases import Found, Match, PhraseSet

# A word with a capital after a small letter or a comma: not at the beginning of a sentence.
_INNER_CAPITAL = lazily(r"(?<=[a-z,à-ÿ] )[A-ZÀ-Þ]\w+")
# Up to this many characters everything that was found is kept with the reading; of a longer text (a file of 50 MB)
# only the last sentences.
_KEEP_ALL = 3_000_000
_KEEP = 2_000
# Sentences that are kept beyond their reading: all drafts of an incident in two languages, some megabytes.
_GENERATION = 1_500

Sizes = tuple[int, int, int, int]
"""Words; and of those that count for readability, without links: how many, their letters, their syllables."""
Item = TypeVar("Item")
Placed = tuple[int, tuple[Item, ...]]
"""What was found in a sentence, with the place where the sentence stood."""
Given = tuple[tuple[str, str], ...]


class Body:
    """What was found in one sentence at one place of a text. Everything is worked out when it is first asked for.

    A sentence that moved with the text before it keeps what it had, each with the place where it was found; offsets are
    put right where somebody looks. Place and value are set together: two threads may look at once.
    """

    __slots__ = (
        "_cues",
        "_found",
        "_literals",
        "_sizes",
        "_tokens",
        "_verbs",
        "_words",
        "capitals",
        "elsewhere",
        "start",
    )

    def __init__(self, start: int, tokens: Placed[Token], capitals: tuple[str, ...], elsewhere: frozenset[str]) -> None:
        self.start = start
        self.capitals = capitals
        self.elsewhere = elsewhere
        self._tokens = tokens
        self._words: Placed[Token] | None = None
        self._literals: Placed[Literal] | None = None
        self._cues: Placed[Cue] | None = None
        self._verbs: Placed[Verb] | None = None
        self._found: dict[PhraseSet, list[Found]] = {}
        self._sizes: Sizes | None = None

    def tokens(self) -> tuple[Token, ...]:
        at, found = self._tokens
        if at != self.start:
            found = _tokens(found, self.start - at)
            self._tokens = (self.start, found)
        return found

    def words(self) -> tuple[Token, ...]:
        at, found = self.words_in_place()
        if at != self.start:
            found = _tokens(found, self.start - at)
            self._words = (self.start, found)
        return found

    def words_in_place(self) -> Placed[Token]:
        """The words with the offsets that they were found with, and where the sentence stood then."""
        placed = self._words
        if placed is None:
            at, found = self._tokens
            placed = self._words = (at, tuple([token for token in found if token[2].kind != "punct"]))
        return placed

    def sizes(self, sentence: Sentence) -> Sizes:
        """The sentence in figures."""
        found = self._sizes
        if found is None:
            from onrecord.reading.metrics import sizes_of

            found = self._sizes = sizes_of(self.words_in_place()[1], sentence.language)
        return found

    def literals(self, sentence: Sentence) -> tuple[Literal, ...]:
        if self._literals is None:
            from onrecord.reading.literals import find_literals

            at, found = self.start, find_literals(sentence, sentence._source.names, self.elsewhere)
            self._literals = (at, found)
        else:
            at, found = self._literals
        if at != self.start:
            found = tuple([_literal(literal, self.start - at) for literal in found])
            self._literals = (self.start, found)
        return found

    def cues(self, sentence: Sentence) -> tuple[Cue, ...]:
        if self._cues is None:
            from onrecord.reading.cues import find_cues

            at, found = self.start, find_cues(sentence)
            self._cues = (at, found)
        else:
            at, found = self._cues
        if at != self.start:
            found = tuple([_cue(cue, self.start - at) for cue in found])
            self._cues = (self.start, found)
        return found

    def verbs(self, sentence: Sentence) -> tuple[Verb, ...]:
        if self._verbs is None:
            from onrecord.reading.verbs import find_verbs

            at, found = self.start, find_verbs(sentence)
            self._verbs = (at, found)
        else:
            at, found = self._verbs
        if at != self.start:
            found = tuple([_verb(verb, self.start - at) for verb in found])
            self._verbs = (self.start, found)
        return found

    def matches(self, sentence: Sentence, phrases: PhraseSet) -> list[Match]:
        found = self._found.get(phrases)
        if found is None:
            found = phrases.places(sentence)
            if phrases.lasting:
                self._found[phrases] = found
        if not found:
            return []
        at, words = self.words_in_place()
        return phrases.matches(sentence, words, self.start - at, found)

    def elsewhere_too(self, elsewhere: frozenset[str]) -> Body:
        """The same sentence in a text that has other capitals inside sentences: only words and signs still hold."""
        other = Body(self.start, self._tokens, self.capitals, elsewhere)
        other._words = self._words
        other._sizes = self._sizes
        return other

    def moved(self, start: int) -> Body:
        """The same sentence at another place of the text."""
        other = Body(start, self._tokens, self.capitals, self.elsewhere)
        other._words = self._words
        other._literals = self._literals
        other._cues = self._cues
        other._verbs = self._verbs
        other._found = dict(self._found)
        other._sizes = self._sizes
        return other


def _tokens(tokens: tuple[Token, ...], by: int) -> tuple[Token, ...]:
    new = tuple.__new__
    return tuple([new(Token, (first + by, last + by, word)) for first, last, word in tokens])


def _literal(literal: Literal, by: int) -> Literal:
    bound = literal.bound_start
    return literal._replace(
        start=literal.start + by, end=literal.end + by, bound_start=bound + by if bound >= 0 else bound
    )


def _span(span: Span | None, by: int) -> Span | None:
    return None if span is None else Span(span.start + by, span.end + by, span.text, span.role)


def _cue(cue: Cue, by: int) -> Cue:
    scope = None if cue.scope is None else (cue.scope[0] + by, cue.scope[1] + by)
    parts = tuple([Span(part.start + by, part.end + by, part.text, part.role) for part in cue.parts])
    return cue._replace(start=cue.start + by, end=cue.end + by, scope=scope, parts=parts)


def _verb(verb: Verb, by: int) -> Verb:
    return verb._replace(
        start=verb.start + by, end=verb.end + by, subject=_span(verb.subject, by), agent=_span(verb.agent, by)
    )


_young: dict[Hashable, Body] = {}
_old: dict[Hashable, Body] = {}


def forget() -> None:
    """Drop every sentence that is kept beyond its reading."""
    _young.clear()
    _old.clear()


def _keep(key: Hashable, body: Body) -> None:
    if len(_young) >= _GENERATION:
        _old.clear()
        _old.update(_young)
        _young.clear()
    _young[key] = body


class Source:
    """What the sentences of one reading have in common, and what was found in them."""

    def __init__(self, text: str, names: Given) -> None:
        self.text = text
        self.names = names
        self._elsewhere: frozenset[str] | None = None
        self._limit = _KEEP if len(text) > _KEEP_ALL else len(text) + _KEEP
        self._bodies: dict[int, Body] = {}

    def body(self, sentence: Sentence) -> Body:
        """What was found in a sentence of this reading."""
        body = self._bodies.get(sentence.start)
        if body is None:
            body = self._body(sentence)
            if len(self._bodies) >= self._limit:
                self._bodies.clear()
            self._bodies[sentence.start] = body
        return body

    def _body(self, sentence: Sentence) -> Body:
        start = sentence.start
        key = (sentence.text, sentence.language, sentence.kind == "heading", self._before(start), self.names)
        if sentence.quotes:
            key = (*key, *_quoted(sentence))  # type: ignore[assignment]
        body = _young.get(key)
        if body is None:
            body = _old.get(key)
        if body is None:
            tokens = tuple(tokenise(self.text, sentence.language, start, sentence.end))
            capitals = tuple([word.text for _, _, word in tokens if "capital" in word.tags])
            body = Body(start, (start, tokens), capitals, self._other(capitals))
            _keep(key, body)
            return body
        elsewhere = self._other(body.capitals)
        known = body
        if elsewhere != body.elsewhere:
            body = body.elsewhere_too(elsewhere)
        if body.start != start:
            body = body.moved(start)
        if body is not known:
            _keep(key, body)
        return body

    def _before(self, start: int) -> str:
        """The signs before a sentence where they can tell how it is read: nothing looks back beyond a space."""
        if start == 0 or self.text[start - 1].isspace():
            return ""
        return self.text[max(0, start - 3) : start]

    def _other(self, capitals: tuple[str, ...]) -> frozenset[str]:
        """Those of some words that the text has with a capital inside a sentence."""
        if not capitals:
            return frozenset()
        if self._elsewhere is None:
            self._elsewhere = frozenset(_INNER_CAPITAL.findall(self.text))
        return self._elsewhere.intersection(capitals)


def _quoted(sentence: Sentence) -> tuple[Hashable, ...]:
    """The quotations of a sentence by their places in it, with their words and speakers."""
    start = sentence.start
    return tuple(
        [
            (q.start - start, q.end - start, q.text, q.words, q.speaker.text if q.speaker else "")
            for q in sentence.quotes
        ]
    )
