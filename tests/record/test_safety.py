"""What a night does to a folder: a full disk, a clock set back, two programs, a folder from a stranger, damage."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach_incident import NIGHT, Clock, answered, coach
from lumea_incident import known, lumea, on
from onrecord import record
from onrecord.desk.calls import note
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.history import as_it_stood, fact_rows, lines, rebuild
from onrecord.desk.issue import issue
from onrecord.desk.session import Session, close_session, open_session
from onrecord.desk.share import offer, receive, share, sync
from onrecord.desk.sign import asked, sign
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import issued, log, statements
from onrecord.incident.values import Number
from onrecord.record.repository import Repository
from onrecord.record.verify import Result, verify

HERE = Path(__file__).parent


def broken(folder: Path) -> list[Result]:
    return [result for result in verify(folder) if result.level == "broken"]


def looks(folder: Path) -> str:
    return "\n".join(result.what for result in verify(folder) if result.level == "look")


# A full disk ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, after: int, inside: Path) -> Iterator[None]:
    """A disk that takes so many more writes, syncs and renames, then none."""
    left = after

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **more)

        return call

    assert record.settle(inside)
    with monkeypatch.context() as patch:
        for name in ("write", "fsync", "replace", "rename"):
            patch.setattr(os, name, counted(getattr(os, name)))
        yield
        record.settle(inside)


def edit(session: Session) -> None:
    text = draft_document(session, "holding", "en")
    sentence = next(s for s in text.sentences if s.element == "empathy")
    edit_sentence(session, text, sentence, "We think of them.", by="Rossi")


def call(session: Session) -> None:
    note(session, session.clock, {"outlet": "Radio Uno", "person": "Zora"}, language="en", by="Rossi")


def signed(session: Session) -> None:
    code = asked(session, "line").code
    sign(session, "line", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")


@pytest.mark.parametrize("act", [edit, call, signed])
@pytest.mark.parametrize("after", [0, 1, 2, 4, 6, 8])
def test_a_full_disk_leaves_what_was_there_and_the_act_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Session], None], after: int
) -> None:
    session = coach(tmp_path / "i")
    session = answered(session, "people_hurt", "no", source="police")
    draft_document(session, "line", "en")

    with full_disk(monkeypatch, after, session.path), contextlib.suppress(OnrecordError):
        act(session)

    reopened = open_session(session.path, read_only=True, clock=session.clock)
    assert reopened.incident.facts["people_hurt"].source == "police"
    log.calls(session.path)
    statements.load_all(session.path)
    assert not list(session.path.rglob(".*.tmp"))
    act(session)
    session = answered(session, "people_hurt", "yes", source="hospital")
    close_session(session)
    assert not broken(session.path)
    assert "changed since" not in looks(session.path)
    assert not list((session.path / ".onrecord").glob("damaged-*"))


@pytest.mark.parametrize("after", range(0, 22, 2))
def test_an_issue_on_a_full_disk_goes_out_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    nothing = SimpleNamespace(stops=(), rows=())
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_given: nothing, raising=False)
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    code = asked(session, "press").code
    sign(session, "press", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    went = False
    with full_disk(monkeypatch, after, session.path), contextlib.suppress(OnrecordError):
        issue(session, "press", code=code, to=["ANSA"], where="list", by="Rossi")
        went = True

    assert len(issued.issues(session.path)) == went
    assert bool(list((session.path / "issued").glob("*.md")) if (session.path / "issued").is_dir() else []) == went
    if not went:
        done = issue(session, "press", code=code, to=["ANSA"], where="list", by="Rossi")
        assert done.version == 1
    session = known(session, "accounts_affected", Number(3400, "accounts"))
    close_session(session)
    assert not broken(session.path)


def test_a_full_stick_is_told_and_the_next_sync_gives_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, str(tmp_path / "stick"), ["Verdi"]))
    rossi = answered(rossi, "people_hurt", "no", source="police")
    record.settle(rossi.path)
    for after in (0, 1, 3, 5):
        with full_disk(monkeypatch, after, rossi.path), pytest.raises(OnrecordError, match="disk is full"):
            sync(rossi)
    rossi, _ = sync(rossi)
    receive(str(tmp_path / "stick"), tmp_path / "verdi")
    assert open_session(tmp_path / "verdi", read_only=True).incident.facts["people_hurt"].source == "police"
    assert not broken(rossi.path)


def test_a_history_that_may_not_be_written_is_told_and_catches_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = coach(tmp_path / "i")
    assert record.settle(session.path)
    real = os.mkdir

    def closed(path: object, *given: object, **more: object) -> None:
        if ".git" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        real(path, *given, **more)  # type: ignore[arg-type]

    real_open = open

    def no_writing(path: object, mode: str = "r", *given: object, **more: object) -> object:
        if ".git" in str(path) and set(mode) & set("wa+"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, mode, *given, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", closed)
        patch.setattr("builtins.open", no_writing)
        patch.setattr(os, "fdopen", lambda *_: (_ for _ in ()).throw(PermissionError(errno.EACCES, "denied")))
        patch.setattr("dulwich.file.os.open", lambda *_a, **_k: (_ for _ in ()).throw(PermissionError(13, "denied")))
        record.hooked(session.path, {"incident.toml": session.folder.content + b"\n"}, by="x", at=session.now())
        record.settle(session.path)
        assert "not written" in record.fault(session.path)
    session = answered(session, "people_hurt", "no", source="police")
    close_session(session)
    assert not broken(session.path)
    assert "changed since" not in looks(session.path)


# The clock ------------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_keeps_the_order_and_is_told(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    clock.later(minutes=30)
    session = answered(session, "people_hurt", "yes", source="hospital")
    clock.now -= timedelta(minutes=90)
    session = answered(session, "people_hurt", "no", source="police")
    close_session(session)

    assert next(lines(session)).facts == ("people_hurt",)
    rows = fact_rows(session, "people_hurt")
    assert [row.source for row in rows][-2:] == ["hospital", "police"]
    assert not broken(session.path)
    assert "90 min earlier" in looks(session.path)
    clock.now = NIGHT
    with contextlib.suppress(BadInput):
        as_it_stood(session, NIGHT - timedelta(days=1), tmp_path / "never")
    assert not (tmp_path / "never" / "incident.toml").exists()


# A synchronised drive -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "incident (Rossi's conflicted copy 2026-03-12).toml",
        "incident-DESKTOP.toml",
        "incident.sync-conflict-20260312-022500-ABCDEFG.toml",
        "log (conflicted copy).toml",
        "statements/holding.en (Verdi's conflicted copy).toml",
        "statements/holding.en-DESKTOP7.toml",
        "issued/line.en.v1 (conflicted copy).md",
    ],
)
def test_a_copy_that_a_synchronised_drive_left_is_told_and_changes_nothing(tmp_path: Path, name: str) -> None:
    session = coach(tmp_path / "i")
    edit(session)
    close_session(session)
    copy = session.path / name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text("format = 1\n[[edit]]\nelement = 3\nthis is half a file", "utf-8")

    session = open_session(session.path, clock=Clock())
    if not name.startswith("issued"):
        assert any(name in notice for notice in session.notices())
    assert [one.document for one in statements.load_all(session.path)] == ["holding"]
    session = answered(session, "people_hurt", "no", source="police")
    close_session(session)

    assert copy.is_file()
    assert not broken(session.path)
    kept = Repository(session.path / ".git")
    assert name not in kept.paths(kept.head())
    kept.close()
    if not name.startswith("issued"):
        assert name in looks(session.path)


# Two programs ---------------------------------------------------------------------------------------------------------

NOTING = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from coach_incident import NIGHT
from onrecord.incident import log
for n in range(25):
    log.append(Path(sys.argv[1]), log.Call(f"Radio {n}", "", NIGHT, person=f"Person {n}"))
"""


def test_another_program_notes_calls_while_this_one_answers_and_signs(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    command = [sys.executable, "-c", NOTING, str(session.path), str(HERE.parent)]
    other = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for n in range(25):
        session = answered(session, "event_time", f"12 March 2026 01:{n + 10}")
        note(session, session.clock, {"outlet": f"Mine {n}"}, language="en", by="Rossi")
    assert other.wait() == 0, other.communicate()[1]
    close_session(session)

    outlets = [one.outlet for one in log.calls(session.path)]
    assert len(outlets) == 50
    assert {f"Radio {n}" for n in range(25)} | {f"Mine {n}" for n in range(25)} == set(outlets)
    assert not broken(session.path)


def test_reading_the_history_never_sees_damage_while_it_is_written_and_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.repository.LOOSE_MANY", 8)
    session = coach(tmp_path / "i")
    end = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        while not end.is_set():
            try:
                assert sum(1 for _ in lines(session)) > 1
                fact_rows(session, "event_time")
                wrong.extend(r.what for r in verify(session.path) if r.level == "broken")
            except OnrecordError as error:
                wrong.append(str(error))

    reading = threading.Thread(target=read)
    reading.start()
    for n in range(40):
        session = answered(session, "event_time", f"12 March 2026 01:{n + 10}")
        if n % 4 == 3:
            record.closed(session.path)
    end.set()
    reading.join()
    assert not wrong, wrong[:3]


# A folder from a stranger ---------------------------------------------------------------------------------------------


def hostile(session: Session, files: dict[str, bytes]) -> None:
    """An entry with these files, made without onrecord's own rules."""
    git = Repository(session.path / ".git")
    git.write(files, by="Eve", at=session.now(), message="x\n")
    git.close()


def test_names_that_lead_out_of_the_folder_are_written_nowhere(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "deep" / "i", clock=clock)
    close_session(session)
    evil = {
        "../out.md": b"x",
        "statements/../../out.md": b"x",
        "/tmp/out.md": b"x",
        ".git/hooks/post-checkout": b"x",
        "statements/..\\out.md": b"x",
        ".GIT/config": b"x",
    }
    hostile(session, evil)
    clock.later(minutes=1)
    session = open_session(session.path, clock=clock)

    as_it_stood(session, clock(), tmp_path / "deep" / "old")

    found = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if "out.md" in p.name}
    assert not found
    assert not (tmp_path / "deep" / "old" / ".git").exists()
    assert {p.name for p in (tmp_path / "deep" / "old").iterdir()} <= {
        "incident.toml",
        "log.toml",
        ".gitignore",
        "statements",
    }
    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)
    assert not found
    (tmp_path / "deep" / "old").chmod(0o700)


def test_a_list_of_further_folders_is_not_followed(tmp_path: Path) -> None:
    secret = coach(tmp_path / "secret", clock=Clock())
    close_session(secret)
    session = coach(tmp_path / "i", clock=Clock())
    close_session(session)
    info = session.path / ".git" / "objects" / "info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_text(f"{secret.path}/.git/objects\n", "utf-8")
    stolen = Repository(secret.path / ".git")
    hostile(secret, {"incident.toml": b"format = 1\n# the secret\n"})
    head = stolen.head()
    stolen.close()
    assert head is not None
    (session.path / ".git" / "refs" / "heads" / "main").write_bytes(head + b"\n")

    with pytest.raises(OnrecordError, match="cannot be read"):
        list(lines(open_session(session.path, read_only=True)))
    session = open_session(session.path, clock=Clock())
    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)

    assert not (info / "alternates").exists()
    kept = Repository(session.path / ".git")
    assert not any(b"the secret" in kept.store.get_raw(name)[1] for name in kept.store)
    kept.close()


def content_of(place: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in (place, *place.rglob("*")) if p.is_file()}


def link(path: Path, target: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.move(path, path.with_name(f"{path.name}-moved"))
    else:
        path.unlink(missing_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize("where", [".git/objects", ".git/refs/heads", ".git/objects/pack", ".git/refs/heads/main"])
def test_links_inside_git_are_not_followed(tmp_path: Path, where: str) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    close_session(session)
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside if "main" not in where else outside / "file"
    if "main" in where:
        target.write_text("f" * 40, "utf-8")
    link(session.path / where, target)
    before = sorted(outside.rglob("*"))

    with contextlib.suppress(OnrecordError):
        list(lines(open_session(session.path, read_only=True)))
    session = open_session(session.path, clock=Clock())
    session = answered(session, "people_hurt", "no", source="police")
    close_session(session)

    assert sorted(outside.rglob("*")) == before
    assert not broken(session.path)


def test_a_pipe_or_an_endless_file_among_the_objects_stops_nothing(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    close_session(session)
    folder = session.path / ".git" / "objects" / "ab"
    folder.mkdir(exist_ok=True)
    os.mkfifo(folder / ("c" * 38))
    with pytest.raises(OnrecordError, match="no plain file"):
        list(lines(open_session(session.path, read_only=True)))
    assert any("no plain file" in result.what for result in broken(session.path))
    session = open_session(session.path, clock=Clock())
    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)
    assert "begins anew" in record.fault(session.path)


def test_an_object_that_unfolds_to_gigabytes_is_refused(tmp_path: Path) -> None:
    clock = Clock()
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, str(tmp_path / "stick"), ["Verdi"]))
    stick = Repository(tmp_path / "stick")
    stick.write({"issued/x.en.v1.md": bytes(30_000_000)}, by="Eve", at=clock(), message="x\n")
    stick.close()
    with pytest.raises(OnrecordError, match="no file of an incident"):
        sync(rossi)
    assert not broken(rossi.path)
    name = "ab" + "c" * 38
    loose = rossi.path / ".git" / "objects" / name[:2]
    loose.mkdir(exist_ok=True)
    (loose / name[2:]).write_bytes(zlib.compress(b"blob 900000000\0" + bytes(60_000_000)))
    assert any(name[:12] in result.what for result in broken(rossi.path))


def test_a_repository_inside_the_history_is_no_part_of_it(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git makes the hostile entry")
    clock = Clock()
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, str(tmp_path / "stick"), ["Verdi"]))
    work = tmp_path / "work"
    run = ["git", "-c", "user.name=Eve", "-c", "user.email=e@x", "-C", str(work)]
    subprocess.run(["git", "clone", "-q", str(tmp_path / "stick"), str(work)], check=True)
    subprocess.run([*run, "update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},inside"], check=True)
    subprocess.run([*run, "commit", "-q", "-m", "x"], check=True)
    subprocess.run([*run, "push", "-q"], check=True)

    rossi, done = sync(rossi)

    assert done.got == 1
    assert not (rossi.path / "inside").exists()
    assert not broken(rossi.path)


@pytest.mark.parametrize("name", ["incident.toml", "log.toml", "private.toml", "statements", ".onrecord"])
def test_links_among_the_working_files_are_not_followed(tmp_path: Path, name: str) -> None:
    session = coach(tmp_path / "i")
    edit(session)
    call(session)
    close_session(session)
    outside = tmp_path / "outside"
    if "." not in name[1:]:
        shutil.copytree(session.path / name, outside)
    else:
        shutil.copyfile(session.path / name, outside)
    before = content_of(outside)
    link(session.path / name, outside)

    with contextlib.suppress(OnrecordError):
        session = open_session(session.path, clock=Clock())
        session = answered(session, "people_hurt", "no", source="police")
        call(session)
        edit(session)
        close_session(session)

    assert content_of(outside) == before


# Damage ---------------------------------------------------------------------------------------------------------------


def missing_object(git: Path) -> None:
    oldest = min(git.glob("objects/[0-9a-f][0-9a-f]/*"), key=lambda p: p.stat().st_mtime_ns)
    oldest.unlink()


def corrupt_object(git: Path) -> None:
    for path in sorted(git.glob("objects/[0-9a-f][0-9a-f]/*"))[:6]:
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-4] + b"\0\0\0\0")


def truncated_pack(git: Path) -> None:
    repository = Repository(git)
    repository.pack()
    repository.close()
    (pack,) = git.glob("objects/pack/*.pack")
    pack.chmod(0o600)
    pack.write_bytes(pack.read_bytes()[: pack.stat().st_size // 2])


def bad_branch(git: Path) -> None:
    (git / "refs" / "heads" / "main").write_text("no commit at all\n", "utf-8")


def no_branch(git: Path) -> None:
    (git / "refs" / "heads" / "main").unlink()


def bad_list_of_branches(git: Path) -> None:
    no_branch(git)
    (git / "packed-refs").write_bytes(b"# pack-refs with: peeled\nzzz\n\xff\xfe\n")


def empty_branch(git: Path) -> None:
    (git / "refs" / "heads" / "main").write_bytes(bytes(41))


DAMAGES = [missing_object, corrupt_object, truncated_pack, bad_branch, no_branch, bad_list_of_branches, empty_branch]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_is_told_and_rebuilt_from_the_files_with_what_was_lost(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    session = coach(tmp_path / "i")
    close_session(session)
    files = {p.name: p.read_bytes() for p in session.path.glob("*.toml")}
    damage(session.path / ".git")
    assert broken(session.path)

    session = open_session(session.path, clock=Clock())
    told = rebuild(session)

    assert {p.name: p.read_bytes() for p in session.path.glob("*.toml")} == files
    assert "lies in .onrecord/damaged-history-" in told[0]
    assert "entries can" in told[0]
    assert "begins anew" in told[-1]
    session = answered(session, "people_hurt", "yes", source="police")
    close_session(session)
    assert not broken(session.path)
    assert [entry.words for entry in lines(session)][-1].startswith("rebuilt")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_goes_on_from_the_shared_folder_and_loses_nobodys_work(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    clock = Clock()
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, str(tmp_path / "stick"), ["Verdi"]))
    receive(str(tmp_path / "stick"), tmp_path / "verdi")
    verdi = open_session(tmp_path / "verdi", clock=clock)
    clock.later(minutes=1)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    verdi = answered(verdi, "event_time", "12 March 2026 01:45")
    sync(verdi)
    close_session(rossi)
    damage(rossi.path / ".git")
    rossi = open_session(rossi.path, clock=clock)

    told = rebuild(rossi)
    rossi, done = sync(rossi)
    verdi, _ = sync(verdi)

    assert not done.clashes
    assert rossi.incident.facts["people_hurt"].source == "police"
    assert rossi.incident.facts["event_time"].value == verdi.incident.facts["event_time"].value
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]
    assert "taken up from the shared record" in told[-1]
    assert not broken(rossi.path)


def test_a_git_file_instead_of_a_folder_is_taken_out_only_by_rebuilding(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    close_session(session)
    shutil.move(session.path / ".git", tmp_path / "elsewhere")
    (session.path / ".git").write_text(f"gitdir: {tmp_path}/elsewhere\n", "utf-8")
    before = sorted(p for p in (tmp_path / "elsewhere").rglob("*"))
    session = open_session(session.path, clock=Clock())
    told = rebuild(session)
    assert "link" in told[0]
    assert sorted(p for p in (tmp_path / "elsewhere").rglob("*")) == before
    close_session(session)
    assert not broken(session.path)
