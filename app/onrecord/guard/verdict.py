"""The verdict on a pair of texts."""

# ruff: noqa: SIM905  lists of words read better as text
from __future__ import annotations

import re

from onrecord.guard.form import form_differences, new_claims, repeated
from onrecord.guard.match import addressed, literal_differences, match, tolerated, unprefixed
from onrecord.guard.model import Difference, Side, Verdict
from onrecord.guard.naming import name_leftovers, reasons
from onrecord.guard.places import exchanged
from onrecord.guard.roles import role_differences
from onrecord.guard.side import side
from onrecord.guard.tables import Tables, tables
from onrecord.reading.lexicons import base_language


def judge(source: str, candidate: str, language: str, *, names: tuple[tuple[str, str], ...] = ()) -> Verdict:
    """Whether the candidate says exactly what the source says, with every difference that was found.

    `language` is "en" or "it" (a tag is cut; another one raises BadInput). `names` are names to know beforehand, as
    `onrecord.reading.read` takes them.
    """
    language = base_language(language)
    source, candidate = _SPACES.sub(" ", source), _SPACES.sub(" ", candidate)
    if source == candidate:
        return Verdict(True)
    known = tables(language)
    best: list[Difference] | None = None
    sides: tuple[Side, Side] | None = None
    for paraphrases in (True, False):
        left, right = side(source, language, names, paraphrases), side(candidate, language, names, paraphrases)
        found = _differences(left, right, known)
        if best is None or len(found) < len(best):
            best, sides = found, (left, right)
        if not found or any(d.kind in _FINAL for d in found) or not (left.paraphrased or right.paraphrased):
            break
    assert best is not None
    assert sides is not None
    return Verdict(not best, reasons(best, *sides))


_SPACES = re.compile(r"[ \t\u00a0\u202f]+")
# Differences that no paraphrase explains away: reading the pair again without paraphrases would be in vain.
_FINAL = frozenset(
    "number_changed number_dropped number_added unit_or_scale_changed date_time_changed timezone_dropped name_changed "
    "name_dropped name_added quote_altered url_email_phone_altered language_switched truncated repeated".split()
)


def _differences(source: Side, candidate: Side, known: Tables) -> list[Difference]:
    found = form_differences(source, candidate, known)
    matched = match(source, candidate)
    missing, added = tolerated(matched, source, candidate, known.classes.get("generic", frozenset()))
    addressed(missing, matched.pairs, known.classes.get("people", frozenset()))
    unprefixed(missing, added, known.classes.get("prefix", frozenset()))
    literals, literal_pairs = literal_differences(source, candidate, missing, added)
    found += literals
    found += name_leftovers(missing, added, matched.moved, source, candidate, known)
    if not found:
        found += role_differences(source, candidate, matched.pairs, literal_pairs, known)
        found += exchanged(source, candidate, matched.pairs + literal_pairs, known.kinds)
    if not found:
        found += new_claims(source, candidate)
    return found + repeated(source, candidate, known)
