"""What Babel lacks about a language, read from `<lang>/language.toml`, and dates, numbers and lists in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from onrecord.content import places
from onrecord.content.toml import TomlTable, read_toml
from onrecord.errors import BadInput, nearest
from onrecord.incident.values import Bound


@dataclass(frozen=True, slots=True)
class Language:
    """The words a language needs around facts. Patterns have one `{}` for the value."""

    code: str
    zones: Mapping[str, str]
    clock: str
    """A clock time with its zone: `{time}` and `{zone}`."""
    on_day: str
    """A clock time on another day than the statement's: `{clock}` and `{day}`."""
    dates: Mapping[str, str]
    dates_elided: Mapping[str, str]
    elided_days: tuple[int, ...]
    clocks: Mapping[str, str]
    dayparts: Mapping[str, str]
    dayparts_elided: Mapping[str, str]
    first_of_month: str
    day_pattern: str
    """Babel's pattern of a day without its year, `d MMMM`; `year_pattern` is what the year adds."""
    year_pattern: str
    bounds: Mapping[str, str]
    small_numbers: tuple[str, ...]
    places: Mapping[str, str]
    near: str
    durations: Mapping[str, str]
    gaps: Mapping[str, str]
    as_of: str
    basis: str

    def day(self, day: date, preposition: str = "", *, year: bool = True) -> str:
        """A day in words, `12 March 2026`; with a preposition of language.toml, `on 12 March 2026`."""
        from babel.dates import format_date

        words = str(format_date(day, self.day_pattern + (self.year_pattern if year else ""), locale=_locale(self.code)))
        if day.day == 1 and self.first_of_month:
            words = words.replace("1", self.first_of_month, 1)
        if not preposition:
            return words
        elided = day.day in self.elided_days
        table = self.dates_elided if elided and preposition in self.dates_elided else self.dates
        return _pattern(table, preposition, "date").format(words)

    def clock_time(self, moment: datetime) -> str:
        """A clock time with its zone, `03:30 CET`; `moment` is already in the zone to be shown."""
        return self.clock.format(time=moment.strftime("%H:%M"), zone=self.zone(moment))

    def zone(self, moment: datetime) -> str:
        """The zone's label: language.toml's, else the zone's own abbreviation, else `UTC+3`."""
        name = moment.tzname() or "UTC"
        if name in self.zones:
            return self.zones[name]
        if name[0] in "+-" or name.upper().startswith("UTC"):
            return _offset(moment)
        return name

    def moment(self, moment: datetime | date, scene_at: datetime, preposition: str = "") -> str:
        """A point in time as a reader needs it: the clock time today, with its day on any other day."""
        if not isinstance(moment, datetime):
            return self.day(moment, preposition or "", year=moment.year != scene_at.year)
        local = moment.astimezone(scene_at.tzinfo)
        words = self.clock_time(local)
        if local.date() != scene_at.date():
            day = self.day(local.date(), "of_moment", year=local.year != scene_at.year)
            words = self.on_day.format(clock=words, day=day)
        return _pattern(self.clocks, preposition, "time").format(words) if preposition else words

    def daypart(self, moment: datetime, scene_at: datetime) -> str:
        """A vague time that stays true: `early on 12 March`."""
        local = moment.astimezone(scene_at.tzinfo)
        hour = local.hour
        part = "night" if hour < 5 else "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
        elided = local.day in self.elided_days and part in self.dayparts_elided
        pattern = (self.dayparts_elided if elided else self.dayparts)[part]
        return pattern.format(self.day(local.date(), year=local.year != scene_at.year))

    def number(self, value: int | Decimal, *, words: bool = True) -> str:
        """A number in the language's own writing; small whole numbers in words where the sentence allows it."""
        from babel.numbers import format_decimal

        if words and isinstance(value, int) and 0 <= value < len(self.small_numbers):
            return self.small_numbers[value]
        return str(format_decimal(value, locale=_locale(self.code)))

    def plural(self, value: int | Decimal) -> str:
        """Babel's plural category: `one` or `many` (everything else)."""
        return "one" if _locale(self.code).plural_form(abs(value)) == "one" else "many"

    def money(self, amount: Decimal, currency: str) -> str:
        from babel.numbers import format_currency

        words = str(format_currency(amount, currency, locale=_locale(self.code)))
        return re.sub(r"[.,]00(?!\d)", "", words) if amount == amount.to_integral_value() else words

    def percent(self, value: Decimal) -> str:
        from babel.numbers import format_percent

        return str(format_percent(value / 100, locale=_locale(self.code), decimal_quantization=False))

    def bound(self, bound: Bound, words: str) -> str:
        return _pattern(self.bounds, bound.value, "bound").format(words)

    def join(self, items: Sequence[str], style: Literal["standard", "or", "nor"] = "standard") -> str:
        """`a, b and c` in the language; `or` for alternatives, `nor` for what a sentence with `not` leaves out."""
        from babel.lists import format_list

        if style == "nor" and self.code == "it":
            return " né ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
        style = "or" if style == "nor" else style
        return str(format_list(list(items), style=style, locale=_locale(self.code))).replace(", and ", " and ")


@lru_cache(maxsize=8)
def _locale(code: str):  # type: ignore[no-untyped-def]
    from babel import Locale

    return Locale.parse("en_GB" if code == "en" else code)


def _pattern(table: Mapping[str, str], name: str, what: str) -> str:
    if name not in table:
        raise BadInput(f"no {what} pattern {name!r} in language.toml", hint=nearest(name, table))
    return table[name]


def _offset(moment: datetime) -> str:
    delta = moment.utcoffset()
    minutes = int(delta.total_seconds() // 60) if delta is not None else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def rounded(value: int | Decimal) -> int | Decimal:
    """An estimate in two leading figures: `about 3,400`, never `about 3,412`."""
    size = abs(int(value))
    step = (1 if size < 20 else 5) if size < 100 else 10 ** (len(str(size)) - 2)
    return int((Decimal(value) / step).to_integral_value(rounding=ROUND_HALF_UP)) * step


def load_language(code: str) -> Language:
    """A language of the product. Raises BadInput naming the nearest one."""
    return _load(code, places.template_roots())


@lru_cache(maxsize=16)
def _load(code: str, roots: tuple[Path, ...]) -> Language:
    path = places.find(f"{code}/language.toml", roots)
    if path is None:
        raise BadInput(f"unknown language {code!r}", hint=nearest(code, places.languages()))
    table = read_toml(path)
    dates = table.table("date") or table
    clocks = table.table("clock_prepositions") or table
    found = Language(
        code=code,
        zones=_strings(table, "zones"),
        clock=table.string("clock"),
        on_day=table.string("on_day"),
        dates=_strings(dates, "plain"),
        dates_elided=_strings(dates, "elided"),
        elided_days=tuple(int(d) for d in dates.strings("elided_days", ())),
        clocks={key: clocks.string(key) for key in clocks},
        dayparts=_strings(table, "dayparts"),
        dayparts_elided=_strings(table, "dayparts_elided"),
        first_of_month=table.string("first_of_month", ""),
        day_pattern=table.string("day_pattern", "d MMMM"),
        year_pattern=table.string("year_pattern", " y"),
        bounds=_strings(table, "bounds"),
        small_numbers=table.strings("small_numbers", ()),
        places=_strings(table, "places"),
        near=table.string("near"),
        durations=_strings(table, "durations"),
        gaps=_strings(table, "gaps"),
        as_of=table.string("as_of"),
        basis=table.string("basis"),
    )
    dates.done()
    table.done()
    return found


def _strings(table: TomlTable, key: str) -> dict[str, str]:
    inner = table.table(key)
    if inner is None:
        return {}
    return {name: inner.string(name) for name in inner}
