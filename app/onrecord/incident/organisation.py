"""Who speaks: the organisation's profile, kept once per user, and what an incident says otherwise.

The questions come from the content files; this module only knows how their answers are kept. Who may send without
asking, and whose sign-off a document needs, is said by the profile alone: a folder that came from elsewhere cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import cast

from onrecord.content.load import document_names, load_document, scenario_names
from onrecord.content.model import CLEARERS, Clearer, Question
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


SIGNERS: tuple[Clearer, ...] = tuple(clearer for clearer in CLEARERS if clearer != "duty")
"""Whose sign-off a document can need."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """What the duty officer may send at night without asking: documents and scenarios in certain hours."""

    person: str
    documents: tuple[str, ...] = ()
    """Empty: every document that may go out in the first minutes (holding and line)."""
    scenarios: tuple[str, ...] = ()
    """Empty: every scenario."""
    hours: str = ""
    """Time of the incident's zone, `20:00-08:00`; empty: always."""

    def covers_time(self, at: time) -> bool:
        """Whether a time of day lies in the hours; the end is not part of them."""
        if not self.hours:
            return True
        start, end = (time.fromisoformat(part) for part in self.hours.split("-"))
        if start < end:
            return start <= at < end
        return at >= start or at < end


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation's answers, given once."""

    id: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    who_clears: Mapping[str, Clearing] = field(default_factory=dict)
    delegation: Delegation | None = None
    sign_off: Mapping[str, tuple[Clearer, ...]] = field(default_factory=dict)
    """Documents that need another sign-off here than their own file says."""

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
            {**below.sign_off, **self.sign_off},
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
    known = ("format", "organisation", "who_clears", "delegation", "sign_off")
    for key in file.data:
        if key not in known:
            raise BadInput(f"unknown key {key!r}", where=path, line=file.line_of(key), hint=nearest(key, known))
    answers = read_organisation(file, path, questions, languages)
    return replace(answers, id=profile, delegation=_delegation(file, path), sign_off=_sign_off(file, path))


def save_profile(home: Home, profile: Profile, questions: Sequence[Question]) -> Path:
    """Write a profile; comments and keys that did not change stay. Returns its file."""
    path = _path(home, profile.id)
    files.make_folder(path.parent)
    content = files.read_bytes(path)
    file = read_toml(content if content is not None else b"format = 1\n", path)
    _check_format(file, path)
    file = _with_authority(write_organisation(file, profile, questions), profile)
    files.write_bytes(path, file.to_bytes())
    return path


def read_organisation(
    file: TomlFile, where: Path, questions: Sequence[Question], languages: Sequence[str] = ()
) -> Profile:
    """[organisation] and [who_clears] of a profile or of incident.toml."""
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
    return Profile("", facts, _who_clears(file, where))


def write_organisation(file: TomlFile, profile: Profile, questions: Sequence[Question]) -> TomlFile:
    """A file with [organisation] and [who_clears] in place."""
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
    return file


def _with_authority(file: TomlFile, profile: Profile) -> TomlFile:
    """The profile's own two tables: who may send without asking, and whose sign-off documents need."""
    if profile.delegation:
        given = profile.delegation
        delegated: dict[str, Raw] = {"person": given.person}
        delegated |= {"documents": list(given.documents)} if given.documents else {}
        delegated |= {"scenarios": list(given.scenarios)} if given.scenarios else {}
        delegated |= {"hours": given.hours} if given.hours else {}
        file = set_table(file, ("delegation",), delegated)
    elif file.table("delegation") is not None:
        file = remove_table(file, ("delegation",))
    if profile.sign_off:
        wanted: dict[str, Raw] = {document: list(roles) for document, roles in profile.sign_off.items()}
        file = set_table(file, ("sign_off",), wanted)
    elif file.table("sign_off") is not None:
        file = remove_table(file, ("sign_off",))
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
    try:
        return checked_delegation(Delegation(person, table.strings("documents"), table.strings("scenarios"), hours))
    except BadInput as error:
        key = "documents" if "document" in error.message or "delegated" in error.message else "scenarios"
        raise table.bad(error.message, key, error.hint) from None


def checked_delegation(given: Delegation) -> Delegation:
    """A delegation with the names of its documents and scenarios as the templates have them.

    Raises BadInput for a name that there is not (nearest named) and for a text that is not one of the first minutes.
    """
    if given.hours and not _HOURS.fullmatch(given.hours):
        raise BadInput(f"{given.hours!r} are no hours", hint="Write 20:00-08:00.")
    documents = tuple(_named(name, "document", document_names()) for name in given.documents)
    for name in documents:
        if not load_document(name).fast:
            fast = [other for other in document_names() if load_document(other).fast]
            raise BadInput(f"{name} cannot be delegated", hint=f"Only these can: {', '.join(fast)}.")
    scenarios = tuple(_named(name, "scenario", scenario_names()) for name in given.scenarios)
    return replace(given, documents=documents, scenarios=scenarios)


def _named(name: str, what: str, known: tuple[str, ...]) -> str:
    wanted = name.strip().lower().replace("_", "-")
    if wanted not in known:
        raise BadInput(f"unknown {what} {name!r}", hint=nearest(wanted, known))
    return wanted


def _sign_off(file: TomlFile, where: Path) -> dict[str, tuple[Clearer, ...]]:
    table = Table(file.data, file, where, ()).sub("sign_off")
    if table is None:
        return {}
    table.known(document_names())
    found: dict[str, tuple[Clearer, ...]] = {}
    for document in table.raw:
        try:
            found[document] = checked_sign_off(document, table.strings(document))
        except BadInput as error:
            raise table.bad(error.message, document, error.hint) from None
    return found


def checked_sign_off(document: str, roles: Sequence[str]) -> tuple[Clearer, ...]:
    """The roles whose yes a document needs, each once. A public text needs at least one; nobody is `duty` here."""
    wanted = [role.strip().lower() for role in roles]
    for role in wanted:
        if role not in SIGNERS:
            raise BadInput(f"{role!r} signs nothing off", hint=nearest(role, SIGNERS))
    if not wanted and load_document(document).public:
        raise BadInput(f"{document} is public and needs somebody's yes", hint=f"One or more of: {', '.join(SIGNERS)}.")
    return cast(tuple[Clearer, ...], tuple(dict.fromkeys(wanted)))


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
