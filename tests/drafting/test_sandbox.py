"""Hostile and careless templates are refused at load, with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.drafting.sandbox import compile_passage
from onrecord.errors import BadTemplate

FILE = Path("own/en/general/holding.md.j2")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% for x in range(10**9) %}a{% endfor %}", "own list"),
        ("{{ 9 ** 9 ** 9 }}", "Pow is not allowed"),
        ("{{ 'a' * 10000000 }}", "Mul is not allowed"),
        ("{{ organisation.__class__ }}", "'__class__' is not allowed"),
        ("{{ ''.__class__.__mro__ }}", "is not allowed"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "Macro is not allowed"),
        ("{% include 'holding.md.j2' %}", "Include is not allowed"),
        ("{% import 'x' as x %}", "Import is not allowed"),
        ("{% set x = 1 %}", "Assign is not allowed"),
        ("{{ cycler('a') }}", "only element"),
        ("{{ x | upper }}", "filter"),
        ("{{ x | nede }}", "filter"),
        ("{% if x is defined %}a{% endif %}", "test"),
        ("{% for a in x %}{% for b in y %}q{% endfor %}{% endfor %}", "loop inside a loop"),
        ("{% if x is known\n%}a{% endif %}", "one line"),
        ("a {% if x is known %} b", "Unexpected end"),
        ("\ue000V1\ue001", "private-use"),
        ("{% if x is known %}a{% else %}b{% endif %}", "bare 'else' on x"),
        ("{% if x is yes %}a{% else %}b{% endif %}", "bare 'else' on x"),
        ("{% if x is known and y is known %}a{% else %}b{% endif %}", "bare 'else' on x, y"),
        ("{% if not x is known %}a{% endif %}", "'not' speaks for withheld facts"),
        ("{% if x is not known %}a{% endif %}", "'not' speaks for withheld facts"),
    ],
)
def test_a_template_that_could_harm_is_refused_at_load(source: str, said: str) -> None:
    with pytest.raises(BadTemplate, match=said) as refused:
        compile_passage(source, FILE)
    assert refused.value.where == str(FILE)


def test_the_message_names_the_line() -> None:
    with pytest.raises(BadTemplate) as refused:
        compile_passage("Fine.\n\n{{ x | nede }}\n", FILE)
    assert refused.value.line == 3
    assert "need" in refused.value.hint


def test_an_else_inside_a_known_fact_is_fine() -> None:
    compile_passage("{% if x is known %}{% if x is yes %}a{% else %}b{% endif %}{% endif %}", FILE)
    compile_passage("{% if x is open %}{% if x is held %}a{% else %}b{% endif %}{% endif %}", FILE)


def test_a_template_nested_a_thousand_deep_is_one_message() -> None:
    source = "{% if x is known %}" * 3000 + "a" + "{% endif %}" * 3000
    with pytest.raises(BadTemplate):
        compile_passage(source, FILE)
