"""`onrecord check`: what it prints, what a program reads, and how it ends."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import run

FINE = "Gate 4 stays shut on 18 July 2026 for tree work. Use gates 2 and 6. Questions: 0121 555 0140.\n"
BAD = "We are sorry if anyone was offended.\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "statement.md"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_a_finding_points_at_its_words_like_a_compiler(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(text), "--document", "apology"]) == 1
    out = capsys.readouterr().out
    assert f"{text}:1:" in out
    assert "stop:" in out
    assert "^^^" in out
    assert "instead:" in out


def test_nothing_found_is_said_with_what_was_not_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FINE.encode())))
    assert run(["check", "-", "--document", "post", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "no rule fired" in out
    assert "Not checked" in out


def test_json_has_the_promised_shape(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(text), "--document", "apology", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"document", "language", "findings", "elements", "figures"}
    assert set(report["elements"]) == {"present", "missing"}
    assert set(report["figures"]) == {"words", "sentences", "characters", "reading_ease"}
    keys = [
        "rule",
        "category",
        "severity",
        "start",
        "end",
        "line",
        "column",
        "text",
        "message",
        "why",
        "instead",
        "replacements",
        "source",
    ]
    assert all(list(finding) == keys for finding in report["findings"])


def test_a_folder_gives_one_line_per_text_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(70):
        (tmp_path / f"{number:03}.txt").write_text(BAD if number == 3 else FINE, encoding="utf-8")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    assert run(["check", str(tmp_path), "--document", "post", "--lang", "en", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == [f"{number:03}.txt" for number in range(70)]


def test_a_broken_text_in_a_folder_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    (tmp_path / "b.txt").write_text(FINE, encoding="utf-8")
    assert run(["check", str(tmp_path), "--document", "post", "--lang", "en", "--json"]) == 2
    captured = capsys.readouterr()
    assert [json.loads(line)["file"] for line in captured.out.splitlines()] == ["a.txt", "b.txt"]
    assert "UTF-8" in captured.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "missing.md"], "no such file"),
        (["check", "-", "--document", "holdin"], "holding"),
        (["check", "-", "--lang", "fr"], "Known: en, it."),
        (["check", "-", "--colour"], "--colour"),
        (["check", "a", "b"], "b"),
    ],
)
def test_wrong_use_is_one_message_and_exit_code_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


def test_a_binary_file_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "statement.docx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    assert run(["check", str(path)]) == 2
    assert "plain text" in capsys.readouterr().err


def test_neither_textual_nor_click_is_loaded_for_one_file(text: Path, private_home: Path) -> None:
    code = (
        "import sys; from onrecord.cli.main import run; run(['check', sys.argv[1]]); "
        "heavy = {'textual', 'click', 'jinja2', 'tomlkit', 'babel', 'dulwich'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(text)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
