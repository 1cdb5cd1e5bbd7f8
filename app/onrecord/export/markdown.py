"""A statement as Markdown: the statement and nothing else, with the words of facts escaped."""

from __future__ import annotations

import re

from onrecord.drafting.statement import Block, Sentence, Statement

DRAFT_MARK = "DRAFT, NOT CLEARED"
"""The first line of anything that leaves before it is cleared, in every language: whoever receives it must know it."""
DEMO_MARK = "REHEARSAL, NOT REAL"

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")
_AT_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")


def escape(text: str) -> str:
    """Words of a fact so that Markdown shows them as they were typed."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def marks(*, cleared: bool, demo: bool) -> tuple[str, ...]:
    """The warning lines above a text: for a rehearsal, and for a text that nobody has cleared."""
    return (*([] if cleared else [DRAFT_MARK]), *([DEMO_MARK] if demo else []))


def body(statement: Statement) -> str:
    """The statement's Markdown without any mark."""
    parts: list[str] = []
    for number, block in enumerate(statement.blocks):
        if number:
            joined = statement.blocks[number - 1].kind == block.kind == "item"
            parts.append("\n" if joined else "\n\n")
        parts.append(_prefix(block) + " ".join(_sentence(s) for s in block.sentences))
    return "".join(parts) + "\n"


def public_text(statement: Statement, *, cleared: bool, demo: bool = False) -> str:
    """What goes to the public folder: the marks that are due, an empty line, the statement."""
    lines = marks(cleared=cleared, demo=demo)
    return "".join(f"{line}\n" for line in lines) + ("\n" if lines else "") + body(statement)


def plain_text(statement: Statement, *, cleared: bool, demo: bool = False) -> str:
    """The statement for the clipboard: no escapes, heading signs gone, the marks that are due on top."""
    lines = [*marks(cleared=cleared, demo=demo)]
    if lines:
        lines.append("")
    blocks = []
    for block in statement.blocks:
        blocks.append(("- " if block.kind == "item" else "") + block.text)
    return "\n".join(lines) + ("\n" if lines else "") + "\n\n".join(blocks).replace("\n\n- ", "\n- ") + "\n"


def _prefix(block: Block) -> str:
    if block.kind == "heading":
        return "#" * block.level + " "
    return "- " if block.kind == "item" else ""


def _sentence(sentence: Sentence) -> str:
    if sentence.edit is not None:
        return escape(sentence.text)
    return "".join(escape(span.text) if span.kind == "fact" else span.text for span in sentence.spans)


def front_matter(values: dict[str, str]) -> str:
    """YAML front matter for site generators; every value is a quoted string."""
    lines = ["---", *(f'{key}: "{_quoted(value)}"' for key, value in values.items()), "---", ""]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
