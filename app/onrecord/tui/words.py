"""The words on the screen, out of the message catalogue, and helpers that keep a person's text from being markup."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.content.messages import load_messages

SCREEN_LANGUAGE = "en"
"""The language of the interface (statements have their own)."""


def say(key: str, **values: object) -> str:
    """The text of a key in the language of the interface."""
    return load_messages(SCREEN_LANGUAGE).text(key, **values)


def local(text: Mapping[str, str], language: str = SCREEN_LANGUAGE) -> str:
    """A content text in the language of the interface, else in English, else whatever is there."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def counted(key: str, n: int, **values: object) -> str:
    """The text of a key for a count: `<key>_one` for one, where the catalogue has it."""
    one = f"{key}_one"
    return say(one if n == 1 and one in load_messages(SCREEN_LANGUAGE) else key, n=n, **values)


def span(minutes: int) -> str:
    """Minutes as a person counts them: 42 min, 2 h 05, 3 days."""
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02}"
    return f"{minutes // 1440} days"
