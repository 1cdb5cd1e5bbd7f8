# ruff: noqa: E501, SIM905  (patterns and word lists read better unbroken)
"""Dates, clock times and zones in a sentence, absolute and relative, normalised but never guessed at.

A date keeps exactly what was said: ("date", year, month, day, weekday), None for the rest. 3/4/2026 is read day first, as British and
Italian texts mean it, unless only month first is possible. Clock times are on the 24-hour clock, the zone apart from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.reading.hints import AGO, CLOCK, DIGIT, MONTH, RELATIVE, SPOKEN, WEEKDAY
from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import rows
from onrecord.reading.model import Literal

_ZONES = "UTC|GMT|BST|CET|CEST|WET|WEST|EET|EEST|MSK|EST|EDT|CST|CDT|MST|MDT|PST|PDT|AKST|HST|JST|IST|SGT|HKT|AEST|AEDT|AWST|NZST|NZDT|ET|PT"
_ZONE = (
    rf"[ \t\u00a0]?\(?(?P<zone>(?:UTC|GMT)[ \t]?[+-]\d{{1,2}}(?::?\d\d)?|{_ZONES}|[A-Z]{{2,4}}T|\+\d\d:\d\d|Z(?!\w)|"
    r"(?:Eastern|Pacific|Central|Mountain)(?: Standard| Daylight)?(?: Time)?|(?:UK|local|Irish|British|Italian|Swiss) time|"
    r"ora (?:locale|italiana|di [A-Z]\w+))\b\)?"
)
_LOCAL = {"local time": "local", "ora locale": "local"}
_WORD_HOURS = {
    "en": ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "it": ["una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"],
}
_PARTS = {
    "morning": 0, "afternoon": 12, "evening": 12, "night": 12, "mattino": 0, "mattina": 0, "pomeriggio": 12, "sera": 12, "notte": 0,
}  # fmt: skip
# What may follow "alle 18" when it is a time and not "to the 18 families".
_AFTER_HOUR = frozenset(
    [
        "di",
        "del",
        "della",
        "dell'",
        "dello",
        "e",
        "ed",
        "o",
        "a",
        "al",
        "alla",
        "alle",
        "fino",
        "con",
        "per",
        "in",
        "nel",
        "nella",
        "ora",
        "ore",
        "circa",
        "sono",
        "è",
        "era",
        "erano",
        "sarà",
        "saranno",
        "abbiamo",
        "hanno",
        "ha",
        "si",
        "non",
        "non",
        "i",
        "il",
        "la",
        "le",
        "gli",
        "lo",
        "un",
        "una",
        "da",
        "dal",
        "dalla",
        "su",
        "sul",
        "presso",
        "quando",
        "dove",
        "che",
        "oggi",
        "ieri",
        "domani",
        "utc",
        "cet",
        "cest",
    ]
)
_TIMEWORD = {
    "en": (
        ("by", "by"), ("before", "before"), ("until", "until"), ("till", "until"), ("from", "from"), ("since", "since"),
        ("after", "after"), ("at", "at"), ("on", "at"), ("no later than", "by"), ("not before", "from"),
    ),
    "it": (
        ("entro", "by"), ("prima", "before"), ("fino", "until"), ("sino", "until"), ("dal", "from"), ("dalla", "from"),
        ("dalle", "from"), ("da", "from"), ("dopo", "after"), ("alle", "at"), ("all'", "at"), ("il", "at"), ("lunedì", "at"), ("ore", "at"),
    ),
}  # fmt: skip


@cache
def _table(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, forms, value in rows(language, "dates"):
        found.setdefault(kind, {}).update(
            {form if kind == "month" and language == "en" else form.lower(): value for form in forms.split("|")}
        )
    return found


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    table = _table(language)
    months = "|".join(sorted((re.escape(m) for m in table["month"]), key=len, reverse=True))
    if language == "en":
        months = rf"(?:{months}|{months.upper()})\.?"
        days = "|".join(sorted((d.capitalize() for d in table["weekday"]), key=len, reverse=True))
        weekday = rf"(?:(?P<wd>{days})\b\.?,?\s+(?:the\s+)?)?"
        day = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
        dmy = rf"\b{weekday}(?:(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s(?:to|and|or)\s))?{day}\s+(?:of\s+)?(?P<mon>{months})\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
        mdy = rf"\b{weekday}(?P<mon>{months})\s+(?:(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s(?:to|and|or)\s))?{day}\b(?![.:,]\d|\d|\s*(?:%|per cent|{months}))(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"
        my = rf"\b(?P<mon>{months})\s+(?:of\s+)?(?P<y>(?:19|20)\d\d)\b"
        weekdays = rf"\b(?:(?P<rel>next|last|this(?:\s+coming)?)\s+)?(?P<wd>{days})s?\b"
        ago = r"\b(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<unit>minute|hour|day|week|month|year)s?\s+(?P<dir>ago|earlier|later)\b"
    else:
        days = "|".join(table["weekday"])
        weekday = rf"(?:(?P<wd>{days})\s+)?"
        dmy = rf"\b(?i:{weekday}(?:(?P<d1>[0-3]?\d|1º)(?:\s?[-–]\s?|\s(?:al|all'|e|o)\s?))?(?P<d>[0-3]?\d|1º|1°|primo)\s+(?P<mon>{months})\b(?:\s+(?:del\s+)?(?P<y>(?:19|20)\d\d)\b)?)"
        mdy = r"(?!)"
        my = rf"\b(?i:(?P<mon>{months})\s+(?:del\s+)?(?P<y>(?:19|20)\d\d))\b"
        weekdays = (
            rf"\b(?i:(?:(?P<rel>prossim[oa]|scors[oa])\s+)?(?P<wd>{days})(?:\s+(?P<rel2>prossim[oa]|scors[oa]))?)\b"
        )
        ago = r"\b(?P<n>\d{1,3}|un[oa']?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci)\s+(?P<unit>minut|or|giorn|settiman|mes|ann)[oaie]\s+(?P<dir>fa|prima|dopo|or sono)\b"
    relative = "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in table["relative"]), key=len, reverse=True))
    clock = "|".join(table["clock"])
    ampm = r"(?:\s?(?P<half>[apAP])(?:\.\s?m\b\.?|[mM]\b))"
    if language == "en":
        lead = r"(?:at|by|from|until|till|before|after|since|to|and|,)"
        time = (
            rf"(?<![\d.,:/-])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:/]|\.\d){ampm}?|"
            rf"(?<![\d.,:/-])(?P<h2>[01]?\d)\.(?P<m2>[0-5]\d){ampm.replace('half', 'half2')}|"
            rf"(?<![\d.,:/-])(?P<h3>[01]?\d){ampm.replace('half', 'half3')}|"
            rf"(?<=\b{'|'.join(f'{w} ' for w in ('at', 'by'))})(?P<h4>[012]?\d)\.(?P<m4>[0-5]\d)(?!\d|\.\d|%|\s?(?:per cent|million|metres|km))"
        ).replace(
            rf"(?<=\b{'|'.join(f'{w} ' for w in ('at', 'by'))})", r"(?:(?<=\bat )|(?<=\bby )|(?<=until )|(?<=from ))"
        )
        _ = lead
        hours = "|".join(_WORD_HOURS["en"])
        spoken = (
            rf"\b(?i:(?:(?P<past>half|quarter|five|ten|twenty)\s+(?P<dir>past|to)\s+)?(?P<w>{hours}|1[0-2]|[1-9])(?:\s+(?P<oc>o['’]clock)|\s?(?P<half>[ap])\.?m\b\.?)?"
            r"(?:\s+(?:in the|at)\s+(?P<part>morning|afternoon|evening|night))?)\b"
        )
    else:
        time = (
            r"(?<![\d.,:/-])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:/]|\.\d)(?P<half>(?!))?|"
            r"(?:(?<=\b[Oo]re )|(?<=\b[Aa]lle )|(?<=\b[Dd]alle )|(?<=\b[Ll]e )|(?<=\bh\. )|(?<=\bh ))(?P<h2>[01]?\d|2[0-4])[.,](?P<m2>[0-5]\d)(?!\d|\.\d|%|\s?(?:euro|%|milioni))(?P<half2>(?!))?|"
            r"(?:(?<=\b[Oo]re )|(?<=\b[Aa]lle )|(?<=\b[Dd]alle )|(?<=\bentro le )|(?<=\bdopo le )|(?<=prima delle ))(?P<h3>[01]?\d|2[0-4])(?![\d.,:]\d|\d)(?P<half3>(?!))?|(?P<h4>(?!))(?P<m4>)"
        )
        hours = "|".join(_WORD_HOURS["it"])
        spoken = (
            rf"(?:(?<=\balle )|(?<=\bdalle )|(?<=\bore )|(?<=all')|(?<=\bentro le ))(?i:(?P<w>{hours})(?:\s+e\s+(?P<past>mezza|mezzo|un quarto))?(?P<oc>\s+in punto)?"
            r"(?:\s+(?:del|della|di)\s+(?P<part>mattino|mattina|pomeriggio|sera|notte))?)\b(?P<dir>(?!))?(?P<half>(?!))?"
        )
    flags = re.UNICODE
    return {
        "iso": lazily(
            r"(?=\d)(?:(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<mon>0\d|1[0-2])-(?P<d>[0-3]\d)(?![\d-])(?=T|\b)|"
            r"(?<![\d./-])(?P<d2>[0-3]?\d)(?P<sep>[/.])(?P<mon2>[0-3]?\d)(?P=sep)(?P<y2>(?:19|20)?\d\d)(?![\d/]|\.\d))"
        ),
        "dmy": lazily(dmy, flags),
        "mdy": lazily(mdy, flags),
        "my": lazily(my, flags),
        "relative": lazily(rf"\b(?i:{relative})\b", flags),
        "ago": lazily(ago, re.IGNORECASE),
        "weekday": lazily(weekdays, flags),
        "month": lazily(rf"\b(?P<mon>{months})\b", flags),
        "year": lazily(r"(?=[12])\b(?P<y>(?:19|20)\d\d)\b(?!\s+[a-z]+s\b)"),
        "time": lazily(rf"(?=\d)(?:{time})", flags),
        "clock": lazily(rf"\b(?i:{clock})\b", flags),
        "spoken": lazily(spoken, flags),
        "zone": lazily(_ZONE),
    }


# A month or a year standing alone is a date only after these words ("in May", "nel 2025"): "may" and "march" are verbs too.
_ALONE_AFTER = {
    "en": frozenset("in by of since until from after before last next late early mid this during q1 q2 q3 q4".split()),
    "it": frozenset("a di da in entro nel del dal al fino dopo prima".split()),
}


def _stands_alone(text: str, start: int, language: str) -> bool:
    word = text[max(0, start - 12) : start].rstrip().rpartition(" ")[2].lower()
    return word in _ALONE_AFTER[language]


def find_dates(text: str, language: str, offset: int, hints: int = -1) -> Iterator[Literal]:
    """Dates and times of a sentence, best readings first; the caller drops what overlaps an earlier one.

    `hints` are the bits of `onrecord.reading.hints` for its words: patterns that cannot match are not tried.
    """
    patterns = _patterns(language)
    digit = hints & DIGIT
    table = _table(language)
    for match in patterns["iso"].finditer(text) if digit else ():
        found = _numeric(match)
        if found:
            yield _literal(text, match.start(), match.end(), offset, "date", found, language)
    # Only Italian has a day without figures: "primo maggio".
    days = hints & MONTH and (digit or (language == "it" and "primo" in text.lower()))
    for name in ("dmy", "mdy", "my") if days else ():
        for match in patterns[name].finditer(text):
            value = _named(match, table)
            if value is not None:
                yield _literal(text, match.start(), match.end(), offset, "date", value, language)
    yield from _times(text, language, offset, hints)
    for match in patterns["ago"].finditer(text) if hints & AGO else ():
        yield _ago(text, match, language, offset)
    for match in patterns["relative"].finditer(text) if hints & RELATIVE else ():
        key = re.sub(r"\s+", " ", match[0].lower())
        unit, *rest = table["relative"][key].split()
        steps: int | str = int(rest[0]) if rest and rest[0].lstrip("-").isdigit() else (rest[0] if rest else 0)
        yield _literal(text, *match.span(), offset, "date", ("relative", unit, steps, *rest[1:]), language)
    for match in patterns["weekday"].finditer(text) if hints & WEEKDAY else ():
        weekday = int(table["weekday"][match["wd"].lower()])
        near = match["rel"] or (match.groupdict().get("rel2") or "")
        step = {"next": 1, "pross": 1, "last": -1, "scors": -1, "this": 0}.get(near.lower()[:5].strip())
        if near.lower().startswith("this"):
            step = 0
        value = ("date", None, None, None, weekday) if step is None else ("relative", "weekday", step, weekday)
        yield _literal(text, *match.span(), offset, "date", value, language)
    for match in patterns["month"].finditer(text) if hints & MONTH else ():
        if _stands_alone(text, match.start(), language):
            month = _month(match["mon"], table)
            yield _literal(text, *match.span(), offset, "date", ("date", None, month, None, None), language)
    for match in patterns["year"].finditer(text) if digit else ():
        if _stands_alone(text, match.start(), language):
            yield _literal(text, *match.span(), offset, "date", ("date", int(match["y"]), None, None, None), language)


def _month(form: str, table: dict[str, dict[str, str]]) -> int:
    bare = form.rstrip(".")
    months = table["month"]
    return int(months.get(bare) or months.get(bare.capitalize()) or months[bare.lower()])


def _numeric(match: re.Match[str]) -> tuple[object, ...] | None:
    if match["y"]:
        year, month, day = int(match["y"]), int(match["mon"]), int(match["d"])
    else:
        day, month, year = int(match["d2"]), int(match["mon2"]), int(match["y2"])
        if month > 12 >= day:
            day, month = month, day
        year += 2000 if year < 100 else 0
    return ("date", year, month, day, None) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _named(match: re.Match[str], table: dict[str, dict[str, str]]) -> tuple[object, ...] | None:
    groups = match.groupdict()
    month = _month(match["mon"], table)
    year = int(match["y"]) if match["y"] else None
    if "d" not in groups:
        return ("date", year, month, None, None)
    day = 1 if match["d"].lower() == "primo" else int(re.sub(r"\D", "", match["d"]))
    weekday = int(table["weekday"][match["wd"].lower()]) if match["wd"] else None
    if not 1 <= day <= 31:
        return None
    value = ("date", year, month, day, weekday)
    if match["d1"]:
        low = int(re.sub(r"\D", "", match["d1"]))
        return ("range", ("date", year, month, low, None), ("date", year, month, day, None))
    return value


def _ago(text: str, match: re.Match[str], language: str, offset: int) -> Literal:
    written = match["n"].lower()
    words = _WORD_HOURS[language]
    count = int(written) if written.isdigit() else (words.index(written) + 1 if written in words else 1)
    unit = {"minut": "minute", "or": "hour", "giorn": "day", "settiman": "week", "mes": "month", "ann": "year"}.get(
        match["unit"].lower(), match["unit"].lower()
    )
    away = match["dir"].lower()
    sign = 1 if away in ("later", "dopo") else -1
    kind = "ago" if away in ("ago", "fa", "or sono") else "from then"
    return _literal(text, *match.span(), offset, "date", ("relative", unit, sign * count, kind), language)


def _times(text: str, language: str, offset: int, hints: int) -> Iterator[Literal]:
    patterns, table = _patterns(language), _table(language)
    for match in patterns["time"].finditer(text) if hints & DIGIT else ():
        groups = {key: value for key, value in match.groupdict().items() if value is not None}
        hour = int(next(groups[k] for k in ("h", "h2", "h3", "h4") if k in groups))
        minute = int(next((groups[k] for k in ("m", "m2", "m4") if groups.get(k)), "0"))
        half = next((groups[k] for k in ("half", "half2", "half3") if k in groups), "")
        if language == "it" and "h3" in groups and not _hour_stands_alone(text, match.end()):
            continue
        if half:
            if hour > 12:
                half = ""
            hour = hour % 12 + (12 if half.lower() == "p" else 0) if half else hour
        yield _clock(
            text,
            match.start(),
            match.end(),
            offset,
            (hour % 24, minute, int(groups["s"]) if "s" in groups else None),
            language,
        )
    for match in patterns["clock"].finditer(text) if hints & CLOCK else ():
        hour, minute = (int(part) for part in table["clock"][match[0].lower()].split(":"))
        yield _clock(text, match.start(), match.end(), offset, (hour, minute, None), language)
    for match in patterns["spoken"].finditer(text) if hints & SPOKEN else ():
        if not (match["oc"] or match["past"] or match["part"] or match["half"]):
            continue
        if language == "en" and match["past"] and not match["dir"]:
            continue
        word = match["w"].lower()
        hour = int(word) if word.isdigit() else _WORD_HOURS[language].index(word) + 1
        minute = {
            "half": 30,
            "quarter": 15,
            "five": 5,
            "ten": 10,
            "twenty": 20,
            "mezza": 30,
            "mezzo": 30,
            "un quarto": 15,
        }.get((match["past"] or "").lower(), 0)
        if match["dir"] and match["dir"].lower() == "to":
            hour, minute = hour - 1, 60 - minute
        later = 12 if (match["half"] or "").lower() == "p" else _PARTS.get((match["part"] or "").lower(), 0)
        if later and hour < 12:
            hour += later
        yield _clock(text, match.start(), match.end(), offset, (hour % 24, minute, None), language)


def _hour_stands_alone(text: str, end: int) -> bool:
    following = re.match(r"\s*([^\W\d_]+['’]?|\S)?", text[end : end + 30])
    word = (following[1] or "") if following else ""
    return not word or not word[0].isalpha() or word.lower().replace("’", "'") in _AFTER_HOUR


def _clock(text: str, start: int, end: int, offset: int, value: tuple[int, int, int | None], language: str) -> Literal:
    zone = ""
    match = _patterns(language)["zone"].match(text, end)
    if match and (match["zone"] not in ("ET", "PT", "Z", "Central", "Mountain") or match.start() != match.end()):
        zone = _LOCAL.get(
            match["zone"].lower(),
            match["zone"].replace(" ", "") if "time" not in match["zone"].lower() else match["zone"],
        )
        bracketed = "(" in text[match.start() : match.start("zone")]
        end = match.end() if bracketed else match.end("zone")
    return _literal(text, start, end, offset, "time", ("time", *value), language, zone)


def _literal(
    text: str, start: int, end: int, offset: int, kind: str, value: object, language: str, zone: str = ""
) -> Literal:
    return Literal(
        start + offset,
        end + offset,
        text[start:end],
        kind,
        value,
        zone=zone,
        detail=_leading(text, start, language),
    )


def _leading(text: str, start: int, language: str) -> str:
    """The word of time before it, normalised: by, until, from, since, before, after, at, or nothing."""
    before = text[max(0, start - 24) : start].lower().replace("’", "'").rstrip(" (,")
    if language == "it":
        before = (
            re.sub(
                r"\b(?:le|il|lo|la|l'|alle|al|all'|alla|delle|del|dell'|di|ore|le ore|alle ore)$", "", before
            ).rstrip()
            or before
        )
        before = (
            re.sub(r"\b(?:alle|al|le|il)$", "", before).rstrip()
            if before.endswith(("fino alle", "fino al", "entro le", "entro il"))
            else before
        )
    for form, value in _TIMEWORD[language]:
        if before.endswith(form) and not before[: -len(form)][-1:].isalpha():
            return value
    return ""
