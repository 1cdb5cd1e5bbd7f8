"""Reviewing: who is asked reads the texts and the approver's sheet, and answers; no fact is touched.

Somebody who reviews holds no lock: the desk goes on working. For one answer the incident is opened, the answer noted,
and the incident freed. While the desk has it open, the answer cannot be written beside it: it is told to the desk, with
the code of the version, and noted there like one by telephone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.content.model import Document
from onrecord.desk.drafts import documents
from onrecord.desk.session import Session, close_session, open_session, refreshed
from onrecord.desk.sign import Asked, asked, sign, told
from onrecord.errors import ReadOnly
from onrecord.incident.statements import Verdict
from onrecord.review.gate import SignOff


@dataclass(frozen=True, slots=True)
class ToReview:
    """One document as a reviewer sees it in the list."""

    document: Document
    code: str
    gaps: int
    told: tuple[str, ...]
    """Whose yes it has and lacks; empty where it needs nobody's."""
    cleared: bool


def to_review(session: Session) -> tuple[ToReview, ...]:
    """Every document of the incident that somebody has to say yes to, those that still lack a yes first."""
    found = [_row(session, asked(session, document)) for document in documents(session) if document.sign_off]
    return tuple(sorted(found, key=lambda row: row.cleared))


def as_now(session: Session) -> Session:
    """The incident as the desk has left it on disk by now; a reviewer's own session stays for reading only."""
    now = refreshed(session)
    return replace(now, folder=replace(now.folder, notices=()))


def answer(
    session: Session, document: str, *, code: str, by: str, role: str, verdict: Verdict, words: str = ""
) -> SignOff:
    """Note a reviewer's own answer to the version that was read, given in writing at this computer.

    Raises ReadOnly, with how else to answer, while somebody has the incident open; Blocked when the text has changed
    since it was read; BadInput as `sign` does. Nobody's identity is proved by it.
    """
    desk = open_session(session.path, clock=session.clock)
    try:
        if desk.read_only:
            raise ReadOnly(
                f"your answer is not noted: {desk.read_only}",
                hint=f"Tell the desk there: {role}, the code {code} and your answer. The desk notes it as yours.",
            )
        return sign(
            desk, document, by=by, role=role, how="in_writing", code=code, noted_by=by, verdict=verdict, words=words
        )
    finally:
        close_session(desk)


def _row(session: Session, now: Asked) -> ToReview:
    gaps = sum(len(statement.gaps) for statement in now.statements)
    return ToReview(now.document, now.code, gaps, told(session, now.state), now.state.cleared)
