"""How the record grows: what opening, committing, reading, syncing and keeping cost at 1,250, 2,500 and 5,000 entries.

`python -m tests.benchmarks record`. A history of a given length is written straight into one pack, as closing an
incident leaves it; ratios are against plain dulwich, plain files and git (where it is there) in the same run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 3, 13, 20, 0, tzinfo=UTC)
STEPS = (1250, 2500, 5000)
FACTS = VERSIONS = 500


@dataclass(frozen=True)
class Spread:
    """Seconds of many runs of one thing."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def most(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]

    def __str__(self) -> str:
        return f"median {self.median * 1000:.1f} ms, 95th percentile {self.most * 1000:.1f} ms"


def took(work: Callable[[], object], runs: int = 1, clock: Callable[[], float] = time.perf_counter) -> Spread:
    """How long each run of something took; by another clock, the processor's time alone."""
    times = []
    for _ in range(runs):
        begun = clock()
        work()
        times.append(clock() - begun)
    return Spread(tuple(times))


def size(folder: Path) -> int:
    """Bytes of a folder's files."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def incident(folder: Path, entries: int, facts: int = FACTS, versions: int = VERSIONS) -> None:
    """An incident with so many facts, issued versions and entries of history; each entry changes one fact."""
    from dulwich.objects import Blob, Commit, ObjectID, Tree

    from onrecord import record
    from onrecord.desk.create import NewIncident, new_incident
    from onrecord.desk.session import close_session
    from onrecord.incident.issued import freeze
    from onrecord.record.repository import Repository, _identity

    close_session(new_incident(folder, NewIncident("general", "Load", timezone="Europe/Rome"), clock=lambda: START))
    head = (folder / "incident.toml").read_text("utf-8")
    for n in range(versions):
        freeze(folder, f"issued/holding.en.v{n + 1}.md", f"Version {n}. Something happened.\n".encode())
    record.closed(folder)
    shutil.rmtree(folder / ".git", ignore_errors=True)

    def block(fact: int, turn: int) -> str:
        at = (START + timedelta(seconds=turn)).isoformat()
        return (
            f'\n[facts.own_{fact}]\ntype = "text"\nlabel = {{ en = "own fact {fact}" }}\nvalue = "known at {turn}"\n'
            f'status = "confirmed"\nsource = "control room"\nas_of = {at}\n'
        )

    def content(turn: int) -> bytes:
        blocks = (block(fact, turn - (turn - fact) % facts if turn >= fact else 0) for fact in range(facts))
        return (head + "".join(blocks)).encode()

    from onrecord.record.repository import open_for_writing

    git, _ = open_for_writing(folder)
    recipes: dict[ObjectID, tuple[int, bytes | int]] = {}
    names: dict[ObjectID, str] = {}
    issued = Tree()
    for path in sorted((folder / "issued").iterdir()):
        blob = Blob.from_string(path.read_bytes())
        recipes[ObjectID(blob.id)] = (blob.type_num, blob.data)
        issued.add(path.name.encode(), 0o100644, blob.id)
    ignore = Blob.from_string((folder / ".gitignore").read_bytes())
    for item in (issued, ignore):
        recipes[ObjectID(item.id)] = (item.type_num, item.as_raw_string())
    parent: ObjectID | None = None
    versions_of: list[ObjectID] = []
    for turn in range(entries):
        raw = content(turn)
        digest = hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
        blob_id = ObjectID(digest.encode())
        recipes[blob_id] = (Blob.type_num, turn)
        versions_of.append(blob_id)
        tree = Tree()
        tree.add(b".gitignore", 0o100644, ignore.id)
        tree.add(b"incident.toml", 0o100644, blob_id)
        tree.add(b"issued", 0o040000, issued.id)
        commit = Commit()
        commit.tree, commit.parents = tree.id, [parent] if parent else []
        commit.author = commit.committer = _identity("Rossi")
        commit.author_time = commit.commit_time = int((START + timedelta(seconds=turn)).timestamp())
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = f"own fact {turn % facts}: confirmed\n\nFact: own_{turn % facts}\nStatus: confirmed\n".encode()
        for item in (tree, commit):
            recipes[ObjectID(item.id)] = (item.type_num, item.as_raw_string())
        parent = ObjectID(commit.id)
    names = dict.fromkeys(reversed(versions_of), "incident.toml")

    def read(name: ObjectID) -> tuple[int, bytes]:
        kind, made = recipes[name]
        return kind, content(made) if isinstance(made, int) else made

    git.add(recipes, names, read)
    assert parent is not None
    git.move(None, parent)
    git.close()
    (folder / "incident.toml").write_bytes(content(entries - 1))
    Repository(folder / ".git").close()


def answers(folder: Path, first: int, count: int) -> tuple[Spread, int]:
    """So many answers in an incident as a person gives them: what each took, and the bytes that they left."""
    from onrecord import record
    from onrecord.desk.session import close_session, open_session, save_answer
    from onrecord.incident.values import Words

    now = START
    session = open_session(folder, clock=lambda: now)
    before = size(folder / ".git")
    times = []
    for n in range(first, first + count):
        now = START + timedelta(seconds=n)
        old = session.incident.facts[f"own_{n % FACTS}"]
        begun = time.perf_counter()
        session = save_answer(session, replace(old, value=Words(f"known at {n}"), as_of=now))
        times.append(time.perf_counter() - begun)
        record.settle(folder, 60)
    grown = size(folder / ".git") - before
    close_session(session)
    return Spread(tuple(times)), grown


def measure(place: Path) -> Iterator[str]:
    """Everything the record promises in figures."""
    work = place / "record"
    work.mkdir()
    yield from growth(work)
    yield from latency(work / "i5000")
    yield from joining(work / "i5000", work)
    yield from room(work / "i5000", work)


def growth(work: Path) -> Iterator[str]:
    """Opening and reading at three lengths; a doubling of the entries should double the time at most.

    Opening is what a person waits; the others are the processor's time, so that they can be compared on a busy machine.
    """
    from onrecord import record
    from onrecord.desk.history import fact_rows, lines
    from onrecord.desk.session import open_session
    from onrecord.incident import store
    from onrecord.record.verify import verify

    looks: dict[str, list[float]] = {"made": [], "opened": [], "all entries": [], "one fact": [], "verify": []}
    cpu = time.process_time
    for entries in STEPS:
        folder = work / f"i{entries}"
        looks["made"].append(took(lambda f=folder, n=entries: incident(f, n)).median)
        session = open_session(folder, read_only=True)
        record.closed(folder)
        looks["opened"].append(took(lambda f=folder: store.close(store.open_incident(f)), 5).median)
        looks["all entries"].append(took(lambda s=session: sum(1 for _ in lines(s)), 3, cpu).median)
        looks["one fact"].append(took(lambda s=session: fact_rows(s, "own_1"), 3, cpu).median)
        looks["verify"].append(took(lambda f=folder: list(verify(f)), 1, cpu).median)
    for what, times in looks.items():
        budget = " (budget 1 s)" if what == "opened" else ""
        shown = " / ".join(f"{t:.3f}" for t in times)
        yield f"{what}: {shown} s at {STEPS} entries; last doubling {times[2] / times[1]:.2f}x{budget}"


def latency(folder: Path) -> Iterator[str]:
    """What a person waits for an answer, and what its entry costs behind their back."""
    from dulwich.object_store import DiskObjectStore
    from dulwich.objects import Blob, Commit, Tree
    from dulwich.refs import DiskRefsContainer, Ref

    from onrecord.incident import files
    from onrecord.record.writer import Save, alone, commit

    saved, _ = answers(folder, STEPS[-1], 100)
    content = (folder / "incident.toml").read_bytes()
    floor = took(lambda: files.write_bytes(folder / ".onrecord" / "floor", content), 100)
    ratio = saved.median / floor.median
    yield f"an answer among {FACTS} facts, saved: {saved}; the file alone {floor}; ratio {ratio:.1f}"

    def turn(n: int) -> bytes:
        return content.replace(b"known at 5050", f"known again at {n}".encode())

    behind = []
    for n in range(100):
        save = Save({"incident.toml": turn(n)}, "Rossi", START + timedelta(days=1, seconds=n))
        begun = time.perf_counter()
        with alone(folder):
            commit(folder, save, clean=False)
        behind.append(time.perf_counter() - begun)
    entry = Spread(tuple(behind))

    plain_git = folder.parent / "plain"
    (plain_git / "objects" / "pack").mkdir(parents=True)
    (plain_git / "refs" / "heads").mkdir(parents=True)
    store = DiskObjectStore(str(plain_git / "objects"), fsync_object_files=True, loose_compression_level=1)
    refs, parent = DiskRefsContainer(str(plain_git)), b""

    def plain(n: int) -> None:
        nonlocal parent
        blob, tree, made = Blob.from_string(turn(n)), Tree(), Commit()
        tree.add(b"incident.toml", 0o100644, blob.id)
        made.tree, made.parents = tree.id, [parent] if parent else []
        made.author = made.committer = b"Rossi <>"
        made.author_time = made.commit_time = n
        made.author_timezone = made.commit_timezone = 0
        made.message = b"x"
        for item in (blob, tree, made):
            store.add_object(item)
        refs.set_if_equals(Ref(b"refs/heads/main"), None, made.id)
        parent = made.id

    numbers = iter(range(100))
    bare = took(lambda: plain(next(numbers)), 100)
    yield f"its entry, behind: {entry}; plain dulwich {bare}; ratio {entry.median / bare.median:.2f}"
    if shutil.which("git"):
        clone = folder.parent / "by-git"
        subprocess.run(["git", "init", "-q", str(clone)], check=True)
        run = ["git", "-C", str(clone), "-c", "user.name=x", "-c", "user.email=x", "-c", "core.fsync=all"]

        def by_git(n: int) -> None:
            (clone / "incident.toml").write_bytes(turn(n))
            subprocess.run([*run, "add", "incident.toml"], check=True)
            subprocess.run([*run, "commit", "-q", "-m", "x"], check=True)

        more = iter(range(20))
        theirs = took(lambda: by_git(next(more)), 20)
        yield f"the same by git add and commit: {theirs}; ratio {entry.median / theirs.median:.2f}"


def joining(folder: Path, work: Path) -> Iterator[str]:
    """Sharing everything, then 1,000 entries from one person to the other."""
    from onrecord.desk.session import close_session, open_session
    from onrecord.desk.share import offer, receive, share, sync

    stick = work / "stick"
    session = open_session(folder, clock=lambda: START + timedelta(days=2))
    yield f"all of it shared: {took(lambda: share(session, offer(session, str(stick), ['Verdi']))).median:.2f} s"
    yield f"all of it received: {took(lambda: receive(str(stick), work / 'other')).median:.2f} s"
    close_session(session)
    answers(work / "other", 10_000, 1000)
    if shutil.which("git"):
        shutil.copytree(stick, work / "stick-for-git")
    other = open_session(work / "other", clock=lambda: START + timedelta(days=3))
    session = open_session(folder, clock=lambda: START + timedelta(days=3))
    giving = took(lambda: sync(other)).median
    got: list[int] = []
    taking = took(lambda: got.append(sync(session)[1].got)).median
    assert got[0] >= 1000, got
    close_session(other)
    close_session(session)
    words = f"sync of {got[0]:,} entries: giving {giving:.2f} s, taking {taking:.2f} s"
    if shutil.which("git"):
        push = ["git", "-C", str(work / "other"), "push", "-q", str(work / "stick-for-git"), "main:main"]
        git = took(lambda: subprocess.run(push, check=True)).median
        words += f"; git push of the same {git:.2f} s, ratio {giving / git:.1f}"
    yield words


def room(folder: Path, work: Path) -> Iterator[str]:
    """Bytes on disk per 1,000 answers: as they come, after closing, and as git packs them at its best."""
    from onrecord import record
    from onrecord.desk.session import open_session
    from onrecord.record.writer import alone, pack_if_many

    before = size(folder / ".git")
    _, loose = answers_unpacked(folder)
    with alone(folder):
        pack_if_many(folder)
    packed = size(folder / ".git") - before
    words = f"1,000 answers on disk: {loose / 1e6:.1f} MB as they come, {packed / 1e6:.2f} MB once packed"
    total = size(folder / ".git")
    if shutil.which("git"):
        shutil.copytree(folder / ".git", work / "for-gc")
        subprocess.run(["git", "-C", str(work / "for-gc"), "gc", "-q", "--aggressive", "--prune=now"], check=True)
        best = size(work / "for-gc")
        words += f"; the whole history {total / 1e6:.1f} MB, git gc --aggressive {best / 1e6:.1f} MB"
    yield words
    assert open_session(folder, read_only=True).incident.facts
    assert record.fault(folder) == ""


def answers_unpacked(folder: Path) -> tuple[Spread, int]:
    """1,000 answers without closing in between."""
    from onrecord.record import repository

    kept, repository.LOOSE_MANY = repository.LOOSE_MANY, 10**9
    try:
        return answers(folder, 20_000, 1000)
    finally:
        repository.LOOSE_MANY = kept


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        os.environ["ONRECORD_HOME"] = str(Path(place) / "home")
        for line in measure(Path(place)):
            print(line, flush=True)
