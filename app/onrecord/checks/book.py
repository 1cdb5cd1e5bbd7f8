"""All rules of a language ready for use: kept as one cache file, narrowed to a text before phrases are compiled.

Reading some hundred TOML files and compiling thousands of phrases would take longer than a person waits. So the parsed
rules stand in the user's state folder as JSON (no code), keyed by names, sizes and times of the files they came from;
and for a short text only those phrases are compiled whose rarest word occurs in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.checks.rule import Duty, Rule
from onrecord.content import places
from onrecord.reading import Reading
from onrecord.reading.phrases import Match, PhraseSet
from onrecord.reading.words import tokenise

_VERSION = 5
# Words so frequent that they say nothing about whether a phrase can occur.
_FREQUENT = {
    "en": (
        "the a an of to in on at for and or that this these those it is are was were be been not no we our us "
        "you your they their i my ~be ~have ~do ~we ~you ~they ~it ~this will would can could may might "
        "should have has had do does did with by as from any all but if so there who which what when more one "
        "some "
    ),
    "it": (
        "il lo la i gli le un una uno di a da in con su per tra fra e o che non si ci vi è sono era ha hanno "
        "abbiamo del della dei delle degli al alla ai alle nel nella dal dalla sul sulla ~essere ~avere ~il "
        "~di ~a ~da ~in ~su ~che questo questa nostro nostra nostri nostre come più se anche "
    ),
}
SHORT = 1_500
"""Words. Up to here a text is matched with the phrases that can occur in it, beyond with all of them."""

Key = tuple[str, str]


class Book:
    """The rules, lists, cues and elements of one language."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.language: str = data["language"]
        self.faults: tuple[str, ...] = tuple(data["faults"])
        self.rules = tuple(Rule(**{k: _frozen(v) for k, v in raw.items()}) for raw in data["rules"])
        self.elements: tuple[str, ...] = tuple(data["elements"])
        self.duties: dict[str, tuple[Duty, ...]] = {
            name: tuple(Duty(*_frozen(duty)) for duty in duties) for name, duties in data["duties"].items()
        }
        self._phrases: list[tuple[Key, str, list[str] | None]] = [
            ((owner, role), text, pivots) for owner, role, text, pivots in data["phrases"]
        ]
        self._lists: dict[str, list[tuple[str, list[str]]]] = data["lists"]
        self._all: PhraseSet | None = None

    def full(self) -> PhraseSet:
        """Every phrase compiled: for long texts, many texts, and a screen that reads as one types."""
        if self._all is None:
            lists = {name: [word for word, _ in words] for name, words in self._lists.items()}
            self._all = PhraseSet(((key, text) for key, text, _ in self._phrases), self.language, lists=lists)
        return self._all

    def find(self, reading: Reading, *, short: bool) -> list[Match]:
        """All matches of all phrases, by place."""
        if not short or self._all is not None:
            return self.full().find(reading)
        keys = _keys(reading, self.language)
        prefixes = tuple({key for key in self._prefixes() if any(k.startswith(key[:-1]) for k in keys)})
        keys.update(prefixes)
        apart = keys.isdisjoint
        chosen = [(key, text) for key, text, pivots in self._phrases if pivots is None or not apart(pivots)]
        lists = {
            name: [word for word, forms in words if not apart(forms)] or ["zzzzzz"]
            for name, words in self._lists.items()
        }
        return PhraseSet(chosen, self.language, lists=lists).find(reading)

    def _prefixes(self) -> set[str]:
        return {p for _, _, pivots in self._phrases if pivots for p in pivots if p.endswith("*")}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _keys(reading: Reading, language: str) -> set[str]:
    keys: set[str] = set()
    seen: set[str] = set()
    for sentence in reading.sentences:
        for token in sentence.words:
            word = token.word
            if word.text in seen:
                continue
            seen.add(word.text)
            keys.update((word.lower, word.norm, "=" + word.text))
            keys.update("~" + lemma for lemma in word.lemmas)
            keys.update("<" + tag for tag in word.tags)
            if word.kind == "symbol":
                keys.add("<symbol")
    return keys


@lru_cache(maxsize=8)
def open_book(language: str, roots: tuple[Path, ...] | None = None) -> Book:
    """The book of a language, from the cache where it is fresh. Never fails: faults of rule files are in `faults`."""
    roots = roots or places.template_roots()
    stamp = _stamp(language, roots)
    cache = _cache_file(language)
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = cache.read_text(encoding="utf-8")
        first, _, rest = text.partition("\n")
        if first == stamp:
            return Book(json.loads(rest))
    data = _compile(language, roots)
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = cache.with_suffix(f".{os.getpid()}")
        temporary.write_text(stamp + "\n" + json.dumps(data, ensure_ascii=False), encoding="utf-8")
        temporary.replace(cache)
    return Book(data)


def _cache_file(language: str) -> Path:
    return places.user_home() / "state" / f"rules-{language}.json"


def _stamp(language: str, roots: tuple[Path, ...]) -> str:
    """What the cache depends on: the names, sizes and times of all files below the rules folders, on one line."""
    seen = [f"{_VERSION} {language}"]
    for root in roots:
        for folder in ("", "any", language):
            base = os.path.join(root, "rules", folder)
            _add(seen, base)
            if folder:
                for path in _folders(base):
                    _add(seen, path)
    return ";".join(seen)


def _folders(base: str) -> list[str]:
    try:
        with os.scandir(base) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _add(seen: list[str], folder: str) -> None:
    try:
        with os.scandir(folder) as entries:
            files = [(e.path, e.stat()) for e in entries if e.name.endswith(".toml")]
    except OSError:
        return
    seen += sorted(f"{path} {found.st_size} {found.st_mtime_ns}" for path, found in files)


def _compile(language: str, roots: tuple[Path, ...]) -> dict[str, Any]:
    from onrecord.checks.loader import load_source

    source = load_source(language, roots)
    lists = {name: [(word, _forms(word, language)) for word in words] for name, words in source.lists.items()}
    owned: list[tuple[str, str, Sequence[str]]] = [
        (str(number), role, phrases) for number, rule in enumerate(source.rules) for role, phrases in rule.roles()
    ]
    owned += [("cue", name, phrases) for name, phrases in source.cues.items()]
    owned += [("element", name, phrases) for name, phrases in source.elements.items()]
    phrases = [
        (owner, role, text, _pivots(text, language, source.lists))
        for owner, role, texts in owned
        for text in texts
        if not text.startswith("#")
    ]
    slim = ("good", "bad")
    return {
        "language": language,
        "faults": list(source.faults),
        "rules": [
            {k: v for k, v in rule._asdict().items() if k not in slim and v not in ((), "", 0)} for rule in source.rules
        ],
        "elements": list(source.elements),
        "duties": {name: [list(duty) for duty in duties] for name, duties in source.duties.items()},
        "lists": lists,
        "phrases": phrases,
    }


def _forms(word: str, language: str) -> list[str]:
    mark = word[0] if word[0] in "~=" else ""
    body = word[len(mark) :]
    if body.endswith("*"):
        return [body.lower()]
    if mark == "=":
        return [word]
    return [mark + token.norm for token in tokenise(body, language) if token.is_word]


def _pivots(text: str, language: str, lists: Any) -> list[str] | None:
    """Keys of which at least one is in every text where the phrase occurs; None when there are none."""
    from onrecord.reading.notation import parse

    frequent = set(_FREQUENT[language].split())
    found: set[str] = set()
    for sequence in parse(text, language, lists):
        candidates = [e.keys for e in sequence if e.kind == "key" and e.keys.isdisjoint({"<word"})]
        if not candidates:
            return None
        found |= min(candidates, key=lambda keys: (len(keys & frequent), any(k[0] == "<" for k in keys), len(keys)))
    return sorted(found)
