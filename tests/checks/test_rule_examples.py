"""Every rule proves itself: its bad examples fire it, its good examples do not."""

from __future__ import annotations

import pytest

from onrecord.checks import Context, check_text, evidence
from onrecord.checks.loader import Source, load_source
from onrecord.checks.rule import Rule
from onrecord.content import places
from onrecord.reading import LANGUAGES

SOURCES: dict[str, Source] = {code: load_source(code, (places.built_in(),)) for code in LANGUAGES}
RULES = [(code, rule) for code, source in SOURCES.items() for rule in source.rules if rule.kind != "fact-bound"]


def document_of(rule: Rule) -> str:
    return rule.documents[0] if rule.documents else "press" if "press" not in rule.not_documents else "post"


def fired(rule: Rule, language: str, text: str) -> bool:
    document = document_of(rule)
    report = check_text(text, document=document, language=language, context=Context(jurisdictions=rule.jurisdictions))
    return any(f.category == rule.category and f.rule.startswith(rule.id.split("/")[0]) for f in report.findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_rule_file_loads(language: str) -> None:
    assert SOURCES[language].faults == ()


@pytest.mark.parametrize(("language", "rule"), RULES, ids=[f"{code}:{rule.id}" for code, rule in RULES])
def test_bad_examples_fire_the_rule_and_good_ones_do_not(language: str, rule: Rule) -> None:
    assert rule.good, "a rule says what it lets pass"
    for text in rule.bad:
        if rule.weak:
            found = evidence.fired(text, document=document_of(rule), language=language)
            assert any(name.split("/")[1] == rule.category for name in found), text
        else:
            assert fired(rule, language, text) or rule.id.startswith("any/"), text
    for text in rule.good:
        assert not fired(rule, language, text), text
