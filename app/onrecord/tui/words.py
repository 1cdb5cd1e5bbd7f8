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
