"""Issuing: the set of languages is frozen together, with where, when and to whom. Only with the typed code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from onrecord.content.load import profile_questions
from onrecord.content.messages import load_messages
from onrecord.desk import closing, delegation
from onrecord.desk.changes import FOLLOW_UPS, behind, followed, is_current
from onrecord.desk.delegation import Delegated
from onrecord.desk.drafts import documents
from onrecord.desk.export import stops_of
from onrecord.desk.session import Session, to_history
from onrecord.desk.sign import Asked, asked, told
from onrecord.drafting.statement import Statement
from onrecord.errors import BadInput, Blocked, OnrecordError, ReadOnly
from onrecord.export import markdown
from onrecord.export.sheet import NEXT_UPDATE
from onrecord.incident import files, issued, precleared
from onrecord.incident.clean import clean_line
from onrecord.incident.facts import raw_of_fact
from onrecord.incident.issued import Frozen, Issue, Said
from onrecord.incident.model import State
from onrecord.incident.model import state_of as fact_state
from onrecord.review.version import typed_code

_LINK = re.compile(
    r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:example|test|invalid|localhost)\b|\bexample\.(?:com|org|net|edu)\b"
)
"""Names that RFC 2606 and RFC 6761 keep for examples: nobody can reach them."""
_PHONE = re.compile(r"\+?\d[\d ()./-]{5,}\d")
_UNREAL = (
    re.compile(r"1?\d{3}55501\d\d"),  # North American numbers kept for fiction (555-0100 to 555-0199)
    re.compile(r"(?:44|0)(?:20)?79460\d{3}"),  # Ofcom: numbers for drama, London
    re.compile(r"(?:44|0)1632960\d{3}"),  # Ofcom: no area
    re.compile(r"(?:44|0)7700900\d{3}"),  # Ofcom: mobile
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What an issue would give out, and everything that keeps it shut."""

    asked: Asked
    stops: tuple[str, ...]
    delegated: Delegated | None = None
    """The delegation of the profile against this version; None where the sign-off is there, or none is given."""

    @property
    def code(self) -> str:
        return self.asked.code


def gate(session: Session, document: str) -> Gate:
    """Whether a document may go out now, and what is missing, with whom to call."""
    now = asked(session, document)
    found = delegation.of(session, now) if not now.state.cleared else None
    return Gate(now, tuple(dict.fromkeys(_stops(session, now, found))), found)


def issue(
    session: Session, document: str, *, code: str, to: Sequence[str], where: str, by: str, follows: str = ""
) -> Issue:
    """Freeze every language of a document as its next version and note where, when and to whom it went.

    Raises Blocked while anything is missing or when the code is not the text's, BadInput for a missing name or place.
    onrecord sends nothing: a person does, and says so here.
    """
    if session.read_only:
        raise ReadOnly(
            f"not issued: {session.read_only}", where=session.path, hint="Close it there, then open it again."
        )
    shut = gate(session, document)
    if shut.stops:
        raise Blocked(f"{shut.asked.document.id} is not issued: {shut.stops[0]}", hint="\n  ".join(shut.stops[1:]))
    if typed_code(code) != shut.code:
        raise Blocked(
            f"{code!r} is not the code of this version", hint=f"Read the text again, then type its code: {shut.code}."
        )
    name, _ = clean_line(by, limit=80, what="This name")
    place, _ = clean_line(where, limit=120, what="This place")
    people = tuple(p for p in (clean_line(entry, limit=120, what="This recipient")[0] for entry in to) if p)
    if not name or not place or not people:
        raise BadInput("an issue needs who sends it, where, and to whom", hint="--by NAME --where PLACE --to RECIPIENT")
    under = shut.delegated.given.person if shut.delegated is not None else ""
    if under and name.casefold() != " ".join(under.split()).casefold():
        raise Blocked(
            load_messages("en").text("delegation.only", person=under, by=name),
            hint="Nobody types another's name; whoever else sends it needs the yes of whom the gate names.",
        )
    if shut.asked.document.id in FOLLOW_UPS and not follows:
        before = followed(session)
        follows = before.name if before is not None else ""
    version = issued.next_version(session.path, shut.asked.document.id)
    moment = session.now().replace(microsecond=0)
    texts: dict[str, str] = {}
    names: list[str] = []
    try:
        for statement in shut.asked.statements:
            content = markdown.public_text(statement, cleared=True).encode("utf-8")
            path = issued.name_of(statement.document, statement.language, version)
            issued.freeze(session.path, path, content)
            names.append(path)
            names.append(issued.freeze_grounds(session.path, _frozen(session, statement, version, moment, shut)))
            texts[statement.language] = files.digest(content)
        promised = _promised(session, shut.asked.statements)
        done = Issue(
            document=shut.asked.document.id,
            version=version,
            code=shut.code,
            languages=tuple(texts),
            at=moment,
            by=name,
            where=place,
            to=people,
            texts=texts,
            next_update=promised,
            follows=follows,
            delegation=under,
        )
        issued.add_issue(session.path, done)
    except OnrecordError:  # a full disk: the whole set goes out under this number, or nothing does
        issued.unfreeze(session.path, names)
        raise
    to_history(session, [*names, "log.toml"], by=name)
    return done


def _stops(session: Session, now: Asked, found: Delegated | None) -> Iterator[str]:
    if session.incident.demo:
        yield "this is a rehearsal; it can never be issued"
    if not now.document.public:
        yield f"{now.document.id} is internal and is not issued"
    for statement in now.statements:
        for stop in stops_of(session, statement):
            yield f"{statement.language}: {stop.why}"
        for unreal in _examples(session, statement):
            yield f"{statement.language}: {unreal} is an example, nobody can reach it"
    if now.document.id in FOLLOW_UPS and not is_current(session, now.document.id):
        yield f"the facts have changed since this {now.document.id} was drafted; draft it again"
    if now.document.id == closing.DOCUMENT:
        yield from closing.stops(session)
    if not now.state.cleared and not (found is not None and found.covers):
        yield from (row for row in told(session, now.state) if "cleared by" not in row.partition("(")[0])
        yield from delegation.rows(session, now, found=found)


def _examples(session: Session, statement: Statement) -> Iterator[str]:
    """Links and numbers in the text that only exist as examples: reserved ones, and those that the questions show."""
    text = statement.text
    yield from dict.fromkeys(match[0] for match in _LINK.finditer(text))
    shown = {
        _digits(match[0])
        for question in (*profile_questions(), *session.scenario.questions)
        for example in question.example.values()
        for match in _PHONE.finditer(example)
    }
    for match in _PHONE.finditer(text):
        digits = _digits(match[0])
        if digits in shown or any(pattern.fullmatch(digits) for pattern in _UNREAL):
            yield match[0].strip()


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _promised(session: Session, drafts: Sequence[Statement]) -> datetime | None:
    if not any(NEXT_UPDATE in s.prints for draft in drafts for s in draft.sentences):
        return None
    fact = session.incident.fact(NEXT_UPDATE)
    return fact.value if fact is not None and isinstance(fact.value, datetime) else None


def _frozen(session: Session, statement: Statement, version: int, moment: datetime, gate: Gate) -> Frozen:
    facts = {}
    names = dict.fromkeys(statement.facts)
    for sentence in statement.sentences if statement.document in FOLLOW_UPS else ():
        names |= {name: None for s in behind(session, sentence, statement.language) for name in s.rests_on}
    for name in names:
        fact = session.incident.fact(name)
        if fact is not None:
            sayable = fact_state(fact, session.questions.get(name)) is State.KNOWN
            facts[name] = raw_of_fact(fact, with_value=sayable)
    said: list[Said] = []
    for sentence in statement.sentences:
        taken = behind(session, sentence, statement.language) if statement.document in FOLLOW_UPS else ()
        said += [Said(s.element, s.text, s.prints, s.because) for s in taken or (sentence,)]
    relied = gate.delegated.passages if gate.delegated is not None else ()
    used = {s.template for s in statement.sentences}
    yes = tuple(precleared.raw_of(one) for one in relied if one.passage in used)
    return Frozen(statement.document, statement.language, version, moment, tuple(said), facts, yes)


def issuable(session: Session) -> tuple[Gate, ...]:
    """Every public document of the incident with its gate."""
    return tuple(gate(session, document.id) for document in documents(session) if document.public)
