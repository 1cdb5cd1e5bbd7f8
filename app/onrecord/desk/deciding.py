"""What a person decides about proposals for plainer words: taken, left, changed, undone, edit by edit.

    looked = merged_offer(None, offer)
    step = take(session, statement, looked, [0], by="Rossi")     # on disk when this returns

Rows are only ever added: nothing vanishes or moves under the key that a person is about to press.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import Change, base_of
from onrecord.desk.refine import Offer, accept, judged
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import BadInput
from onrecord.guard import Reason
from onrecord.incident.clean import LONG, clean_text
from onrecord.refine import Proposal, Rejected


class Choice(StrEnum):
    """What was decided about one edit."""

    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """One edit on the screen. `reasons` is what the guard and the checks say of words that a person changed."""

    proposal: Proposal
    choice: Choice = Choice.OPEN
    reasons: tuple[Reason, ...] = ()
    model: str = ""
    """The note of the model that proposed it; empty where no model did."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence (`number` from 1, as it stood when the work began) with every edit that was shown for it."""

    number: int
    sentence: Sentence
    rows: tuple[Row, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    kept: str = ""
    """Why nothing is proposed, where nothing is."""

    @property
    def in_order(self) -> tuple[int, ...]:
        """Indexes of the rows in the order of the text."""
        return tuple(sorted(range(len(self.rows)), key=lambda i: (self.rows[i].proposal.start, i)))

    @property
    def chosen(self) -> tuple[Proposal, ...]:
        """What was taken, in the order of the text."""
        return tuple(self.rows[i].proposal for i in self.in_order if self.rows[i].choice is Choice.TAKEN)

    @property
    def models(self) -> str:
        """Which models had a part in what was taken."""
        notes = (row.model for row in self.rows if row.choice is Choice.TAKEN and row.model)
        return "; ".join(dict.fromkeys(notes))

    def count(self, choice: Choice) -> int:
        """How many edits are open, taken or left."""
        return sum(row.choice is choice for row in self.rows)

    def with_row(self, index: int, row: Row) -> Looked:
        """The same with one row in the place of another."""
        return replace(self, rows=(*self.rows[:index], row, *self.rows[index + 1 :]))


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did, to be taken back: the rows as they were, and the change on disk where there is one."""

    after: tuple[Looked, ...]
    before: tuple[tuple[int, int, Row], ...]
    """Sentence number, index, row."""
    change: Change | None = None
    refused: tuple[Reason, ...] = ()
    """Why an edit was not taken; the rows are as they were."""


def merged_offer(before: Looked | None, offer: Offer, model: str = "") -> Looked:
    """What is shown once an offer has come: rows that stand stay, proposals that fit beside them are added.

    `model` is the note of the engine that is at work, if one is.
    """
    rows = list(before.rows if before is not None else ())
    for proposal in offer.refined.proposals:
        known = any((r.proposal.start, r.proposal.old, r.proposal.new) == _key(proposal) for r in rows)
        if not known and not any(r.choice is not Choice.LEFT and r.proposal.overlaps(proposal) for r in rows):
            rows.append(Row(proposal, model=model if proposal.proposer == "model" else ""))
    return Looked(offer.number, offer.sentence, tuple(rows), offer.refined.rejected, offer.refined.kept)


def _key(proposal: Proposal) -> tuple[int, str, str]:
    return proposal.start, proposal.old, proposal.new


def seen(looked: Looked) -> frozenset[tuple[int, str, str]]:
    """What was shown for a sentence, for a model that is to find something else."""
    return frozenset((looked.number, row.proposal.old, row.proposal.new) for row in looked.rows)


def main_reason(rejected: Iterable[Rejected]) -> Reason | None:
    """The reason that rejected most; the first of them where several did."""
    reasons = [r.reasons[0] for r in rejected if r.reasons]
    if not reasons:
        return None
    kind = Counter(r.kind for r in reasons).most_common(1)[0][0]
    return next(r for r in reasons if r.kind == kind)


def take(session: Session, statement: Statement, looked: Looked, indexes: Sequence[int], *, by: str) -> Step:
    """Put edits of one sentence into the text, beside those taken before, if the guard finds no difference."""
    done, before, refused = _taken(session, statement, looked, indexes)
    if refused or not before:
        return Step((looked,), (), refused=refused)
    _still_there(session, statement, (looked,))
    change = accept(session, statement, ((done.sentence, done.chosen),), by=by, model=done.models)
    return Step((done,), before, change)


def take_all(session: Session, statement: Statement, every: Iterable[Looked], *, by: str) -> Step:
    """Put everything that is open and passed into the text, as one step; the edits say that it was taken at once."""
    after: list[Looked] = []
    rows: tuple[tuple[int, int, Row], ...] = ()
    for looked in every:
        done, before, _ = _taken(session, statement, looked, looked.in_order)
        if before:
            after.append(done)
            rows += before
    if not after:
        return Step((), ())
    _still_there(session, statement, after)
    changes = [
        accept(session, statement, ((one.sentence, one.chosen),), by=by, model=one.models, at_once=True)
        for one in after
    ]
    return Step(tuple(after), rows, replace(changes[-1], before=changes[0].before))


def _taken(
    session: Session, statement: Statement, looked: Looked, indexes: Sequence[int]
) -> tuple[Looked, tuple[tuple[int, int, Row], ...], tuple[Reason, ...]]:
    """Rows marked as taken one after the other as long as they pass together; what was refused says why."""
    before: list[tuple[int, int, Row]] = []
    refused: tuple[Reason, ...] = ()
    one = len(indexes) == 1
    for index in indexes:
        row = looked.rows[index]
        if row.choice is Choice.TAKEN or (row.choice is Choice.LEFT and not one):
            continue
        if row.reasons:
            refused = refused or row.reasons
            continue
        if any(row.proposal.overlaps(p) for p in looked.chosen):
            continue
        tried = looked.with_row(index, replace(row, choice=Choice.TAKEN))
        if reasons := judged(session, statement, looked.sentence, tried.chosen):
            refused = refused or reasons
            continue
        before.append((looked.number, index, row))
        looked = tried
    return looked, tuple(before), refused


def leave(looked: Looked, index: int) -> Step:
    """Leave the sentence's own words where an edit was offered."""
    row = looked.rows[index]
    return Step((looked.with_row(index, replace(row, choice=Choice.LEFT)),), ((looked.number, index, row),))


def change_words(session: Session, statement: Statement, looked: Looked, index: int, text: str) -> Step:
    """A person's words in the place of the proposed ones, judged like any proposal. Raises BadInput for unusable text.

    Words that a model proposed stay a model's; any others are a hand's from now on.
    """
    clean, _ = clean_text(text, limit=LONG, what="This text")
    row = looked.rows[index]
    new = " ".join(clean.split())
    if new in (row.proposal.new, row.proposal.old):
        return Step((looked,), ())
    proposer = "model" if row.proposal.proposer == "model" else "hand"
    proposal = replace(row.proposal, new=new, proposer=proposer, delta=None)  # type: ignore[arg-type]
    beside = tuple(p for p in looked.chosen if not p.overlaps(proposal))
    reasons = judged(session, statement, looked.sentence, (*beside, proposal), whole=True)
    return Step(
        (looked.with_row(index, Row(proposal, reasons=reasons, model=row.model)),), ((looked.number, index, row),)
    )


def _still_there(session: Session, statement: Statement, every: Iterable[Looked]) -> None:
    """A fact may have changed since the work began: nothing is taken for a sentence that no longer stands."""
    now = draft_document(session, statement.document, statement.language)
    there = {(s.element, base_of(s)) for s in now.sentences}
    if any((one.sentence.element, base_of(one.sentence)) not in there for one in every):
        raise BadInput("this sentence has changed since", hint="Go back, then look at the statement anew.")
