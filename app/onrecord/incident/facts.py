"""A fact as a table of incident.toml, both ways. Every key is known, every fault names its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TypeVar

from onrecord.content.model import LANGUAGES, FactType, Question
from onrecord.errors import BadInput, nearest
from onrecord.incident.clean import unseen_in
from onrecord.incident.model import Fact, Release, ReleaseState, State, Status, state_of
from onrecord.incident.parse import parse_value, parse_words
from onrecord.incident.raw import kind_of, raw_of
from onrecord.incident.reader import FIRST_YEAR, LAST_YEAR
from onrecord.incident.toml_edit import TomlFile
from onrecord.incident.values import Raw, Words

E = TypeVar("E", bound=Enum)

KEYS = (
    "type",
    "label",
    "value",
    "status",
    "source",
    "as_of",
    "basis",
    "parties",
    "finding_out",
    "due",
    "reason",
    "agreed_line",
    "release",
    "held",
    "note",
)
RELEASE_KEYS = ("state", "by", "how", "at", "ask", "until", "noted_by", "code")
WITHOUT_VALUE = (Status.UNKNOWN, Status.NOT_APPLICABLE)
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Table:
    """One table of a file that is being read: keys are taken by name and type, faults name their line."""

    def __init__(self, raw: Mapping[str, Raw], file: TomlFile, where: Path, path: tuple[str, ...]) -> None:
        self.raw = raw
        self.file = file
        self.where = where
        self.path = path

    def line(self, key: str = "") -> int | None:
        return self.file.line_of(*self.path, key) if key else self.file.line_of(*self.path)

    def bad(self, message: str, key: str = "", hint: str = "") -> BadInput:
        name = f"{self.path[-1]}: " if self.path else ""
        return BadInput(name + message, hint=hint, where=self.where, line=self.line(key))

    def known(self, keys: Iterable[str]) -> None:
        """Refuse a key that is not in the list, naming the nearest."""
        names = tuple(keys)
        for key in self.raw:
            if key not in names:
                raise self.bad(f"unknown key {key!r}", key, nearest(key, names))

    def string(self, key: str, default: str = "") -> str:
        raw = self.raw.get(key, default)
        if not isinstance(raw, str):
            raise self.bad(f"{key} must be a text in quotation marks, not {kind_of(raw)}", key)
        if unseen := unseen_in(raw):
            raise self.bad(f"{key} contains {unseen}, which cannot be seen", key, "Delete it and type it again.")
        return raw.strip()

    def boolean(self, key: str) -> bool:
        raw = self.raw.get(key, False)
        if not isinstance(raw, bool):
            raise self.bad(f"{key} must be true or false, not {kind_of(raw)}", key)
        return raw

    def moment(self, key: str) -> datetime | None:
        raw = self.raw.get(key)
        if raw is None:
            return None
        if not isinstance(raw, datetime):
            raise self.bad(f"{key} must be a time, not {kind_of(raw)}", key, "Write 2026-03-12T02:25:00+01:00.")
        if raw.tzinfo is None:
            raise self.bad(f"{key} has no zone", key, f"Write {raw.isoformat()}+01:00, or {raw.isoformat()}Z for UTC.")
        if not FIRST_YEAR <= raw.year <= LAST_YEAR:
            raise self.bad(f"{key}: the year {raw.year} cannot be meant", key, f"From {FIRST_YEAR} to {LAST_YEAR}.")
        return raw

    def one_of(self, key: str, kind: type[E]) -> E:
        raw = self.raw.get(key)
        names = [str(item.value) for item in kind]
        if raw is None:
            raise self.bad(f"{key} is missing", hint=f"One of: {', '.join(names)}.")
        if not isinstance(raw, str):
            raise self.bad(f"{key} must be a text in quotation marks, not {kind_of(raw)}", key)
        wanted = raw.strip().lower().replace("_", "-")
        if wanted not in names:
            raise self.bad(f"unknown {key} {raw!r}", key, nearest(raw, names))
        return kind(wanted)

    def strings(self, key: str) -> tuple[str, ...]:
        raw = self.raw.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
            raise self.bad(f"{key} must be a list of texts", key, f'Write {key} = ["one", "two"].')
        texts = tuple(str(item).strip() for item in raw)
        for text in texts:
            if unseen := unseen_in(text):
                raise self.bad(f"{key} contains {unseen}, which cannot be seen", key)
        return texts

    def words(self, key: str) -> Words | None:
        raw = self.raw.get(key)
        if raw is None:
            return None
        return parse_words(raw, f"{self.path[-1]}: {key}", where=str(self.where), line=self.line(key))

    def localised(self, key: str) -> dict[str, str]:
        """A text per language, where a language may be missing: { en = "..." }."""
        raw = self.raw.get(key, {})
        if not isinstance(raw, Mapping):
            raise self.bad(f"{key} must be a text per language", key, f'Write {key} = {{ en = "...", it = "..." }}.')
        words = self.words(key) if raw else None
        if words is not None and words.any is not None:
            raise self.bad(f"{key}: unknown language 'any'", key, nearest("any", LANGUAGES))
        return dict(words.by_language) if words else {}

    def sub(self, key: str) -> Table | None:
        """A table inside this one."""
        raw = self.raw.get(key)
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            raise self.bad(f"{key} must be a table, not {kind_of(raw)}", key, f"Write {key} = {{ ... }}.")
        return Table(raw, self.file, self.where, (*self.path, key))


def read_fact(
    table: Table,
    question: Question | None,
    languages: tuple[str, ...],
    *,
    known_ids: Iterable[str] = (),
    private: Raw | None = None,
) -> Fact:
    """A fact out of `[facts.<id>]`. `private` is its value where that stands in private.toml.

    Raises BadInput for anything that is not exactly right; nothing is guessed.
    """
    fact_id = table.path[-1]
    if not _ID.fullmatch(fact_id):
        raise table.bad("this is no fact id", hint=nearest(fact_id, known_ids) or "Small letters, digits and _.")
    if question is None and ("type" not in table.raw or "label" not in table.raw):
        raise table.bad(
            "this scenario has no such fact",
            hint=nearest(fact_id, known_ids) + " A fact of its own needs a type and a label.",
        )
    table.known(KEYS)
    fact_type = table.one_of("type", FactType) if "type" in table.raw else None
    if question is not None:
        if fact_type not in (None, question.type):
            raise table.bad(f"its type is {question.type.value}", "type", "Leave the key out.")
        fact_type = question.type
    assert fact_type is not None
    status = table.one_of("status", Status)
    raw = table.raw.get("value", private)
    value = None
    if raw is not None:
        value = parse_value(
            fact_type, raw, question=question, languages=languages, where=str(table.where), line=table.line("value")
        )
    held = table.boolean("held")
    if value is None and not held and status in (Status.CONFIRMED, Status.ESTIMATED):
        raise table.bad(f"{status.value}, but there is no value", "status", "Add value = ..., or say unknown.")
    if (release := table.sub("release")) is not None:
        release.known(RELEASE_KEYS)
    return Fact(
        id=fact_id,
        type=fact_type,
        status=status,
        value=value,
        release=_release(release) if release else None,
        source=table.string("source"),
        as_of=table.moment("as_of"),
        basis=table.words("basis"),
        parties=table.strings("parties"),
        finding_out=_finding_out(table),
        due=table.moment("due"),
        reason=table.string("reason"),
        agreed_line=table.localised("agreed_line"),
        held=held,
        label=table.localised("label"),
        note=table.string("note"),
        line=table.line(),
    )


def raw_of_fact(fact: Fact, *, with_value: bool = True) -> dict[str, Raw]:
    """The table of a fact; `with_value=False` leaves the value to private.toml and says that there is one."""
    raw: dict[str, Raw] = {}
    if fact.label:
        raw["type"] = fact.type.value
        raw["label"] = dict(fact.label)
    if with_value and fact.value is not None:
        raw["value"] = raw_of(fact.value)
    raw["status"] = fact.status.value
    for key, text in (("source", fact.source), ("as_of", fact.as_of)):
        if text:
            raw[key] = text
    if fact.basis is not None:
        raw["basis"] = raw_of(fact.basis)
    if fact.parties:
        raw["parties"] = list(fact.parties)
    if fact.finding_out:
        raw["finding_out"] = fact.finding_out if isinstance(fact.finding_out, str) else raw_of(fact.finding_out)
    if fact.due:
        raw["due"] = fact.due
    if fact.reason:
        raw["reason"] = fact.reason
    if fact.agreed_line:
        raw["agreed_line"] = dict(fact.agreed_line)
    if fact.release is not None:
        raw["release"] = _raw_release(fact.release)
    if "value" not in raw and (fact.held or fact.value is not None):
        raw["held"] = True
    if fact.note:
        raw["note"] = fact.note
    return raw


def is_private(fact: Fact, question: Question | None) -> bool:
    """Whether its value belongs into private.toml: withheld, never to be said, or private by its question."""
    return state_of(fact, question) is State.WITHHELD or (question is not None and question.private)


def still_named(file: TomlFile, fact: Fact) -> bool:
    """Whether a comment, note or source in a fact's own block still holds what its private value says."""
    if fact.value is None:
        return False
    block = file.block("facts", fact.id).casefold()
    return any(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", block) for text in _said_by(raw_of(fact.value)))


_FRAME = ("unit", "bound", "kind", "currency")
"""Keys whose words are no secret by themselves."""


def _said_by(raw: Raw, key: str = "") -> Iterator[str]:
    """The figures and words of a value by which it can be recognised. Below 10 a figure is everywhere."""
    if isinstance(raw, Mapping):
        for name, inner in raw.items():
            yield from _said_by(inner, name)
    elif isinstance(raw, list):
        for inner in raw:
            yield from _said_by(inner)
    elif isinstance(raw, int | Decimal) and not isinstance(raw, bool) and not -10 < raw < 10:
        yield from {str(raw), f"{raw:,}", f"{raw:,}".replace(",", ".")}
    elif isinstance(raw, str) and len(raw.strip()) > 3 and key not in _FRAME:
        yield raw.strip().casefold()


def settled(fact: Fact, before: Fact | None, *, held: bool = False) -> Fact:
    """The fact as it is kept: statuses without a value drop it, and remember that one stood there."""
    had = held or fact.held or fact.value is not None
    had = had or (before is not None and (before.held or before.value is not None))
    value = None if fact.status in WITHOUT_VALUE else fact.value
    return replace(fact, value=value, held=had and value is None, of_profile=False)


def same_fact(one: Fact | None, other: Fact | None) -> bool:
    """Whether two facts say the same; where they stand in the file does not count."""
    if one is None or other is None:
        return one is other
    return replace(one, line=None) == replace(other, line=None)


def _release(table: Table) -> Release:
    state = table.one_of("state", ReleaseState)
    by = table.string("by")
    if state is ReleaseState.CLEARED and not by:
        raise table.bad("cleared, but by whom is missing", "state", 'Add by = "name".')
    return Release(
        state=state,
        by=by,
        how=table.string("how"),
        at=table.moment("at"),
        ask=table.string("ask"),
        until=table.moment("until"),
        noted_by=table.string("noted_by"),
        code=table.string("code"),
    )


def _raw_release(release: Release) -> dict[str, Raw]:
    pairs: tuple[tuple[str, Raw | None], ...] = (
        ("state", release.state.value),
        ("by", release.by),
        ("how", release.how),
        ("at", release.at),
        ("ask", release.ask),
        ("until", release.until),
        ("noted_by", release.noted_by),
        ("code", release.code),
    )
    return {key: value for key, value in pairs if value}


def _finding_out(table: Table) -> str | Words:
    raw = table.raw.get("finding_out", "")
    if isinstance(raw, Mapping):
        return table.words("finding_out") or ""
    return table.string("finding_out")
