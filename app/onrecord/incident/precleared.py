"""Passages that somebody cleared by day, kept beside the organisation's profile: whose words may go out at night.

`profiles/<profile>.passages.toml` holds one row per yes. A yes belongs to the words as they stood (their SHA-256), ends
after twelve months at the latest, and is never deleted: taking it back is noted in its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from onrecord.content.model import Clearer
from onrecord.errors import BadInput, nearest
from onrecord.incident import files
from onrecord.incident.facts import Table
from onrecord.incident.home import Home
from onrecord.incident.organisation import SIGNERS
from onrecord.incident.raw import kind_of
from onrecord.incident.statements import required, rows
from onrecord.incident.toml_edit import TomlFile, read_toml
from onrecord.incident.toml_write import table_text
from onrecord.incident.values import Raw

FORMAT = 1
SUFFIX = ".passages.toml"
_KEYS = ("passage", "sha256", "by", "role", "at", "until", "withdrawn", "withdrawn_by")


@dataclass(frozen=True, slots=True)
class Precleared:
    """One person's yes to the words of one passage, in one language."""

    passage: str
    """Its path inside the templates folder: `en/general/elements/contact.md.j2`."""
    sha256: str
    """Of the file as it stood."""
    by: str
    role: Clearer
    at: date
    until: date
    """The last day on which it holds."""
    withdrawn: date | None = None
    withdrawn_by: str = ""


def last_day(at: date) -> date:
    """Twelve months after the day of a clearance; 28 February for a leap day."""
    if (at.month, at.day) == (2, 29):
        return date(at.year + 1, 2, 28)
    return at.replace(year=at.year + 1)


def path_of(home: Home, profile: str) -> Path:
    return home.profiles / f"{profile}{SUFFIX}"


def load(home: Home, profile: str) -> tuple[Precleared, ...]:
    """Every yes that a profile has, the earliest first. Raises BadInput with file and line for a wrong file."""
    path = path_of(home, profile)
    content = files.read_bytes(path)
    if content is None:
        return ()
    file = read_toml(content, path)
    top = Table(file.data, file, path, ())
    top.known(("format", "passage"))
    if file.data.get("format") != FORMAT:
        raise BadInput(
            "'format' is missing or not known here",
            where=path,
            line=file.line_of("format") or 1,
            hint=f"The first line is: format = {FORMAT}.",
        )
    return tuple(_read(row, file) for row in rows(file, path, "passage"))


def standing(found: Iterable[Precleared]) -> Mapping[tuple[str, Clearer], Precleared]:
    """The latest yes per passage and role: that one counts, whatever became of it."""
    return {(one.passage, one.role): one for one in found}


def save(home: Home, profile: str, found: Iterable[Precleared]) -> Path:
    """Write every yes of a profile."""
    path = path_of(home, profile)
    parts = [f"format = {FORMAT}\n", *(table_text("\n[[passage]]", raw_of(one)) for one in found)]
    files.make_folder(path.parent)
    files.write_bytes(path, "".join(parts).encode())
    return path


def withdrawn(one: Precleared, *, by: str, at: date) -> Precleared:
    return replace(one, withdrawn=at, withdrawn_by=by)


def _read(row: Table, file: TomlFile) -> Precleared:
    row.known(_KEYS)
    role = required(row, "role")
    if role not in SIGNERS:
        raise row.bad(f"unknown role {role!r}", "role", nearest(role, SIGNERS))
    at, until = _day(row, "at"), _day(row, "until")
    if at is None or until is None:
        key = "at" if at is None else "until"
        raise row.bad(f"{key} is missing", hint=f"Write {key} = 2026-03-12.")
    if until > last_day(at):
        raise row.bad("until lies more than twelve months after at", "until", f"At most {last_day(at).isoformat()}.")
    digest = required(row, "sha256")
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise row.bad("sha256 must be 64 small hexadecimal digits", "sha256")
    return Precleared(
        required(row, "passage"),
        digest,
        required(row, "by"),
        role,
        at,
        until,
        _day(row, "withdrawn"),
        row.string("withdrawn_by"),
    )


def _day(row: Table, key: str) -> date | None:
    raw = row.raw.get(key)
    if raw is None:
        return None
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise row.bad(f"{key} must be a day, not {kind_of(raw)}", key, f"Write {key} = 2026-03-12.")
    return raw


def raw_of(one: Precleared) -> dict[str, Raw]:
    """A yes as its file writes it."""
    raw: dict[str, Raw] = {"passage": one.passage, "sha256": one.sha256, "by": one.by, "role": one.role}
    raw |= {"at": one.at, "until": one.until}
    if one.withdrawn is not None:
        raw |= {"withdrawn": one.withdrawn, "withdrawn_by": one.withdrawn_by}
    return raw
