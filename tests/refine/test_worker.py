"""The model's process: whatever happens in it is one message here, and it can be stopped at any moment."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from model_files import card, gguf

from onrecord.refine.engine import Cancelled, ModelFailed, Task
from onrecord.refine.infill import infill_proposals, task_for
from onrecord.refine.model import Proposal
from onrecord.refine.worker import ChildEngine

SENTENCE = "We are utilising the old route until 18:00 CET."
Pretended = Callable[..., ChildEngine]


def asked() -> Task:
    return task_for(SENTENCE, "en")


def work_through(engine: ChildEngine) -> None:
    """Every stage once: load, write, rank."""
    list(engine.start())
    list(engine.suggest(asked()))
    list(engine.score(asked(), [SENTENCE]))


def test_it_reports_how_far_loading_is_then_proposes_and_ranks(pretended: Pretended) -> None:
    engine = pretended()
    assert [said.kind for said in engine.start()] == ["loading", "done"]
    found = [p for p in infill_proposals(engine, SENTENCE, "en") if isinstance(p, Proposal)]
    assert [(p.old, p.new, p.proposer) for p in found] == [("utilising", "using", "model")]
    assert [said.value for said in engine.score(asked(), ["a", "b"]) if said.kind == "score"] == [0.5, 0.5]


@pytest.mark.parametrize("stage", ["load", "suggest", "halfway", "score"])
@pytest.mark.parametrize(
    ("fault", "told"),
    [("kill", "memory ran out"), ("crash", "SIGABRT"), ("leave", "ended by itself"), ("noise", "unreadable")],
)
def test_a_process_that_dies_at_any_stage_is_one_message(
    pretended: Pretended, stage: str, fault: str, told: str
) -> None:
    engine = pretended(f"{stage}={fault}")
    with pytest.raises(ModelFailed) as failure:
        work_through(engine)
    assert told in str(failure.value)
    assert "Traceback" not in str(failure.value)


@pytest.mark.parametrize("stage", ["load", "suggest", "halfway"])
def test_stopping_is_at_once_whatever_it_is_doing(pretended: Pretended, stage: str) -> None:
    engine = pretended(f"{stage}=sleep")
    began = time.monotonic()
    threading.Timer(0.3, engine.stop).start()
    with pytest.raises(Cancelled):
        work_through(engine)
    assert time.monotonic() - began < 5
    assert engine.pid is None or not alive(engine.pid)


def test_ten_cancels_in_a_row_leave_no_process_behind(pretended: Pretended) -> None:
    for _ in range(10):
        engine = pretended("suggest=sleep")
        list(engine.start())
        pid = engine.pid
        threading.Timer(0.05, engine.stop).start()
        with pytest.raises(Cancelled):
            list(engine.suggest(asked()))
        engine.stop()
        assert pid is not None
        assert not alive(pid)


def test_a_process_killed_from_outside_is_told_as_such(pretended: Pretended) -> None:
    engine = pretended("suggest=sleep")
    list(engine.start())
    assert engine.pid is not None
    threading.Timer(0.2, os.kill, (engine.pid, signal.SIGKILL)).start()
    with pytest.raises(ModelFailed, match="memory"):
        list(engine.suggest(asked()))


def test_an_answer_that_was_left_half_way_does_not_disturb_the_next(pretended: Pretended) -> None:
    engine = pretended()
    list(engine.start())
    first = engine.suggest(asked())
    next(first)
    first.close()
    assert [s.value for s in engine.score(asked(), ["a"]) if s.kind == "score"] == [0.5]


def test_asking_a_stopped_engine_says_stopped(pretended: Pretended) -> None:
    engine = pretended()
    engine.stop()
    with pytest.raises(Cancelled):
        list(engine.start())


# The real process, as far as it goes without a real model -----------------------------------------------------------


def real(path: Path, **more: object) -> ChildEngine:
    return ChildEngine(card(path, **more), path, seed=1, threads=1)


def test_the_real_process_refuses_a_file_with_another_hash(model_file: Path) -> None:
    engine = real(model_file, sha256="0" * 64)
    with pytest.raises(ModelFailed, match="not the file that the model's card names"):
        list(engine.start())
    engine.stop()


def test_the_real_process_refuses_what_is_no_model_or_cut_off(tmp_path: Path) -> None:
    for name, content, told in (
        ("text.gguf", b"this is a letter, not a model at all", "no model file"),
        ("cut.gguf", gguf()[:-40], "cut off"),
        ("head.gguf", gguf()[:60], "cut off"),
        ("bert.gguf", gguf(architecture="bert"), "embeddings"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        engine = real(path)
        with pytest.raises(ModelFailed, match=told):
            list(engine.start())
        engine.stop()


def test_a_file_that_is_gone_is_told(tmp_path: Path, model_file: Path) -> None:
    engine = ChildEngine(card(model_file), tmp_path / "gone.gguf", seed=1, threads=1)
    with pytest.raises(ModelFailed, match="no such file"):
        list(engine.start())
    engine.stop()


def test_the_process_refuses_to_open_a_socket() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from onrecord.refine.child import _refuse_sockets; sys.addaudithook(_refuse_sockets)\n"
        "import socket\n"
        "try: socket.create_connection(('127.0.0.1', 9))\n"
        "except RuntimeError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "opens no connection" in done.stdout


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
