"""Where a record is shared: a folder, or a repository behind SSH. An address is read here and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.incident import files
from onrecord.incident.home import home
from onrecord.incident.store import FILE

_USER = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}"
_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\]"
_URL = re.compile(rf"ssh://(?:({_USER})@)?({_HOST})(?::(\d{{1,5}}))?(/.+)")
_SHORT = re.compile(rf"(?:({_USER})@)?({_HOST}):(?!//)(.+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|(?:ssh|git|https?|ftps?|file):")
_LONGEST = 400
AGREED = "shared-with"
"""File of the user's state that holds the places this user agreed to, one a line."""


@dataclass(frozen=True, slots=True)
class Address:
    """A repository on another machine, reached by the system's own `ssh`."""

    host: str
    path: str
    user: str = ""
    port: int | None = None

    def __str__(self) -> str:
        who = f"{self.user}@" if self.user else ""
        if self.path.startswith("/"):
            port = f":{self.port}" if self.port else ""
            return f"ssh://{who}{self.host}{port}{self.path}"
        return f"{who}{self.host}:{self.path}"


Place = Path | Address


def read_place(text: str) -> Place:
    """A folder, or an SSH address (`ssh://user@host/path`, `user@host:path`). Raises BadInput for any other address.

    An address holds nothing but user, host, port and path, each of plain characters: what begins with a hyphen would
    be an option of ssh or git, a `::` a program of git's.
    """
    if found := _URL.fullmatch(text):
        return _address(text, found[1], found[2], found[3], found[4])
    if _SCHEME.match(text):
        raise BadInput(
            f"{text!r} is an address that onrecord does not go to",
            hint="A folder, ssh://user@host/path, or user@host:path. Nothing else is ever reached.",
        )
    found = _SHORT.fullmatch(text)
    if found and (found[1] or len(found[2]) > 1) and not Path(text).exists():  # C:\\stick is a drive
        return _address(text, found[1], found[2], None, found[3])
    if text.startswith("-") or "@-" in text or not text.strip() or not text.isprintable():
        raise BadInput(f"{text!r} is neither a folder nor an address")
    return Path(text).expanduser().absolute()


def _address(text: str, user: str | None, host: str, port: str | None, path: str) -> Address:
    wrong = ""
    if not path.isprintable() or len(path) > _LONGEST:
        wrong = "its path holds signs that no path needs"
    elif path.startswith(("-", "/-")):
        wrong = "a path that begins with a hyphen would be read as an option"
    elif port is not None and not 0 < int(port) < 65536:
        wrong = "a port is a number up to 65535"
    elif ".." in host or host.endswith(("-", ".")):
        wrong = "its host is no name of a machine"
    if wrong:
        raise BadInput(f"{text!r} is no address: {wrong}", hint="ssh://user@host/path or user@host:path")
    return Address(host, path, user or "", int(port) if port else None)


def check_place(text: str) -> Place:
    """The place to share through. Raises BadInput for a folder of something else, or an incident itself."""
    place = read_place(text)
    if isinstance(place, Address):
        return place
    if (place / FILE).exists() or (place / ".git").exists():
        raise BadInput(
            "this folder is an incident or a working copy",
            where=place,
            hint="Give an empty folder or a bare repository.",
        )
    if place.is_dir() and any(place.iterdir()) and not is_bare(place):
        raise BadInput(
            "this folder holds something else", where=place, hint="Give an empty folder or a bare repository."
        )
    if place.exists() and not place.is_dir():
        raise BadInput("this is no folder", where=place)
    return place


def is_bare(path: Path) -> bool:
    return (path / "objects").is_dir() and (path / "refs").is_dir() and (path / "HEAD").is_file()


def agree(place: Place) -> None:
    """Note that this user, on this machine, said yes to a place."""
    known = _agreed()
    if str(place) not in known:
        path = home().make().state / AGREED
        files.write_bytes(path, "".join(f"{one}\n" for one in (*known, str(place))).encode())


def is_agreed(place: Place) -> bool:
    """Whether this user ever said yes to a place: a received folder may name one that nobody here has chosen."""
    return str(place) in _agreed()


def _agreed() -> tuple[str, ...]:
    content = files.read_bytes(home().state / AGREED) or b""
    return tuple(content.decode("utf-8", "replace").splitlines())
