"""Text that nobody entered yet survives, cheaply."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.incident import half_typed


def test_half_typed_text_is_kept_until_it_is_cleared(tmp_path: Path) -> None:
    half_typed.save(tmp_path, "place", "road A1")
    half_typed.save(tmp_path, "place", "road A14 nea")
    half_typed.save(tmp_path, "what_happened.it", "un  incidente\n[bold]\x1b")
    assert half_typed.load(tmp_path) == {"place": "road A14 nea", "what_happened.it": "un  incidente\n[bold]\x1b"}
    half_typed.clear(tmp_path, "place")
    half_typed.save(tmp_path, "what_happened.it", "")
    assert half_typed.load(tmp_path) == {}


def test_nothing_half_typed_is_nothing(tmp_path: Path) -> None:
    assert half_typed.load(tmp_path / "nowhere") == {}
    half_typed.clear(tmp_path, "place")


@pytest.mark.parametrize("key", ["../place", "", ".hidden", "a/b"])
def test_a_key_stays_inside_its_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInput):
        half_typed.save(tmp_path, key, "x")


def test_a_key_press_costs_less_than_two_milliseconds(tmp_path: Path) -> None:
    half_typed.save(tmp_path, "place", "x")
    times = []
    for number in range(100):
        start = time.perf_counter()
        half_typed.save(tmp_path, "place", "word " * (number * 10))
        times.append(time.perf_counter() - start)
    assert sorted(times)[50] < 0.002
