"""clock: the promised time is ahead, far enough to keep it, and readers elsewhere can tell which hour is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.reading import Literal, Sentence

if TYPE_CHECKING:
    from datetime import datetime

LEAST_AHEAD = 15
"""Minutes."""
_ZONED = frozenset({"holding", "press", "status-page"})


def check(text: Text, context: Context) -> Iterator[Found]:
    """Findings of category promise (with a clock) and time."""
    place = present(text).get("next-update")
    sentence = text.reading.sentence_at(place[0]) if place else None
    if sentence is not None and context.now is not None:
        yield from _too_late(text, sentence, context)
    if text.document in _ZONED:
        yield from _no_zone(text)


def promised(sentence: Sentence, now: datetime) -> tuple[datetime, Literal] | None:
    """The moment that a sentence promises, in the zone of `now`; a bare hour means the next time it strikes."""
    from datetime import timedelta

    clock = next((lit for lit in sentence.literals if _is(lit, "time")), None)
    if clock is None:
        return None
    hour, minute = _numbers(clock, 3)[1:3]
    if hour == 24:
        return None
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    day = next((lit for lit in sentence.literals if _is(lit, "date")), None)
    if day is not None:
        year, month, number = _numbers(day, 4)[1:4]
        try:
            at = at.replace(year=year or now.year, month=month or now.month, day=number or now.day)
        except ValueError:
            return None
    elif at < now - timedelta(hours=12):
        at += timedelta(days=1)
    return at, clock


def _numbers(literal: Literal, count: int) -> list[int]:
    """The parts of a date or time as numbers; 0 for what is not said."""
    value = literal.value if isinstance(literal.value, tuple) else ()
    return [part if isinstance(part, int) else 0 for part in (*value, *[None] * count)][:count]


def _is(literal: Literal, kind: str) -> bool:
    return literal.kind == kind and isinstance(literal.value, tuple) and literal.value[:1] == (kind,)


def _too_late(text: Text, sentence: Sentence, context: Context) -> Iterator[Found]:
    from datetime import timedelta

    from onrecord.checks.document.values import zone_of

    assert context.now is not None
    now = context.now.astimezone(zone_of(context)) if context.incident is not None else context.now
    found = promised(sentence, now)
    if found is None:
        return
    at, literal = found
    if at >= now + timedelta(minutes=LEAST_AHEAD):
        return
    language = text.reading.language
    past = at < now
    yield Found(
        rule="document/update-too-soon" if not past else "document/update-past",
        category="promise",
        severity="block",
        start=literal.start,
        end=literal.end,
        message=say(
            language,
            "The promised time has passed." if past else "The promised time is less than 15 minutes ahead.",
            "L'orario promesso è già passato." if past else "L'orario promesso è tra meno di 15 minuti.",
        ),
        why=say(
            language,
            "A promise that is broken as it goes out is the first thing that gets quoted.",
            "Una promessa già mancata quando esce è la prima cosa che si cita.",
        ),
        instead=say(language, "Promise a time that you can keep.", "Promettete un orario che potete rispettare."),
    )


def _no_zone(text: Text) -> Iterator[Found]:
    times = [lit for lit in text.reading.literals if _is(lit, "time")]
    if not times or any(lit.zone for lit in times):
        return
    language = text.reading.language
    yield Found(
        rule="document/time-without-zone",
        category="time",
        severity="info",
        start=times[0].start,
        end=times[0].end,
        message=say(language, "A clock time without its zone.", "Un orario senza il fuso."),
        why=say(
            language,
            "Agencies copy it to other countries.",
            "Le agenzie lo riprendono in altri Paesi.",
        ),
        instead=say(language, "Add the zone once: 18:00 CET.", "Aggiungete il fuso una volta: ore 18:00 (CET)."),
    )
