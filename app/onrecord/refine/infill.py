"""Copy-forced infill: a model may put other words in the place of open ones; everything else is copied by force.

The engine writes and prefers, this module decides what of it is worth showing to the guard: plainer, and inside the
locks.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.reading import read
from onrecord.refine.engine import Engine, Said, Task
from onrecord.refine.locks import open_words
from onrecord.refine.model import Proposal, trimmed

SURE = -1.0
"""Nats. Below it a model's own changes turned unsafe in trials (a tense changed, urgency dropped)."""
GRAMMATICAL = -9.0
"""Nats. Below it words from the lexicon turned out clumsy in their sentence."""
MOST = 24
"""Changes of one sentence that are handed on; the likeliest come first."""

_SYLLABLES = re.compile(r"[aeiouyàèéìòù]+", re.IGNORECASE)
_WORDS_ONLY = re.compile(r"[A-Za-zÀ-ÿ' -]+")


def task_for(sentence: str, language: str, *, names: tuple[tuple[str, str], ...] = ()) -> Task:
    """What a model is asked about a sentence: the sentence and its open words."""
    words: list[tuple[int, int]] = []
    for part in read(sentence, language, markdown=False, names=names).sentences:
        words += [(w.start, w.end) for w in open_words(part)]
    return Task(sentence, language, tuple(words))


def infill_proposals(
    engine: Engine,
    sentence: str,
    language: str,
    *,
    names: tuple[tuple[str, str], ...] = (),
    seconds: float = 20.0,
) -> Iterator[Proposal | Said]:
    """A model's changes of a sentence that make it plainer, unjudged, with its tokens and its `done` in between.

    After `seconds` what came until then counts.
    """
    task = replace(task_for(sentence, language, names=names), seconds=seconds)
    if not task.words:
        return
    until = time.monotonic() + 2 * seconds
    seen: set[tuple[int, int, str]] = set()
    for said in engine.suggest(task):
        if said.kind != "change":
            yield said
        elif len(seen) < MOST:
            start, end, new = trimmed(sentence, said.start, said.end, said.text)
            if (start, end, new) in seen or not inside(task, start, end) or not plainer(sentence[start:end], new):
                continue
            seen.add((start, end, new))
            yield Proposal(start, end, sentence[start:end], new, "the model's wording", "model")
        if time.monotonic() > until:
            return


def inside(task: Task, start: int, end: int) -> bool:
    """Whether a change stays on open words: every word it takes away has to be one."""
    text = task.sentence
    taken = [
        (m.start(), m.end())
        for m in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text)
        if m.start() < end and start < m.end()
    ]
    return bool(taken) and all(word in task.words for word in taken)


def plainer(old: str, new: str) -> bool:
    """Whether the new words are plainer: fewer words, syllables or letters, and never more words. Nothing is
    deleted.
    """
    if not new.strip() or not _WORDS_ONLY.fullmatch(new) or new[1:] != new[1:].lower() or new.lower() == old.lower():
        return False
    if new[:1].isupper() != old[:1].isupper():
        return False
    old_words, new_words = len(old.split()), len(new.split())
    before, after = _syllables(old), _syllables(new)
    shorter = len(new) <= len(old) - 2
    return after <= before and new_words <= old_words and (after < before or new_words < old_words or shorter)


def _syllables(text: str) -> int:
    return sum(max(1, len(_SYLLABLES.findall(re.sub(r"(?:e|es|ed)\b", "", word) or word))) for word in text.split())


def preferred(engine: Engine, sentence: str, language: str, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """What passed the guard, with the model's preference; its own changes below SURE and clumsy ones are left out.

    A preference never lets anything in: it orders, and leaves out what reads badly.
    """
    wanted = tuple(proposals)
    scored: list[Proposal] = []
    task = Task(sentence, language, ())
    scores = [s.value for s in engine.score(task, [p.applied(sentence) for p in wanted]) if s.kind == "score"]
    for proposal, value in zip(wanted, scores, strict=False):
        if proposal.proposer == "splitter" or value >= (SURE if proposal.proposer == "model" else GRAMMATICAL):
            scored.append(replace(proposal, delta=round(value, 3)))
    return tuple(scored)
