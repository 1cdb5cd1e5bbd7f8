"""`onrecord guard --pairs`: JSON Lines in and out, and one clear message for a bad line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = [
    {"id": "a", "lang": "en", "source": "The pool is closed.", "candidate": "The pool is shut."},
    {"id": 7, "lang": "it", "source": "La piscina è chiusa.", "candidate": "La piscina è aperta."},
]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "onrecord.cli.main", "guard", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)


def lines(*values: object) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


@pytest.mark.parametrize("piped", [True, False])
def test_verdicts_come_in_the_order_of_the_pairs(tmp_path: Path, piped: bool) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(lines(*GOOD))
    done = run("--pairs", "-", given=lines(*GOOD)) if piped else run("--pairs", str(file))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [(a["id"], a["verdict"]) for a in answers] == [("a", "accept"), (7, "reject")]
    assert set(answers[1]["reasons"][0]) == {"kind", "message", "source_text", "candidate_text"}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"{not json}\n", b"not JSON"),
        (b"[1, 2]\n", b"not a JSON object"),
        (lines({"id": "x", "lang": "en", "source": "A."}), b"'candidate' is missing"),
        (lines({"id": "x", "lang": "en", "source": 3, "candidate": "A."}), b"'source' is not text"),
        (lines({"id": "x", "lang": "fr", "source": "A.", "candidate": "B."}), b"'fr'"),
        (b"\xff\xfe\n", b"not UTF-8"),
    ],
)
def test_a_bad_line_is_one_message_with_file_and_line(tmp_path: Path, bad: bytes, told: bytes) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(lines(GOOD[0]) + bad + lines(GOOD[1]))
    done = run("--pairs", str(file))
    assert done.returncode == 2
    assert told in done.stderr
    assert b"pairs.jsonl:2" in done.stderr
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    done = run("--pairs", str(tmp_path / "none.jsonl"))
    assert done.returncode == 2
    assert b"none.jsonl" in done.stderr
    assert b"Traceback" not in done.stderr
