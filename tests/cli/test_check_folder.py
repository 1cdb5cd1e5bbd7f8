"""A folder of texts: all of them, in order, whatever one of them is, and an end when somebody says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import run
from onrecord.desk import check
from onrecord.desk.check import check_folder

FINE = "Gate 4 stays shut on 18 July 2026 for tree work. Questions: 0121 555 0140.\n"


def filled(folder: Path, count: int) -> Path:
    for number in range(count):
        place = folder / f"{number // 40:03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:05d}.md").write_text(FINE if number % 7 else "Sorry if anyone minds.\n", encoding="utf-8")
    return folder


def test_all_cores_give_what_one_gives_in_the_same_order(tmp_path: Path) -> None:
    folder = filled(tmp_path / "texts", 150)
    one = list(check_folder(folder, document="press", language="en", workers=1, lines=True))
    many = list(check_folder(folder, document="press", language="en", workers=3, lines=True))
    assert many == one
    assert [found.file for found in many] == sorted(found.file for found in many)
    assert len(many) == 150


def test_a_text_that_cannot_be_read_is_one_message_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled(tmp_path / "texts", 120)
    (folder / "001" / "00050.md").write_bytes(b"\xff\xfe\x00")
    assert run(["check", str(folder), "--document", "press", "--lang", "en", "--json"]) == 2
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 120
    assert [line["file"] for line in lines if "error" in line] == [os.path.join("001", "00050.md")]
    assert err.count("not UTF-8") == 1


def test_a_fault_of_our_own_with_one_text_is_one_message_without_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "texts", 5)
    real = check.check_one

    def faulty(text: str, **more: str) -> object:
        if text.startswith("Sorry"):
            raise RecursionError(text)
        return real(text, **more)

    monkeypatch.setattr(check, "check_one", faulty)
    found = list(check_folder(folder, document="press", language="en", workers=1))
    assert [outcome.error != "" for outcome in found] == [True, False, False, False, False]
    assert "RecursionError" in found[0].error
    assert "Sorry" not in found[0].error


def test_few_texts_are_read_ahead_of_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "texts", 1_500)
    asked: list[Path] = []
    listed = check.texts_in

    def counted(folder: Path) -> object:
        for path in listed(folder):
            asked.append(path)
            yield path

    monkeypatch.setattr(check, "texts_in", counted)
    outcomes = check_folder(folder, document="press", language="en", workers=2, lines=True)
    next(outcomes)
    assert len(asked) <= 2 * (8 * check._TOGETHER + 1)  # a folder in a folder is listed twice
    outcomes.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are POSIX")
def test_ctrl_c_ends_it_at_once_and_quietly(tmp_path: Path, private_home: Path) -> None:
    folder = filled(tmp_path / "texts", 3_000)
    command = [sys.executable, "-m", "onrecord", "check", str(folder), "--json", "--lang", "en"]
    env = {**os.environ, "ONRECORD_HOME": str(private_home)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to every process of the command
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.count("interrupted") == 1
    # The first line was read before, the last may be cut.
    assert all(json.loads(line)["file"] for line in out.split("\n")[1:-1])
    assert out.count("\n") < 3_000
