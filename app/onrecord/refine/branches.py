"""Copy-forced infill with a loaded model: the source is forced, and at its open words other continuations are tried.

The prompt and the source are evaluated once. What the model would have said at each open word is read off there;
each of the
likeliest other words becomes a continuation of its own, written greedily until it meets a later word of the source. All
continuations are evaluated together, and only from where they leave the source.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from onrecord.refine.llama import SEQUENCES, Fed, LlamaModel, Logits, log_probabilities
from onrecord.refine.prompts import prompt

STEPS = 6
"""Tokens of a continuation: a change is a few words."""
AT_A_WORD = 4
"""Other beginnings tried at one word."""
UNLIKELY = -7.0
"""Nats. Beginnings below it never became a change worth showing."""
REACH = 7
"""Words of the source that one change may take the place of."""
AFTER = 8
"""Tokens after a change that still count when two sentences are compared."""

_UNIT = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
Say = Callable[..., None]


@dataclass(slots=True)
class _Read:
    """A sentence that was evaluated: its tokens, what follows each of them, and where they begin in the text."""

    key: tuple[str, str]
    base: int
    source: list[int]
    rows: Logits
    starts: list[int]


@dataclass(slots=True)
class _Branch:
    """One continuation: which unit of the source it begins at, its tokens, and its text so far."""

    unit: int
    place: int
    tokens: list[int]
    text: str
    likely: float
    met: int = -1
    units: list[str] = field(default_factory=list)


def suggest(model: LlamaModel, asked: dict[str, Any], say: Say) -> None:
    """Say the changes that the model would make at the open words of a sentence, then `done` with what it cost."""
    before = model.evaluated
    sentence = str(asked["sentence"])
    read = _read(model, asked)
    generated = 0
    if read is not None:
        units = [(m.start(), m.end(), m[0]) for m in _UNIT.finditer(sentence)]
        branches = _beginnings(model, read, sentence, units, [tuple(w) for w in asked["words"]])
        for start in range(0, len(branches), SEQUENCES - 1):
            until = time.monotonic() + float(asked.get("seconds", 20.0))
            generated += _grow(model, read, units, branches[start : start + SEQUENCES - 1], say, until)
        for branch in sorted(branches, key=lambda b: -b.likely):
            _tell(branch, units, say)
    say("done", evaluated=model.evaluated - before, generated=generated)


def score(model: LlamaModel, asked: dict[str, Any], say: Say) -> None:
    """Say for each candidate sentence how much likelier it is than the source (nats), then `done`."""
    before = model.evaluated
    read = _read(model, asked)
    for candidate in asked["candidates"]:
        say("score", value=-99.0 if read is None else round(_delta(model, read, str(candidate)), 4))
    say("done", evaluated=model.evaluated - before)


def _read(model: LlamaModel, asked: dict[str, Any]) -> _Read | None:
    """The sentence after its prompt, evaluated; the last one is kept. None where it does not fit into the context."""
    key = (str(asked["sentence"]), str(asked["language"]))
    if isinstance(model.memo, _Read) and model.memo.key == key:
        return model.memo
    fixed, own = prompt(model.chat, key[1], key[0])
    head: list[int] = []
    for n, (text, special) in enumerate(fixed):
        head += model.tokens(text, special=special, first=n == 0)
    same = len(head)
    for text, special in own:
        head += model.tokens(text, special=special)
    source = model.tokens(key[0])
    if not source or len(head) + len(source) + (SEQUENCES - 1) * (STEPS + 1) + 2 * len(source) > model.context:
        return None
    rows = model.read([*head, *source], same, len(head) - 1)
    starts, at = [], 0
    for token in source:
        starts.append(at)
        at += len(model.piece(token).decode("utf-8", "replace"))
    read = model.memo = _Read(key, len(head), source, rows, starts)
    return read


def _beginnings(
    model: LlamaModel,
    read: _Read,
    sentence: str,
    units: list[tuple[int, int, str]],
    words: Sequence[tuple[int, ...]],
) -> list[_Branch]:
    """Other first tokens at the open words, likeliest first, as many as are tried at all."""
    open_starts = {start for start, _ in words}
    found: list[_Branch] = []
    for number, (start, _, word) in enumerate(units):
        if start not in open_starts:
            continue
        spaced = start > 0 and sentence[start - 1] == " "
        place = next((n for n, s in enumerate(read.starts) if s == start - spaced), -1)
        if place < 0:
            continue
        row = log_probabilities(read.rows[place : place + 1])[0]
        tried = 0
        for token in np.argsort(row)[::-1][: AT_A_WORD * 4]:
            if row[token] < UNLIKELY or tried == AT_A_WORD:
                break
            if token == read.source[place] or model.ends(int(token)):
                continue
            piece = model.piece(int(token)).decode("utf-8", "replace")
            if not re.fullmatch(r" ?[A-Za-zÀ-ÿ]+", piece) or piece.startswith(" ") != spaced:
                continue
            if word.lower().startswith(piece.strip().lower()) and len(piece.strip()) < 3:
                continue
            tried += 1
            found.append(_Branch(number, place, [int(token)], piece, float(row[token] - row[read.source[place]])))
    found.sort(key=lambda b: -b.likely)
    return found[: SEQUENCES - 1]


def _grow(
    model: LlamaModel,
    read: _Read,
    units: list[tuple[int, int, str]],
    branches: Sequence[_Branch],
    say: Say,
    until: float,
) -> int:
    """Write the continuations side by side until each meets the source again, or has had its tokens."""
    generated = 0
    for sequence, branch in enumerate(branches, 1):
        model.fork(sequence, read.base + branch.place)
    live = list(enumerate(branches, 1))
    for _ in range(STEPS):
        if not live or time.monotonic() > until:
            break
        rows = model.decode(
            [Fed(b.tokens[-1], read.base + b.place + len(b.tokens) - 1, sequence, True) for sequence, b in live]
        )
        still = []
        for (sequence, branch), row in zip(live, rows, strict=True):
            generated += 1
            token = int(row.argmax())
            piece = model.piece(token).decode("utf-8", "replace")
            if _meets(branch, units, piece) or model.ends(token) or "\n" in piece or not piece:
                model.forget(sequence)
                continue
            branch.tokens.append(token)
            branch.text += piece
            say("token", text=piece)
            still.append((sequence, branch))
        live = still
    for sequence, _ in live:
        model.forget(sequence)
    return generated


def _meets(branch: _Branch, units: list[tuple[int, int, str]], following: str) -> bool:
    """Whether the text written so far ends in a later unit of the source; then that is where the source goes on."""
    if following[:1].isalnum() or following[:1] in "'’-":
        return False  # the last word is not whole yet
    written = [m[0] for m in _UNIT.finditer(branch.text)]
    if len(written) < 2:
        following_unit = next((m[0] for m in _UNIT.finditer(following)), "")
        # One new word, and the source's own punctuation after the old one.
        if written and following_unit and not following_unit[0].isalnum():
            for later in range(branch.unit + 1, min(len(units), branch.unit + REACH)):
                if units[later][2] == following_unit:
                    branch.met, branch.units = later, written
                    return True
        return False
    for later in range(branch.unit + 1, min(len(units), branch.unit + REACH)):
        if units[later][2] == written[-1]:
            branch.met, branch.units = later, written[:-1]
            return True
    return False


def _tell(branch: _Branch, units: list[tuple[int, int, str]], say: Say) -> None:
    if branch.met <= branch.unit or not branch.units:
        return
    if any(not unit[0].isalnum() for unit in branch.units):
        return
    say("change", start=units[branch.unit][0], end=units[branch.met - 1][1], text=" ".join(branch.units))


def _delta(model: LlamaModel, read: _Read, candidate: str) -> float:
    """log p(candidate) - log p(source), counted from where they part to a few tokens after they meet again."""
    tokens = model.tokens(candidate)
    source = read.source
    head = 0
    while head < min(len(tokens), len(source)) and tokens[head] == source[head]:
        head += 1
    tail = 0
    while tail < min(len(tokens), len(source)) - head and tokens[-1 - tail] == source[-1 - tail]:
        tail += 1
    counted = min(tail, AFTER)
    mine, theirs = tokens[head : len(tokens) - tail + counted], source[head : len(source) - tail + counted]
    if not mine:
        return 0.0
    if read.base + len(tokens) + len(source) > model.context:
        return -99.0
    first = log_probabilities(read.rows[head : head + len(theirs)])
    old = float(sum(first[n][token] for n, token in enumerate(theirs)))
    new = float(log_probabilities(read.rows[head : head + 1])[0][mine[0]])
    if len(mine) > 1:
        model.fork(1, read.base + head)
        rows = log_probabilities(
            model.decode([Fed(token, read.base + head + n, 1, True) for n, token in enumerate(mine[:-1])])
        )
        model.forget(1)
        new += float(sum(row[token] for row, token in zip(rows, mine[1:], strict=True)))
    return new - old
