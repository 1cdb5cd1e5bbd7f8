"""The main job by command: from nothing to exported statements, and what happens when the input is wrong."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path

import pytest

from onrecord.cli.main import run

ANSWERS = [
    "organisation=Adria Bus",
    "press_contact=+39 0544 000 200",
    "event_kind=accident",
    "involved=coach",
    "event_place=road A14 near Faenza",
    "people_hurt=?",
    "people_there=on_board",
    "cause_owner=police",
    "next_update=in 60 min",
]


def made(place: Path, *, scenario: str = "general") -> Path:
    folder = place / "night"
    assert run(["new", str(folder), "--scenario", scenario, "--timezone", "Europe/Rome", "--title", "Night"]) == 0
    return folder


def answered(place: Path) -> Path:
    folder = made(place)
    assert run(["ask", str(folder), *[part for a in ANSWERS for part in ("--answer", a)]]) == 0
    return folder


def test_a_statement_is_on_stdout_and_everything_else_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)
    capsys.readouterr()
    assert run(["draft", str(folder), "--document", "holding", "--lang", "it"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Adria Bus, ")
    assert "sulla A14, nei pressi di Faenza" in out
    assert err == ""


def test_explain_names_the_facts_behind_each_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = answered(tmp_path)
    capsys.readouterr()
    run(["draft", str(folder), "--explain"])
    out = capsys.readouterr().out
    assert "place: A14 near Faenza ✓ confirmed" in out
    assert "en/general/elements/acknowledgement" in out


def test_the_json_of_a_draft_places_every_sentence_in_the_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)
    capsys.readouterr()
    run(["draft", str(folder), "--json"])
    drafted = json.loads(capsys.readouterr().out)
    assert drafted["gaps"] == []
    for sentence in drafted["sentences"]:
        assert drafted["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_export_writes_the_text_alone_and_marks_it_as_a_draft(tmp_path: Path) -> None:
    folder = answered(tmp_path)
    assert run(["export", str(folder), "--document", "holding", "--to", str(tmp_path / "out")]) == 0
    public = sorted(p.name for p in (tmp_path / "out" / "public").iterdir())
    assert public == ["holding.en.md", "holding.it.md"]
    text = (tmp_path / "out" / "public" / "holding.en.md").read_text("utf-8")
    assert text.splitlines()[0] == "DRAFT, NOT CLEARED"
    assert "Night" not in text
    sheet = (tmp_path / "out" / "internal" / "sheet.holding.it.md").read_text("utf-8")
    assert "Scheda per chi autorizza" in sheet


def test_a_gap_keeps_a_document_in_every_language_and_the_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path)
    assert run(["export", str(folder), "--document", "holding", "--to", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out" / "public").exists()
    assert "a gap" in capsys.readouterr().err


def test_answers_come_from_a_file_of_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path)
    lines = "Adria Bus\n+39 0544 000 200\naccident\ncoach\nroad A14 near Faenza\n?\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run(["ask", str(folder), "--fast"]) == 0
    capsys.readouterr()
    run(["draft", str(folder)])
    assert "One of our coaches was involved in an accident on the A14 near Faenza" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "{}/x", "--scenario", "acident"], "Did you mean 'accident'?"),
        (["new", "{}/x", "--scenario", "general", "--lang", "fr"], "unknown language 'fr'"),
        (["new", "{}/x", "--scenario", "general", "--timezone", "Europe/Roma"], "Did you mean 'Europe/Rome'?"),
        (["draft", "{}/nowhere"], "there is no such folder"),
        (["drat", "{}"], "Did you mean 'draft'?"),
        (["draft"], "INCIDENT"),
        (["demo", "privacy-backlsh", "--no-app"], "Did you mean 'privacy-backlash'?"),
        (["templates", "vars", "acident"], "Did you mean 'accident'?"),
        (["templates", "show", "general", "--document", "hodling"], "Did you mean 'holding'?"),
    ],
)
def test_a_wrong_name_is_one_message_with_the_nearest_and_exit_code_two(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([a.format(tmp_path) for a in arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        ('[facts.people_hurt]\nstatus = "unkown"\n', 11, "Did you mean 'unknown'?"),
        ('[facts.next_update]\nvalue = 2026-03-12T03:30:00\nstatus = "confirmed"\n', 11, "zone"),
        ('[facts.event_kind]\nvalue = "acident"\nstatus = "confirmed"\n', 11, "Did you mean 'accident'?"),
        ('[facts.people_hurt]\nstatus = "unknown"\nstatsu = "x"\n', 12, "Did you mean 'status'?"),
        ('[facts.people_hurt\nstatus = "unknown"\n', 10, ""),
        ('[facts.people_hurt]\nstatus = "unknown"\nstatus = "unknown"\n', 12, ""),
    ],
)
def test_a_wrong_line_in_a_hand_edited_incident_is_named(
    wrong: str, line: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path)
    file = folder / "incident.toml"
    before = file.read_text("utf-8").rstrip("\n")
    head = before.count("\n") + 1
    file.write_text(before + "\n" * (10 - head) + wrong, encoding="utf-8")
    capsys.readouterr()
    assert run(["draft", str(folder)]) == 2
    err = capsys.readouterr().err
    assert f"incident.toml:{line}:" in err
    assert said in err


def test_a_broken_own_template_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)
    own = tmp_path / "own" / "en" / "general" / "elements"
    own.mkdir(parents=True)
    (own / "actions.md.j2").write_text("Fine.\n{{ evnt_place | place }}\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_TEMPLATES", str(tmp_path / "own"))
    capsys.readouterr()
    assert run(["draft", str(folder)]) == 2
    err = capsys.readouterr().err
    assert "actions.md.j2:2:" in err
    assert "Did you mean 'event_place'?" in err


def test_a_template_that_prints_what_may_not_be_said_is_stopped_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)
    own = tmp_path / "own" / "en" / "general" / "elements"
    own.mkdir(parents=True)
    (own / "actions.md.j2").write_text("\n\nHurt: {{ people_hurt }}\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_TEMPLATES", str(tmp_path / "own"))
    capsys.readouterr()
    assert run(["draft", str(folder)]) == 2
    assert "actions.md.j2:3: 'people_hurt' is open and may not be printed" in capsys.readouterr().err


def test_a_missing_layout_says_which_file_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)
    own = tmp_path / "own" / "documents"
    own.mkdir(parents=True)
    head = 'format = 1\nname = { en = "Flyer", it = "Volantino" }\n'
    text = head + 'audience = { en = "all", it = "tutti" }\npublic = true\n'
    (own / "flyer.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_TEMPLATES", str(tmp_path / "own"))
    capsys.readouterr()
    assert run(["draft", str(folder), "--document", "flyer"]) == 2
    assert "en/general/flyer.md.j2" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = answered(tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert run(["export", str(folder), "--to", str(closed / "out")]) == 2
    assert "no permission" in capsys.readouterr().err


def test_ctrl_c_leaves_with_130_and_keeps_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path)

    class Interrupted(io.StringIO):
        lines = iter(["Adria Bus\n", "+39 0544 000 200\n", "accident\n"])

        def readline(self, *_: object) -> str:  # type: ignore[override]
            try:
                return next(self.lines)
            except StopIteration:
                raise KeyboardInterrupt from None

    monkeypatch.setattr("sys.stdin", Interrupted())
    assert run(["ask", str(folder), "--fast"]) == 130
    capsys.readouterr()
    run(["draft", str(folder)])
    assert "accident" in capsys.readouterr().out


def test_a_fault_of_our_own_shows_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answered(tmp_path)

    def broken(*_args: object, **_more: object) -> None:
        secret = "Adria Bus secret"
        raise RuntimeError(secret)

    monkeypatch.setattr("onrecord.desk.drafts.draft_document", broken)
    assert run(["draft", str(folder)]) == 70
    err = capsys.readouterr().err
    assert "RuntimeError" in err
    assert "secret" not in err


def test_new_does_not_overwrite_an_incident(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = answered(tmp_path)
    before = (folder / "incident.toml").read_bytes()
    assert run(["new", str(folder), "--scenario", "general"]) == 2
    assert (folder / "incident.toml").read_bytes() == before


def test_a_demo_is_a_private_copy_marked_as_a_rehearsal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert run(["demo", "privacy-backlash", "--to", str(folder), "--no-app"]) == 0
    assert "demo = true" in (folder / "incident.toml").read_text("utf-8")
    assert run(["export", str(folder), "--document", "line", "--to", str(tmp_path / "out")]) == 0
    lines = (tmp_path / "out" / "public" / "line.en.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line][:2] == ["DRAFT, NOT CLEARED", "REHEARSAL, NOT REAL"]


def test_paths_and_doctor_speak_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["paths", "--json"]) == 0
    assert "incidents" in json.loads(capsys.readouterr().out)
    assert run(["doctor", "--json"]) == 0
    assert {row["level"] for row in json.loads(capsys.readouterr().out)} <= {"fine", "look"}


def test_templates_list_and_vars_name_what_a_template_may_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    ids = {row["id"] for row in listed["scenarios"]}
    assert {"general", "accident", "privacy-backlash", "channel-closure", "data-breach", "service-outage"} <= ids
    assert run(["templates", "vars", "accident", "--json"]) == 0
    assert "next_update" in {row["id"] for row in json.loads(capsys.readouterr().out)}
