"""Is everything in order on this machine? What `onrecord doctor` and `onrecord paths` tell."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord import __version__
from onrecord.content import places
from onrecord.errors import OnrecordError
from onrecord.incident import files
from onrecord.incident.home import home

SYNCHRONISED = (
    "dropbox",
    "onedrive",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "box sync",
    "mobile documents",
)
"""Parts of folder names that synchronisation programs use: an incident there leaves the machine."""
ROOM = 50_000_000
"""Bytes that should be free where incidents are kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: fine, worth a look, or broken."""

    level: Literal["fine", "look", "broken"]
    what: str
    hint: str = ""


def paths() -> dict[str, str]:
    """Where onrecord keeps things, by name."""
    place = home()
    return {
        "home": str(place.root),
        "incidents": str(place.incidents),
        "profiles": str(place.profiles),
        "own templates": str(place.templates),
        "built-in templates": str(places.built_in()),
        "models": str(place.models),
        "model cards": str(places.model_cards()),
        "state": str(place.state),
        "settings": str(place.settings),
    }


def examine() -> Iterator[Finding]:
    """Every check of this machine, the program first. Nothing is sent anywhere, nothing is changed but a probe file."""
    yield Finding("fine", f"onrecord {__version__}, Python {platform.python_version()}, {platform.system()}")
    for name in ("textual", "jinja2", "babel", "tomli", "click"):
        yield _package(name)
    yield Finding("fine", "connections: none by itself; on command, sync starts ssh and models install pip")
    yield from _home()
    yield from _content()
    yield _terminal()
    if importlib.util.find_spec("llama_cpp") is None:
        yield Finding("look", "no local model: everything else works", 'To add one: pip install "onrecord[llm]"')
    else:
        yield Finding("fine", "llama-cpp-python is installed")
        yield from _models()


def _models() -> Iterator[Finding]:
    """Each model whose file is here, tried on one sentence in a process of its own."""
    from onrecord.desk.models import models, trial

    here = [model for model in models() if model.state != "missing"]
    if not here:
        yield Finding("look", "no model's file is here", "To add one: onrecord models install smollm2")
    for model in here:
        wrong = trial(model)
        if wrong:
            yield Finding("look", f"{model.card.id}: {wrong}", f"onrecord models verify {model.card.id}")
        else:
            yield Finding("fine", f"{model.card.id} read a sentence")


def _package(name: str) -> Finding:
    try:
        return Finding("fine", f"{name} {importlib.metadata.version(name)}")
    except importlib.metadata.PackageNotFoundError:
        return Finding("broken", f"{name} is not installed", "Install onrecord again.")


def _home() -> Iterator[Finding]:
    place = home()
    try:
        place.make()
        probe = place.state / ".probe"
        files.write_bytes(probe, b"onrecord\n")
        probe.unlink()
        yield Finding("fine", f"can write to {place.root}")
    except OnrecordError as error:
        yield Finding("broken", error.message, f"{error.where} {error.hint}".strip())
        return
    except OSError as error:
        yield Finding("broken", f"cannot write to {place.root}: {error.strerror}")
        return
    synchronised = next((s for s in SYNCHRONISED if s in str(place.root).lower()), "")
    if synchronised:
        yield Finding(
            "look",
            f"{place.root} looks like a synchronised folder ({synchronised}): incidents would leave this machine",
            "Set ONRECORD_HOME to a folder that is not synchronised.",
        )
    free = shutil.disk_usage(place.root).free
    if free < ROOM:
        yield Finding("look", f"only {free // 1_000_000} MB are free at {place.root}", "Make room before the night.")
    if os.name == "posix" and place.root.stat().st_mode & 0o077:
        yield Finding("look", f"others on this machine can look into {place.root}", f"chmod 700 {place.root}")


def _content() -> Iterator[Finding]:
    from onrecord.content.load import document_names, load_document, load_scenario, scenario_names

    broken = 0
    for load, names in ((load_scenario, scenario_names()), (load_document, document_names())):
        for name in names:
            try:
                load(name)
            except OnrecordError as error:
                broken += 1
                yield Finding("broken", str(error).replace("\n", " "))
    yield from _settings()
    if not broken:
        yield Finding("fine", f"{len(scenario_names())} scenarios and {len(document_names())} documents can be read")


def _settings() -> Iterator[Finding]:
    """What is switched off and allowed on this machine, so that nobody wonders where a finding went."""
    from onrecord.checks.own import unknown_rules
    from onrecord.content.settings import load_settings

    try:
        found = load_settings()
        wrong = unknown_rules()
    except OnrecordError as error:
        yield Finding("broken", str(error).replace("\n", " "))
        return
    for line in wrong:
        yield Finding("look", line)
    if found.off:
        yield Finding("look", f"rules switched off in {found.path}: {', '.join(found.off)}")
    if found.glossary:
        yield Finding("fine", f"terms allowed in {found.path}: {len(found.glossary)}")
    if found.folder:
        yield Finding("fine", f"rules of your own: {found.folder}")


def _terminal() -> Finding:
    columns, rows = shutil.get_terminal_size()
    if not sys.stdout.isatty():
        return Finding("fine", "no terminal here: the commands work, the app needs one")
    if columns < 80 or rows < 24:
        return Finding("look", f"the terminal is {columns}x{rows}", "80x24 or more shows everything.")
    return Finding("fine", f"terminal {columns}x{rows}")


def folder_note(path: Path) -> str:
    """A warning for an incident in a synchronised folder, or nothing."""
    found = next((s for s in SYNCHRONISED if s in str(path.resolve()).lower()), "")
    return f"This folder looks synchronised ({found}): what you write here leaves the machine." if found else ""
