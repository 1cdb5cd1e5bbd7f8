"""Cards of local models, `<id>.toml`: which file, what it must hash to, how it is spoken to, what it needs.

Cards ship in models/; a person's own stand in the user's models folder, beside the files. A file without a card is
never
loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.content.places import model_cards, user_home
from onrecord.content.toml import read_toml
from onrecord.errors import BadInput, nearest

CHATS = ("chatml", "gemma", "llama3", "mistral", "zephyr", "plain")
"""Ways of speaking to a model that the program knows. A template inside a model file is never run."""
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of one model. `size` in bytes; `memory` in megabytes while it works with `context` tokens."""

    id: str
    name: str
    file: str
    sha256: str
    size: int
    context: int
    chat: str
    languages: tuple[str, ...]
    licence: str
    memory: int
    package: str = ""
    """The Python package whose wheel carries the file, if one does."""
    own: bool = False
    """Added by the user, who confirmed its hash."""


def cards() -> dict[str, ModelCard]:
    """Every card by id; a person's own never takes the place of one that ships. Raises BadInput naming file and
    line.
    """
    found: dict[str, ModelCard] = {}
    for folder, own in ((model_cards(), False), (user_home() / "models", True)):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            card = read_card(path, own=own)
            found.setdefault(card.id, card)
    return found


def card_named(name: str) -> ModelCard:
    """One card. Raises BadInput naming the nearest."""
    known = cards()
    if name not in known:
        raise BadInput(f"there is no model {name!r}", hint=nearest(name, known) or "Add one: onrecord models add FILE.")
    return known[name]


def read_card(path: Path, *, own: bool = False) -> ModelCard:
    """A card, strictly: every key known, hash and sizes plausible."""
    table = read_toml(path)
    sha256 = table.string("sha256").lower()
    if not _HASH.fullmatch(sha256):
        raise table.bad("'sha256' has 64 digits from 0-9 and a-f", key="sha256")
    name = table.string("id")
    if not _ID.fullmatch(name):
        raise table.bad(f"{name!r} is no id", key="id", hint="Small letters, digits, - and .")
    file = table.string("file")
    if Path(file).name != file or not file:
        raise table.bad("'file' is a name without folders", key="file")
    card = ModelCard(
        id=name,
        name=table.string("name"),
        file=file,
        sha256=sha256,
        size=table.integer("size"),
        context=table.integer("context"),
        chat=table.one_of("chat", CHATS),
        languages=table.strings("languages"),
        licence=table.string("licence"),
        memory=table.integer("memory"),
        package=table.string("package", ""),
        own=own,
    )
    if card.size <= 0 or card.memory <= 0 or not 256 <= card.context <= 131_072:
        raise table.bad("size and memory are more than nothing, context is 256 to 131072", key="context")
    table.done()
    return card
