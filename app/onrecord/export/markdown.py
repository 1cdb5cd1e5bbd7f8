"""A statement as Markdown: the statement and nothing else, with the words of facts escaped.

Escaped is only what CommonMark or its GitHub dialect would read as markup (commonmark.org, spec 0.31: 2.4, 4 and 6;
GFM 6.5). Hyphens, dots, brackets of telephone numbers and the plus sign inside a line stay as they are typed: people
read the file as plain text, too.
"""

from __future__ import annotations

import re

from onrecord.drafting.statement import Block, Sentence, Statement

DRAFT_MARK = "DRAFT, NOT CLEARED"
"""The first line of anything that leaves before it is cleared, in every language: whoever receives it must know it."""
DEMO_MARK = "REHEARSAL, NOT REAL"

_INLINE = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~])          # a backslash that would escape what follows
    | [`*]                           # code, emphasis
    | \](?=[(\[:])                   # the end of a link's words
    | (?<![^\W_])_ | _(?![^\W_])     # an underscore that does not stand inside a word
    | <(?=[A-Za-z/!?])               # tags and autolinks
    | &(?=\#?[A-Za-z0-9]{1,31};)     # entities
    | (?<=[^\s/])~ | ~(?=~)          # an end of struck-out text, the beginning of a fence
    """,
    re.VERBOSE,
)
_AT_START = re.compile(
    r"(?P<digits>\d{1,9})(?=[.)](?:\s|$))"  # a numbered item
    r"|(?=\#{1,6}(?:\s|$)|[+-](?:\s|$)|>|(?:-[ \t]*){3,}$|=+$|\[[ xX]\]\s)"
)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_HEADING_END = re.compile(r"(?<=\s)(?=#+$)")


def escape(text: str, *, before: str = "", after: str = "") -> str:
    """Words of a fact so that Markdown shows them as they were typed, between the words `before` and `after`."""
    left, right = before[-1:], after[:32]
    parts: list[str] = []
    at, end = len(left), len(left) + len(text)
    for found in _INLINE.finditer(left + text + right):
        if at <= found.start() < end:
            parts += [(left + text)[at : found.start()], "\\", found[0]]
            at = found.end()
    return "".join((*parts, (left + text)[at:]))


def escape_start(line: str) -> str:
    """A whole line that must not begin a list, a heading, a quotation, a rule or a tick box."""
    found = _AT_START.match(line)
    return line if found is None else f"{found[0]}\\{line[found.end() :]}"


def escape_line(text: str) -> str:
    """Words that stand on a line of their own."""
    return escape_start(escape(text))


def unescaped(text: str) -> str:
    """A Markdown text with its escapes taken away: the words as people read them."""
    return _ESCAPED.sub("", text)


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
        line = escape_start(" ".join(_sentence(s) for s in block.sentences))
        if block.kind == "heading":
            line = _HEADING_END.sub(r"\\", line)
        parts.append(_prefix(block) + line)
    return "".join(parts) + "\n"


def public_text(statement: Statement, *, cleared: bool, demo: bool = False) -> str:
    """What goes to the public folder: the marks that are due, each with an empty line below it, the statement."""
    lines = marks(cleared=cleared, demo=demo)
    return "".join(f"{line}\n\n" for line in lines) + body(statement)


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
    texts = [span.text for span in sentence.spans]
    return "".join(
        escape(span.text, before="".join(texts[:n]), after="".join(texts[n + 1 :]))
        if span.kind == "fact"
        else span.text
        for n, span in enumerate(sentence.spans)
    )


def front_matter(values: dict[str, str]) -> str:
    """YAML front matter for site generators; every value is a quoted string."""
    lines = ["---", *(f'{key}: "{_quoted(value)}"' for key, value in values.items()), "---", ""]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
