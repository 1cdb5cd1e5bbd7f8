"""What the user or the organisation has set: `settings.toml` in the user's own folder. Without the file nothing is set.

format = 1

[checks]
off = ["en/cliche/seriously", "jargon/office"]     # rules that are not asked; without a language: in all of them
glossary = ["Customer Care Line"]                  # terms that are never a finding
folder = "~/press-office"                          # a folder of ours: its rules/ counts before the built-in one
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import NamedTuple

from onrecord.content import kept, places


class Settings(NamedTuple):
    """What is set; empty where nothing is."""

    off: tuple[str, ...] = ()
    glossary: tuple[str, ...] = ()
    folder: str = ""
    """The organisation's own folder, in full; "" for none."""
    path: str = ""
    """The file that says so; "" where there is none."""


NOTHING = Settings()


def load_settings() -> Settings:
    """The settings as they are on disk now. Raises BadInput with file, line and the nearest valid key."""
    path = os.path.join(places.user_home(), "settings.toml")
    try:
        about = os.stat(path)
    except OSError:
        return NOTHING
    return _as_of((path, about.st_size, about.st_mtime_ns))


@lru_cache(maxsize=4)
def _as_of(stamp: tuple[str, int, int]) -> Settings:
    path = stamp[0]
    found = kept.load("settings", stamp)
    if found is None:
        found = tuple(_read(path))
        kept.save("settings", stamp, found)
    return Settings(*found)


def _read(path: str) -> Settings:
    from pathlib import Path

    from onrecord.content.toml import read_toml

    table = read_toml(Path(path))
    checks = table.table("checks")
    table.done("format", "checks")
    if checks is None:
        return Settings(path=path)
    given = checks.string("folder", "")
    folder = str(Path(path).parent / Path(given).expanduser()) if given else ""
    if folder and not os.path.isdir(os.path.join(folder, "rules")):
        raise checks.bad(
            f"{folder} holds no folder rules/", key="folder", hint="Rules stand in rules/<language>/<category>/."
        )
    found = Settings(checks.strings("off", ()), checks.strings("glossary", ()), folder, path)
    if any(not term.strip() for term in (*found.off, *found.glossary)):
        raise checks.bad("an empty text would match everything", key="glossary" if "" in found.glossary else "off")
    checks.done("off", "glossary", "folder")
    return found
