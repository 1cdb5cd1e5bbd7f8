"""How the record grows: `python tests/benchmarks/record.py [ENTRIES]` prints what each look at it costs.

Figures, not a test: they depend on the disk (every object and the branch are fsynced).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 3, 13, 20, 0, tzinfo=UTC)


@contextmanager
def timed(what: str, per: int = 0) -> Iterator[None]:
    """Print how long something took, and per item."""
    start = time.perf_counter()
    yield
    spent = time.perf_counter() - start
    each = f"  ({spent / per * 1000:.2f} ms each)" if per else ""
    print(f"{what:46} {spent:8.2f} s{each}", flush=True)


def size(folder: Path) -> int:
    """Bytes of a folder's files."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def incident(folder: Path, facts: int) -> None:
    """An incident with so many facts of its own besides the scenario's."""
    from onrecord.desk.create import NewIncident, new_incident
    from onrecord.desk.session import close_session

    close_session(new_incident(folder, NewIncident("general", "Load", timezone="Europe/Rome")))
    rows = [
        f'\n[facts.own_{n}]\ntype = "text"\nlabel = {{ en = "own fact {n}" }}\nvalue = "what is known of {n}"\n'
        f'status = "confirmed"\nsource = "control room"\nas_of = 2026-03-13T20:00:00Z\n'
        for n in range(facts)
    ]
    file = folder / "incident.toml"
    file.write_text(file.read_text("utf-8") + "".join(rows), "utf-8")


def main(entries: int = 5000, facts: int = 500, versions: int = 500) -> None:
    """One incident, so many answers one after the other, and what each look at it costs then."""
    from onrecord import record
    from onrecord.desk.history import fact_rows, lines
    from onrecord.desk.session import close_session, open_session, save_answer
    from onrecord.desk.share import offer, receive, share, sync
    from onrecord.incident.issued import freeze
    from onrecord.incident.values import Words
    from onrecord.record.verify import verify

    with tempfile.TemporaryDirectory() as place:
        os.environ["ONRECORD_HOME"] = str(Path(place) / "home")
        folder = Path(place) / "i"
        incident(folder, facts)
        now = START
        session = open_session(folder, clock=lambda: now)
        saving = 0.0
        with timed(f"{entries:,} answers, {facts} facts, all in the history", entries):
            for n in range(entries):
                now = START + timedelta(seconds=n)
                old = session.incident.facts[f"own_{n % facts}"]
                start = time.perf_counter()
                session = save_answer(session, replace(old, value=Words(f"what is known at {n}"), as_of=now))
                saving += time.perf_counter() - start
                if n % 200 == 199:
                    record.settle(folder, 600)
            record.settle(folder, 600)
        print(f"{'of that the saves themselves':46} {saving:8.2f} s  ({saving / entries * 1000:.2f} ms each)")
        loose = size(folder / ".git")
        for n in range(versions):
            freeze(folder, f"issued/holding.en.v{n + 1}.md", f"Version {n}. Something happened.\n".encode())
        with timed("closing, everything packed"):
            record.closed(folder, 600)
        packed = size(folder / ".git")
        print(f"{'size per 1,000 answers, loose':46} {loose / entries / 1000:8.2f} MB")
        print(f"{'size per 1,000 answers, packed':46} {packed / entries / 1000:8.2f} MB")
        close_session(session)
        with timed(f"opening ({facts} facts, {versions} versions)"):
            session = open_session(folder, clock=lambda: now)
        with timed("history, every entry"):
            print("   ", sum(1 for _ in lines(session)))
        with timed("one fact over time"):
            print("   ", len(fact_rows(session, "own_1")))
        with timed("verify"):
            broken = [r for r in verify(folder) if r.level == "broken"]
        assert not broken, broken
        with timed("share, all of it"):
            share(session, offer(session, str(Path(place) / "stick"), ["Verdi"]))
        with timed("receive, all of it"):
            receive(str(Path(place) / "stick"), Path(place) / "other")
        other = open_session(Path(place) / "other", clock=lambda: now)
        for n in range(1000):
            now = START + timedelta(seconds=entries + n)
            old = other.incident.facts[f"own_{n % facts}"]
            other = save_answer(other, replace(old, value=Words(f"what the other knows at {n}"), as_of=now))
        record.settle(other.path, 600)
        with timed("sync of 1,000 entries, giving"):
            other, _ = sync(other)
        with timed("sync of 1,000 entries, taking"):
            session, done = sync(session)
        assert done.got == 1000
        close_session(other)
        close_session(session)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
