"""`onrecord refine` and `onrecord models` as a program uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach_incident import coach
from onrecord.cli.main import run
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.session import close_session

STIFF = "Our duty manager commenced the journey to the location prior to 02:15 CET."


@pytest.fixture
def incident(tmp_path: Path) -> Path:
    """An incident on disk with one stiff sentence in its press statement."""
    session = coach(tmp_path / "i")
    text = draft_document(session, "press", "en")
    sentence = next(s for s in text.sentences if "duty manager" in s.text)
    edit_sentence(session, text, sentence, STIFF, by="Rossi")
    close_session(session)
    return tmp_path / "i"


def files(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((folder / "statements").glob("*"))}


def test_without_accept_nothing_is_changed(incident: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(incident)
    assert run(["refine", str(incident), "--document", "press", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "no difference found" in told.out
    assert "safe" not in told.out + told.err
    assert "Nothing was changed" in told.err
    assert files(incident) == before


def test_json_numbers_every_proposal_and_accept_takes_one_of_them(
    incident: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["refine", str(incident), "--document", "press", "--lang", "en", "--json"])
    found = json.loads(capsys.readouterr().out)
    sentence = next(s for s in found["sentences"] if s["source"] == STIFF)
    prior = next(p for p in sentence["proposals"] if p["old"] == "prior to")
    assert (prior["new"], prior["proposer"], prior["delta"]) == ("before", "lexicon", None)
    assert STIFF[prior["start"] : prior["end"]] == "prior to"
    assert found["model"] is None

    run(["refine", str(incident), "--document", "press", "--lang", "en", "--json", "--accept", prior["number"]])
    assert json.loads(capsys.readouterr().out)["accepted"] == [prior["number"]]
    run(["draft", str(incident), "--document", "press", "--lang", "en"])
    assert STIFF.replace("prior to", "before") in capsys.readouterr().out


@pytest.mark.parametrize("what", ["99", "1.77", "x", "-1", "0"])
def test_accepting_what_is_not_there_changes_nothing(
    incident: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(incident)
    assert run(["refine", str(incident), "--document", "press", "--lang", "en", f"--accept={what}"]) == 2
    assert "--accept" in capsys.readouterr().err
    assert files(incident) == before


def test_a_rehearsal_runs_without_a_model(incident: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({STIFF: [["commenced", "began", 0.5]]}), encoding="utf-8")
    code = run(
        ["refine", str(incident), "--document", "press", "--lang", "en", "--model", f"scripted:{script}", "--json"]
    )
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert found["model"]["id"] == "scripted"
    assert any(p["delta"] == 0.5 for s in found["sentences"] for p in s["proposals"])


def test_the_holding_statement_stays_shut_with_exit_code_1(incident: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["refine", str(incident), "--document", "holding", "--lang", "en"]) == 1
    assert "come first" in capsys.readouterr().err


def test_a_model_that_is_not_here_is_one_message_with_exit_code_3(
    incident: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["refine", str(incident), "--document", "press", "--lang", "en", "--model", "smollm2"]) == 3
    assert "onrecord models install smollm2" in capsys.readouterr().err


def test_models_are_listed_added_and_verified(model_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list"]) == 0
    assert "smollm2" in capsys.readouterr().out
    assert run(["models", "add", str(model_file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "here"
    assert run(["models", "verify"]) == 0
    assert "tiny-test: the file is the one" in capsys.readouterr().out


def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.gguf"
    path.write_text("Dear all,\n", encoding="utf-8")
    assert run(["models", "add", str(path)]) == 2
    assert "letter.gguf: this is no model file" in capsys.readouterr().err
