"""A desk under load for the kill test, ended again and again: every child is forked with everything imported.

Run as a program: FOLDER KILLS SEED. It makes incidents in FOLDER, lets a child work in one as fast as it can, has the
child end by SIGKILL (it cannot tidy up), lets another child look at what is left, and says the outcome of each kill as
a line of JSON. What a child says it has saved is a promise; the looking child holds it against the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coach_incident import Clock, coach
from onrecord import record
from onrecord.content.model import FactType
from onrecord.desk.calls import note
from onrecord.desk.clear import clear_facts
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.issue import issue
from onrecord.desk.session import Session, close_session, open_session, save_answer
from onrecord.desk.share import offer, receive, share, sync
from onrecord.desk.sign import asked, sign
from onrecord.incident import issued, log, statements
from onrecord.incident.model import Fact, Status
from onrecord.incident.values import Place, Words
from onrecord.record import repository
from onrecord.record.history import entries
from onrecord.record.merge import Side
from onrecord.record.places import agree
from onrecord.record.verify import verify

ALONE = ("answer", "withhold", "clear", "edit", "call", "sign", "issue", "pack")
TOGETHER = ("answer", "edit", "sync")
PLACES = {
    ".incident.toml": "answer",
    ".private.toml": "withhold",
    ".log.toml": "issue",
    "statements/": "edit",
    "signed/": "sign",
    "issued/": "issue",
    ".git/objects/": "edit",
    ".git/objects/pack/": "pack",
    ".git/refs/": "answer",
    "stick/": "sync",
}
"""Files at whose own steps a child is ended, with the act that writes them."""
KILLS_EACH = 10
"""Kills that one incident lives through; then a new one, so that looking at it stays cheap."""
LONGEST = 20.0
"""Seconds after which a child that does not end by itself is ended, and that is told."""
REACHABLE = {"press_contact": "+39 0544 731 205", "family_contact": "+39 0544 731 206"}


@dataclass(frozen=True)
class Plan:
    """When a child ends: at a random time, shortly after an act began, or at one of the act's own steps on disk (of
    those in `place`, where one is named)."""

    how: str
    act: str
    after: float
    step: int
    place: str = ""


@dataclass
class Kept:
    """What an incident must hold: per act the last word that was promised, and everything that only ever grows."""

    last: dict[str, str] = field(default_factory=dict)
    grown: dict[str, list[str]] = field(default_factory=lambda: {"call": [], "sign": [], "issue": []})
    entries: int = 0


# The child that is ended ----------------------------------------------------------------------------------------------


def work(folder: Path, seed: int, plan: Plan, say: Callable[[str], None]) -> None:
    """Work without end, the planned act third. Each `done` is a promise: it is on disk."""
    dice = random.Random(seed)
    repository.LOOSE_MANY = 5
    arm = _steps(folder, say)
    session = open_session(folder, clock=Clock())
    if session.read_only:
        say(f"readonly {session.read_only}")
        return
    say("ready")
    acts = TOGETHER if plan.act in TOGETHER and _shared(folder) else ALONE
    for number in range(1, 100_000):
        name = _word(seed, number)
        act = plan.act if number == 3 else dice.choice(acts[:3] if dice.random() < 0.6 else acts)
        if act == "issue":
            session = _act(session, "sign", name, say)
        if number == 3 and plan.how == "step":
            if act in ("pack", "sync"):
                record.settle(folder)  # the steps that follow are those of the act itself
            arm(plan.step, plan.place)
        session = _act(session, act, name, say)


def _act(session: Session, act: str, name: str, say: Callable[[str], None]) -> Session:
    own = session.incident.facts.get("own")
    if act == "withhold":
        # By turns a value that may be said and the same value that may not: it moves between two files.
        turn = Status.CONFIRMED if own is not None and own.status is Status.WITHHELD else Status.WITHHELD
        value = own.value if own is not None and turn is Status.WITHHELD else Words(name)
        assert isinstance(value, Words)
        own = Fact("own", FactType.TEXT, turn, value, label={"en": "own"})
        name = f"{turn.value} {value.any}"
    say(f"begin {act} {name}")
    if act == "answer":
        place = session.incident.facts["event_place"]
        session = save_answer(session, replace(place, value=Place(Words(name), "road")))
    elif act == "withhold":
        assert own is not None
        session = save_answer(session, own)
    elif act == "clear":
        session = clear_facts(session, ["people_there"], by=name, how="in_person")
    elif act == "edit":
        text = draft_document(session, "press", "en")
        sentence = next(s for s in text.sentences if s.element == "empathy")
        edit_sentence(session, text, sentence, f"We think of everyone, {name}.", by="Rossi")
    elif act == "call":
        note(session, session.clock, {"outlet": name, "person": f"Ms {name}"}, language="en", by="Rossi")
    elif act == "sign":
        code = asked(session, "line").code
        sign(session, "line", by=name, role="legal", how="by_phone", code=code, noted_by="Rossi")
    elif act == "issue":
        code = asked(session, "line").code
        issue(session, "line", code=code, to=[name], where="press list", by="Rossi")
    elif act == "pack":
        record.closed(session.path)
    elif act == "sync":
        session = _joined(session, "mine")
    say(f"done {act} {name}")
    return session


def _joined(session: Session, side: Side) -> Session:
    """Sync, and where both changed the place, look at it and choose."""
    session, done = sync(session)
    if done.clashes:
        session, done = sync(session, {clash.name: side for clash in done.clashes})
    assert not done.clashes, done.clashes
    return session


def _steps(folder: Path, say: Callable[[str], None]) -> Callable[[int, str], None]:
    """Make this process end itself at its nth step on disk, once that is asked for: half a write, or just before a file
    is opened for writing, synced, renamed or removed. Says where that was."""
    left, where, at = [0], [""], ["start"]
    inside = str(folder.parent)

    def step(what: str, kill: Callable[[], object] = lambda: None) -> None:
        if left[0] and where[0] in at[0]:
            left[0] -= 1
            if not left[0]:
                say(f"at {what} {at[0]}")
                kill()
                os.kill(os.getpid(), signal.SIGKILL)

    def seen(event: str, given: tuple[Any, ...]) -> None:
        if not left[0]:
            return
        if event in ("os.rename", "os.remove", "os.mkdir", "os.link") or (
            event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            path = given[0].decode() if isinstance(given[0], bytes) else str(given[0])
            if path.startswith(inside):
                at[0] = path[len(inside) + 1 :]
                step(event)

    write, fsync = os.write, os.fsync

    def half(descriptor: int, content: Any) -> int:
        step("write", lambda: write(descriptor, bytes(content)[: len(content) // 2]))
        return write(descriptor, content)

    def synced(descriptor: int) -> None:
        step("fsync")
        fsync(descriptor)

    def arm(number: int, place: str) -> None:
        os.write, os.fsync = half, synced
        left[0], where[0] = number, place

    sys.addaudithook(seen)
    return arm


def _word(seed: int, number: int) -> str:
    """A name without figures for the nth act of a child: figures in a text would need a fact."""
    letters = ""
    for part in f"{seed}.{number}":
        letters += "k" if part == "." else "aeioubdlmn"[int(part)]
    return f"Zo{letters}z"  # an end of its own: no name is the beginning of another


# The child that looks at what is left ---------------------------------------------------------------------------------


def look(folder: Path, kept: Kept, said: list[str], work_on: bool) -> Kept:
    """Open what a killed child left, hold it against its promises, work on in it. Raises AssertionError."""
    in_flight: dict[str, str] = {}
    for line in said:
        what, _, rest = line.partition(" ")
        act, _, name = rest.partition(" ")
        if what == "begin":
            in_flight = {act: name}
        elif what == "done":
            in_flight = {}
            if act in kept.grown:
                kept.grown[act].append(name)
            else:
                kept.last[act] = name
    session = open_session(folder, clock=Clock())
    assert not session.read_only, session.read_only
    kept.last = _same(kept.last, _now(session), in_flight)
    kept.grown = _grown(kept.grown, session, in_flight)

    fresh = f"Zo after {kept.entries}"
    session = _act(session, "answer", fresh, lambda _line: None)
    kept.last["answer"] = fresh
    if work_on and _shared(folder):
        session = _meet(session)
        kept.last |= _now(session)
    assert record.settle(folder, 20)
    fault = record.fault(folder)
    assert "not written" not in fault, fault
    assert "anew" not in fault, fault
    close_session(session)

    found = [r for r in verify(folder) if r.level == "broken" or "changed since" in r.what]
    assert not found, found
    for pattern in (".*.tmp", "statements/.*.tmp", "issued/.*.tmp", "signed/.*.tmp", ".git/**/*.lock"):
        assert not list(folder.glob(pattern)), pattern
    assert not list((folder / ".onrecord").glob("damaged-history-*"))
    now = sum(1 for _ in entries(folder))
    assert now > kept.entries, f"{now} entries, {kept.entries} before"
    kept.entries = now
    return kept


def _now(session: Session) -> dict[str, str]:
    facts = session.incident.facts
    place, own, there = facts["event_place"].value, facts.get("own"), facts["people_there"].release
    assert isinstance(place, Place)
    found = {"answer": place.name.any or ""}
    if own is not None and isinstance(own.value, Words):
        found["withhold"] = f"{own.status.value} {own.value.any}"
        there_too = own.value.any in (session.path / "incident.toml").read_text("utf-8")
        assert there_too == (own.status is not Status.WITHHELD)
    if there is not None and there.by:
        found["clear"] = there.by
    edits = statements.load(session.path, "press", "en").edits
    if edits:
        found["edit"] = edits[-1].text.removeprefix("We think of everyone, ").removesuffix(".")
    return found


def _same(wanted: dict[str, str], found: dict[str, str], in_flight: dict[str, str]) -> dict[str, str]:
    for act in ("answer", "withhold", "clear", "edit"):
        allowed = {wanted.get(act, "")} | ({in_flight[act]} if act in in_flight else set())
        assert found.get(act, "") in allowed, f"{act}: {found.get(act)!r} on disk, promised {allowed}"
    return found


def _grown(wanted: dict[str, list[str]], session: Session, in_flight: dict[str, str]) -> dict[str, list[str]]:
    given = [statements.load(session.path, "line", code).clearances for code in session.languages]
    found = {
        "call": [call.outlet for call in log.calls(session.path)],
        "sign": [one.by for one in given[0]],
        "issue": [one.to[0] for one in issued.issues(session.path)],
    }
    for act, names in found.items():
        more = [in_flight[act]] if act in in_flight else []
        assert names in (wanted[act], wanted[act] + more), f"{act}: {names} on disk, promised {wanted[act]} + {more}"
    for one in given[0]:
        assert all(one.code in {other.code for other in others} for others in given[1:]), "signed in one language only"
    for call in log.calls(session.path):
        assert call.person == f"Ms {call.outlet}", "a call without the name that was noted with it"
    return found


def _shared(folder: Path) -> bool:
    return (folder.parent / "stick").is_dir()


def _meet(session: Session) -> Session:
    """Both sides of a shared incident come together after whatever was cut short, and hold the same then."""
    session = _joined(session, "mine")
    other = _joined(open_session(session.path.with_name("verdi"), clock=Clock()), "theirs")
    mine, theirs = ({n: replace(f, line=None) for n, f in s.incident.facts.items()} for s in (session, other))
    assert mine == theirs, [(mine.get(n), theirs.get(n)) for n in {*mine, *theirs} if mine.get(n) != theirs.get(n)]
    assert [e.id for e in entries(other.path)] == [e.id for e in entries(session.path)]
    # News of the other side, so that the next child that syncs has something to join.
    cause = other.incident.facts["cause_owner"]
    other = save_answer(other, replace(cause, source=f"police {len(list(entries(other.path)))}"))
    sync(other)
    close_session(other)
    broken = [r for place in (other.path,) for r in verify(place) if r.level == "broken"]
    assert not broken, broken
    return session


# The program that forks them ------------------------------------------------------------------------------------------


def main(place: Path, kills: int, seed: int) -> None:
    os.environ["ONRECORD_HOME"] = str(place / "home")
    dice = random.Random(seed)
    _warm(place / "warm")
    folder, kept = place / "none", Kept()
    for number in range(kills):
        if number % KILLS_EACH == 0:
            if number:
                _fsck(folder)
                shutil.rmtree(folder.parent)
            together = (number // KILLS_EACH) % 4 == 3 or (kills < KILLS_EACH and seed % 2 == 1)
            folder = place / f"i{number}" / "rossi"
            shutil.copytree(place / "warm" / ("together" if together else "alone"), folder.parent)
            agree(folder.parent / "stick")
            for copied in folder.parent.glob("*/.git"):
                repository.set_remote(copied.parent, "shared", str(folder.parent / "stick"))
            kept = Kept({"answer": "A14"})
        plan = _plan(dice, number, together=_shared(folder))
        said, ended = _killed(folder, seed * 1000 + number, plan)
        kept, problem = _looked(folder, kept, said)
        steps = [line for line in said if line.startswith(("begin", "done"))] or ["done none"]
        cut = steps[-1].split(" ")[1] if steps[-1].startswith("begin") else ""
        at = next((line.removeprefix("at ") for line in said if line.startswith("at ")), "")
        done = sum(line.startswith("done") for line in steps)
        tell = {
            "how": plan.how,
            "act": plan.act,
            "cut": cut,
            "at": at,
            "ended": ended,
            "done": done,
            "problem": problem,
        }
        print(json.dumps(tell), flush=True)
        if problem:
            return
    _fsck(folder)


def _plan(dice: random.Random, number: int, *, together: bool) -> Plan:
    """Half of the kills come at steps on disk, every second one of these in a place whose turn it is."""
    acts = (*TOGETHER, "sync", "sync") if together else ALONE
    act = dice.choice(acts)
    if number % 4 == 0:
        turn = [place for place, writes in PLACES.items() if writes in acts]
        place = turn[number // 4 % len(turn)]
        return Plan("step", PLACES[place], 0, dice.randrange(1, 7), place)
    if number % 4 == 1:
        return Plan("step", act, 0, dice.randrange(1, 40))
    if number % 4 == 2:
        return Plan("mark", act, dice.random() * (0.15 if act in ("sign", "issue", "sync") else 0.02), 0)
    return Plan("time", act, dice.random() * 0.35, 0)


def _warm(place: Path) -> None:
    """Do everything once, so that a forked child has all code and templates loaded; keep the incidents to copy."""
    place.mkdir(parents=True)
    for name in ("alone", "together"):
        (place / name).mkdir()
        session = coach(place / name / "rossi", clock=Clock(), more=REACHABLE)
        record.settle(session.path)
        if name == "together":
            share(session, offer(session, str(place / name / "stick"), ["Verdi"]))
            receive(str(place / name / "stick"), place / name / "verdi")
        close_session(session)
    shutil.copytree(place / "alone", place / "tried")
    session = open_session(place / "tried" / "rossi", clock=Clock())
    for act in ALONE:
        session = _act(session, act, "Zo", lambda _line: None)
    close_session(session)
    list(verify(session.path))
    record.settle(session.path)
    end = time.monotonic() + LONGEST
    while threading.active_count() > 1 and time.monotonic() < end:
        time.sleep(0.05)  # the history's thread rests and ends; what forks has no thread beside it
    record._writers.clear()


def _killed(folder: Path, seed: int, plan: Plan) -> tuple[list[str], str]:
    reading, child = _forked(lambda say: work(folder, seed, plan, say))
    said: list[str] = []
    end = time.monotonic() + LONGEST
    ended = "at its step"
    with open(reading, encoding="utf-8") as lines:
        for line in _until(lines, end):
            said.append(line)
            due = line == "ready" if plan.how == "time" else line.startswith(f"begin {plan.act}")
            if plan.how != "step" and ended == "at its step" and due and (plan.how == "time" or len(said) > 5):
                time.sleep(plan.after)
                os.kill(child, signal.SIGKILL)
                ended = "killed"
    if time.monotonic() > end and ended == "at its step":
        os.kill(child, signal.SIGKILL)
        ended = "late"
    _, status = os.waitpid(child, 0)
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        ended = f"not killed: {said[-3:]}"
    return [line for line in said if line != "ready"], ended


def _until(lines: Any, end: float) -> Iterator[str]:
    import select

    rest = ""
    while time.monotonic() < end:
        if not select.select([lines], [], [], max(0.0, end - time.monotonic()))[0]:
            return
        got = os.read(lines.fileno(), 65536).decode()
        if not got:
            return
        *whole, rest = (rest + got).split("\n")
        yield from whole


def _looked(folder: Path, kept: Kept, said: list[str]) -> tuple[Kept, str]:
    def check(say: Callable[[str], None]) -> None:
        found = look(folder, kept, said, work_on=True)
        say(json.dumps({"last": found.last, "grown": found.grown, "entries": found.entries}))

    reading, child = _forked(check)
    with open(reading, encoding="utf-8") as lines:
        got = lines.read()
    _, status = os.waitpid(child, 0)
    if status or not got.startswith("{"):
        return kept, got or f"the look ended with {status}"
    return Kept(**json.loads(got)), ""


def _forked(run: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Run something in a forked child; gives back where its lines can be read, and its process id."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    os.close(reading)
    raw = os.write
    code = 0
    try:
        run(lambda line: raw(writing, f"{line}\n".encode()) and None)
    except BaseException:
        with contextlib.suppress(OSError):
            raw(writing, f"failed: {traceback.format_exc()}".encode())
        code = 1
    os._exit(code)


def _fsck(folder: Path) -> None:
    """What git itself says of the history, where git is there."""
    if shutil.which("git") is None:
        return
    done = subprocess.run(
        ["git", "-C", str(folder), "fsck", "--strict", "--full"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(json.dumps({"how": "fsck", "problem": done.stderr}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
