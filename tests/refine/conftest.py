"""Engines with a pretended process, and a model file that nothing can be written with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from model_files import card, gguf

from onrecord.refine.worker import ChildEngine

PRETEND = Path(__file__).parent / "pretend_child.py"


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "stick" / "Tiny Test.gguf"
    path.parent.mkdir()
    path.write_bytes(gguf())
    return path


@pytest.fixture
def pretended(model_file: Path) -> Iterator[Callable[..., ChildEngine]]:
    """Engines whose process is the pretended child; every process is ended with the test."""
    made: list[ChildEngine] = []

    def engine(*faults: str) -> ChildEngine:
        found = ChildEngine(
            card(model_file), model_file, seed=1, threads=1, command=[sys.executable, str(PRETEND), *faults]
        )
        made.append(found)
        return found

    yield engine
    for one in made:
        one.stop()
