"""Check texts: one, many from a folder, or the statements of an incident."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.checks.book import open_book
from onrecord.checks.language import guess_language
from onrecord.checks.model import Context, Report
from onrecord.checks.own import with_settings
from onrecord.checks.run import check_text
from onrecord.errors import BadInput
from onrecord.reading import LANGUAGES
from onrecord.reading.lexicons import base_language

LARGEST = 60_000_000
"""Bytes of one text."""
SUFFIXES = (".md", ".txt", ".markdown", ".text", ".eml")
_TOGETHER = 32
"""Texts handed to a worker at once: enough to forget the cost of handing over, few enough to stay small."""


def decoded(data: bytes, where: str) -> str:
    """The text of a file: UTF-8, strictly. Raises BadInput that names the place of the first wrong byte."""
    if len(data) > LARGEST:
        raise BadInput(f"{len(data):,} bytes; at most {LARGEST:,} are read", where=where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8 text."
        if data[:4] in (b"PK\x03\x04", b"%PDF") or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            hint = "This is a document of an office program: save it as plain text first."
        raise BadInput(f"not UTF-8 text (byte {error.start + 1})", where=where, line=line, hint=hint) from None
    if "\x00" in text:
        raise BadInput(
            "this is no text: it holds null bytes", where=where, line=text.count("\n", 0, text.index("\x00")) + 1
        )
    return text


def read_file(path: Path) -> str:
    """One file as text. Raises BadInput when it is missing, too large, or no UTF-8 text."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.stat().st_size:,} bytes; at most {LARGEST:,} are read", where=path)
        return decoded(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise BadInput("there is no such file", where=path) from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=path) from None


def check_one(text: str, *, document: str, language: str = "", context: Context | None = None) -> Report:
    """The report on one text; the language is guessed where it is not given. The user's settings count.

    Raises BadInput where the settings cannot be read.
    """
    code = language or guess_language(text)
    return check_text(text, document=document, language=code, context=with_settings(context))


def texts_in(folder: Path) -> Iterator[Path]:
    """The text files below a folder in a fixed order, without hidden ones; one folder is held at a time."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith("."))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=folder) from None
    for name, is_folder in found:
        if is_folder:
            yield from texts_in(folder / name)
        elif name.lower().endswith(SUFFIXES):
            yield folder / name


class Outcome(NamedTuple):
    """One text of a folder: its report, or why it could not be read. Of `report` and `line` one is there, as asked."""

    file: str
    """Relative to the folder."""
    error: str = ""
    stops: int = 0
    report: dict[str, Any] | None = None
    line: str = ""
    """The report as one line of JSON, with its file."""


def check_folder(
    folder: Path, *, document: str, language: str = "", workers: int | None = None, lines: bool = False
) -> Iterator[Outcome]:
    """Reports of all texts below a folder, in order, on all cores, with few texts in memory at any time.

    `lines` asks for lines of JSON, which are written where the texts are read. A text that cannot be read is one
    outcome among the others. Whoever stops asking (or presses Ctrl-C) ends the work that was begun ahead.
    """
    work = partial(_check_files, folder=str(folder), document=document, language=language, lines=lines)
    count = workers or os.cpu_count() or 1
    groups = _grouped(texts_in(folder))
    first, second = next(groups, []), next(groups, [])
    if count == 1 or not second:
        for group in chain((first, second), groups):
            yield from work(group)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with_settings()  # a fault in the settings is told once, before anything is read
    for code in (language,) if language else LANGUAGES:
        open_book(base_language(code))  # the workers begin with it
    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(count, initializer=_leave_interrupts)
    try:
        for group in chain((first, second), groups):
            waiting.append(pool.submit(work, group))
            if len(waiting) > 3 * count:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise BadInput("a process that read texts was ended from outside", where=folder, hint="Run it again.") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that was started: it tells the others to stop."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _grouped(paths: Iterable[Path]) -> Iterator[list[str]]:
    group: list[str] = []
    for path in paths:
        group.append(str(path))
        if len(group) == _TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _check_files(paths: list[str], *, folder: str, document: str, language: str, lines: bool) -> list[Outcome]:
    return [_check_file(path, folder=folder, document=document, language=language, lines=lines) for path in paths]


def _check_file(path: str, *, folder: str, document: str, language: str, lines: bool) -> Outcome:
    name = os.path.relpath(path, folder)
    try:
        report = check_one(read_file(Path(path)), document=document, language=language)
    except BadInput as error:
        return _failed(name, str(error), lines=lines)
    except Exception as error:
        # A fault of ours with one text must not take the others with it; the message holds none of the text.
        return _failed(name, f"{path}: a fault of onrecord's own ({type(error).__name__})", lines=lines)
    stops = sum(finding.severity == "block" for finding in report.findings)
    found = report_json(report)
    return Outcome(name, stops=stops, line=_line(name, found)) if lines else Outcome(name, stops=stops, report=found)


def _failed(name: str, error: str, *, lines: bool) -> Outcome:
    return Outcome(name, error, line=_line(name, {"error": error}) if lines else "")


def _line(name: str, value: dict[str, Any]) -> str:
    import json

    return json.dumps({"file": name, **value}, ensure_ascii=False)


def report_json(report: Report) -> dict[str, Any]:
    """A report in the shape that `check --json` promises."""
    findings = []
    for finding in report.findings:
        entry = finding._asdict()
        entry.pop("stop")
        entry["replacements"] = list(finding.replacements)
        findings.append(entry)
    return {
        "document": report.document,
        "language": report.language,
        "findings": findings,
        "elements": {"present": list(report.present), "missing": list(report.missing)},
        "figures": report.figures._asdict(),
    }


def context_of(incident: Path, *, document: str, language: str) -> tuple[Context, str]:
    """What a text is compared with: the incident's facts, its draft of this document, its other statements.

    Gives the draft's text too, for checking the incident itself. Raises what opening an incident raises.
    """
    from onrecord.checks.model import DOCUMENTS
    from onrecord.desk.changes import given_out
    from onrecord.desk.drafts import documents, draft_document
    from onrecord.desk.session import close_session, open_session

    session = open_session(incident, read_only=True)
    try:
        code = language or session.languages[0]
        drafted = {entry.id: entry for entry in documents(session) if entry.id in DOCUMENTS}
        statement = draft_document(session, drafted[document], code) if document in drafted else None
        others = tuple(
            draft_document(session, entry, other)
            for other in session.languages
            for entry in drafted.values()
            if (entry.id, other) != (document, code)
        )
        context = Context(
            incident=session.incident,
            questions=session.questions,
            statement=statement,
            others=others,
            given=given_out(session, code),
            now=session.now(),
        )
        return context, statement.text if statement else ""
    finally:
        close_session(session)
