"""Check one text: read it, match every phrase once, ask every rule and every document-level check."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator

from onrecord.checks.book import Book, open_book
from onrecord.checks.document import Found, document_checks
from onrecord.checks.elements import missing, present
from onrecord.checks.hits import Hits, Text
from onrecord.checks.kinds import KINDS, Hit
from onrecord.checks.model import DOCUMENTS, NO_CONTEXT, SEVERITIES, Context, Finding, Report
from onrecord.checks.own import is_off, switched_off
from onrecord.checks.rule import EVIDENCE, Rule
from onrecord.errors import BadInput, nearest
from onrecord.reading import read
from onrecord.reading.lexicons import base_language


def check_text(text: str, *, document: str, language: str, context: Context | None = None) -> Report:
    """The report on one text. Pure; linear in the text.

    `document` is one of DOCUMENTS (`_` and `-` are equal), `language` a tag of English or Italian.
    Raises BadInput for an unknown document or language.
    """
    name = document.replace("_", "-")
    if name not in DOCUMENTS:
        raise BadInput(f"unknown document {document!r}", hint=nearest(name, DOCUMENTS))
    context = context or NO_CONTEXT
    code = base_language(language)
    book = open_book(code, context.folder)
    reading = read(text, code, names=_names(context))
    matches = book.find(reading)
    whole = Text(reading, Hits(matches), name, book)
    found = [*_of_rules(whole, book, context), *_of_document(whole, context)]
    return Report(
        document=name,
        language=code,
        findings=tuple(_arranged(found)),
        present=tuple(present(whole)),
        missing=missing(whole),
        figures=whole.figures,
        faults=book.faults,
        off=switched_off(book, context),
        allowed=len(context.glossary),
    )


LIKENESS = ("sounds-like", "suona-come")
"""How rules of likeness are called: where a phrase says the same of the same words, the phrase is told."""


def _names(context: Context) -> tuple[tuple[str, str], ...]:
    if context.incident is None:
        return ()
    from onrecord.incident.values import Words

    fact = context.incident.fact("organisation") or context.incident.fact("name")
    if fact is None or not isinstance(fact.value, Words):
        return ()
    names = {fact.value.any, *(text for _, text in fact.value.by_language)}
    return tuple((name, "organisation") for name in names if name)


def _of_rules(whole: Text, book: Book, context: Context) -> Iterator[Finding]:
    place = Places(whole.reading.text)
    for number, rule in book.in_order:
        if not _applies(rule, whole, context):
            continue
        for hit in KINDS[rule.kind](whole, number, rule, context):
            if _allowed(whole.reading.text[hit.start : hit.end], context):
                continue
            if rule.kind in EVIDENCE:
                whole.note(hit.start, rule.id)
            if not rule.weak:
                yield _finding(rule, hit, place, context)


def _applies(rule: Rule, whole: Text, context: Context) -> bool:
    if is_off(rule.id, context):
        return False
    if not rule.applies_to(whole.document):
        return False
    if rule.scenarios and context.incident is not None and context.incident.scenario not in rule.scenarios:
        return False
    return not (rule.jurisdictions and context.jurisdictions) or not set(rule.jurisdictions).isdisjoint(
        context.jurisdictions
    )


def _allowed(found: str, context: Context) -> bool:
    """A term of the organisation's glossary is never a finding."""
    return bool(found) and any(term.lower() in found.lower() for term in context.glossary)


def _finding(rule: Rule, hit: Hit, place: Places, context: Context) -> Finding:
    severity = rule.severity
    if rule.jurisdictions and not context.jurisdictions and severity == "block":
        severity = "warn"
    line, column = place.of(hit.start)
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=severity,
        start=hit.start,
        end=hit.end,
        line=line,
        column=column,
        text=place.text[hit.start : hit.end],
        message=rule.message.replace("{n}", hit.note),
        why=rule.why,
        instead=rule.instead,
        replacements=hit.replacements,
        source=rule.source,
        stop=rule.stop,
    )


def _of_document(whole: Text, context: Context) -> Iterator[Finding]:
    place = Places(whole.reading.text)
    for check in document_checks(context):
        for found in check(whole, context):
            if found.rule in context.off:
                continue
            line, column = place.of(found.start)
            yield _placed(found, line, column, place.text)


def _placed(found: Found, line: int, column: int, text: str) -> Finding:
    return Finding(
        rule=found.rule,
        category=found.category,
        severity=found.severity,
        start=found.start,
        end=found.end,
        line=line,
        column=column,
        text=text[found.start : found.end],
        message=found.message,
        why=found.why,
        instead=found.instead,
        replacements=found.replacements,
        source=found.source,
        stop=found.stop,
    )


class Places:
    """Line and column, both from 1, of offsets in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _arranged(found: Iterable[Finding]) -> Iterator[Finding]:
    """By place; of several findings of one category on overlapping words only the most severe, then longest, stays.

    Comparisons with other texts all stay: each has another sentence to show.
    """
    ordered = sorted(
        found,
        key=lambda f: (
            f.category,
            SEVERITIES.index(f.severity),
            f.rule.startswith("document/") or f.rule.endswith(LIKENESS),
            f.start - f.end,
            f.start,
        ),
    )
    kept: list[Finding] = []
    taken: dict[str, _Taken] = {}
    for finding in ordered:
        compared = finding.category == "consistency"
        if compared or taken.setdefault(finding.category, _Taken()).add(finding.start, finding.end):
            kept.append(finding)
    yield from sorted(kept, key=lambda f: (f.start, f.end, SEVERITIES.index(f.severity), f.rule))


class _Taken:
    """Stretches that do not overlap, and places between letters."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._places: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take a stretch unless it overlaps one that is taken; a place (`start` = `end`) is always taken."""
        if start >= end:
            insort(self._places, start)
            return True
        number = bisect_left(self._starts, end)
        if number and self._ends[number - 1] > start:
            return False
        place = bisect_right(self._places, start)
        if place < len(self._places) and self._places[place] < end:
            return False
        self._starts.insert(number, start)
        self._ends.insert(number, end)
        return True
