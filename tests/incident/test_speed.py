"""A large incident opens and saves quickly. The limits leave room for a slow machine; the figures are printed."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

from example_scenario import NOW, home_in, question

from onrecord.content.model import FactType, Scenario
from onrecord.incident import store
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.values import Bound, Number

T = {"en": "text", "it": "testo"}
SCENARIO = Scenario("general", T, T, tuple(question(f"f{n}", FactType.NUMBER) for n in range(500)), (), ("holding",))


def test_five_hundred_facts_open_and_save_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    handle = store.create(
        folder,
        title="Large",
        scenario="general",
        opened=NOW,
        timezone="Europe/Rome",
        languages=["en", "it"],
        scenario_of=lambda _: SCENARIO,
        at=home_in(folder),
    )
    release = Release(ReleaseState.CLEARED, "Bianchi", "in writing", NOW)
    for n in range(500):
        fact = Fact(f"f{n}", FactType.NUMBER, Status.CONFIRMED, Number(n, "accounts", Bound.AT_LEAST))
        handle = store.save_fact(handle, replace(fact, source="IT security", as_of=NOW, release=release))
    store.close(handle)

    opens = []
    for _ in range(3):
        start = time.perf_counter()
        handle = store.open_incident(folder, scenario_of=lambda _: SCENARIO, at=home_in(folder))
        opens.append(time.perf_counter() - start)
        store.close(handle)
    assert len(handle.incident.facts) == 500

    handle = store.open_incident(folder, scenario_of=lambda _: SCENARIO, at=home_in(folder))
    saves = []
    for n in range(0, 500, 25):
        fact = replace(handle.incident.facts[f"f{n}"], value=Number(n + 1000, "accounts"))
        start = time.perf_counter()
        handle = store.save_fact(handle, fact)
        saves.append(time.perf_counter() - start)
    store.close(handle)
    print(f"open {min(opens) * 1000:.0f} ms, save {statistics.median(saves) * 1000:.1f} ms (median)")
    assert min(opens) < 0.15
    assert statistics.median(saves) < 0.015
