"""The guard's knowledge of a language: `<language>/guard/*.tsv`, read on first use, the user's own file first.

- `words.tsv`: class, words. `free` carry no meaning of their own; `weak` may come or go (light verbs); `generic` nouns
  stand for another (the company); `point` (the, this) may take up a noun again; `clause` begin a clause; `head` are
  prepositions; `we`, `i`, `our`, `pronoun`, `people`, `saying`, `speaking`, `noact`, `timehead`, `prefix` as they say;
  `formula` words make up formulas that may stand for nothing
- `cues.tsv`, `phrases.tsv`, `plain.tsv`: what a phrase stands for, then phrases (the notation of
  `onrecord.reading.phrases`). It stands for cues in capitals (NOT, MAY; WHO/IF is either), words (small letters),
  `bound=more_than` (of the literal in its slot) or `-` (nothing). Words in named slots and gaps stay and are
  read as usual. The phrases of cues.tsv always hold; the others are paraphrases, and a pair that agrees without them
  agrees. Those of plain.tsv belong to the plain-language lexicon, so that what it proposes can be judged
- `synonyms.tsv`: sets of words in their dictionary forms that may stand for each other
- `antonyms.tsv`: words that never may; they name the difference, and prepositions in it may not answer each other
- `kinds.tsv`: what it is called when a word or cue comes or goes
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from onrecord.content.places import find
from onrecord.errors import BadInput
from onrecord.reading import Word
from onrecord.reading.lexicons import read_rows
from onrecord.reading.phrases import PhraseSet
from onrecord.reading.words import make_word


@dataclass(frozen=True, slots=True)
class Rule:
    """What a phrase stands for: `atoms` in order, the `bound` of its literal; if it `always` holds, has `slots`."""

    atoms: tuple[str, ...]
    bound: str
    always: bool
    number: int
    slots: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the guard knows about one language."""

    language: str
    classes: dict[str, frozenset[str]]
    cue_words: dict[str, tuple[str, ...]]
    phrases: PhraseSet
    sets: dict[str, tuple[str, ...]]
    antonyms: dict[str, frozenset[str]]
    kinds: dict[str, str]

    parts: dict[str, frozenset[str]]

    def is_in(self, name: str, norm: str) -> bool:
        """Whether a word belongs to a class."""
        return norm in self.classes.get(name, _NONE)

    def part(self, norm: str) -> frozenset[str]:
        """All classes of a word."""
        return self.parts.get(norm, _NONE)


_NONE: frozenset[str] = frozenset()


def _path(language: str, name: str) -> Path:
    relative = f"{language}/guard/{name}.tsv"
    path = find(relative)
    if path is None:
        raise BadInput(f"the file {relative} is missing", hint="Install onrecord again.")
    return path


@cache
def tables(language: str) -> Tables:
    """The tables of "en" or "it"; BadInput names a file that is missing or wrong."""
    classes: dict[str, set[str]] = {}
    for row in read_rows(_path(language, "words")):
        classes.setdefault(row[0], set()).update(word for column in row[1:] for word in column.split())
    phrases: list[tuple[Rule, str]] = []
    single: dict[str, tuple[str, ...]] = {}
    for name in ("cues", "phrases", "plain"):
        path = _path(language, name)
        for row in read_rows(path):
            if len(row) < 2:
                raise BadInput(
                    f"no phrase for {row[0]!r}", where=path, hint="Write: meaning <TAB> phrase <TAB> phrase."
                )
            bound = next((a[6:].replace("_", " ") for a in row[0].split() if a.startswith("bound=")), "")
            atoms = tuple(a for a in row[0].split() if a != "-" and not a.startswith("bound="))
            for phrase in row[1:]:
                if _NAMELESS.search(phrase):
                    raise BadInput(
                        f"a gap without a name in {phrase!r}", where=path, hint="Write <..3:x>: its words stay."
                    )
                if not phrase or (name == "plain" and _hides(phrase, atoms, bound, classes)):
                    continue
                if name == "cues" and phrase.rstrip("'").isalpha():
                    single[phrase] = atoms
                else:
                    phrases.append((Rule(atoms, bound, name == "cues", len(phrases), "<" in phrase), phrase))
    sets: dict[str, list[str]] = {}
    for number, row in enumerate(read_rows(_path(language, "synonyms"))):
        for word in row[0].split():
            sets.setdefault(word, []).append(f"#{number}")
    antonyms: dict[str, set[str]] = {}
    for row in read_rows(_path(language, "antonyms")):
        if len(row) < 2:
            raise BadInput(
                f"{row[0]!r} has no opposite", where=_path(language, "antonyms"), hint="Write: word <TAB> words."
            )
        for left in row[0].split():
            for right in row[1].split():
                antonyms.setdefault(left, set()).add(right)
                antonyms.setdefault(right, set()).add(left)
    parts: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            parts.setdefault(word, set()).add(name)
    return Tables(
        language,
        {name: frozenset(words) for name, words in classes.items()},
        single,
        PhraseSet(phrases, language),
        {word: tuple(numbers) for word, numbers in sets.items()},
        {word: frozenset(others) for word, others in antonyms.items()},
        _kinds(language),
        {word: frozenset(names) for word, names in parts.items()},
    )


_NAMELESS = re.compile(r"(?:^|[\s(\[|])\.\.\d")
_SLOT = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]+'?")


def _hides(phrase: str, atoms: tuple[str, ...], bound: str, classes: dict[str, set[str]]) -> bool:
    """Whether a phrase of the plain-language lexicon would make a word vanish: such a paraphrase proves nothing.

    It may stand for nothing, or for a word that may come and go, only when it is made of formula words.
    """
    if bound or any(atom.isupper() or atom not in classes["free"] | classes["weak"] for atom in atoms):
        return False
    quiet = classes["free"] | classes["formula"] | (classes["weak"] if atoms else set())
    return any(word not in quiet for word in _WORD.findall(_SLOT.sub(" ", phrase.lower())))


def _kinds(language: str) -> dict[str, str]:
    """Words and cues to the kind of difference that they make when they come or go."""
    return {
        word: row[0] for row in read_rows(_path(language, "kinds")) for column in row[1:] for word in column.split()
    }


_FUTURE = ("remo", "rete", "ranno", "rà", "rò")


@lru_cache(maxsize=20_000)
def concepts(lemmas: tuple[str, ...], language: str) -> frozenset[str]:
    """All concepts that a word with these dictionary forms can stand for."""
    sets = tables(language).sets
    found = set(lemmas)
    for lemma in lemmas:
        found.update(sets.get(lemma, ()))
    return frozenset(found)


def concepts_of(word: Word, language: str) -> frozenset[str]:
    """All concepts of a word of a text."""
    lemmas = word.lemmas if word.norm in word.lemmas else (*word.lemmas, word.norm)
    if language == "it" and "verb" not in word.tags:
        ending = next((e for e in _FUTURE if word.norm.endswith(e) and len(word.norm) > len(e) + 3), "")
        if ending:  # the future of a verb that the reading does not know
            stem = word.norm[: -len(ending)]
            lemmas = (*lemmas, stem + "re", *((stem[:-1] + "are",) if stem.endswith("e") else ()))
    return concepts(lemmas, language)


@lru_cache(maxsize=4_000)
def concepts_of_form(form: str, language: str) -> frozenset[str]:
    """All concepts of a written form."""
    return concepts_of(make_word(form, language), language)
