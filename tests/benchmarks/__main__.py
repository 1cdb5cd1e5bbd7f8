"""The budgets, measured: `python -m tests.benchmarks`. Ratios are against a floor or a peer in the same run."""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.terminal import start

RUNS = 7


def main() -> None:
    wanted = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        os.environ["ONRECORD_HOME"] = str(Path(place) / "home")
        for name, measure in MEASURES.items():
            if wanted and name not in wanted:
                continue
            for line in measure(Path(place)):
                print(f"{name:10} {line}", flush=True)


def start_up(place: Path) -> Iterator[str]:
    """Start to first full screen, and peak memory, against a bare Textual app."""
    bare = [sys.executable, "-m", "tests.benchmarks.bare"]
    ours = [sys.executable, "-m", "onrecord"]
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    peaks: dict[str, list[int]] = {"bare": [], "ours": []}
    for run in range(RUNS + 1):
        for name, command, sign in (("bare", bare, b"bare text"), ("ours", ours, b"onrecord")):
            found = start(command, sign, dict(os.environ))
            if run:
                times[name].append(found.seconds)
                peaks[name].append(found.peak_kb)
    ratios = [a / b for a, b in zip(times["ours"], times["bare"], strict=True)]
    memory = statistics.median(peaks["ours"]) / statistics.median(peaks["bare"])
    yield (
        f"to the first screen: {statistics.median(times['ours']):.3f} s, "
        f"bare {statistics.median(times['bare']):.3f} s, ratio {statistics.median(ratios):.2f} (budget 1.35)"
    )
    yield f"peak memory: {statistics.median(peaks['ours']) / 1024:.0f} MB, ratio {memory:.2f} (budget 1.6)"


def drafting(place: Path) -> Iterator[str]:
    """All documents of an incident in one language, after one warm-up."""
    from onrecord.desk.create import open_demo
    from onrecord.desk.drafts import draft_all

    for example in ("privacy-backlash", "channel-closure"):
        session = open_demo(example, to=place / f"draft-{example}")
        for language in ("en", "it"):
            taken = median_ms(lambda s=session, c=language: draft_all(s, c))
            yield f"all documents of {example}, {language}: {taken:.1f} ms (budget 100)"


def saving(place: Path) -> Iterator[str]:
    """One answer on disk, in an incident with 500 facts."""
    from dataclasses import replace

    from onrecord.content.model import FactType
    from onrecord.desk.create import NewIncident, new_incident
    from onrecord.desk.session import close_session, open_session, save_answer
    from onrecord.incident.model import Fact, Status
    from onrecord.incident.values import Words

    session = new_incident(place / "many", NewIncident("general", timezone="UTC"))
    for number in range(500):
        fact = Fact(f"own_{number}", FactType.TEXT, Status.CONFIRMED, Words("a value"), source="me")
        session = save_answer(session, replace(fact, label={"en": "own", "it": "proprio"}))
    changed = session.incident.facts["own_250"]
    yield f"one answer among 500 on disk: {median_ms(lambda: save_answer(session, changed)):.1f} ms"
    close_session(session)
    yield f"an incident of 500 facts opens in {median_ms(lambda: open_session(place / 'many', read_only=True)):.0f} ms"


def record_growth(place: Path) -> Iterator[str]:
    """What the record costs: opening, an entry, a sync, its room on disk."""
    from tests.benchmarks.record import measure

    yield from measure(place)


def key_to_preview(place: Path) -> Iterator[str]:
    """A key in a fact field to the preview redrawn, in the app."""
    from tests.benchmarks.keys import preview_times

    times = sorted(asyncio.run(preview_times(place / "keys")))
    yield (
        f"key to preview: median {statistics.median(times) * 1000:.0f} ms, "
        f"95th percentile {times[int(len(times) * 0.95)] * 1000:.0f} ms (budget 50), {len(times)} keys"
    )


def checking(place: Path) -> Iterator[str]:
    """`onrecord check` of one statement and of 1 MB of prose, against proselint."""
    proselint = shutil.which("proselint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if proselint is None:
        yield "proselint is not installed: pip install proselint, then run again"
        return
    one = place / "one.md"
    one.write_text(STATEMENT, encoding="utf-8")
    many = place / "many.md"
    many.write_text((STATEMENT + "\n\n") * (1_000_000 // len(STATEMENT)), encoding="utf-8")
    ours = [sys.executable, "-m", "onrecord", "check", "--document", "press", "--lang", "en"]
    for name, path, runs in (("one statement", one, RUNS), ("1 MB of prose", many, 2)):
        ratios, seconds = [], []
        for run in range(runs + 1):
            mine, peer = timed([*ours, str(path)]), timed([proselint, "check", str(path)])
            if run:
                ratios.append(mine / peer)
                seconds.append((mine, peer))
        mine, peer = (statistics.median(s[n] for s in seconds) for n in (0, 1))
        yield f"{name}: {mine:.2f} s, proselint {peer:.2f} s, ratio {statistics.median(ratios):.2f} (budget 1.0)"


def findings_again(place: Path) -> Iterator[str]:
    """One sentence of a statement of 2,000 words changed: findings again."""
    from onrecord.checks import check_text

    sentences = [f"{s.strip()}." for s in STATEMENT.replace("\n", " ").split(". ") if s.strip(" .")]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    parts = [f"On {days[n % 5]}, at stop {n}: {sentences[n % len(sentences)]}" for n in range(2_000 // 16)]
    text = " ".join(parts)
    check_text(text, document="press", language="en")
    times = []
    for number in range(60):
        at = number * 37 % len(parts)
        parts[at] = parts[at].replace(".", " and we are sorry for that.", 1)
        text = " ".join(parts)
        begun = time.perf_counter()
        check_text(text, document="press", language="en")
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    yield (
        f"one sentence of {len(text.split()):,} words changed: findings again in {statistics.median(times):.1f} ms, "
        f"95th percentile {times[int(len(times) * 0.95)]:.1f} ms (budget 20)"
    )


def timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begun


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


STATEMENT = """One of our coaches was involved in an accident on the A14 near Faenza early on 12 March.
Our first concern is for the people on board and their families. The police and the ambulance service are at the
scene. We do not yet know whether anyone was hurt. Our duty manager is on the way there. Families can call us now on
+39 0544 000 100. Questions about how the accident happened are for the police. We will speak again by 03:30 CET,
even if there is nothing new. Press: +39 0544 000 200. We take the safety of our passengers very seriously and
apologise for any inconvenience caused.
"""

MEASURES = {
    "start": start_up,
    "drafting": drafting,
    "saving": saving,
    "record": record_growth,
    "keys": key_to_preview,
    "check": checking,
    "findings": findings_again,
}

if __name__ == "__main__":
    main()
