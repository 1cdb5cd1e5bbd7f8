# ruff: noqa: SIM905  (word lists read better as text)
"""Where sentences begin and end, and which lines are headings or bullets. One pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import rows

# A sentence is cut after this many characters at the latest, so that no step after it meets an endless one.
MAX_SENTENCE = 2_000
_HEADING_WORDS = 12

_LINE = lazily(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_MARKUP = lazily(
    r"[ \t]*(?:(?P<heading>\#{1,6})[ \t]+|(?P<quote>>[ \t]?)+|(?P<bullet>[-*+•·‣–—◦▪])[ \t]+|(?P<number>\d{1,3}[.)])[ \t]+(?=\S))?"  # noqa: E501
)
_END = lazily(r"(?:[.!?…]+|[.!?…]+(?=[\"'»”’)\]*_]))[\"'»”’)\]*_]{0,4}(?=\s|$)")
_BEFORE = lazily(r"[^\s(\[\"“«‘']{1,20}$")
_WORD = lazily(r"[^\W\d_]+")
_NUMBERED = lazily(r"^\d{1,3}$")
_LABEL = lazily(r"[^\W\d_]+[ \u00a0]$")
_LABELS = frozenset(
    "plan gate hall type part vitamin hepatitis section zone terminal tower block ward building line "
    "class group stand pier level exit "
    "piano varco sala gruppo tipo parte vitamina epatite sezione zona torre blocco reparto palazzina "
    "edificio linea classe settore "
    "uscita scala grade grado option opzione".split()
)
Piece = tuple[int, int, str, int]


@cache
def _abbreviations(language: str) -> dict[str, str]:
    return {word: kind for forms, kind in rows(language, "abbreviations") for word in forms.split()}


def split(text: str, language: str, *, markdown: bool = True) -> Iterator[Piece]:
    """Sentences as (start, end, kind, paragraph); kind is prose, heading or bullet. Spaces around are left out."""
    paragraph = -1
    block: list[tuple[int, int, str]] = []
    last_end = 0
    lines = _LINE.finditer(text)
    for line in lines:
        start, end = line.span()
        if not line[0].strip():
            continue
        blank = _blank_between(text, last_end, start)
        kind, body = _line_kind(text, start, end, markdown)
        last_end = end
        if block and not blank and kind == "prose" and _continues(text, block[-1], body):
            block[-1] = (block[-1][0], end, block[-1][2])
            continue
        if block and blank:
            paragraph += 1
            yield from _sentences(text, block, language, paragraph, alone=len(block) == 1, more=True)
            block = []
        block.append((body, end, kind))
        if len(block) > 200:
            paragraph += 1
            yield from _sentences(text, block, language, paragraph, alone=False, more=True)
            block = []
    if block:
        yield from _sentences(text, block, language, paragraph + 1, alone=len(block) == 1, more=False)


def _blank_between(text: str, low: int, high: int) -> bool:
    gap = text[low:high]
    return gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap) or "\u2029" in gap


def _line_kind(text: str, start: int, end: int, markdown: bool) -> tuple[str, int]:
    match = _MARKUP.match(text, start, end)
    if match is None:
        return "prose", start
    if match["heading"] and markdown:
        return "heading", match.end()
    if match["bullet"] or match["number"]:
        return "bullet", match.end()
    return "prose", match.end() if markdown else start


def _continues(text: str, before: tuple[int, int, str], body: int) -> bool:
    """Whether a line goes on with the sentence of the line above (text wrapped by hand)."""
    start, end, kind = before
    if kind == "heading":
        return False
    following = text[body : body + 1]
    last = text[start:end].rstrip()[-1:]
    if last in ".!?…:":
        return False
    return following.islower() or (end - start >= 60 and last not in ",;" and not text[start:end].isupper())


def _sentences(
    text: str, block: list[tuple[int, int, str]], language: str, paragraph: int, *, alone: bool, more: bool
) -> Iterator[Piece]:
    for index, (start, end, kind) in enumerate(block):
        pieces = list(_cut(text, start, end, language))
        if kind == "prose" and len(pieces) == 1 and (more or index < len(block) - 1):
            line = text[pieces[0][0] : pieces[0][1]]
            if _is_heading(line, alone=alone):
                kind = "heading"
        for low, high in pieces:
            yield low, high, kind, paragraph


def _is_heading(line: str, *, alone: bool) -> bool:
    if line[-1:] in ".!?…,;:" or line.count(" ") >= _HEADING_WORDS:
        return False
    return (
        line.isupper() or (alone and any(c.isalpha() for c in line)) or (line.startswith("**") and line.endswith("**"))
    )


def _cut(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    low = start
    for match in _END.finditer(text, start, end):
        if match.start() < low:
            continue
        if match.start() - low > MAX_SENTENCE:
            yield from _long(text, low, match.end())
            low = match.end()
            continue
        if match.end() < end and not _ends_here(text, low, match, end, language):
            continue
        yield from _trimmed(text, low, match.end())
        low = match.end()
    yield from _long(text, low, end)


def _long(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while high - low > MAX_SENTENCE:
        cut = max(text.rfind(" ", low + MAX_SENTENCE // 2, low + MAX_SENTENCE), low + MAX_SENTENCE // 2)
        yield from _trimmed(text, low, cut)
        low = cut
    yield from _trimmed(text, low, high)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    if low < high:
        yield low, high


def _ends_here(text: str, low: int, match: re.Match[str], end: int, language: str) -> bool:
    after = match.end()
    limit = min(end, after + 40)
    while after < limit and (text[after].isspace() or text[after] in "\"'“«‘([*_"):
        after += 1
    following = text[after : after + 1]
    if following.islower():
        # "iPhone" and "eBay" begin a sentence; "e.g. this" and "'Why?' they asked" go on.
        brand = re.match(r"[^\W\d_]+", text[after : after + 20])
        return match[0][0] != "…" and brand is not None and brand[0][1:2].isupper()
    if following in ",;:–—-" and following:
        return False
    if not match[0].startswith(".") or match[0].startswith(".."):
        return True
    before = _BEFORE.search(text, max(low, match.start() - 20), match.start())
    if before is None:
        return True
    word = before[0].lower()
    kind = _abbreviations(language).get(word) or _abbreviations(language).get(word.replace(".", ""))
    if kind == "never":
        return False
    if kind == "number":
        return not following.isdigit()
    if kind == "maybe":
        opening = text[match.end() : after].strip()
        word_after = _WORD.match(text, after)
        company = word_after is not None and _abbreviations(language).get(word_after[0].lower()) == "maybe"
        return following.isupper() and not opening.startswith("(") and not company
    if len(word) == 1 and before[0].isupper():
        # An initial ("J. Smith"), unless a word before it makes it a label ("gate B. We ...").
        label = _LABEL.search(text, max(low, before.start() - 16), before.start())
        return label is not None and label[0].strip().lower() in _LABELS
    return not (_NUMBERED.match(word) and before.start() == low)
