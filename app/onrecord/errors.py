"""The one error tree of onrecord: what went wrong, where, and what a person can do about it.

Every error that a person can cause carries a message in plain words, a hint (often the nearest valid
name), the file and line where it applies, and the exit code that the command line uses for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

EXIT_OK = 0
EXIT_BLOCKED = 1
EXIT_BAD_INPUT = 2
EXIT_NOT_INSTALLED = 3


class OnrecordError(Exception):
    """An expected failure, told in one message.

    `where` is the file (and `line`, from 1) that has to be looked at; `hint` says what to do next.
    """

    exit_code = EXIT_BAD_INPUT

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        where: str | Path | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = str(where) if where is not None else ""
        self.line = line

    def __str__(self) -> str:
        place = self.where
        if place and self.line:
            place = f"{place}:{self.line}"
        head = f"{place}: {self.message}" if place else self.message
        return f"{head}\n  {self.hint}" if self.hint else head


class BadInput(OnrecordError):  # noqa: N818  a person reads these names in tests and logs: they say what is so
    """A file, an option or an answer that cannot be used as it stands."""


class BadTemplate(BadInput):
    """A template that cannot be loaded, or that asks for what it may not have."""


class Undisclosed(BadTemplate):
    """A template tried to print, compare or measure a fact that may not be said."""


class Conflict(OnrecordError):  # noqa: N818
    """The file on disk changed under us, in the very place that is being saved: both are shown."""

    def __init__(self, message: str, *, mine: object, theirs: object, **more: object) -> None:
        super().__init__(message, **more)  # type: ignore[arg-type]
        self.mine = mine
        self.theirs = theirs


class ReadOnly(OnrecordError):  # noqa: N818
    """The incident is open elsewhere, or its folder cannot be written."""


class Blocked(OnrecordError):  # noqa: N818
    """A gate that stays shut: gaps, a withheld value, a stop that only another person can lift."""

    exit_code = EXIT_BLOCKED


class NotInstalled(OnrecordError):  # noqa: N818
    """A part of onrecord that this machine does not have."""

    exit_code = EXIT_NOT_INSTALLED


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest valid name, or the list of valid names when none is near."""
    import difflib

    names = sorted(set(known))
    close = difflib.get_close_matches(name.replace("_", "-").lower(), names, n=1, cutoff=0.5)
    if not close:
        close = difflib.get_close_matches(name.replace("-", "_").lower(), names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]!r}?"
    return "Known: " + ", ".join(names) + "." if names else ""
