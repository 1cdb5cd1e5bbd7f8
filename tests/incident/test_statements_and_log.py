"""Edits, findings sent all the same, clearances and the media log: kept as they were given."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from example_scenario import NOW, make, reopen

from onrecord.content.model import FactType
from onrecord.errors import BadInput
from onrecord.incident import log, statements, store
from onrecord.incident.log import Call
from onrecord.incident.model import Fact, Status
from onrecord.incident.statements import Clearance, Edit, EditKind, StatementFile, Verdict, Waiver
from onrecord.incident.values import Number

EDIT = Edit("facts", 'One of our coaches "left" the road.', "A coach left the road.", "Rossi", NOW)
WAIVER = Waiver("false_unknown/count", "not known", "Bianchi", "the count is being checked", NOW)
GIVEN = Clearance("3f2a", Verdict.WITH_WORDS, "Bianchi", "by phone", NOW, "Rossi", "K7QD", "take out\n'left'")


def test_what_was_done_to_a_statement_comes_back(tmp_path: Path) -> None:
    kept = StatementFile("holding", "en").with_edit(EDIT).with_waiver(WAIVER).with_clearance(GIVEN)
    path = statements.save(tmp_path, kept)
    assert path == tmp_path / "statements" / "holding.en.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert statements.load(tmp_path, "holding", "en") == kept
    assert statements.load(tmp_path, "holding", "it") == StatementFile("holding", "it")
    assert statements.load_all(tmp_path) == (kept,)


def test_a_second_edit_of_a_sentence_takes_the_place_of_the_first(tmp_path: Path) -> None:
    later = replace(EDIT, text="", kind=EditKind.RULE, at=NOW + timedelta(minutes=1))
    other = replace(EDIT, element="cause")
    kept = StatementFile("holding", "en").with_edit(EDIT).with_edit(other).with_edit(later)
    assert kept.edits == (other, later)
    statements.save(tmp_path, kept)
    assert statements.load(tmp_path, "holding", "en") == kept
    assert kept.without_edit(later).edits == (other,)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[edit]]\nelement='facts'\nbase='x'\ntext='y'\nby='z'\n", 2, "at is missing"),
        ("[[edit]]\nelement='fact'\nbase='x'\ntext='y'\nby='z'\nat=2026-03-12T02:00:00Z\n", 3, "unknown element"),
        ("[[waiver]]\nrule='x'\nresaon='y'\n", 4, "Did you mean 'reason'?"),
        ("[edit]\n", 2, "[[edit]]"),
        ("[[clearance]]\nversion='x'\nverdict='perhaps'\n", 4, "unknown verdict"),
    ],
)
def test_a_fault_in_a_statement_file_names_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = statements.path_of(tmp_path, "holding", "en")
    path.parent.mkdir()
    path.write_text("format = 1\n" + text)
    with pytest.raises(BadInput) as error:
        statements.load(tmp_path, "holding", "en")
    assert message in str(error.value)
    assert error.value.line == line


def test_a_newer_statement_file_is_told(tmp_path: Path) -> None:
    path = statements.path_of(tmp_path, "holding", "en")
    path.parent.mkdir()
    path.write_text("format = 2\n")
    with pytest.raises(BadInput, match="newer format"):
        statements.load(tmp_path, "holding", "en")


@pytest.mark.parametrize(("document", "language"), [("../x", "en"), ("holding", "../it"), ("holding", "EN")])
def test_names_stay_inside_the_folder(tmp_path: Path, document: str, language: str) -> None:
    with pytest.raises(BadInput):
        statements.path_of(tmp_path, document, language)


CALL = Call(
    outlet="Il Resto",
    question="Are there three dead?",
    at=NOW,
    person="Paola Gallo",
    number="+39 333 000 111",
    deadline=NOW + timedelta(minutes=30),
    line_given="I will call you back by 02:40.",
    by="Rossi",
)


def test_a_call_is_kept_and_its_caller_stands_in_private_toml_alone(tmp_path: Path) -> None:
    noted = log.append(tmp_path, CALL)
    second = log.append(tmp_path, Call(outlet="Radio 2", question="", at=NOW))
    assert log.calls(tmp_path) == (noted, second)
    assert replace(noted, id="") == CALL
    text = (tmp_path / log.FILE).read_text()
    assert "Gallo" not in text
    assert "333" not in text
    (tmp_path / log.PRIVATE).unlink()
    assert [call.outlet for call in log.calls(tmp_path)] == ["Il Resto", "Radio 2"]


def test_calls_and_private_facts_share_a_file_without_harm(tmp_path: Path) -> None:
    handle = make(tmp_path / "i")
    log.append(tmp_path / "i", CALL)
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.WITHHELD, Number(3412)))
    log.append(tmp_path / "i", replace(CALL, outlet="Radio 2"))
    handle = store.save_fact(handle, Fact("count", FactType.NUMBER, Status.WITHHELD, Number(3500)))
    assert handle.changed_outside == ()
    store.close(handle)
    assert [call.person for call in log.calls(tmp_path / "i")] == ["Paola Gallo", "Paola Gallo"]
    assert reopen(tmp_path / "i").incident.facts["count"].value == Number(3500)


def test_calls_noted_before_there_was_an_incident_move_into_it(tmp_path: Path) -> None:
    first = log.append(tmp_path / "state", CALL)
    own = log.append(tmp_path / "i", replace(CALL, outlet="Radio 2"))
    assert log.move(tmp_path / "state", tmp_path / "i") == 1
    assert log.calls(tmp_path / "i") == (own, first)
    assert log.calls(tmp_path / "state") == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outlet": "", "question": "", "person": "", "number": ""}, "nothing to note"),
        ({"number": "later"}, "no telephone number"),
        ({"question": "x" * 20_001}, "at most 20,000"),
        ({"at": NOW.replace(tzinfo=None)}, "needs its zone"),
    ],
)
def test_a_call_that_cannot_be_kept_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        log.append(tmp_path, replace(CALL, **change))  # type: ignore[arg-type]
    assert not (tmp_path / log.FILE).exists()


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from onrecord.incident import log
for n in range(20):
    log.append(Path(sys.argv[1]), log.Call(outlet=sys.argv[2], question="x", at=datetime.now(UTC), person=f"p{n}"))
"""


def test_two_processes_note_calls_at_once_and_none_is_lost(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = log.calls(tmp_path)
    assert len(found) == 40
    assert all(call.person for call in found)
