"""Dates and times as people type them, in the incident's zone: 16:30, in 30 min, 12 March 09:00, ieri alle 23.40."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from onrecord.errors import BadInput
from onrecord.incident.reader import FIRST_YEAR, LAST_YEAR
from onrecord.incident.typed_numbers import duration

Prefer = Literal["past", "future"]
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()  # noqa: SIM905
    ),
}
_MONTH_NUMBERS = {
    form: number
    for names in MONTHS.values()
    for number, name in enumerate(names, 1)
    for form in (name.lower(), name.lower()[:3], name.lower()[:4])
}
_DAYS = {"today": 0, "oggi": 0, "yesterday": -1, "ieri": -1, "tomorrow": 1, "domani": 1}
_NOW = {"now", "adesso", "ora"}
_SLACK = timedelta(minutes=15)
"""A time that lies this far ahead can still be meant as `just now` (clocks differ)."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|°|º)?\s+([a-z]+)\.?(?:,?\s+(\d{4}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(?:at|alle|ore|h)\s+(?:ore\s+)?|T)?(?:(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?"
    r"|(\d{1,2})\s*([ap]\.?m\.?))"
    r"\s*\(?(Z|[A-Z]{2,5}|[+-]\d{2}:?\d{2})?\)?\Z",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"(?:in|tra|fra)\s+(.+)\Z", re.IGNORECASE)
_AGO = re.compile(r"(.+?)\s+(?:ago|fa)\Z", re.IGNORECASE)


def typed_date(text: str, *, language: str, zone: str, now: datetime) -> date:
    """A day. Without a year it is the one nearest to today. Raises BadInput for what has two readings."""
    found = _date(text.strip().rstrip(","), language, now.astimezone(ZoneInfo(zone)).date())
    if found is None:
        raise BadInput(f"{text[:40]!r} is no date.", hint="Write 12 Mar 2026 or 2026-03-12.")
    return found


def typed_moment(text: str, *, language: str, zone: str, now: datetime, prefer: Prefer = "past") -> datetime:
    """A moment with the offset that holds in the incident's zone then.

    A clock time alone is the last one that has passed (`past`) or the next one to come (`future`).
    Raises BadInput for no time, and for local times that do not exist or come twice when clocks change.
    """
    moment = _moment(text, language, ZoneInfo(zone), now, prefer)
    # A fixed offset, as the file keeps it: two moments of one named zone would be compared by their clock faces.
    return moment.astimezone(timezone(moment.utcoffset() or timedelta()))


def _moment(text: str, language: str, there: ZoneInfo, now: datetime, prefer: Prefer) -> datetime:
    local_now = now.astimezone(there)
    words = " ".join(text.split())
    if words.lower() in _NOW:
        return local_now.replace(second=0, microsecond=0)
    if relative := _relative(words, language, local_now):
        return relative
    match = _TIME.search(words)
    if match is None:
        raise BadInput(
            f"{text[:40]!r} is no time.",
            hint="Write 16:30, in 30 min, or 12 March 09:00." if language != "it" else "Scrivi 16:30 o 12 marzo 09:00.",
        )
    hour, minute, second = _clock(match, text)
    day_text = re.sub(
        r"(?:,|\s(?:at|alle|ore|h))\s*\Z", "", words[: match.start()].strip(), flags=re.IGNORECASE
    ).strip()
    label = match.group(7) or ""
    if day_text:
        day = _date(day_text, language, local_now.date())
        if day is None:
            raise BadInput(f"{day_text[:40]!r} is no day.", hint="Write 12 March 09:00 or 2026-03-12 09:00.")
        return _at(day, hour, minute, second, there, label)
    days = [local_now.date() + timedelta(days=shift) for shift in (-1, 0, 1, 2)]
    moments = [_at(day, hour, minute, second, there, label) for day in days]
    if prefer == "future":
        return next(moment for moment in moments if moment > local_now)
    return next(moment for moment in reversed(moments) if moment <= local_now + _SLACK)


def date_text(day: date, language: str) -> str:
    """A day as the field shows it: 12 March 2026."""
    return f"{day.day} {MONTHS.get(language, MONTHS['en'])[day.month - 1]} {day.year:04d}"


def moment_text(moment: datetime, language: str, zone: str) -> str:
    """A moment as the field shows it, with the zone's short name: 12 March 2026 16:30 CET."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    if not re.fullmatch(r"[A-Z]{2,5}", name):
        offset = local.strftime("%z")
        name = f"{offset[:3]}:{offset[3:5]}"
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return f"{date_text(local.date(), language)} {clock} {name}"


def _relative(words: str, language: str, now: datetime) -> datetime | None:
    ahead, ago = _AHEAD.match(words), _AGO.match(words)
    if not (ahead or ago):
        return None
    text = (ahead or ago).group(1)  # type: ignore[union-attr]
    length = duration(text, language)
    minutes = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}.get(length.unit)
    if minutes is None or length.amount > 5000:
        raise BadInput("That is too far away to be counted.", hint="Write the day and the time.")
    step = timedelta(minutes=float(length.amount * minutes))
    moment = (now.astimezone(UTC) + (step if ahead else -step)).astimezone(now.tzinfo)
    return moment.replace(second=0, microsecond=0)


def _clock(match: re.Match[str], text: str) -> tuple[int, int, int]:
    hour = int(match.group(1) or match.group(5))
    minute, second = int(match.group(2) or 0), int(match.group(3) or 0)
    half = (match.group(4) or match.group(6) or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise BadInput(f"{text[:40]!r} is no time.", hint="Write 4:30 pm or 16:30.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise BadInput(f"{text[:40]!r} is no time of day.", hint="From 00:00 to 23:59.")
    return hour, minute, second


def _at(day: date, hour: int, minute: int, second: int, zone: ZoneInfo, label: str) -> datetime:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"The year {day.year} cannot be meant.", hint=f"From {FIRST_YEAR} to {LAST_YEAR}.")
    naive = datetime(day.year, day.month, day.day, hour, minute, second)
    code = label.upper()
    if code in ("Z", "UTC", "GMT"):
        return naive.replace(tzinfo=UTC).astimezone(zone)
    if label[:1] in ("+", "-"):
        hours, minutes = int(label[1:3]), int(label[-2:])
        if hours > 23 or minutes > 59:
            raise BadInput(f"{label} is no offset.", hint="For example +01:00.")
        offset = timedelta(hours=hours, minutes=minutes)
        return naive.replace(tzinfo=timezone(-offset if label[0] == "-" else offset)).astimezone(zone)
    sides = [naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [side for side in sides if side.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive]
    names = sorted({side.tzname() or "" for side in sides})
    if code:
        named = [side for side in real if (side.tzname() or "").upper() == code]
        if not named:
            raise BadInput(f"{label} does not hold there then.", hint=f"Leave it out, or write {' or '.join(names)}.")
        return named[0]
    if not real:
        raise BadInput(f"{hour:02d}:{minute:02d} does not exist that day: the clocks go forward.")
    if real[0].utcoffset() != real[-1].utcoffset():
        raise BadInput(
            f"{hour:02d}:{minute:02d} comes twice that day: the clocks go back.",
            hint=" or ".join(f"{hour:02d}:{minute:02d} {side.tzname()}" for side in real),
        )
    return real[0]


def _date(text: str, language: str, today: date) -> date | None:
    words = text.strip().lower()
    if words in _DAYS:
        return today + timedelta(days=_DAYS[words])
    if match := _ISO.fullmatch(words):
        return _made(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := _FIGURES.fullmatch(words):
        return _of_figures(match, language)
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        if (match := pattern.fullmatch(words)) and (month := _MONTH_NUMBERS.get(match.group(month_at))):
            day = int(match.group(day_at))
            if match.group(3):
                return _made(int(match.group(3)), month, day)
            years = [year for year in (today.year - 1, today.year, today.year + 1) if _exists(year, month, day)]
            if not years:
                raise BadInput(f"There is no {text.strip()}.")
            return min((date(year, month, day) for year in years), key=lambda d: abs(d - today))
    return None


def _of_figures(match: re.Match[str], language: str) -> date:
    first, second = int(match.group(1)), int(match.group(3))
    year = int(match.group(4)) + (2000 if len(match.group(4)) == 2 else 0)
    day_first = _exists(year, second, first)
    month_first = _exists(year, first, second)
    # Italians write the day first, always; in English both orders are in use.
    if language != "it" and match.group(2) == "/" and day_first and month_first and first != second:
        one, other = (date(year, second, first), date(year, first, second))
        raise BadInput(
            f"{match.group()} can be read in two ways.",
            hint=f"Write {date_text(one, language)} or {date_text(other, language)}.",
        )
    if language != "it" and not day_first and month_first:
        return date(year, first, second)
    return _made(year, second, first)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _made(year: int, month: int, day: int) -> date:
    if not _exists(year, month, day):
        raise BadInput("There is no such day.", hint="Write 12 Mar 2026 or 2026-03-12.")
    return date(year, month, day)
