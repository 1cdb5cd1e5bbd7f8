"""What people did to a statement: edits by hand, findings sent all the same, clearances. One file per text.

The drafted text itself is not kept here: it is drafted again from the facts, and these are applied to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from onrecord.content.model import ELEMENTS
from onrecord.errors import BadInput, nearest
from onrecord.incident import files
from onrecord.incident.clean import LONG
from onrecord.incident.facts import Table
from onrecord.incident.toml_edit import TomlFile, read_toml
from onrecord.incident.toml_write import table_text
from onrecord.incident.values import Raw

FORMAT = 1
FOLDER = "statements"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


class EditKind(StrEnum):
    """Where new words come from."""

    HAND = "hand"
    RULE = "rule"
    LEXICON = "lexicon"
    MODEL = "model"


class Verdict(StrEnum):
    """What a person said about a version."""

    YES = "yes"
    WITH_WORDS = "with-words"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one sentence. It applies wherever `base` still stands word for word in its element."""

    element: str
    """Empty for a sentence of the layout's own: the line with the date, a fixed heading."""
    base: str
    text: str
    """Empty: the sentence was taken out."""
    by: str
    at: datetime
    kind: EditKind = EditKind.HAND
    model: str = ""
    """Which model worded it: id, first digits of its hash, seed. Empty where no model had a part."""
    at_once: bool = False
    """Taken together with every other proposal for the text, not looked at by itself."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that a named person sent all the same, with the reason."""

    rule: str
    text: str
    """The words that the finding was about; the waiver ends when they change."""
    by: str
    reason: str
    at: datetime
    asked_by: str = ""
    """Who wanted it sent, where another person had to agree; `by` is that other person then."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A person's answer to a version: who, how it was given, when, and who noted it."""

    version: str
    verdict: Verdict
    by: str
    how: str
    at: datetime
    noted_by: str = ""
    code: str = ""
    words: str = ""
    role: str = ""
    """For whom the person answered: legal, privacy ..."""
    text: str = ""
    """SHA-256 of the text that was shown, kept as signed/<document>.<language>.<code>.md."""


@dataclass(frozen=True, slots=True)
class StatementFile:
    """Everything that is kept about one document in one language."""

    document: str
    language: str
    edits: tuple[Edit, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    clearances: tuple[Clearance, ...] = ()

    def with_edit(self, edit: Edit) -> StatementFile:
        """With an edit put in; an earlier edit of the same sentence gives way to it."""
        kept = tuple(e for e in self.edits if (e.element, e.base) != (edit.element, edit.base))
        return replace(self, edits=(*kept, edit))

    def without_edit(self, edit: Edit) -> StatementFile:
        return replace(self, edits=tuple(e for e in self.edits if e != edit))

    def with_waiver(self, waiver: Waiver) -> StatementFile:
        kept = tuple(w for w in self.waivers if (w.rule, w.text) != (waiver.rule, waiver.text))
        return replace(self, waivers=(*kept, waiver))

    def with_clearance(self, clearance: Clearance) -> StatementFile:
        """With one more answer. Answers are never taken away: a later one stands beside the earlier."""
        return replace(self, clearances=(*self.clearances, clearance))


def is_name(document: str, language: str = "", *more: str) -> bool:
    """Whether a file of that name is a statement's; a copy that a synchronised drive left beside it is none."""
    return not more and bool(_NAME.fullmatch(document) and _LANGUAGE.fullmatch(language))


def path_of(folder: Path, document: str, language: str) -> Path:
    """statements/<document>.<language>.toml of an incident's folder."""
    if not _NAME.fullmatch(document):
        raise BadInput(f"{document!r} is no document id")
    if not _LANGUAGE.fullmatch(language):
        raise BadInput(f"{language!r} is no language code")
    return folder / FOLDER / f"{document}.{language}.toml"


def load(folder: Path, document: str, language: str) -> StatementFile:
    """What is kept about a statement; nothing at all for one that nobody touched. Raises BadInput for a wrong file."""
    path = path_of(folder, document, language)
    content = files.read_bytes(path)
    if content is None:
        return StatementFile(document, language)
    file = read_toml(content, path)
    top = Table(file.data, file, path, ())
    top.known(("format", "edit", "waiver", "clearance"))
    _check_format(file, path)
    return StatementFile(
        document,
        language,
        tuple(_edit(table) for table in rows(file, path, "edit")),
        tuple(_waiver(table) for table in rows(file, path, "waiver")),
        tuple(_clearance(table) for table in rows(file, path, "clearance")),
    )


def load_all(folder: Path) -> tuple[StatementFile, ...]:
    """Every statement of an incident that somebody touched."""
    place = folder / FOLDER
    if not place.is_dir():
        return ()
    names = [path.name.removesuffix(".toml").split(".") for path in sorted(place.glob("*.toml"))]
    return tuple(load(folder, *name) for name in names if is_name(*name))


def save(folder: Path, statement: StatementFile) -> Path:
    """Write a statement's file whole. The caller holds the incident's lock."""
    path = path_of(folder, statement.document, statement.language)
    parts = [f"format = {FORMAT}\n"]
    parts += [table_text("\n[[edit]]", _raw_edit(edit)) for edit in statement.edits]
    parts += [table_text("\n[[waiver]]", _raw_waiver(waiver)) for waiver in statement.waivers]
    parts += [table_text("\n[[clearance]]", _raw_clearance(given)) for given in statement.clearances]
    files.own_folder(path.parent)
    files.write_bytes(path, "".join(parts).encode())
    return path


def save_text(folder: Path, document: str, language: str, markdown: str) -> Path:
    """Write the current text beside it, as .md: derived, for people who read the folder without onrecord."""
    path = path_of(folder, document, language).with_suffix(".md")
    files.own_folder(path.parent)
    files.write_bytes(path, markdown.encode())
    return path


def rows(file: TomlFile, where: Path, name: str) -> list[Table]:
    """The `[[name]]` tables of a file, each knowing its line."""
    raw = file.data.get(name, [])
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        raise BadInput(f"write [[{name}]] above each", where=where, line=file.line_of(name))
    lines = [s.line for s in file.statements if s.header and s.path == (name,)]
    return [_Row(row, file, where, (name,), lines[n] if n < len(lines) else None) for n, row in enumerate(raw)]


class _Row(Table):
    """A table out of a list of tables: faults name the line of its own header."""

    def __init__(
        self, raw: Mapping[str, Raw], file: TomlFile, where: Path, path: tuple[str, ...], start: int | None
    ) -> None:
        super().__init__(raw, file, where, path)
        self._start = start

    def line(self, key: str = "") -> int | None:
        if not key or self._start is None:
            return self._start
        path = (*self.path, key)
        return next((s.line for s in self.file.statements if s.line > self._start and s.path == path), self._start)


def required(table: Table, key: str) -> str:
    """A text that has to be there."""
    text = table.string(key)
    if not text:
        raise table.bad(f"{key} is missing", hint=f'Write {key} = "...".')
    return text


def required_moment(table: Table, key: str = "at") -> datetime:
    moment = table.moment(key)
    if moment is None:
        raise table.bad(f"{key} is missing", hint=f"Write {key} = 2026-03-12T02:25:00+01:00.")
    return moment


def raw_without_empty(**raw: Raw) -> dict[str, Raw]:
    """A table without its empty texts."""
    return {key: value for key, value in raw.items() if value != ""}


def _edit(table: Table) -> Edit:
    table.known(("element", "base", "text", "by", "at", "kind", "model", "at_once"))
    element = table.string("element")
    if element and element not in ELEMENTS:
        raise table.bad(f"unknown element {element!r}", "element", nearest(element, ELEMENTS))
    text = table.string("text")
    if len(text) > LONG:
        raise table.bad(f"the text has {len(text):,} characters", "text")
    kind = table.one_of("kind", EditKind) if "kind" in table.raw else EditKind.HAND
    return Edit(
        element,
        required(table, "base"),
        text,
        required(table, "by"),
        required_moment(table),
        kind,
        table.string("model"),
        table.boolean("at_once"),
    )


def _waiver(table: Table) -> Waiver:
    table.known(("rule", "text", "by", "reason", "at", "asked_by"))
    return Waiver(
        required(table, "rule"),
        required(table, "text"),
        required(table, "by"),
        required(table, "reason"),
        required_moment(table),
        table.string("asked_by"),
    )


def _clearance(table: Table) -> Clearance:
    table.known(("version", "verdict", "by", "how", "at", "noted_by", "code", "words", "role", "text"))
    return Clearance(
        required(table, "version"),
        table.one_of("verdict", Verdict),
        required(table, "by"),
        required(table, "how"),
        required_moment(table),
        table.string("noted_by"),
        table.string("code"),
        table.string("words"),
        table.string("role"),
        table.string("text"),
    )


def _raw_edit(edit: Edit) -> dict[str, Raw]:
    raw: dict[str, Raw] = {"element": edit.element, "base": edit.base, "text": edit.text}
    raw |= {"by": edit.by, "at": edit.at, "kind": edit.kind.value}
    if edit.model:
        raw["model"] = edit.model
    return {**raw, "at_once": True} if edit.at_once else raw


def _raw_waiver(waiver: Waiver) -> dict[str, Raw]:
    return raw_without_empty(
        rule=waiver.rule,
        text=waiver.text,
        by=waiver.by,
        reason=waiver.reason,
        at=waiver.at,
        asked_by=waiver.asked_by,
    )


def _raw_clearance(given: Clearance) -> dict[str, Raw]:
    return raw_without_empty(
        version=given.version,
        verdict=given.verdict.value,
        by=given.by,
        how=given.how,
        at=given.at,
        noted_by=given.noted_by,
        code=given.code,
        words=given.words,
        role=given.role,
        text=given.text,
    )


def _check_format(file: TomlFile, where: Path) -> None:
    version: object = file.data.get("format")
    if version != FORMAT:
        what: Literal["", "newer "] = "newer " if isinstance(version, int) and version > FORMAT else ""
        raise BadInput(
            f"its {what}format {version!r} is not known here",
            where=where,
            line=file.line_of("format") or 1,
            hint=f"The first line is: format = {FORMAT}.",
        )
