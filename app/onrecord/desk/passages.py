"""Passages cleared by day: which words somebody allowed for the night, whose yes still holds, taking one back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.content import places
from onrecord.content.load import load_document, load_scenario
from onrecord.content.toml import read_text
from onrecord.drafting.prove import passages_of
from onrecord.errors import BadInput, nearest
from onrecord.incident import files, precleared
from onrecord.incident.clean import clean_line
from onrecord.incident.home import home
from onrecord.incident.organisation import SIGNERS, list_profiles
from onrecord.incident.precleared import Precleared, last_day

ENDING = ".md.j2"
Standing = Literal["holds", "changed", "gone", "expired", "withdrawn", "ahead"]
"""What became of a yes. `ahead`: it is dated after this computer's clock."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One yes and what became of it."""

    yes: Precleared
    standing: Standing


def every_passage() -> tuple[str, ...]:
    """Every passage of the templates folders, by its path inside them."""
    found: set[str] = set()
    for root in places.template_roots():
        for language in places.languages():
            found |= {path.relative_to(root).as_posix() for path in (root / language).rglob(f"*{ENDING}")}
    return tuple(sorted(found))


def named(name: str) -> str:
    """A passage as a person names it: `en/general/elements/contact.md.j2`, `en/general/contact`. Raises BadInput."""
    known = every_passage()
    plain = name.strip().replace("\\", "/").removesuffix(ENDING).strip("/")
    folder, _, last = plain.rpartition("/")
    for wanted in (f"{plain}{ENDING}", f"{folder}/elements/{last}{ENDING}"):
        if wanted in known:
            return wanted
    whole = [passage for passage in known if f"{plain}{ENDING}".endswith(f"/{passage}")]
    if whole:  # the path of its file
        return max(whole, key=len)
    near = {passage.removesuffix(ENDING).replace("/elements/", "/") for passage in known}
    hint = nearest(plain.replace("/elements/", "/"), near)
    if not hint.startswith("Did you"):
        hint = "Write language/scenario/element: en/general/contact. onrecord templates show lists them."
    raise BadInput(f"there is no passage {name!r}", hint=hint)


def of_document(document: str, scenario: str, languages: Sequence[str] = ()) -> tuple[str, ...]:
    """Every passage that a document of a scenario is made of, its layout first."""
    wanted, asked = load_document(document), load_scenario(scenario)
    found = [
        short
        for language in tuple(languages) or places.languages()
        for passage in passages_of(wanted, asked, language)
        if (short := _short(passage.path.as_posix()))
    ]
    return tuple(dict.fromkeys(found))


def text_of(passage: str) -> str:
    """The words of a passage as they stand now; the user's own file before the built-in one. Empty: it is gone."""
    path = places.find(passage)
    return read_text(path) if path is not None else ""


def digest_of(passage: str) -> str:
    """SHA-256 of a passage as it stands now; empty where it is gone. Line ends do not count."""
    path = places.find(passage)
    return files.digest(read_text(path).encode()) if path is not None else ""


def profile_named(name: str = "") -> str:
    """A profile of this machine; the only one, or the first, where none is named. Raises BadInput."""
    known = list_profiles(home())
    if not known:
        raise BadInput("there is no profile on this machine yet", hint="Make one: press p on the home screen.")
    wanted = name or known[0]
    if wanted not in known:
        raise BadInput(f"there is no profile {name!r}", hint=nearest(wanted, known))
    return wanted


def clear(profile: str, passages: Sequence[str], *, by: str, role: str, at: date) -> tuple[Precleared, ...]:
    """Note a person's yes to passages as they stand now; it holds for twelve months or until the words change.

    Nobody's identity is proved by it. Raises BadInput, before anything is written, for a missing name, an unknown role
    or passage.
    """
    name, _ = clean_line(by, limit=80, what="This name")
    wanted = role.strip().lower()
    if not name:
        raise BadInput("a clearance needs the name of the person who gave it", hint="--by NAME")
    if wanted not in SIGNERS:
        raise BadInput(f"unknown role {role!r}", hint=nearest(wanted, SIGNERS))
    if not passages:
        raise BadInput("which passage?", hint="Name one, or --document and --scenario for all that a text is made of.")
    names = list(dict.fromkeys(named(passage) for passage in passages))
    given = tuple(Precleared(passage, digest_of(passage), name, wanted, at, last_day(at)) for passage in names)
    found = precleared.load(home(), profile)
    precleared.save(home().make(), profile, (*found, *given))
    return given


def withdraw(profile: str, passages: Sequence[str], *, by: str, at: date) -> tuple[Precleared, ...]:
    """Take back every yes to these passages; what was sent stays sent. Raises BadInput where there is none."""
    name, _ = clean_line(by, limit=80, what="This name")
    if not name:
        raise BadInput("taking a clearance back needs a name", hint="--by NAME")
    found = precleared.load(home(), profile)
    open_now = {one.passage for one in found if one.withdrawn is None}
    wanted = {_named_in(passage, open_now) for passage in passages}
    taken = tuple(one for one in found if one.passage in wanted and one.withdrawn is None)
    after = [precleared.withdrawn(one, by=name, at=at) if one in taken else one for one in found]
    precleared.save(home().make(), profile, after)
    return taken


def _named_in(name: str, known: Iterable[str]) -> str:
    """A passage among those with a yes; its file may be gone by now."""
    there = tuple(known)
    if name in there:
        return name
    try:
        wanted = named(name)
    except BadInput:
        raise BadInput(f"nobody cleared {name!r}", hint=nearest(name, there)) from None
    if wanted not in there:
        raise BadInput(f"nobody cleared {wanted}", hint=nearest(wanted, there))
    return wanted


def listed(profile: str, today: date) -> tuple[Listed, ...]:
    """The latest yes of each passage and role with what became of it, by passage."""
    found = precleared.standing(precleared.load(home(), profile))
    return tuple(Listed(one, state(one, today)) for _, one in sorted(found.items()))


def state(one: Precleared, today: date) -> Standing:
    """Whether a yes holds today for the words as they stand, or why not."""
    if one.withdrawn is not None:
        return "withdrawn"
    now = digest_of(one.passage)
    if not now:
        return "gone"
    if now != one.sha256:
        return "changed"
    if today > one.until:
        return "expired"
    return "ahead" if one.at > today else "holds"


def summary(profile: str, today: date) -> Mapping[Standing, int]:
    """How many passages hold, and how many do not any more, by reason."""
    found: dict[Standing, int] = {}
    for row in listed(profile, today):
        found[row.standing] = found.get(row.standing, 0) + 1
    return found


def _short(path: str) -> str:
    """A template's path inside its templates folder."""
    inside = (path.removeprefix(f"{root.as_posix()}/") for root in places.template_roots())
    return next((short for short in inside if short != path), "")
