"""Text at the door: what cannot be seen may not come in.

A paste can carry terminal escapes, bidirectional overrides, zero-width marks or private-use characters. They would
change what a reader sees against what was cleared, so they are taken out (and told), or refused.
"""

from __future__ import annotations

import re
import unicodedata

from onrecord.errors import BadInput

SHORT = 500
"""Most characters of a short answer."""
LONG = 20_000
"""Most characters of a long answer."""

# ECMA-48: CSI ... final byte; OSC, DCS, PM, APC ... up to BEL or ST; other two-character escapes. All linear.
_ESCAPES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?|\x1b[ -~]?"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PRIVATE = "Co"
_UNSEEN = {"Cc", "Cf", "Cs"}


def clean_text(text: str, *, limit: int = LONG, what: str = "This answer") -> tuple[str, tuple[str, ...]]:
    """The text without what cannot be seen, and the names of what was taken out (for one short message).

    Raises BadInput on private-use characters, which have no agreed meaning, and on more than `limit` characters.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text, ()
    removed: list[str] = []
    plain, count = _ESCAPES.subn("", text)
    if count:
        removed.append("terminal codes")
    plain = _LINE_ENDS.sub("\n", plain).replace("\t", " ")
    if not plain.replace("\n", " ").isprintable():
        plain = _without_unseen(plain, removed)
    if len(plain) > limit:
        raise BadInput(
            f"{what} has {len(plain):,} characters; at most {limit:,} fit here.",
            hint="Keep the part that a statement needs.",
        )
    return plain, tuple(removed)


def clean_line(text: str, *, limit: int = SHORT, what: str = "This answer") -> tuple[str, tuple[str, ...]]:
    """Like clean_text, for answers of one line: line ends become single spaces."""
    plain, removed = clean_text(text, limit=max(limit, LONG), what=what)
    line = " ".join(plain.split("\n")).strip()
    if len(line) > limit:
        raise BadInput(
            f"{what} has {len(line):,} characters; at most {limit:,} fit here.",
            hint="Keep the part that a statement needs.",
        )
    return line, removed


def unseen_in(text: str) -> str:
    """The name of the first character that may not stand in a file's text, or an empty string."""
    if text.isprintable():
        return ""
    for char in text:
        if char in "\n\t" or char.isprintable():
            continue
        kind = unicodedata.category(char)
        if kind in _UNSEEN or kind == _PRIVATE or char in "\u2028\u2029" or _is_no_character(char):
            return _name(char)
    return ""


def _without_unseen(text: str, removed: list[str]) -> str:
    kept: list[str] = []
    for char in text:
        if char == "\n" or char.isprintable():
            kept.append(char)
            continue
        kind = unicodedata.category(char)
        if kind == _PRIVATE:
            raise BadInput(
                f"{_name(char)} is a private-use character: it looks different on every machine.",
                hint="Type the sign that is meant.",
            )
        if kind in _UNSEEN or _is_no_character(char):
            name = _name(char)
            if name not in removed:
                removed.append(name)
            continue
        kept.append(char)
    return "".join(kept)


def _is_no_character(char: str) -> bool:
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _name(char: str) -> str:
    name = unicodedata.name(char, "control character" if unicodedata.category(char) == "Cc" else "").lower()
    return f"U+{ord(char):04X} {name}".strip()
