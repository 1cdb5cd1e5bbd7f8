"""kill -9 at any moment loses at most the key in flight and never leaves a damaged incident.

ONRECORD_KILLS sets how often (6 by default; the long run uses 200).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach_incident import coach
from onrecord import record
from onrecord.desk.session import close_session, open_session
from onrecord.incident.values import Place
from onrecord.record.history import entries
from onrecord.record.verify import verify
from onrecord.record.writer import alone, bring_in

KILLS = int(os.environ.get("ONRECORD_KILLS", "6"))
TARGET = Path(__file__).with_name("kill_target.py")


def killed(folder: Path, seed: int, after: float) -> str:
    """Let the desk work, end it after so many seconds of saving; the last value it said was on disk."""
    target = subprocess.Popen(
        [sys.executable, str(TARGET), str(folder), str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert target.stdout is not None
    first = target.stdout.readline()
    assert first == "ready\n", target.stderr.read() if target.stderr else ""
    time.sleep(after)
    os.kill(target.pid, signal.SIGKILL)
    said = target.communicate()[0].splitlines()
    return said[-1] if said else ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_desk_loses_nothing_that_it_said_was_saved(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    close_session(coach(folder))
    dice = random.Random(20260312)
    before = 0
    for seed in range(KILLS):
        last = killed(folder, seed, dice.random() * 0.4)

        session = open_session(folder)
        assert not session.read_only
        place = session.incident.facts["event_place"].value
        assert isinstance(place, Place)
        if last:
            one, number = (place.name.any or "").split("-")
            # The very next save may have reached the disk before it could be said.
            assert (int(one), int(number)) in {(seed, int(last.split("-")[1])), (seed, int(last.split("-")[1]) + 1)}
        with alone(folder):
            bring_in(folder, session.now())
        record.settle(folder)
        close_session(session)
        broken = [r.what for r in verify(folder) if r.level == "broken"]
        assert not broken, broken
        now = sum(1 for _ in entries(folder))
        assert now >= before
        before = now
    assert before > KILLS
    assert not list(folder.rglob("*.lock.tmp"))
