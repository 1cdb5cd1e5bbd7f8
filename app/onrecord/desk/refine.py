"""Proposals for plainer words in a statement, and what a person takes of them. Nothing is applied here unasked.

    for event in proposals(session, statement):
        if isinstance(event, Offer) and event.refined.changed: ...
    accept(session, statement, [(offer.sentence, offer.refined.proposals)], by="Rossi")

Out of sight for the holding statement and the line until one of them has been given out; never on cleared text, on text
whose wording belongs to legal, or on what stands between quotation marks.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from onrecord.checks import Context, Finding, check_text
from onrecord.checks.model import DOCUMENTS
from onrecord.checks.own import with_settings
from onrecord.content.load import load_document
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.edit import Change, edit_sentences, why_fixed
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import Blocked
from onrecord.guard import Reason
from onrecord.incident import statements
from onrecord.incident.model import State, state_of
from onrecord.incident.statements import EditKind, Verdict
from onrecord.incident.values import Words
from onrecord.refine import Proposal, Refined, plain_proposals, refine_sentence
from onrecord.refine.engine import Engine
from onrecord.refine.gate import Gate
from onrecord.refine.infill import infill_proposals, preferred
from onrecord.refine.model import merged
from onrecord.review.version import version_of

FIXED = frozenset({"apology", "responsibility", "denial", "authority", "remedy"})
"""Elements whose very words are decided by legal or an authority: they are never refined."""
SECONDS = 20.0
"""The longest that a model may think about one sentence."""

Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `stage` is plain, loading, writing or ranking; `left` in seconds, None while unknown."""

    stage: str
    done: int
    total: int
    share: float = 0.0
    left: float | None = None
    text: str = ""
    """The token that the model has just written, for a screen that shows it at work."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be offered for one sentence (`number` from 1). A later offer of the same number takes its place."""

    number: int
    sentence: Sentence
    refined: Refined
    final: bool = True
    """False while a model has still to look at it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the model's part of the work cost, summed over the statement."""

    generated: int = 0
    evaluated: int = 0
    seconds: float = 0.0
    first: float | None = None
    """Seconds to the first sentence that a model had something for."""


Event = Progress | Offer | Figures


def hidden(session: Session, document: str) -> str:
    """Why refinement is out of sight for a document; empty when it may be shown."""
    wanted = load_document(document)
    if wanted.fast and not given_out(session):
        return "Holding statement and line come first: refine them once one of them has been given out."
    return ""


def given_out(session: Session) -> bool:
    """Whether a holding statement or a line of this incident has been issued."""
    place = session.path / "issued"
    return place.is_dir() and any(p.name.split(".")[0] in ("holding", "line") for p in place.iterdir())


def why_not(session: Session, sentence: Sentence) -> str:
    """Why a sentence is left alone; empty when it may be looked at."""
    match why_fixed(sentence):
        case "gap":
            return "it has a gap"
        case "time":
            return "it tells the time of the text"
    if not sentence.element:
        return "it belongs to the layout"
    if sentence.element in FIXED:
        return "its wording belongs to legal"
    if any(
        (fact := session.incident.fact(name)) is not None
        and state_of(fact, session.questions.get(name)) is State.WITHHELD
        for name in sentence.rests_on
    ):
        return "its wording was agreed"
    return ""


def proposals(
    session: Session,
    statement: Statement,
    *,
    engine: Engine | None = None,
    only: frozenset[int] = frozenset(),
    without: frozenset[tuple[int, str, str]] = frozenset(),
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Event]:
    """Work through a statement; events as they come. Lexicon, splitter and rules answer at once, a model after them.

    `only` are sentence numbers (all when empty); `without` are proposals (sentence number, old words, new words) that a
    person does not want to see again. Raises Blocked where refinement is out of sight or the text is cleared;
    with a model also what the engine raises (ModelFailed, Cancelled): what was offered before stays good.
    """
    refuse(session, statement)
    names = _names(session)
    around = _Around(session, statement)
    wanted = [(n, s) for n, s in enumerate(statement.sentences, 1) if not only or n in only]
    open_: list[tuple[int, Sentence, tuple[Proposal, ...]]] = []
    for done, (number, sentence) in enumerate(wanted, 1):
        kept = why_not(session, sentence)
        if kept:
            yield Offer(number, sentence, Refined(sentence.text, sentence.text, kept=kept))
            continue
        found = _plain(around, statement, number, sentence, names)
        found = tuple(p for p in found if (number, p.old, p.new) not in without)
        yield Offer(number, sentence, _refined(around, statement, number, sentence, found, names), engine is None)
        open_.append((number, sentence, found))
        yield Progress("plain", done, len(wanted))
    if engine is not None:
        yield from _with_model(around, statement, open_, names, engine, clock, without)


def _with_model(
    around: _Around,
    statement: Statement,
    open_: list[tuple[int, Sentence, tuple[Proposal, ...]]],
    names: Names,
    engine: Engine,
    clock: Callable[[], float],
    without: frozenset[tuple[int, str, str]],
) -> Iterator[Event]:
    total = len(open_)
    for said in engine.start():
        yield Progress("loading", 0, total, share=said.value)
    began = clock()
    figures = Figures()
    for done, (number, sentence, plain) in enumerate(open_):
        each = (clock() - began) / done if done else None
        left = each * (total - done) if each is not None else None
        made: list[Proposal] = []
        for event in infill_proposals(engine, sentence.text, statement.language, names=names, seconds=SECONDS):
            if isinstance(event, Proposal):
                if (number, event.old, event.new) not in without:
                    made.append(event)
            elif event.kind == "token":
                yield Progress("writing", done, total, left=left, text=event.text)
            else:
                figures = replace(
                    figures,
                    generated=figures.generated + event.generated,
                    evaluated=figures.evaluated + event.evaluated,
                )
        refined = _refined(around, statement, number, sentence, (*plain, *made), names)
        if refined.changed:
            yield Progress("ranking", done, total, left=left)
            ranked = preferred(engine, sentence.text, statement.language, _passed(refined, plain, made))
            refined = _refined(around, statement, number, sentence, ranked, names, refined)
            if refined.changed and figures.first is None:
                figures = replace(figures, first=clock() - began)
        yield Offer(number, sentence, refined)
    yield replace(figures, seconds=clock() - began)


def _passed(refined: Refined, plain: Iterable[Proposal], made: Iterable[Proposal]) -> tuple[Proposal, ...]:
    rejected = {r.proposal for r in refined.rejected}
    return tuple(p for p in (*plain, *made) if p not in rejected)


def accept(
    session: Session,
    statement: Statement,
    taken: Iterable[tuple[Sentence, tuple[Proposal, ...]]],
    *,
    by: str,
    model: str = "",
    at_once: bool = False,
) -> Change:
    """Put what a person took into the statement's edits, as one step that can be undone.

    `model` is the engine's note (`About.note`); it stands beside the edits that a model worded. `at_once` when the
    person
    took everything that passed without deciding one by one: the edits say so.
    """
    refuse(session, statement)
    change: Change | None = None
    first: Change | None = None
    for sentence, chosen in taken:
        kind = kind_of(sentence, chosen)
        change = edit_sentences(
            session,
            statement,
            ((sentence, merged(sentence.text, chosen)),),
            by=by,
            kind=kind,
            model=model if kind is EditKind.MODEL else "",
            at_once=at_once,
        )
        first = first or change
    if change is None or first is None:
        edits = statements.load(session.path, statement.document, statement.language).edits
        return Change(statement.document, statement.language, edits, edits)
    return replace(change, before=first.before)


def kind_of(sentence: Sentence, chosen: Iterable[Proposal]) -> EditKind:
    """Where the new words come from: a model if it had any part in them; a hand's words stay a hand's."""
    proposers = {p.proposer for p in chosen}
    earlier = sentence.edit.kind if sentence.edit is not None else None
    if "model" in proposers or earlier is EditKind.MODEL:
        return EditKind.MODEL
    if earlier is EditKind.HAND or "hand" in proposers:
        return EditKind.HAND
    return EditKind.RULE if proposers == {"rule"} else EditKind.LEXICON


def judged(
    session: Session, statement: Statement, sentence: Sentence, chosen: Iterable[Proposal], *, whole: bool = False
) -> tuple[Reason, ...]:
    """What speaks against a sentence with just these changes: the guard, then the checks of the sentence alone.

    `whole` also checks the whole statement with it, for words that no proposer wrote. Empty: no difference found.
    """
    text = merged(sentence.text, chosen)
    document = statement.document if statement.document in DOCUMENTS else "press"
    check = _alone(sentence.text, document, statement.language)
    if reasons := Gate(sentence.text, statement.language, _names(session), check).reasons(text):
        return reasons
    return _Around(session, statement).whole(sentence, text) if whole else ()


def statement_for(session: Session, document: str, language: str) -> Statement:
    """The statement to refine, drafted as the facts and edits are now."""
    return draft_document(session, document, language)


# ---------------------------------------------------------------------------------------------------------------------


def refuse(session: Session, statement: Statement) -> None:
    """Raise Blocked where refinement is out of sight or the text is cleared: its words stay."""
    if why := hidden(session, statement.document):
        raise Blocked(why)
    kept = statements.load(session.path, statement.document, statement.language)
    version = version_of(statement, session.incident)
    yes = [c for c in kept.clearances if c.verdict is not Verdict.NO and c.version == version]
    if yes:
        raise Blocked(
            f"{statement.document} ({statement.language}) is cleared by {yes[-1].by}: its words stay",
            hint="Change it by hand if it has to change; then it is cleared anew.",
        )


def _names(session: Session) -> Names:
    fact = session.incident.fact("organisation") or session.incident.fact("name")
    if fact is None or not isinstance(fact.value, Words):
        return ()
    words = {fact.value.any, *(text for _, text in fact.value.by_language)}
    return tuple((name, "organisation") for name in sorted(filter(None, words)))


class _Around:
    """The statement around a sentence: what the checks say of it now, and whether a change brings a new finding."""

    def __init__(self, session: Session, statement: Statement) -> None:
        self.document = statement.document if statement.document in DOCUMENTS else "press"
        self.language = statement.language
        self.text = statement.text
        others = tuple(
            draft_document(session, entry, other)
            for other in session.languages
            for entry in documents(session)
            if (entry.id, other) != (statement.document, statement.language) and entry.id in DOCUMENTS
        )
        self.context = Context(
            incident=session.incident,
            questions=session.questions,
            statement=statement,
            others=others,
            now=session.now(),
        )
        self.report = self._check(self.text, self.context)
        self.now = Counter(f.rule for f in self.report.findings)
        self.places = {id(s): (start, end) for s, start, end in statement.placed()}

    def _check(self, text: str, context: Context | None):  # type: ignore[no-untyped-def]
        own = with_settings(context)
        return check_text(text, document=self.document, language=self.language, context=own)

    def alone(self, sentence: str) -> Callable[[str], tuple[Reason, ...]]:
        """The check of one sentence by itself: cheap, for each proposal."""
        return _alone(sentence, self.document, self.language)

    def whole(self, sentence: Sentence, text: str) -> tuple[Reason, ...]:
        """The check of the whole statement with a sentence changed."""
        start, end = self.places[id(sentence)]
        return _news(self._check(self.text[:start] + text + self.text[end:], self.context).findings, self.now)


def _alone(sentence: str, document: str, language: str) -> Callable[[str], tuple[Reason, ...]]:
    def findings(text: str) -> Iterable[Finding]:
        return check_text(text, document=document, language=language, context=with_settings()).findings

    before = Counter(f.rule for f in findings(sentence))
    return lambda text: _news(findings(text), before)


def _news(findings: Iterable, before: Counter[str]) -> tuple[Reason, ...]:  # type: ignore[type-arg]
    """Findings that were not there before, as reasons. Readability and length only ever gain from plain words."""
    left = Counter(before)
    found: list[Reason] = []
    for finding in findings:
        if left[finding.rule] > 0:
            left[finding.rule] -= 1
        else:
            found.append(Reason("finding", finding.message, "", finding.text))
    return tuple(found)


def _plain(
    around: _Around, statement: Statement, number: int, sentence: Sentence, names: Names
) -> tuple[Proposal, ...]:
    start, end = around.places[id(sentence)]
    findings = [f for f in around.report.findings if start <= f.start and f.end <= end]
    return plain_proposals(sentence.text, statement.language, names=names, findings=findings, offset=start)


def _refined(
    around: _Around,
    statement: Statement,
    number: int,
    sentence: Sentence,
    found: tuple[Proposal, ...],
    names: Names,
    earlier: Refined | None = None,
) -> Refined:
    """Through the gate, then the checks of the whole statement; dropping the least preferred until those are
    content.
    """
    check = around.alone(sentence.text)
    refined = refine_sentence(sentence.text, statement.language, found, names=names, check=check)
    rejected = (*(earlier.rejected if earlier else ()), *refined.rejected)
    while refined.changed and (reasons := around.whole(sentence, refined.text)):
        from onrecord.refine import Rejected

        last = refined.proposals[-1]
        rejected = (*rejected, Rejected(last, reasons))
        left = refined.proposals[:-1]
        refined = refine_sentence(sentence.text, statement.language, left, names=names, check=check)
    kept = refined.kept
    if not refined.changed and rejected:
        from onrecord.refine.gate import NOTHING_PASSED

        kept = NOTHING_PASSED
    return replace(refined, rejected=rejected, kept=kept)
