"""Who sits at the desk: the name that edits and clearances are noted under, kept once per user."""

from __future__ import annotations

import getpass

from onrecord.incident import files
from onrecord.incident.clean import clean_line
from onrecord.incident.home import home

_FILE = "name.txt"
LONGEST = 80


def name() -> str:
    """The name kept last, else the account's own full name, else its short one. Nobody's identity is proved by it."""
    kept = files.read_bytes(home().state / _FILE)
    if kept is not None and (text := kept.decode("utf-8", "replace").strip()):
        return text
    return _account()


def keep_name(text: str) -> str:
    """Keep a name for the next time. An empty one is refused by keeping what stands there."""
    clean, _ = clean_line(text, limit=LONGEST, what="This name")
    if clean:
        files.write_bytes(home().make().state / _FILE, f"{clean}\n".encode())
    return clean or name()


def _account() -> str:
    try:
        short = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
    try:
        import pwd

        full = pwd.getpwnam(short).pw_gecos.split(",")[0].strip()
    except (ImportError, KeyError):
        full = ""
    return full or short
