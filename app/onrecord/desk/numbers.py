"""The number log: every count of the incident over time, as of when, on what basis, who said so, and where it went out.

Counts move: the first figure is never the last. Who asks afterwards wants to see each of them with what it rested on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from onrecord import record
from onrecord.content.model import FactType
from onrecord.desk.history import FactRow, fact_row, not_to_be_said
from onrecord.desk.session import Session
from onrecord.incident import issued
from onrecord.record.history import of_facts

COUNTS = (FactType.NUMBER, FactType.PERCENTAGE, FactType.MONEY)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a count was at one time, and the texts that gave it out."""

    row: FactRow
    given: tuple[str, ...] = ()
    """`press v1 (21:30)`, in the order in which they went out."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count over time, the oldest first."""

    fact: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def moved(self) -> int:
        """How often its value changed."""
        values = [figure.row.value for figure in self.figures if figure.row.value]
        return sum(a != b for a, b in pairwise(values))


def number_log(session: Session, language: str = "en") -> tuple[Count, ...]:
    """Every count that was ever answered, in the order of the questions. Raises BadInput without a history."""
    record.settle(session.path)
    names = [q.id for q in session.scenario.questions if q.type in COUNTS]
    names += [name for name, f in session.incident.facts.items() if name not in session.questions and f.type in COUNTS]
    found = of_facts(session.path, names)
    given = _given(session)
    counts = []
    for name in names:
        question, fact = session.questions.get(name), session.incident.fact(name)
        hidden = not_to_be_said(session, name)
        rows = _steps([fact_row(session, row, name, question, language) for row in found[name]])
        label = (question.label if question is not None else fact.label if fact is not None else {}).get(language, name)
        figures = []
        for row, end in zip(rows, [*(r.at for r in rows[1:]), None], strict=True):
            out = [text for at, text in given.get(name, ()) if row.at <= at and (end is None or at < end)]
            figures.append(Figure(row if not hidden else _bare(row), tuple(dict.fromkeys(out))))
        if figures:
            counts.append(Count(name, label, tuple(figures)))
    return tuple(counts)


def _steps(rows: list[FactRow]) -> list[FactRow]:
    """One row per figure: that it was first being checked and then cleared is the same figure, as it stood last."""
    found: list[FactRow] = []
    for row in rows:
        before = found[-1] if found else None
        same = before is not None and before.value == row.value and before.source in ("", row.source)
        if before is not None and same and before.basis in ("", row.basis):
            found[-1] = replace(row, at=before.at, by=before.by)
        else:
            found.append(row)
    return found


def _bare(row: FactRow) -> FactRow:
    return FactRow(row.at, row.by, "", row.status, row.release, row.source, row.as_of, "", row.entry)


def _given(session: Session) -> dict[str, list[tuple[datetime, str]]]:
    """By fact: when a text that prints it went out, and which."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for done in issued.issues(session.path):
        at = f"{done.at.astimezone(session.timezone):%H:%M}"
        names: dict[str, None] = {}
        for language in done.languages:
            text = issued.frozen(session.path, done.document, language, done.version)
            for said in text.sentences if text is not None else ():
                names.update(dict.fromkeys(said.prints))
        for name in names:
            found.setdefault(name, []).append((done.at, f"{done.name} ({at})"))
    return found
