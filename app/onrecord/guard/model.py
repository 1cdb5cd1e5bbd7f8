"""What the guard hands out (verdict and reasons), and what it compares (items of one side)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from onrecord.reading import Literal, Reading

KINDS = (
    "number_changed",
    "number_dropped",
    "number_added",
    "unit_or_scale_changed",
    "date_time_changed",
    "timezone_dropped",
    "name_changed",
    "name_dropped",
    "name_added",
    "negation_dropped",
    "negation_added",
    "hedge_dropped",
    "hedge_added",
    "absolute_added",
    "scope_changed",
    "commitment_added",
    "commitment_dropped",
    "liability_added",
    "cause_added",
    "quote_altered",
    "url_email_phone_altered",
    "agent_swapped",
    "status_changed",
    "order_or_condition_changed",
    "apology_dropped",
    "meta_text",
    "chatty_suffix",
    "language_switched",
    "truncated",
    "repeated",
    "hallucinated_sentence",
    "attribution_dropped",
    "antonym_swap",
)
"""Every kind of difference that a reason can name: a closed list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference: its kind (one of KINDS), what it is in words, and the stretches of both texts ("": none)."""

    kind: str
    message: str
    source_text: str = ""
    candidate_text: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted means that no difference was found; otherwise the reasons say which."""

    accepted: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> str:
        """ "accept" or "reject"."""
        return "accept" if self.accepted else "reject"


class Item(NamedTuple):
    """One thing that a side says: a content word, a cue (negation, hedge ...) or a literal.

    `atoms` are all concepts that it can stand for: two items agree when they share one. Concepts in capitals are cues.
    `clause` and `sentence` are numbered within the side; `head` is the preposition before it, `pointed` whether "the"
    or "this" stands before it, `weak` whether it may come and go, `phase` how far it has come, `ours` whether "our"
    stands before it, `amount` "one" after "a", "many" for a plural.
    """

    kind: str  # word, cue, literal
    atoms: frozenset[str]
    start: int
    end: int
    text: str
    clause: int
    sentence: int
    head: str = ""
    name: bool = False
    weak: bool = False
    pointed: bool = False
    literal: Literal | None = None
    phase: str = ""
    ours: bool = False
    amount: str = ""


class Side(NamedTuple):
    """One of the two texts, as far as the guard looks at it."""

    reading: Reading
    items: tuple[Item, ...]
    quotes: tuple[str, ...]
    persons: frozenset[str]
    symbols: tuple[str, ...]
    paraphrased: bool
    """Whether a paraphrase was read as what it stands for."""

    @property
    def text(self) -> str:
        return self.reading.text

    def words(self, start: int, end: int) -> str:
        """What stands there, as written."""
        return self.reading.text[start:end]


class Difference(NamedTuple):
    """A difference before it is put into words: the items at fault on both sides."""

    kind: str
    source: tuple[Item, ...] = ()
    candidate: tuple[Item, ...] = ()
    source_text: str = ""
    candidate_text: str = ""
