"""The repository holds what it says, and speaks of nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_of_the_wheel_is_pinned_in_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=\[ ]", name)[0].lower() for name in project["dependencies"]}
    pinned = {
        line.partition("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    assert wanted <= pinned


def test_the_readme_opens_the_demo_first_and_runs_the_tests_second() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert "onrecord demo" in blocks[0]
    assert "pytest" in blocks[1]


def test_no_address_of_a_package_registry_stands_in_a_file() -> None:
    hosts = re.compile(r"(pypi|pythonhosted|npmjs)\.org")
    kinds = {".py", ".toml", ".md", ".txt", ".yml"}
    for path in ROOT.rglob("*"):
        if path.suffix in kinds and path.is_file() and ".git" not in path.parts and path != Path(__file__).resolve():
            assert not hosts.search(path.read_text("utf-8", "replace")), path
