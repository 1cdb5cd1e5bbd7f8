"""Small changes that make a sentence plainer and leave its facts alone: proposed here, decided by a person.

    refined = refine_sentence("We utilise the site.", "en", plain_proposals("We utilise the site.", "en"))
    [(p.old, p.new, p.why) for p in refined.proposals]

Proposers: `plain` (a lexicon and a splitter, no model) and `infill` (a local model in a child process). Every change
alone
and the merged sentence have to pass the guard; a model ranks, it never judges whether the facts are still there.
"""

from __future__ import annotations

from onrecord.refine.gate import refine_sentence
from onrecord.refine.model import Proposal, Refined, Rejected
from onrecord.refine.plain import plain_proposals

__all__ = ["Proposal", "Refined", "Rejected", "plain_proposals", "refine_sentence"]
