"""The values that checks give and take: findings, reports, and what a text may be compared with.

Named tuples: making dataclasses would cost more than reading a statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.checks.document.successive import GivenOut
    from onrecord.content.model import Question
    from onrecord.drafting.statement import Statement
    from onrecord.incident.model import Incident

Severity = Literal["block", "warn", "info"]
Stop = Literal["never", "second-person", "author"]
SEVERITIES: tuple[Severity, ...] = ("block", "warn", "info")
STOPS: tuple[Stop, ...] = ("never", "second-person", "author")

CATEGORIES = (
    "non_apology",
    "speculation",
    "blame",
    "absolute",
    "minimise",
    "no_comment",
    "cliche",
    "liability",
    "unverifiable",
    "jargon",
    "victim_blame",
    "mock",
    "behavioural",
    "ableist",
    "passive",
    "time",
    "promise",
    "self",
    "notice",
    "gag",
    "residue",
    "missing",
    "trace",
    "leak",
    "consistency",
    "order",
    "length",
    "readability",
    "false_unknown",
)
"""The closed list. The first twenty-one are wording, the others concern the document and its facts."""

DOCUMENTS = (
    "holding",
    "press",
    "line",
    "apology",
    "post",
    "customer-email",
    "staff-note",
    "qa",
    "status-page",
    "breach-notice",
    "recall-notice",
    "service-change",
    "correction",
)
"""The types of text that can be read; the desk drafts some of them."""


class Finding(NamedTuple):
    """What a check says about a stretch of the text.

    `start` and `end` count code points (`end` exclusive), `line` and `column` count from 1. A finding about something
    that is not there (a missing element) stands at the end of the text with an empty `text`. `stop` says who may send
    it all the same when `severity` is block: nobody, only a second named person, or the author with a reason.
    """

    rule: str
    category: str
    severity: Severity
    start: int
    end: int
    line: int
    column: int
    text: str
    message: str
    why: str = ""
    instead: str = ""
    replacements: tuple[str, ...] = ()
    source: str = ""
    stop: Stop = "author"


class Figures(NamedTuple):
    """Measures of a text. `reading_ease` is Flesch's (English) or Gulpease (Italian), None below 100 words."""

    words: int
    sentences: int
    characters: int
    reading_ease: float | None = None


class Report(NamedTuple):
    """Everything that was found in one text, by place. `faults` are rule files that could not be loaded."""

    document: str
    language: str
    findings: tuple[Finding, ...]
    present: tuple[str, ...]
    missing: tuple[str, ...]
    figures: Figures
    faults: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    """Rules that were not asked, because they are switched off."""
    allowed: int = 0
    """How many terms of a glossary were allowed."""

    @property
    def blocked(self) -> bool:
        """Whether anything stops export."""
        return any(finding.severity == "block" for finding in self.findings)


class Context(NamedTuple):
    """What a text is compared with. All of it may be absent; then trace, leak and clock checks do not run.

    `statement` is the draft that the text came from: its passages count as sources. `others` are the other statements
    of the incident, `given` the texts that were given out before. `off` are ids of rules that are switched off,
    `glossary` terms that the organisation allows, `folder` is its own folder of rules.
    """

    incident: Incident | None = None
    questions: Mapping[str, Question] = MappingProxyType({})
    statement: Statement | None = None
    others: tuple[Statement, ...] = ()
    given: tuple[GivenOut, ...] = ()
    now: datetime | None = None
    jurisdictions: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    glossary: frozenset[str] = frozenset()
    folder: str = ""


NO_CONTEXT = Context()
