"""leak: no value that must not be said stands in the text, in none of its forms.

A yes or no, a choice, or a number under 10 counts only beside its unit or noun: "3" alone is everywhere. A part that a
cleared fact shares warns, a whole value stops. A withheld fact without a value cannot be searched for: that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from onrecord.checks.document.found import Found, say
from onrecord.checks.document.values import Held, digits, facts_in, folded, held_by, zone_of
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.incident.model import Fact, State
from onrecord.incident.values import Choice, Money, Number, Percentage, Person, Value, Words
from onrecord.reading import Literal

_LEAST_NUMBER = 10
_LEAST_WORD = 4
_NEAR = 40
"""Characters around a small number in which its unit is looked for."""


def check(text: Text, context: Context) -> Iterator[Found]:
    """Findings of category leak, never waivable for a whole value. The withheld value is never part of a message."""
    if context.incident is None:
        return
    language = text.reading.language
    said = held_by(context, language, State.KNOWN)
    for fact in facts_in(context, State.WITHHELD):
        label = _label(fact, context, language)
        if fact.value is None:
            end = len(text.reading.text)
            yield Found(
                "document/leak-not-covered",
                "leak",
                "info",
                end,
                end,
                say(
                    language,
                    f"“{label}” must not be said, and no value is kept for it: it cannot be searched for.",
                    f"«{label}» non va detto e non ne è conservato il valore: non si può cercare.",
                ),
            )
            continue
        for start, end, shared in _places(text, fact.value, context, said):
            yield Found(
                rule="document/leak",
                category="leak",
                severity="warn" if shared else "block",
                start=start,
                end=end,
                message=say(
                    language,
                    f"This must not be said: “{label}” is withheld.",
                    f"Questo non va detto: «{label}» è riservato.",
                ),
                why=say(
                    language,
                    "Somebody decided that it is not to be given out.",
                    "Qualcuno ha deciso che non va comunicato.",
                ),
                instead=say(
                    language, "Take it out, or use the agreed line.", "Toglietelo, o usate la frase concordata."
                ),
                stop="author" if shared else "never",
            )


def _label(fact: Fact, context: Context, language: str) -> str:
    question = context.questions.get(fact.id)
    return (question.label if question else fact.label).get(language) or fact.id.replace("_", " ")


def _places(text: Text, value: Value, context: Context, said: Held) -> Iterator[tuple[int, int, bool]]:
    zone = zone_of(context)
    if isinstance(value, bool | Choice):
        return
    if isinstance(value, Number | Money | Percentage):
        amount = Fraction(
            value.number if isinstance(value, Number) else value.amount if isinstance(value, Money) else value.percent
        )
        unit = value.unit if isinstance(value, Number) else ""
        for literal in text.reading.literals:
            if _equals(literal, amount) and (amount >= _LEAST_NUMBER or _beside(text, literal, unit)):
                yield literal.start, literal.end, amount in said.numbers
        return
    if isinstance(value, datetime | date):
        own = Held()
        own.add(value, text.reading.language, zone)
        for literal in text.reading.literals:
            if literal.kind in ("date", "time") and own.holds(literal) and not _vague(literal):
                yield literal.start, literal.end, said.holds(literal)
        return
    for variant, whole in _variants(value, text.reading.language, zone):
        for start, end in _found(text.reading.text, variant):
            yield start, end, not whole or any(folded(variant) in words for words in said.words)


def _vague(literal: Literal) -> bool:
    return not isinstance(literal.value, tuple) or literal.value[:1] == ("relative",)


def _equals(literal: Literal, amount: Fraction) -> bool:
    value = literal.value
    if isinstance(value, tuple) and value[:1] == ("range",):
        return amount in value[1:]
    return literal.kind not in ("phone", "code") and isinstance(value, int | Fraction) and value == amount


def _beside(text: Text, literal: Literal, unit: str) -> bool:
    around = folded(text.reading.text[max(0, literal.start - _NEAR) : literal.end + _NEAR])
    stem = unit.lower().rstrip("s")
    return bool(stem) and stem[:5] in around


def _variants(value: Value, language: str, zone: object) -> Iterator[tuple[str, bool]]:
    """The forms in which words, names and contacts can stand; False for a part of the whole."""
    if isinstance(value, Person):
        yield value.name, True
        parts = [part for part in value.name.split() if len(part) >= _LEAST_WORD]
        if parts and parts[-1] != value.name:
            yield parts[-1], True
        return
    from onrecord.checks.document.values import _parts

    for part in _parts(value):
        if not isinstance(part, str) or len(part.strip()) < _LEAST_WORD:
            continue
        yield part.strip(), True
        number = digits(part)
        if len(number) >= 6 and not isinstance(value, Words):
            yield number, True


def _found(text: str, variant: str) -> Iterator[tuple[int, int]]:
    """Where a variant stands, whatever its capitals, spacing and dashes; digits may be grouped."""
    if variant.isdigit():
        pattern = r"(?<!\d)" + r"[\s./()-]{0,2}".join(variant) + r"(?!\d)"
    else:
        words = [re.escape(word) for word in re.findall(r"[\w@.+]+", variant)]
        if not words:
            return
        pattern = r"(?<!\w)" + r"[\W_]{1,3}".join(words) + r"(?!\w)"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        yield match.start(), match.end()
