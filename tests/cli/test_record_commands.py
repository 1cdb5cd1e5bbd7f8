"""A scripted night on the command line's side: what happened, what is due, what is old, and whether it holds."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach_incident import Clock
from lumea_incident import accounts, give_out, kinds, known, lumea, on
from onrecord.cli.main import run
from onrecord.desk import who
from onrecord.desk.calls import note
from onrecord.desk.session import Session, close_session, open_session
from onrecord.desk.share import offer, share
from onrecord.incident import issued
from onrecord.incident.values import Bound


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checks say of wording is proved with the checks."""
    nothing = SimpleNamespace(stops=(), rows=())
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_given: nothing, raising=False)


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Friday, 21:30 in Rome, for the desk and for every command."""
    clock = Clock(on(21, 30))
    monkeypatch.setattr("onrecord.desk.session.system_clock", clock)
    real = open_session

    def at_that_time(path: Path, *, read_only: bool = False, clock: Clock = clock) -> Session:
        return real(path, read_only=read_only, clock=clock)

    monkeypatch.setattr("onrecord.desk.session.open_session", at_that_time)
    who.keep_name("Rossi")
    return clock


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_night_from_the_first_answer_to_the_handover(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evening: Clock
) -> None:
    folder = tmp_path / "i"
    session = lumea(folder, evening, accounts_affected=accounts(3400, Bound.AT_LEAST))
    note(
        session,
        evening,
        {"outlet": "Radio Uno", "question": "how many", "deadline": "22:10"},
        language="en",
        by="Rossi",
    )
    close_session(session)

    code, out, _ = ran(capsys, "issue", folder, "--document", "press", "--json")
    gate = json.loads(out)
    assert code == 1
    assert "read out the code" in " ".join(gate["stops"])
    code, out, err = ran(
        capsys, "sign", folder, "--document", "press", "--code", gate["code"].lower(),
        "--by", "Bianchi", "--noted-by", "Rossi",
    )  # fmt: skip
    assert code == 0, err
    assert "cleared by Bianchi, by phone, 21:30" in out
    code, out, err = ran(
        capsys, "issue", folder, "--document", "press", "--code", gate["code"],
        "--to", "ANSA", "--to", "Reuters", "--where", "press list", "--json",
    )  # fmt: skip
    assert code == 0, err
    assert json.loads(out)["version"] == 1

    evening.later(minutes=50)
    session = open_session(folder, clock=evening)
    session = known(session, "accounts_affected", accounts(12000))
    close_session(session)
    code, out, _ = ran(capsys, "changes", folder)
    assert code == 1
    assert "3,400" in out
    assert "12,000" in out
    assert "update" in out
    code, out, err = ran(capsys, "changes", folder, "--document", "press", "--draft", "update")
    assert code == 0
    assert "ANSA, Reuters" in err
    session = open_session(folder, clock=evening)
    give_out(session, "update", ("ANSA", "Reuters"))
    give_out(session, "press", ("ANSA", "Reuters"))

    evening.later(minutes=50)
    session = known(session, "accounts_affected", accounts(9100))
    session = known(session, "data_kinds", kinds(names="held", email="held", cards="held"))
    close_session(session)
    code, out, _ = ran(capsys, "sign", folder, "--document", "press")
    assert code == 1
    assert "the yes of Bianchi" in out
    assert ran(capsys, "changes", folder, "--document", "press", "--draft", "correction")[0] == 0
    code, out, _ = ran(capsys, "draft", folder, "--document", "correction", "--lang", "it")
    assert "12.000 account" in out
    assert "9.100 account" in out

    code, out, _ = ran(capsys, "clocks", folder)
    assert code == 1
    assert "LATE" in out
    assert "Radio Uno waits: how many" in out
    code, out, _ = ran(capsys, "history", folder, "--fact", "accounts_affected", "--json")
    assert [row["value"] for row in json.loads(out)] == ["at least 3,400 accounts", "12,000 accounts", "9,100 accounts"]
    code, out, _ = ran(capsys, "handover", folder)
    assert code == 0
    for words in ("press v2", "update v1", "ANSA", "9,100", "correction", "Radio Uno"):
        assert words in out
    code, out, err = ran(capsys, "verify", folder)
    assert code == 0, out
    assert "names are typed, not proved" in err
    assert [one.name for one in issued.issues(folder)] == ["press v1", "update v1", "press v2"]


def test_the_history_is_read_by_fact_statement_person_count_call_and_as_it_stood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evening: Clock
) -> None:
    folder = tmp_path / "i"
    session = lumea(folder, evening, accounts_affected=accounts(3400, Bound.AT_LEAST))
    give_out(session, "press", ("ANSA",))
    give_out(session, "line", ("callers",))
    evening.later(minutes=50)
    session = known(session, "accounts_affected", accounts(12000))
    give_out(session, "press", ("ANSA",))
    close_session(session)

    code, out, _ = ran(capsys, "history", folder, "--document", "press", "--diff")
    assert code == 0
    assert "[-At least 3,400-] {+12,000+} accounts are affected." in out
    assert "[-almeno 3.400-] {+12.000+} account." in out
    rows = json.loads(ran(capsys, "history", folder, "--document", "press", "--diff", "--json")[1])
    assert [row["name"] for row in rows] == ["press v1", "press v2"]
    assert {"kind": "new", "text": "12,000"} in [
        run for change in rows[1]["languages"]["en"]["changed"] for run in change["words"]
    ]
    code, out, _ = ran(capsys, "history", folder, "--numbers", "--json")
    figures = json.loads(out)[0]["figures"]
    assert [(f["value"], f["given_out"]) for f in figures] == [
        ("at least 3,400 accounts", ["press v1 (21:30)"]),
        ("12,000 accounts", ["press v2 (22:20)"]),
    ]
    code, out, err = ran(capsys, "calls", folder, "--outlet", "ANSA", "--person", "Neri", "--question", "how many")
    assert code == 0, err
    call = out.strip()
    assert "call you back by 22:50" in err
    code, out, err = ran(capsys, "calls", folder, "--give", call, "--line", "line v1 (it)")
    assert code == 0, err
    assert "senza autorizzazione" in out
    log = json.loads(ran(capsys, "history", folder, "--calls", "--json")[1])
    assert log["calls"][0]["given"][0]["text"] == "line v1 (it)"
    assert log["calls"][0]["person"] == "Neri"
    code, out, err = ran(capsys, "history", folder, "--at", "21:40")
    assert code == 0
    assert "At least 3,400 accounts are affected." in out
    assert "12,000" not in out
    assert "Nothing here can be changed" in err
    then = json.loads(ran(capsys, "history", folder, "--at", "21:40", "--json")[1])
    assert [row["name"] for row in then["issued"]] == ["press v1", "line v1"]
    assert next(row for row in then["statements"] if row["document"] == "press")["cleared"]
    code, out, _ = ran(capsys, "history", folder, "--by", "Rossi", "--until", "21:40")
    assert "press v1 issued" in out
    assert "press v2" not in out


def test_share_asks_once_and_a_no_shares_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evening: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_session(lumea(tmp_path / "i", evening))
    asked: list[str] = []

    def no(text: str, **_more: object) -> bool:
        asked.append(text)
        raise KeyboardInterrupt

    monkeypatch.setattr("click.confirm", no)
    assert ran(capsys, "share", tmp_path / "i", tmp_path / "stick", "--with", "Verdi")[0] == 130
    assert asked == ["Share it?"]
    assert not (tmp_path / "stick").exists()

    code, _, err = ran(capsys, "share", tmp_path / "i", tmp_path / "stick", "--with", "Verdi", "--yes")
    assert code == 0
    assert "stays here" in err
    code, _out, err = ran(capsys, "sync", tmp_path / "verdi", "--from", tmp_path / "stick")
    assert code == 0
    code, out, _ = ran(capsys, "share", tmp_path / "i", "--who", "--json")
    assert [(one["name"], one["by"]) for one in json.loads(out)] == [("Verdi", "Rossi")]
    assert ran(capsys, "share", tmp_path / "i", "--with", "Neri", "--yes")[0] == 0
    code, _out, err = ran(capsys, "share", tmp_path / "i", "--remove", "Verdi")
    assert code == 0
    assert "they keep" in err
    code, out, _ = ran(capsys, "share", tmp_path / "i", "--who")
    assert out.startswith(f"Neri: {tmp_path / 'stick'}, since 13 March 2026 21:30, given by Rossi")
    assert "Verdi" not in out
    assert open_session(tmp_path / "verdi", read_only=True).incident.facts["found_at"].value == on(18, 40)


def test_a_conflict_is_shown_and_chosen_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evening: Clock
) -> None:
    session = lumea(tmp_path / "i", evening)
    share(session, offer(session, str(tmp_path / "stick"), ["Verdi"]))
    ran(capsys, "sync", tmp_path / "verdi", "--from", tmp_path / "stick")
    close_session(known(session, "accounts_affected", accounts(3400), source="IT security"))
    assert ran(capsys, "sync", tmp_path / "i")[0] == 0
    other = open_session(tmp_path / "verdi", clock=evening)
    close_session(known(other, "accounts_affected", accounts(12000), source="supplier"))

    code, out, _err = ran(capsys, "sync", tmp_path / "verdi")
    assert code == 1
    assert "accounts_affected" in out
    assert "says supplier" in out
    assert "says IT security" in out
    assert ran(capsys, "sync", tmp_path / "verdi", "--mine", "accounts_affected")[0] == 0
    assert ran(capsys, "sync", tmp_path / "i")[0] == 0
    assert open_session(tmp_path / "i", read_only=True).incident.facts["accounts_affected"].source == "supplier"


def test_wrong_use_says_what_is_right_in_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evening: Clock
) -> None:
    session = lumea(tmp_path / "i", evening)
    close_session(session)
    for arguments, words in (
        (("history", tmp_path / "i", "--fact", "acounts_affected"), "Did you mean 'accounts_affected'"),
        (("history", tmp_path / "i", "--at", "yesterdayish"), "no time"),
        (("history", tmp_path / "i", "--diff"), "--diff needs --document"),
        (("history", tmp_path / "i", "--numbers", "--calls"), "two questions"),
        (("history", tmp_path / "i", "--diff", "--document", "press"), "no version yet"),
        (("calls", tmp_path / "i", "--give", "c1"), "no call 'c1'"),
        (("calls", tmp_path / "i", "--line", "line v1 (en)"), "--line needs --give"),
        (("sync", tmp_path / "i"), "not shared yet"),
        (("share", tmp_path / "i", "https://host/x", "--with", "Verdi"), "does not go to"),
        (("changes", tmp_path / "i", "--draft", "update"), "--document"),
        (("changes", tmp_path / "i", "--draft", "update", "--document", "press"), "not issued yet"),
    ):
        code, _, err = ran(capsys, *arguments)
        assert code == 2
        assert words in err
    assert ran(capsys, "calls", tmp_path / "i", "--lines")[0] == 1
    code, _, err = ran(capsys, "sign", tmp_path / "i", "--code", "AAAA", "--by", "Bianchi", "--noted-by", "Rossi")
    assert code == 1
    assert "not the code" in err
