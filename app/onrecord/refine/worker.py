"""The parent's side of a model: a child process, JSON lines over pipes. Whatever happens there is one message here."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.content.cards import ModelCard
from onrecord.refine.engine import About, Cancelled, ModelFailed, Said, Task
from onrecord.refine.memory import idle_cores

BATCH = 256
"""Tokens evaluated at once: more makes the work space larger and cancelling no faster."""
_LONGEST_LINE = 1_000_000


class ChildEngine:
    """A model in a process of its own. It dies with this one, with `stop`, or by itself; nothing else is touched."""

    def __init__(
        self, card: ModelCard, path: Path, *, seed: int, threads: int = 0, command: Sequence[str] | None = None
    ) -> None:
        self.about = About(card.id, card.sha256, seed)
        self._card = card
        self._path = path
        self._threads = threads or idle_cores()
        self._command = tuple(command or (sys.executable, "-m", "onrecord.refine.child"))
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()
        self._asked = 0

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._process.pid if self._process is not None else None

    def start(self) -> Iterator[Said]:
        """Start the process and load. Raises ModelFailed, or Cancelled when it was stopped meanwhile."""
        if self._process is not None:
            return
        with self._lock:
            if self._stopped:
                raise Cancelled("stopped")
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        yield from self._ask(
            {
                "do": "load",
                "path": str(self._path),
                "sha256": self._card.sha256,
                "context": self._card.context,
                "chat": self._card.chat,
                "threads": self._threads,
                "batch": BATCH,
                "seed": self.about.seed,
            },
            "loading the model",
        )

    def suggest(self, task: Task) -> Iterator[Said]:
        asked = {"do": "suggest", **_asked(task), "words": [list(w) for w in task.words], "seconds": task.seconds}
        yield from self._ask(asked, "writing")

    def score(self, task: Task, candidates: Sequence[str]) -> Iterator[Said]:
        yield from self._ask({"do": "score", **_asked(task), "candidates": list(candidates)}, "ranking")

    def stop(self) -> None:
        """Kill the process. It holds nothing that has to be saved."""
        with self._lock:
            self._stopped = True
            process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _ask(self, message: dict[str, Any], doing: str) -> Iterator[Said]:
        """Send one request and hand on what is said until it is done; one at a time."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Cancelled("stopped") if self._stopped else ModelFailed("the model was not started")
        self._asked += 1
        number = self._asked
        try:
            process.stdin.write(json.dumps({**message, "id": number}, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            while True:
                line = process.stdout.readline(_LONGEST_LINE)
                if not line.endswith(b"\n"):
                    raise self._ended(process, doing)
                answer = self._answer(line, doing, number)
                if answer is None:
                    continue  # the rest of an answer that nobody waited for
                yield answer
                if answer.kind == "done":
                    return
        except (OSError, ValueError):
            # A pipe that broke, or that `stop` closed under us from another thread.
            raise self._ended(process, doing) from None

    def _answer(self, line: bytes, doing: str, number: int) -> Said | None:
        try:
            raw = json.loads(line)
            if int(raw.get("id", number)) != number:
                return None
            said = Said(
                kind=str(raw["said"]),
                text=str(raw.get("text", "")),
                start=int(raw.get("start", 0)),
                end=int(raw.get("end", 0)),
                value=float(raw.get("value", 0.0)),
                evaluated=int(raw.get("evaluated", 0)),
                generated=int(raw.get("generated", 0)),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            self.stop()
            raise ModelFailed(f"the model's process said something unreadable while {doing}") from None
        if said.kind == "failed":
            self.stop()
            raise ModelFailed(said.text)
        return said

    def _ended(self, process: subprocess.Popen[bytes], doing: str) -> Exception:
        if self._stopped:
            process.wait()  # it was killed; once this returns it is gone
            return Cancelled("stopped")
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.stop()
        if code == -signal.SIGKILL:
            why = "the system ended it, most likely because memory ran out"
        elif code < 0:
            why = f"it crashed ({signal.Signals(-code).name})" if -code in set(signal.Signals) else "it crashed"
        elif code == 3:
            why = "llama-cpp-python cannot be loaded on this machine"
        else:
            why = "it ended by itself"
        return ModelFailed(
            f"the model's process stopped while {doing}: {why}",
            hint="The draft is untouched. Go on without the model, or try again.",
        )


def _asked(task: Task) -> dict[str, Any]:
    return {"sentence": task.sentence, "language": task.language}


def _environment() -> dict[str, str]:
    """What the child needs to run, and nothing that would let a library reach out."""
    keep = (
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "SYSTEMROOT",
        "PYTHONPATH",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
    )
    found = {key: os.environ[key] for key in keep if key in os.environ}
    return found | {"PYTHONUNBUFFERED": "1", "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
