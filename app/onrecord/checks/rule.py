"""A rule as it is declared in its file, before it meets a text."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from onrecord.checks.model import Severity, Stop

Kind = Literal[
    "existence",
    "substitution",
    "occurrence",
    "density",
    "required",
    "order",
    "if-then",
    "fact-bound",
    "metric",
    "likeness",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

EVIDENCE: frozenset[Kind] = frozenset(["existence", "substitution"])
"""Kinds whose rules count for the likeness of the sentence that they fire in."""

PHRASE_ROLES = ("phrases", "unless", "unless_text", "with", "with_text", "except")
"""Which lists of phrases a rule may have. `with` and `unless` look at the same sentence, `_text` at the whole text;
`except` drops a match that it overlaps. An item `#name` stands for a cue of the language's cues.toml."""


class Rule(NamedTuple):
    """One rule; a tuple, because making a frozen dataclass costs more than reading all rules.

    `id` is its path (`en/non_apology/conditional`), its category the folder it stands in. `documents`, `scenarios` and
    `jurisdictions` limit where it applies; empty: everywhere. `ends` limits it to sentences that end so. `elements` and
    `before` name elements. `limit` belongs to occurrence, density, metric and likeness, `facts` and `equals` to
    fact-bound.
    """

    id: str
    kind: Kind
    category: str
    severity: Severity
    message: str
    why: str = ""
    instead: str = ""
    source: str = ""
    stop: Stop = "author"
    documents: tuple[str, ...] = ()
    not_documents: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_text: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    with_text: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    quotes: bool = False
    swaps: tuple[tuple[str, str], ...] = ()
    limit: float = 0
    metric: str = ""
    elements: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    equals: str = ""
    from_words: int = 0
    undated: str = ""
    """A match counts only without a date in the sentence (`date`), without any exact time in it (`when`), or without
    a date anywhere in the text (`text`)."""
    below: int = 0
    """A match that holds a number from here on does not count: so many people are nobody in particular."""
    weak: bool = False
    """Its phrases prove too little to be told alone: they count for the rule of likeness of the same category."""
    table: str = "statements"
    """Which table of weights a rule of kind likeness asks."""
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()

    def applies_to(self, document: str) -> bool:
        """Whether the rule is for this type of document."""
        return document not in self.not_documents and (not self.documents or document in self.documents)

    def roles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Its lists of phrases by role; a substitution's phrases are the left sides of its swaps."""
        return (
            ("phrases", self.phrases or tuple(old for old, _ in self.swaps)),
            ("unless", self.unless),
            ("unless_text", self.unless_text),
            ("with", self.with_),
            ("with_text", self.with_text),
            ("except", self.except_),
        )


class Duty(NamedTuple):
    """Elements that a document needs when one of the cues `when` occurs in the text and none of `unless`."""

    needs: tuple[str, ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    """Elements of which one must be present for this duty to count."""
