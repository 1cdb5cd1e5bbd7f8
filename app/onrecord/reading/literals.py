# ruff: noqa: SIM905  (word lists read better as text)
"""The literals of a sentence: everything that has to be traced and that two texts must agree on.

Recognisers run from the most to the least specific; what one has claimed the next leaves alone (dates before numbers,
numbers
before names). Quotations are the exception: what stands inside them is read as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from fractions import Fraction
from functools import cache

from onrecord.reading import hints
from onrecord.reading.dates import find_dates
from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import rows
from onrecord.reading.model import Literal, Sentence, Token
from onrecord.reading.names import find_names
from onrecord.reading.numbers import Number, number_at, number_follows, ordinal
from onrecord.reading.words import tokenise

_PHONE = lazily(
    r"(?<![\w.,:/+-])(?:\+\d{1,3}[ .\-/\u00a0]?(?:\(0\)[ ]?)?|\(0?\d{2,5}\)[ ]?|0\d{1,5}[ .\-/]?|(?:800|803|848|899|199|892)[ .\-]?)(?:\(?\d{1,6}\)?[ .\-/\u00a0]?){0,6}\d{2,8}(?![\w%]|[.,:]\d)"  # noqa: E501
)
_PHONE_NEAR = lazily(
    r"(?i:\b(?:call(?:s|ing)?|phone|tel(?:ephone)?|ring|line|helpline|hotline|fax|mobile|text|number|numero|numeri|chiam\w+|telefon\w+|verde|cell\w*|contatt\w+)\b[^.\d]{0,40})$"
)
_PHONE_LOCAL = lazily(
    r"(?<![\w.,:/+-])\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{3,4}(?![\w%]|[.,:]\d)|(?<![\w.,:/+-])\d{3}-\d{4}(?![\w%-])"
)
_CODE = lazily(
    r"(?<![\w@#/.-])(?=[\w./-]*\d)(?:[A-Z]{1,8}[A-Za-z]{0,6}(?:[-‐/][A-Z0-9]{1,10}){0,4}[-‐/]?\d[\w]*(?:[-‐/.]\w+){0,4}|v?\d+(?:\.\d+){2,4}(?:-\w+)?|\d+[A-Z]+\d*[A-Z0-9]*(?:[-‐]\w+)?|v\d+(?:\.\d+)+)(?![\w])"
)
# With "a" alone in a sentence only "9 a.m." and "five to nine" are times of the clock in words.
_HALF_OR_TO = lazily(r"\.[mM]|(?i:(?:five|ten|twenty)\s+to\s)")
_EMERGENCY = lazily(
    r"(?i:\b(?:il|al|del|dal|col|sul|the)\s)(?P<n>112|113|114|115|116117|117|118|1500|1522|1530|911|999|111|101|105)\b"
)
_GROUPS_OF_THREE = lazily(r"\d{1,3}(?:\.\d{3})+")
_SCALE_SIGN = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000, "b": 10**9, "mln": 10**6, "mld": 10**9}
_ATTACHED_UNIT = lazily(r"(\d++(?:[.,]\d++)*+)([^\W\d_°%]{1,5})$")


@cache
def _units(language: str) -> dict[str, tuple[str, str]]:
    return {form: (unit, kind) for forms, unit, kind in rows(language, "units") for form in forms.split()}


_ARTICLES = frozenset("the a an our their all i le gli il la un una ai alle delle dei".split())
_BOUND_WORDS = 4


@cache
def _bounds(
    language: str,
) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str], frozenset[str], frozenset[str]]:
    """Words that bound a number, before it and after it; with the words that stand right beside it."""
    before: dict[tuple[str, ...], str] = {}
    after: dict[tuple[str, ...], str] = {}
    for bound, place, form in rows(language, "bounds"):
        key = tuple(token.word.norm for token in tokenise(form, language) if token.word.text != ".")
        (before if place == "before" else after)[key] = bound
    return before, after, frozenset(key[-1] for key in before), frozenset(key[0] for key in after)


def _bound_before(tokens: tuple[Token, ...], first: int, language: str) -> tuple[str, int]:
    """The bound that stands right before this token, and where it begins."""
    before, _, ends, _ = _bounds(language)
    for last in (first, first - 1):
        if last < 1 or (last < first and tokens[last].word.norm not in _ARTICLES):
            break
        if tokens[last - 1].word.norm not in ends:
            continue
        for size in range(min(_BOUND_WORDS, last), 0, -1):
            bound = before.get(tuple(token.word.norm for token in tokens[last - size : last]))
            if bound:
                return bound, tokens[last - size].start
    return "", -1


def _bound_after(tokens: tuple[Token, ...], last: int, language: str) -> str:
    """The bound that follows, at once or after the noun ("3 days or more", "300 people at least")."""
    _, after, _, begins = _bounds(language)
    for start in (last, last + 1):
        if start >= len(tokens) or tokens[start].word.norm not in begins:
            continue
        for size in range(1, _BOUND_WORDS):
            bound = after.get(tuple(token.word.norm for token in tokens[start : start + size]))
            if bound and start + size <= len(tokens):
                return bound
    return ""


class _Claims:
    """Which characters of the sentence a literal has already been found for."""

    def __init__(self, size: int, offset: int) -> None:
        self.taken = bytearray(size)
        self.offset = offset
        self.found: list[Literal] = []

    def add(self, literal: Literal) -> bool:
        low, high = literal.start - self.offset, literal.end - self.offset
        if low >= high or any(self.taken[low:high]):
            return False
        self.taken[low:high] = b"\x01" * (high - low)
        self.found.append(literal)
        return True

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start - self.offset : end - self.offset])


def find_literals(
    sentence: Sentence, names: tuple[tuple[str, str], ...], elsewhere: frozenset[str] = frozenset()
) -> tuple[Literal, ...]:
    """All literals by position; `elsewhere` are words that the text has with a capital inside a sentence."""
    text, offset = sentence.text, sentence.start
    tokens = sentence.tokens
    claims = _Claims(len(text), offset)
    kept, language = hints.cache_of(sentence.language), sentence.language
    found = 0
    starts: list[int] = []
    capitals: list[int] = []
    figures = 0
    for place, (start, end, word) in enumerate(tokens):
        flag = kept.get(word.text)
        if flag is None:
            flag = hints.flags(word, language)
        if flag:
            found |= flag
            if flag & hints.CAPITAL:
                capitals.append(place)
            if flag & hints.DIGIT:
                figures += end - start
            if flag & hints.NUMBER:
                starts.append(place)
            elif flag & hints.ADDRESS:
                claims.add(Literal(start, end, word.text, word.kind, _normal(word.text, word.kind)))
    if found & hints.LETTER and _HALF_OR_TO.search(text):
        found |= hints.SPOKEN
    if figures and "+" in text:
        _dated_codes(sentence, claims)
    if found & ~(hints.CAPITAL | hints.ADDRESS | hints.NUMBER | hints.LETTER):
        for literal in find_dates(text, language, offset, found):
            claims.add(_with_bound(literal, tokens, language))
    if found & hints.DIGIT:
        _phones_and_codes(text, offset, figures, claims)
    if starts:
        _amounts(sentence, tokens, starts, claims)
    if capitals or names:
        for literal in find_names(sentence, tokens, capitals, names, elsewhere):
            claims.add(literal)
    for quote in sentence.quotes:
        if sentence.start <= quote.start < sentence.end:
            speaker = quote.speaker.text if quote.speaker else ""
            claims.found.append(Literal(quote.start, quote.end, quote.text, "quote", quote.words, detail=speaker))
    return tuple(sorted(claims.found, key=lambda literal: (literal.start, -literal.end)))


def _with_bound(literal: Literal, tokens: tuple[Token, ...], language: str) -> Literal:
    """A time with "about" before it ("at around 3 pm")."""
    if isinstance(literal.value, tuple) and literal.value[0] == "relative":
        return literal
    bound, start = _bound_before(tokens, bisect_left(tokens, literal.start, key=_start), language)
    if bound not in ("about", "nearly", "exactly"):
        return literal
    return literal._replace(bound=bound, bound_start=start)


def _start(token: Token) -> int:
    return token[0]


def _normal(form: str, kind: str) -> str:
    if kind == "link":
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", form, flags=re.IGNORECASE)
        host, slash, path = bare.partition("/")
        return host.lower() + (slash + path).rstrip("/")
    return form.lower()


def _dated_codes(sentence: Sentence, claims: _Claims) -> None:
    """Telephone numbers that begin with + or a bracket come before dates: nothing else looks like them."""
    for match in re.finditer(r"\+\d[\d ().\-/\u00a0]{5,22}\d(?![\w%])", sentence.text):
        figures = re.sub(r"\D", "", match[0])
        if 8 <= len(figures) <= 15:
            claims.add(_found(match, sentence.start, "phone", "+" + figures))


def _found(match: re.Match[str], offset: int, kind: str, value: str) -> Literal:
    return Literal(match.start() + offset, match.end() + offset, match[0], kind, value)


def _phones_and_codes(text: str, offset: int, most: int, claims: _Claims) -> None:
    """Telephone numbers and codes; `most` is how many figures the sentence has at most."""
    for match in _PHONE.finditer(text) if most >= 7 else ():
        figures = re.sub(r"\D", "", match[0])
        if 7 <= len(figures) <= 15:
            claims.add(_found(match, offset, "phone", figures))
    for match in _PHONE_LOCAL.finditer(text) if most >= 7 else ():
        if _PHONE_NEAR.search(text, max(0, match.start() - 60), match.start()) or "-" in match[0]:
            claims.add(_found(match, offset, "phone", re.sub(r"\D", "", match[0])))
    for match in _EMERGENCY.finditer(text) if most >= 3 else ():
        low, high = match.span("n")
        claims.add(Literal(low + offset, high + offset, match["n"], "phone", match["n"]))
    for match in _CODE.finditer(text):
        form = match[0]
        if re.fullmatch(r"\d+(?:st|nd|rd|th|K|M|B|PM|AM|KM|KG|GB|MB|TB|KW|MW|GW|KV)", form, re.IGNORECASE):
            continue
        if _GROUPS_OF_THREE.fullmatch(form):
            continue
        claims.add(_found(match, offset, "code", re.sub(r"[‐]", "-", form).upper()))


def _amounts(sentence: Sentence, tokens: tuple[Token, ...], starts: list[int], claims: _Claims) -> None:
    pending: Literal | None = None
    free_from = 0
    for place in starts:
        token = tokens[place]
        if token[2].norm == "a" and sentence.language == "en" and not number_follows(tokens, place):
            continue
        if place < free_from or not claims.free(token.start, token.end):
            continue
        found = _amount(sentence, tokens, place)
        if found is None:
            continue
        literal, after = found
        ranged = _range(sentence, pending, literal)
        if ranged is not None and pending is not None and claims.found[-1] is pending:
            claims.found.pop()
            low, high = pending.start - claims.offset, pending.end - claims.offset
            claims.taken[low:high] = bytes(high - low)
            literal = ranged
        if claims.add(literal):
            pending = literal
            free_from = after


def _amount(sentence: Sentence, tokens: tuple[Token, ...], place: int) -> tuple[Literal, int] | None:
    language = sentence.language
    number = number_at(tokens, place, language)
    if number is None:
        return _attached(sentence, tokens, place) or _ordinal(sentence, tokens, place)
    start, last = tokens[number.first].start, number.last
    value, kind, unit = number.value, "number", ""
    if number.kind == "ordinal":
        return _make(sentence, tokens, start, last, "ordinal", value, ""), last
    ratio = _ratio(tokens, number, language)
    if ratio is not None:
        return _make(sentence, tokens, start, ratio[1], "ratio", ratio[0], ""), ratio[1]
    before = tokens[number.first - 1] if number.first else None
    unit_before = _units(language).get(before.word.lower) if before is not None else None
    if (
        before is not None
        and unit_before
        and unit_before[1] == "money"
        and not before.word.norm.isalpha() | (len(before.word.norm) > 4)
    ):
        kind, unit, start = "money", unit_before[0], before.start
    elif before is not None and before.word.text in ("EUR", "GBP", "USD", "CHF", "JPY"):
        kind, unit, start = "money", before.word.text, before.start
    elif (
        before is not None and before.word.text in "-−–" and before.end == start and _minus(tokens, number.first - 1)
    ) or (before is not None and before.word.norm in ("minus", "meno") and number.first and _degrees(tokens, last)):
        value, start = -value, before.start
    if kind == "number":
        kind, unit, last = _unit(tokens, last, number, language)
    return _make(sentence, tokens, start, last, kind, value, unit), last


def _minus(tokens: tuple[Token, ...], place: int) -> bool:
    return place == 0 or tokens[place - 1].end < tokens[place].start


def _degrees(tokens: tuple[Token, ...], last: int) -> bool:
    return last >= len(tokens) or tokens[last].word.norm not in ("di", "del")


def _attached(sentence: Sentence, tokens: tuple[Token, ...], place: int) -> tuple[Literal, int] | None:
    """Figures with the unit written on to them: "10km", "5kg", "30m"."""
    from onrecord.reading.numbers import digits

    match = _ATTACHED_UNIT.match(tokens[place].word.text)
    if match is None:
        return None
    value = digits(match[1], sentence.language)
    unit = _units(sentence.language).get(match[2].lower())
    if value is None:
        return None
    before = tokens[place - 1] if place else None
    money = _units(sentence.language).get(before.word.lower) if before is not None else None
    scale = _SCALE_SIGN.get(match[2].lower())
    if scale and ((money and money[1] == "money") or not unit):
        start = before.start if money and before is not None else tokens[place].start
        kind = "money" if money else "number"
        return _make(sentence, tokens, start, place + 1, kind, value * scale, money[0] if money else ""), place + 1
    if unit is None:
        return None
    return _make(sentence, tokens, tokens[place].start, place + 1, unit[1], value, unit[0]), place + 1


def _ordinal(sentence: Sentence, tokens: tuple[Token, ...], place: int) -> tuple[Literal, int] | None:
    value = ordinal(tokens[place], sentence.language)
    if value is None:
        return None
    norm = tokens[place].word.norm
    before = tokens[place - 1].word.norm if place else ""
    after = tokens[place + 1].word.norm if place + 1 < len(tokens) else ""
    if sentence.language == "en":
        if norm == "first" and (
            before in ("at", "when", "was", "were", "be", "we") or after in ("of", ",", "aid", "and", "class", ".")
        ):
            return None
        if norm in ("second", "third") and (
            after in ("party", "parties", "hand") or (before in ("a", "every", "per", "each") and norm == "second")
        ):
            return None
    elif (norm == "seconda" and before in ("a", "")) or (norm in ("terzi", "terza") and after in ("parte", "parti")):
        return None
    literal = _make(sentence, tokens, tokens[place].start, place + 1, "ordinal", Fraction(value), "")
    return literal, place + 1


def _ratio(tokens: tuple[Token, ...], number: Number, language: str) -> tuple[tuple[int, int], int] | None:
    """ "4 in 10", "one in every five", "tre su dieci"."""
    if number.value.denominator != 1 or number.value > 1000:
        return None
    place = number.last
    norms = [t.word.norm for t in tokens[place : place + 3]]
    if language == "en":
        skip = 1 if norms[:1] == ["in"] else 2 if norms[:2] == ["out", "of"] else 0
        if skip == 1 and norms[1:2] == ["every"]:
            skip = 2
    else:
        skip = 1 if norms[:1] == ["su"] else 0
        if skip and norms[1:2] == ["ogni"]:
            skip = 2
    if not skip or place + skip >= len(tokens):
        return None
    second = number_at(tokens, place + skip, language)
    if (
        second is None
        or second.value.denominator != 1
        or not number.value < second.value <= 100_000
        or second.kind != "cardinal"
    ):
        return None
    if norms[0] == "in" and not (second.value <= 20 or second.value in (50, 100, 1000)):
        return None
    return (int(number.value), int(second.value)), second.last


def _unit(tokens: tuple[Token, ...], last: int, number: Number, language: str) -> tuple[str, str, int]:
    """Kind, normalised unit and the place after it."""
    units = _units(language)
    skip = last
    norms = [t.word.norm for t in tokens[last : last + 2]]
    if norms[:1] in (["a"], ["an"], ["of"], ["di"], ["d'"]) and (number.scaled or number.kind == "fraction"):
        if norms[:1] == ["of"] and language == "en" and norms[1:2] not in (["a"], ["an"]):
            return "number", "", last
        skip += 2 if norms == ["of", "a"] else 1
    if skip >= len(tokens):
        return "number", "", last
    if skip + 1 < len(tokens):
        double = units.get(f"{tokens[skip].word.lower}-{tokens[skip + 1].word.lower}")
        if double:
            return double[1], double[0], skip + 2
    token = tokens[skip]
    unit = units.get(token.word.lower) or units.get(token.word.text.lower())
    if unit is None:
        return "number", "", last
    if unit[0] in ("cent", "second") and token.word.norm in ("secondo", "centesimo"):
        return "number", "", last
    if token.word.lower in ("mw", "gb", "kb", "ha", "pc") and not number.digits:
        return "number", "", last
    if token.word.lower == "°" and skip + 1 < len(tokens) and tokens[skip + 1].word.text in "CF":
        return "quantity", "°" + tokens[skip + 1].word.text, skip + 2
    return unit[1], unit[0], skip + 1


def _make(
    sentence: Sentence, tokens: tuple[Token, ...], start: int, last: int, kind: str, value: object, unit: str
) -> Literal:
    end = tokens[last - 1].end
    text, offset = sentence.text, sentence.start
    bound, bound_start = _bound_before(tokens, bisect_left(tokens, start, key=_start), sentence.language)
    if not bound:
        bound, bound_start = _bound_after(tokens, last, sentence.language), start
    return Literal(start, end, text[start - offset : end - offset], kind, value, unit, bound, bound_start=bound_start)


_JOINS = {
    "en": lazily(r"\s*[-–—]\s*$|\s+(?:to|and|or)\s+$"),
    "it": lazily(r"\s*[-–—]\s*$|\s+(?:a|e|ai|alle|o)\s+$"),
}
_LEADS = {
    "en": lazily(r"(?i:\b(between|from)\s+)$"),
    "it": lazily(r"(?i:\b(tra|fra|dai?|dalle|da)\s+(?:i |le |gli )?)$"),
}


def _range(sentence: Sentence, low: Literal | None, high: Literal) -> Literal | None:
    """One literal for "20 to 30", "between 20 and 30 km", "20-30 %"."""
    if low is None or not isinstance(low.value, Fraction) or not isinstance(high.value, Fraction):
        return None
    if low.kind not in ("number", high.kind) or (low.unit and low.unit != high.unit) or low.value >= high.value:
        return None
    text, offset = sentence.text, sentence.start
    between = text[low.end - offset : high.start - offset]
    if not between or len(between) > 8 or not _JOINS[sentence.language].match(between):
        return None
    led = _LEADS[sentence.language].search(text[max(0, low.start - offset - 16) : low.start - offset])
    if between.strip() in ("and", "e") and (led is None or led[1].lower() in ("from", "da", "dai", "dalle")):
        return None
    if (between.strip() in ("a", "ai", "alle") and led is None) or (between.strip() in ("or", "o") and low.unit):
        return None
    return Literal(
        low.start, high.end, text[low.start - offset : high.end - offset], high.kind, ("range", low.value, high.value), high.unit,  # noqa: E501
        low.bound, bound_start=low.bound_start,
    )  # fmt: skip
