# ruff: noqa: SIM905  (word lists read better as text)
"""Which recognisers a word calls for, looked up once per written form: most sentences need few of them."""

from __future__ import annotations

from functools import cache

from onrecord.reading.lexicons import rows
from onrecord.reading.model import Word
from onrecord.reading.numbers import italian_word

NUMBER = 1  # may begin a number, an amount or an ordinal
DIGIT = 2
MONTH = 4
WEEKDAY = 8
RELATIVE = 16  # the longest word of "last week", "oggi" ...
CLOCK = 32  # noon, midnight
SPOKEN = 64  # what makes hour words a time: o'clock, half, morning, p.m.
AGO = 128
CAPITAL = 256
LETTER = 1024  # may be the first half of "a.m.", "p.m."
ADDRESS = 512  # link, email, handle, hashtag

_SPOKEN_WORDS = frozenset(
    "o'clock o clock half quarter past morning afternoon evening night am pm p a punto mezza mezzo quarto "
    "mattino mattina pomeriggio "
    "sera notte".split()
)
_HALF_LETTERS = frozenset("ap")
_AGO_WORDS = frozenset("ago earlier later fa prima dopo sono".split())
_caches: dict[str, dict[str, int]] = {"en": {}, "it": {}}


@cache
def _tables(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    found: dict[str, set[str]] = {"month": set(), "weekday": set(), "relative": set(), "clock": set()}
    for kind, forms, _ in rows(language, "dates"):
        for form in forms.split("|"):
            low = form.lower().replace("’", "'")
            # The longest word stands for the phrase: "this", "the" and "a" are in every sentence.
            longest = max(low.replace("'", "' ").split(), key=len)
            found[kind].update((low, longest))
    numbers = {form for _, forms, _ in rows(language, "numbers") for form in forms.split()}
    numbers |= {"a", "half"} if language == "en" else {"un", "metà"}
    return (
        frozenset(found["month"]),
        frozenset(found["weekday"]),
        frozenset(found["relative"]),
        frozenset(found["clock"]),
        frozenset(numbers),
    )


def flags(word: Word, language: str) -> int:
    """The recognisers this word calls for, as bits."""
    kept = _caches[language]
    found = kept.get(word.text)
    if found is None:
        if len(kept) > 200_000:
            kept.clear()
        found = kept[word.text] = _flags(word, language)
    return found


def cache_of(language: str) -> dict[str, int]:
    """The kept answers, for loops that cannot afford a call per word."""
    return _caches[language]


def _flags(word: Word, language: str) -> int:
    months, weekdays, relative, clock, numbers = _tables(language)
    low, norm = word.lower, word.norm
    if word.kind in ("link", "email", "handle", "hashtag"):
        return ADDRESS | (DIGIT if any(c.isdigit() for c in low) else 0)
    found = 0
    if any(c.isdigit() for c in word.text):
        found |= DIGIT | NUMBER | (CAPITAL if word.tags else 0)
    if word.kind != "word":
        return found
    if norm in numbers or (language == "it" and (norm[:-1].endswith("esim") or italian_word(norm) is not None)):
        found |= NUMBER
    plain = low.rstrip("s") if language == "en" else low
    found |= MONTH if low in months else 0
    found |= WEEKDAY if low in weekdays or plain in weekdays else 0
    found |= RELATIVE if low in relative else 0
    found |= CLOCK if low in clock else 0
    if language == "en" and low in _HALF_LETTERS:
        found |= LETTER
    elif low in _SPOKEN_WORDS:
        found |= SPOKEN
    found |= AGO if low in _AGO_WORDS else 0
    if word.tags & {"capital", "mixed"}:
        found |= CAPITAL
    return found
