"""Start-up stays light, and nothing in the product can reach out."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app" / "onrecord"
NETWORK = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
}


def imported_by(code: str, home: Path) -> set[str]:
    """Modules that are loaded after some code ran in a fresh Python."""
    program = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"ONRECORD_HOME": str(home)}
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_command_line_door_loads_neither_click_nor_textual(tmp_path: Path) -> None:
    assert imported_by("import onrecord.cli.main", tmp_path).isdisjoint({"click", "textual", "jinja2", "babel"})


def test_home_loads_no_template_engine_and_no_record(tmp_path: Path) -> None:
    loaded = imported_by("import onrecord.tui.app, onrecord.tui.home", tmp_path)
    assert loaded.isdisjoint({"jinja2", "babel", "dulwich", "llama_cpp", "tomlkit", "click"})


def test_checking_a_file_loads_no_screen(tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("We stopped the service at 10:00 CET. Press: +39 02 000.\n", encoding="utf-8")
    code = f"from onrecord.cli.main import run; run(['check', {str(text)!r}, '--document', 'press', '--lang', 'en'])"
    loaded = imported_by(code, tmp_path)
    assert loaded.isdisjoint({"textual", "rich", "jinja2", "dulwich", "llama_cpp", "babel", "click"})


def test_checking_a_file_makes_no_dataclasses_which_would_take_longer_than_reading_it(tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("We stopped the service at 10:00 CET on 3 May. Press: +39 02 000.\n", encoding="utf-8")
    code = f"from onrecord.cli.main import run; run(['check', {str(text)!r}, '--document', 'press', '--lang', 'en'])"
    imported_by(code, tmp_path)  # keeps the rules
    before = imported_by("", tmp_path)
    assert (imported_by(code, tmp_path) - before).isdisjoint({"dataclasses", "inspect", "json", "datetime", "tomli"})


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda p: p.relative_to(APP).as_posix())
def test_no_module_imports_a_network_library(path: Path) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    assert names.isdisjoint(NETWORK)


def test_jinja_is_imported_by_the_sandbox_alone() -> None:
    users = {
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if any(line.startswith(("import jinja2", "from jinja2")) for line in path.read_text("utf-8").splitlines())
    }
    assert users == {"drafting/sandbox.py"}


def test_one_module_speaks_to_another_machine_and_only_sharing_loads_it() -> None:
    texts = {path.relative_to(APP).as_posix(): path.read_text("utf-8") for path in APP.rglob("*.py")}
    speaking = re.compile(r"dulwich\.(client|porcelain|repo|server|web|credentials|contrib)|from dulwich import")
    assert {name for name, text in texts.items() if speaking.search(text)} == {"record/ssh.py"}
    loading = {name for name, text in texts.items() if "onrecord.record.ssh" in text}
    assert loading == {"record/other.py"}
    (line,) = (row for row in texts["record/other.py"].splitlines() if "onrecord.record.ssh" in row)
    assert line.startswith("        "), "loaded only when somebody shares with an address"


def test_programs_are_started_in_four_places() -> None:
    """The person's editor, the installer of a model, the model's child process, ssh on command."""
    starting = re.compile(r"^\s*(import subprocess|from subprocess|import pty|.*\bos\.(system|popen|exec|spawn))", re.M)
    users = {path.relative_to(APP).as_posix() for path in APP.rglob("*.py") if starting.search(path.read_text("utf-8"))}
    assert users == {"tui/editor.py", "desk/models.py", "refine/worker.py", "record/ssh.py"}
