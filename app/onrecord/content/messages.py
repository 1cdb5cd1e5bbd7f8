"""The words on the screen and on the approver's sheet: one catalogue per language, `<lang>/messages.toml`.

A key is `section.name`. A language that lacks a key shows the English text, so that a new language can follow piece by
piece; a key that English lacks is a fault of the program and raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.content import places
from onrecord.content.toml import read_toml
from onrecord.errors import BadInput, nearest

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Messages:
    """Texts by key; `text("status.withheld")`, `text("sheet.title", document="Holding statement")`."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in. Raises BadInput naming the nearest key."""
        if key not in self.texts:
            raise BadInput(f"no message {key!r}", hint=nearest(key, self.texts))
        return self.texts[key].format(**values) if values else self.texts[key]

    def __contains__(self, key: str) -> bool:
        return key in self.texts


def load_messages(language: str) -> Messages:
    """The catalogue of a language over the English one."""
    return _load(language, places.template_roots())


@lru_cache(maxsize=8)
def _load(language: str, roots: tuple[Path, ...]) -> Messages:
    texts: dict[str, str] = {}
    for code in dict.fromkeys((ENGLISH, language)):
        path = places.find(f"{code}/messages.toml", roots)
        if path is None:
            continue
        table = read_toml(path)
        for section in table:
            if section == "format":
                continue
            inner = table.table(section)
            if inner is not None:
                texts.update({f"{section}.{name}": inner.string(name) for name in inner})
    return Messages(language, texts)
