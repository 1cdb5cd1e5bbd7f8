"""The process that owns llama_cpp: `python -m onrecord.refine.child`. JSON lines in, JSON lines out; ends with its
input.

It opens no socket, downloads nothing, and loads one file whose SHA-256 it was told and has compared itself.
Exit code 3: llama-cpp-python cannot be imported.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.errors import BadInput, OnrecordError

Say = Callable[..., None]

_NO_SOCKETS = ("socket.", "http.", "urllib.", "ftplib.", "smtplib.", "webbrowser.")


_EXPECTED = (OnrecordError, MemoryError, OSError, ValueError, RuntimeError, KeyError, TypeError, IndexError)


def main() -> int:
    """Serve requests until the input ends. Never raises: what goes wrong is said, or is the exit code."""
    sys.addaudithook(_refuse_sockets)
    speak = _speaker()
    say: Say = speak
    model: Any = None
    for line in sys.stdin.buffer:
        try:
            asked = json.loads(line)
            say = functools.partial(speak, id=asked.get("id", 0))
            match asked["do"]:
                case "load":
                    model = _load(asked, say)
                    say("done")
                case "suggest":
                    from onrecord.refine.branches import suggest

                    suggest(model, asked, say)
                case "score":
                    from onrecord.refine.branches import score

                    score(model, asked, say)
                case other:
                    say("failed", text=f"the model's process does not know {other!r}")
        except ImportError:
            return 3
        except _EXPECTED as error:
            say("failed", text=_told(error))
    return 0


def _told(error: Exception) -> str:
    if isinstance(error, OnrecordError):
        return str(error)
    if isinstance(error, MemoryError):
        return "the memory is not enough for this model"
    return f"the model could not go on ({type(error).__name__}: {error})"


def _speaker() -> Say:
    """Our own copy of the output pipe: llama.cpp points descriptors 1 and 2 elsewhere while it loads."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)

    def say(kind: str, **more: object) -> None:
        out.write(json.dumps({"said": kind, **more}, ensure_ascii=False).encode() + b"\n")

    return say


def _load(asked: dict[str, Any], say: Say) -> object:
    from onrecord.refine.gguf import read_header, sha256_of

    path = Path(asked["path"])
    read_header(path)
    found = sha256_of(path, lambda share: say("loading", value=round(share * 0.4, 3)))
    if found != asked["sha256"]:
        raise BadInput(
            f"this is not the file that the model's card names (SHA-256 {found[:12]}...); it was not loaded",
            where=path,
            hint="onrecord models verify",
        )
    from onrecord.refine.llama import LlamaModel

    return LlamaModel(
        path,
        context=int(asked["context"]),
        threads=int(asked["threads"]),
        batch=int(asked["batch"]),
        chat=str(asked["chat"]),
        told=lambda share: say("loading", value=round(0.4 + share * 0.6, 3)),
    )


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_NO_SOCKETS) and not event.startswith("socket.gethostname"):
        raise RuntimeError("the model's process opens no connection")


if __name__ == "__main__":
    sys.exit(main())
