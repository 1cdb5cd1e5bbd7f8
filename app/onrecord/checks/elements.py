"""Which elements a text has, and which a text of its type needs and lacks.

The lesson of the profession: word lists miss the worst statements, whose fault is what is not there. What shows an
element is data (`rules/<lang>/elements.toml`), what a type needs is data (`rules/needs.toml`): always, or when a cue
occurs (people hurt: empathy and advice; something of ours failed: apology).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.checks.hits import Text
from onrecord.checks.model import DOCUMENTS
from onrecord.content import places
from onrecord.content.model import ELEMENTS
from onrecord.content.toml import TomlTable, read_toml
from onrecord.errors import nearest
from onrecord.reading.phrases import Match

Place = tuple[int, int]

_TIMED = frozenset({"next-update"})
"""Elements that count only beside a date, a time or a duration."""
_CONTACTS = ("phone", "email", "link", "handle")
_WHEN = ("date", "time", "duration")


@dataclass(frozen=True, slots=True)
class Duty:
    """Elements that a document needs when one of `when` occurs in the text and none of `unless`."""

    needs: tuple[str, ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    """Elements that must be present for this duty to count."""


def present(text: Text) -> dict[str, Place]:
    """The elements that are there, each with its first place; in the order of the text."""
    if text.elements is None:
        text.elements = _find(text)
    return text.elements


def _find(text: Text) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for element in ELEMENTS:
        matches = text.hits.get("element", element)
        excepted = text.hits.get("element", f"except-{element}")
        needed = text.hits.get("element", f"with-{element}")
        beside = {m.sentence.start for m in needed}
        for match in matches:
            if any(e.start < match.end and match.start < e.end for e in excepted):
                continue
            if element in _TIMED and not _timed(match):
                continue
            found[element] = (match.start, match.end)
            break
        if element not in found and needed and f"pair-{element}" in text.book.elements:
            pairs = text.hits.get("element", f"pair-{element}")
            both = next((p for p in pairs if p.sentence.start in beside), None)
            if both is not None:
                found[element] = (both.start, both.end)
    _from_literals(text, found)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _timed(match: Match) -> bool:
    return any(literal.kind in _WHEN for literal in match.sentence.literals)


def _from_literals(text: Text, found: dict[str, Place]) -> None:
    """A way to reach somebody is contact; a past event with a place in time is a fact."""
    for sentence in text.reading.sentences:
        for literal in sentence.literals:
            if literal.kind in _CONTACTS and "contact" not in found:
                found["contact"] = (literal.start, literal.end)
            if literal.kind in ("date", "time", "number", "quantity", "money") and "facts" not in found:
                found["facts"] = (sentence.start, sentence.end)
    if "facts" in found and "acknowledgement" not in found:
        found["acknowledgement"] = found["facts"]


def missing(text: Text) -> tuple[str, ...]:
    """The elements that this document needs and lacks, in the order in which it lists them."""
    there = present(text)
    lacking: dict[str, None] = {}
    for duty in duties().get(text.document, ()):
        if duty.when and not any(text.cue(name) for name in duty.when):
            continue
        if any(text.cue(name) for name in duty.unless):
            continue
        if duty.has and not any(name in there for name in duty.has):
            continue
        lacking.update(dict.fromkeys(need for need in duty.needs if need not in there))
    return tuple(lacking)


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: int) -> dict[str, tuple[Duty, ...]]:
    table = read_toml(path)
    found: dict[str, tuple[Duty, ...]] = {}
    for name in table:
        if name == "format":
            continue
        if name not in DOCUMENTS:
            raise table.bad(f"unknown document {name!r}", key=name, hint=nearest(name, DOCUMENTS))
        entry = table.table(name)
        assert entry is not None
        found[name] = (Duty(_names(entry, "needs")), *(_duty(t) for t in entry.tables("if")))
        entry.done()
    return found


def _duty(table: TomlTable) -> Duty:
    duty = Duty(_names(table, "needs"), table.strings("when", ()), table.strings("unless", ()), _names(table, "has"))
    table.done("when", "unless", "needs", "has")
    return duty


def _names(table: TomlTable, key: str) -> tuple[str, ...]:
    names = table.strings(key, ())
    for name in names:
        if name not in ELEMENTS:
            raise table.bad(f"unknown element {name!r}", key=key, hint=nearest(name, ELEMENTS))
    return names


def duties() -> dict[str, tuple[Duty, ...]]:
    """What every document type needs, the user's own file before the built-in one."""
    path = places.find("rules/needs.toml")
    if path is None:
        return {}
    return _read(path, path.stat().st_mtime_ns)
