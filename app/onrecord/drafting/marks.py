"""Provenance marks: private-use characters that travel inside rendered text and never leave drafting.

A mark is START + kind + payload + END. Private-use characters are refused in every answer, so no text can forge one.
Kinds: `L` a template line begins (payload: file index and line), `V`/`v` a fact's words begin/end, `G`/`g` a gap,
`C`/`c` a branch that rests on facts, `E`/`e` an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

START = "\ue000"
END = "\ue001"

_MARK = re.compile(f"{START}([A-Za-z])([^{START}{END}]*){END}")


def mark(kind: str, payload: str = "") -> str:
    return f"{START}{kind}{payload}{END}"


def without_marks(text: str) -> str:
    """The plain text of a rendered piece."""
    return _MARK.sub("", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one provenance."""

    text: str
    facts: tuple[str, ...]
    """Facts whose words these are."""
    branch: tuple[str, ...]
    """Facts that decided that these words stand here."""
    element: str
    gap: str
    """The fact or element that is missing here, or an empty text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of rendered text. `source` is template file and line; None for a true blank line."""

    pieces: tuple[Piece, ...]
    source: tuple[str, int] | None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Open:
    facts: list[str] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def read_lines(marked: str, files: list[str]) -> Iterator[Line]:
    """Rendered text with marks as lines of pieces. A line that came from the template but renders to nothing
    keeps its source, so that it is not taken for a paragraph break."""
    state = _Open()
    for raw in marked.split("\n"):
        pieces: list[Piece] = []
        source: tuple[str, int] | None = None
        marked_line = False
        at = 0
        for found in _MARK.finditer(raw):
            _add(pieces, raw[at : found.start()], state)
            at = found.end()
            kind, payload = found.groups()
            marked_line = True
            if kind == "L":
                index, _, number = payload.partition(":")
                # The innermost template wins: an element's own line is a better origin than the layout's.
                source = (files[int(index)], int(number))
            else:
                _step(state, kind, payload)
        _add(pieces, raw[at:], state)
        if source is None and marked_line:
            source = ("", 0)
        yield Line(tuple(pieces), source)


def _add(pieces: list[Piece], text: str, state: _Open) -> None:
    if text:
        pieces.append(
            Piece(
                text,
                tuple(dict.fromkeys(state.facts)),
                tuple(dict.fromkeys(name for group in state.branch for name in group.split(",") if name)),
                state.elements[-1] if state.elements else "",
                state.gaps[-1] if state.gaps else "",
            )
        )


def _step(state: _Open, kind: str, payload: str) -> None:
    stack = {"v": state.facts, "c": state.branch, "e": state.elements, "g": state.gaps}[kind.lower()]
    if kind.isupper():
        stack.append(payload)
    elif stack:
        stack.pop()
