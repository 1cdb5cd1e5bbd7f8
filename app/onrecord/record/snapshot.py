"""Which files of an incident its history keeps, and how: never private.toml, never a value that may not be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from onrecord.errors import OnrecordError
from onrecord.incident import files
from onrecord.incident.toml_edit import read_toml, set_table

INCIDENT = "incident.toml"
LOG = "log.toml"
IGNORE = ".gitignore"
_KEPT = re.compile(
    r"incident\.toml|log\.toml|\.gitignore"
    r"|statements/[a-z0-9-]{1,41}\.[A-Za-z-]{2,8}\.(?:toml|md)"
    r"|(?:issued|signed)/[a-z0-9-]{1,41}\.[A-Za-z-]{2,8}\.[A-Za-z0-9]{1,8}\.(?:md|toml)"
)
_NEVER = ("withheld",)


def is_kept(path: str) -> bool:
    """Whether a file belongs to the record. Everything else in the folder stays where it is, unrecorded."""
    return _KEPT.fullmatch(path) is not None


def working_files(folder: Path, private: Callable[[str], frozenset[str]]) -> dict[str, bytes]:
    """The recorded files as they lie in the folder. `private`: ids of private questions of a scenario."""
    found: dict[str, bytes] = {}
    names = [INCIDENT, LOG, IGNORE]
    for sub in ("statements", "issued", "signed"):
        place = folder / sub
        if place.is_dir() and not place.is_symlink():
            names += [f"{sub}/{p.name}" for p in sorted(place.iterdir())]
    for name in names:
        if not is_kept(name):
            continue
        try:
            content = files.read_bytes(folder / name)
        except OnrecordError:
            continue  # a link or a folder of that name is not part of the record
        if content is not None:
            found[name] = sayable(content, private) if name == INCIDENT else content
    return found


def sayable(content: bytes, private: Callable[[str], frozenset[str]]) -> bytes:
    """incident.toml without values that belong into private.toml and were written here by hand. A file that cannot be
    read as TOML gives nothing to record: empty bytes."""
    data = tables(content)
    if not data:
        return b""
    facts = data.get("facts")
    meta = data.get("incident")
    scenario = meta.get("scenario") if isinstance(meta, dict) else ""
    hidden = private(scenario) if isinstance(scenario, str) else frozenset()
    exposed = [
        name
        for name, fact in (facts.items() if isinstance(facts, dict) else ())
        if isinstance(fact, dict) and "value" in fact and (name in hidden or is_never(fact))
    ]
    if not exposed:
        return content
    file = read_toml(content, Path(INCIDENT))
    for name in exposed:
        table = dict(file.table("facts", name) or {})
        table.pop("value", None)
        file = set_table(file, ("facts", name), {**table, "held": True})
    return file.to_bytes()


def is_never(fact: Mapping[str, Any]) -> bool:
    """Whether a fact's table says that its value may not be said."""
    release = fact.get("release")
    never = isinstance(release, dict) and str(release.get("state", "")).strip().lower() == "never"
    return never or str(fact.get("status", "")).strip().lower() in _NEVER


@lru_cache(maxsize=8)
def tables(content: bytes | None) -> dict[str, Any]:
    """A recorded TOML file as data; empty for none or a broken one. To be read only: it is kept for the next asking."""
    if not content:
        return {}
    try:
        return tomli.loads(content.decode("utf-8").removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, RecursionError):
        return {}
