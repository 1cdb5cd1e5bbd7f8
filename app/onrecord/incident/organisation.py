"""Who speaks: the organisation's profile, kept once per user, and what an incident says otherwise.

The questions come from the content files; this module only knows how their answers are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.content.model import CLEARERS, Question
from onrecord.errors import BadInput, nearest
from onrecord.incident import files
from onrecord.incident.facts import Table
from onrecord.incident.home import Home
from onrecord.incident.model import Fact, Status
from onrecord.incident.parse import parse_value
from onrecord.incident.raw import raw_of
from onrecord.incident.reader import check_contact
from onrecord.incident.toml_edit import TomlFile, read_toml, remove_table, set_table
from onrecord.incident.values import Raw, Words

FORMAT = 1
NAME = "organisation"
"""The fact that holds the organisation's name; in files its key is `name`."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Clearing:
    """Who says for a clearer (legal, privacy ...) whether a fact may be said, and where to ring."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """What the duty officer may send at night without asking: documents and scenarios in certain hours."""

    person: str
    documents: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    hours: str = ""
    """Local time, `20:00-08:00`; empty: always."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation's answers, given once."""

    id: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    who_clears: Mapping[str, Clearing] = field(default_factory=dict)
    delegation: Delegation | None = None

    @property
    def name(self) -> str:
        """The organisation's name, or the profile's id where it has none."""
        fact = self.facts.get(NAME)
        value = fact.value if fact else None
        if isinstance(value, Words):
            return value.any or next((text for _, text in value.by_language), self.id)
        return self.id

    def over(self, below: Profile) -> Profile:
        """This profile's answers, and those of `below` where this one has none."""
        return Profile(
            self.id or below.id,
            {**below.facts, **self.facts},
            {**below.who_clears, **self.who_clears},
            self.delegation or below.delegation,
        )


EMPTY = Profile()


def profile_id(name: str) -> str:
    """A file name for an organisation: small letters, digits and hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")
    return plain or "organisation"


def organisation_fact(question: Question, value: object) -> Fact:
    """A profile's answer as a fact: the organisation's own words about itself are confirmed by itself."""
    return Fact(
        id=question.id,
        type=question.type,
        status=Status.CONFIRMED,
        value=value,  # type: ignore[arg-type]
        of_profile=True,
    )


def list_profiles(home: Home) -> tuple[str, ...]:
    """Ids of the profiles on this machine."""
    if not home.profiles.is_dir():
        return ()
    return tuple(sorted(path.stem for path in home.profiles.glob("*.toml") if _ID.fullmatch(path.stem)))


def load_profile(home: Home, profile: str, questions: Sequence[Question], languages: Sequence[str] = ()) -> Profile:
    """A profile of this machine. Raises BadInput when there is none (nearest named) or its file is wrong."""
    path = _path(home, profile)
    content = files.read_bytes(path)
    if content is None:
        raise BadInput(f"there is no profile {profile!r}", where=path, hint=nearest(profile, list_profiles(home)))
    file = read_toml(content, path)
    _check_format(file, path)
    known = ("format", "organisation", "who_clears", "delegation")
    for key in file.data:
        if key not in known:
            raise BadInput(f"unknown key {key!r}", where=path, line=file.line_of(key), hint=nearest(key, known))
    return replace(read_organisation(file, path, questions, languages), id=profile)


def save_profile(home: Home, profile: Profile, questions: Sequence[Question]) -> Path:
    """Write a profile; comments and keys that did not change stay. Returns its file."""
    path = _path(home, profile.id)
    files.make_folder(path.parent)
    content = files.read_bytes(path)
    file = read_toml(content if content is not None else b"format = 1\n", path)
    _check_format(file, path)
    file = write_organisation(file, profile, questions)
    files.write_bytes(path, file.to_bytes())
    return path


def read_organisation(
    file: TomlFile, where: Path, questions: Sequence[Question], languages: Sequence[str] = ()
) -> Profile:
    """[organisation], [who_clears] and [delegation] of a profile or of incident.toml."""
    known = {question.id: question for question in questions}
    top = Table(file.data, file, where, ())
    facts: dict[str, Fact] = {}
    raw = file.data.get("organisation", {})
    if not isinstance(raw, Mapping):
        raise top.bad("organisation must be a table, [organisation]")
    for key, value in raw.items():
        line = file.line_of("organisation", key)
        question = known.get(NAME if key == "name" and "name" not in known else key)
        if question is None:
            if key == "profile":
                continue
            names = {"name" if name == NAME else name for name in known}
            raise BadInput(f"unknown key {key!r} in [organisation]", where=where, line=line, hint=nearest(key, names))
        parsed = parse_value(
            question.type, value, question=question, languages=tuple(languages), where=str(where), line=line
        )
        facts[question.id] = replace(organisation_fact(question, parsed), line=line)
    return Profile("", facts, _who_clears(file, where), _delegation(file, where))


def write_organisation(file: TomlFile, profile: Profile, questions: Sequence[Question]) -> TomlFile:
    """A file with the three tables of a profile in place."""
    keep = file.table("organisation") or {}
    raw: dict[str, Raw] = {"profile": keep["profile"]} if "profile" in keep else {}
    ids = {question.id for question in questions}
    for fact in profile.facts.values():
        if fact.value is not None:
            raw["name" if fact.id == NAME and "name" not in ids else fact.id] = raw_of(fact.value)
    if raw or keep:
        file = set_table(file, ("organisation",), raw)
    clearing: dict[str, Raw] = {}
    for clearer, who in profile.who_clears.items():
        clearing[clearer] = {"name": who.name} | ({"phone": who.phone} if who.phone else {})
    if clearing or file.table("who_clears"):
        file = set_table(file, ("who_clears",), clearing)
    if profile.delegation:
        given = profile.delegation
        delegated: dict[str, Raw] = {"person": given.person}
        delegated |= {"documents": list(given.documents)} if given.documents else {}
        delegated |= {"scenarios": list(given.scenarios)} if given.scenarios else {}
        delegated |= {"hours": given.hours} if given.hours else {}
        file = set_table(file, ("delegation",), delegated)
    elif file.table("delegation") is not None:
        file = remove_table(file, ("delegation",))
    return file


def _who_clears(file: TomlFile, where: Path) -> dict[str, Clearing]:
    outer = Table(file.data, file, where, ()).sub("who_clears")
    found: dict[str, Clearing] = {}
    if outer is None:
        return found
    outer.known(CLEARERS)
    for clearer in outer.raw:
        table = outer.sub(clearer)
        assert table is not None
        table.known(("name", "phone"))
        name, phone = table.string("name"), table.string("phone")
        if not name:
            raise table.bad("the name is missing", hint='Write legal = { name = "...", phone = "..." }.')
        if phone:
            _check_phone(table, phone)
        found[clearer] = Clearing(name, phone)
    return found


def _check_phone(table: Table, phone: str) -> None:
    check_contact("phone", phone, lambda message, hint: table.bad(message, "phone", hint))


def _delegation(file: TomlFile, where: Path) -> Delegation | None:
    table = Table(file.data, file, where, ()).sub("delegation")
    if table is None:
        return None
    table.known(("person", "documents", "scenarios", "hours"))
    person, hours = table.string("person"), table.string("hours")
    if not person:
        raise table.bad("person is missing", hint='Write person = "name".')
    if hours and not _HOURS.fullmatch(hours):
        raise table.bad(f"{hours!r} are no hours", "hours", 'Write hours = "20:00-08:00".')
    return Delegation(person, table.strings("documents"), table.strings("scenarios"), hours)


def _path(home: Home, profile: str) -> Path:
    if not _ID.fullmatch(profile):
        raise BadInput(f"{profile!r} is no profile id", hint="Small letters, digits and hyphens.")
    return home.profiles / f"{profile}.toml"


def _check_format(file: TomlFile, where: Path) -> None:
    version = file.data.get("format")
    if version != FORMAT or isinstance(version, bool):
        raise BadInput(
            f"format {version!r} is not known here" if version is not None else "'format' is missing",
            where=where,
            line=file.line_of("format") or 1,
            hint=f"The first line is: format = {FORMAT}.",
        )
