"""The organisation's profile on this machine: shown line by line, and kept as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.content.load import document_names, load_document, profile_questions
from onrecord.content.model import Clearer, Question
from onrecord.content.places import languages
from onrecord.desk.answering import worded as worded
from onrecord.desk.create import local_timezone
from onrecord.desk.session import Clock
from onrecord.errors import BadInput, nearest
from onrecord.incident.clean import clean_line
from onrecord.incident.home import home
from onrecord.incident.organisation import (
    SIGNERS,
    Clearing,
    Delegation,
    Profile,
    checked_delegation,
    checked_sign_off,
    list_profiles,
    load_profile,
    organisation_fact,
    profile_id,
    save_profile,
)
from onrecord.incident.reader import check_contact
from onrecord.incident.typed import display, from_typed, with_wording
from onrecord.incident.values import Words

WHO_CLEARS: tuple[Clearer, ...] = SIGNERS
DELEGATION = ("person", "documents", "scenarios", "hours")
NOBODY = "-"
"""Typed for the sign-off of an internal text that needs nobody's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the profile: a question in one language, the person who clears for somebody, a part of the
    delegation, or whose sign-off a document needs."""

    key: str
    question: Question | None
    language: str
    text: str
    clearer: str = ""
    part: str = ""
    """Of the delegation: person, documents, scenarios, hours."""
    document: str = ""
    """Whose sign-off this line is about; empty text: as the document's own file says."""


def names() -> tuple[str, ...]:
    """The profiles on this machine."""
    return list_profiles(home())


def open_profile(name: str = "") -> Profile:
    """A profile; an empty one where there is none yet."""
    known = names()
    wanted = name or (known[0] if known else "")
    return load_profile(home(), wanted, profile_questions()) if wanted else Profile()


def entries(profile: Profile) -> tuple[Entry, ...]:
    """Every line, those whose words differ per language once for each."""
    found = []
    zone = local_timezone()
    for question in profile_questions():
        fact = profile.facts.get(question.id)
        for code in languages() if worded(question) else languages()[:1]:
            text = display(fact.value, question, code, zone) if fact is not None and fact.value is not None else ""
            found.append(Entry(f"{question.id}.{code}", question, code, text))
    for clearer in WHO_CLEARS:
        who = profile.who_clears.get(clearer)
        text = ", ".join(part for part in (who.name, who.phone) if part) if who is not None else ""
        found.append(Entry(f"clears.{clearer}", None, languages()[0], text, clearer))
    for part in DELEGATION:
        found.append(Entry(f"delegation.{part}", None, languages()[0], _delegated(profile, part), part=part))
    for document in document_names():
        roles = profile.sign_off.get(document)
        text = "" if roles is None else ", ".join(roles) or NOBODY
        found.append(Entry(f"signs.{document}", None, languages()[0], text, document=document))
    return tuple(found)


def own_sign_off(document: str) -> str:
    """Whose sign-off a document needs where the profile says nothing."""
    return ", ".join(load_document(document).sign_off) or NOBODY


def _delegated(profile: Profile, part: str) -> str:
    value = getattr(profile.delegation, part, "")
    return value if isinstance(value, str) else ", ".join(value)


def with_entry(profile: Profile, entry: Entry, text: str, clock: Clock) -> Profile:
    """The profile with one line as typed; an empty line takes the answer out. Raises BadInput for what is none."""
    line, _ = clean_line(text)
    if entry.part:
        return with_delegated(profile, entry.part, line)
    if entry.document:
        return with_sign_off(profile, entry.document, None if not line else _parts(line.replace(NOBODY, "")))
    if entry.question is None:
        return replace(profile, who_clears=_clearing(profile.who_clears, entry.clearer, line))
    question = entry.question
    facts = dict(profile.facts)
    before = facts.pop(question.id, None)
    old = before.value if before is not None else None
    if worded(question):
        words = with_wording(old if isinstance(old, Words) else None, question, line, entry.language)
        words = Words(words.any, tuple((code, wording) for code, wording in words.by_language if wording))
        value: object = words if words.any or words.by_language else None
    else:
        value = (
            from_typed(question, line, timezone=local_timezone(), language=entry.language, now=clock())
            if line
            else None
        )
    if value is not None:
        facts[question.id] = organisation_fact(question, value)
    return replace(profile, facts={q.id: facts[q.id] for q in profile_questions() if q.id in facts})


def with_delegated(profile: Profile, part: str, line: str) -> Profile:
    """The profile with one part of the delegation; without a person there is none. Raises BadInput."""
    given = profile.delegation
    if part == "person":
        given = replace(given or Delegation(""), person=line) if line else None
    elif given is None:
        if line:
            raise BadInput("first the person who may send alone")
        return profile
    elif part == "hours":
        given = replace(given, hours=line)
    elif part == "documents":
        given = replace(given, documents=_parts(line))
    else:
        given = replace(given, scenarios=_parts(line))
    return replace(profile, delegation=checked_delegation(given) if given is not None else None)


def with_delegation(profile: Profile, given: Delegation | None) -> Profile:
    """The profile with another delegation, or with none. Raises BadInput for a name that there is not."""
    if given is not None and not given.person.strip():
        raise BadInput("a delegation needs the person who may send alone", hint="--person NAME")
    return replace(profile, delegation=checked_delegation(given) if given is not None else None)


def with_sign_off(profile: Profile, document: str, roles: Sequence[str] | None) -> Profile:
    """The profile with whose sign-off a document needs; None: as its own file says. Raises BadInput."""
    name = load_document(document).id
    others = {known: wanted for known, wanted in profile.sign_off.items() if known != name}
    return replace(profile, sign_off=others if roles is None else {**others, name: checked_sign_off(name, roles)})


def with_clearing(profile: Profile, clearer: str, line: str) -> Profile:
    """The profile with who clears for somebody: `name, telephone`; empty: nobody is named. Raises BadInput."""
    if clearer not in WHO_CLEARS:
        raise BadInput(f"unknown role {clearer!r}", hint=nearest(clearer, WHO_CLEARS))
    return replace(profile, who_clears=_clearing(profile.who_clears, clearer, line))


def _parts(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.replace(";", ",").split(",") if part.strip())


def keep(profile: Profile) -> Profile:
    """Write the profile; a new one is named after the organisation. Raises BadInput without a name."""
    if not profile.id:
        if profile == Profile():
            return profile
        if "organisation" not in profile.facts:
            raise BadInput("a profile needs the name of the organisation", hint="Answer the first line.")
        profile = replace(profile, id=profile_id(profile.name))
    save_profile(home().make(), profile, profile_questions())
    return profile


def _clearing(before: Mapping[str, Clearing], clearer: str, line: str) -> dict[str, Clearing]:
    after = {name: who for name, who in before.items() if name != clearer}
    if line:
        name, _, phone = (part.strip() for part in line.partition(","))
        if phone:
            check_contact("phone", phone, lambda message, hint: BadInput(message, hint=hint))
        after[clearer] = Clearing(name, phone)
    return after
