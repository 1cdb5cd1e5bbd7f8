"""consistency: one incident, one figure and one promised time, in every text and language, and over time.

Only the same unit is compared: accounts are not people. Units are the ones that the scenario's questions declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.content.model import Question
from onrecord.reading import Reading, read

_NEXT = {
    "en": ("next update", "speak again", "update at", "update by", "next statement", "next note"),
    "it": ("prossimo aggiornamento", "nuovo aggiornamento", "aggiornamento entro", "aggiornamento alle"),
}


def check(text: Text, context: Context) -> Iterator[Found]:
    """Counts and the promised time that differ from another statement of the incident."""
    if context.incident is None:
        return
    mine = counts(text.reading, context)
    language = text.reading.language
    for other in context.others:
        theirs = counts(read(other.text, other.language), context)
        for unit, (value, start, end) in mine.items():
            if unit in theirs and theirs[unit][0] != value:
                yield Found(
                    rule="document/count-differs",
                    category="consistency",
                    severity="block",
                    start=start,
                    end=end,
                    message=say(
                        language,
                        f"Another text ({other.document}, {other.language}) gives another figure for the same unit.",
                        f"Un altro testo ({other.document}, {other.language}) dà un'altra cifra per la stessa unità.",
                    ),
                    why=say(
                        language,
                        "Two figures for one thing are the next question of every reporter.",
                        "Due cifre per la stessa cosa sono la prossima domanda di ogni cronista.",
                    ),
                    instead=say(
                        language, "Correct the fact, then both texts.", "Correggete il fatto, poi entrambi i testi."
                    ),
                    stop="second-person",
                )
    yield from _promised(text, context)
    if context.given:
        from onrecord.checks.document.successive import check as against_what_was_given_out

        yield from against_what_was_given_out(text, context)


def counts(reading: Reading, context: Context) -> dict[str, tuple[Fraction, int, int]]:
    """Per unit of the scenario: the count given in a text, and where; only where it gives exactly one."""
    found: dict[str, list[tuple[Fraction, int, int]]] = {}
    units = {
        unit: words for question in context.questions.values() for unit, words in _units(question, reading.language)
    }
    for sentence in reading.sentences:
        for literal in sentence.literals:
            if literal.kind not in ("number", "quantity") or not isinstance(literal.value, int | Fraction):
                continue
            after = [t.norm for t in sentence.words if t.start >= literal.end][:3]
            for unit, words in units.items():
                if not words.isdisjoint(after):
                    found.setdefault(unit, []).append((Fraction(literal.value), literal.start, literal.end))
                    break
    return {unit: places[0] for unit, places in found.items() if len({p[0] for p in places}) == 1}


def _units(question: Question, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    for unit in question.units:
        words = {unit.one.get(language, ""), unit.many.get(language, "")} - {""}
        yield unit.id, frozenset(word.lower().split()[-1] for word in words)


def _promised(text: Text, context: Context) -> Iterator[Found]:
    """The time of the next update, against the one fact that holds it."""
    assert context.incident is not None
    fact = context.incident.fact("next_update")
    place = present(text).get("next-update")
    if fact is None or not isinstance(fact.value, datetime) or place is None:
        return
    from onrecord.checks.document.values import zone_of

    local = fact.value.astimezone(zone_of(context))
    sentence = text.reading.sentence_at(place[0])
    if sentence is None:
        return
    times = [
        lit
        for lit in sentence.literals
        if lit.kind == "time" and isinstance(lit.value, tuple) and lit.value[:1] == ("time",)
    ]
    if times and all((lit.value[1], lit.value[2]) != (local.hour, local.minute) for lit in times):  # type: ignore[index]
        language = text.reading.language
        yield Found(
            rule="document/promise-differs",
            category="consistency",
            severity="block",
            start=times[0].start,
            end=times[0].end,
            message=say(
                language,
                "Another time than the one the incident promises for the next update.",
                "Un orario diverso da quello promesso per il prossimo aggiornamento.",
            ),
            instead=say(language, "One promised time in all texts.", "Un solo orario in tutti i testi."),
            stop="second-person",
        )
