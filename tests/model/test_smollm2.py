"""The real small model on the two examples: whatever a person might take of it, every fact is still there.

Needs llama-cpp-python and the model's file: ONRECORD_TEST_GGUF, or `onrecord models install smollm2` beforehand.
"""

from __future__ import annotations

import importlib.util
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from onrecord.content.cards import card_named
from onrecord.desk.create import open_demo
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.refine import Figures, Offer, hidden, proposals
from onrecord.desk.session import Session, close_session
from onrecord.guard import judge
from onrecord.reading import read
from onrecord.refine.engine import Cancelled, ModelFailed
from onrecord.refine.infill import infill_proposals, task_for
from onrecord.refine.model import Proposal
from onrecord.refine.worker import ChildEngine

_HOME = os.environ.get("ONRECORD_HOME") or platformdirs.user_data_dir("onrecord", appauthor=False)
GGUF = Path(os.environ.get("ONRECORD_TEST_GGUF") or Path(_HOME) / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf")

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(importlib.util.find_spec("llama_cpp") is None, reason="llama-cpp-python is not installed"),
    pytest.mark.skipif(
        not GGUF.is_file(), reason=f"no model file at {GGUF}: set ONRECORD_TEST_GGUF or `models install smollm2`"
    ),
]

STIFF = (
    "The company is currently utilising an additional building for the storage of 1,250 parcels.",
    "We commenced repairs of the pump at 04:30 GMT, and we did not find any damage in Leeds.",
    "Personnel from Harwick Fire and Rescue endeavoured to extinguish the fire prior to 6 March.",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[ChildEngine]:
    made = ChildEngine(card_named("smollm2"), GGUF, seed=1)
    list(made.start())
    yield made
    made.stop()


def new_engine() -> ChildEngine:
    return ChildEngine(card_named("smollm2"), GGUF, seed=1)


def facts(text: str) -> Counter[tuple[str, str]]:
    """Numbers, names, dates, quotations, links and negations of a text, by what they mean."""
    reading = read(text, "en", markdown=False)
    found = Counter(
        (x.kind, str((x.value, x.unit, x.bound, x.zone))) for x in reading.literals if "relative" not in str(x.value)
    )
    found.update(("negation", c.detail) for c in reading.cues if c.kind == "negation")
    return found


@pytest.mark.parametrize("example", ["privacy-backlash", "channel-closure"])
def test_every_fact_of_an_example_survives_whatever_is_taken(example: str, engine: ChildEngine) -> None:
    session = open_demo(example)
    try:
        looked_at = 0
        seen: set[str] = set()
        for document in documents(session):
            if hidden(session, document.id):
                continue
            for offer in offered(session, document.id, engine, seen):
                looked_at += 1
                source, text = offer.refined.source, offer.refined.text
                assert facts(text) == facts(source), (source, text)
                for taken in offer.refined.proposals:
                    assert facts(taken.applied(source)) == facts(source), taken
                    assert judge(source, taken.applied(source), "en").accepted, taken
        assert looked_at >= 10
    finally:
        close_session(session)


def offered(session: Session, document: str, engine: ChildEngine, seen: set[str]) -> list[Offer]:
    """The offers for a document's sentences that stand in no document before it."""
    text = draft_document(session, document, "en")
    new = frozenset(n for n, s in enumerate(text.sentences, 1) if s.text not in seen)
    seen.update(s.text for s in text.sentences)
    if not new:
        return []
    events = list(proposals(session, text, engine=engine, only=new))
    assert isinstance(events[-1], Figures)
    return list({e.number: e for e in events if isinstance(e, Offer)}.values())


def test_the_model_finds_plain_words_by_itself(engine: ChildEngine) -> None:
    found = {p.new for sentence in STIFF for p in made_by(engine, sentence)}
    assert found & {"using", "began", "started", "tried", "Staff"}


def test_locked_words_are_never_touched(engine: ChildEngine) -> None:
    for sentence in STIFF:
        for made in made_by(engine, sentence):
            for locked in ("1,250", "04:30", "GMT", "not", "Leeds", "Harwick", "6 March", "prior to"):
                assert sentence.count(locked) == made.applied(sentence).count(locked), made


def made_by(engine: ChildEngine, sentence: str) -> list[Proposal]:
    return [p for p in infill_proposals(engine, sentence, "en", seconds=120) if isinstance(p, Proposal)]


def test_the_same_sentence_gives_the_same_proposals_in_another_process(engine: ChildEngine) -> None:
    other = new_engine()
    try:
        list(other.start())
        first = [(p.start, p.end, p.new) for p in made_by(engine, STIFF[0])]
        assert first == [(p.start, p.end, p.new) for p in made_by(other, STIFF[0])]
    finally:
        other.stop()


def test_a_sentence_costs_little_more_than_itself(engine: ChildEngine) -> None:
    done = [s for s in engine.suggest(task_for(STIFF[1], "en")) if s.kind == "done"]
    assert done[0].evaluated < 400


def test_the_process_has_no_socket_open(engine: ChildEngine) -> None:
    made_by(engine, STIFF[2])
    descriptors = Path(f"/proc/{engine.pid}/fd")
    if not descriptors.is_dir():
        pytest.skip("this system does not show a process's descriptors")
    kinds = [os.readlink(entry) for entry in descriptors.iterdir() if entry.is_symlink()]
    assert kinds
    assert not [kind for kind in kinds if re.match("socket", kind)]


def work_on(engine: ChildEngine) -> None:
    """Load, then think about the same sentence until somebody stops it."""
    list(engine.start())
    while True:
        list(engine.suggest(task_for(STIFF[0], "en")))


def test_cancelling_while_it_loads_or_writes_is_at_once() -> None:
    for delay in (0.05, 0.6, 1.5):
        one = new_engine()
        threading.Timer(delay, one.stop).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            work_on(one)
        assert time.monotonic() - began < delay + 5


def test_a_truncated_model_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "cut.gguf"
    with GGUF.open("rb") as whole, path.open("wb") as cut:
        cut.write(whole.read(10_000_000))
    one = ChildEngine(card_named("smollm2"), path, seed=1)
    with pytest.raises(ModelFailed, match="cut off"):
        list(one.start())
    one.stop()
