"""An organisation's own rules: read strictly, named with their line when broken, and never in the way of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.checks.loader import load_source
from onrecord.content import places

GOOD = 'format = 1\nmessage = "Say passenger."\nphrases = ["~cargo"]\ngood = ["x"]\nbad = ["The cargo waits."]\n'


def rule(root: Path, text: str, name: str = "house") -> tuple[Path, ...]:
    path = root / "rules" / "en" / "jargon" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return (root, places.built_in())


def test_an_own_rule_is_added_to_the_built_in_ones(tmp_path: Path) -> None:
    roots = rule(tmp_path, GOOD)
    ids = {entry.id for entry in load_source("en", roots).rules}
    assert "en/jargon/house" in ids
    assert len(ids) > 40


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + 'severty = "warn"\n', ("6", "severity")),
        (GOOD.replace("phrases", 'kind = "existance"\nphrases'), ("3", "existence")),
        (GOOD.replace('"~cargo"', '"..3 cargo"'), ("3", "begins with a gap")),
        (
            GOOD.replace(
                '"~cargo"',
                '"(a b|c d) (e f|g h) (i j|k l) (m n|o p) (q r|s t) (u v|w x) (a c|b d) (e g|f h) (i k|j l)"',
            ),
            ("3", "variants"),
        ),
        (GOOD.replace('"~cargo"', '"#nothing"'), ("3", "no cue")),
        ("format = 1\nmessage = house\n", ("2", "TOML")),
    ],
)
def test_a_broken_rule_is_named_with_its_line_and_the_others_still_load(
    tmp_path: Path, text: str, told: tuple[str, str]
) -> None:
    source = load_source("en", rule(tmp_path, text))
    (fault,) = source.faults
    assert f"house.toml:{told[0]}" in fault
    assert told[1] in fault
    assert len(source.rules) > 40


def test_a_rule_in_an_unknown_category_is_refused(tmp_path: Path) -> None:
    roots = rule(tmp_path, GOOD)
    (tmp_path / "rules/en/jargon").rename(tmp_path / "rules/en/jargonn")
    (fault,) = load_source("en", roots).faults
    assert "jargon" in fault
