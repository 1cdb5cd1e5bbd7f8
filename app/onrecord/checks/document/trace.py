"""trace: every number, date, name, quotation and link comes from a fact, the profile or the passage that was used."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from onrecord.checks.document.found import Found, say
from onrecord.checks.document.values import held_by, zone_of
from onrecord.checks.hits import Text
from onrecord.checks.model import Context, Severity
from onrecord.incident.model import State
from onrecord.reading import Literal, read

_HARD = frozenset(
    {
        "number",
        "percent",
        "ratio",
        "money",
        "quantity",
        "duration",
        "date",
        "time",
        "quote",
        "link",
        "email",
        "phone",
        "handle",
    }
)
_KINDS = {
    "name": ("name", "nome"),
    "quote": ("quotation", "citazione"),
    "date": ("date", "data"),
    "time": ("time", "orario"),
    "link": ("link", "link"),
    "email": ("address", "indirizzo"),
    "phone": ("number", "numero"),
    "handle": ("address", "indirizzo"),
}
_SMALL = 3
"""A number in words up to here ("one of our coaches") is language, not a count."""


def check(text: Text, context: Context) -> Iterator[Found]:
    """Literals without a source. Silent without an incident."""
    if context.incident is None:
        return
    language = text.reading.language
    known = held_by(context, language, State.KNOWN)
    if context.statement is not None and context.statement.language == language:
        for literal in read(context.statement.text, language).literals:
            known.take(literal)
        at = context.statement.at.astimezone(zone_of(context))
        known.dates.add((at.year, at.month, at.day))
        known.times.add((at.hour, at.minute))
    for literal in text.reading.literals:
        if _own(literal) or known.holds(literal):
            continue
        severity: Severity = "block" if literal.kind in _HARD else "warn"
        kind = _KINDS.get(literal.kind, ("figure", "dato"))[language == "it"]
        yield Found(
            rule="document/trace",
            category="trace",
            severity=severity,
            start=literal.start,
            end=literal.end,
            message=say(
                language,
                f"No fact of the incident gives this {kind}.",
                f"Nessun fatto dell'episodio dà questo {kind}."
                if kind not in ("data", "citazione")
                else f"Nessun fatto dell'episodio dà questa {kind}.",
            ),
            why=say(
                language,
                "What stands in no fact was not checked by anybody.",
                "Ciò che non sta in nessun fatto non l'ha verificato nessuno.",
            ),
            instead=say(
                language,
                "Enter it as a fact with its source, or take it out.",
                "Inseritelo come fatto con la fonte, o toglietelo.",
            ),
            stop="second-person",
        )


def _own(literal: Literal) -> bool:
    """What needs no source: small numbers in words, ordinals, relative days, unclassified capitals."""
    if literal.kind in ("ordinal", "hashtag", "code"):
        return True
    if literal.kind == "name":
        return not literal.detail
    value = literal.value
    if literal.kind == "number" and isinstance(value, int | Fraction) and literal.text.isalpha():
        return value <= _SMALL
    return literal.kind in ("date", "duration") and isinstance(value, tuple) and value[:1] == ("relative",)
