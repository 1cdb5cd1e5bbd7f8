"""Figures of a text: words, sentences, syllables, and how easy it is to read.

Flesch reading ease and Flesch-Kincaid grade: R. Flesch (1948) and J. P. Kincaid et al. (1975), for English. Gulpease:
P. Lucisano
and M. E. Piemontese (1988), for Italian: 89 + (300 x sentences - 10 x letters) / words, 0 to 100. All say little
below 100 words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from onrecord.reading.kept import Sizes
from onrecord.reading.lazily import lazily
from onrecord.reading.model import Reading, Token, Word

# Below this number of words no readability figure is given.
MIN_WORDS = 100

_VOWELS_EN = lazily(r"[aeiouy]+")
_HIATUS_EN = lazily(
    r"[aeiou]ing|ia(?!l|n|ge)|iu|io(?!n|us)|eo(?=s?$|[lgm])|[aiouy]eu|ii|uou|[^gq]ua(?!r)|[^aeiou]ier|creat|real|react|ienc|uie|[^ctgx]i(?=ous)"
)
_VOWELS_IT = lazily(r"[aeiouàèéìíòóùú]+")
_STRONG_IT = "aeoàèéòó"


class Metrics(NamedTuple):
    """Counts of a text. `reading_ease` is Flesch in English and Gulpease in Italian, `grade` Flesch-Kincaid (English
    only).

    Both are None below `MIN_WORDS` words. Headings and links count as words, but not in the readability figures.
    """

    words: int
    sentences: int
    characters: int
    letters: int
    syllables: int
    longest_sentence: int
    reading_ease: float | None
    grade: float | None


@lru_cache(maxsize=1_000)
def syllables(word: str, language: str) -> int:
    """Syllables of one word, at least 1; estimated from the spelling."""
    word = word.lower().replace("’", "'")
    return _syllables_it(word) if language.startswith("it") else _syllables_en(word)


def _syllables_en(word: str) -> int:
    word = word.removesuffix("'s")
    if not any(letter.isalpha() for letter in word):
        return 1
    if len(word) > 3:
        if (
            word.endswith("es") and not word.endswith(("ses", "zes", "xes", "ches", "shes", "ges", "ces", "ies", "les"))
        ) or (word.endswith("ed") and not word.endswith(("ted", "ded", "ied"))):
            word = word[:-2]
        elif word.endswith("e") and not (word.endswith("le") and word[-3] not in "aeiouy"):
            word = word[:-1]
    count = len(_VOWELS_EN.findall(word)) + len(_HIATUS_EN.findall(word))
    return max(1, count)


def _syllables_it(word: str) -> int:
    count = 0
    for group in _VOWELS_IT.finditer(word):
        letters = group[0]
        # Two strong vowels, or an accented weak one, are two syllables ("paese", "zìo"); others glide.
        strong = sum(letter in _STRONG_IT for letter in letters)
        accented = sum(letter in "ìíùú" for letter in letters)
        final_hiatus = (
            group.end() == len(word) and len(letters) == 2 and letters in ("ia", "io", "ie", "ua") and count == 0
        )
        count += max(1, strong + accented + final_hiatus)
    return max(1, count)


_sizes: dict[Word, tuple[int, int]] = {}
_MOST_SIZES = 50_000


def _size(word: Word, language: str) -> tuple[int, int]:
    """Letters and syllables of a word."""
    if len(_sizes) >= _MOST_SIZES:
        _sizes.clear()
    found = _sizes[word] = (sum(letter.isalnum() for letter in word.text), syllables(word.norm, language))
    return found


def sizes_of(words: tuple[Token, ...], language: str) -> Sizes:
    """Words of a sentence; and of those that count for readability, without links: number, letters, syllables."""
    own = [word for _, _, word in words if word.kind != "symbol"]
    counted = letters = spoken = 0
    for word in own:
        if word.kind == "link":
            continue
        counted += 1
        size = _sizes.get(word)
        if size is None:
            size = _size(word, language)
        letters += size[0]
        spoken += size[1]
    return len(own), counted, letters, spoken


def measure(reading: Reading) -> Metrics:
    """Counts and readability of a text that has been read."""
    total = counted = spoken = letters = longest = prose = 0
    for sentence in reading.sentences:
        size = sentence.sizes
        total += size[0]
        longest = max(longest, size[0])
        if sentence.kind == "heading" or not size[0]:
            continue
        prose += 1
        counted += size[1]
        letters += size[2]
        spoken += size[3]
    ease = grade = None
    if counted >= MIN_WORDS and prose:
        if reading.language == "it":
            ease = round(min(100.0, max(0.0, 89 + (300 * prose - 10 * letters) / counted)), 1)
        else:
            ease = round(206.835 - 1.015 * counted / prose - 84.6 * spoken / counted, 1)
            grade = round(0.39 * counted / prose + 11.8 * spoken / counted - 15.59, 1)
    return Metrics(
        words=total,
        sentences=len(reading.sentences),
        characters=len(reading.text),
        letters=letters,
        syllables=spoken,
        longest_sentence=longest,
        reading_ease=ease,
        grade=grade,
    )
