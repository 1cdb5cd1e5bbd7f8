"""Drafting as a use case: every document of the open incident, in its languages, with the edits on disk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.content.load import load_document
from onrecord.content.model import Document
from onrecord.desk.session import Session
from onrecord.drafting.draft import draft
from onrecord.drafting.statement import Statement
from onrecord.incident import statements

_FOLLOW_UPS = {"earlier_said": "correction", "new_since": "update", "first_said_at": "closing"}
"""The fact that each text which follows issued ones is made of (see `changes` and `closing`)."""


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document of the incident at a glance."""

    document: Document
    language: str
    gaps: int
    words: int


def documents(session: Session) -> tuple[Document, ...]:
    """The incident's documents, holding and line first; what follows an issued text once it is drafted."""
    found = [document_of(session, name) for name in session.scenario.documents]
    for fact_id, name in _FOLLOW_UPS.items():
        fact = session.incident.facts.get(fact_id)
        if fact is not None and fact.value is not None and name not in session.scenario.documents:
            found.append(document_of(session, name))
    return tuple(sorted(found, key=lambda d: not d.fast))


def document_of(session: Session, document: Document | str) -> Document:
    """A document as this organisation has it: its own file, with the sign-off that the profile asks for instead."""
    wanted = load_document(document) if isinstance(document, str) else document
    roles = session.folder.profile.sign_off.get(wanted.id)
    return wanted if roles is None else replace(wanted, sign_off=roles)


def draft_document(session: Session, document: Document | str, language: str) -> Statement:
    """One document in one language as the facts are now. Raises BadTemplate or BadInput naming the file and line."""
    wanted = load_document(document) if isinstance(document, str) else document
    edits = statements.load(session.path, wanted.id, language).edits
    return draft(wanted, language, session.incident, session.scenario, at=session.now(), edits=edits)


def draft_all(session: Session, language: str) -> tuple[Statement, ...]:
    return tuple(draft_document(session, document, language) for document in documents(session))


def states(session: Session, language: str) -> tuple[DocumentState, ...]:
    """How far each document is."""
    return tuple(
        DocumentState(document, language, len(statement.gaps), statement.words)
        for document in documents(session)
        for statement in (draft_document(session, document, language),)
    )


def fed_by(statement: Statement, fact_id: str) -> tuple[int, ...]:
    """Numbers of the sentences that rest on a fact: the ones to mark while its question is in focus."""
    return tuple(n for n, sentence in enumerate(statement.sentences) if fact_id in sentence.rests_on)
