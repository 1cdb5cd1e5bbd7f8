"""From a text to the items that are compared: content words, cues, literals."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from onrecord.guard.model import Item, Side
from onrecord.guard.phase import phase
from onrecord.guard.tables import Rule, Tables, concepts_of, concepts_of_form, tables
from onrecord.reading import Literal, Reading, Sentence, Token, read
from onrecord.reading.phrases import Match

_CLAUSE_SIGNS = frozenset(",;:—–()…")
_NOT_COMPARED = ("name", "quote")
_KEEP_WORD = ("hashtag", "handle", "link", "email")


@lru_cache(maxsize=64)
def side(text: str, language: str, names: tuple[tuple[str, str], ...], paraphrases: bool) -> Side:
    """Read one text; the last ones are kept, because a source is compared with many candidates."""
    reading = _reading(text, language, names)
    builder = _Builder(tables(language), paraphrases)
    for number, (sentence, found) in enumerate(zip(reading.sentences, _found(text, language, names), strict=True)):
        builder.add(sentence, number, found)
    return Side(
        reading,
        tuple(builder.items),
        tuple(_quoted(q.words) for q in reading.quotes),
        frozenset(builder.persons),
        tuple(sorted(builder.symbols)),
        builder.paraphrased,
    )


@lru_cache(maxsize=64)
def _reading(text: str, language: str, names: tuple[tuple[str, str], ...]) -> Reading:
    return read(text, language, markdown=False, names=names)


class _Found(NamedTuple):
    """What is found in a sentence before it is decided which paraphrases count."""

    literals: dict[int, tuple[Literal | None, int]]
    names: frozenset[int]
    matches: tuple[tuple[Match, frozenset[int], tuple[int, ...]], ...]


@lru_cache(maxsize=64)
def _found(text: str, language: str, names: tuple[tuple[str, str], ...]) -> tuple[_Found, ...]:
    return tuple(_find(sentence, language) for sentence in _reading(text, language, names).sentences)


def _find(sentence: Sentence, language: str) -> _Found:
    words = sentence.words
    literals, names = _literals(sentence, words), _names(sentence, words)
    return _Found(literals, names, _matches(sentence, words, tables(language), literals, names))


def _quoted(words: str) -> str:
    return words.replace("’", "'").strip(" ,.;:")


# Prepositions that govern two times ("between 9 and 10").
_PAIRED = frozenset({"between", "tra", "fra"})
_FROM = frozenset(("from", "since", "dal", "dalla", "dalle", "dall'"))
# Where somebody is told or asked, who is told need not be said again.
_SILENT = frozenset(("SAY", "SHOULD/PLEASE", "PLEASE/SHOULD"))
_ACTS = frozenset(("past", "participle", "finite"))
_ONE = frozenset(("a", "an", "un", "uno", "una", "un'"))
_MANY = frozenset(("i", "gli", "le", "dei", "degli", "delle"))
_WE = ("iamo", "emo", "mmo")
_HEAD_CUES = frozenset({"BEFORE", "AFTER", "UNTIL", "SINCE", "INSTEAD", "EXCEPT"})


def _head_of(atoms: tuple[str, ...], head: str) -> str:
    """The preposition that a cue amounts to ("prior to": before)."""
    return next((atom.lower() for atom in atoms if atom in _HEAD_CUES), head)


class _Builder:
    def __init__(self, known: Tables, paraphrases: bool) -> None:
        self.known = known
        self.language = known.language
        self.paraphrases = paraphrases
        self.items: list[Item] = []
        self.persons: set[str] = set()
        self.symbols: list[str] = []
        self.clause = 0
        self.paraphrased = False
        self.begun = False  # a time after "from" was read: "until" is then no more than "to"

    def add(self, sentence: Sentence, number: int, found: _Found) -> None:
        self.clause += 1
        words = sentence.words
        literals, names = found.literals, found.names
        rules, bounds = self._rules(words, found)
        index = 0
        head = ""
        pointed = True
        was_pointed = 0
        fresh = False
        self.begun = False
        last_end = sentence.start
        part = self.known.part
        cue_words = self.known.cue_words
        while index < len(words):
            token = words[index]
            gap = sentence.text[last_end - sentence.start : token.start - sentence.start]
            if gap and any(sign in _CLAUSE_SIGNS for sign in gap):
                self.clause += 1
                head = ""
                if ";" in gap:
                    pointed, was_pointed = True, 0
            last_end = token.end
            if sentence.quotes and sentence.quoted(token.start, token.end):
                index += 1
                continue
            norm = token.word.norm
            classes = part(norm)
            if "clause" in classes:
                self.clause += 1
                head = ""
            if token.word.kind == "symbol":
                self.symbols.append(token.word.text)
            if index not in rules or (rules[index][0].atoms and _SILENT.isdisjoint(rules[index][0].atoms)):
                self._person(token, classes)
            if index in rules:
                self._ruled(rules[index], words, index, number, head, pointed)
            elif index in literals:
                literal, last = literals[index]
                if literal is not None:
                    self._literal(literal, number, head if fresh else "", bounds.get(index, ""))
                    if literal.kind in ("date", "time", "duration"):
                        self.begun = self.begun or (fresh and head in _FROM)
                        fresh = fresh and head in _PAIRED
                index = last
                last_end = max(last_end, words[last - 1].end)
                continue
            elif norm in _PAIRED and index + 1 in literals:
                pass
            elif token.word.lower == "'d" and index + 1 < len(words) and "participle" in words[index + 1].word.tags:
                pass  # "they'd closed": had
            elif norm in cue_words and not (index in names and index):
                for atom in cue_words[norm]:
                    self._emit(token, atom, number, head, pointed)
            elif "free" in classes and not (index in names and "capital" in token.word.tags and index):
                pass
            elif token.word.kind != "symbol":
                weak = "weak" in classes or any("weak" in part(lemma) for lemma in token.word.lemmas)
                self.items.append(
                    Item("word", concepts_of(token.word, self.language), token.start, token.end, token.text,
                         self.clause, number, head, index in names, weak, pointed, None,
                         phase(words, index, self.language), self._ours(words, index),
                        self._count(words, index))
                )  # fmt: skip
            if index in rules:
                atoms = rules[index][0].atoms
                new = _head_of(atoms, atoms[0] if len(atoms) == 1 and "head" in part(atoms[0]) else "")
            elif norm in cue_words:
                new = _head_of(cue_words[norm], norm if "head" in classes else "")
            else:
                new = norm if "head" in classes else ""
            if new:
                head, fresh, pointed = new, True, False
                if new == "until" and self.begun:
                    head = "to"
            elif index not in rules and "free" not in classes:
                fresh = False
            if "point" in classes:
                pointed, was_pointed = True, 0
            elif "free" not in classes:
                pointed = pointed and self.language == "en" and "plural" not in token.word.tags and was_pointed != 1
                was_pointed = 1 if pointed else 0
                if "verb" in token.word.tags or "past" in token.word.tags:
                    head = ""
            index += 1

    def _count(self, words: tuple[Token, ...], index: int) -> str:
        """Whether it is one ("a child") or many ("children", "i bambini"), as far as the words show."""
        if self.language == "en" and "plural" in words[index].word.tags:
            return "many"
        for place in range(index - 1, max(-1, index - 3), -1):
            norm = words[place].word.norm
            if norm in _ONE:
                return "one"
            if norm in _MANY and place == index - 1:
                return "many"
            if self.known.part(norm):
                return ""
        return ""

    def _ours(self, words: tuple[Token, ...], index: int) -> bool:
        """Whether "our" stands before it, or before the words that lead up to it ("our Leeds depot")."""
        if not words[index].word.tags.isdisjoint(_ACTS):
            return False
        for place in range(index - 1, max(-1, index - 4), -1):
            norm = words[place].word.norm
            if self.known.is_in("our", norm):
                return True
            if self.known.part(norm) or words[place].end + 1 != words[place + 1].start:
                return False
        return False

    def _person(self, token: Token, classes: frozenset[str]) -> None:
        if "we" in classes:
            self.persons.add("we")
        if "i" in classes:
            self.persons.add("i")
        if (
            self.language == "it"
            and token.word.norm.endswith(_WE)
            and ("verb" in token.word.tags or token.word.norm.endswith("remo"))
        ):
            self.persons.add("we")

    def _rules(self, words: tuple[Token, ...], found: _Found) -> tuple[dict[int, tuple[Rule, bool]], dict[int, str]]:
        """By word: the rule and whether its meaning is put there; and the bounds that rules give to literals."""
        result: dict[int, tuple[Rule, bool]] = {}
        bounds: dict[int, str] = {}
        for match, fixed, starts in found.matches:
            rule: Rule = match.key  # type: ignore[assignment]
            if not rule.always:
                self.paraphrased = True
                if not self.paraphrases:
                    continue
            if not fixed.isdisjoint(result):
                continue
            first = min(fixed)
            for place in fixed:
                result[place] = (rule, place == first)
            if rule.bound:
                bounds.update((i, rule.bound) for i in range(match.first, match.last) if words[i].start in starts)
        return result, bounds

    def _ruled(
        self, ruled: tuple[Rule, bool], words: tuple[Token, ...], index: int, number: int, head: str, pointed: bool
    ) -> None:
        rule, first = ruled
        if first:
            for atom in rule.atoms:
                self._emit(words[index], atom, number, head, pointed, phase(words, index, self.language))

    def _emit(self, token: Token, atom: str, number: int, head: str, pointed: bool, how: str = "") -> None:
        if self.known.is_in("free", atom) or (atom == "UNTIL" and self.begun):
            return
        if atom == "OR" and any("NOT" in item.atoms and item.clause == self.clause for item in self.items):
            return  # "no glass or metal" is "no glass and no metal"
        if atom.isupper():
            atoms = frozenset(atom.split("/"))
            self.items.append(Item("cue", atoms, token.start, token.end, token.text, self.clause, number, head))
        else:
            weak = self.known.is_in("weak", atom)
            atoms = frozenset().union(*(concepts_of_form(a, self.language) for a in atom.split("/")))
            self.items.append(
                Item(
                    "word",
                    atoms,
                    token.start,
                    token.end,
                    token.text,
                    self.clause,
                    number,
                    head,
                    False,
                    weak,
                    pointed,
                    None,
                    how,
                )
            )

    def _literal(self, literal: Literal, number: int, head: str, bound: str) -> None:
        if bound:
            literal = literal._replace(bound=bound)
        self.items.append(
            Item(
                "literal",
                frozenset((literal.kind,)),
                literal.start,
                literal.end,
                literal.text,
                self.clause,
                number,
                head,
                literal=literal,
            )
        )


def _literals(sentence: Sentence, words: tuple[Token, ...]) -> dict[int, tuple[Literal | None, int]]:
    """By word: the literal that begins there and the word after it; the words of its bound stand for nothing."""
    found: dict[int, tuple[Literal | None, int]] = {}
    place = 0
    for literal in sentence.literals:
        if literal.kind in _NOT_COMPARED or sentence.quoted(literal.start, literal.end):
            continue
        if isinstance(literal.value, tuple) and literal.value[:2] == ("relative", "now"):
            continue
        start = literal.bound_start if literal.bound and 0 <= literal.bound_start < literal.start else literal.start
        while place < len(words) and words[place].end <= start:
            place += 1
        first = place
        while first < len(words) and words[first].end <= literal.start:
            found[first] = (None, first + 1)
            first += 1
        last = first
        while last < len(words) and words[last].start < literal.end:
            last += 1
        if last > first:
            found[first] = (literal, last)
    return found


def _names(sentence: Sentence, words: tuple[Token, ...]) -> frozenset[int]:
    spans = [(x.start, x.end) for x in sentence.literals if x.kind == "name"]
    if not spans:
        return frozenset()
    return frozenset(i for i, w in enumerate(words) for start, end in spans if start <= w.start and w.end <= end)


def _matches(
    sentence: Sentence,
    words: tuple[Token, ...],
    known: Tables,
    literals: dict[int, tuple[Literal | None, int]],
    names: frozenset[int],
) -> tuple[tuple[Match, frozenset[int], tuple[int, ...]], ...]:
    """Phrases by how many of their own words they have: the match, those words, and where its slots begin."""
    covered = {i for first, (_, last) in literals.items() for i in range(first, last)}
    found: list[tuple[int, int, int, Match, frozenset[int], tuple[int, ...]]] = []
    for match in known.phrases.find(sentence):
        rule: Rule = match.key  # type: ignore[assignment]
        spans = list(known.phrases.captures(match).values()) if rule.slots else []
        places = range(match.first, match.last)
        fixed = frozenset(
            i for i in places if not any(s.start <= words[i].start and words[i].end <= s.end for s in spans)
        )
        if not fixed or (fixed & covered and not rule.bound) or any(i in names and i for i in fixed):
            continue
        if sentence.quotes and sentence.quoted(match.start, match.end):
            continue
        found.append((-len(fixed), match.first, rule.number, match, fixed, tuple(s.start for s in spans)))
    found.sort(key=lambda entry: entry[:3])
    return tuple(entry[3:] for entry in found)
