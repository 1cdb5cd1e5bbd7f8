"""The duty officer's delegation: what may go out at night without a call, and what in this version ends that.

Only words that were cleared by day and facts that nobody has to be asked about are covered. That a question is not
answered yet is no fact that somebody clears: "we do not yet know" stands in a passage, and that was cleared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.content.load import document_names, load_document, load_scenario
from onrecord.content.messages import Messages, load_messages
from onrecord.content.model import NO_TEXT, Clearer, Document, Localised
from onrecord.desk import passages
from onrecord.desk.clear import called
from onrecord.desk.edit import taken_out
from onrecord.desk.findings import waived, words_of
from onrecord.desk.session import Session
from onrecord.desk.sign import Asked
from onrecord.drafting.language import load_language
from onrecord.drafting.statement import Sentence, Statement
from onrecord.incident import issued, precleared, statements
from onrecord.incident.home import home
from onrecord.incident.issued import Issue
from onrecord.incident.model import Fact, ReleaseState, State, Status, clearer_of, is_held, state_of
from onrecord.incident.organisation import Delegation
from onrecord.incident.precleared import Precleared
from onrecord.incident.statements import Clearance, Verdict
from onrecord.review.version import TIME

SHORT = 60
"""Characters of a sentence in a reason: enough to find it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a delegation does not cover a version: a key of the messages' `delegation` section, and its values."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    fact: str = ""
    role: Clearer | None = None
    """Whose yes it takes instead."""
    label: Localised = field(default_factory=lambda: NO_TEXT)
    """What the fact is called."""


@dataclass(frozen=True, slots=True)
class Delegated:
    """A delegation against one version of one document."""

    given: Delegation
    ends: tuple[Reason, ...]
    """What is not covered, the plainest reason first; empty: it may go out under the delegation."""
    passages: tuple[Precleared, ...] = ()
    """The yes of each passage that it relies on."""

    @property
    def covers(self) -> bool:
        return not self.ends


def of(session: Session, asked: Asked) -> Delegated | None:
    """What the profile's delegation says of this version; None where there is no delegation, or a demo."""
    given = session.folder.profile.delegation
    if given is None or session.incident.demo:
        return None
    yes = precleared.standing(precleared.load(home(), session.folder.profile.id))
    found = [*_frame(session, given, asked.document), *_refused(session, asked)]
    relied: dict[tuple[str, Clearer], Precleared] = {}
    for statement in asked.statements:
        found += _hands(session, statement)
        for sentence in statement.sentences:
            found += _facts(session, sentence, statement.language)
    for statement in asked.statements:
        found += _passages(session, asked.document, statement, yes, relied)
    unique = {(reason.key, reason.role, *reason.values.items()): reason for reason in found}
    return Delegated(given, tuple(unique.values()), tuple(relied.values()))


def sent_under(session: Session, asked: Asked) -> Issue | None:
    """The issue in which exactly this version went out under the delegation."""
    found = (i for i in issued.issues(session.path) if i.document == asked.document.id and i.code == asked.code)
    return next((one for one in found if one.delegation), None)


def rows(session: Session, asked: Asked, language: str = "en", found: Delegated | None = None) -> tuple[str, ...]:
    """What is to be said about this version and the delegation, in whole sentences."""
    text = load_messages(language).text
    done = sent_under(session, asked)
    if done is not None:
        at = load_language(language).moment(done.at, session.now(), "at")
        return (text("delegation.went_out", person=done.delegation, time=at),)
    found = found or of(session, asked)
    if found is None or asked.state.cleared:
        return ()
    if found.covers:
        return (text("delegation.covers", person=found.given.person, frame=frame(found.given, language)),)
    return (text("delegation.ends", person=found.given.person, why=why(found, language)),)


def why(found: Delegated, language: str = "en") -> str:
    """The first reason in one plain sentence, and how many more there are."""
    messages = load_messages(language)
    words = _worded(messages, found.ends[0])
    more = len(found.ends) - 1
    return f"{words} {messages.text('delegation.more', n=more)}" if more else words


def reasons(found: Delegated, language: str = "en") -> tuple[str, ...]:
    """Every reason, one plain sentence each."""
    messages = load_messages(language)
    return tuple(_worded(messages, reason) for reason in found.ends)


def frame(given: Delegation, language: str = "en") -> str:
    """What a delegation is for, in words: documents, scenarios, hours."""
    text, join = load_messages(language).text, load_language(language).join
    documents = given.documents or _fast()
    names = join([load_document(name).name[language] for name in documents])
    scenarios = join([load_scenario(name).name[language] for name in given.scenarios])
    start, _, end = given.hours.partition("-")
    hours = text("delegation.from_to", start=start, end=end) if given.hours else text("delegation.any_hour")
    return f"{names}; {scenarios or text('delegation.any_scenario')}; {hours}"


def _worded(messages: Messages, reason: Reason) -> str:
    values = dict(reason.values)
    if reason.fact:
        values["fact"] = reason.label.get(messages.language) or reason.label.get("en") or reason.fact
    if reason.role is not None:
        values["role"] = messages.text(f"clearer.{reason.role}")
    for name in ("document", "scenario"):
        if name in values:
            load = load_document if name == "document" else load_scenario
            values[name] = load(values[name]).name[messages.language]
    return messages.text(f"delegation.{reason.key}", **values)


def _fast() -> tuple[str, ...]:
    return tuple(name for name in document_names() if load_document(name).fast)


def _frame(session: Session, given: Delegation, document: Document) -> Iterator[Reason]:
    if not document.fast or (given.documents and document.id not in given.documents):
        yield Reason("document", {"document": document.id})
    if given.scenarios and session.incident.scenario not in given.scenarios:
        yield Reason("scenario", {"scenario": session.incident.scenario})
    now = session.now()
    if not given.covers_time(now.time()):
        start, _, end = given.hours.partition("-")
        yield Reason("hours", {"now": f"{now:%H:%M}", "start": start, "end": end})


def _refused(session: Session, asked: Asked) -> Iterator[Reason]:
    """Whoever has to be asked said no, or asked for other words: their latest answer, to whichever version."""
    answers = statements.load(session.path, asked.document.id, session.languages[0]).clearances
    for role in asked.document.sign_off:
        mine: list[Clearance] = sorted((c for c in answers if c.role == role), key=lambda c: c.at)
        if mine and mine[-1].verdict is not Verdict.YES:
            last = mine[-1]
            at = last.at.astimezone(session.timezone)
            yield Reason("refused", {"by": last.by, "code": last.code, "time": f"{at:%H:%M}"}, role=role)


def _hands(session: Session, statement: Statement) -> Iterator[Reason]:
    edits = [s.text for s in statement.sentences if s.edit is not None]
    edits += [edit.base for edit in taken_out(session, statement)]
    for text in edits:
        yield Reason("edit", {"language": statement.language, "text": _short(text)})
    for row in waived(session, statement):
        yield Reason("sent_all_the_same", {"language": statement.language, "text": _short(words_of(statement, row))})


def _facts(session: Session, sentence: Sentence, language: str) -> Iterator[Reason]:
    """Facts behind a sentence that somebody has to be asked about, or that somebody held back."""
    if sentence.gaps:
        return  # a gap keeps the text in by itself
    for name in sentence.rests_on:
        fact, question = session.incident.fact(name), session.questions.get(name)
        if name == TIME or fact is None:
            continue
        state, role = state_of(fact, question), clearer_of(question)
        label = question.label if question is not None else fact.label
        if role == "duty":
            held = state is State.WITHHELD or (fact.release is not None and fact.release.state is ReleaseState.HOLD)
            if held:
                yield Reason("held", {"id": name}, name, label=label)
        elif not _only_not_known(fact, state):
            whom = called(session, role)
            yield Reason("fact", {"id": name, "call": f" ({whom})" if whom else ""}, name, role, label)


def _only_not_known(fact: Fact, state: State) -> bool:
    """Whether there is nothing to clear: does not apply, or not known yet and never held."""
    if state is State.SILENT:
        return True
    return state is State.OPEN and fact.status is Status.UNKNOWN and not is_held(fact)


def _passages(
    session: Session,
    document: Document,
    statement: Statement,
    yes: Mapping[tuple[str, Clearer], Precleared],
    relied: dict[tuple[str, Clearer], Precleared],
) -> Iterator[Reason]:
    today = session.now().date()
    for sentence in statement.sentences:
        if sentence.gaps or sentence.edit is not None:
            continue
        if not sentence.template:
            yield Reason("no_passage", {"language": statement.language, "text": _short(sentence.text)})
            continue
        for role in document.sign_off:
            one = yes.get((sentence.template, role))
            if one is None:
                yield Reason("passage_not", {"passage": sentence.template}, role=role)
                continue
            standing = passages.state(one, today)
            if standing == "holds":
                relied[(one.passage, role)] = one
            else:
                values = {"passage": one.passage, "by": one.by, "until": one.until.isoformat()}
                yield Reason(f"passage_{standing}", values)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
