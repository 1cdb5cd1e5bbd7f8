"""Quotation marks to quotations, with their speakers. Paragraph by paragraph, in one pass, however deep they are
nested.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import words
from onrecord.reading.model import Quotation, Span

_MARK = lazily(r"[\"“”„«»‘’]|(?<![^\s(\[—–:,])'(?=\w)|(?<=[\w.,!?…])'(?!\w)|\n[ \t]*\r?\n")
_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'", "”": "”", "»": "«"}
_SPACE = lazily(r"\s+")
_NAME = r"(?:(?:[A-ZÀ-Þ][\w’'-]+|[A-ZÀ-Þ]\.|(?:Mrs?|Ms|Dr|Sig)\.|d[aei]|de[lr]?|della?|van|von|of)[ \t]+){0,5}[A-ZÀ-Þ][\w’'-]*"  # noqa: E501
_PRONOUN = r"he|she|they|we|I|the [a-z-]+(?: [a-z-]+)?|lui|lei|l['’]azienda|il [a-z]+|la [a-z]+"


@cache
def _said(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    from onrecord.reading.lemmas_en import _irregular

    verbs = words(language, "saying")
    if language == "en":
        forms = {f for v in verbs for f in (v, v + "s", v + "ed", v + "d", v[:-1] + "ied", v[:-1] + "ies")}
        forms |= {form for form, (lemmas, _) in _irregular().items() if verbs & set(lemmas)}
        saying = rf"(?:has |have |had )?(?:{'|'.join(sorted(forms, key=len, reverse=True))})"
    else:
        from onrecord.reading.lexicons import rows

        done = {forms.split()[0] for lemma, forms, kind in rows("it", "irregular") if kind == "n" and lemma in verbs}
        done |= {v[:-3] + "ato" for v in verbs if v.endswith("are")} | {
            v[:-3] + "uto" for v in verbs if v.endswith("ere")
        }
        done |= {v[:-3] + "ito" for v in verbs if v.endswith("ire")}
        ended = "|".join(sorted(d[:-1] + "[oaie]" for d in done))
        present = "dice|dicono|afferma|spiega|dichiara|aggiunge|commenta|precisa|scrive|sostiene|annuncia|conferma|sottolinea|disse"  # noqa: E501
        saying = rf"(?:(?:ha|hanno|abbiamo) (?:{ended})|{present})"
    who = rf"(?:{_NAME}|(?i:{_PRONOUN}))"
    after = lazily(rf"[\s,.]*(?:{saying}[ \t]+(?P<who>{who})|(?P<first>{who})[ \t]+{saying}\b)")
    before = lazily(rf"(?P<who>{who})(?:,[^,\n]{{1,80}},)?[ \t]+{saying}\b[^.\n\"“«]{{0,40}}$")
    return after, before


def quotations(text: str, language: str) -> tuple[Quotation, ...]:
    """All outermost quotations; one that is never closed ends with its paragraph."""
    if not any(mark in text for mark in "\"“”„«»‘'’"):
        return ()
    found: list[tuple[int, int, bool]] = []
    opened = -1
    sign = ""
    depth = 0
    singles = [m.start() for m in re.finditer(r"[\w.,!?…][’'](?!\w)", text)] if "‘" in text or "'" in text else []
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if len(mark) > 1:
            if opened >= 0 and sign not in "'‘":
                found.append((opened, place, False))
            opened, depth = -1, 0
        elif opened < 0:
            if _opens(text, mark, place) and (mark not in "'‘" or _closes_later(text, singles, place)):
                opened, sign, depth = place, mark, 1
        elif mark in _CLOSING[sign] and (sign not in "‘'" or not text[place + 1 : place + 2].isalnum()):
            depth -= 1
            if depth == 0:
                found.append((opened, place + 1, True))
                opened = -1
        elif mark == sign:
            depth += 1
    if opened >= 0 and sign not in "'‘":
        found.append((opened, len(text), False))
    return tuple(_quotation(text, start, end, closed, language) for start, end, closed in found if end - start > 1)


def _opens(text: str, mark: str, place: int) -> bool:
    before = text[place - 1 : place]
    if mark == "'":
        return not before.isalnum() and text[place + 1 : place + 2].isalnum()
    if mark in "”’":
        return False
    if mark == '"' and (before.isdigit() or before.isalpha()):
        return False  # inches, or a closing mark whose opening one is missing
    return mark != "»" or not before.isspace()


def _closes_later(text: str, singles: list[int], place: int) -> bool:
    """A single mark opens only when another closes within the paragraph; otherwise it is an apostrophe."""
    index = bisect_left(singles, place + 1)
    if index >= len(singles):
        return False
    return singles[index] - place < 600 and "\n\n" not in text[place : singles[index]]


def _quotation(text: str, start: int, end: int, closed: bool, language: str) -> Quotation:
    inner_end = end - 1 if closed else end
    words_ = _SPACE.sub(" ", text[start + 1 : inner_end]).strip()
    speaker = _speaker(text, start, end, language) if inner_end - start > 12 else None
    return Quotation(start, end, text[start:end], start + 1, inner_end, words_, speaker, closed)


def _speaker(text: str, start: int, end: int, language: str) -> Span | None:
    after, before = _said(language)
    match = after.match(text, end, min(len(text), end + 160))
    if match is None:
        window = text.rfind("\n", max(0, start - 200), start) + 1 or max(0, start - 200)
        match = before.search(text[window:start])
        if match is None:
            return None
        low, high = match.span("who")
        return Span(window + low, window + high, match["who"], "speaker")
    low, high = match.span("who" if match["who"] else "first")
    return Span(low, high, text[low:high], "speaker")
