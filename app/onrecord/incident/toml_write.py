"""Plain values as TOML text. Inline and stable: the same value always gives the same text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from onrecord.incident.values import Raw

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 100
"""Characters of a list before it is written one item a line."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def key_text(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def value_text(raw: Raw, newline: str = "\n") -> str:
    """A value behind `key = `. Texts of several lines stay readable, long lists go one item a line."""
    if isinstance(raw, str) and "\n" in raw:
        return _long_string(raw, newline)
    text = _inline(raw)
    if isinstance(raw, list) and len(text) > _WIDE:
        return newline.join(["[", *(f"  {_inline(item)}," for item in raw), "]"])
    return text


def table_text(header: str, raw: Mapping[str, Raw], newline: str = "\n") -> str:
    """A whole table: `[header]` and a line per key, ended by a line end."""
    lines = [header] if header else []
    lines += [f"{key_text(key)} = {value_text(value, newline)}" for key, value in raw.items()]
    return newline.join(lines) + newline


def same_raw(one: Raw | None, other: Raw | None) -> bool:
    """Whether two values mean the same: true is not 1, and a moment is the same in every zone."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, datetime) or isinstance(other, datetime):
        if not (isinstance(one, datetime) and isinstance(other, datetime)):
            return False
        return (one.tzinfo is None) == (other.tzinfo is None) and one == other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(same_raw(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same_raw(a, b) for a, b in zip(one, other, strict=True))
    return one == other


def _inline(raw: Raw) -> str:
    match raw:
        case bool():
            return "true" if raw else "false"
        case str():
            return _string(raw)
        case int():
            return str(raw)
        case float() | Decimal():
            return _decimal(Decimal(str(raw)))
        case datetime():
            return _moment(raw)
        case date():
            return raw.isoformat()
        case list():
            return "[" + ", ".join(_inline(item) for item in raw) + "]"
        case Mapping():
            inside = ", ".join(f"{key_text(key)} = {_inline(value)}" for key, value in raw.items())
            return f"{{ {inside} }}" if inside else "{}"


def _decimal(number: Decimal) -> str:
    text = format(number, "f")
    return text if "." in text else text + ".0"


def _moment(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:  # TOML has no offsets with seconds (local mean times)
        moment = moment.astimezone(UTC)
    text = moment.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _string(text: str) -> str:
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _long_string(text: str, newline: str) -> str:
    lines = "".join(char if char == "\n" else _escaped(char) for char in text).replace("\n", newline)
    return f'"""{newline}{lines}"""'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if ord(char) < 0x20 or ord(char) == 0x7F:
        return f"\\u{ord(char):04X}"
    return char
