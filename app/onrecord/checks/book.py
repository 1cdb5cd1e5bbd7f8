"""All rules of a language ready for use: read and compiled once, then kept as plain values.

Reading some hundred TOML files and parsing thousands of phrases would take longer than a person waits. So rules and
compiled phrases stand in the user's state folder (`onrecord.content.kept`), with the names, sizes and times of the
files that they came from; and of the phrases a text costs only those whose rarest word it has.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.checks import likeness
from onrecord.checks.rule import Duty, Rule
from onrecord.content import kept, places
from onrecord.errors import BadInput
from onrecord.reading import Reading, Sentence
from onrecord.reading.model import Token
from onrecord.reading.phrases import Match, PhraseSet, Table, compiled

Key = tuple[str, str]
_KEPT_SCORES = 2_000
"""Sentences whose scores are kept."""
_FOLDERS = ("", "any")
"""Folders of rules beside the language's own."""


class Book:
    """The rules, cues and elements of one language, with their phrases."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.language: str = data["language"]
        self.faults: tuple[str, ...] = data["faults"]
        self.rules = tuple([Rule(**raw) for raw in data["rules"]])
        self.in_order = sorted(enumerate(self.rules), key=lambda pair: pair[1].kind == "likeness")
        """Numbers and rules; those of likeness last, because the others are evidence for them."""
        self.elements: tuple[str, ...] = data["elements"]
        self.duties: dict[str, tuple[Duty, ...]] = {
            name: tuple([Duty(*duty) for duty in duties]) for name, duties in data["duties"].items()
        }
        self.phrases = PhraseSet.of(Table(*data["phrases"]), self.language, lasting=True)
        self._packed: dict[str, tuple[Any, ...]] = data["likeness"]
        self._tables: dict[str, likeness.Table] = {}
        self._scored: dict[tuple[tuple[str, ...], str, int, frozenset[str]], dict[str, float]] = {}

    def table(self, name: str) -> likeness.Table | None:
        """The weights that rules of likeness ask, or None where this language has none."""
        if name not in self._tables and name in self._packed:
            self._tables[name] = likeness.unpacked(self._packed[name])
        return self._tables.get(name)

    def scores(
        self, table: likeness.Table, sentence: Sentence, words: Sequence[Token], fired: frozenset[str]
    ) -> dict[str, float]:
        """The scores of a sentence, kept: of a text that is being typed all sentences but one are the same."""
        key = (table.categories, sentence.text, len(words), fired)
        found = self._scored.get(key)
        if found is None:
            if len(self._scored) >= _KEPT_SCORES:
                self._scored.clear()
            found = self._scored[key] = table.scores(words, sentence.terminator, fired)
        return found

    def find(self, reading: Reading) -> list[Match]:
        """All matches of all phrases, by place."""
        return self.phrases.find(reading)


def open_book(language: str, folder: str = "") -> Book:
    """The book of a language, as it was kept where it is fresh. Never fails: faults of rule files are in `faults`.

    `folder` is an organisation's own: the files in its rules/ count before all others.
    """
    roots = places.template_roots()
    return _open((Path(folder), *roots) if folder else roots, language)


@lru_cache(maxsize=8)
def _open(roots: tuple[Path, ...], language: str) -> Book:
    stamp = _stamp(language, roots)
    name = f"rules-{language}"
    data = kept.load(name, stamp)
    if data is None:
        data = _compile(language, roots)
        kept.save(name, stamp, data)
    return Book(data)


def _stamp(language: str, roots: tuple[Path, ...]) -> kept.Stamp:
    """What the book depends on: the files below the rules folders, and the words that phrases are read with."""
    found: list[Any] = [language]
    for root in roots:
        for folder in (*_FOLDERS, language):
            base = os.path.join(root, "rules", folder)
            found.append((base, kept.folder_stamp(base, ".toml")))
            if folder:
                found += [(path, kept.folder_stamp(path, ".toml")) for path in _folders(base)]
        lexicons = os.path.join(root, language, "lexicons")
        found.append((lexicons, kept.folder_stamp(lexicons, ".tsv")))
        weights = likeness.folder(root, language)
        found.append((weights, kept.folder_stamp(weights, ".tsv")))
    return tuple(found)


def _folders(base: str) -> list[str]:
    try:
        with os.scandir(base) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _compile(language: str, roots: tuple[Path, ...]) -> dict[str, Any]:
    from onrecord.checks.loader import load_source

    source = load_source(language, roots)
    faults = list(source.faults)
    tables: dict[str, tuple[Any, ...]] = {}
    for name, path in likeness.files(language, roots).items():
        try:
            tables[name] = likeness.packed(likeness.read_table(path))
        except (BadInput, OSError, UnicodeDecodeError) as error:
            faults.append(str(error))

    def owned() -> Iterator[tuple[Key, str]]:
        for number, rule in enumerate(source.rules):
            for role, phrases in rule.roles():
                yield from (((str(number), role), text) for text in phrases if not text.startswith("#"))
        for owner, named in (("cue", source.cues), ("element", source.elements)):
            for name, phrases in named.items():
                yield from (((owner, name), text) for text in phrases)

    slim = ("good", "bad")
    return {
        "language": language,
        "faults": tuple(faults),
        "rules": [
            {k: v for k, v in rule._asdict().items() if k not in slim and v not in ((), "", 0)} for rule in source.rules
        ],
        "elements": tuple(source.elements),
        "duties": {name: [tuple(duty) for duty in duties] for name, duties in source.duties.items()},
        "likeness": tables,
        "phrases": tuple(compiled(owned(), language, lists=source.lists)),
    }
