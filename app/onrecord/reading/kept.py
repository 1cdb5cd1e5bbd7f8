"""What was found in a sentence, kept by its words: a text in which one sentence changed is read again for that one.

Where sentences begin, and what is quoted, is told anew for every reading. What stands *in* a sentence depends on its
words, on what it is (a heading), on the quotations in it, on the names given beforehand, on the sign before it, and on
which of its capitals the text has elsewhere too. All of that is the key, so a reading that reuses is equal to one that
does not.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

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

Given = tuple[tuple[str, str], ...]


class Body:
    """What was found in one sentence at one place of a text. Everything is worked out when it is first asked for."""

    __slots__ = ("_all", "_cues", "_found", "_literals", "_verbs", "_words", "capitals", "elsewhere", "start")

    def __init__(
        self, start: int, tokens: tuple[Token, ...], capitals: tuple[str, ...], elsewhere: frozenset[str]
    ) -> None:
        self.start = start
        self.capitals = capitals
        self.elsewhere = elsewhere
        self._all = tokens
        self._words: tuple[Token, ...] | None = None
        self._literals: tuple[Literal, ...] | None = None
        self._cues: tuple[Cue, ...] | None = None
        self._verbs: tuple[Verb, ...] | None = None
        self._found: dict[PhraseSet, list[Found]] = {}

    def tokens(self, _sentence: Sentence) -> tuple[Token, ...]:
        return self._all

    def words(self, _sentence: Sentence) -> tuple[Token, ...]:
        found = self._words
        if found is None:
            found = self._words = tuple([token for token in self._all if token[2].kind != "punct"])
        return found

    def literals(self, sentence: Sentence) -> tuple[Literal, ...]:
        found = self._literals
        if found is None:
            from onrecord.reading.literals import find_literals

            found = self._literals = find_literals(sentence, sentence._source.names, self.elsewhere)
        return found

    def cues(self, sentence: Sentence) -> tuple[Cue, ...]:
        found = self._cues
        if found is None:
            from onrecord.reading.cues import find_cues

            found = self._cues = find_cues(sentence)
        return found

    def verbs(self, sentence: Sentence) -> tuple[Verb, ...]:
        found = self._verbs
        if found is None:
            from onrecord.reading.verbs import find_verbs

            found = self._verbs = find_verbs(sentence)
        return found

    def matches(self, sentence: Sentence, phrases: PhraseSet) -> list[Match]:
        found = self._found.get(phrases)
        if found is None:
            found = phrases.places(sentence)
            if phrases.lasting:
                self._found[phrases] = found
        return phrases.matches(sentence, found) if found else []

    def elsewhere_too(self, elsewhere: frozenset[str]) -> Body:
        """The same sentence in a text that has other capitals inside sentences: only words and signs still hold."""
        return Body(self.start, self._all, self.capitals, elsewhere)

    def moved(self, start: int) -> Body:
        """The same sentence at another place of the text."""
        by = start - self.start
        new = tuple.__new__
        other = Body(
            start,
            tuple([new(Token, (a + by, b + by, word)) for a, b, word in self._all]),
            self.capitals,
            self.elsewhere,
        )
        if self._literals is not None:
            other._literals = tuple([_literal(literal, by) for literal in self._literals])
        if self._cues is not None:
            other._cues = tuple([_cue(cue, by) for cue in self._cues])
        if self._verbs is not None:
            other._verbs = tuple([_verb(verb, by) for verb in self._verbs])
        other._found = dict(self._found)
        return other


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
            body = Body(start, tokens, capitals, self._other(capitals))
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
