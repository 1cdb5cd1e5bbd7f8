"""Parsing of the phrase notation; see `onrecord.reading.phrases` for what it means.

A phrase becomes a few plain sequences of elements (alternatives and optional parts written out). What could become
expensive is refused here, so that matching needs no guard of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from onrecord.errors import BadInput, nearest
from onrecord.reading.lazily import lazily
from onrecord.reading.words import tokenise

MAX_VARIANTS = 256
MAX_ELEMENTS = 24
MAX_GAP = 12
MAX_GAPS_TOGETHER = 24
MIN_PREFIX = 3

# Slots that stand for a literal, with the kinds (and details) that fill them.
SLOTS: Mapping[str, frozenset[str]] = {
    "NUMBER": frozenset({"number"}),
    "ORDINAL": frozenset({"ordinal"}),
    "PERCENT": frozenset({"percent", "ratio"}),
    "MONEY": frozenset({"money"}),
    "QUANTITY": frozenset({"quantity"}),
    "DURATION": frozenset({"duration"}),
    "AMOUNT": frozenset({"number", "percent", "ratio", "money", "quantity"}),
    "DATE": frozenset({"date"}),
    "TIME": frozenset({"time"}),
    "WHEN": frozenset({"date", "time", "duration"}),
    "NAME": frozenset({"name"}),
    "PERSON": frozenset({"name/person"}),
    "ORGANISATION": frozenset({"name/organisation"}),
    "PLACE": frozenset({"name/place"}),
    "QUOTE": frozenset({"quote"}),
    "LINK": frozenset({"link"}),
    "EMAIL": frozenset({"email"}),
    "HANDLE": frozenset({"handle"}),
    "HASHTAG": frozenset({"hashtag"}),
    "PHONE": frozenset({"phone"}),
    "CODE": frozenset({"code"}),
    "CONTACT": frozenset({"link", "email", "handle", "phone"}),
    "LITERAL": frozenset({"*"}),
}
# Slots that stand for one word of a class that its form tells.
WORD_SLOTS: Mapping[str, str] = {
    "WORD": "word",
    "ADVERB": "adverb",
    "PARTICIPLE": "participle",
    "GERUND": "gerund",
    "INFINITIVE": "infinitive",
    "PLURAL": "plural",
    "CAPITAL": "capital",
    "EMOJI": "symbol",
}


class Element(NamedTuple):
    """One step of a sequence.

    `kind` is key (one word having any of `keys`), other (one word having none of them), gap (`low` to `high` words
    having
    none of `keys`), slot (a literal), start or end (of the sentence). `name` is set on what is captured.
    """

    kind: str
    keys: frozenset[str] = frozenset()
    low: int = 0
    high: int = 0
    slot: str = ""
    name: str = ""


Sequence = tuple[Element, ...]

_TOKEN = lazily(
    r"\s*(?:(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|(?P<anchor>[\^$])"
    r"|(?P<gap>\.\.(?P<gapsize>\d+)(?P<gapnot>!)?)"
    r"|<(?P<slot>[^<>]*)>|(?P<not>!)|(?P<word>[^\s()\[\]|<>^$]+))"
)
_SLOT = lazily(r"(?:(?P<kind>[A-Z]+)|\.\.(?P<gap>\d+))(?::(?P<name>[a-z][a-z0-9_]*))?$")


class _Parser:
    def __init__(self, text: str, language: str, lists: Mapping[str, Iterable[str]]) -> None:
        self.text = text
        self.language = language
        self.lists = lists
        self.tokens: list[tuple[str, re.Match[str]]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise self.bad(f"not understood at {text[position:].strip()[:20]!r}")
            kind = next(
                k for k in ("open", "close", "bar", "anchor", "gap", "slot", "not", "word") if match[k] is not None
            )
            self.tokens.append((kind, match))
            position = match.end()
        self.place = 0

    def bad(self, what: str, hint: str = "") -> BadInput:
        return BadInput(f"the phrase {self.text!r} cannot be used: {what}", hint=hint)

    def alternatives(self, closing: str) -> list[Sequence]:
        found: list[Sequence] = []
        while True:
            found += self.sequence()
            if len(found) > MAX_VARIANTS:
                raise self.bad(f"it stands for more than {MAX_VARIANTS} variants", "Split it into several phrases.")
            if self.place < len(self.tokens) and self.tokens[self.place][0] == "bar":
                self.place += 1
                continue
            break
        if closing:
            if self.place >= len(self.tokens) or self.tokens[self.place][1]["close"] != closing:
                raise self.bad(f"{closing!r} is missing")
            self.place += 1
        return found

    def sequence(self) -> list[Sequence]:
        variants: list[Sequence] = [()]
        while self.place < len(self.tokens) and self.tokens[self.place][0] not in ("bar", "close"):
            choices = self.item()
            variants = [left + right for left in variants for right in choices]
            if len(variants) > MAX_VARIANTS:
                raise self.bad(f"it stands for more than {MAX_VARIANTS} variants", "Split it into several phrases.")
        return variants

    def item(self) -> list[Sequence]:
        kind, match = self.tokens[self.place]
        self.place += 1
        if kind == "open":
            inner = self.alternatives(")" if match["open"] == "(" else "]")
            if match["open"] == "[":
                return [*_merge(inner), ()]
            if any(not sequence for sequence in inner):
                raise self.bad("an alternative is empty", "Write [ ... ] for what may be missing.")
            return _merge(inner)
        if kind == "anchor":
            return [(Element("start" if match["anchor"] == "^" else "end"),)]
        if kind == "gap":
            high = self.size(match["gapsize"])
            return [(Element("gap", self.excluded() if match["gapnot"] else frozenset(), 0, high),)]
        if kind == "slot":
            return [(self.slot(match["slot"]),)]
        if kind == "not":
            return [(Element("other", self.excluded()),)]
        return [self.word(match["word"])]

    def size(self, digits: str) -> int:
        if not digits or not 0 < int(digits[:4]) <= MAX_GAP:
            raise self.bad(f"a gap has 1 to {MAX_GAP} words", "Write ..3 for up to three words.")
        return int(digits)

    def excluded(self) -> frozenset[str]:
        """The words after `!`: one word, or single words between brackets."""
        if self.place >= len(self.tokens):
            raise self.bad("nothing follows '!'")
        keys: set[str] = set()
        for sequence in self.item():
            if len(sequence) != 1 or sequence[0].kind != "key":
                raise self.bad("only single words can follow '!'")
            keys |= sequence[0].keys
        return frozenset(keys)

    def slot(self, inner: str) -> Element:
        match = _SLOT.match(inner)
        if match is None:
            raise self.bad(f"<{inner}> is no slot", "Write <NUMBER>, <NUMBER:n> or <..3:x>.")
        if match["gap"]:
            return Element("gap", low=1, high=self.size(match["gap"]), name=match["name"] or "")
        kind = match["kind"]
        if kind in WORD_SLOTS:
            return Element("key", frozenset({"<" + WORD_SLOTS[kind]}), name=match["name"] or "")
        if kind not in SLOTS:
            import difflib

            near = difflib.get_close_matches(kind, [*SLOTS, *WORD_SLOTS], n=1, cutoff=0.5)
            known = f"Did you mean <{near[0]}>?" if near else "Known: " + ", ".join([*SLOTS, *WORD_SLOTS]) + "."
            raise self.bad(f"there is no slot <{kind}>", known)
        return Element("slot", slot=kind, name=match["name"] or "")

    def word(self, written: str) -> Sequence:
        mark = written[0] if written[0] in "~=@" else ""
        body = written[len(mark) :]
        if mark == "@":
            if body not in self.lists:
                raise self.bad(f"there is no list @{body}", nearest(body, self.lists))
            keys = {key for word in self.lists[body] for key in self.one(word)}
            return (Element("key", frozenset(keys)),)
        if mark == "=":
            return tuple(Element("key", frozenset({"=" + t.text})) for t in tokenise(body, self.language) if t.is_word)
        if body.endswith("*") and len(body) > MIN_PREFIX and body[:-1].isalpha():
            return (Element("key", frozenset({body[:-1].lower() + "*"})),)
        if "*" in body:
            raise self.bad(f"{written!r}: '*' stands at the end, after at least {MIN_PREFIX} letters")
        tokens = [t for t in tokenise(body, self.language) if t.is_word]
        if not tokens:
            raise self.bad(f"{written!r} is no word", "Phrases are matched against words; punctuation is skipped.")
        if mark == "~":
            return tuple(Element("key", frozenset({"~" + t.norm})) for t in tokens)
        return tuple(Element("key", frozenset({t.norm})) for t in tokens)

    def one(self, word: str) -> frozenset[str]:
        sequence = self.word(word)
        if len(sequence) != 1 or word.startswith("@"):
            raise self.bad(f"{word!r} in a list is not a single word")
        return sequence[0].keys


def _merge(sequences: list[Sequence]) -> list[Sequence]:
    """Single words that are alternatives to each other become one element."""
    single = [s[0] for s in sequences if len(s) == 1 and s[0].kind == "key" and not s[0].name]
    if len(single) < 2:
        return sequences
    rest = [s for s in sequences if not (len(s) == 1 and s[0].kind == "key" and not s[0].name)]
    return [(Element("key", frozenset().union(*(element.keys for element in single))),), *rest]


def parse(
    text: str, language: str, lists: Mapping[str, Iterable[str]] | None = None, *, leading_gaps: bool = False
) -> tuple[Sequence, ...]:
    """The sequences that a phrase stands for; BadInput when it is empty, malformed or would be expensive to match."""
    parser = _Parser(text, language, lists or {})
    if not parser.tokens:
        raise BadInput("a phrase is empty", hint="Write the words to look for.")
    sequences = parser.alternatives("")
    if parser.place < len(parser.tokens):
        raise parser.bad("a bracket is closed that was not opened")
    for sequence in sequences:
        _check(parser, sequence, leading_gaps)
    return tuple(dict.fromkeys(sequences))


def _check(parser: _Parser, sequence: Sequence, leading_gaps: bool) -> None:
    body = [e for e in sequence if e.kind not in ("start", "end")]
    if not any(e.kind == "slot" or (e.kind == "key" and e.keys != {"<word"}) for e in body):
        raise parser.bad("it could match nothing, or anything", "It needs at least one word or typed slot.")
    if len(sequence) > MAX_ELEMENTS:
        raise parser.bad(f"it has more than {MAX_ELEMENTS} words")
    if sum(e.high for e in body) > MAX_GAPS_TOGETHER:
        raise parser.bad(f"its gaps are longer than {MAX_GAPS_TOGETHER} words together")
    loose = body[0].kind in ("gap", "other") or body[0].keys == {"<word"}
    if loose and sequence[0].kind != "start" and not leading_gaps:
        raise parser.bad("it begins with a gap", "Begin with a word, a typed slot or ^.")
    if body[-1].kind == "gap" and not body[-1].name and sequence[-1].kind != "end":
        raise parser.bad("it ends with a gap", "Leave the gap out, or give it a name: <..3:x>.")
    for index, element in enumerate(sequence):
        if (element.kind == "start" and index) or (element.kind == "end" and index < len(sequence) - 1):
            raise parser.bad("^ stands first and $ stands last")
