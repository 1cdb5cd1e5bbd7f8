"""Refinement at the desk: offered sentence by sentence, applied by a person only, and out of sight when it has to
be.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from coach_incident import NIGHT, coach
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence, undo
from onrecord.desk.refine import Figures, Offer, Progress, accept, hidden, proposals, why_not
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import Blocked
from onrecord.incident import statements
from onrecord.incident.statements import Clearance, EditKind, Verdict
from onrecord.refine.engine import Cancelled, ModelFailed, ScriptedEngine
from onrecord.review.version import version_of

STIFF = "Our duty manager commenced the journey to the location prior to 02:15 CET."


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return coach(tmp_path / "i")


def press(session: Session) -> Statement:
    return draft_document(session, "press", "en")


def stiff(session: Session) -> tuple[Statement, Sentence]:
    """The press statement with one stiff sentence in it, written by a hand."""
    text = press(session)
    sentence = next(s for s in text.sentences if "duty manager" in s.text)
    edit_sentence(session, text, sentence, STIFF, by="Rossi")
    text = press(session)
    return text, next(s for s in text.sentences if s.text == STIFF)


def offers(session: Session, text: Statement, engine: ScriptedEngine | None = None) -> dict[str, Offer]:
    return {e.sentence.text: e for e in proposals(session, text, engine=engine) if isinstance(e, Offer)}


def test_a_stiff_sentence_gets_an_offer_and_nothing_is_applied(session: Session) -> None:
    text, _ = stiff(session)
    offer = offers(session, text)[STIFF]
    assert "before 02:15 CET" in offer.refined.text
    assert press(session).text == text.text


def test_every_sentence_is_answered_for_the_plain_ones_with_a_reason(session: Session) -> None:
    text = press(session)
    found = offers(session, text)
    assert len(found) == len({s.text for s in text.sentences})
    assert all(offer.refined.changed or offer.refined.kept for offer in found.values())


def test_taking_nothing_changes_nothing(session: Session) -> None:
    text = press(session)
    change = accept(session, text, [], by="Rossi")
    assert change.before == change.after == ()
    assert press(session).text == text.text


def test_lexicon_words_in_a_hand_edit_stay_a_hand_s(session: Session) -> None:
    text, sentence = stiff(session)
    offer = offers(session, text)[STIFF]
    change = accept(session, text, [(sentence, offer.refined.proposals)], by="Rossi")
    kept = statements.load(session.path, "press", "en").edits
    assert [(e.kind, e.by) for e in kept] == [(EditKind.HAND, "Rossi")]
    assert "before 02:15 CET" in press(session).text
    undo(session, change)
    assert STIFF in press(session).text


def test_words_of_a_model_are_marked_with_model_hash_and_seed(session: Session) -> None:
    text, sentence = stiff(session)
    engine = ScriptedEngine({STIFF: [("journey", "trip", 0.5)]})
    offer = offers(session, text, engine)[STIFF]
    (trip,) = [p for p in offer.refined.proposals if p.proposer == "model"]
    assert (trip.old, trip.new, trip.delta) == ("journey", "trip", 0.5)
    accept(session, text, [(sentence, (trip,))], by="Rossi", model=engine.about.note)
    (kept,) = statements.load(session.path, "press", "en").edits
    assert (kept.kind, kept.model) == (EditKind.MODEL, "scripted 000000000000 seed 1")
    assert STIFF.replace("journey", "trip") in press(session).text


def test_an_edit_remembers_the_model_over_a_restart(session: Session) -> None:
    text = press(session)
    sentence = next(s for s in text.sentences if "duty manager" in s.text)
    edit_sentence(session, text, sentence, "Our duty lead is on the way there.", by="Rossi")
    kept = statements.load(session.path, "press", "en")
    marked = statements.Edit(
        *(getattr(kept.edits[0], f) for f in ("element", "base", "text", "by", "at")), EditKind.MODEL, "m 1 seed 1"
    )
    statements.save(session.path, kept.with_edit(marked))
    assert statements.load(session.path, "press", "en").edits[0].model == "m 1 seed 1"


@pytest.mark.parametrize("document", ["holding", "line"])
def test_holding_and_line_are_out_of_sight_until_one_was_given_out(session: Session, document: str) -> None:
    text = draft_document(session, document, "en")
    assert hidden(session, document)
    with pytest.raises(Blocked, match="come first"):
        list(proposals(session, text))
    (session.path / "issued").mkdir()
    (session.path / "issued" / "holding.en.v1.md").write_text("given out\n", encoding="utf-8")
    assert not hidden(session, document)
    assert any(isinstance(event, Offer) for event in proposals(session, text))


def test_cleared_text_is_not_refined(session: Session) -> None:
    text, _ = stiff(session)
    kept = statements.load(session.path, "press", "en")
    given = Clearance(
        version_of(text, session.incident), Verdict.YES, "Bianchi", "by phone", NIGHT + timedelta(minutes=5)
    )
    statements.save(session.path, kept.with_clearance(given))
    with pytest.raises(Blocked, match="cleared by Bianchi"):
        list(proposals(session, text))


def test_gaps_the_time_and_the_words_of_legal_are_left_alone(session: Session) -> None:
    text = press(session)
    reasons = {why_not(session, s) for s in text.sentences}
    assert "it tells the time of the text" in reasons
    assert reasons <= {
        "",
        "it has a gap",
        "it tells the time of the text",
        "it belongs to the layout",
        "its wording belongs to legal",
    }


def test_a_model_that_lies_changes_nothing(session: Session) -> None:
    text, _ = stiff(session)
    engine = ScriptedEngine({STIFF: [("journey", "return", 5.0), ("manager", "director of safety", 5.0)]})
    offer = offers(session, text, engine)[STIFF]
    assert "return" not in offer.refined.text
    assert "director" not in offer.refined.text


def test_a_model_that_fails_leaves_what_was_offered_before(session: Session) -> None:
    class Failing(ScriptedEngine):
        def suggest(self, task: object):  # type: ignore[no-untyped-def]
            raise ModelFailed("the model's process stopped while writing: it crashed")
            yield

    text, _ = stiff(session)
    seen: list[Offer] = []
    with pytest.raises(ModelFailed):
        seen.extend(e for e in proposals(session, text, engine=Failing({})) if isinstance(e, Offer))
    assert any(offer.refined.changed for offer in seen)
    assert press(session).text == text.text


def test_stopping_in_the_middle_raises_and_touches_nothing(session: Session) -> None:
    text, _ = stiff(session)
    engine = ScriptedEngine({s.text: [("the", "the", 0.0)] for s in text.sentences})
    work = proposals(session, text, engine=engine)
    next(e for e in work if isinstance(e, Progress) and e.stage == "loading")
    engine.stop()
    with pytest.raises(Cancelled):
        list(work)
    assert press(session).text == text.text


def test_the_work_tells_how_far_it_is_and_what_it_cost(session: Session) -> None:
    text, _ = stiff(session)
    events = list(proposals(session, text, engine=ScriptedEngine({STIFF: [("commenced", "began", 0.5)]})))
    assert {e.stage for e in events if isinstance(e, Progress)} >= {"plain", "loading", "writing"}
    assert isinstance(events[-1], Figures)
    assert json.dumps(events[-1].generated) == "1"
