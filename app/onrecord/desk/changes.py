"""What a changed fact does to what was given out: the sentences that are out of date now, and the text that says so.

Issued texts come first; of each document the latest issue counts, in every language it went out in.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from onrecord.checks.document.successive import GivenOut, SaidBefore, What
from onrecord.content.load import load_document
from onrecord.content.model import FactType
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.session import Session, save_answer
from onrecord.drafting.statement import Sentence
from onrecord.errors import BadInput, Blocked, nearest
from onrecord.incident import issued
from onrecord.incident.facts import Table, read_fact
from onrecord.incident.issued import Frozen, Issue, Said
from onrecord.incident.model import Fact, Release, ReleaseState, State, Status, state_of
from onrecord.incident.toml_edit import TomlFile
from onrecord.incident.values import Raw, Value, Words
from onrecord.review.compare import Kind, Moved, moved
from onrecord.review.version import TIME

FOLLOW_UPS: tuple[Kind, ...] = ("update", "correction")
_LABELS = {
    "earlier_at": {"en": "when the earlier text went out", "it": "quando è uscito il testo precedente"},
    "earlier_said": {
        "en": "what the earlier text said wrongly",
        "it": "che cosa diceva di sbagliato il testo precedente",
    },
    "correct_now": {"en": "what is right instead", "it": "che cosa è esatto"},
    "new_since": {
        "en": "what is new since the earlier text",
        "it": "che cosa c'è di nuovo rispetto al testo precedente",
    },
}
_TAKEN_OVER = frozenset({"new_since", "correct_now"})
"""Facts of a text that follows another, made of sentences of that other one."""
_TWICE = ("", "unknowns", "next-update", "contact", "empathy", "value")
"""Elements of an update that its own layout brings, or that are no news."""


_SEEN: Mapping[str, What] = {"moved": "moved", "no-to-yes": "no-to-yes", "yes-to-no": "yes-to-no", "grew": "grew"}
"""What the checks are told of a fact that moved; the rest is not told in one word."""


@dataclass(frozen=True, slots=True)
class OutOfDate:
    """One sentence that was given out and would not be written today."""

    issue: Issue
    language: str
    old: str
    new: str
    """The sentence that stands in its place now; empty where none does."""
    element: str
    moved: tuple[Moved, ...]
    since: datetime | None
    """Since when, as far as a fact's own time tells."""
    waits: bool = False
    """A fact behind it is known anew and waits for somebody's yes: nothing can stand in its place before that."""

    @property
    def kind(self) -> Kind:
        """What would say so: a correction as soon as one thing in it was wrong."""
        return "correction" if any(m.kind == "correction" for m in self.moved) else "update"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise to speak again that was not kept."""

    issue: Issue
    promised: datetime


def latest(session: Session) -> tuple[Issue, ...]:
    """The newest issue of each document, the newest first."""
    found: dict[str, Issue] = {}
    for done in issued.issues(session.path):
        found[done.document] = done
    return tuple(sorted(found.values(), key=lambda done: done.at, reverse=True))


def out_of_date(session: Session, document: str = "", *, told: bool = False) -> tuple[OutOfDate, ...]:
    """Every sentence of an issued text that drafting again no longer gives, or whose facts changed. A time to speak
    again is none any more once something else was given out: the newer text promises anew.

    What an update or correction has said since is left out; with `told` it is there, too.
    """
    rows: list[OutOfDate] = []
    every = latest(session)
    for done in every:
        if document and done.document != document:
            continue
        spoke = any(other.at > done.at for other in every)
        for language in done.languages:
            frozen = issued.frozen(session.path, done.document, language, done.version)
            if frozen is not None:
                found = [r for r in _compared(session, done, frozen) if not (spoke and r.element == "next-update")]
                since = {} if told or not found else _said_since(session, done, language)
                rows += [row for row in found if not _is_told(row, since)]
    return tuple(rows)


def _said_since(session: Session, done: Issue, language: str) -> dict[Kind, str]:
    """The words of the updates and of the corrections that followed an issue."""
    words: dict[Kind, list[str]] = {"update": [], "correction": []}
    for one in issued.issues(session.path):
        if one.follows != done.name or one.document not in FOLLOW_UPS:
            continue
        frozen = issued.frozen(session.path, one.document, language, one.version)
        texts = [said.text for said in frozen.sentences] if frozen is not None else []
        words["correction" if one.document == "correction" else "update"] += texts
    return {kind: " ".join(texts) for kind, texts in words.items() if texts}


def _is_told(row: OutOfDate, since: Mapping[Kind, str]) -> bool:
    """Whether a text that followed says what is right now; what was wrong has to be taken back by a correction."""
    corrected, updated = since.get("correction", ""), since.get("update", "")
    if row.kind == "correction":
        return row.old in corrected and row.new in corrected
    return bool(row.new) and (row.new in updated or row.new in corrected)


def given_out(session: Session, language: str) -> tuple[GivenOut, ...]:
    """The latest text of each document as it was given out, with what has moved behind each sentence since: what the
    checks compare a new text with."""
    found = []
    every = issued.issues(session.path)
    for done in latest(session):
        frozen = issued.frozen(session.path, done.document, language, done.version)
        if frozen is None:
            continue
        sentences = []
        moves = {
            name: (name, _SEEN[m.what])
            for name in frozen.facts
            if (m := _moved(session, frozen, name)) is not None and m.what in _SEEN
        }
        for said in frozen.sentences:
            # What a correction quotes of the earlier text is not said by it.
            element = "" if TIME in said.prints or "earlier_said" in said.prints else said.element
            names = dict.fromkeys((*said.prints, *said.because))
            named = tuple(moves[name] for name in names if name in moves)
            sentences.append(SaidBefore(element, said.text, named))
        corrected = any(o.document == "correction" and o.follows == done.name and o.at >= done.at for o in every)
        found.append(GivenOut(done.name, done.document, language, done.at, tuple(sentences), corrected))
    return tuple(found)


def followed(session: Session) -> Issue | None:
    """The issue that the drafted update or correction is about; its recipients get the new text too."""
    at = session.incident.facts.get("earlier_at")
    return next((one for one in latest(session) if at is not None and one.at == at.value), None)


def behind(session: Session, sentence: Sentence, language: str) -> tuple[Sentence, ...]:
    """The sentences that an update or correction took over into one of its own: what they rest on is not lost with
    them, so that a later change finds what this text made known."""
    done = followed(session) if not _TAKEN_OVER.isdisjoint(sentence.prints) else None
    if done is None:
        return ()
    return tuple(s for s in _now(session, done, language) if s.element and s.text in sentence.text)


def added(session: Session, done: Issue, language: str) -> tuple[str, ...]:
    """Sentences that a document has now and its issued text had not: what is new, without what is wrong."""
    frozen = issued.frozen(session.path, done.document, language, done.version)
    if frozen is None:
        return ()
    before = {said.text for said in frozen.sentences}
    now = draft_document(session, done.document, language)
    return tuple(
        s.text
        for s in now.sentences
        if s.text not in before and s.element not in _TWICE and not s.gaps and TIME not in s.prints
    )


def broken_promises(session: Session) -> tuple[Broken, ...]:
    """Times to speak again that passed without anything given out by then."""
    done = issued.issues(session.path)
    now = session.now()
    return tuple(
        Broken(one, one.next_update)
        for one in done
        if one.next_update is not None
        and one.next_update < now
        and not any(one.at < other.at <= one.next_update for other in done)
    )


def difference_rows(session: Session, document: str, language: str) -> tuple[str, ...]:
    """What a draft says otherwise than the issued text did, both sentences in each row: for the approver's sheet."""
    rows = []
    for row in out_of_date(session, document, told=True):
        if row.language == language:
            at = row.issue.at.astimezone(session.timezone)
            rows.append(f"{row.issue.name}, {at:%H:%M}: {row.old} -> {row.new or '(—)'}")
    return tuple(rows)


def draft_follow_up(session: Session, kind: str, document: str, *, by: str) -> Session:
    """Make what a correction or update of a document's latest issue needs: the sentences that were wrong and those that
    are right now, or what is new, as facts of their own. The text is then drafted, signed and issued like any other.

    Raises BadInput when nothing was issued or nothing is out of date, Blocked when a language would say less.
    """
    if kind not in FOLLOW_UPS:
        raise BadInput(f"{kind!r} is no text that follows another", hint=nearest(kind, FOLLOW_UPS))
    name = load_document(document).id
    done = next((one for one in latest(session) if one.document == name), None)
    if done is None:
        raise BadInput(f"{name} was not issued yet", hint="Only what was given out can be followed up.")
    values = proposed(session, kind, done)
    for fact_id, value in values.items():
        session = save_answer(session, _own(fact_id, value, by, session.now().replace(microsecond=0)))
    for fact_id in sorted(set(_LABELS) - set(values)):
        # What this text does not have is said to be so: a layout may ask for every one of these facts.
        old = session.incident.facts.get(fact_id)
        if old is None or old.status is not Status.NOT_APPLICABLE:
            empty = _own(fact_id, None, by, session.now().replace(microsecond=0))
            session = save_answer(session, replace(empty, status=Status.NOT_APPLICABLE, release=None, source=""))
    return session


def next_draft(session: Session, *, by: str) -> tuple[Session, str]:
    """The text to write when the promise to speak again was missed: the update of what was given out last, where there
    is anything to say in it; else that document once more, which then names another time. Gives its name too."""
    done = max(issued.issues(session.path), key=lambda one: one.at, default=None)
    if done is None:
        return session, next(iter(documents(session))).id
    name = done.follows.rpartition(" v")[0] if done.document in FOLLOW_UPS and done.follows else done.document
    if session.read_only:
        return session, name
    try:
        return draft_follow_up(session, "update", name, by=by), "update"
    except (BadInput, Blocked):
        return session, name


def proposed(session: Session, kind: Kind, done: Issue, *, told: bool = False) -> dict[str, Value]:
    """The facts that a follow-up of an issue would carry today; with `told` also what one has said already."""
    wrong: dict[str, str] = {}
    right: dict[str, str] = {}
    new: dict[str, str] = {}
    rows = [row for row in out_of_date(session, done.document, told=told) if row.element != "next-update"]
    for language in done.languages:
        mine = [row for row in rows if row.language == language and row.kind == "correction" and row.moved]
        instead = {row.new for row in rows if row.language == language and row.kind == "correction"}
        wrong[language] = " ".join(row.old for row in mine)
        right[language] = " ".join(dict.fromkeys(row.new for row in mine if row.new))
        new[language] = " ".join(s for s in added(session, done, language) if s not in instead)
    values: dict[str, Value] = {"earlier_at": done.at}
    if kind == "correction":
        _in_every_language(wrong, f"nothing that {done.name} said is wrong now", "is corrected")
        values["earlier_said"] = _words(wrong)
        if any(right.values()):
            _in_every_language(right, "", "has the right sentence")
            values["correct_now"] = _words(right)
    else:
        _in_every_language(
            new, f"there is nothing new since {done.name} that is known and cleared", "has something new"
        )
        values["new_since"] = _words(new)
    return values


def is_current(session: Session, kind: Kind) -> bool:
    """Whether a drafted follow-up still says what it would say if it were drafted now."""
    done = followed(session)
    if done is None:
        return False
    # One that went out and is given to somebody else in the same words is current, too.
    return any(_is_drafted(session, kind, done, told=told) for told in (False, True))


def _is_drafted(session: Session, kind: Kind, done: Issue, *, told: bool) -> bool:
    try:
        values = proposed(session, kind, done, told=told)
    except (BadInput, Blocked):
        return False
    return all(
        (fact := session.incident.facts.get(name)) is not None and fact.value == value for name, value in values.items()
    )


def _now(session: Session, done: Issue, language: str) -> tuple[Sentence, ...]:
    """The sentences that would stand in a text now; those of an update or correction stand in what it followed, too."""
    sentences = draft_document(session, done.document, language).sentences
    if done.document not in FOLLOW_UPS:
        return sentences
    # What it took over is kept as words of its own: whether that still stands, the text it came from tells.
    own = tuple(s for s in sentences if _TAKEN_OVER.isdisjoint(s.prints) and "earlier_said" not in s.prints)
    name = done.follows.rpartition(" v")[0]
    if name in FOLLOW_UPS:
        name = next((i.follows for i in issued.issues(session.path) if i.name == done.follows), "").rpartition(" v")[0]
    return (*own, *draft_document(session, name, language).sentences) if name and name not in FOLLOW_UPS else own


def _compared(session: Session, done: Issue, frozen: Frozen) -> list[OutOfDate]:
    now = _now(session, done, frozen.language)
    standing = {s.text for s in now}
    if frozen.at.astimezone(session.timezone).date() != session.now().date():
        # "at 20:10" of that day is "at 20:10 on 13 March" today: another date line makes no sentence old.
        as_then = replace(session, clock=lambda: frozen.at)
        standing |= {s.text for s in _now(as_then, done, frozen.language)}
    before = {said.text for said in frozen.sentences}
    fresh = [s for s in now if s.text not in before and not s.gaps]
    rows = []
    for said in frozen.sentences:
        if TIME in said.prints or said.text in standing:
            continue
        if done.document in FOLLOW_UPS and not said.element:
            continue  # its own frame: what it adds to, what it takes back
        changes = tuple(m for name in (*said.prints, *said.because) if (m := _moved(session, frozen, name)) is not None)
        names = {*said.prints, *said.because}
        near = [s for s in fresh if s.element == said.element and (names & set(s.rests_on) or not names)]
        best = max(near, key=lambda s: (len(names & set(s.prints)), _like(s.text, said)), default=None)
        since = [f.as_of for m in changes if (f := session.incident.fact(m.fact)) is not None and f.as_of is not None]
        rows.append(
            OutOfDate(
                done,
                frozen.language,
                said.text,
                best.text if best is not None else "",
                said.element,
                tuple({m.fact: m for m in changes}.values()),
                max(since, default=None),
                any(_uncleared(session, name) for name in names),
            )
        )
    return rows


def _uncleared(session: Session, name: str) -> bool:
    return state_of(session.incident.fact(name), session.questions.get(name)) is State.UNCLEARED


def _like(text: str, said: Said) -> float:
    return difflib.SequenceMatcher(None, text.split(), said.text.split(), autojunk=False).ratio()


def _moved(session: Session, frozen: Frozen, name: str) -> Moved | None:
    question, now = session.questions.get(name), session.incident.fact(name)
    then = _then(session, frozen.facts.get(name), name)
    if then is not None and now is not None and then == replace(now, line=None, of_profile=False):
        return None
    return moved(then, now, state_of(then, question), state_of(now, question))


def _then(session: Session, raw: Mapping[str, Raw] | None, name: str) -> Fact | None:
    if raw is None:
        return None
    table = Table(raw, TomlFile("", {}), session.path / "issued", ("facts", name))
    try:
        return replace(
            read_fact(table, session.questions.get(name), session.incident.languages, known_ids=session.questions),
            line=None,
        )
    except BadInput:
        return None  # an answer of an older form: its sentence is named, what moved in it is not


def _own(fact_id: str, value: Value | None, by: str, at: datetime) -> Fact:
    return Fact(
        id=fact_id,
        type=FactType.DATETIME if fact_id == "earlier_at" else FactType.LONG_TEXT,
        status=Status.CONFIRMED,
        value=value,
        release=Release(ReleaseState.CLEARED, by=by, how="in_writing", at=at),
        source="the record",
        as_of=at,
        label=_LABELS[fact_id],
    )


def _words(texts: Mapping[str, str]) -> Words:
    return Words(by_language=tuple(texts.items()))


def _in_every_language(texts: Mapping[str, str], none: str, what: str) -> None:
    without = [language for language, text in texts.items() if not text]
    if len(without) == len(texts):
        raise BadInput(none)
    if without:
        other = next(language for language in texts if language not in without)
        raise Blocked(
            f"{other} {what}, {without[0]} does not",
            hint="Bring both languages in step first: an edit in one of them hides the change.",
        )
