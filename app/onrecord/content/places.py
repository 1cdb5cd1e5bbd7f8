"""Where content lives: the built-in templates and model cards, and the user's own templates, which win."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path

from onrecord.errors import BadInput


@cache
def built_in() -> Path:
    """The templates folder that ships with onrecord: inside the wheel, or beside app/ in a checkout."""
    return _shipped("templates")


@cache
def model_cards() -> Path:
    """The folder of model cards that ships with onrecord."""
    return _shipped("models")


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    for place in (package / name, package.parent.parent / name):
        if place.is_dir():
            return place
    raise BadInput(f"the folder {name}/ of this installation is missing", hint="Install onrecord again.")


def root_names() -> tuple[str, ...]:
    """`template_roots` as strings."""
    return tuple([str(root) for root in template_roots()])


def template_roots() -> tuple[Path, ...]:
    """Folders that may hold templates, the user's own first. Own files win over built-in ones, file by file."""
    return _roots(os.environ.get("ONRECORD_TEMPLATES", ""), os.environ.get("ONRECORD_HOME", ""))


@lru_cache(maxsize=8)
def _roots(own: str, _home: str) -> tuple[Path, ...]:
    roots = [Path(own)] if own else []
    home = user_home() / "templates"
    if home.is_dir():
        roots.append(home)
    return (*roots, built_in())


def user_home() -> Path:
    """The user's folder of onrecord; ONRECORD_HOME overrides the platform's own place."""
    return _user_home(os.environ.get("ONRECORD_HOME", ""))


@lru_cache(maxsize=8)
def _user_home(chosen: str) -> Path:
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord", appauthor=False))


def languages() -> tuple[str, ...]:
    """Every language that has a language.toml: the product's own, then those that a folder of templates adds."""
    return _languages(template_roots())


@lru_cache(maxsize=8)
def _languages(roots: tuple[Path, ...]) -> tuple[str, ...]:
    found = {path.parent.name for root in roots for path in root.glob("*/language.toml")}
    from onrecord.content.model import LANGUAGES

    return (*LANGUAGES, *sorted(found - set(LANGUAGES)))


def find(relative: str, roots: tuple[Path, ...] | None = None) -> Path | None:
    """The file that counts for a relative path: the user's own, else the built-in one, else None."""
    for root in roots or template_roots():
        # Called some thirty times for each draft: strings, since making and asking a Path costs three times as much.
        name = f"{root}{os.sep}{relative}"
        if os.path.isfile(name):
            return Path(name)
    return None


def listing(folder: str, suffix: str, roots: tuple[Path, ...] | None = None) -> dict[str, Path]:
    """Files of a templates folder by name without suffix; own files win."""
    found: dict[str, Path] = {}
    for root in reversed(roots or template_roots()):
        place = root / folder
        if place.is_dir():
            found.update({p.name.removesuffix(suffix): p for p in sorted(place.iterdir()) if p.name.endswith(suffix)})
    return found
