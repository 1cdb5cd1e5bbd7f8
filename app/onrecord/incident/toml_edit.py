"""A hand-written TOML file of which one table can be replaced while every other byte stays where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import tomli

from onrecord.errors import BadInput
from onrecord.incident.toml_scan import Statement, rescan, scan
from onrecord.incident.toml_write import key_text, same_raw, table_text, value_text
from onrecord.incident.values import Raw

Table = Mapping[str, Raw]
Change = tuple[int, int, str]
"""From, to, and what stands there instead."""
_BOM = "\ufeff"
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class TomlFile:
    """The text of a file with what tomli reads from it. Treated as frozen; places are found when first needed."""

    text: str
    data: dict[str, Any]
    bom: bool = False
    newline: str = "\n"
    _statements: list[Statement] | None = None
    _lines: dict[tuple[str, ...], int] | None = None

    @property
    def statements(self) -> list[Statement]:
        if self._statements is None:
            self._statements = scan(self.text)
        return self._statements

    def line_of(self, *path: str) -> int | None:
        """The line of a key or table; the line of what it stands in when it cannot be told apart."""
        if self._lines is None:
            self._lines = {}
            for statement in self.statements:
                for size in range(len(statement.path), 0, -1):
                    if self._lines.setdefault(statement.path[:size], statement.line) != statement.line:
                        break
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def table(self, *path: str) -> Table | None:
        """The table at a path, or None where there is none."""
        found: Any = self.data
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        return cast(Table, found) if isinstance(found, dict) else None

    def block(self, *path: str) -> str:
        """The lines from a table's header to the next one, with the comments between."""
        inside = False
        start, end = 0, 0
        for statement in self.statements:
            own = statement.path[: len(path)] == path
            if own and not inside:
                inside, start = True, statement.start
            elif inside and not own:
                return self.text[start : statement.start]
            end = len(self.text)
        return self.text[start:end] if inside else ""

    def to_bytes(self) -> bytes:
        return ((_BOM if self.bom else "") + self.text).encode()


def read_toml(content: bytes, where: Path) -> TomlFile:
    """Bytes of a TOML file. Raises BadInput with the line for wrong TOML, duplicate keys and other encodings."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("not UTF-8 text", where=where, line=line, hint="Save the file as UTF-8.") from None
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    try:
        data = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        raise _wrong_toml(error, text, where) from None
    except (RecursionError, ValueError):
        raise BadInput("not a TOML file that can be read", where=where) from None
    return TomlFile(text, data, bom, "\r\n" if "\r\n" in text[:2000] else "\n")


def set_table(file: TomlFile, path: tuple[str, ...], new: Table, *, was: Table | None = None) -> TomlFile:
    """The file with one table changed to `new`: unchanged keys, comments and order stay, others are written in place.

    `was` is the old table as onrecord would write it: a key that says the same there keeps its hand-written form.
    A table that the file does not have yet, or has in another spelling than `[path]`, goes to the file's end.
    """
    file = _ended(file)
    old = file.table(*path) or {}
    meant = {key: old[key] if key in old and same_raw((was or {}).get(key), raw) else raw for key, raw in new.items()}
    own = _own(file, path)
    header = next((s for s in own if s.header and s.path == path), None)
    strange = any(not s.header and s.depth < len(path) for s in own)
    if header is not None and not strange:
        changed = _changed(file, _edits(file, own, header, path, old, meant))
        if _says(changed, path, meant):
            return _with_data(changed, path, meant)
    return _with_data(_appended(_changed(file, _cuts(own)), path, new), path, dict(new))


def _own(file: TomlFile, path: tuple[str, ...]) -> list[Statement]:
    return [s for s in file.statements if s.path[: len(path)] == path]


def _says(file: TomlFile, path: tuple[str, ...], new: Table) -> bool:
    """Whether the table that was just written reads as meant: the last look before it goes to disk."""
    text = "".join(file.text[s.start : s.end] for s in _own(file, path))
    try:
        found = TomlFile(text, tomli.loads(text, parse_float=Decimal)).table(*path) or {}
    except tomli.TOMLDecodeError:
        return False
    return found.keys() == new.keys() and all(same_raw(found[key], new[key]) for key in new)


def remove_table(file: TomlFile, path: tuple[str, ...]) -> TomlFile:
    """The file without one table; comment lines inside it stay."""
    return _with_data(_changed(file, _cuts(_own(file, path))), path, None)


def append_table(file: TomlFile, name: str, new: Table) -> TomlFile:
    """The file with one more `[[name]]` at its end."""
    changed = _with_block(file, table_text(f"[[{name}]]", new, file.newline))
    return _with_data(changed, (name,), [*file.data.get(name, []), dict(new)])


def _edits(
    file: TomlFile, own: list[Statement], header: Statement, path: tuple[str, ...], old: Table, new: Table
) -> list[Change]:
    size = len(path)
    by_key: dict[str, list[Statement]] = {}
    for statement in own:
        if len(statement.path) > size:
            by_key.setdefault(statement.path[size], []).append(statement)
    changes: list[Change] = []
    for key, statements in by_key.items():
        if key not in new:
            changes += _cuts(statements)
    anchor = header.end
    for key, value in new.items():
        statements = by_key.get(key, [])
        direct = [s for s in statements if not s.header and s.depth == size]
        whole = len(statements) == 1 and len(direct) == 1 and len(direct[0].path) == size + 1
        if statements and same_raw(old.get(key), value):
            anchor = max((s.end for s in direct), default=anchor)
        elif whole:
            place = direct[0]
            changes.append((place.value_start, place.value_end, value_text(value, file.newline)))
            anchor = place.end
        else:
            changes += _cuts(statements)
            line = f"{key_text(key)} = {value_text(value, file.newline)}{file.newline}"
            changes.append((anchor, anchor, line))
    return changes


def _changed(file: TomlFile, changes: list[Change]) -> TomlFile:
    """The text with replacements made; insertions at one place keep their order and stand before what is cut there."""
    if not changes:
        return file
    ordered = sorted(enumerate(changes), key=lambda item: (item[1][0], item[1][1], item[0]))
    parts: list[str] = []
    at = 0
    for _, (start, end, replacement) in ordered:
        parts += [file.text[at:start], replacement]
        at = end
    text = "".join([*parts, file.text[at:]])
    first = min(start for start, _, _ in changes)
    last = max(end for _, end, _ in changes)
    statements = rescan(file.statements, file.text, text, first, last)
    return TomlFile(text, file.data, file.bom, file.newline, statements)


def _cuts(own: list[Statement]) -> list[Change]:
    return [(s.start, s.end, "") for s in own]


def _appended(file: TomlFile, path: tuple[str, ...], new: Table) -> TomlFile:
    return _with_block(file, table_text("[" + ".".join(key_text(part) for part in path) + "]", new, file.newline))


def _with_block(file: TomlFile, block: str) -> TomlFile:
    file = _ended(file)
    gap = file.newline if file.text.strip() and not file.text.endswith(file.newline * 2) else ""
    return _changed(file, [(len(file.text), len(file.text), gap + block)])


def _ended(file: TomlFile) -> TomlFile:
    """The file with a line end at its end; the places of its statements stay what they were."""
    if file.text.endswith("\n") or not file.text:
        return file
    # The last statement now ends behind the new line end, so it has to be found again.
    return TomlFile(file.text + file.newline, file.data, file.bom, file.newline)


def _with_data(file: TomlFile, path: tuple[str, ...], new: Any) -> TomlFile:
    data = dict(file.data)
    inner = data
    for part in path[:-1]:
        inner[part] = dict(inner.get(part, {}))
        inner = inner[part]
    if new is None:
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = new
    return TomlFile(file.text, data, file.bom, file.newline, file._statements)


def _wrong_toml(error: tomli.TOMLDecodeError, text: str, where: Path) -> BadInput:
    message = str(error)
    found = _AT.search(message)
    line = int(found.group(1)) if found and found.group(1) else text.count("\n") + 1
    message = _AT.sub("", message)
    if "overwrite" in message or "Cannot declare" in message or "twice" in message or "Duplicate" in message:
        return BadInput(
            "this key or table stands here for the second time",
            where=where,
            line=line,
            hint="Keep one of the two; onrecord does not guess which one is meant.",
        )
    return BadInput(f"not valid TOML: {message}", where=where, line=line, hint="Correct this line, then open it again.")
