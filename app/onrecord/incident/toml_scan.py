"""Where each statement of a TOML text stands, so that one of them can be replaced and everything else stays as it is.

The text was read by tomli before: this scanner relies on its being valid and only finds places and lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import tomli

Path = tuple[str, ...]

_TRIVIA = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)+|[ \t]*(?:#[^\n]*)?\r?\Z")
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_PARTS = re.compile(_PART)
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]\]?[^\n]*(?:\n|\Z)")
_SIMPLE = re.compile(
    r"""[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*("(?:[^"\\\n]|\\.)*"(?!")|[^\s"'\[{#][^"'\[{#\r\n]*)"""
    r"[ \t]*(?:\#[^\n]*)?\r?(?:\n|\Z)"
)
_PAIR = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}\n]"
)


class Statement(NamedTuple):
    """A header or a key with its value. Offsets count characters of the text; `end` is behind its line end."""

    path: Path
    """The full path: the header's own, and below it the key's."""
    header: bool
    start: int
    end: int
    line: int
    value_start: int = 0
    value_end: int = 0
    depth: int = 0
    """How many parts of the path come from the header above a key."""


def scan(text: str) -> list[Statement]:
    """All headers and pairs of a valid TOML text, in order."""
    return _scan(text, 0, len(text), 1, ())


def rescan(old: list[Statement], old_text: str, text: str, first: int, last: int) -> list[Statement]:
    """The statements of `text`, which differs from `old_text` only between the characters `first` and `last` of it.

    What stands before is taken over, what stands behind is moved; only what lies between is read again.
    """
    moved = len(text) - len(old_text)
    before = [s for s in old if s.end <= first]
    behind = [s for s in old if s.start >= last]
    start, line = (before[-1].end, before[-1].line + _lines(text, before[-1])) if before else (0, 1)
    stop = behind[0].start + moved if behind else len(text)
    table = next((s.path for s in reversed(before) if s.header), ())
    between = _scan(text, start, stop, line, table)
    down = text.count("\n", start, stop) - old_text.count("\n", start, stop - moved)
    if not moved and not down:
        return [*before, *between, *behind]
    return [
        *before,
        *between,
        *(
            Statement(path, header, a + moved, b + moved, n + down, c and c + moved, d and d + moved, depth)
            for path, header, a, b, n, c, d, depth in behind
        ),
    ]


def _lines(text: str, statement: Statement) -> int:
    return text.count("\n", statement.start, statement.end)


def _scan(text: str, at: int, stop: int, line: int, table: Path) -> list[Statement]:
    found: list[Statement] = []
    counted = at
    while at < stop:
        if (trivia := _TRIVIA.match(text, at)) and trivia.end() > at:
            at = trivia.end()
            continue
        line += text.count("\n", counted, at)
        counted = at
        if simple := _SIMPLE.match(text, at):
            value = simple.start(2)
            value_end = value + len(simple.group(2).rstrip())
            path = (*table, simple.group(1))
            found.append(Statement(path, False, at, simple.end(), line, value, value_end, len(table)))
            at = simple.end()
        elif header := _HEADER.match(text, at):
            table = _path(header.group(2))
            found.append(Statement(table, True, at, header.end(), line))
            at = header.end()
        elif pair := _PAIR.match(text, at):
            value_end, end = _value(text, pair.end())
            path = (*table, *_path(pair.group(1)))
            found.append(Statement(path, False, at, end, line, pair.end(), value_end, len(table)))
            at = end
        else:  # cannot be, after tomli; never loop
            newline = text.find("\n", at)
            at = len(text) if newline < 0 else newline + 1
    return found


def _value(text: str, start: int) -> tuple[int, int]:
    """Where a value ends, and where its statement ends (behind the comment and line end after it)."""
    depth = 0
    comment = -1
    for token in _TOKEN.finditer(text, start):
        first = token.group()[0]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
        elif depth:
            continue
        elif first == "#":
            comment = token.start()
        elif first == "\n":
            stop = comment if comment >= 0 else token.start()
            return start + len(text[start:stop].rstrip()), token.end()
    stop = comment if comment >= 0 else len(text)
    return start + len(text[start:stop].rstrip()), len(text)


def _path(key: str) -> Path:
    if '"' not in key and "'" not in key:
        return tuple(part.strip() for part in key.split("."))
    return tuple(_unquoted(part) for part in _PARTS.findall(key))


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return next(iter(tomli.loads(f"{part} = 0")))
