"""Export as a use case: which texts may leave, the public folder, the internal folder, the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onrecord.content.load import load_document
from onrecord.content.messages import load_messages
from onrecord.content.model import Document
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.session import Session
from onrecord.drafting.statement import Statement
from onrecord.errors import BadInput
from onrecord.export import markdown
from onrecord.export.sheet import NEXT_UPDATE, SheetInput, approver_sheet, version_code
from onrecord.incident import files

PUBLIC = "public"
INTERNAL = "internal"
SOONEST_UPDATE = timedelta(minutes=15)
"""A promised next update lies at least this far ahead when a text leaves (night.md)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a text does not leave, in one line."""

    document: str
    language: str
    why: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written and what stayed."""

    public: tuple[Path, ...]
    internal: tuple[Path, ...]
    stops: tuple[Stop, ...]


def export(
    session: Session,
    to: Path,
    *,
    only: Sequence[str] = (),
    languages: Sequence[str] = (),
    by: str = "",
    front_matter: bool = False,
) -> Exported:
    """Write the texts that may leave to `public/`, and every approver's sheet to `internal/`.

    A language goes out only with its others: a gap in one stops the document in all. Raises OnrecordError when a folder
    cannot be written; files are complete or not there.
    """
    wanted = tuple(load_document(name) for name in only) or documents(session)
    chosen = tuple(languages) or session.languages
    written: list[Path] = []
    sheets: list[Path] = []
    stops: list[Stop] = []
    _make(to)
    for document in wanted:
        drafts = tuple(draft_document(session, document, language) for language in chosen)
        found = [stop for statement in drafts for stop in stops_of(session, statement)]
        stops.extend(found)
        if not found:
            folder = PUBLIC if document.public else INTERNAL
            written_now = [_write_text(session, to / folder, s, front_matter=front_matter) for s in drafts]
            (written if document.public else sheets).extend(written_now)
        sheets.extend(_write_sheets(session, to / INTERNAL, document, drafts, by))
    return Exported(tuple(written), tuple(sheets), tuple(stops))


def stops_of(session: Session, statement: Statement) -> tuple[Stop, ...]:
    """What keeps a text from leaving and nobody can wave through: gaps, a next update that is too near or past."""
    language = statement.language
    found = [Stop(statement.document, language, f"a gap: {gap.text}") for gap in statement.gaps]
    if NEXT_UPDATE in statement.facts:
        fact = session.incident.fact(NEXT_UPDATE)
        due = fact.value if fact is not None else None
        if isinstance(due, datetime) and due < session.now() + SOONEST_UPDATE:
            found.append(
                Stop(
                    statement.document,
                    language,
                    f"the next update ({due.astimezone(session.timezone):%H:%M}) is less than 15 minutes ahead",
                )
            )
    return tuple(found)


def copy_text(session: Session, statement: Statement) -> str:
    """The text alone, for the clipboard. Raises BadInput for a text with gaps."""
    if statement.gaps:
        raise BadInput(
            f"not copied: {len(statement.gaps)} gap(s), the first is {statement.gaps[0].text}",
            hint="Answer the question behind it first.",
        )
    return markdown.plain_text(statement, cleared=False, demo=session.incident.demo)


def _write_text(session: Session, folder: Path, statement: Statement, *, front_matter: bool) -> Path:
    _make(folder)
    text = markdown.public_text(statement, cleared=False, demo=session.incident.demo)
    if front_matter:
        text = (
            markdown.front_matter(
                {
                    "document": statement.document,
                    "language": statement.language,
                    "version": version_code([statement]),
                    "state": "draft",
                    "time": statement.at.isoformat(),
                    "record": statement.id,
                }
            )
            + text
        )
    path = folder / f"{statement.document}.{statement.language}.md"
    files.write_bytes(path, text.encode("utf-8"))
    return path


def _write_sheets(
    session: Session, folder: Path, document: Document, drafts: tuple[Statement, ...], by: str
) -> list[Path]:
    """The sheet in every language of the incident: each approver reads it in their own."""
    _make(folder)
    paths = []
    for statement in drafts:
        given = SheetInput(
            document=document,
            statements=(statement, *(s for s in drafts if s is not statement)),
            incident=session.incident,
            scenario=session.scenario,
            timezone=session.timezone,
            by=by,
        )
        path = folder / f"sheet.{document.id}.{statement.language}.md"
        files.write_bytes(path, approver_sheet(given, load_messages(statement.language)).encode("utf-8"))
        paths.append(path)
    return paths


def _make(folder: Path) -> None:
    files.make_folder(folder)
