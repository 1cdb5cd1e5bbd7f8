"""A yes belongs to one version; what is given out is frozen in all its languages; a gate says what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord.desk.create import open_demo
from onrecord.desk.edit import edit_sentence
from onrecord.desk.export import copy_text, export
from onrecord.desk.history import lines
from onrecord.desk.issue import gate, issue
from onrecord.desk.session import Session, close_session, save_answer
from onrecord.desk.sign import asked, keep, sign
from onrecord.errors import BadInput, Blocked
from onrecord.incident import issued
from onrecord.incident.statements import Verdict
from onrecord.record.verify import exported, verify

MARK = "DRAFT, NOT CLEARED"
REACHABLE = {"press_contact": "+39 0544 731 205", "family_contact": "+39 0544 731 206"}


def night(folder: Path, clock: Clock | None = None) -> Session:
    return coach(folder, clock=clock, more=REACHABLE)


def code(session: Session) -> str:
    return asked(session, "holding").code


def by_phone(session: Session, **more: object) -> None:
    given = {"by": "Bianchi", "role": "legal", "how": "by_phone", "code": code(session), "noted_by": "Rossi", **more}
    sign(session, "holding", **given)  # type: ignore[arg-type]


def send(session: Session, to: tuple[str, ...] = ("ANSA",)) -> issued.Issue:
    return issue(session, "holding", code=code(session), to=to, where="press list", by="Rossi")


def exported_text(session: Session, to: Path) -> str:
    export(session, to, only=["holding"])
    return (to / "public" / "holding.en.md").read_text("utf-8")


def test_a_code_holds_while_somebody_is_on_the_telephone(tmp_path: Path) -> None:
    clock = Clock()
    session = night(tmp_path / "i", clock)
    before = code(session)
    clock.later(minutes=9)
    assert code(session) == before

    session = answered(session, "people_hurt", "no", source="police")
    assert asked(session, "holding").statements[0].text
    session = answered(session, "involved", "train")
    assert code(session) != before


def test_the_draft_line_goes_for_exactly_the_cleared_version(tmp_path: Path) -> None:
    session = night(tmp_path / "i")
    assert exported_text(session, tmp_path / "a").startswith(MARK)

    by_phone(session)

    assert MARK not in exported_text(session, tmp_path / "b")
    assert MARK not in copy_text(session, asked(session, "holding").statements[1])
    session = answered(session, "event_place", "road A14 near Forlì")
    assert exported_text(session, tmp_path / "c").startswith(MARK)


@pytest.mark.parametrize("change", ["edit in the other language", "a fact it prints", "another source"])
def test_a_yes_dies_with_any_change_and_the_gate_says_whose(tmp_path: Path, change: str) -> None:
    session = night(tmp_path / "i")
    by_phone(session)
    old = code(session)
    if change == "edit in the other language":
        statement = asked(session, "holding").statements[1]
        sentence = next(s for s in statement.sentences if s.element == "empathy")
        edit_sentence(session, statement, sentence, "Pensiamo alle persone a bordo.", by="Rossi")
    elif change == "a fact it prints":
        session = answered(session, "next_update", "03:40")
    else:
        fact = session.incident.facts["event_place"]
        session = save_answer(session, replace(fact, source="road police"))

    state = asked(session, "holding").state

    assert not state.cleared
    assert state.needs[0].died is not None
    assert state.needs[0].died.code == old
    assert any("Bianchi" in stop and old in stop for stop in gate(session, "holding").stops)


def test_a_change_behind_the_same_words_can_be_kept_by_a_person_with_a_reason(tmp_path: Path) -> None:
    clock = Clock()
    session = night(tmp_path / "i", clock)
    by_phone(session)
    clock.later(minutes=3)
    session = save_answer(session, replace(session.incident.facts["event_place"], source="road police"))

    with pytest.raises(BadInput, match="reason"):
        keep(session, "holding", code=code(session), by="Verdi", reason=" ")
    state = keep(session, "holding", code=code(session), by="Verdi", reason="only who told us the place")

    assert state.cleared
    assert state.needs[0].kept is not None
    session = answered(session, "event_place", "road A14 near Forlì")
    with pytest.raises(Blocked, match="word for word"):
        keep(session, "holding", code=code(session), by="Verdi", reason="only the place")


def test_an_answer_needs_the_code_a_name_a_role_and_somebody_who_notes_a_call(tmp_path: Path) -> None:
    session = night(tmp_path / "i")
    for wrong in (
        {"code": "AAAA"},
        {"by": " "},
        {"role": "finance"},
        {"how": "by_pigeon"},
        {"noted_by": ""},
        {"noted_by": "bianchi"},
        {"verdict": Verdict.WITH_WORDS},
    ):
        with pytest.raises((BadInput, Blocked)):
            by_phone(session, **wrong)
    assert not asked(session, "holding").state.cleared
    assert not (session.path / "signed").exists()


def test_a_later_no_takes_the_yes_away_and_other_words_are_no_yes(tmp_path: Path) -> None:
    clock = Clock()
    session = night(tmp_path / "i", clock)
    by_phone(session)
    clock.later(minutes=1)
    by_phone(session, verdict=Verdict.WITH_WORDS, words="say coach operator")
    assert not asked(session, "holding").state.cleared
    clock.later(minutes=1)
    by_phone(session)
    assert asked(session, "holding").state.cleared


def test_a_text_with_a_gap_cannot_be_cleared(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",), more=REACHABLE)
    with pytest.raises(Blocked, match="gap"):
        by_phone(session)


def test_issuing_freezes_every_language_with_where_when_and_to_whom(tmp_path: Path) -> None:
    clock = Clock()
    session = night(tmp_path / "i", clock)
    by_phone(session)
    clock.later(minutes=2)

    done = send(session, ("ANSA", "Il Resto del Carlino"))

    assert (done.version, done.languages) == (1, ("en", "it"))
    again = issued.issues(session.path)[0]
    assert (again.to, again.where, again.at) == (("ANSA", "Il Resto del Carlino"), "press list", session.now())
    text = (session.path / "issued" / "holding.it.v1.md").read_text("utf-8")
    assert "02:27" in text
    assert MARK not in text
    assert next(iter(lines(session))).words == "holding v1 issued (en, it); and 2 more"
    close_session(session)
    assert not [r for r in verify(session.path) if r.level == "broken"]


def test_a_second_issue_never_rewrites_the_first(tmp_path: Path) -> None:
    clock = Clock()
    session = night(tmp_path / "i", clock)
    by_phone(session)
    send(session)
    first = (session.path / "issued" / "holding.en.v1.md").read_bytes()
    clock.later(minutes=10)
    session = answered(session, "event_place", "road A14 near Forlì")
    by_phone(session)

    assert send(session).version == 2
    assert (session.path / "issued" / "holding.en.v1.md").read_bytes() == first
    with pytest.raises(BadInput, match="never rewritten"):
        issued.freeze(session.path, "issued/holding.en.v1.md", b"other words")


def test_a_shut_gate_names_everything_that_is_missing(tmp_path: Path) -> None:
    session = coach(
        tmp_path / "i", more={**REACHABLE, "updates_at": "https://adria.example/news", "next_update": "02:35"}
    )
    stops = " | ".join(gate(session, "holding").stops)
    assert "adria.example" in stops
    assert "less than 15 minutes" in stops
    assert "read out the code" in stops
    with pytest.raises(Blocked):
        send(session)
    assert not (session.path / "issued").exists()


def test_numbers_of_fiction_and_of_our_own_examples_stop_an_issue(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", more={"press_contact": "+44 20 7946 0123", "family_contact": "+1 212 555 0142"})
    stops = " | ".join(gate(session, "holding").stops)
    assert "7946 0123" in stops
    assert "555 0142" in stops


def test_a_wrong_code_issues_nothing_and_a_missing_recipient_neither(tmp_path: Path) -> None:
    session = night(tmp_path / "i")
    by_phone(session)
    with pytest.raises(Blocked, match="not the code"):
        issue(session, "holding", code="ABCD", to=("ANSA",), where="press list", by="Rossi")
    with pytest.raises(BadInput, match="to whom"):
        issue(session, "holding", code=code(session), to=(), where="press list", by="Rossi")
    assert issued.issues(session.path) == ()


def test_a_demo_is_never_cleared_for_export_nor_issued(tmp_path: Path) -> None:
    session = open_demo("channel-closure", to=tmp_path / "demo")
    assert any("rehearsal" in stop for stop in gate(session, "holding").stops)
    with pytest.raises(Blocked):
        issue(session, "holding", code=code(session), to=("ANSA",), where="press list", by="Rossi")


def test_verify_finds_what_was_changed_after_it_went_out(tmp_path: Path) -> None:
    session = night(tmp_path / "i")
    by_phone(session)
    send(session)
    close_session(session)
    sent = tmp_path / "sent"
    sent.mkdir()
    frozen = tmp_path / "i" / "issued" / "holding.en.v1.md"
    (sent / "a.md").write_bytes(frozen.read_bytes())
    (sent / "b.md").write_bytes(frozen.read_bytes() + b"One more sentence.\n")
    assert [r.level for r in exported(tmp_path / "i", sent)] == ["fine", "look"]

    frozen.chmod(0o600)
    frozen.write_bytes(frozen.read_bytes().replace(b"coach", b"train"))

    broken = [r.what for r in verify(tmp_path / "i") if r.level == "broken"]
    assert any("issued/holding.en.v1.md" in what for what in broken)
