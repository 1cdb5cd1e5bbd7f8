"""The values that refinement is about: a proposal, a rejected one, and what became of a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.guard import Reason

Proposer = Literal["lexicon", "splitter", "rule", "model", "hand"]
"""Who wrote the new words; `hand` is a person who changed a proposal of the lexicon, the splitter or a rule."""
PROPOSERS: tuple[Proposer, ...] = ("lexicon", "splitter", "rule", "model")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One edit of one sentence: the words from `start` to `end` (code points in the sentence) become `new`.

    `why` is for the person who decides. `delta` is the model's preference, log p(changed) - log p(unchanged) in nats,
    where a model was asked; it orders proposals and says nothing about their truth.
    """

    start: int
    end: int
    old: str
    new: str
    why: str
    proposer: Proposer
    delta: float | None = None
    rank: int = 0
    """Among the alternatives for the same words: 0 is the one that its author prefers."""
    within: tuple[int, int] | None = None
    """The longer phrase of the lexicon that its words belong to: two halves of one phrase do not make the whole."""

    def applied(self, sentence: str) -> str:
        """The sentence with this change alone."""
        return sentence[: self.start] + self.new + sentence[self.end :]

    def overlaps(self, other: Proposal) -> bool:
        """Whether both cannot be taken together: they touch, or they are parts of one longer phrase of the lexicon."""
        if self.within is not None and self.within == other.within:
            return True
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Rejected:
    """A proposal that nobody sees unless they ask, and what the guard or the checks said of it."""

    proposal: Proposal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refined:
    """What came of one sentence: the proposals that passed, together (`text`), and the rejected ones.

    With no proposal left `text` is the source and `kept` says why in one line.
    """

    source: str
    text: str
    proposals: tuple[Proposal, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    kept: str = ""

    @property
    def changed(self) -> bool:
        return self.text != self.source


def merged(sentence: str, proposals: Iterable[Proposal]) -> str:
    """The sentence with all these changes, which must not overlap."""
    text = sentence
    for proposal in sorted(proposals, key=lambda p: p.start, reverse=True):
        text = proposal.applied(text)
    return text


def trimmed(sentence: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """The same change without the words that stay the same at its beginning and end."""
    old_words, new_words = sentence[start:end].split(" "), new.split(" ")
    while len(old_words) > 1 and len(new_words) > 1 and old_words[0] == new_words[0]:
        start += len(old_words[0]) + 1
        old_words, new_words = old_words[1:], new_words[1:]
    while len(old_words) > 1 and len(new_words) > 1 and old_words[-1] == new_words[-1]:
        end -= len(old_words[-1]) + 1
        old_words, new_words = old_words[:-1], new_words[:-1]
    return start, end, " ".join(new_words)
