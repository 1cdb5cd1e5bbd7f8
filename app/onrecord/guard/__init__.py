"""Does a rewrite say exactly what the sentence says?

    verdict = judge("We will not close the plant.", "We won't shut the plant.", "en")
    verdict.accepted, [(reason.kind, reason.message) for reason in verdict.reasons]

It rejects by default: every content word, literal and cue of both sides has to be accounted for. It never says that two
texts mean the same, only that no difference was found. Deterministic; no model.
"""

from __future__ import annotations

from onrecord.guard.model import KINDS, Reason, Verdict
from onrecord.guard.verdict import judge

__all__ = ["KINDS", "Reason", "Verdict", "judge"]
