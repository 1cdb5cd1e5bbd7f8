"""The one interface to a model, and the scripted engine that stands in for one in tests and rehearsals.

An engine is asked for one sentence at a time: first for small changes, then for what it prefers among those that
passed the
guard. Whatever it answers is only ever a proposal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onrecord.errors import BadInput, OnrecordError


class ModelFailed(OnrecordError):  # noqa: N818  a person reads these names in tests and logs
    """The model's process ended or answered nonsense: one message, everything else untouched."""


class Cancelled(OnrecordError):  # noqa: N818
    """A person stopped the model."""


@dataclass(frozen=True, slots=True)
class About:
    """Which model, as a version and the approver's sheet name it."""

    id: str
    sha256: str
    seed: int

    @property
    def note(self) -> str:
        """One line for the record: model, first digits of its hash, seed."""
        return f"{self.id} {self.sha256[:12]} seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence for the model. `words` are the stretches that may change; everything else is copied by force."""

    sentence: str
    language: str
    words: tuple[tuple[int, int], ...]
    seconds: float = 20.0
    """How long the model may think about it; what it has by then counts."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something an engine reports while it works: `loading` (share), `token` (text), `change` (start, end, new),
    `score`.
    """

    kind: str
    text: str = ""
    start: int = 0
    end: int = 0
    value: float = 0.0
    evaluated: int = 0
    generated: int = 0


class Engine(Protocol):
    """A model that proposes and ranks. One sentence at a time; not for use from two threads, but `stop` is."""

    @property
    def about(self) -> About: ...

    def start(self) -> Iterator[Said]:
        """Load; reports progress. Raises what `ModelFailed` says."""
        ...

    def suggest(self, task: Task) -> Iterator[Said]:
        """Changes of the sentence, as they come, with the tokens between them."""
        ...

    def score(self, task: Task, candidates: Sequence[str]) -> Iterator[Said]:
        """One `score` per candidate sentence, in order: log p(candidate) - log p(sentence), in nats."""
        ...

    def stop(self) -> None:
        """End at once, whatever is going on. May be called from another thread, and more than once."""
        ...


class ScriptedEngine:
    """Answers out of a table: sentence -> [(old, new, delta)]. For tests and rehearsals; no model, no process."""

    def __init__(self, script: dict[str, list[tuple[str, str, float]]], *, seed: int = 1) -> None:
        self._script = script
        self.about = About("scripted", "0" * 64, seed)
        self.stopped = False

    @classmethod
    def from_file(cls, path: Path) -> ScriptedEngine:
        """A script as JSON: {"sentence": [["old", "new", -0.5], ...]}."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            script = {str(k): [(str(o), str(n), float(d)) for o, n, d in v] for k, v in raw.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise BadInput(f"no script of a model: {error}", where=path) from None
        return cls(script)

    def start(self) -> Iterator[Said]:
        yield Said("loading", value=1.0)

    def suggest(self, task: Task) -> Iterator[Said]:
        for old, new, _ in self._script.get(task.sentence, []):
            self._go_on()
            at = task.sentence.find(old)
            if at >= 0:
                yield Said("token", text=new)
                yield Said("change", text=new, start=at, end=at + len(old))
        yield Said("done", generated=len(self._script.get(task.sentence, [])))

    def score(self, task: Task, candidates: Sequence[str]) -> Iterator[Said]:
        known = {task.sentence.replace(old, new, 1): delta for old, new, delta in self._script.get(task.sentence, [])}
        for candidate in candidates:
            self._go_on()
            yield Said("score", value=known.get(candidate, -3.0))

    def stop(self) -> None:
        self.stopped = True

    def _go_on(self) -> None:
        if self.stopped:
            raise Cancelled("stopped")
