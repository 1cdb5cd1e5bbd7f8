"""kill -9 at any moment loses at most the key in flight and never leaves a damaged incident.

ONRECORD_KILLS sets how often (8 by default; the long run uses 200). Kills come at random times under load, shortly
after an answer, edit, call, clearance, sign-off, issue, packing or sync began, and at the steps of these on disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kill_target import PLACES

KILLS = int(os.environ.get("ONRECORD_KILLS", "8"))
MANY = 200
"""Kills from which on every act and every kind of file must have been hit."""
TARGET = Path(__file__).with_name("kill_target.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked with everything loaded")
def test_a_killed_desk_loses_nothing_that_it_said_was_saved(tmp_path: Path) -> None:
    at_once = 2 if KILLS >= MANY else 1
    programs = []
    for seed in range(at_once):
        folder = tmp_path / str(seed)
        folder.mkdir()
        command = [sys.executable, str(TARGET), str(folder), str(-(-KILLS // at_once)), str(seed)]
        programs.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    done: list[dict[str, Any]] = []
    for program in programs:
        said, wrong = program.communicate()
        assert program.returncode == 0, wrong
        done += [json.loads(line) for line in said.splitlines()]

    problems = [one for one in done if one["problem"]]
    assert not problems, "\n".join(f"{one}\n{one['problem']}" for one in problems)
    assert len(done) >= KILLS
    assert {one["ended"] for one in done} <= {"killed", "at its step"}
    if len(done) >= MANY:
        cut = {one["cut"] for one in done}
        assert cut >= {"answer", "withhold", "clear", "edit", "call", "sign", "issue", "pack", "sync"}
        at = " ".join(one["at"] for one in done)
        assert not [place for place in PLACES if place not in at], at
