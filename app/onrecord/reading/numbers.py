"""Numbers in digits and words, with their units and bounds, from the tokens of a sentence.

Values are exact (`Fraction`), so 3,412 = 3412 = "three thousand four hundred and twelve", "half" = 1/2. English
reads "3,412" as thousands and "3.4" as decimals, Italian the other way round; what only one reading allows is taken
whatever the language.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import rows
from onrecord.reading.model import Token

_GROUPED = lazily(r"\d{1,3}(?:([.,])\d{3})+(?:(?!\1)[.,]\d{1,4})?$")
_PLAIN = lazily(r"\d+(?:[.,]\d+)?$")
_ATTACHED = lazily(r"(\d++(?:[.,]\d++)*+)([^\W\d_°%]{1,8})$")
_ORDINAL = lazily(r"(\d{1,4})(?:st|nd|rd|th|º|ª|°)$")
# "one" is a number only before a noun or "of": not in "no one", "this one", "one that ...", "one another".
_NO_ONE = frozenset(
    [
        "no",
        "this",
        "that",
        "the",
        "each",
        "every",
        "any",
        "which",
        "some",
        "another",
        "only",
        "first",
        "last",
        "next",
        "other",
        "it's",
        "big",
    ]
)
_ONE_OTHER = frozenset(
    [
        "that",
        "who",
        "which",
        "another",
        "is",
        "was",
        "can",
        "could",
        "should",
        "would",
        "of's",
        "day",
        "thing",
        "may",
        "might",
        "must",
        "has",
    ]
)


class Number(NamedTuple):
    """A number between two token places: `kind` is cardinal, ordinal or fraction; `digits` when written so."""

    first: int
    last: int
    value: Fraction
    kind: str = "cardinal"
    digits: bool = False
    scaled: bool = False


@cache
def _words(language: str, kind: str) -> dict[str, int]:
    return {form: int(value) for k, forms, value in rows(language, "numbers") if k == kind for form in forms.split()}


@cache
def _italian() -> dict[str, int]:
    """Italian numerals written in one word, up to 999 ("trentadue", "centoventi")."""
    base = _words("it", "cardinal")
    small = {word: value for word, value in base.items() if value < 20}
    below: dict[str, int] = dict(small)
    for ten, value in base.items():
        if value >= 20:
            below[ten] = value
            for unit, extra in small.items():
                if 0 < extra < 10:
                    stem = ten[:-1] if unit[0] in "uo" else ten
                    below[stem + ("tré" if unit == "tre" else unit)] = value + extra
                    below[stem + unit] = value + extra
                    if extra == 1:
                        below[stem + "un"] = value + 1
    found = dict(below)
    for hundred, count in [("cento", 1), *((unit + "cento", value) for unit, value in small.items() if 1 < value < 10)]:
        found[hundred] = count * 100
        for word, value in below.items():
            if value:
                found[hundred + word] = count * 100 + value
                if word.startswith("o"):
                    found[hundred[:-1] + word] = count * 100 + value
    found["un"] = 1
    return found


@cache
def italian_word(word: str) -> int | None:
    """The value of an Italian numeral of any length in one word ("duemilatrecento"), or None."""
    known = _italian()
    if word in known:
        return known[word] if word != "un" else None
    if word == "mille":
        return 1000
    head, found, tail = word.partition("mila")
    if found and head in known:
        rest = 0 if not tail else known.get(tail)
        return None if rest is None else known[head] * 1000 + rest
    if word.startswith("mille") and word[5:] in known:
        return 1000 + known[word[5:]]
    return None


def digits(form: str, language: str) -> Fraction | None:
    """The value of figures with separators; None when they are no number ("18:00", "1.2.3")."""
    form = form.replace("\u00a0", "").replace("\u202f", "").replace("’", "").replace("'", "").replace(" ", "")
    if not form.isascii():
        try:
            form = "".join(c if not c.isdigit() or c.isascii() else str(int(c)) for c in form)
        except ValueError:
            return None
    if form.isdigit():
        return Fraction(int(form[:400]))
    thousands = "," if language == "en" else "."
    grouped = _GROUPED.match(form)
    if grouped and (grouped[1] == thousands or len(re.findall(r"[.,]\d{3}", form)) > 1):
        sign = grouped[1]
        whole = form.replace(sign, "")
        return Fraction(whole.replace(",", "."))
    if _PLAIN.match(form):
        return Fraction(form.replace(",", "."))
    return None


def ordinal(token: Token, language: str) -> int | None:
    """The value of an ordinal in one token ("3rd", "third", "terza", "3º")."""
    match = _ORDINAL.match(token.word.lower)
    if match:
        return int(match[1])
    known = _words(language, "ordinal").get(token.word.norm)
    if known is None and language == "it" and token.word.norm[:-1].endswith("esim"):
        stem = token.word.norm[:-5]
        table = _italian()
        return next((table[w] for w in (stem, stem + "e", stem + "i", stem + "o", stem + "a") if w in table), None)
    return known


def number_at(tokens: tuple[Token, ...], place: int, language: str) -> Number | None:
    """The number that begins at this token, or None."""
    token = tokens[place]
    word = token.word
    if word.kind == "number" or word.text[0].isdigit():
        return _from_digits(tokens, place, language)
    return _english(tokens, place) if language == "en" else _italian_at(tokens, place)


def number_follows(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether an English "a" may begin a number ("a third", "a dozen")."""
    if place + 1 >= len(tokens):
        return False
    norm = tokens[place + 1].word.norm
    return norm in _words("en", "fraction") or norm in _words("en", "scale")


def _from_digits(tokens: tuple[Token, ...], place: int, language: str) -> Number | None:
    form = tokens[place].word.text
    value = digits(form, language)
    scale = 1
    if value is None:
        attached = _ATTACHED.match(form)
        if attached is None:
            return None
        factor = _words(language, "scale").get(attached[2].lower())
        number = digits(attached[1], language)
        if factor is None or number is None:
            return None
        value, scale = number, factor
    last = place + 1
    # "12 500" and "12 500 000": groups of three after a space.
    while (
        scale == 1
        and last < len(tokens)
        and len(form) <= 3
        and value.denominator == 1
        and value != 0
        and tokens[last].word.kind == "number"
        and len(tokens[last].word.text) == 3
        and tokens[last].word.text.isdigit()
        and tokens[last].start == tokens[last - 1].end + 1
        and language == "it"
    ):
        value = value * 1000 + int(tokens[last].word.text)
        last += 1
    factors = _words(language, "scale")
    while scale <= 10**12 and last < len(tokens) and tokens[last].word.norm in factors:
        norm = tokens[last].word.norm
        if len(norm) == 1 and tokens[last].start > tokens[last - 1].end:
            break
        scale *= factors[norm]
        last += 1
    last = _and_a_half(tokens, last, language)
    half = Fraction(1, 2) if last < 0 else Fraction(0)
    return Number(place, abs(last), (value + half) * scale, digits=True, scaled=scale != 1)


def _and_a_half(tokens: tuple[Token, ...], last: int, language: str) -> int:
    """The place after "and a half", negated, when it follows; otherwise the place."""
    wanted = ("and", "a", "half") if language == "en" else ("e", "mezzo")
    follow = tuple(t.word.norm for t in tokens[last : last + len(wanted)])
    return -(last + len(wanted)) if follow == wanted else last


def _english(tokens: tuple[Token, ...], place: int) -> Number | None:
    cardinals, scales, fractions = _words("en", "cardinal"), _words("en", "scale"), _words("en", "fraction")
    first = tokens[place].word.norm
    if first in ("half", "third", "quarter") or (first == "a" and place + 1 < len(tokens)):
        return _english_small(tokens, place, first)
    if first not in cardinals:
        return None
    if first == "one" and not _one_counts(tokens, place):
        return None
    total = current = 0
    last = place
    while last < len(tokens) and last < place + 16:
        norm = tokens[last].word.norm
        if norm in cardinals:
            value = cardinals[norm]
            if current and not (current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and 0 < value < 10)):
                break
            current += value
        elif norm == "hundred" and 0 < current < 100:
            current *= 100
        elif norm in scales and len(norm) > 2 and current:
            total += current * scales[norm]
            current = 0
        elif norm == "and" and last > place and _goes_on(tokens, last, cardinals, current, total):
            pass
        else:
            break
        last += 1
    last = _and_a_half(tokens, last, "en")
    value_ = Fraction(total + current) + (Fraction(1, 2) if last < 0 else 0)
    if last < 0 and abs(last) < len(tokens) and len(tokens[-last].word.norm) > 2:
        factor = scales.get(tokens[-last].word.norm, 1)
        value_, last = value_ * factor, last - (factor > 1)
    last = abs(last)
    if last < len(tokens) and total == 0 and tokens[last].word.norm in fractions and value_ < 20:
        norm = tokens[last].word.norm
        if norm.endswith("s") or value_ == 1:
            return Number(place, last + 1, value_ / fractions[norm], "fraction")
    if last < len(tokens) and total == 0 and 20 <= current < 100 and tokens[last].word.norm in _words("en", "ordinal"):
        return Number(place, last + 1, Fraction(current + _words("en", "ordinal")[tokens[last].word.norm]), "ordinal")
    return Number(place, last, value_)


def _goes_on(tokens: tuple[Token, ...], place: int, cardinals: dict[str, int], current: int, total: int) -> bool:
    """Whether "and" joins the parts of one number ("two hundred and five"), not two numbers."""
    if place + 1 >= len(tokens) or tokens[place + 1].word.norm not in cardinals:
        return False
    return (current >= 100 and current % 100 == 0) or (current == 0 and total >= 1000)


def _one_counts(tokens: tuple[Token, ...], place: int) -> bool:
    before = tokens[place - 1].word.norm if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before in _NO_ONE or after is None:
        return False
    return after.word.kind in ("word", "number") and after.word.norm not in _ONE_OTHER


def _english_small(tokens: tuple[Token, ...], place: int, first: str) -> Number | None:
    """ "half", "a third", "a hundred", "a dozen"."""
    fractions, scales = _words("en", "fraction"), _words("en", "scale")
    if first != "a":
        if (
            first == "half"
            and (place + 1 < len(tokens))
            and tokens[place + 1].word.norm in ("of", "the", "a", "an", "our", "its")
        ):
            last = (
                place
                + 1
                + (
                    tokens[place + 1].word.norm == "a"
                    and place + 2 < len(tokens)
                    and tokens[place + 2].word.norm in scales
                )
            )
            return Number(place, last, Fraction(1, 2), "fraction") if last == place + 1 else None
        return None
    second = tokens[place + 1].word.norm
    if second in fractions and not second.endswith("s"):
        return Number(place, place + 2, Fraction(1, fractions[second]), "fraction")
    if second in scales and len(second) > 2:
        return Number(place, place + 2, Fraction(scales[second]), scaled=True)
    return None


def _italian_at(tokens: tuple[Token, ...], place: int) -> Number | None:
    norm = tokens[place].word.norm
    fractions, scales = _words("it", "fraction"), _words("it", "scale")
    following = tokens[place + 1].word.norm if place + 1 < len(tokens) else ""
    if norm == "metà":
        return Number(place, place + 1, Fraction(1, 2), "fraction")
    if norm == "un" and following in ("terzo", "quarto", "quinto", "decimo", "sesto", "ottavo"):
        return Number(place, place + 2, Fraction(1, fractions[following]), "fraction")
    if norm == "un" and following in ("milione", "miliardo"):
        return Number(place, place + 2, Fraction(scales[following]), scaled=True)
    value = italian_word(norm)
    if value is None:
        return None
    before = tokens[place - 1].word.norm if place else ""
    if (norm == "uno" and following not in ("dei", "degli", "delle", "di", "su")) or (
        norm == "sei" and before in ("tu", "ci")
    ):
        return None
    if following in fractions and following.endswith("i") and value < 20:
        return Number(place, place + 2, Fraction(value, fractions[following]), "fraction")
    last, total = place + 1, Fraction(value)
    if following in scales and following not in ("mille", "cento"):
        total *= scales[following]
        last += 1
    last = _and_a_half(tokens, last, "it")
    return Number(place, abs(last), total + (Fraction(1, 2) if last < 0 else 0), scaled=last > place + 1)
