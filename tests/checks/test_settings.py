"""Rules switched off, allowed terms and an organisation's own rules: the settings file, and who obeys it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.checks.own import unknown_rules, with_settings
from onrecord.cli.main import run
from onrecord.content.settings import NOTHING, load_settings
from onrecord.desk.check import check_one
from onrecord.desk.findings import checked
from onrecord.desk.health import examine
from onrecord.desk.reading_room import read_text
from onrecord.errors import BadInput

TEXT = "We take your safety very seriously. We are sorry if anyone was offended by our Customer Care Line.\n"


def set_to(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(f"format = 1\n{text}", encoding="utf-8")


def rules(text: str = TEXT, document: str = "press") -> set[str]:
    return {finding.rule for finding in check_one(text, document=document, language="en").findings}


def test_without_a_file_nothing_is_set() -> None:
    assert load_settings() == NOTHING
    assert "en/cliche/seriously" in rules()


@pytest.mark.parametrize("name", ["en/cliche/seriously", "cliche/seriously"])
def test_a_rule_that_is_switched_off_is_not_asked(private_home: Path, name: str) -> None:
    set_to(private_home, f'[checks]\noff = ["{name}"]\n')
    assert "en/cliche/seriously" not in rules()
    assert "en/non_apology/conditional" in rules()


def test_a_check_of_the_document_can_be_switched_off(private_home: Path) -> None:
    assert "document/missing-contact" in rules()
    set_to(private_home, '[checks]\noff = ["document/missing-contact"]\n')
    assert "document/missing-contact" not in rules()


def test_an_allowed_term_is_never_a_finding(private_home: Path) -> None:
    set_to(private_home, '[checks]\nglossary = ["very seriously"]\n')
    assert "en/cliche/seriously" not in rules()


def test_rules_of_the_organisation_count_before_the_built_in_ones(private_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "press-office" / "rules" / "en" / "cliche"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(
        'format = 1\nmessage = "Not our word."\nwhy = "House style."\ninstead = "Say line."\n'
        'phrases = ["customer care"]\ngood = ["Call us."]\nbad = ["Customer care helps."]\n',
        encoding="utf-8",
    )
    set_to(private_home, f'[checks]\nfolder = "{folder.parents[2]}"\n')
    assert {"en/cliche/house", "en/cliche/seriously"} <= rules()


def test_a_rule_of_the_organisation_takes_the_place_of_the_built_in_one(private_home: Path) -> None:
    folder = private_home / "ours" / "rules" / "en" / "cliche"
    folder.mkdir(parents=True)
    (folder / "seriously.toml").write_text(
        'format = 1\nmessage = "Ours."\nphrases = ["care line"]\ngood = ["No."]\nbad = ["Our care line."]\n',
        encoding="utf-8",
    )
    set_to(private_home, '[checks]\nfolder = "ours"\n')
    found = [f for f in check_one(TEXT, document="press", language="en").findings if f.rule == "en/cliche/seriously"]
    assert [finding.text for finding in found] == ["Care Line"]


def test_the_screen_that_reads_any_text_obeys(private_home: Path) -> None:
    set_to(private_home, '[checks]\noff = ["cliche/seriously"]\n')
    found = read_text(TEXT, document="press", language="en").report
    assert "en/cliche/seriously" not in {finding.rule for finding in found.findings}
    assert found.off == ("en/cliche/seriously",)


def test_the_drafts_of_an_incident_obey_at_once(private_home: Path, tmp_path: Path) -> None:
    from onrecord.desk.create import open_demo
    from onrecord.desk.drafts import draft_document

    session = open_demo("privacy-backlash", to=tmp_path / "demo")
    statement = draft_document(session, "press", "en")
    before = {row.finding.rule for row in checked(session, statement).rows}
    assert before
    names = json.dumps(sorted(before))
    set_to(private_home, f"[checks]\noff = {names}\n")
    assert not {row.finding.rule for row in checked(session, statement).rows}


def test_the_report_says_what_is_switched_off(
    private_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_to(private_home, '[checks]\noff = ["cliche/seriously"]\nglossary = ["Customer Care Line"]\n')
    text = tmp_path / "text.md"
    text.write_text(TEXT, encoding="utf-8")
    assert run(["check", str(text), "--document", "press", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "Switched off in settings.toml: en/cliche/seriously." in out
    assert "Allowed by the glossary in settings.toml: 1 term." in out


def test_the_shape_of_the_json_stays(private_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_to(private_home, '[checks]\noff = ["cliche/seriously"]\n')
    text = tmp_path / "text.md"
    text.write_text(TEXT, encoding="utf-8")
    run(["check", str(text), "--document", "press", "--lang", "en", "--json"])
    assert set(json.loads(capsys.readouterr().out)) == {"document", "language", "findings", "elements", "figures"}


def test_a_name_that_no_rule_has_is_told_with_the_nearest(
    private_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_to(private_home, '[checks]\noff = ["cliche/seriusly", "it/mock/frecciata", "document/acronyms"]\n')
    assert [message.partition(": ")[2] for message in unknown_rules()] == [
        "there is no rule 'cliche/seriusly'. Did you mean 'cliche/seriously'?"
    ]
    text = tmp_path / "text.md"
    text.write_text(TEXT, encoding="utf-8")
    run(["check", str(text), "--document", "press", "--lang", "en"])
    assert "Did you mean 'cliche/seriously'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("[check]\noff = []\n", 2, "Did you mean 'checks'?"),
        ("[checks]\nof = []\n", 3, "Did you mean 'off'?"),
        ('[checks]\noff = "cliche/seriously"\n', 3, ""),
        ('[checks]\nglossary = [""]\n', 3, ""),
        ('[checks]\nfolder = "nowhere"\n', 3, "rules/<language>/<category>/"),
        ("[checks\n", 2, ""),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(private_home: Path, text: str, line: int, hint: str) -> None:
    set_to(private_home, text)
    with pytest.raises(BadInput) as told:
        with_settings()
    assert told.value.line == line
    assert told.value.where.endswith("settings.toml")
    assert hint in told.value.hint


def test_the_doctor_tells_what_is_off_and_what_is_wrong(private_home: Path) -> None:
    set_to(private_home, '[checks]\noff = ["cliche/seriously", "cliche/seriusly"]\n')
    told = [finding.what for finding in examine()]
    assert any("rules switched off" in what and "cliche/seriously" in what for what in told)
    assert any("there is no rule 'cliche/seriusly'" in what for what in told)
    set_to(private_home, "[chicks]\n")
    assert any(finding.level == "broken" and "chicks" in finding.what for finding in examine())
