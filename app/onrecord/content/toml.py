"""Strict reading of content files: every key is known, every value has its type, every fault names file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import tomli

from onrecord.content.model import LANGUAGES, NO_TEXT, Localised, Texts
from onrecord.errors import BadInput, nearest

T = TypeVar("T")

FORMAT = 1
LARGEST_FILE = 2_000_000
"""Bytes. Content files are written by people; anything larger is a mistake."""


class TomlTable:
    """One table of a file that is being read: keys are taken by name and type, `done` refuses what is left."""

    def __init__(self, data: Mapping[str, Any], path: Path, text: str, start: int = 1) -> None:
        self._data = dict(data)
        self._left = set(self._data)
        self.path = path
        self._text = text
        self.start = start
        """The line its header stands on."""

    def line_of(self, key: str) -> int:
        """The line of a key in this table, or of the table's header where the key cannot be found."""
        pattern = re.compile(rf"^\s*(\[+\s*)?(\"?{re.escape(key)}\"?)\s*(=|\.|\])")
        for number, line in enumerate(self._text.splitlines()[self.start - 1 :], self.start):
            if number > self.start and line.startswith("[["):
                break
            if pattern.match(line):
                return number
        return self.start

    def bad(self, message: str, *, key: str = "", hint: str = "") -> BadInput:
        """An error that points at a key of this table."""
        return BadInput(message, hint=hint, where=self.path, line=self.line_of(key) if key else self.start)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def _take(self, key: str, kind: type[T] | tuple[type, ...], what: str, default: T | None) -> T:
        self._left.discard(key)
        if key not in self._data:
            if default is None:
                raise self.bad(f"{key!r} is missing", hint=f"Expected {what}.")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.bad(f"{key!r} must be {what}, not {_kind(value)}", key=key)
        return value  # type: ignore[return-value]

    def string(self, key: str, default: str | None = None) -> str:
        return self._take(key, str, "a text in quotation marks", default)

    def boolean(self, key: str, default: bool | None = None) -> bool:
        return self._take(key, bool, "true or false", default)

    def integer(self, key: str, default: int | None = None) -> int:
        return self._take(key, int, "a whole number", default)

    def strings(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        found = self._take(key, list, "a list of texts", None if default is None else list(default))
        if not all(isinstance(item, str) for item in found):
            raise self.bad(f"{key!r} must be a list of texts", key=key)
        return tuple(found)

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """A name out of a closed list; `_` and `-` are the same."""
        names = tuple(known)
        value = self.string(key, default)
        if value in names or value == default:
            return value
        for name in names:
            if name.replace("_", "-") == value.replace("_", "-"):
                return name
        raise self.bad(f"unknown {key} {value!r}", key=key, hint=nearest(value, names))

    def localised(self, key: str, *, required: bool = True, complete: bool = True) -> Localised:
        """A text per language. `complete`: every language of the product must have one."""
        self._left.discard(key)
        if key not in self._data:
            if required:
                raise self.bad(f"{key!r} is missing", hint='Expected a text per language: { en = "...", it = "..." }.')
            return NO_TEXT
        value = self._data[key]
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.bad(f"{key!r} must be a text per language", key=key, hint='Write { en = "...", it = "..." }.')
        missing = [code for code in LANGUAGES if not value.get(code, "").strip()]
        if complete and missing:
            raise self.bad(f"{key!r} has no text for {', '.join(missing)}", key=key)
        return Texts(value)

    def table(self, key: str) -> TomlTable | None:
        """A sub-table, or None."""
        self._left.discard(key)
        value = self._data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.bad(f"{key!r} must be a table, not {_kind(value)}", key=key)
        return TomlTable(value, self.path, self._text, self.line_of(key))

    def tables(self, key: str) -> list[TomlTable]:
        """A list of tables, [[key]] in the file."""
        self._left.discard(key)
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.bad(f"{key!r} must be a list of tables", key=key, hint=f"Write [[{key}]] above each.")
        lines = self._headers(key)
        fallback = self.line_of(key)
        return [
            TomlTable(item, self.path, self._text, lines[n] if n < len(lines) else fallback)
            for n, item in enumerate(value)
        ]

    def _headers(self, key: str) -> list[int]:
        pattern = re.compile(rf"^\s*\[\[\s*(\w+\.)*{re.escape(key)}\s*\]\]")
        return [n for n, line in enumerate(self._text.splitlines(), 1) if n >= self.start and pattern.match(line)]

    def anything(self, key: str) -> Any:
        """A value of any kind (None when absent), for callers that check it themselves."""
        self._left.discard(key)
        return self._data.get(key)

    def done(self, *known: str) -> None:
        """Refuse keys that nobody took; `known` helps to name the nearest one."""
        for key in sorted(self._left):
            taken = set(self._data) - self._left
            raise self.bad(f"unknown key {key!r}", key=key, hint=nearest(key, taken | set(known)))


def read_toml(path: Path) -> TomlTable:
    """A content file as a table. The first key must be `format = 1`.

    Raises BadInput naming the file and line when it cannot be read or is no TOML.
    """
    text = read_text(path)
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise BadInput(f"not valid TOML: {_short(error)}", where=path, line=_line(error)) from None
    table = TomlTable(data, path, text)
    version = table.integer("format")
    if version != FORMAT:
        raise table.bad(
            f"format {version} is not known here", key="format", hint=f"This version reads format {FORMAT}."
        )
    return table


def read_text(path: Path) -> str:
    """A small text file, strictly UTF-8. Raises BadInput when it is missing, huge or in another encoding."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"larger than {LARGEST_FILE:,} bytes", where=path)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("there is no such file", where=path) from None
    except UnicodeDecodeError as error:
        raise BadInput("not UTF-8 text", where=path, hint=f"The first wrong byte is number {error.start}.") from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=path) from None


def collect(items: Iterable[T], key: Callable[[T], str], where: Callable[[T], BadInput]) -> dict[str, T]:
    """Items by id; the same id twice is an error."""
    found: dict[str, T] = {}
    for item in items:
        if key(item) in found:
            raise where(item)
        found[key(item)] = item
    return found


def _kind(value: object) -> str:
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def _short(error: tomli.TOMLDecodeError) -> str:
    return str(error).split(" (at ")[0]


def _line(error: tomli.TOMLDecodeError) -> int | None:
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else None
