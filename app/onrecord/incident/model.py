"""An incident and its facts as frozen values. Known is one axis (status), cleared is another (release)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from onrecord.content.model import NO_TEXT, Clearer, FactType, Localised, Question
from onrecord.incident.values import Value, Words


class Status(StrEnum):
    """How sure we are. A fact that nobody asked about is absent: it has no status at all."""

    CONFIRMED = "confirmed"
    ESTIMATED = "estimated"
    SUSPECTED = "suspected"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not-applicable"


class ReleaseState(StrEnum):
    """May it be said."""

    CLEARED = "cleared"
    ASK = "ask"
    HOLD = "hold"
    NEVER = "never"


class State(StrEnum):
    """What templates and conditions may ask of a fact: exactly one is true."""

    KNOWN = "known"
    UNCLEARED = "uncleared"
    OPEN = "open"
    DISPUTED = "disputed"
    WITHHELD = "withheld"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Release:
    """Who said that a fact may (not) be said. `how`: in person, by phone, in writing; `code`: of the version."""

    state: ReleaseState
    by: str = ""
    how: str = ""
    at: datetime | None = None
    ask: str = ""
    until: datetime | None = None
    noted_by: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value with a status, a release, a source and an as-of time."""

    id: str
    type: FactType
    status: Status
    value: Value | None = None
    release: Release | None = None
    source: str = ""
    as_of: datetime | None = None
    basis: Words | None = None
    parties: tuple[str, ...] = ()
    finding_out: str | Words = ""
    due: datetime | None = None
    reason: str = ""
    agreed_line: Localised = field(default_factory=lambda: NO_TEXT)
    held: bool = False
    """A value stood here once: saying `we do not know` would be false."""
    label: Localised = field(default_factory=lambda: NO_TEXT)
    """For a fact outside the scenario."""
    note: str = ""
    line: int | None = None
    """Where it stands in incident.toml."""
    of_profile: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """One crisis: its organisation, facts and languages. The folder it lives in is `store`'s business."""

    title: str
    scenario: str
    opened: datetime
    timezone: str
    languages: tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    organisation: Mapping[str, Fact] = field(default_factory=dict)
    """What the profile or [organisation] says, as facts."""
    profile: str = ""
    demo: bool = False
    """A copy of a built-in example: it can never be issued."""

    def fact(self, fact_id: str) -> Fact | None:
        """An incident's own answer, else what the organisation's profile says."""
        return self.facts.get(fact_id) or self.organisation.get(fact_id)

    def with_fact(self, fact: Fact) -> Incident:
        return replace(self, facts={**self.facts, fact.id: fact})


def clearer_of(question: Question | None) -> Clearer:
    """Who must be asked; a fact outside the scenario is cleared by legal."""
    return question.clears if question else "legal"


def is_cleared(fact: Fact, question: Question | None) -> bool:
    """Whether a fact may be said: duty facts unless somebody held them, others only once cleared."""
    if fact.release is None:
        return clearer_of(question) == "duty"
    return fact.release.state is ReleaseState.CLEARED


def effective_status(fact: Fact, question: Question | None) -> Status:
    """The status that counts: a confirmation without a source counts as being checked (duty facts are our own),
    and dead or hurt people are never estimated."""
    if fact.status is Status.CONFIRMED and not fact.source and clearer_of(question) != "duty":
        return Status.SUSPECTED
    if fact.status is Status.ESTIMATED and question is not None and question.never_estimate:
        return Status.SUSPECTED
    return fact.status


def state_of(fact: Fact | None, question: Question | None) -> State:
    """How a fact speaks (design.md, "How a status speaks"); exactly one state is true for every fact."""
    if fact is None:
        return State.SILENT
    status = effective_status(fact, question)
    if status is Status.WITHHELD or (fact.release and fact.release.state is ReleaseState.NEVER):
        return State.WITHHELD
    if status is Status.NOT_APPLICABLE:
        return State.SILENT
    if status in (Status.SUSPECTED, Status.UNKNOWN):
        return State.OPEN
    if status is Status.DISPUTED:
        return State.DISPUTED
    return State.KNOWN if is_cleared(fact, question) else State.UNCLEARED


def is_held(fact: Fact | None) -> bool:
    """Whether the record holds, or held, a value that may not be said: then `not known` would be false."""
    return fact is not None and (fact.held or fact.value is not None)
