"""The plain-language lexicon: `<language>/lexicons/plain.tsv`, stiff words on the left, plain ones on the right.

Columns: a phrase in the notation of `onrecord.reading.phrases`, its plain words, and optionally words before or
after which it
does not hold (`< a b` before, `> c d` after). In the plain words `~use` takes the form of the phrase's first
`~verb`, `{n}` is what the
slot `n` caught, `{g:base}` (participle, future1p ...) a form of it; alternatives stand between ` | `, the best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from onrecord.content.places import find
from onrecord.errors import BadInput
from onrecord.reading import Sentence
from onrecord.reading.lexicons import read_rows
from onrecord.reading.phrases import Match, PhraseSet
from onrecord.refine.inflect import english, english_form, italian
from onrecord.refine.model import Proposal, trimmed

_HOLE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z0-9]+))?\}")
_LEMMA = re.compile(r"~([\w'-]+)")
_CUTS = frozenset(',;:()[]—–"“”«»…!?')
_VOWEL = re.compile(r"^(?:[aeio]|u(?!ni|se|su|ti)|hour|honest)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    phrase: str
    plain: tuple[str, ...]
    not_after: frozenset[str]
    not_before: frozenset[str]
    lemmas: frozenset[str]
    line: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of a language, compiled."""

    language: str
    entries: tuple[Entry, ...]
    phrases: PhraseSet


@cache
def lexicon(language: str) -> Lexicon:
    """The plain-language lexicon of a language; BadInput names the file and line of an entry that cannot be used."""
    relative = f"{language}/lexicons/plain.tsv"
    path = find(relative)
    if path is None:
        raise BadInput(f"the lexicon {relative} is missing", hint="Install onrecord again.")
    entries: list[Entry] = []
    for number, row in enumerate(read_rows(path), 1):
        if len(row) < 2 or not row[0]:
            raise BadInput(
                f"entry {number} needs a phrase and its plain words", where=path, hint="Put a tab between them."
            )
        after, before = _contexts(row[2] if len(row) > 2 else "")
        lemmas = frozenset(_LEMMA.findall(row[0]))
        plain = tuple(part.strip() for part in row[1].split(" | "))
        if any("~" in part for part in plain) and not lemmas:
            raise BadInput(
                f"entry {number}: {row[1]!r} has nothing to agree with", where=path, hint="Mark the verb with ~."
            )
        entries.append(Entry(row[0], plain, after, before, lemmas, number))
    return Lexicon(language, tuple(entries), PhraseSet([(i, e.phrase) for i, e in enumerate(entries)], language))


def _contexts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    before, _, after = text.partition(">")
    return frozenset(before.replace("<", " ").split()), frozenset(after.split())


def lexicon_proposals(sentence: Sentence) -> Iterator[Proposal]:
    """Every entry that fits this sentence, as proposals with offsets in the sentence's own text."""
    known = lexicon(sentence.language)
    matches = known.phrases.find(sentence)
    for match in matches:
        entry = known.entries[match.key]  # type: ignore[call-overload]
        if not _fits(sentence, match, entry, known):
            continue
        for rank, plain in enumerate(entry.plain):
            made = _made(sentence, match, entry, plain, known)
            if made is not None:
                yield replace(made, rank=rank, within=_within(match, matches, sentence.start))


def _within(match: Match, matches: list[Match], start: int) -> tuple[int, int] | None:
    """The longest other match around this one."""
    wider = [
        m
        for m in matches
        if m.first <= match.first and match.last <= m.last and m.last - m.first > match.last - match.first
    ]
    if not wider:
        return None
    widest = max(wider, key=lambda m: m.last - m.first)
    return widest.start - start, widest.end - start


def _fits(sentence: Sentence, match: Match, entry: Entry, known: Lexicon) -> bool:
    words = sentence.words
    if sentence.quotes and any(q.start < match.end and match.start < q.end for q in sentence.quotes):
        return False
    caught = list(known.phrases.captures(match).values())
    if _CUTS.intersection(_outside(sentence, match, caught)):
        return False
    for literal in sentence.literals:
        inside = literal.start < match.end and match.start < literal.end
        if inside and not any(c.start <= literal.start and literal.end <= c.end for c in caught):
            return literal.kind in ("name", "number") and literal.start == sentence.start
    before = words[match.first - 1].norm if match.first else ""
    after = words[match.last].norm if match.last < len(words) else ""
    return before not in entry.not_after and after not in entry.not_before


def _outside(sentence: Sentence, match: Match, caught: list) -> str:  # type: ignore[type-arg]
    text = list(match.text)
    for span in caught:
        for at in range(span.start - match.start, span.end - match.start):
            text[at] = " "
    return "".join(text)


def _made(sentence: Sentence, match: Match, entry: Entry, plain: str, known: Lexicon) -> Proposal | None:
    new = _filled(sentence, match, entry, plain, known)
    if new is None:
        return None
    start, end = match.start - sentence.start, match.end - sentence.start
    old = sentence.text[start:end]
    if not new:
        # A deletion takes one space with it, and hands its capital on.
        if end < len(sentence.text) and sentence.text[end] == " ":
            end += 1
        if start == 0 and end < len(sentence.text):
            new, end = sentence.text[end].upper(), end + 1
    elif old[:1].isupper() and (start == 0 or not new[:1].isupper()):
        new = new[0].upper() + new[1:]
    start, end, new = _article(sentence.text, start, end, new) if sentence.language == "en" else (start, end, new)
    start, end, new = trimmed(sentence.text, start, end, new)
    old = sentence.text[start:end]
    if old == new:
        return None
    fewer = len(new.split()) < len(old.split())
    return Proposal(start, end, old, new, "fewer words" if fewer else "an everyday word", "lexicon")


def _filled(sentence: Sentence, match: Match, entry: Entry, plain: str, known: Lexicon) -> str | None:
    if plain == "-":
        return ""
    captures = known.phrases.captures(match)
    text = plain
    for hole in _HOLE.finditer(plain):
        caught = captures.get(hole[1])
        if caught is None:
            return None
        words = caught.text
        if hole[2]:
            words = _form_of(sentence, caught.start, hole[2])
            if not words:
                return None
        text = text.replace(hole[0], words)
    if "~" in text:
        form = _verb_form(sentence, match, entry)
        if form == "participle" and "~get" in text:
            return None  # "has been got"
        text = _LEMMA.sub(lambda m: english(m[1], form), text)
    return text


def _verb_form(sentence: Sentence, match: Match, entry: Entry) -> str:
    words = sentence.words
    for index in range(match.first, match.last):
        if entry.lemmas.intersection(words[index].lemmas):
            return english_form(words, index)
    return "base"


def _form_of(sentence: Sentence, start: int, form: str) -> str:
    token = next((w for w in sentence.words if w.start == start), None)
    if token is None:
        return ""
    if sentence.language == "it":
        return italian(token.norm, form)
    lemma = next((x for x in token.lemmas if x != token.norm), token.norm)
    return english(lemma, form)


def _article(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """ "a" or "an" before the change follows its first sound."""
    found = re.search(r"\b([Aa]n?) $", text[:start])
    if found is None or not new:
        return start, end, new
    right = "an" if _VOWEL.match(new) else "a"
    if found[1].lower() == right:
        return start, end, new
    article = right.capitalize() if found[1][0].isupper() else right
    return found.start(), end, f"{article} {new}"
