"""What a changed fact does to what was given out: which sentences, whether update or correction, and both drafted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock
from lumea_incident import accounts, give_out, kinds, known, lumea, on
from onrecord.desk.changes import broken_promises, draft_follow_up, out_of_date
from onrecord.desk.drafts import draft_document
from onrecord.desk.export import sheet_text
from onrecord.desk.issue import gate
from onrecord.desk.session import save_answer
from onrecord.errors import BadInput
from onrecord.incident.model import Fact, State, Status
from onrecord.incident.values import Bound, Number, Ticks, Value
from onrecord.review.compare import moved
from onrecord.review.differences import differences, plain, word_by_word


def fact(value: Value | None, status: Status = Status.CONFIRMED) -> Fact:
    return Fact(id="n", type="number", status=status, value=value)  # type: ignore[arg-type]


KNOWN = State.KNOWN


@pytest.mark.parametrize(
    ("then", "now", "what", "kind"),
    [
        # Equifax, 2017: 143 million in September, 145.5 and 147.9 million later, each time said flat.
        (Number(143_000_000, "people"), Number(145_500_000, "people"), "moved", "correction"),
        # Optus, 2022: up to 9.8 million, called the worst case, and it shrank.
        (Number(9_800_000, "people", Bound.AT_MOST), Number(2_100_000, "people"), "moved", "update"),
        # TalkTalk, 2015: all of four million customers, then 156,959.
        (Number(4_000_000, "customers"), Number(156_959, "customers"), "moved", "correction"),
        (Number(3400, "accounts", Bound.AT_LEAST), Number(12000, "accounts"), "moved", "update"),
        (Number(12000, "accounts"), Number(9100, "accounts"), "moved", "correction"),
        (False, True, "no-to-yes", "correction"),
        (Ticks((("italy", None),)), Ticks((("italy", None), ("uk", None))), "grew", "update"),
        (Ticks((("italy", None), ("uk", None))), Ticks((("italy", None),)), "shrank", "correction"),
    ],
)
def test_what_moved_and_what_has_to_be_said_of_it(then: Value, now: Value, what: str, kind: str) -> None:
    found = moved(fact(then), fact(now), KNOWN, KNOWN)
    assert found is not None
    assert (found.what, found.kind) == (what, kind)


def test_an_estimate_that_grew_is_an_update_and_other_units_are_not_compared_as_figures() -> None:
    estimate = fact(Number(3400, "accounts"), Status.ESTIMATED)
    grown = moved(estimate, fact(Number(5000, "accounts")), KNOWN, KNOWN)
    other = moved(fact(Number(3400, "accounts")), fact(Number(3400, "people")), KNOWN, KNOWN)
    assert grown is not None
    assert grown.kind == "update"
    assert other is not None
    assert other.what == "other"
    assert moved(fact(Number(1)), fact(Number(1)), KNOWN, KNOWN) is None


def test_what_became_known_is_news_and_what_no_longer_stands_is_wrong() -> None:
    news = moved(fact(None, Status.UNKNOWN), fact(Number(5)), State.OPEN, KNOWN)
    gone = moved(fact(Number(5)), fact(Number(5), Status.DISPUTED), KNOWN, State.DISPUTED)
    assert news is not None
    assert (news.what, news.kind) == ("now-known", "update")
    assert gone is not None
    assert (gone.what, gone.kind) == ("no-longer", "correction")


def test_sentences_are_compared_word_by_word() -> None:
    old = ["3,400 accounts are concerned.", "We cut off the access."]
    new = ["12,000 accounts are concerned.", "We cut off the access.", "The police know."]
    (figure, news) = differences(old, new)
    assert plain(figure.words) == "[-3,400-] {+12,000+} accounts are concerned."
    assert (news.old, news.new) == ("", "The police know.")
    assert word_by_word("a b", "a b")[0].kind == "same"


def test_a_figure_that_shrank_is_named_in_both_languages_and_corrected(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(12000))
    done = give_out(session, "press", ("ANSA", "Reuters"))
    assert out_of_date(session) == ()
    clock.later(minutes=45)
    session = known(session, "accounts_affected", accounts(9100))

    rows = out_of_date(session)

    assert {row.language for row in rows} == {"en", "it"}
    english = next(row for row in rows if row.language == "en")
    assert "12,000" in english.old
    assert "9,100" in english.new
    assert (english.kind, english.moved[0].fact, english.since) == ("correction", "accounts_affected", clock.now)
    assert "9,100" in sheet_text(session, "press", language="en").split("## 7.")[1].split("## 8.")[0]

    session = draft_follow_up(session, "correction", "press", by="Rossi")
    texts = {code: draft_document(session, "correction", code) for code in ("en", "it")}

    assert not any(text.gaps for text in texts.values())
    assert "12,000 accounts" in texts["en"].text
    assert "9,100 accounts" in texts["en"].text
    assert "12.000 account" in texts["it"].text
    assert "9.100 account" in texts["it"].text
    assert "21:30" in texts["it"].text
    assert "13 marzo 2026" in texts["it"].text
    assert done.to == ("ANSA", "Reuters")
    stops = " ".join(gate(session, "correction").stops)
    assert "draft it again" not in stops
    assert "read out the code" in stops


def test_a_correction_that_the_facts_have_overtaken_does_not_go_out(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(12000))
    give_out(session, "press")
    clock.later(minutes=45)
    session = known(session, "accounts_affected", accounts(9100))
    session = draft_follow_up(session, "correction", "press", by="Rossi")
    session = known(session, "accounts_affected", accounts(8000))

    assert any("draft it again" in stop for stop in gate(session, "correction").stops)


def test_a_denial_that_turned_out_wrong_is_a_correction(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    give_out(session, "holding")
    session = known(session, "data_kinds", kinds(names="held", email="held", cards="held"))

    (row,) = [row for row in out_of_date(session) if row.language == "en" and "not hold" in row.old]

    assert row.kind == "correction"
    session = draft_follow_up(session, "correction", "holding", by="Rossi")
    assert "card" in draft_document(session, "correction", "en").text.split("The correct information is:")[1]


def test_something_taken_back_without_a_better_answer_says_so(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(12000))
    give_out(session, "press")
    old = session.incident.facts["accounts_affected"]
    session = save_answer(session, replace(old, status=Status.DISPUTED, release=None, parties=("a blogger",)))

    session = draft_follow_up(session, "correction", "press", by="Rossi")

    text = draft_document(session, "correction", "en").text
    assert "We take this back" in text
    assert "The correct information is" not in text


def test_news_is_an_update_that_leaves_out_what_was_wrong(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    give_out(session, "press")
    clock.later(minutes=30)
    session = known(session, "accounts_affected", accounts(3400, Bound.AT_LEAST))

    session = draft_follow_up(session, "update", "press", by="Rossi")

    english, italian = (draft_document(session, "update", code) for code in ("en", "it"))
    assert "at least 3,400 accounts" in english.text.lower()
    assert "3.400 account" in italian.text
    assert "18:40" not in english.text
    assert "21:30" in english.text
    assert not english.gaps
    assert not italian.gaps


def test_without_an_issue_or_a_change_there_is_nothing_to_follow_up(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    with pytest.raises(BadInput, match="not issued"):
        draft_follow_up(session, "correction", "press", by="Rossi")
    give_out(session, "press")
    with pytest.raises(BadInput, match="wrong now"):
        draft_follow_up(session, "correction", "press", by="Rossi")
    with pytest.raises(BadInput, match="nothing new"):
        draft_follow_up(session, "update", "press", by="Rossi")
    with pytest.raises(BadInput, match="no text that follows"):
        draft_follow_up(session, "denial", "press", by="Rossi")


def test_a_promise_is_kept_by_any_text_that_goes_out_in_time(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    give_out(session, "holding")
    clock.later(hours=1)
    session = known(session, "next_update", on(1, 0, day=14))
    give_out(session, "press")
    clock.later(hours=2)
    assert broken_promises(session) == ()

    clock.later(hours=2)
    (broken,) = broken_promises(session)
    assert broken.issue.document == "press"
    assert broken.promised == on(1, 0, day=14)


def test_what_an_update_said_is_out_of_date_like_anything_else_and_is_corrected(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(3400, Bound.AT_LEAST))
    give_out(session, "press", ("ANSA", "Reuters"))
    clock.later(minutes=20)
    session = known(session, "accounts_affected", accounts(12000))
    session = draft_follow_up(session, "update", "press", by="Rossi")
    update = give_out(session, "update", ("ANSA",))
    assert update.follows == "press v1"
    assert [row for row in out_of_date(session) if row.issue.document == "update"] == []

    clock.later(minutes=20)
    session = known(session, "accounts_affected", accounts(9100))

    rows = [row for row in out_of_date(session) if row.issue.document == "update"]
    assert {row.language for row in rows} == {"en", "it"}
    english = next(row for row in rows if row.language == "en")
    assert (english.old, english.new) == ("12,000 accounts are affected.", "9,100 accounts are affected.")
    assert english.kind == "correction"
    session = draft_follow_up(session, "correction", "update", by="Rossi")
    text = draft_document(session, "correction", "it").text
    assert "12.000 account" in text
    assert "9.100 account" in text
    assert give_out(session, "correction").follows == "update v1"


def test_a_new_value_that_waits_for_a_yes_is_no_correction_and_says_what_it_waits_for(tmp_path: Path) -> None:
    session = lumea(tmp_path / "i", Clock(on(21, 30)), accounts_affected=accounts(3400, Bound.AT_LEAST))
    give_out(session, "press")
    session = known(session, "accounts_affected", accounts(12000), release=None)

    (row,) = [row for row in out_of_date(session) if row.language == "en"]

    assert (row.kind, row.new, row.waits) == ("update", "", True)


def test_what_a_correction_took_back_is_not_open_any_more_until_it_moves_again(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(12000))
    give_out(session, "press", ("ANSA",))
    clock.later(minutes=20)
    session = known(session, "accounts_affected", accounts(9100))
    session = draft_follow_up(session, "correction", "press", by="Rossi")
    give_out(session, "correction", ("ANSA",))

    assert out_of_date(session) == ()
    assert {row.new for row in out_of_date(session, told=True)} >= {"9,100 accounts are affected."}
    assert not any("draft it again" in stop for stop in gate(session, "correction").stops)
    with pytest.raises(BadInput, match="wrong now"):
        draft_follow_up(session, "correction", "press", by="Rossi")

    clock.later(minutes=20)
    session = known(session, "accounts_affected", accounts(8000))
    assert {row.issue.document for row in out_of_date(session)} == {"press", "correction"}
