"""The proposer that needs no model: the lexicon, the splitter, and what a rule says instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from onrecord.checks import Finding
from onrecord.reading import read
from onrecord.refine.lexicon import lexicon_proposals
from onrecord.refine.model import Proposal, trimmed
from onrecord.refine.splitter import splits


def plain_proposals(
    sentence: str,
    language: str,
    *,
    names: tuple[tuple[str, str], ...] = (),
    findings: Iterable[Finding] = (),
    offset: int = 0,
) -> tuple[Proposal, ...]:
    """All changes that lexicon, splitter and rules offer for one sentence, unjudged, in the order of the text.

    `findings` are those of the text that the sentence stands in at `offset`; only replacements inside the sentence
    count.
    """
    found: dict[tuple[int, int, str], Proposal] = {}
    for part in read(sentence, language, markdown=False, names=names).sentences:
        for proposal in (*lexicon_proposals(part), *splits(part)):
            placed = _moved(proposal, part.start)
            found.setdefault((placed.start, placed.end, placed.new), placed)
    for proposal in _of_rules(sentence, findings, offset):
        found.setdefault((proposal.start, proposal.end, proposal.new), proposal)
    return tuple(sorted(found.values(), key=lambda p: (p.start, p.end)))


def _moved(proposal: Proposal, by: int) -> Proposal:
    if not by:
        return proposal
    within = None if proposal.within is None else (proposal.within[0] + by, proposal.within[1] + by)
    return replace(proposal, start=proposal.start + by, end=proposal.end + by, within=within)


def _of_rules(sentence: str, findings: Iterable[Finding], offset: int) -> Iterable[Proposal]:
    for finding in findings:
        start, end = finding.start - offset, finding.end - offset
        if not 0 <= start < end <= len(sentence):
            continue
        for replacement in finding.replacements:
            new = replacement
            if new and sentence[start].isupper():
                new = new[0].upper() + new[1:]
            first, last, words = trimmed(sentence, start, end, new)
            if sentence[first:last] != words:
                yield Proposal(first, last, sentence[first:last], words, finding.message, "rule")
