"""The duty officer's night on the command line: set by day without touching a file, used at 02:25, told afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach_incident import Clock
from night_alone import by_day, night
from onrecord.cli.main import run
from onrecord.desk.session import Session, close_session, open_session
from onrecord.incident.home import home


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checks say of wording is proved with the checks."""
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_: SimpleNamespace(stops=(), rows=()))


@pytest.fixture
def at_night(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """02:25 in Rome for every command."""
    clock = Clock()
    monkeypatch.setattr("onrecord.desk.session.system_clock", clock)
    real = open_session

    def then(path: Path, *, read_only: bool = False, clock: Clock = clock) -> Session:
        return real(path, read_only=read_only, clock=clock)

    monkeypatch.setattr("onrecord.desk.session.open_session", then)
    return clock


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_delegation_and_its_passages_are_set_without_editing_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at_night: Clock
) -> None:
    by_day(given=None)
    for language in ("en", "it"):
        done, out, _ = ran(capsys, "templates", "withdraw", f"{language}/general/contact", "--by", "Bianchi")
        assert (done, out) == (0, f"{language}/general/elements/contact.md.j2\n")
    command = ("profile", "delegate", "--person", "Rossi", "--document", "holding", "--hours", "20:00-08:00")
    assert ran(capsys, *command)[1] == "Rossi: Holding statement; every scenario; 20:00 to 08:00\n"
    folder = night(tmp_path / "i")
    close_session(folder)

    shut, out, _ = ran(capsys, "issue", tmp_path / "i")
    assert shut == 1
    assert "the yes of Bianchi to the passage en/general/elements/contact.md.j2 was taken back. And 1 more." in out

    clear = (
        "templates",
        "clear",
        "--document",
        "holding",
        "--scenario",
        "general",
        "--by",
        "Bianchi",
        "--role",
        "legal",
    )
    assert "en/general/elements/contact.md.j2" in ran(capsys, *clear)[1]
    opened, out, _ = ran(capsys, "issue", tmp_path / "i")
    assert opened == 0
    assert "the delegation of Rossi covers it" in out
    found = json.loads(ran(capsys, "templates", "cleared", "--json")[1])
    assert {row["state"] for row in found} == {"holds"}
    shown = json.loads(ran(capsys, "profile", "show", "--json")[1])
    assert {"key": "delegation.hours", "text": "20:00-08:00"} in shown["lines"]
    assert shown["passages"]["holds"] == len(found)


def test_what_went_out_alone_is_told_by_sign_verify_history_and_handover(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at_night: Clock
) -> None:
    by_day()
    close_session(night(tmp_path / "i"))
    code = json.loads(ran(capsys, "issue", tmp_path / "i", "--json")[1])["code"]
    sent = ("issue", tmp_path / "i", "--code", code, "--to", "ANSA", "--where", "press list", "--by")
    assert ran(capsys, *sent, "Verdi")[0] == 1
    done, out, _ = ran(capsys, *sent, "Rossi", "--json")
    assert (done, json.loads(out)["delegation"]) == (0, "Rossi")

    assert "sent by Rossi at 02:25 CET, cleared by nobody" in ran(capsys, "sign", tmp_path / "i")[1]
    verified = ran(capsys, "verify", tmp_path / "i")[1]
    assert "nobody cleared this version" in verified
    assert "That it was that person is not proved." in verified
    assert "under the delegation of Rossi" in ran(capsys, "history", tmp_path / "i")[1]
    assert "under the delegation of Rossi" in ran(capsys, "handover", tmp_path / "i")[1]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("profile", "delegate", "--person", "Rossi", "--document", "holdin"), "Did you mean 'holding'"),
        (("profile", "delegate", "--person", "Rossi", "--document", "press"), "Only these can: holding, line"),
        (("profile", "delegate", "--person", "Rossi", "--scenario", "genral"), "Did you mean 'general'"),
        (("profile", "delegate", "--person", "Rossi", "--hours", "at night"), "20:00-08:00"),
        (("profile", "delegate"), "--person NAME, or --end"),
        (("profile", "sign-off", "press", "--role", "legl"), "Did you mean 'legal'"),
        (("profile", "sign-off", "press", "--nobody"), "press is public"),
        (("profile", "sign-off", "presss", "--role", "legal"), "Did you mean 'press'"),
        (("profile", "clears", "legl", "--name", "Bianchi"), "Did you mean 'legal'"),
        (("templates", "clear", "en/general/contakt", "--by", "B", "--role", "legal"), "contact"),
        (("templates", "clear", "en/general/contact", "--by", "B", "--role", "legl"), "Did you mean 'legal'"),
        (("templates", "clear", "en/general/contact", "--by", " ", "--role", "legal"), "--by NAME"),
        (("templates", "withdraw", "en/general/press", "--by", "B"), "nobody cleared"),
        (("templates", "cleared", "--profile", "adrai"), "Did you mean 'adria'"),
    ],
)
def test_wrong_use_names_the_nearest_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], hint: str
) -> None:
    by_day(given=None)
    code, _, err = ran(capsys, *arguments)
    assert code == 2
    assert hint in err


def test_a_delegation_ends_and_a_documents_sign_off_is_changed_and_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at_night: Clock
) -> None:
    by_day()
    close_session(night(tmp_path / "i"))
    assert ran(capsys, "profile", "delegate", "--end")[0] == 0
    assert ran(capsys, "profile", "clears", "privacy", "--name", "Neri", "--phone", "+39 0544 000 301")[0] == 0
    assert ran(capsys, "profile", "sign-off", "holding", "--role", "privacy")[1] == "holding: privacy\n"
    shut = ran(capsys, "issue", tmp_path / "i")[1]
    assert "the privacy officer: missing; call Neri, +39 0544 000 301" in shut
    assert "legal: missing" not in shut
    assert "delegation" not in shut
    assert ran(capsys, "profile", "sign-off", "holding", "--default")[1] == "holding: legal\n"
    assert "legal: missing; call Bianchi" in ran(capsys, "issue", tmp_path / "i")[1]
    assert "sign_off" not in (home().profiles / "adria.toml").read_text()
