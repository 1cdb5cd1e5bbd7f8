"""Sharing behind SSH: only the address that was chosen, only on command, and nothing in it can be an option."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord.desk.history import lines
from onrecord.desk.session import Session, open_session
from onrecord.desk.share import offer, receive, share, sync
from onrecord.errors import BadInput, NotInstalled, OnrecordError
from onrecord.record.places import Address, read_place
from onrecord.record.remote import NAME, place_of
from onrecord.record.repository import Repository, init_bare, set_remote
from onrecord.record.verify import verify

HERE = Path(__file__).parent


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake `ssh` on the PATH; gives back the file in which it notes what it was called with."""
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "ssh"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "fake_ssh.py"}" "$@"\n', "utf-8")
    program.chmod(0o755)
    log = tmp_path / "ssh-log"
    log.touch()
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_SSH_LOG", str(log))
    return log


def calls(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def address(tmp_path: Path) -> str:
    init_bare(tmp_path / "far").close()
    return f"ssh://desk@far.example{tmp_path}/far"


def together(tmp_path: Path, clock: Clock) -> tuple[Session, Session]:
    place = address(tmp_path)
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, place, ["Verdi"]))
    receive(place, tmp_path / "verdi")
    return rossi, open_session(tmp_path / "verdi", clock=clock)


@pytest.mark.parametrize("without_git", ["", "yes"])
def test_two_people_work_through_ssh_as_through_a_folder(
    tmp_path: Path, ssh: Path, monkeypatch: pytest.MonkeyPatch, without_git: str
) -> None:
    monkeypatch.setenv("FAKE_SSH_WITHOUT_GIT", without_git)
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    assert verdi.incident.facts["event_place"].value == rossi.incident.facts["event_place"].value
    clock.later(minutes=1)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    verdi = answered(verdi, "event_time", "12 March 2026 01:45")

    rossi, first = sync(rossi)
    verdi, done = sync(verdi)
    rossi, _ = sync(rossi)

    assert first.gave >= 1
    assert done.got >= 1
    assert verdi.incident.facts["people_hurt"].value is False
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]
    for session in (rossi, verdi):
        assert not [r for r in verify(session.path) if r.level == "broken"]
        assert not (session.path / ".onrecord" / "arriving").exists()


def test_ssh_is_started_with_the_address_behind_a_double_hyphen_and_nothing_before_a_yes(
    tmp_path: Path, ssh: Path
) -> None:
    rossi = coach(tmp_path / "rossi")
    wanted = offer(rossi, address(tmp_path), ["Verdi"])
    assert wanted.over_the_network == "far.example"
    assert not calls(ssh)

    share(rossi, wanted)

    for arguments in calls(ssh):
        end = arguments.index("--")
        assert arguments[end + 1 :] in (
            ["desk@far.example", f"git-upload-pack '{tmp_path}/far'"],
            ["desk@far.example", f"git-receive-pack '{tmp_path}/far'"],
        )
        assert "ClearAllForwardings=yes" in arguments[:end]
        assert not any("Proxy" in one for one in arguments)
    before = len(calls(ssh))
    answered(rossi, "people_hurt", "no", source="police")
    assert len(calls(ssh)) == before  # working never reaches out


@pytest.mark.parametrize(
    "text",
    [
        "-oProxyCommand=touch x",
        "ssh://-oProxyCommand=touch/x",
        "ssh://-oProxyCommand=x@host/x",
        "ssh://host:-1/x",
        "ssh://host:99999/x",
        "ssh://host/-x",
        "-oProxyCommand=x:repo",
        "me@-oProxyCommand=x:repo",
        "host:--upload-pack=touch",
        "ssh://ho st/x",
        "ssh://host%0a/x",
        "ssh://user:word@host/x",
        "ssh://host/x\nProxyCommand y",
        "ssh://..host/x",
        "ext::sh -c touch% x",
        "https://example.org/x",
        "git://example.org/x",
        "file:///tmp/x",
        "ssh:/host/x",
    ],
)
def test_what_is_no_plain_address_is_refused_before_anything_starts(tmp_path: Path, ssh: Path, text: str) -> None:
    session = coach(tmp_path / "rossi")
    with pytest.raises(BadInput):
        share(session, offer(session, text, ["Verdi"]))
    assert not calls(ssh)


def test_both_ways_to_write_an_address_and_folders_that_look_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_place("ssh://me@host.example:2222/srv/x.git") == Address("host.example", "/srv/x.git", "me", 2222)
    assert read_place("me@host:cases/x.git") == Address("host", "cases/x.git", "me")
    assert read_place("ssh://host/~/x") == Address("host", "/~/x")
    assert read_place("office:x") == Address("office", "x")
    assert str(read_place("me@host:cases/x.git")) == "me@host:cases/x.git"
    assert str(read_place("ssh://me@[::1]:22/x")) == "ssh://me@[::1]:22/x"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a:b").mkdir()
    assert read_place("a:b") == tmp_path / "a:b"
    assert isinstance(read_place("C:\\stick"), Path)


def test_a_path_of_a_folder_of_ones_own_is_relative_to_the_home_there(
    tmp_path: Path, ssh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_SSH_HOME", str(tmp_path))
    init_bare(tmp_path / "it's far").close()
    session = coach(tmp_path / "rossi")
    done = share(session, offer(session, "desk@far.example:it's far", ["Verdi"]))
    assert done.gave > 1
    assert calls(ssh)[0][-1] == "git-upload-pack 'it'\\''s far'"


def test_a_received_folder_cannot_choose_where_the_record_goes(tmp_path: Path, ssh: Path) -> None:
    session = coach(tmp_path / "rossi")
    set_remote(session.path, NAME, "ssh://thief.example/x")
    with pytest.raises(BadInput, match="nobody here has chosen"):
        sync(session)
    assert not calls(ssh)
    set_remote(session.path, NAME, "-oProxyCommand=x")
    assert place_of(session.path) == ""


def test_what_ssh_says_is_told_in_plain_text(tmp_path: Path, ssh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = coach(tmp_path / "rossi")
    place = address(tmp_path)
    monkeypatch.setenv("FAKE_SSH_SAYS", "\x1b[31mPermission denied (publickey).\n")
    with pytest.raises(BadInput, match="Permission denied") as told:
        share(session, offer(session, place, ["Verdi"]))
    assert "\x1b" not in str(told.value)
    monkeypatch.delenv("FAKE_SSH_SAYS")
    with pytest.raises(BadInput, match="git init --bare"):
        share(session, offer(session, f"{place}-not-there", ["Verdi"]))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotInstalled, match="no ssh"):
        share(session, offer(session, place, ["Verdi"]))
    assert not place_of(session.path)


def test_when_others_wrote_meanwhile_it_is_joined_again(
    tmp_path: Path, ssh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    clock.later(minutes=1)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    verdi = answered(verdi, "event_time", "12 March 2026 01:45")
    # Verdi's entries arrive there between Rossi's look and Rossi's giving: at the third start of ssh.
    program = tmp_path / "bin" / "ssh"
    real = program.read_text("utf-8")
    count = tmp_path / "count"
    push = f'git -C "{verdi.path}" push -q "{tmp_path}/far" main:main 2>/dev/null'
    extra = f'echo x >> "{count}"; if [ "$(wc -l < "{count}")" = 2 ]; then {push}; fi\n'
    program.write_text(real.replace("exec", f"{extra}exec", 1), "utf-8")

    rossi, done = sync(rossi)

    assert done.got >= 1
    assert {"people_hurt", "event_time"} <= {fact for entry in lines(rossi) for fact in entry.facts}
    verdi, _ = sync(verdi)
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]


def test_a_flood_from_the_far_side_is_refused_before_it_is_unfolded(tmp_path: Path, ssh: Path) -> None:
    clock = Clock()
    rossi, _verdi = together(tmp_path, clock)
    far = Repository(tmp_path / "far")
    far.write({"issued/x.en.v1.md": bytes(40_000_000)}, by="Eve", at=clock(), message="x\n")
    far.close()
    before = (rossi.path / "incident.toml").read_bytes()

    with pytest.raises(OnrecordError, match="no file of an incident is larger"):
        sync(rossi)

    assert (rossi.path / "incident.toml").read_bytes() == before
    assert not [r for r in verify(rossi.path) if r.level == "broken"]


def test_only_sharing_by_ssh_loads_the_code_that_can_reach_out(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from coach_incident import coach, answered;"
        "from onrecord.desk.share import offer, share, sync; from onrecord.desk.history import lines;"
        "from onrecord.record.verify import verify; from onrecord.desk.session import close_session;"
        "place = Path(sys.argv[1]); s = coach(place / 'i');"
        "share(s, offer(s, str(place / 'stick'), ['Verdi']));"
        "s = answered(s, 'people_hurt', 'no', source='police'); s, _ = sync(s); list(lines(s)); list(verify(s.path));"
        "offer(s, 'ssh://host/x', ['Verdi']); close_session(s);"
        "names = {'dulwich.client', 'dulwich.porcelain', 'dulwich.repo', 'dulwich.server', 'onrecord.record.ssh',"
        "'socket', 'ssl', 'http.client', 'urllib.request', 'urllib3', 'paramiko'};"
        "assert not names & set(sys.modules), names & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(HERE.parent)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ONRECORD_HOME": str(tmp_path / "home")},
    )
    assert done.returncode == 0, done.stderr


def test_a_pack_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    from onrecord.record.foreign import Refused, Sizes

    def entry(kind: int, size: int, content: bytes) -> bytes:
        head = bytearray()
        byte, size = kind << 4 | size & 15, size >> 4
        while size:
            head.append(byte | 0x80)
            byte, size = size & 0x7F, size >> 7
        head.append(byte)
        return bytes(head) + content

    bomb = b"\x05\xff\xff\xff\x7f" + b"\xff\x00\x00\x00\x00\xff\xff\xff" * 40  # copies 16 MB, forty times
    for body in (
        entry(3, 90_000_000, zlib.compress(b"x")),
        entry(3, 5, zlib.compress(bytes(900_000))),
        entry(7, len(bomb), bytes(20) + zlib.compress(bomb)),
        entry(6, 5, b"\x7f" + zlib.compress(b"12345")),
        entry(5, 5, zlib.compress(b"12345")),
        entry(3, 5, zlib.compress(b"12345")[:4]),
    ):
        path = tmp_path / "x.pack"
        path.write_bytes(b"PACK\0\0\0\2\0\0\0\1" + body + bytes(20))
        sizes = Sizes(path)
        with pytest.raises((Refused, zlib.error)):
            sizes.all_of_it()
        sizes.close()
