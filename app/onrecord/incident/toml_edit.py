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
from onrecord.incident.toml_scan import Statement, scan
from onrecord.incident.toml_write import key_text, same_raw, table_text, value_text
from onrecord.incident.values import Raw

Table = Mapping[str, Raw]
_BOM = "\ufeff"
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class TomlFile:
    """The text of a file with what tomli reads from it. Treated as frozen; places are found when first needed."""

    text: str
    data: dict[str, Any]
    bom: bool = False
    newline: str = "\n"
    _statements: tuple[Statement, ...] | None = None
    _lines: dict[tuple[str, ...], int] | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
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


def set_table(file: TomlFile, path: tuple[str, ...], new: Table) -> TomlFile:
    """The file with one table changed to `new`: unchanged keys, comments and order stay, others are written in place.

    A table that the file does not have yet, or has in another spelling than `[path]`, goes to the file's end.
    """
    own = [s for s in file.statements if s.path[: len(path)] == path]
    header = next((s for s in own if s.header and s.path == path), None)
    old = file.table(*path) or {}
    strange = any(not s.header and s.depth < len(path) for s in own)
    if header is None or strange:
        text = _appended(_cut(file, own), path, new)
    else:
        text = _edited(file, own, header, path, old, new)
    return _with_text(file, text, path, dict(new))


def remove_table(file: TomlFile, path: tuple[str, ...]) -> TomlFile:
    """The file without one table; comment lines inside it stay."""
    own = [s for s in file.statements if s.path[: len(path)] == path]
    return _with_text(file, _cut(file, own).text, path, None)


def append_table(file: TomlFile, name: str, new: Table) -> TomlFile:
    """The file with one more `[[name]]` at its end."""
    text = _ended(file) + (file.newline if file.text.strip() else "") + table_text(f"[[{name}]]", new, file.newline)
    data = {**file.data, name: [*file.data.get(name, []), dict(new)]}
    return TomlFile(text, data, file.bom, file.newline)


def _edited(
    file: TomlFile, own: list[Statement], header: Statement, path: tuple[str, ...], old: Table, new: Table
) -> str:
    size = len(path)
    by_key: dict[str, list[Statement]] = {}
    for statement in own:
        if len(statement.path) > size:
            by_key.setdefault(statement.path[size], []).append(statement)
    changes: list[tuple[int, int, str]] = []
    for key, statements in by_key.items():
        if key not in new:
            changes += [(s.start, s.end, "") for s in statements]
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
            changes += [(s.start, s.end, "") for s in statements]
            line = f"{key_text(key)} = {value_text(value, file.newline)}{file.newline}"
            changes.append((anchor, anchor, line))
    return _changed(_ended(file), changes)


def _changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    """The text with replacements made; insertions at one place keep their order and stand before what is cut there."""
    ordered = sorted(enumerate(changes), key=lambda item: (item[1][0], item[1][1], item[0]))
    parts: list[str] = []
    at = 0
    for _, (start, end, replacement) in ordered:
        parts += [text[at:start], replacement]
        at = end
    return "".join([*parts, text[at:]])


def _cut(file: TomlFile, own: list[Statement]) -> TomlFile:
    text = _changed(file.text, [(s.start, s.end, "") for s in own])
    return TomlFile(text, file.data, file.bom, file.newline)


def _appended(file: TomlFile, path: tuple[str, ...], new: Table) -> str:
    block = table_text("[" + ".".join(key_text(part) for part in path) + "]", new, file.newline)
    start = _ended(file)
    gap = file.newline if start.strip() and not start.endswith(file.newline * 2) else ""
    return start + gap + block


def _ended(file: TomlFile) -> str:
    return file.text if file.text.endswith("\n") or not file.text else file.text + file.newline


def _with_text(file: TomlFile, text: str, path: tuple[str, ...], new: dict[str, Raw] | None) -> TomlFile:
    data = dict(file.data)
    inner = data
    for part in path[:-1]:
        inner[part] = dict(inner.get(part, {}))
        inner = inner[part]
    if new is None:
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = new
    return TomlFile(text, data, file.bom, file.newline)


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
