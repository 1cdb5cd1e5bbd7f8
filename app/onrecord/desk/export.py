"""Export as a use case: which texts may leave, the public folder, the internal folder, the clipboard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onrecord.content.messages import load_messages
from onrecord.content.model import Document
from onrecord.desk.clear import called
from onrecord.desk.drafts import document_of, documents, draft_document
from onrecord.desk.edit import older, taken_out
from onrecord.desk.findings import Noted, checked, drafts_of, waived, words_of
from onrecord.desk.market import MARKET_STATE, market_stop
from onrecord.desk.meaning import meaning_changes
from onrecord.desk.session import Session
from onrecord.desk.sign import Asked
from onrecord.desk.sign import cleared as is_cleared
from onrecord.desk.sign import state_of as sign_off_of
from onrecord.drafting.statement import Statement
from onrecord.errors import BadInput, OnrecordError
from onrecord.export import markdown
from onrecord.export.sheet import NEXT_UPDATE, SheetInput, approver_sheet, next_update
from onrecord.incident import files, issued, log, statements
from onrecord.incident.model import State, clearer_of, state_of
from onrecord.review.version import code_of

PUBLIC = "public"
INTERNAL = "internal"
_LAST_FOLDER = Path(".onrecord") / "export-folder"
SOONEST_UPDATE = timedelta(minutes=15)
"""A promised next update lies at least this far ahead when a text leaves (night.md)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a text does not leave, in one line."""

    document: str
    language: str
    why: str
    fact: str = ""
    """The fact whose question mends it, where there is one."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written and what stayed."""

    public: tuple[Path, ...]
    internal: tuple[Path, ...]
    stops: tuple[Stop, ...]
    older: tuple[Path, ...] = ()
    """Texts of an earlier export that still lie there although they may not leave now."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One document in one language, before anything is written."""

    document: Document
    language: str
    words: int
    stops: tuple[Stop, ...]


def plan(session: Session, languages: Sequence[str] = ()) -> tuple[Planned, ...]:
    """Every document of the incident in each language, with what would keep it from leaving."""
    every = tuple(drafts_of(session).values())
    return tuple(
        Planned(document, language, statement.words, stops_of(session, statement, every))
        for document in documents(session)
        for language in tuple(languages) or session.languages
        for statement in (draft_document(session, document, language),)
    )


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
    wanted = tuple(document_of(session, name) for name in only) or documents(session)
    chosen = tuple(languages) or session.languages
    written: list[Path] = []
    sheets: list[Path] = []
    stops: list[Stop] = []
    left: list[Path] = []
    files.make_folder(to)
    every = tuple(drafts_of(session).values())
    for document in wanted:
        drafts = tuple(draft_document(session, document, language) for language in chosen)
        found = [stop for statement in drafts for stop in stops_of(session, statement, every)]
        stops.extend(found)
        folder = PUBLIC if document.public else INTERNAL
        code = code_of(drafts, session.incident)
        if not found:
            ready = is_cleared(session, drafts)
            written_now = [
                _write_text(session, to / folder, s, code, cleared=ready, front_matter=front_matter) for s in drafts
            ]
            (written if document.public else sheets).extend(written_now)
        else:
            paths = [to / folder / f"{s.document}.{s.language}.md" for s in drafts]
            left.extend(path for path in paths if path.is_file())
        sheets.extend(_write_sheets(session, to / INTERNAL, document, drafts, by))
    _remember_folder(session, to)
    return Exported(tuple(written), tuple(sheets), tuple(stops), tuple(left))


def stops_of(session: Session, statement: Statement, every: Iterable[Statement] | None = None) -> tuple[Stop, ...]:
    """What keeps a text from leaving: gaps, a next update that is too near or past, the market's state, and every
    finding of the checks that stops and that nobody sent all the same. `every` are the drafts to compare it with."""
    language = statement.language
    gaps = {gap.text: gap.facts[0] if gap.facts else "" for gap in statement.gaps}
    found = [
        Stop(statement.document, language, f"a gap: {text}{_call(session, fact)}", fact) for text, fact in gaps.items()
    ]
    if NEXT_UPDATE in statement.facts:
        fact = session.incident.fact(NEXT_UPDATE)
        due = fact.value if fact is not None else None
        if isinstance(due, datetime) and due < session.now() + SOONEST_UPDATE:
            found.append(
                Stop(
                    statement.document,
                    language,
                    f"the next update ({due.astimezone(session.timezone):%H:%M}) is less than 15 minutes ahead",
                    NEXT_UPDATE,
                )
            )
    if why := market_stop(session, statement):
        found.append(Stop(statement.document, language, why, MARKET_STATE))
    # One cause, one reason: what stands above is not told once more in the words of a rule.
    told = {NEXT_UPDATE} & {stop.fact for stop in found}
    rows = checked(session, statement, every).stops
    found += [
        Stop(statement.document, language, _why(row))
        for row in rows
        if not (told and row.finding.rule.startswith("document/update-"))
    ]
    return tuple(found)


def _call(session: Session, fact_id: str) -> str:
    """Whom to call about a fact that waits for a yes, as the profile says."""
    question = session.questions.get(fact_id)
    if state_of(session.incident.fact(fact_id), question) is not State.UNCLEARED:
        return ""
    whom = called(session, clearer_of(question))
    return f"; call {whom}" if whom else ""


def _why(row: Noted) -> str:
    """A finding in one line: the words, what is wrong with them, what instead."""
    finding = row.finding
    words = " ".join(finding.text.split())
    words = f"“{words if len(words) <= 60 else words[:59].rstrip() + '…'}”: " if words else ""
    return f"{words}{finding.message} {finding.instead}".rstrip()


def copy_text(session: Session, statement: Statement) -> str:
    """The text alone, for the clipboard. Raises BadInput for a text with gaps."""
    if statement.gaps:
        raise BadInput(
            f"not copied: {len(statement.gaps)} gap(s), the first is {statement.gaps[0].text}",
            hint="Answer the question behind it first.",
        )
    return markdown.plain_text(statement, cleared=_is_cleared_alone(session, statement), demo=session.incident.demo)


def _is_cleared_alone(session: Session, statement: Statement) -> bool:
    """Whether one language's text is part of a cleared version; the others are drafted only where somebody answered, or
    where a version of it went out under a delegation."""
    answered = statements.load(session.path, statement.document, statement.language).clearances
    if not answered and not any(one.delegation for one in issued.issues(session.path)):
        return False
    others = [
        draft_document(session, statement.document, code) for code in session.languages if code != statement.language
    ]
    return is_cleared(session, (statement, *others))


def save_copy(session: Session, statement: Statement, to: Path | None = None) -> Path:
    """The text alone in a file, for a clipboard that cannot be reached. Raises BadInput for a text with gaps."""
    text = copy_text(session, statement)
    folder = to or export_folder(session)
    files.make_folder(folder)
    path = folder / f"{statement.document}.{statement.language}.txt"
    files.write_bytes(path, text.encode("utf-8"))
    return path


def sheet_text(session: Session, document: str, *, language: str, by: str = "") -> str:
    """The approver's sheet of a document as it is now, in one language."""
    wanted = document_of(session, document)
    drafts = tuple(draft_document(session, wanted, code) for code in session.languages)
    return approver_sheet(_sheet_input(session, wanted, drafts, by, language), load_messages(language))


def export_folder(session: Session) -> Path:
    """Where this incident was exported to last; at first a folder of its name in the user's own."""
    kept = files.read_bytes(session.path / _LAST_FOLDER)
    if kept is not None and (text := kept.decode("utf-8", "replace").strip()):
        return Path(text)
    return Path.home() / "onrecord-export" / session.path.resolve().name


def _remember_folder(session: Session, to: Path) -> None:
    if session.read_only:
        return
    # Only a convenience for the next time: an export that succeeded does not fail because of it.
    with contextlib.suppress(OnrecordError, OSError):
        files.own_folder((session.path / _LAST_FOLDER).parent)
        files.write_bytes(session.path / _LAST_FOLDER, f"{to.resolve()}\n".encode(), sync=False)


def _write_text(
    session: Session, folder: Path, statement: Statement, code: str, *, cleared: bool, front_matter: bool
) -> Path:
    files.make_folder(folder)
    text = markdown.public_text(statement, cleared=cleared, demo=session.incident.demo)
    if front_matter:
        text = (
            markdown.front_matter(
                {
                    "document": statement.document,
                    "language": statement.language,
                    "version": code,
                    "state": "cleared" if cleared else "draft",
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
    files.make_folder(folder)
    paths = []
    for statement in drafts:
        given = _sheet_input(session, document, drafts, by, statement.language)
        path = folder / f"sheet.{document.id}.{statement.language}.md"
        files.write_bytes(path, approver_sheet(given, load_messages(statement.language)).encode("utf-8"))
        paths.append(path)
    return paths


def _sheet_input(
    session: Session, document: Document, drafts: tuple[Statement, ...], by: str, language: str
) -> SheetInput:
    due, why = decide_by(session)
    sent = [_sent(s, row) for s in drafts for row in waived(session, s)]
    languages = {s.language for s in drafts}
    behind = {(row.language, row.than) for row in older(session, document.id)}
    return SheetInput(
        document=document,
        statements=drafts,
        incident=session.incident,
        scenario=session.scenario,
        timezone=session.timezone,
        by=by,
        decide_by=due,
        decide_why=why,
        sent_all_the_same=tuple(dict.fromkeys(sent)),
        meaning_changes=tuple(change for s in drafts for change in meaning_changes(s)),
        taken_out=tuple((s.language, edit) for s in drafts for edit in taken_out(session, s)),
        older=tuple(sorted(pair for pair in behind if languages.issuperset(pair))),
        sign_off=tuple((role, called(session, role)) for role in document.sign_off),
        delegation=_delegation(session, document, drafts, language),
        readers=tuple(dict.fromkeys(one.name for one in issued.readers(session.path))),
        version=code_of(drafts, session.incident),
        before=_before(session, document, drafts),
    )


def _delegation(session: Session, document: Document, drafts: tuple[Statement, ...], language: str) -> tuple[str, ...]:
    """What the delegation says of these texts; nothing of a choice of languages, which does not go out alone."""
    from onrecord.desk import delegation

    if {s.language for s in drafts} != set(session.languages):
        return ()
    code = code_of(drafts, session.incident)
    return delegation.rows(session, Asked(document, code, drafts, sign_off_of(session, document, code)), language)


def _sent(statement: Statement, row: Noted) -> str:
    """What was sent all the same, for the sheet: the words, what the checks say, who, and why."""
    waiver = row.waiver
    assert waiver is not None
    who = f"{waiver.by} ({waiver.asked_by})" if waiver.asked_by else waiver.by
    return f"{statement.language}: “{words_of(statement, row)}” {row.finding.message} {who}: {waiver.reason}"


def _before(session: Session, document: Document, drafts: tuple[Statement, ...]) -> tuple[str, ...]:
    """What differs from the issued text of the same document, in the language that the sheet begins with."""
    from onrecord.desk.changes import difference_rows

    return difference_rows(session, document.id, drafts[0].language)


def decide_by(session: Session) -> tuple[datetime | None, str]:
    """When an approver has to have answered, and what that comes from: the earliest time that a caller in the media log
    waits for (`reporter`) or was promised a call back by (`call_back`), else the moment from which the promised update
    would be too near (`update`)."""
    now = session.now()
    times: list[tuple[datetime, str]] = []
    for call in log.calls(session.path):
        times += [(at, why) for at, why in ((call.deadline, "reporter"), (call.back_by, "call_back")) if at is not None]
    update = next_update(session.incident, session.questions.get(NEXT_UPDATE))
    if update is not None:
        times.append((update - SOONEST_UPDATE, "update"))
    return min((time for time in times if time[0] > now), default=(None, ""))
