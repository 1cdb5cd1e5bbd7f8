"""The record looked at from every side: versions with their differences, counts, calls, and the past as it stood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock
from lumea_incident import accounts, give_out, kinds, known, lumea, on
from onrecord.desk import past
from onrecord.desk.calls import note
from onrecord.desk.clocks import clocks
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.history import fact_rows
from onrecord.desk.media import give, lines, media_log
from onrecord.desk.numbers import number_log
from onrecord.desk.session import Session, save_answer
from onrecord.desk.sign import asked, sign
from onrecord.desk.versions import versions, with_versions
from onrecord.errors import BadInput, Blocked
from onrecord.incident.model import Release, ReleaseState, Status
from onrecord.incident.statements import Verdict
from onrecord.incident.values import Bound, Words
from onrecord.review.differences import plain


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.desk.issue.stops_of", lambda *_: ())


@pytest.fixture
def clock() -> Clock:
    return Clock(on(21, 30))


@pytest.fixture
def night(tmp_path: Path, clock: Clock) -> Session:
    """Press v1 at 21:30 with at least 3,400, press v2 at 22:20 with 12,000, then 9,100 at 23:00."""
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(3400, Bound.AT_LEAST))
    give_out(session, "press", ("ANSA", "Reuters"))
    clock.later(minutes=50)
    session = known(session, "accounts_affected", accounts(12000), basis=Words("rows in the log"))
    give_out(session, "press", ("ANSA",))
    clock.later(minutes=40)
    return known(session, "accounts_affected", accounts(9100))


def withheld(session: Session) -> Session:
    fact = session.incident.facts["accounts_affected"]
    return save_answer(session, replace(fact, status=Status.WITHHELD, release=Release(ReleaseState.NEVER)))


# Versions of a statement ----------------------------------------------------------------------------------------------


def test_each_version_is_told_with_the_words_that_changed_in_every_language(night: Session) -> None:
    first, second, draft = versions(night, "press")

    assert (first.name, second.name, draft.kind) == ("press v1", "press v2", "draft")
    assert second.told == (
        "cleared by Bianchi, by phone, 22:20, noted by Rossi",
        "issued 22:20 by Rossi: ANSA (press list)",
    )
    changed = {code: [plain(change.words) for change in rows] for code, rows in second.changed.items()}
    assert "[-At least 3,400-] {+12,000+} accounts are affected." in changed["en"]
    assert "La vicenda riguarda [-almeno 3.400-] {+12.000+} account." in changed["it"]
    assert "[-12,000-] {+9,100+} accounts are affected." in [plain(c.words) for c in draft.changed["en"]]


def test_a_version_that_was_shown_and_refused_is_one_too(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    code = asked(session, "holding").code
    sign(
        session, "holding", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi",
        verdict=Verdict.WITH_WORDS, words="say unauthorised access",
    )  # fmt: skip

    (shown,) = versions(session, "holding")

    assert (shown.kind, shown.code, shown.number) == ("shown", code, 0)
    assert "yes with other words, said Bianchi" in shown.told[0]
    assert "say unauthorised access" in shown.told[0]
    assert with_versions(session) == ("holding",)


def test_a_document_without_a_version_says_what_a_version_is(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    with pytest.raises(BadInput, match="has no version yet"):
        versions(session, "press")
    assert with_versions(session) == ()


def test_a_value_that_is_not_to_be_said_now_is_covered_in_earlier_versions(night: Session) -> None:
    session = withheld(night)
    assert session.folder.private
    session = save_answer(
        session,
        replace(
            session.incident.facts["accounts_affected"],
            value=accounts(12000),
            status=Status.WITHHELD,
            release=Release(ReleaseState.NEVER),
        ),
    )

    texts = " ".join(line for row in versions(session, "press") for found in row.texts.values() for line in found)

    assert "12,000" not in texts
    assert "12.000" not in texts
    assert "[do not say]" in texts
    assert all(row.value == "" for row in fact_rows(session, "accounts_affected"))


# Counts ---------------------------------------------------------------------------------------------------------------


def test_a_count_is_told_over_time_with_basis_bound_source_and_the_texts_that_gave_it(night: Session) -> None:
    (count,) = number_log(night)

    assert count.moved == 2
    assert [f.row.value for f in count.figures] == ["at least 3,400 accounts", "12,000 accounts", "9,100 accounts"]
    assert [f.given for f in count.figures] == [("press v1 (21:30)",), ("press v2 (22:20)",), ()]
    assert (count.figures[1].row.basis, count.figures[1].row.source) == ("rows in the log", "IT security")
    assert count.figures[2].row.as_of == on(23, 0)


def test_a_figure_that_is_first_checked_and_then_cleared_is_one_row(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    session = known(session, "accounts_affected", accounts(3400), source="", release=None, status=Status.SUSPECTED)
    clock.later(minutes=5)
    session = known(session, "accounts_affected", accounts(3400), source="SOC", release=None)
    clock.later(minutes=5)
    session = known(session, "accounts_affected", accounts(3400), source="SOC")

    (count,) = number_log(session)

    (figure,) = count.figures
    assert (figure.row.at, figure.row.source) == (on(21, 30), "SOC")
    assert "cleared by Bianchi" in figure.row.release


def test_the_number_log_keeps_no_value_that_is_not_to_be_said(night: Session) -> None:
    (count,) = number_log(withheld(night))
    assert {figure.row.value for figure in count.figures} == {""}
    assert {figure.row.basis for figure in count.figures} == {""}


# The media log --------------------------------------------------------------------------------------------------------


def test_a_caller_is_given_the_cleared_line_word_for_word_and_the_same_as_everybody(
    tmp_path: Path, clock: Clock
) -> None:
    session = lumea(tmp_path / "i", clock)
    ansa = note(session, clock, {"outlet": "ANSA", "question": "how many"}, language="it", by="Rossi")
    radio = note(session, clock, {"outlet": "Radio Uno", "deadline": "22:10"}, language="en", by="Rossi")
    with pytest.raises(Blocked, match="no line that may be given"):
        give(session, ansa.id, "line", by="Rossi")
    assert len([due for due in clocks(session) if due.kind == "call"]) == 2

    code = asked(session, "line").code
    sign(session, "line", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    italian = next(line for line in lines(session) if line.text == f"line {code} (it)")
    done = give(session, ansa.id, italian.text, by="Rossi")

    assert done.line_given == italian.words
    assert "senza autorizzazione" in done.line_given
    log = media_log(session)
    assert [row.call.outlet for row in log.calls] == ["ANSA", "Radio Uno"]
    assert [row.call.id for row in log.waiting] == [radio.id]
    assert next(line for line in lines(session) if line.text == italian.text).given_to == ("ANSA",)
    assert ["Radio Uno" in due.what for due in clocks(session) if due.kind == "call"] == [True]
    with pytest.raises(BadInput, match="no call"):
        give(session, "c00000", italian.text, by="Rossi")


def test_who_has_not_the_latest_words_is_named(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    ansa = note(session, clock, {"outlet": "ANSA"}, language="en", by="Rossi")
    radio = note(session, clock, {"outlet": "Radio Uno"}, language="en", by="Rossi")
    give_out(session, "line", ("callers",))
    give(session, ansa.id, "line v1 (en)", by="Rossi")
    assert media_log(session).differ == ()
    clock.later(minutes=20)
    session = known(session, "next_update", on(23, 45))
    assert next(line for line in lines(session) if line.text == "line v1 (en)").old
    give_out(session, "line", ("callers",))
    give(session, radio.id, "line v2 (en)", by="Rossi")

    assert media_log(session).differ == ("ANSA",)


def test_a_line_that_turned_out_wrong_is_given_to_nobody(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    give_out(session, "holding", ("ANSA",))
    assert [line.text for line in lines(session)] == ["holding v1 (en)", "holding v1 (it)"]
    session = known(session, "data_kinds", kinds(names="held", email="held", cards="held"))
    assert lines(session) == ()


# As it stood ----------------------------------------------------------------------------------------------------------


def test_the_past_is_drafted_from_its_own_facts_with_its_own_clock_and_clearances(night: Session) -> None:
    then = past.as_it_stood(night, past.typed(night, "21:40"))

    press = next(row for row in then.statements if row.document == "press")
    assert then.at == on(21, 40).replace(second=59)
    assert "At least 3,400 accounts are affected." in press.texts["en"]
    assert "almeno 3.400 account" in press.texts["it"]
    assert "21:40 CET" in press.texts["en"]
    assert press.cleared
    assert "cleared by Bianchi, by phone, 21:30" in press.told[0]
    assert [one.name for one in then.issued] == ["press v1"]
    now = past.as_it_stood(night, night.now())
    press = next(row for row in now.statements if row.document == "press")
    assert not press.cleared
    assert "9,100 accounts" in press.texts["en"]


def test_one_entry_of_the_history_can_be_looked_at(night: Session) -> None:
    second = fact_rows(night, "accounts_affected")[1]
    then = past.as_it_stood(night, entry=second.entry)
    assert next(fact for fact in then.facts if fact.id == "accounts_affected").value == "12,000 accounts"
    assert then.at == on(22, 20)
    with pytest.raises(BadInput, match="no entry"):
        past.as_it_stood(night, entry="0000")


def test_a_look_back_changes_nothing_and_leaves_no_file(night: Session, private_home: Path) -> None:
    before = {p: p.read_bytes() for p in night.path.rglob("*") if p.is_file() and ".git" not in p.parts}
    past.as_it_stood(night, past.typed(night, "21:40"))
    after = {p: p.read_bytes() for p in night.path.rglob("*") if p.is_file() and ".git" not in p.parts}
    assert before == after
    assert not list((private_home / "state").glob("past-*"))


def test_what_is_not_to_be_said_now_is_not_said_by_the_past(night: Session) -> None:
    statement = draft_document(night, "holding", "en")
    sentence = next(s for s in statement.sentences if "careful" in s.text)
    edit_sentence(night, statement, sentence, "Please be careful: 9,100 accounts are concerned.", by="Rossi")
    session = withheld(night)
    session = save_answer(session, replace(session.incident.facts["accounts_affected"], value=accounts(9100)))

    then = past.as_it_stood(session, on(23, 0).replace(second=59))

    page = repr(then)
    assert "9,100" not in page
    assert "9.100" not in page
    assert then.covered == ("how many",)
    assert "[do not say]" in next(row for row in then.statements if row.document == "holding").texts["en"]


def test_the_past_does_not_reach_behind_the_first_entry(night: Session) -> None:
    with pytest.raises(BadInput, match="does not reach back"):
        past.as_it_stood(night, on(12, 0))


def test_a_denial_of_then_stands_beside_the_fact_of_now(tmp_path: Path, clock: Clock) -> None:
    session = lumea(tmp_path / "i", clock)
    clock.later(minutes=30)
    session = known(session, "data_kinds", kinds(names="held", email="held", cards="held"))
    then = past.as_it_stood(session, past.typed(session, "21:45"))
    now = past.as_it_stood(session, session.now())
    denial = "does not hold payment card details"
    assert any(denial in row.texts["en"] for row in then.statements)
    assert not any(denial in row.texts["en"] for row in now.statements)
