"""A statement: one document drafted for one incident in one language, as values that explain themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onrecord.incident.statements import Edit

__all__ = ("Block", "Edit", "Sentence", "Span", "Statement")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words: a passage's own (`text`), a fact's (`fact`), or a visible gap (`gap`)."""

    text: str
    kind: Literal["text", "fact", "gap"] = "text"
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and everything that explains why it stands there."""

    spans: tuple[Span, ...]
    element: str
    prints: tuple[str, ...]
    """Facts whose words it contains."""
    because: tuple[str, ...]
    """Facts whose state or value decided that it stands here."""
    template: str
    line: int
    edit: Edit | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Every fact behind this sentence, printed ones first."""
        return tuple(dict.fromkeys((*self.prints, *self.because)))

    @property
    def gaps(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.kind == "gap")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item."""

    kind: Literal["heading", "paragraph", "item"]
    sentences: tuple[Sentence, ...]
    level: int = 0

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Statement:
    """The draft. `id` is the SHA-256 of what it was made from, so that a stale result is known by comparing ids."""

    id: str
    document: str
    language: str
    blocks: tuple[Block, ...]
    at: datetime
    """The time the text speaks from."""
    stranded: tuple[Edit, ...] = ()
    """Edits whose base sentence no longer stands: shown beside the draft, never applied."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @property
    def gaps(self) -> tuple[Span, ...]:
        return tuple(gap for sentence in self.sentences for gap in sentence.gaps)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that the text prints or rests on."""
        return tuple(dict.fromkeys(name for sentence in self.sentences for name in sentence.rests_on))

    @property
    def elements(self) -> tuple[str, ...]:
        """Elements that are present, in the order of the text."""
        return tuple(dict.fromkeys(s.element for s in self.sentences if s.element and not _only_gap(s)))

    def placed(self) -> Iterator[tuple[Sentence, int, int]]:
        """Each sentence with its start and end in `text`, in code points."""
        at = 0
        for number, block in enumerate(self.blocks):
            if number:
                at += len(_between(self.blocks[number - 1], block))
            at += len(_prefix(block))
            for index, sentence in enumerate(block.sentences):
                at += 1 if index else 0
                yield sentence, at, at + len(sentence.text)
                at += len(sentence.text)

    @property
    def text(self) -> str:
        """The statement as plain Markdown structure, fact text not escaped (export escapes it)."""
        parts: list[str] = []
        for number, block in enumerate(self.blocks):
            if number:
                parts.append(_between(self.blocks[number - 1], block))
            parts.append(_prefix(block) + block.text)
        return "".join(parts)

    @property
    def words(self) -> int:
        """Words without list and heading signs."""
        return sum(len(block.text.split()) for block in self.blocks)


def _only_gap(sentence: Sentence) -> bool:
    return all(span.kind == "gap" or not span.text.strip(" .:") for span in sentence.spans)


def _prefix(block: Block) -> str:
    if block.kind == "heading":
        return "#" * block.level + " "
    return "- " if block.kind == "item" else ""


def _between(before: Block, after: Block) -> str:
    return "\n" if before.kind == after.kind == "item" else "\n\n"
