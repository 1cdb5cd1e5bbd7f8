"""Figures as people type them: 3,400 or 3.400, about 12, 1m euro, 12,5 %. What has two readings is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from onrecord.errors import BadInput, nearest
from onrecord.incident.currencies import CURRENCIES, SIGNS
from onrecord.incident.raw import whole
from onrecord.incident.reader import DURATION_UNITS
from onrecord.incident.values import Bound, Duration, Money, Percentage

BOUND_WORDS = {
    "en": {Bound.ABOUT: "about", Bound.AT_LEAST: "at least", Bound.AT_MOST: "at most"},
    "it": {Bound.ABOUT: "circa", Bound.AT_LEAST: "almeno", Bound.AT_MOST: "al massimo"},
}
_BOUNDS = (
    (r"(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|più o meno|intorno a|~|≈)(?![\w])", Bound.ABOUT),
    (r"(?:at least|no fewer than|no less than|almeno|non meno di|≥|>=)(?![\w])", Bound.AT_LEAST),
    (r"(?:at most|up to|no more than|al massimo|fino a|non più di|≤|<=)(?![\w])", Bound.AT_MOST),
    (r"(?:exactly|esattamente)(?![\w])", Bound.EXACTLY),
)
_BOUND = [(re.compile(rf"\s*{pattern}\s*", re.IGNORECASE), bound) for pattern, bound in _BOUNDS]
_SPACES = " \u00a0\u202f\u2009'’"
_FIGURE = re.compile(rf"[+\-−]?\d(?:[\d.,{_SPACES}]*\d)?")
_GROUPED = {sep: re.compile(rf"\d{{1,3}}(?:{re.escape(sep)}\d{{3}})+") for sep in ",."}
_SPACED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+")
_TIMES = {
    **dict.fromkeys(("k", "thousand", "mila", "mille"), 3),
    **dict.fromkeys(("million", "millions", "mln", "mn", "milione", "milioni"), 6),
    **dict.fromkeys(("billion", "billions", "bn", "mld", "miliardo", "miliardi"), 9),
}
_LARGEST = 10**18
_MONEY_TIMES = {**_TIMES, "m": 6}
_DURATIONS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuto", "minuti", "'"), "minutes"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "ora", "ore"), "hours"),
    **dict.fromkeys(("d", "day", "days", "giorno", "giorni", "gg"), "days"),
    **dict.fromkeys(("w", "week", "weeks", "settimana", "settimane"), "weeks"),
    **dict.fromkeys(("month", "months", "mese", "mesi"), "months"),
}
DURATION_WORDS = {
    "en": dict(zip(DURATION_UNITS, DURATION_UNITS, strict=True)),
    "it": dict(zip(DURATION_UNITS, ("minuti", "ore", "giorni", "settimane", "mesi"), strict=True)),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its bound and what was typed around it."""

    number: int | Decimal
    bound: Bound
    before: str
    after: str


def figure(text: str, language: str, *, times: dict[str, int] | None = None, example: str = "3,400") -> Figure:
    """The one figure in a text. Raises BadInput when there is none, more than one, or one with two readings."""
    bound = Bound.EXACTLY
    rest = text
    for pattern, found in _BOUND:
        if match := pattern.match(rest):
            bound, rest = found, rest[match.end() :]
            break
    match = _FIGURE.search(rest)
    if not match:
        raise BadInput(f"There is no figure in {_short(text)}.", hint=f"Write digits, for example {example}.")
    before, after = rest[: match.start()].strip(), rest[match.end() :].strip()
    if re.search(r"\d", after):
        raise BadInput(f"There is more than one figure in {_short(text)}.", hint=f"Write one, for example {example}.")
    number = decimal(match.group(), language)
    word, _, further = after.partition(" ")
    scale = (times or _TIMES).get(word.lower().rstrip("."))
    if scale is not None:
        number, after = number * Decimal(10) ** scale, further.strip()
        after = re.sub(r"^(?:of|di)(?:\s+|\Z)", "", after, flags=re.IGNORECASE)
    exact = whole(Decimal(number))
    if not -_LARGEST < exact < _LARGEST:
        raise BadInput("This figure is too large to be stated.")
    if bound is Bound.ABOUT:
        _check_rounded(exact)
    return Figure(exact, bound, before, after)


def decimal(text: str, language: str) -> Decimal:
    """Digits with group or decimal separators, read as the language does where there is only one reading."""
    negative = text[:1] in "-−"
    digits = text.lstrip("+-−")
    plain = _plain(digits, language)
    if plain is None:
        raise BadInput(f"{text!r} is no figure.", hint="Write 3400, 3,400 or 3400.5.")
    return -Decimal(plain) if negative else Decimal(plain)


def number_text(number: int | Decimal, language: str) -> str:
    """A figure as the field shows it: 3,400.5 or 3.400,5."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    decimals = text.partition(".")[2]
    if decimals and len(decimals) == 3 and "," not in text and not text.lstrip("-").startswith("0."):
        text += "0"  # 3.125 alone would have two readings
    return text.translate(str.maketrans(",.", ".,")) if language == "it" else text


def money(text: str, language: str) -> Money:
    """€ 1m, 1.000.000 euro, about USD 2,500."""
    example = "€ 1m or 2,500 USD" if language != "it" else "€ 1 mln o 2.500 euro"
    rest, currency = _currency(text, example)
    found = figure(rest, language, times=_MONEY_TIMES, example=example)
    if found.before or found.after:
        raise BadInput(f"{(found.before + ' ' + found.after).strip()!r} is not understood.", hint=f"Write {example}.")
    return Money(Decimal(found.number), currency, found.bound)


def percentage(text: str, language: str) -> Percentage:
    """12 %, 12,5 per cent, about 30%."""
    rest = re.sub(r"(?:%|per ?cent|per ?cento)\s*\Z", "", text.strip(), flags=re.IGNORECASE)
    found = figure(rest, language, example="12.5 %")
    if found.before or found.after:
        raise BadInput(f"{_short(text)} is no percentage.", hint="Write 12.5 %.")
    return Percentage(Decimal(found.number), found.bound)


def duration(text: str, language: str) -> Duration:
    """2 h, 90 min, 3 giorni."""
    found = figure(text, language, example="2 hours")
    unit = _DURATIONS.get(found.after.lower().rstrip("."))
    if unit is None or found.before or found.bound is not Bound.EXACTLY or found.number < 0:
        known = ", ".join(DURATION_WORDS.get(language, DURATION_WORDS["en"]).values())
        raise BadInput(f"{_short(text)} is no duration.", hint=f"Write 2 and one of: {known}.")
    return Duration(Decimal(found.number), unit)


def _currency(text: str, example: str) -> tuple[str, str]:
    found: list[tuple[str, str]] = []
    for token in re.findall(r"us\$|[€$£]|[^\W\d_]+", text, flags=re.IGNORECASE):
        code = SIGNS.get(token.lower()) or (token.upper() if token.upper() in CURRENCIES else None)
        if code and not (len(token) == 3 and token.islower() and token in ("all", "top", "try")):
            found.append((token, code))
    codes = {code for _, code in found}
    if len(codes) != 1:
        what = "Which currency?" if not codes else f"Two currencies stand there: {', '.join(sorted(codes))}."
        words = [w for w in re.findall(r"\b[A-Za-z]{3}\b", text) if w.lower() not in _MONEY_TIMES]
        near = nearest(words[0].upper(), CURRENCIES) if words else ""
        hint = f"Write {example}." + (f" {near}" if near.startswith("Did") else "")
        raise BadInput(what, hint=hint)
    rest = text
    for token, _ in found:
        rest = rest.replace(token, " ", 1)
    return rest.strip(), codes.pop()


def _plain(digits: str, language: str) -> str | None:
    """Digits with a point at most; None for what is no figure. Raises BadInput on two readings."""
    if digits.isdecimal():
        return digits
    if _SPACED.fullmatch(digits):
        return re.sub(r"\D", "", digits)
    marks = [char for char in digits if not char.isdecimal()]
    if any(mark not in ",." for mark in marks):
        # Spaces for groups and a comma or point for decimals: 3 400,50
        head, mark, tail = _split_last(digits)
        return f"{re.sub(r'[^0-9]', '', head)}.{tail}" if mark and _SPACED.fullmatch(head) else None
    if len(set(marks)) == 2:
        head, mark, tail = _split_last(digits)
        group = "," if mark == "." else "."
        return f"{head.replace(group, '')}.{tail}" if _GROUPED[group].fullmatch(head) else None
    mark = marks[0]
    if len(marks) > 1:
        return digits.replace(mark, "") if _GROUPED[mark].fullmatch(digits) else None
    head, _, tail = digits.partition(mark)
    if len(tail) != 3 or len(head) > 3 or head == "0":
        return f"{head}.{tail}"
    if mark == (".," if language == "it" else ",.")[0]:
        return head + tail
    joined, comma = head + tail, "," if language == "it" else "."
    raise BadInput(
        f"{digits} can be read in two ways.", hint=f"Write {joined}, or {head}{comma}{tail.rstrip('0') or '0'}."
    )


def _split_last(digits: str) -> tuple[str, str, str]:
    at = max(digits.rfind(","), digits.rfind("."))
    return digits[:at], digits[at] if at >= 0 else "", digits[at + 1 :]


def _check_rounded(number: int | Decimal) -> None:
    """Two figures and a half count as rounded: 3,400 and 12,500 are, 3,412 is not."""
    size = len(str(abs(int(number))))
    step = int(10 ** (size - 2)) // 2 if size > 2 else 1
    if size > 2 and number % step:
        near = round(number / (step * 2)) * step * 2
        raise BadInput(
            "'About' goes with a rounded figure.", hint=f"Write about {near:,}, or the exact figure without 'about'."
        )


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
