"""The gate: every change alone, then all of them together, has to show no difference to the guard.

A model's preference puts what has passed in order. It never opens the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.guard import Reason, judge
from onrecord.refine.model import Proposal, Refined, Rejected, merged

Names = tuple[tuple[str, str], ...]
Check = Callable[[str], tuple[Reason, ...]]
"""What speaks against a whole new sentence beside the guard (the checks), as reasons; nothing at all when it may
stand.
"""

NOTHING = "nothing to improve"
NOTHING_PASSED = "every change would have altered more than the wording"

_BEHIND = {"rule": 0, "lexicon": 0, "splitter": 2, "model": 1}
_A_CHARACTER = 0.25
"""Nats that a character saved is worth beside a model's preference."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a changed sentence is held against."""

    source: str
    language: str
    names: Names = ()
    check: Check | None = None

    def reasons(self, candidate: str) -> tuple[Reason, ...]:
        """Why a candidate may not stand in the place of the source; empty when nothing speaks against it."""
        verdict = judge(self.source, candidate, self.language, names=self.names)
        if not verdict.accepted:
            return verdict.reasons
        return self.check(candidate) if self.check is not None else ()


def gated(gate: Gate, proposals: Iterable[Proposal]) -> tuple[tuple[Proposal, ...], tuple[Rejected, ...]]:
    """The proposals that pass alone, and the others with their reasons."""
    passed: list[Proposal] = []
    rejected: list[Rejected] = []
    for proposal in proposals:
        reasons = gate.reasons(proposal.applied(gate.source))
        if reasons:
            rejected.append(Rejected(proposal, reasons))
        else:
            passed.append(proposal)
    return tuple(passed), tuple(rejected)


def combined(gate: Gate, proposals: Iterable[Proposal]) -> tuple[str, tuple[Proposal, ...], tuple[Rejected, ...]]:
    """The best of these that do not overlap, taken one after the other as long as the merged sentence passes."""
    taken: list[Proposal] = []
    rejected: list[Rejected] = []
    for proposal in sorted(proposals, key=_best_first):
        if any(proposal.overlaps(other) for other in taken):
            continue
        if not taken:
            taken.append(proposal)
            continue
        reasons = gate.reasons(merged(gate.source, (*taken, proposal)))
        if reasons:
            rejected.append(Rejected(proposal, reasons))
        else:
            taken.append(proposal)
    taken.sort(key=lambda p: p.start)
    return merged(gate.source, taken), tuple(taken), tuple(rejected)


def refine_sentence(
    source: str,
    language: str,
    proposals: Iterable[Proposal],
    *,
    names: Names = (),
    check: Check | None = None,
) -> Refined:
    """What may be offered for this sentence. The original stands when nothing passes."""
    wanted = tuple(proposals)
    if not wanted:
        return Refined(source, source, kept=NOTHING)
    gate = Gate(source, language, names, check)
    passed, rejected = gated(gate, wanted)
    text, taken, more = combined(gate, passed)
    return Refined(source, text, taken, (*rejected, *more), "" if taken else NOTHING_PASSED)


def _best_first(proposal: Proposal) -> tuple[float, float, int]:
    """Where no model was asked: the author's first choice, then what saves most. Else preference and saving
    together.
    """
    saved = len(proposal.old) - len(proposal.new)
    if proposal.delta is None:
        return (proposal.rank + _BEHIND[proposal.proposer] * 10, -saved, proposal.start)
    return (0, -(proposal.delta + saved * _A_CHARACTER), proposal.start)
