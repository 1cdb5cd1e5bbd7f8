"""A finding of a document-level check, before line and column are known."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.checks.model import Severity, Stop


class Found(NamedTuple):
    """See `onrecord.checks.model.Finding`. `rule` is `document/<check>`."""

    rule: str
    category: str
    severity: Severity
    start: int
    end: int
    message: str
    why: str = ""
    instead: str = ""
    replacements: tuple[str, ...] = ()
    source: str = ""
    stop: Stop = "author"


def say(language: str, english: str, italian: str) -> str:
    """The words in the language of the text that is read."""
    return italian if language == "it" else english
