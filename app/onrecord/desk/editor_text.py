"""A whole statement for $EDITOR: one sentence per line under a numbered comment, and the way back to edits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.content.messages import load_messages
from onrecord.desk.edit import Change, base_of, edit_sentences, why_fixed
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.incident.clean import clean_text

_ANCHOR = re.compile(r"^#\s*\[(\d{1,4})\]")
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What came back: sentences with new words (none: taken out), and lines that belong to no sentence."""

    changed: tuple[tuple[Sentence, str], ...] = ()
    unmatched: tuple[str, ...] = ()


def for_editor(statement: Statement) -> str:
    """The text as a file for an editor."""
    messages = load_messages("en")
    lines = [f"# {line}" for line in messages.text("statements.editor_head").splitlines()]
    for number, sentence in enumerate(statement.sentences, 1):
        name = sentence.element or messages.text("statements.layout")
        fixed = why_fixed(sentence)
        note = f", {messages.text(f'statements.editor_{fixed}')}" if fixed else ""
        lines += ["", f"# [{number}] {name}{note}", sentence.text]
    return "\n".join(lines) + "\n"


def from_editor(statement: Statement, text: str) -> ReadBack:
    """Which sentences were changed. A comment names the sentence below it; a line whose comment is gone is matched by
    its words, and what cannot be matched is given back, never dropped."""
    sentences = statement.sentences
    groups, loose = _groups(clean_text(text, limit=1_000_000, what="This file")[0], len(sentences))
    loose += _misplaced(groups, sentences)
    for line in list(loose):
        number = _owner(line, sentences, groups)
        if number is not None:
            groups[number] = [line]
            loose.remove(line)
    changed: list[tuple[Sentence, str]] = []
    for number, sentence in enumerate(sentences):
        words = " ".join(" ".join(groups.get(number, ())).split())
        if words == " ".join(sentence.text.split()):
            continue
        if why_fixed(sentence):
            # A gap or the line with the time: what was written there cannot be used, and is shown.
            loose += [words] if words else []
            continue
        changed.append((sentence, words))
    return ReadBack(tuple(changed), tuple(loose))


def apply(session: Session, statement: Statement, read: ReadBack, *, by: str) -> Change | None:
    """Keep what came back as edits, in one step; None when nothing was changed."""
    return edit_sentences(session, statement, read.changed, by=by) if read.changed else None


def _groups(text: str, count: int) -> tuple[dict[int, list[str]], list[str]]:
    groups: dict[int, list[str]] = {}
    loose: list[str] = []
    current: int | None = None
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("#"):
            found = _ANCHOR.match(line)
            if found:
                number = int(found.group(1)) - 1
                known = 0 <= number < count and number not in groups
                current = number if known else None
                if known:
                    groups[number] = []
            continue
        if current is None:
            loose.append(line)
        else:
            groups[current].append(line)
    return groups, loose


def _misplaced(groups: dict[int, list[str]], sentences: tuple[Sentence, ...]) -> list[str]:
    """Lines that stand under one sentence's comment but are the words of another whose own comment is gone."""
    found: list[str] = []
    orphans = [sentence for n, sentence in enumerate(sentences) if n not in groups]
    for lines in groups.values():
        moved = [line for line in lines[1:] if any(_likeness(sentence, line) >= _ALIKE for sentence in orphans)]
        for line in moved:
            lines.remove(line)
        found += moved
    return found


def _owner(line: str, sentences: tuple[Sentence, ...], groups: dict[int, list[str]]) -> int | None:
    free: Iterable[int] = (n for n in range(len(sentences)) if not groups.get(n))
    best: tuple[float, int] | None = None
    for number in free:
        likeness = _likeness(sentences[number], line)
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = (likeness, number)
    return best[1] if best else None


def _likeness(sentence: Sentence, line: str) -> float:
    """How much a line is like a sentence as it stands or as it was drafted: 0 to 1."""
    texts = dict.fromkeys((sentence.text, base_of(sentence)))
    return max(_ratio(text, line) for text in texts)


def _ratio(text: str, line: str) -> float:
    matcher = difflib.SequenceMatcher(None, text, line, autojunk=False)
    # Two lengths that are far apart cannot be alike: a pasted page is not compared letter by letter.
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
