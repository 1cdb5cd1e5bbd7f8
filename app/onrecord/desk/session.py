"""The open incident. A session is a value: every answer gives a new one, and the answer is on disk by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from onrecord import record
from onrecord.content.model import Question, Scenario
from onrecord.content.places import languages
from onrecord.desk import who
from onrecord.errors import OnrecordError
from onrecord.incident import files, half_typed, store
from onrecord.incident.model import Fact, Incident

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, as an aware time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """An incident that is open: what is on disk, and the clock the desk goes by."""

    folder: store.OpenFolder
    clock: Clock = system_clock

    @property
    def path(self) -> Path:
        return self.folder.path

    @property
    def incident(self) -> Incident:
        return self.folder.incident

    @property
    def scenario(self) -> Scenario:
        return self.folder.scenario

    @property
    def read_only(self) -> str:
        """Why it cannot be written; empty when it can."""
        return self.folder.read_only

    @property
    def questions(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.scenario.questions}

    @property
    def timezone(self) -> tzinfo:
        return ZoneInfo(self.incident.timezone)

    @property
    def languages(self) -> tuple[str, ...]:
        """The incident's languages, in the product's order, at least one."""
        return tuple(code for code in self.incident.languages if code in languages()) or ("en",)

    def now(self) -> datetime:
        """The time, in the incident's zone, to the second: what is noted is read by people."""
        return self.clock().astimezone(self.timezone).replace(microsecond=0)

    def notices(self, language: str = "en") -> tuple[str, ...]:
        """What a person is told when the incident opens: the folder's notices and the scenario's."""
        return (*self.folder.notices, *(text.get(language, "") for text in self.scenario.notices))


def open_session(path: Path, *, read_only: bool = False, clock: Clock = system_clock) -> Session:
    """Open an incident by its folder or incident.toml; for reading only where it is open elsewhere."""
    return Session(store.open_incident(path, read_only=read_only), clock)


def close_session(session: Session) -> None:
    """Free the incident for others, once its history holds what was saved."""
    if not session.read_only:
        record.closed(session.path)
    store.close(session.folder)


def refreshed(session: Session) -> Session:
    """The session with what others changed on disk meanwhile."""
    return replace(session, folder=store.refresh(session.folder))


def save_answer(session: Session, fact: Fact) -> Session:
    """Put one answer on disk; what was half-typed for it is done with.

    Answers about the organisation belong to the incident's own facts too: they count before the profile's. Raises
    Conflict, ReadOnly or OnrecordError (full disk); then nothing is changed.
    """
    folder = store.save_fact(session.folder, fact)
    half_typed.clear(folder.path, fact.id)
    _to_history(session, folder, fact.id)
    return replace(session, folder=folder)


def forget_answer(session: Session, fact_id: str) -> Session:
    """Take an answer back, as if nobody had asked."""
    folder = store.remove_fact(session.folder, fact_id)
    _to_history(session, folder, fact_id)
    return replace(session, folder=folder)


def _to_history(session: Session, folder: store.OpenFolder, fact_id: str) -> None:
    """Give a saved answer to the history, which is written behind the desk's back."""
    before = store.as_before(folder, session.folder, fact_id) if folder.changed_outside else session.folder.content
    record.hooked(
        folder.path, {store.FILE: folder.content}, by=who.name(), at=session.now(), before={store.FILE: before}
    )


def to_history(session: Session, names: Sequence[str], *, by: str = "", why: str = "") -> None:
    """Give files of the folder that were just written (paths inside it) to the history. Never raises, never waits."""
    if session.read_only:
        return
    try:
        changed = {name: files.read_bytes(session.path / name) for name in names}
    except OnrecordError:
        return
    record.hooked(session.path, changed, by=by or who.name(), at=session.now(), why=why)
