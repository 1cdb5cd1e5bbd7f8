"""What the history keeps: one entry per save, in plain words, without secrets, and never at a save's cost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord import record
from onrecord.desk.calls import note
from onrecord.desk.clear import clear_facts
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.history import as_it_stood, fact_rows, lines
from onrecord.desk.session import Session, close_session, forget_answer, open_session
from onrecord.errors import BadInput
from onrecord.record.history import contents
from onrecord.record.repository import Repository


def everything(folder: Path) -> bytes:
    """Every object of a history, unpacked, one behind the other."""
    repository = Repository(folder / ".git")
    try:
        return b"\n".join(repository.store.get_raw(name)[1] for name in repository.store)
    finally:
        repository.close()


def words(session: Session) -> list[str]:
    return [entry.words for entry in lines(session)]


def test_each_answer_clearance_and_taking_back_is_one_entry_in_plain_words(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    session = answered(session, "people_hurt", "yes")
    session = answered(session, "people_hurt", "yes", source="police")
    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone", noted_by="Rossi")
    session = forget_answer(session, "people_hurt")

    found = words(session)

    assert found[0] == "anyone hurt: answer taken back"
    assert found[1] == "anyone hurt: cleared by Bianchi, by phone"
    assert found[2] == "anyone hurt: confirmed (police)"
    assert "being checked" in found[3] or "being checked" in found[4]
    entry = next(lines(session))
    assert entry.facts == ("people_hurt",)
    assert entry.at == session.now()


def test_a_fact_is_told_over_time_with_value_status_release_and_source(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    clock.later(minutes=10)
    session = answered(session, "people_hurt", "yes", source="police")
    clock.later(minutes=5)
    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone", noted_by="Rossi")

    rows = fact_rows(session, "people_hurt")

    assert (rows[0].value, rows[0].status) == ("", "not known yet")
    assert (rows[-1].value, rows[-1].status, rows[-1].source) == ("yes", "confirmed", "police")
    assert rows[-1].release == "cleared by Bianchi, by phone"
    assert [r.at for r in rows] == sorted(r.at for r in rows)
    with pytest.raises(BadInput, match="people_hurt"):
        fact_rows(session, "people_hart")


def test_a_withheld_value_private_toml_and_a_reporters_number_never_enter_the_history(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    place = session.path / "incident.toml"
    record.settle(session.path)
    text = place.read_text("utf-8")
    place.write_text(
        text + '\n[facts.driver_name]\ntype = "text"\nlabel = { en = "driver" }\nvalue = "Zorbelius Quint"\n'
        'status = "withheld"\n',
        "utf-8",
    )
    session = answered(session, "event_time", "12 March 2026 01:45")
    note(
        session,
        session.clock,
        {"outlet": "Radio Uno", "person": "Zora Quill", "number": "+39 333 1234567", "question": "how many"},
        language="en",
        by="Rossi",
    )
    close_session(session)

    kept = everything(session.path)

    assert b"driver_name" in kept
    assert b"Radio Uno" in kept
    for secret in (b"Zorbelius", b"Zora Quill", b"1234567"):
        assert secret not in kept
    assert "Zorbelius" in (session.path / "private.toml").read_text("utf-8")


def test_edits_and_calls_are_entries_too(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    statement = draft_document(session, "holding", "en")
    sentence = next(s for s in statement.sentences if s.element == "empathy")
    edit_sentence(session, statement, sentence, "We think of the people on board.", by="Rossi")
    note(session, session.clock, {"outlet": "Radio Uno"}, language="en", by="Rossi")

    found = words(session)

    assert found[0] == "call noted: Radio Uno"
    assert found[1] == "holding (en): a sentence changed by hand"
    assert [e.words for e in lines(session, document="holding")] == [found[1]]


def test_what_was_changed_outside_is_an_entry_of_its_own(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    record.settle(session.path)
    place = session.path / "incident.toml"
    place.write_text(place.read_text("utf-8").replace("near Faenza", "near Forlì").replace("Faenza", "Forlì"), "utf-8")
    session = answered(session, "people_hurt", "no", source="police")

    newest, _, before = list(lines(session))[:3]

    assert newest.words == "anyone hurt: confirmed (police)"
    assert (before.by, before.words) == ("outside", "changed outside onrecord")
    assert before.facts == ("event_place",)


def test_the_folder_as_it_stood_can_be_read_again(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    then = clock.now
    clock.later(minutes=30)
    session = answered(session, "people_hurt", "yes", source="police")

    as_it_stood(session, then, tmp_path / "old")

    old = open_session(tmp_path / "old", read_only=True, clock=clock)
    assert old.incident.facts["people_hurt"].value is None
    assert session.incident.facts["people_hurt"].value is True
    (tmp_path / "old").chmod(0o700)


def test_saving_does_not_load_git_nor_wait_for_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from onrecord.desk import session, edit, calls, export;"
        "assert not any(m.startswith('dulwich') for m in sys.modules), 'loaded at start'"
    )
    tests = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(tests)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_history_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    record.settle(session.path)
    git = session.path / ".git"
    for path in sorted((p for p in git.rglob("*") if p.is_file()), reverse=True):
        path.unlink()
    git.rename(session.path / "old-git")
    (session.path / ".git").write_text("gitdir: /elsewhere\n", "utf-8")

    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)

    assert session.incident.facts["people_hurt"].value is False
    assert "not written" in record.fault(session.path)


def test_a_damaged_history_begins_anew_from_the_files_and_says_so(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    close_session(session)
    (tmp_path / "i" / ".git" / "refs" / "heads" / "main").write_text("f" * 40 + "\n", "utf-8")
    session = open_session(tmp_path / "i", clock=Clock())

    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)

    assert "begins anew" in record.fault(session.path)
    entries = list(lines(session))
    assert "damaged" in entries[-1].words
    assert b"event_place" in contents(session.path, entries[-1].id)["incident.toml"]
    assert list((session.path / ".onrecord").glob("damaged-history-*"))


def test_locks_left_by_a_killed_program_are_taken_away(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    close_session(session)
    git = tmp_path / "i" / ".git"
    for name in ("index.lock", "refs/heads/main.lock", "HEAD.lock"):
        (git / name).write_text("", "utf-8")
    session = open_session(tmp_path / "i", clock=Clock())

    session = answered(session, "people_hurt", "no", source="police")

    assert words(session)[0].startswith("anyone hurt")
    assert not list(git.rglob("*.lock"))


def test_what_a_received_folder_carries_cannot_run(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("people_hurt",))
    close_session(session)
    git = tmp_path / "i" / ".git"
    mark = tmp_path / "it-ran"
    (git / "hooks").mkdir(exist_ok=True)
    for name in ("pre-commit", "post-commit", "reference-transaction", "post-index-change"):
        hook = git / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch '{mark}'\n", "utf-8")
        hook.chmod(0o755)
    (git / "config").write_text(
        f'[core]\n\tfsmonitor = "touch {mark}"\n\thooksPath = /tmp\n[remote "stick"]\n\turl = /media/stick\n'
        f'[remote "bad"]\n\turl = ext::sh -c touch% {mark}\n[commit]\n\tgpgsign = true\n[include]\n\tpath = /tmp/x\n',
        "utf-8",
    )
    (git / "info").mkdir(exist_ok=True)
    session = open_session(tmp_path / "i", clock=Clock())

    session = answered(session, "people_hurt", "no", source="police")
    record.settle(session.path)

    assert not mark.exists()
    assert not (git / "hooks").exists()
    config = (git / "config").read_text("utf-8")
    assert "/media/stick" in config
    assert not any(word in config for word in ("fsmonitor", "hooksPath", "ext::", "gpgsign", "include"))
    assert "never run" in record.fault(session.path)


def test_many_entries_are_packed_when_the_incident_closes_and_stay_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.repository.LOOSE_MANY", 20)
    session = coach(tmp_path / "i")
    before = words(session)
    close_session(session)

    repository = Repository(tmp_path / "i" / ".git")
    assert repository.loose() < 20
    repository.close()
    assert list((tmp_path / "i" / ".git" / "objects" / "pack").glob("*.pack"))
    assert words(session)[-len(before) :] == before


def test_handing_over_takes_next_to_no_time(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    record.settle(session.path)
    content = {"incident.toml": session.folder.content}

    start = time.perf_counter()
    for _ in range(20):
        record.hooked(session.path, content, by="Rossi", at=session.now())
    spent = time.perf_counter() - start

    assert spent < 0.5
    assert record.settle(session.path)
