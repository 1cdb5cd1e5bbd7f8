"""What a status asks for beside the value, line by line: basis, parties, who is finding out, the agreed line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from onrecord.content.model import Question
from onrecord.desk.session import Session
from onrecord.errors import BadInput
from onrecord.incident.clean import clean_line
from onrecord.incident.model import Fact, Status
from onrecord.incident.typed_times import moment_text, typed_moment
from onrecord.incident.values import Words

_ASKED: Mapping[Status, tuple[str, ...]] = {
    Status.CONFIRMED: ("as_of",),
    Status.ESTIMATED: ("basis", "as_of"),
    Status.SUSPECTED: ("finding_out", "due"),
    Status.DISPUTED: ("parties",),
    Status.UNKNOWN: ("finding_out", "due"),
    Status.WITHHELD: ("agreed_line", "reason"),
    Status.NOT_APPLICABLE: (),
}
_PER_LANGUAGE = ("basis", "agreed_line", "finding_out")


@dataclass(frozen=True, slots=True)
class Detail:
    """One line: what it is, in which language where that matters, and what it says now."""

    name: str
    language: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.name}-{self.language}" if self.language else self.name


def details(session: Session, question: Question) -> tuple[Detail, ...]:
    """The lines that the answer's status asks for, and a note. Raises BadInput where there is no answer yet."""
    fact = _answered(session, question)
    found = []
    for name in (*_ASKED[fact.status], "note"):
        for language in session.languages if name in _PER_LANGUAGE else ("",):
            found.append(Detail(name, language, _shown(session, fact, name, language)))
    return tuple(found)


def with_details(session: Session, question: Question, typed: Mapping[str, str]) -> Fact:
    """The answer with these lines, by key. Times are read as typed; raises BadInput for a time that is none."""
    fact = _answered(session, question)
    for name in dict.fromkeys(row.name for row in details(session, question)):
        texts = {code: clean_line(typed.get(f"{name}-{code}", ""))[0] for code in session.languages}
        one = clean_line(typed.get(name, ""))[0]
        match name:
            case "basis":
                fact = replace(fact, basis=_words(texts))
            case "finding_out":
                fact = replace(fact, finding_out=_words(texts) or "")
            case "agreed_line":
                fact = replace(fact, agreed_line={code: text for code, text in texts.items() if text})
            case "parties":
                fact = replace(fact, parties=tuple(part.strip() for part in one.split(";") if part.strip()))
            case "due":
                fact = replace(fact, due=_moment(session, one, ahead=True))
            case "as_of":
                fact = replace(fact, as_of=_moment(session, one, ahead=False) or fact.as_of)
            case "reason":
                fact = replace(fact, reason=one)
            case "note":
                fact = replace(fact, note=one)
    return fact


def _answered(session: Session, question: Question) -> Fact:
    fact = session.incident.fact(question.id)
    if fact is None:
        raise BadInput("there is no answer yet", hint="Answer first; not known yet is an answer too.")
    return fact


def _shown(session: Session, fact: Fact, name: str, language: str) -> str:
    value = getattr(fact, name)
    match value:
        case None:
            return ""
        case datetime():
            return moment_text(value, session.languages[0], session.incident.timezone)
        case Words():
            return value.of(language) or ""
        case tuple():
            return "; ".join(str(part) for part in value)
        case str():
            return value
        case _:
            return str(value.get(language, ""))


def _words(texts: Mapping[str, str]) -> Words | None:
    given = tuple((code, text) for code, text in texts.items() if text)
    if not given:
        return None
    if len(given) == len(texts) and len({text for _, text in given}) == 1:
        return Words(given[0][1])
    return Words(by_language=given)


def _moment(session: Session, text: str, *, ahead: bool) -> datetime | None:
    if not text:
        return None
    return typed_moment(
        text,
        language=session.languages[0],
        zone=session.incident.timezone,
        now=session.now(),
        prefer="future" if ahead else "past",
    )
