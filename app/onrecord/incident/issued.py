"""What was given out: entries of log.toml (issues, clearances that were kept, sharing) and the frozen texts.

`issued/<document>.<language>.v<N>.md` is the text and never rewritten; the `.toml` beside it says what each sentence of
it rested on, so that a later change of a fact finds the sentences that it makes old.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.incident import files
from onrecord.incident.facts import Table
from onrecord.incident.lock import briefly
from onrecord.incident.log import FILE, FORMAT
from onrecord.incident.statements import raw_without_empty, required, required_moment, rows
from onrecord.incident.toml_edit import TomlFile, append_table, read_toml
from onrecord.incident.toml_write import table_text
from onrecord.incident.values import Raw

FOLDER = "issued"
SIGNED = "signed"
_HEAD = f"format = {FORMAT}\n".encode()
_ISSUE = (
    *("document", "version", "code", "languages", "at", "by", "where", "to", "texts", "next_update", "follows"),
    "delegation",
)


@dataclass(frozen=True, slots=True)
class Issue:
    """One document given out, in all its languages together."""

    document: str
    version: int
    code: str
    languages: tuple[str, ...]
    at: datetime
    by: str
    where: str
    to: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each language's frozen text."""
    next_update: datetime | None = None
    """The time that this text promised."""
    follows: str = ""
    """The issue that an update or correction is about: `holding v1`."""
    delegation: str = ""
    """Whose delegation it went out under, where nobody cleared it."""

    @property
    def name(self) -> str:
        return f"{self.document} v{self.version}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's word that a change does not affect what was cleared: the text itself stayed word for word."""

    document: str
    was: str
    now: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """Who was given the record, where, by whom."""

    place: str
    people: tuple[str, ...]
    by: str
    at: datetime
    ended: bool = False
    """These people were taken off the list."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who was given the record."""

    name: str
    place: str
    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a text that was given out, and the facts it printed or rested on."""

    element: str
    text: str
    prints: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frozen:
    """A text that was given out, with the facts as they were then (their tables as incident.toml writes them)."""

    document: str
    language: str
    version: int
    at: datetime
    sentences: tuple[Said, ...]
    facts: Mapping[str, Mapping[str, Raw]]
    passages: tuple[Mapping[str, Raw], ...] = ()
    """Under a delegation: who had cleared each passage of it by day, as the profile had it."""


def issues(folder: Path) -> tuple[Issue, ...]:
    """Every issue in the order in which they went out."""
    content = files.read_bytes(folder / FILE)
    return _issues(content, folder / FILE) if content is not None else ()


@lru_cache(maxsize=8)
def _issues(content: bytes, path: Path) -> tuple[Issue, ...]:
    """Read once as long as the log stays as it is: every look at a draft asks for it."""
    return tuple(_issue(row) for row in rows(read_toml(content, path), path, "issue"))


def kept(folder: Path) -> tuple[Kept, ...]:
    """Clearances that somebody said still hold."""
    return tuple(_kept(row) for row in _rows(folder, "sign_off"))


def shares(folder: Path) -> tuple[Share, ...]:
    """Every time somebody was given the record, or taken off the list."""
    return tuple(_share(row) for row in _rows(folder, "share"))


def readers(folder: Path) -> tuple[Reader, ...]:
    """The access list as it stands: who was given the record and not taken off since."""
    found: dict[tuple[str, str], Reader] = {}
    for share in sorted(shares(folder), key=lambda share: share.at):
        for name in share.people:
            if share.ended:
                found.pop((name, share.place), None)
            else:
                found.setdefault((name, share.place), Reader(name, share.place, share.by, share.at))
    return tuple(found.values())


def add_issue(folder: Path, issue: Issue) -> None:
    raw: dict[str, Raw] = {"document": issue.document, "version": issue.version, "code": issue.code}
    raw |= {"languages": list(issue.languages), "at": issue.at, "by": issue.by, "where": issue.where}
    raw |= {"to": list(issue.to), "texts": dict(issue.texts)}
    if issue.next_update is not None:
        raw["next_update"] = issue.next_update
    if issue.follows:
        raw["follows"] = issue.follows
    if issue.delegation:
        raw["delegation"] = issue.delegation
    _append(folder, "issue", raw)


def add_kept(folder: Path, entry: Kept) -> None:
    raw: dict[str, Raw] = {"document": entry.document, "was": entry.was, "now": entry.now}
    _append(folder, "sign_off", {**raw, "by": entry.by, "reason": entry.reason, "at": entry.at})


def add_share(folder: Path, share: Share) -> None:
    raw: dict[str, Raw] = {"place": share.place, "people": list(share.people), "by": share.by, "at": share.at}
    _append(folder, "share", {**raw, "ended": True} if share.ended else raw)


def name_of(document: str, language: str, version: int) -> str:
    """A frozen text's path inside the incident's folder."""
    return f"{FOLDER}/{document}.{language}.v{version}.md"


def next_version(folder: Path, document: str) -> int:
    """The number that the next issue of a document gets: one above all in the log and on disk."""
    found = [issue.version for issue in issues(folder) if issue.document == document]
    place = folder / FOLDER
    for path in place.glob(f"{document}.*.v*.md") if place.is_dir() else ():
        number = path.name.removesuffix(".md").rpartition(".v")[2]
        if number.isdecimal():
            found.append(int(number))
    return max(found, default=0) + 1


def freeze(folder: Path, name: str, content: bytes) -> None:
    """Write a text that is never rewritten. Raises BadInput when something else stands there already."""
    path = folder / name
    files.own_folder(path.parent)
    there = files.read_bytes(path)
    if there == content:
        return
    if there is not None:
        raise BadInput("this text was put on record before and is never rewritten", where=path)
    files.write_bytes(path, content)
    os.chmod(path, 0o400)


def unfreeze(folder: Path, names: Sequence[str]) -> None:
    """Take back texts that were frozen a moment ago and that no entry of the log names."""
    for name in names:
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def freeze_grounds(folder: Path, frozen: Frozen) -> str:
    """Write what a frozen text rested on, beside it. Returns its path inside the folder."""
    name = name_of(frozen.document, frozen.language, frozen.version).removesuffix(".md") + ".toml"
    head: dict[str, Raw] = {"document": frozen.document, "language": frozen.language}
    head |= {"version": frozen.version, "at": frozen.at}
    parts = [f"format = {FORMAT}\n", table_text("\n[text]", head)]
    for said in frozen.sentences:
        raw = raw_without_empty(element=said.element, text=said.text)
        raw |= {"prints": list(said.prints), "because": list(said.because)}
        parts.append(table_text("\n[[sentence]]", raw))
    parts += [table_text("\n[[passage]]", row) for row in frozen.passages]
    for fact_id, table in frozen.facts.items():
        parts.append(table_text(f"\n[facts.{fact_id}]", table))
    freeze(folder, name, "".join(parts).encode())
    return name


def frozen(folder: Path, document: str, language: str, version: int) -> Frozen | None:
    """What an issued text rested on; None where that was not kept."""
    path = folder / (name_of(document, language, version).removesuffix(".md") + ".toml")
    content = files.read_bytes(path)
    return _frozen(content, path, document, language, version) if content is not None else None


@lru_cache(maxsize=64)
def _frozen(content: bytes, path: Path, document: str, language: str, version: int) -> Frozen:
    file = read_toml(content, path)
    top = Table(file.data, file, path, ())
    top.known(("format", "text", "sentence", "passage", "facts"))
    head = top.sub("text")
    if head is None:
        raise top.bad("the table [text] is missing")
    found = file.data.get("facts", {})
    sentences = tuple(
        Said(row.string("element"), required(row, "text"), row.strings("prints"), row.strings("because"))
        for row in rows(file, path, "sentence")
    )
    passages = tuple(row.raw for row in rows(file, path, "passage"))
    return Frozen(document, language, version, required_moment(head), sentences, found, passages)


def _append(folder: Path, name: str, raw: Mapping[str, Raw]) -> None:
    with briefly(folder):
        files.write_bytes(folder / FILE, append_table(_file(folder / FILE), name, raw).to_bytes())


def _rows(folder: Path, name: str) -> list[Table]:
    path = folder / FILE
    if files.read_bytes(path) is None:
        return []
    return rows(_file(path), path, name)


def _file(path: Path) -> TomlFile:
    return read_toml(files.read_bytes(path) or _HEAD, path)


def _issue(row: Table) -> Issue:
    row.known(_ISSUE)
    version = row.raw.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise row.bad("version must be a whole number from 1", "version")
    texts = row.sub("texts")
    return Issue(
        required(row, "document"),
        version,
        row.string("code"),
        row.strings("languages"),
        required_moment(row),
        row.string("by"),
        row.string("where"),
        row.strings("to"),
        {language: texts.string(language) for language in texts.raw} if texts else {},
        row.moment("next_update"),
        row.string("follows"),
        row.string("delegation"),
    )


def _kept(row: Table) -> Kept:
    row.known(("document", "was", "now", "by", "reason", "at"))
    return Kept(
        required(row, "document"),
        required(row, "was"),
        required(row, "now"),
        required(row, "by"),
        required(row, "reason"),
        required_moment(row),
    )


def _share(row: Table) -> Share:
    row.known(("place", "people", "by", "at", "ended"))
    return Share(
        required(row, "place"), row.strings("people"), row.string("by"), required_moment(row), row.boolean("ended")
    )
