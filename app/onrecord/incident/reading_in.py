"""An incident's files as one value: incident.toml, private.toml and the organisation's profile below them."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from onrecord.content.model import Question, Scenario
from onrecord.content.places import languages as known_languages
from onrecord.errors import BadInput, nearest
from onrecord.incident import files
from onrecord.incident.facts import Table, is_private, read_fact
from onrecord.incident.home import Home
from onrecord.incident.model import Fact, Incident
from onrecord.incident.organisation import EMPTY, Profile, load_profile, read_organisation
from onrecord.incident.raw import kind_of
from onrecord.incident.toml_edit import TomlFile, read_toml
from onrecord.incident.values import Raw, Value

FORMAT = 1
"""What this version writes."""
Migration = Callable[[TomlFile], TomlFile]
MIGRATIONS: dict[int, Migration] = {}
"""From a format to the next one. Empty while there is only one format."""

TOP = ("format", "incident", "organisation", "facts", "who_clears", "delegation")
META = ("title", "scenario", "opened", "timezone", "languages", "profile", "demo", "held")


@dataclass(frozen=True, slots=True)
class Meta:
    """What [incident] says."""

    title: str
    scenario: str
    opened: object
    timezone: str
    languages: tuple[str, ...]
    profile: str
    demo: bool
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that was read, with the digests of the files it was read from."""

    incident: Incident
    scenario: Scenario
    profile: Profile
    own: Profile
    """What the incident itself says of the organisation."""
    private: Mapping[str, Value]
    held: tuple[str, ...]
    """Facts that were taken back after they had a value."""
    exposed: tuple[str, ...]
    """Facts whose value belongs into private.toml and stands in incident.toml."""
    notices: tuple[str, ...]
    file: TomlFile
    digest: str
    private_file: TomlFile | None
    private_digest: str
    newer: int = 0
    migrated: int | None = None
    """The older format that it was brought from."""


def read_incident(
    folder: Path, scenario_of: Callable[[str], Scenario], place: Home, *, file: TomlFile | None = None
) -> Loaded:
    """Read an incident's folder (`file`: this text instead of the one on disk). Raises BadInput with file and line."""
    path = folder / "incident.toml"
    content = file.to_bytes() if file is not None else files.read_bytes(path)
    if content is None:
        raise BadInput("there is no incident.toml", where=folder)
    file = file or read_toml(content, path)
    file, newer, migrated = _in_this_format(file, path)
    private_path = folder / "private.toml"
    private_content = files.read_bytes(private_path)
    private_file = None if private_content is None else read_toml(private_content, private_path)
    meta = check_meta(file, path, lenient=bool(newer))
    scenario = _scenario(scenario_of, meta, file, path)
    profile_questions = [question for question in scenario.questions if question.profile]
    own = read_organisation(file, path, profile_questions, meta.languages)
    below, notices = _profile(meta, file, place, profile_questions)
    profile = replace(own.over(below), delegation=below.delegation, sign_off=below.sign_off)
    if file.table("delegation") is not None:
        notices.append("[delegation] in incident.toml does not count: only your own profile says who may send alone.")
    facts, private, exposed = _facts(file, path, private_file, private_path, scenario, meta)
    if exposed:
        labels = ", ".join(exposed)
        notices.append(f"{labels}: not to be said, but in incident.toml. The next save moves it to private.toml.")
    incident = Incident(
        title=meta.title,
        scenario=scenario.id,
        opened=meta.opened,  # type: ignore[arg-type]
        timezone=meta.timezone,
        languages=meta.languages,
        facts=facts,
        organisation=profile.facts,
        profile=meta.profile,
        demo=meta.demo,
    )
    return Loaded(
        incident,
        scenario,
        profile,
        own,
        private,
        meta.held,
        exposed,
        tuple(notices),
        file,
        files.digest(content),
        private_file,
        files.digest(private_content),
        newer,
        migrated,
    )


def read_one(file: TomlFile, private_file: TomlFile | None, fact_id: str, loaded: Loaded, where: Path) -> Fact:
    """One fact of files that are about to be written, read as the next opening will read it."""
    raw = file.table("facts", fact_id)
    assert raw is not None
    return read_fact(
        Table(raw, _NO_LINES, where, ("facts", fact_id)),
        loaded.scenario.question(fact_id),
        loaded.incident.languages,
        known_ids=[question.id for question in loaded.scenario.questions],
        private=_private_value(private_file, fact_id),
    )


_NO_LINES = TomlFile("", {})


def check_meta(file: TomlFile, where: Path, *, lenient: bool = False) -> Meta:
    """[incident], checked. `lenient`: keys of a newer format are let be."""
    top = Table(file.data, file, where, ())
    if not lenient:
        top.known(TOP)
    for statement in file.statements:
        if len(statement.path) == 1 and not statement.header and statement.path[0] in TOP[1:]:
            name = statement.path[0]
            message = f"{name} must be a table of its own"
            raise BadInput(message, where=where, line=statement.line, hint=f"Write [{name}] on a line by itself.")
    table = top.sub("incident")
    if table is None:
        raise BadInput("there is no [incident]", where=where, line=1, hint="Make one with: onrecord new")
    if not lenient:
        table.known(META)
    title, zone = table.string("title"), table.string("timezone")
    if not title:
        raise table.bad("title is missing", hint='Write title = "..."; it is never shown outside.')
    opened = table.moment("opened")
    if opened is None:
        raise table.bad("opened is missing", hint="Write opened = 2026-03-12T02:20:00+01:00.")
    _check_zone(table, zone)
    languages = table.strings("languages")
    if not languages:
        raise table.bad("languages is missing", hint='Write languages = ["en", "it"].')
    for number, code in enumerate(languages):
        if code not in known_languages():
            raise table.bad(f"unknown language {code!r}", "languages", nearest(code, known_languages()))
        if code in languages[:number]:
            raise table.bad(f"the language {code!r} stands here twice", "languages")
    profile = table.string("profile") or _profile_of_organisation(file, where)
    return Meta(
        title,
        table.string("scenario"),
        opened,
        zone,
        languages,
        profile,
        table.boolean("demo"),
        table.strings("held"),
    )


def _profile_of_organisation(file: TomlFile, where: Path) -> str:
    table = Table(file.data, file, where, ()).sub("organisation")
    return table.string("profile") if table else ""


def _check_zone(table: Table, zone: str) -> None:
    if not zone:
        raise table.bad("timezone is missing", hint='Write timezone = "Europe/Rome".')
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        zones = zoneinfo.available_timezones()
        ends = {name.rsplit("/", 1)[-1]: name for name in zones}
        hint = nearest(zone, zones) if len(zone) > 3 else ""
        if not hint.startswith("Did you"):
            near = nearest(zone, ends)
            hint = near if near.startswith("Did you") else 'For example "Europe/Rome" or "Europe/London".'
        raise table.bad(f"unknown time zone {zone!r}", "timezone", hint) from None


def _scenario(scenario_of: Callable[[str], Scenario], meta: Meta, file: TomlFile, path: Path) -> Scenario:
    line = file.line_of("incident", "scenario")
    if not meta.scenario:
        raise BadInput("scenario is missing", where=path, line=line, hint='Write scenario = "general".')
    try:
        return scenario_of(meta.scenario)
    except BadInput as error:
        if error.where and error.line:  # the scenario's own file is wrong: that is the place to look at
            raise
        raise BadInput(error.message, hint=error.hint, where=path, line=line) from None


def _profile(meta: Meta, file: TomlFile, place: Home, questions: list[Question]) -> tuple[Profile, list[str]]:
    if not meta.profile:
        return EMPTY, []
    try:
        return load_profile(place, meta.profile, questions, meta.languages), []
    except BadInput as error:
        if not (place.profiles / f"{meta.profile}.toml").exists():
            # An incident that came from another machine opens all the same; its profile's facts are gaps.
            return EMPTY, [f"The profile {meta.profile!r} is not on this machine: {error.hint or 'answer its facts.'}"]
        raise


def _facts(
    file: TomlFile,
    path: Path,
    private_file: TomlFile | None,
    private_path: Path,
    scenario: Scenario,
    meta: Meta,
) -> tuple[dict[str, Fact], dict[str, Value], tuple[str, ...]]:
    outer = Table(file.data, file, path, ()).sub("facts")
    if private_file is not None:
        _check_private(private_file, private_path)
    questions = {question.id: question for question in scenario.questions}
    facts: dict[str, Fact] = {}
    private: dict[str, Value] = {}
    exposed: list[str] = []
    for fact_id in outer.raw if outer else ():
        assert outer is not None
        table = outer.sub(fact_id)
        assert table is not None
        question = questions.get(fact_id)
        hidden = _private_value(private_file, fact_id)
        try:
            fact = read_fact(table, question, meta.languages, known_ids=questions, private=hidden)
        except BadInput as error:
            if hidden is not None and "value" not in table.raw and error.line == table.line("value"):
                line = private_file.line_of("facts", fact_id, "value") if private_file else None
                raise BadInput(error.message, hint=error.hint, where=private_path, line=line) from None
            raise
        facts[fact_id] = replace(fact, held=True) if fact_id in meta.held and fact.value is None else fact
        if fact.value is not None and "value" not in table.raw:
            private[fact_id] = fact.value
        elif fact.value is not None and is_private(fact, question):
            exposed.append(fact_id)
    return facts, private, tuple(exposed)


def _check_private(file: TomlFile, where: Path) -> None:
    top = Table(file.data, file, where, ())
    top.known(("format", "facts", "log"))
    facts = top.sub("facts")
    for fact_id in facts.raw if facts else ():
        assert facts is not None
        if (fact := facts.sub(fact_id)) is not None:
            fact.known(("value",))


def _private_value(file: TomlFile | None, fact_id: str) -> Raw | None:
    table = file.table("facts", fact_id) if file is not None else None
    return table.get("value") if table else None


def _in_this_format(file: TomlFile, where: Path) -> tuple[TomlFile, int, int | None]:
    """The file in this version's format, the format it has if that is newer, and the older one it was brought from."""
    version = file.data.get("format")
    if version is None:
        raise BadInput("'format' is missing", where=where, line=1, hint=f"The first line is: format = {FORMAT}.")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < 1000:
        what = "a small whole number" if isinstance(version, int) else f"a whole number, not {kind_of(version)}"
        raise BadInput(f"format must be {what}", where=where, line=file.line_of("format"))
    if version > FORMAT:
        return file, version, None
    first = version
    while version < FORMAT:
        step = MIGRATIONS.get(version)
        if step is None:
            raise BadInput(f"format {version} is not known", where=where, line=file.line_of("format"))
        file = step(file)
        version = cast(int, file.data["format"])
    return file, 0, first if first != FORMAT else None
