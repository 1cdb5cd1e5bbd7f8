"""What differs between two texts, sentence by sentence and word by word."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

NEAR = 0.5
"""From this likeness on two sentences are shown as one that changed."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words: in both texts, only in the old one, only in the new one."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence that differs: `old` is empty for a new one, `new` for one that is gone."""

    old: str
    new: str
    words: tuple[Words, ...]


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[Changed, ...]:
    """The sentences that differ, in the order of the new text; those that are gone stand where they stood."""
    found: list[Changed] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = list(old[i:j]), list(new[k:m])
        for sentence in after:
            nearest = max(before, key=lambda b: _like(b, sentence), default="")
            if nearest and _like(nearest, sentence) >= NEAR:
                before.remove(nearest)
                found.append(Changed(nearest, sentence, word_by_word(nearest, sentence)))
            else:
                found.append(Changed("", sentence, (Words("new", sentence),)))
        found += [Changed(sentence, "", (Words("gone", sentence),)) for sentence in before]
    return tuple(found)


def word_by_word(old: str, new: str) -> tuple[Words, ...]:
    """Two sentences as runs of words."""
    a, b = old.split(), new.split()
    runs: list[Words] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Words("same", " ".join(a[i:j])))
            continue
        if i < j:
            runs.append(Words("gone", " ".join(a[i:j])))
        if k < m:
            runs.append(Words("new", " ".join(b[k:m])))
    return tuple(runs)


def plain(words: Sequence[Words]) -> str:
    """Runs on one line, for people: `we know of [-3,400-] {+12,000+} accounts`."""
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(signs[run.kind].format(run.text) for run in words)


def _like(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR else 0.0
