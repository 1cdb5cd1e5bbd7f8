"""An incident's folder: what is saved stays, what others change is merged, what may not be said is kept apart."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from example_scenario import NOW, make, reopen

from onrecord.content.model import FactType
from onrecord.errors import BadInput, Conflict, OnrecordError, ReadOnly
from onrecord.incident import files, reading_in, store
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.toml_edit import set_table
from onrecord.incident.values import Choice, Number, Person, Records, Words

HERE = Path(__file__).parent


def count(number: int, status: Status = Status.CONFIRMED, **more: object) -> Fact:
    return Fact("count", FactType.NUMBER, status, Number(number, "accounts"), **more)  # type: ignore[arg-type]


def kind(choice: str = "post_captured") -> Fact:
    return Fact("kind", FactType.CHOICE, Status.CONFIRMED, Choice(choice))


def test_every_part_of_a_fact_comes_back(tmp_path: Path) -> None:
    handle = make(tmp_path / "i")
    facts = [
        count(
            3400,
            Status.ESTIMATED,
            source="IT security",
            as_of=NOW,
            basis=Words("log of the gateway"),
            release=Release(ReleaseState.CLEARED, "Bianchi", "by phone", NOW, noted_by="Rossi", code="K7QD"),
            note="ask again",
        ),
        Fact("place", FactType.PLACE, Status.UNKNOWN, finding_out="control room", due=NOW + timedelta(hours=1)),
        Fact("anyone_hurt", FactType.YES_NO, Status.DISPUTED, True, parties=("police", "union")),
        Fact("day", FactType.DATE, Status.WITHHELD, reason="police request", agreed_line={"en": "No comment."}),
        Fact("own", FactType.NUMBER, Status.CONFIRMED, Number(2), label={"en": "coaches", "it": "pullman"}),
        Fact("kind", FactType.CHOICE, Status.NOT_APPLICABLE),
        Fact(
            "cost",
            FactType.MONEY,
            Status.SUSPECTED,
            finding_out=Words(None, (("en", "finance"), ("it", "l'amministrazione"))),
            release=Release(ReleaseState.HOLD, until=NOW, ask="legal"),
        ),
    ]
    for fact in facts:
        handle = store.save_fact(handle, fact)
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert [replace(fact, line=None) for fact in again.incident.facts.values()] == facts
    lines = (tmp_path / "i" / store.FILE).read_text().splitlines()
    assert all(lines[(fact.line or 0) - 1] == f"[facts.{fact.id}]" for fact in again.incident.facts.values())
    assert again.incident.title == "A coach on the A14"
    assert again.incident.languages == ("en", "it")


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), Fact("victim", FactType.PERSON, Status.CONFIRMED, Person("A. B.")))
    for path in [tmp_path / "i", *(tmp_path / "i").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert "private.toml" in (tmp_path / "i" / ".gitignore").read_text()
    store.close(handle)


def test_a_hand_written_file_keeps_its_comments_and_order(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    text = path.read_text() + (
        "\n# counted twice\n[facts.count] # by hand\nstatus = 'suspected' # not sure\n"
        "value = {unit='accounts', number=3_400} # from the log\n\n# later\n[facts.kind]\nvalue = 'post_captured'\n"
        "status = 'confirmed'\n"
    )
    path.write_text(text)
    handle = reopen(tmp_path / "i")
    fact = replace(handle.incident.facts["count"], status=Status.CONFIRMED, source="IT")
    store.close(store.save_fact(handle, fact))
    assert path.read_text() == text.replace(
        "status = 'suspected' # not sure\n", 'status = "confirmed" # not sure\nsource = "IT"\n'
    )


def test_rows_may_be_written_as_tables_of_their_own(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    rows = (
        "\n[facts.routes]\nstatus = 'suspected'\n\n[[facts.routes.value]] # first\nroute = 'phone'\nname = 'desk'\n"
        "\n[[facts.routes.value]]\n# tested at two\nroute = 'chat'\nname = 'help'\n\n[facts.kind]\nstatus = 'unknown'\n"
    )
    path.write_text(path.read_text() + rows)
    handle = reopen(tmp_path / "i")
    routes = handle.incident.facts["routes"]
    handle = store.save_fact(handle, replace(routes, status=Status.CONFIRMED))
    assert path.read_text().endswith(rows.replace("'suspected'", '"confirmed"'))
    assert isinstance(routes.value, Records)
    handle = store.save_fact(handle, replace(routes, value=Records(routes.value.rows[:1])))
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert again.incident.facts["routes"].value == Records(routes.value.rows[:1])
    assert again.incident.facts["kind"].status is Status.UNKNOWN
    assert "# tested at two" in path.read_text()


def test_a_withheld_value_lives_in_private_toml_alone(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(3412))
    handle = store.save_fact(handle, count(3412, Status.WITHHELD))
    assert "3412" not in (tmp_path / "i" / store.FILE).read_text()
    assert "3412" in (tmp_path / "i" / store.PRIVATE).read_text()
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert again.incident.facts["count"].value == Number(3412, "accounts")
    assert dict(again.private) == {"count": Number(3412, "accounts")}
    handle = store.save_fact(again, count(3412))
    assert "3412" in (tmp_path / "i" / store.FILE).read_text()
    assert "3412" not in (tmp_path / "i" / store.PRIVATE).read_text()
    assert not handle.private
    store.close(handle)


def test_a_fact_that_may_never_be_said_and_a_private_question_are_private_too(tmp_path: Path) -> None:
    never = count(77, release=Release(ReleaseState.NEVER))
    handle = store.save_fact(make(tmp_path / "i"), never)
    handle = store.save_fact(handle, Fact("victim", FactType.PERSON, Status.CONFIRMED, Person("Carla Neri")))
    text = (tmp_path / "i" / store.FILE).read_text()
    assert "77" not in text
    assert "Neri" not in text
    assert set(handle.private) == {"count", "victim"}
    store.close(handle)


def test_without_private_toml_the_incident_opens_and_knows_that_values_existed(tmp_path: Path) -> None:
    store.close(store.save_fact(make(tmp_path / "i"), count(3412, Status.WITHHELD)))
    (tmp_path / "i" / store.PRIVATE).unlink()
    handle = reopen(tmp_path / "i")
    assert handle.incident.facts["count"].value is None
    assert handle.incident.facts["count"].held
    store.close(handle)


def test_a_withheld_value_in_incident_toml_is_told_and_moved_by_the_next_save(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    path.write_text(path.read_text() + "\n[facts.count]\nstatus = 'withheld'\nvalue = 3412\nreason = 'police'\n")
    handle = reopen(tmp_path / "i")
    assert any("count" in notice and "private.toml" in notice for notice in handle.notices)
    handle = store.save_fact(handle, kind())
    assert "3412" not in path.read_text()
    assert "reason = 'police'" in path.read_text()
    assert handle.incident.facts["count"].value == Number(3412)
    assert any("count" in notice for notice in handle.notices)
    store.close(handle)
    assert reopen(tmp_path / "i").incident.facts["count"].value == Number(3412)


def test_a_comment_that_still_names_a_withheld_value_is_told(tmp_path: Path) -> None:
    store.close(store.save_fact(make(tmp_path / "i"), count(3412)))
    path = tmp_path / "i" / store.FILE
    path.write_text(path.read_text().replace("[facts.count]\n", "[facts.count]\n# 3,412 by the first log\n"))
    handle = store.save_fact(reopen(tmp_path / "i"), count(3412, Status.WITHHELD))
    assert any("still names the value" in notice for notice in handle.notices)
    path.write_text(path.read_text().replace("# 3,412 by", "# by"))
    handle = store.save_fact(handle, count(3412, Status.WITHHELD, reason="police"))
    assert not any("still names" in notice for notice in handle.notices)
    store.close(handle)


def test_unknown_after_a_value_is_remembered_as_held(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(12))
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.UNKNOWN))
    assert handle.incident.facts["count"].held
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.NOT_APPLICABLE))
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.UNKNOWN))
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert again.incident.facts["count"].held
    assert again.incident.facts["count"].value is None


def test_an_answer_that_was_taken_back_is_remembered_as_held(tmp_path: Path) -> None:
    handle = store.remove_fact(store.save_fact(make(tmp_path / "i"), count(12)), "count")
    assert "count" not in handle.incident.facts
    store.close(handle)
    handle = reopen(tmp_path / "i")
    assert "count" not in handle.incident.facts
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.UNKNOWN))
    assert handle.incident.facts["count"].held
    store.close(handle)


def test_unknown_from_the_start_is_not_held(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), Fact("count", FactType.NUMBER, Status.UNKNOWN))
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.NOT_APPLICABLE))
    assert not handle.incident.facts["count"].held
    store.close(handle)


def test_an_outside_edit_of_another_fact_is_merged(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(12))
    path = tmp_path / "i" / store.FILE
    path.write_text(path.read_text() + "\n# from the editor\n[facts.kind]\nvalue='desk_told'\nstatus='confirmed'\n")
    handle = store.save_fact(handle, count(13))
    assert handle.changed_outside == ("kind",)
    assert handle.incident.facts["kind"].value == Choice("desk_told")
    assert handle.incident.facts["count"].value == Number(13, "accounts")
    assert "# from the editor" in path.read_text()
    store.close(handle)


def test_the_same_fact_changed_on_both_sides_shows_both(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(12))
    path = tmp_path / "i" / store.FILE
    outside = path.read_text().replace("number = 12", "number = 90")
    path.write_text(outside)
    with pytest.raises(Conflict) as error:
        store.save_fact(handle, count(13))
    assert isinstance(error.value.mine, Fact)
    assert isinstance(error.value.theirs, Fact)
    assert error.value.mine.value == Number(13, "accounts")
    assert error.value.theirs.value == Number(90, "accounts")
    assert path.read_text() == outside
    handle = store.save_fact(store.refresh(handle), count(13))
    assert "number = 13" in path.read_text()
    store.close(handle)


def test_the_same_answer_on_both_sides_is_no_conflict(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(12))
    path = tmp_path / "i" / store.FILE
    path.write_text(path.read_text().replace("number = 12", "number = 13"))
    handle = store.save_fact(handle, count(13))
    assert handle.incident.facts["count"].value == Number(13, "accounts")
    store.close(handle)


def test_an_outside_edit_that_broke_the_file_stops_the_save_and_nothing_is_written(tmp_path: Path) -> None:
    handle = make(tmp_path / "i")
    path = tmp_path / "i" / store.FILE
    broken = path.read_text() + "\n[facts.kind\n"
    path.write_text(broken)
    with pytest.raises(BadInput, match="not valid TOML"):
        store.save_fact(handle, count(1))
    assert path.read_text() == broken
    store.close(handle)


def test_a_file_removed_outside_is_written_again(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), kind())
    (tmp_path / "i" / store.FILE).unlink()
    store.close(store.save_fact(handle, count(5)))
    assert set(reopen(tmp_path / "i").incident.facts) == {"kind", "count"}


@pytest.mark.parametrize("where", ["write", "fsync", "replace"])
def test_a_full_disk_is_one_message_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(12))
    before = (tmp_path / "i" / store.FILE).read_bytes()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, where, full)
    with pytest.raises(OnrecordError, match="disk is full") as error:
        store.save_fact(handle, count(13))
    monkeypatch.undo()
    assert error.value.exit_code == 2
    assert (tmp_path / "i" / store.FILE).read_bytes() == before
    assert not list((tmp_path / "i").glob("*.tmp")) + list((tmp_path / "i").glob(".*.tmp"))
    handle = store.save_fact(handle, count(13))
    assert handle.incident.facts["count"].value == Number(13, "accounts")
    store.close(handle)


def test_a_folder_that_cannot_be_written_opens_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close(make(tmp_path / "i"))
    real = os.open

    def closed(path: os.PathLike[str] | str, flags: int, *more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", closed)
    handle = reopen(tmp_path / "i")
    assert "cannot be written" in handle.read_only
    with pytest.raises(ReadOnly):
        store.save_fact(handle, count(1))


SECOND = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from example_scenario import reopen
from onrecord.incident import store
handle = reopen(Path(sys.argv[1]))
print(handle.read_only or "writes", flush=True)
if len(sys.argv) > 3:
    sys.stdin.readline()
"""


def second(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SECOND, str(folder), str(HERE), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def test_a_second_process_reads_only_and_is_told_who_writes(tmp_path: Path) -> None:
    handle = make(tmp_path / "i")
    told = second(tmp_path / "i").communicate()[0]
    assert f"process {os.getpid()}" in told
    assert f"{datetime.now(UTC):%B}" in told
    store.close(handle)
    assert second(tmp_path / "i").communicate()[0] == "writes\n"


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    other = second(tmp_path / "i", "stay")
    assert other.stdout is not None
    assert other.stdout.readline() == "writes\n"
    handle = reopen(tmp_path / "i")
    assert f"process {other.pid}" in handle.read_only
    with pytest.raises(ReadOnly, match="not saved"):
        store.save_fact(handle, count(1))
    other.kill()
    other.wait()
    other.communicate()
    handle = reopen(tmp_path / "i")
    assert not handle.read_only
    store.close(handle)


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from example_scenario import reopen
from onrecord.content.model import FactType
from onrecord.incident import half_typed, store
from onrecord.incident.model import Fact, Status
from onrecord.incident.values import Number
folder = Path(sys.argv[1])
handle = reopen(folder)
number = handle.incident.facts["count"].value.number if "count" in handle.incident.facts else 0
while True:
    number += 1
    half_typed.save(folder, "count", str(number))
    status = Status.WITHHELD if number % 2 else Status.CONFIRMED
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, status, Number(number, "accounts")))
    print(number, flush=True)
"""


def test_kills_during_saves_leave_a_valid_file_with_the_last_answer(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    store.close(make(folder))
    for turn in range(12):
        command = [sys.executable, "-c", KILLED, str(folder), str(HERE)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(3 + turn):
            said = process.stdout.readline()
        process.kill()
        rest = process.communicate()[0].split("\n")
        last = max([int(said), *(int(line) for line in rest[:-1] if line)])
        handle = reopen(folder)
        value = handle.incident.facts["count"].value
        assert isinstance(value, Number)
        assert value.number in (last, last + 1)
        assert not list(folder.glob(".*.tmp"))
        store.close(handle)


class Killed(BaseException):
    """Ends a save in the middle, as a signal would."""


@pytest.mark.parametrize("step", range(1, 13))
def test_a_save_that_ends_at_any_step_loses_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(3412))
    calls = 0

    def counted(real: object) -> object:
        def call(*given: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= step:
                raise Killed
            return real(*given)  # type: ignore[operator]

        return call

    for name in ("write", "fsync", "replace"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    with contextlib.suppress(Killed):
        store.save_fact(handle, count(3412, Status.WITHHELD))
    monkeypatch.undo()
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert again.incident.facts["count"].value == Number(3412, "accounts")
    store.close(again)


def broken(tmp_path: Path, text: str, old: str = "", new: str = "") -> BadInput:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    path.write_text((path.read_text().replace(old, new) if old else path.read_text()) + text)
    with pytest.raises(BadInput) as error:
        reopen(tmp_path / "i")
    return error.value


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[facts.cuont]\nstatus='unknown'\n", 8, "Did you mean 'count'?"),
        ("[facts.count]\nstatus='confirmd'\nvalue=1\n", 9, "Did you mean 'confirmed'?"),
        ("[facts.count]\nvalue=1\n", 8, "status is missing"),
        ("[facts.count]\nstatus='confirmed'\n", 9, "there is no value"),
        ("[facts.count]\nstatus='unknown'\nsorce='x'\n", 10, "Did you mean 'source'?"),
        ("[facts.count]\nstatus='unknown'\nas_of=2026-03-12T02:00:00\n", 10, "has no zone"),
        ("[facts.count]\nstatus='unknown'\nparties='x'\n", 10, "must be a list of texts"),
        ("[facts.count]\nstatus='confirmed'\nvalue='x'\n", 10, "is not a number"),
        ("[facts.count]\nstatus='unknown'\nrelease={state='claered', by='x'}\n", 10, "Did you mean 'cleared'?"),
        ("[facts.count]\nstatus='unknown'\nrelease={state='cleared'}\n", 10, "by whom is missing"),
        ("[facts.count]\nstatus='unknown'\n[facts.count]\n", 10, "second time"),
        ("[facts.own]\nstatus='unknown'\ntype='number'\n", 8, "needs a type and a label"),
        ("[facts.count]\nstatus='unknown'\ntype='text'\n", 10, "its type is number"),
        ("[factz.count]\nstatus='unknown'\n", 8, "Did you mean 'facts'?"),
        ("[organisation]\nnmae='x'\n", 9, "Did you mean 'name'?"),
        ("[organisation]\npress_contact='x'\n", 9, "expected a contact"),
        ("[who_clears]\nlgal={name='x'}\n", 9, "Did you mean 'legal'?"),
        ("[facts]\ncount = 3\n", 9, "must be a table"),
    ],
)
def test_a_fault_in_a_hand_written_file_names_line_and_remedy(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    error = broken(tmp_path, text)
    assert message in str(error)
    assert error.line == line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"general"', '"genral"', "Did you mean 'general'?"),
        ('"Europe/Rome"', '"Europe/Roma"', "Did you mean 'Europe/Rome'?"),
        ('"Europe/Rome"', '"../../etc/passwd"', "unknown time zone"),
        ('"it"', '"fr"', "unknown language"),
        ('"it"', '"en"', "twice"),
        ("opened = 2026-03-12T01:10:00Z", "opened = 2026-03-12T01:10:00", "no zone"),
        ("format = 1", "formal = 1", "'format' is missing"),
        ("format = 1", 'format = "1"', "must be a whole number"),
        ("title", "titel", "Did you mean 'title'?"),
        ("[incident]", "[incidents]", "Did you mean 'incident'?"),
    ],
)
def test_a_fault_in_the_head_of_the_file_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in str(broken(tmp_path, "", old, new))


def test_a_newer_format_is_read_only(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    path.write_text(path.read_text().replace("format = 1", "format = 2").replace("[incident]", "[incident]\nmood='x'"))
    handle = reopen(tmp_path / "i")
    assert "format 2" in handle.read_only
    assert handle.incident.title == "A coach on the A14"
    with pytest.raises(ReadOnly):
        store.save_fact(handle, count(1))


def test_an_older_format_is_migrated_beside_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    old = path.read_text().replace("format = 1", "format = 0").replace("title =", "name =")
    path.write_text(old)

    def first(file: reading_in.TomlFile) -> reading_in.TomlFile:
        raw = dict(file.table("incident") or {})
        file = set_table(file, ("incident",), {"title": raw.pop("name"), **raw})
        text = file.text.replace("format = 0", "format = 1")
        return reading_in.TomlFile(text, {**file.data, "format": 1}, file.bom, file.newline)

    monkeypatch.setitem(reading_in.MIGRATIONS, 0, first)
    handle = reopen(tmp_path / "i")
    assert handle.incident.title == "A coach on the A14"
    assert (tmp_path / "i" / ".onrecord" / "incident.format-0.toml").read_text() == old
    assert any("format 0" in notice for notice in handle.notices)
    handle = store.save_fact(handle, count(1))
    store.close(handle)
    assert not reopen(tmp_path / "i", read_only=True).notices[1:]


def test_links_and_huge_files_are_refused(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    path = tmp_path / "i" / store.FILE
    path.rename(tmp_path / "elsewhere.toml")
    path.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(BadInput, match="link"):
        reopen(tmp_path / "i")
    path.unlink()
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)
    with pytest.raises(BadInput, match="at most 5,000,000"):
        reopen(tmp_path / "i")


def test_a_place_without_an_incident_is_told_with_one_that_is_near(tmp_path: Path) -> None:
    store.close(make(tmp_path / "bus" / "night"))
    with pytest.raises(BadInput, match=r"There is an incident.toml in .*night"):
        reopen(tmp_path / "bus")
    (tmp_path / "bus" / "night" / "statements").mkdir()
    with pytest.raises(BadInput, match=r"There is an incident.toml in .*night"):
        reopen(tmp_path / "bus" / "night" / "statements")
    with pytest.raises(BadInput, match=r"Did you mean 'night'"):
        reopen(tmp_path / "bus" / "nihgt")
    assert store.folder_of(tmp_path / "bus" / "night" / store.FILE) == tmp_path / "bus" / "night"


def test_an_incident_is_not_made_over_something(tmp_path: Path) -> None:
    store.close(make(tmp_path / "i"))
    with pytest.raises(BadInput, match="already"):
        make(tmp_path / "i")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    with pytest.raises(BadInput, match="not empty"):
        make(tmp_path / "full")
    with pytest.raises(BadInput, match="time zone"):
        make(tmp_path / "new", timezone="Rome/Europe")
    assert not (tmp_path / "new").exists()


def test_head_and_organisation_are_changed_in_place(tmp_path: Path) -> None:
    handle = store.save_fact(make(tmp_path / "i"), count(3))
    handle = store.save_meta(handle, title="Coach, A14", languages=["it"])
    name = Fact("organisation", FactType.TEXT, Status.CONFIRMED, Words("Adria Bus"), of_profile=True)
    handle = store.save_organisation(handle, {"organisation": name})
    with pytest.raises(BadInput, match="unknown time zone"):
        store.save_meta(handle, timezone="Mars/Base")
    store.close(handle)
    again = reopen(tmp_path / "i")
    assert (again.incident.title, again.incident.languages) == ("Coach, A14", ("it",))
    found = again.incident.fact("organisation")
    assert found is not None
    assert found.value == Words("Adria Bus")
    assert again.profile.name == "Adria Bus"
    store.close(again)
