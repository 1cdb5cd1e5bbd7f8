"""Which elements a text has, and which a text of its type needs and lacks.

The lesson of the profession: word lists miss the worst statements, whose fault is what is not there. What shows an
element is data (`rules/<lang>/elements.toml`), what a type needs is data (`rules/needs.toml`): always, or when a cue
occurs (people hurt: empathy and advice; something of ours failed: apology).
"""

from __future__ import annotations

from onrecord.checks.hits import Text, by_sentence, overlaps
from onrecord.reading.phrases import Match

Place = tuple[int, int]

_TIMED = frozenset({"next-update"})
"""Elements that count only beside a date, a time or a duration."""
_CONTACTS = ("phone", "email", "link", "handle")
_HELPERS = ("except-", "with-", "pair-")
_WHEN = ("date", "time", "duration")


def present(text: Text) -> dict[str, Place]:
    """The elements that are there, each with its first place; in the order of the text."""
    if text.elements is None:
        text.elements = _find(text)
    return text.elements


def _find(text: Text) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for element in text.book.elements:
        if element.startswith(_HELPERS):
            continue
        matches = text.hits.get("element", element)
        excepted = by_sentence(text.hits.get("element", f"except-{element}"))
        needed = text.hits.get("element", f"with-{element}")
        beside = {m.sentence.start for m in needed}
        for match in matches:
            if overlaps(match, excepted.get(match.sentence.start, ())):
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
    for duty in text.book.duties.get(text.document, ()):
        if duty.when and not any(text.cue(name) for name in duty.when):
            continue
        if any(text.cue(name) for name in duty.unless):
            continue
        if duty.has and not any(name in there for name in duty.has):
            continue
        lacking.update(dict.fromkeys(need for need in duty.needs if need not in there))
    return tuple(lacking)
