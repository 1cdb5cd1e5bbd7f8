"""The gate and the locks: nothing passes that changes more than the wording, whoever proposes it."""

from __future__ import annotations

import pytest

from onrecord.guard import Reason
from onrecord.reading import read
from onrecord.refine import Proposal, refine_sentence
from onrecord.refine.engine import Cancelled, ScriptedEngine
from onrecord.refine.infill import infill_proposals, plainer, preferred, task_for
from onrecord.refine.locks import open_words

SOURCE = "We commenced repairs of 14 pumps in Leeds on 3 May, and nobody was hurt."


def proposal(old: str, new: str, sentence: str = SOURCE, delta: float | None = None) -> Proposal:
    start = sentence.index(old)
    return Proposal(start, start + len(old), old, new, "because", "model", delta)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("14", "40"),
        ("Leeds", "London"),
        ("3 May", "4 May"),
        ("nobody was", "someone was"),
        ("nobody was hurt", "all is well"),
        ("commenced repairs", "finished repairs"),
        ("We commenced", "We may have begun"),
    ],
)
def test_a_change_of_a_fact_never_passes(old: str, new: str) -> None:
    found = refine_sentence(SOURCE, "en", [proposal(old, new)])
    assert found.text == SOURCE
    assert found.rejected[0].reasons
    assert found.kept == "every change would have altered more than the wording"


def test_a_model_that_prefers_a_false_change_does_not_open_the_gate() -> None:
    found = refine_sentence(SOURCE, "en", [proposal("14", "15", delta=9.0), proposal("commenced", "began", delta=-0.5)])
    assert found.text == SOURCE.replace("commenced", "began")


def test_a_check_can_refuse_what_the_guard_let_through() -> None:
    def refuses(text: str) -> tuple[Reason, ...]:
        return (Reason("finding", "no"),) if "began" in text else ()

    found = refine_sentence(SOURCE, "en", [proposal("commenced", "began")], check=refuses)
    assert (found.text, found.rejected[0].reasons[0].message) == (SOURCE, "no")


def test_overlapping_changes_are_not_taken_together() -> None:
    found = refine_sentence(SOURCE, "en", [proposal("commenced", "began"), proposal("commenced", "started")])
    assert len(found.proposals) == 1


def test_facts_and_their_limits_are_locked() -> None:
    sentence = 'We may not utilise "the old pump" before 18:00 CET in Leeds; at least 14 members informed Rossi.'
    words = {w.text for w in open_words(read(sentence, "en", markdown=False).sentences[0])}
    assert "utilise" in words
    assert words.isdisjoint(
        {"We", "may", "not", "old", "pump", "before", "18:00", "CET", "Leeds", "14", "least", "Rossi"}
    )


@pytest.mark.parametrize(
    ("old", "new", "is_plainer"),
    [
        ("utilising", "using", True),
        ("members of the workforce", "workers", True),
        ("use", "utilise", False),
        ("workers", "", False),
        ("workers", "14 workers", False),
        ("workers", "Netflix", False),
        ("a check", "a very long check", False),
    ],
)
def test_only_plainer_words_are_worth_showing(old: str, new: str, is_plainer: bool) -> None:
    assert plainer(old, new) is is_plainer


def test_a_model_touches_open_words_only() -> None:
    engine = ScriptedEngine({SOURCE: [("14", "two", 3.0), ("nobody", "no one", 3.0), ("commenced", "began", 0.2)]})
    made = [p for p in infill_proposals(engine, SOURCE, "en") if isinstance(p, Proposal)]
    assert [(p.old, p.new) for p in made] == [("commenced", "began")]


def test_a_change_that_the_model_itself_finds_unlikely_is_left_out() -> None:
    engine = ScriptedEngine({SOURCE: [("commenced", "began", -1.5), ("repairs", "mending", 0.4)]})
    offered = [proposal("commenced", "began"), proposal("repairs", "mending")]
    assert [p.new for p in preferred(engine, SOURCE, "en", offered)] == ["mending"]


def test_a_stopped_engine_gives_nothing_more() -> None:
    engine = ScriptedEngine({SOURCE: [("commenced", "began", 0.2)]})
    engine.stop()
    with pytest.raises(Cancelled):
        list(infill_proposals(engine, SOURCE, "en"))


def test_the_task_names_every_open_word_by_its_place() -> None:
    task = task_for(SOURCE, "en")
    assert "commenced" in [SOURCE[start:end] for start, end in task.words]
