"""Places as people type them: `road A14 near Faenza`, `via Roma 3`, or a plain name."""

from __future__ import annotations

import re

from onrecord.errors import BadInput
from onrecord.incident.values import Place, Words

PLACE_WORDS = {
    "en": {k: k for k in ("road", "town", "street", "site", "station", "area", "sea", "online", "country")},
    "it": {
        "road": "strada",
        "town": "città",
        "street": "indirizzo",
        "site": "sede",
        "station": "stazione",
        "area": "zona",
        "sea": "mare",
        "online": "online",
        "country": "paese",
    },
}
_NEAR = {"en": "near", "it": "vicino a"}
_NEAR_WORDS = re.compile(r",?\s+(?:near|close to|vicino a|nei pressi di|presso)\s+")
_ROAD = re.compile(r"(?:A|M|E|B|SS|SP|SR|I|US)[ \-]?\d{1,4}\b.*")
_ITALIAN_STREET = re.compile(r"(?:via|viale|piazza|corso|largo|vicolo)\s.+", re.IGNORECASE)


def typed_place(text: str) -> Place:
    """A place; its kind is the small word before the name, or shows in the name (A14, via Roma), or is `site`."""
    kind, rest = _kind_and_rest(text)
    parts = _NEAR_WORDS.split(rest, maxsplit=1)
    name, near = parts[0].strip(), parts[1].strip() if len(parts) == 2 else ""
    if not name:
        raise BadInput("A place needs a name.", hint="For example: road A14 near Faenza.")
    return Place(Words(name), kind or _kind_of_name(name), near)


def place_text(place: Place, language: str) -> str:
    """A place as its field shows it; the kind is left out where typing the name again gives it."""
    plain = place.name.of(language) or next((text for _, text in place.name.by_language), "")
    text = f"{plain} {_NEAR.get(language, 'near')} {place.near}" if place.near else plain
    if not _kind_and_rest(text)[0] and _kind_of_name(plain) == place.kind:
        return text
    return f"{PLACE_WORDS.get(language, PLACE_WORDS['en'])[place.kind]} {text}"


def _kind_of_name(name: str) -> str:
    return "road" if _ROAD.fullmatch(name) else "street" if _ITALIAN_STREET.fullmatch(name) else "site"


def _kind_and_rest(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    # Only in small letters: `station Faenza` has a kind, `Station Road 4` is a name.
    for words in PLACE_WORDS.values():
        for kind, word in words.items():
            if first == word and rest.strip():
                return kind, rest.strip()
    return "", text
