"""The approver's sheet: read whole, as golden pages, and point by point."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from coach_incident import NIGHT, Clock, answered, coach
from onrecord.desk import edit
from onrecord.desk.clear import clear_facts
from onrecord.desk.drafts import draft_document
from onrecord.desk.export import decide_by, export, sheet_text
from onrecord.desk.handover import handover
from onrecord.desk.interview import with_status
from onrecord.desk.session import Session, forget_answer, save_answer
from onrecord.desk.share import offer, share, take_off
from onrecord.incident import log
from onrecord.incident.model import Status

GOLDEN = Path(__file__).parent / "golden"


def point(sheet: str, number: int) -> str:
    """The text below one of the nine headings."""
    start = sheet.index(f"\n## {number}. ")
    end = sheet.find(f"\n## {number + 1}. ", start)
    return sheet[start : end if end >= 0 else None]


def second_hour(folder: Path) -> Session:
    """The night call an hour on: somebody is hurt, cleared by telephone; one sentence changed, one taken out."""
    clock = Clock()
    session = coach(folder, clock=clock)
    clock.later(minutes=20)
    session = answered(session, "people_hurt", "yes", source="police, inspector on site")
    session = clear_facts(session, ["people_hurt"], by="Bianchi", how="by_phone", noted_by="Rossi", code="K7QD")
    text = draft_document(session, "holding", "en")
    on_the_way = next(s for s in text.sentences if "on the way" in s.text)
    edit.edit_sentence(session, text, on_the_way, "Our duty manager is on the way there now.", by="Rossi")
    return session


@pytest.mark.parametrize(("name", "language"), [("holding", "en"), ("holding", "it"), ("press", "en")])
def test_the_sheet_reads_as_its_golden_page(name: str, language: str, tmp_path: Path) -> None:
    """Set ONRECORD_GOLDEN=1 to write the pages anew, then read them aloud before committing."""
    sheet = sheet_text(second_hour(tmp_path / "i"), name, language=language, by="Rossi")

    # The code names the very templates that were used; it says nothing about how the page reads.
    sheet = re.sub(r"(?<=\*\*)[2-9A-Z]{4}(?=\*\*)|(?<=Code )[2-9A-Z]{4}|(?<=Codice )[2-9A-Z]{4}", "CODE", sheet)
    page = GOLDEN / f"sheet.{name}.{language}.md"
    if os.environ.get("ONRECORD_GOLDEN"):
        page.write_text(sheet, encoding="utf-8")
    assert sheet == page.read_text(encoding="utf-8")


def test_it_has_nine_points_and_one_code_in_every_language(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")

    english = sheet_text(session, "holding", language="en")
    italian = sheet_text(session, "holding", language="it")

    assert [f"\n## {n}. " in english for n in range(1, 10)] == [True] * 9
    assert "\n## 10. " not in english
    code = english.partition("Code of this version: **")[2][:4]
    assert f"Codice di questa versione: **{code}**" in italian


def test_the_time_to_decide_by_is_a_callers_deadline_or_the_last_moment_before_the_promise(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    assert decide_by(session) == (NIGHT + timedelta(minutes=50), "update")

    log.append(
        session.path, log.Call(outlet="ANSA", question="How many?", at=NIGHT, deadline=NIGHT + timedelta(minutes=15))
    )

    assert decide_by(session) == (NIGHT + timedelta(minutes=15), "reporter")
    promised = NIGHT + timedelta(minutes=10)
    log.append(session.path, log.Call(outlet="Reuters", question="Who?", at=NIGHT, back_by=promised))
    assert decide_by(session) == (promised, "call_back")
    assert "## 1. Decide by 02:35 CET" in sheet_text(session, "holding", language="en")


def test_a_fact_that_may_not_be_said_stands_there_by_its_label_alone(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", more={"event_place": "road A14 near Faenza"})
    place = session.questions["event_place"]
    session = save_answer(session, with_status(session, place, Status.WITHHELD))

    sheet = sheet_text(session, "holding", language="en")

    assert "Do not say: place" in point(sheet, 5)
    assert "Faenza" not in sheet
    assert "A14" not in sheet


def test_words_changed_by_hand_do_not_bring_back_a_value_that_may_no_longer_be_said(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    accident = next(s for s in text.sentences if "Faenza" in s.text)
    edit.edit_sentence(session, text, accident, "A coach of ours had an accident near Faenza.", by="Rossi")
    session = save_answer(session, with_status(session, session.questions["event_place"], Status.WITHHELD))

    sheet = sheet_text(session, "holding", language="en")

    assert "A change by hand that no longer fits and is not in the text (English, Rossi, 02:25 CET)" in sheet
    assert "Faenza" not in sheet


def test_only_weighty_sentences_are_asked_about_and_each_says_who_cleared_it(tmp_path: Path) -> None:
    sheet = sheet_text(second_hour(tmp_path / "i"), "holding", language="en")

    asked = point(sheet, 4)
    assert "cleared by Bianchi, by phone, 02:45 CET" in asked
    assert "confirmed, police, inspector on site, 02:45 CET; " in asked
    assert "The police and the ambulance service" not in asked


def test_what_a_person_changed_or_took_out_is_told_with_both_texts(tmp_path: Path) -> None:
    session = second_hour(tmp_path / "i")
    text = draft_document(session, "holding", "it")
    cause = next(s for s in text.sentences if s.element == "cause" or "polizia" in s.text)
    edit.delete_sentence(session, text, cause, by="Verdi")

    told = point(sheet_text(session, "holding", language="en"), 2)

    assert "before: Our duty manager is on the way there.\n" in told
    assert "now: Our duty manager is on the way there now.\n" in told
    assert f"Taken out by hand (Italian, Verdi, 02:45 CET): {cause.text}" in told


def test_a_language_that_was_left_behind_is_named(tmp_path: Path) -> None:
    sheet = sheet_text(second_hour(tmp_path / "i"), "holding", language="it")

    assert "La versione in italiano è più vecchia di quella in inglese" in point(sheet, 1)


def test_public_holds_the_text_alone_and_internal_the_sheets(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")

    done = export(session, tmp_path / "out", only=["holding"], by="Rossi")

    names = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.md"))
    assert names == [
        "internal/sheet.holding.en.md",
        "internal/sheet.holding.it.md",
        "public/holding.en.md",
        "public/holding.it.md",
    ]
    public = (tmp_path / "out" / "public" / "holding.en.md").read_text(encoding="utf-8")
    assert public.startswith("DRAFT, NOT CLEARED\n\nAdria Bus, 12 March 2026, 02:25 CET.")
    assert "Rossi" not in public
    assert done.stops == ()


def test_a_gap_keeps_every_language_back_and_an_earlier_text_is_pointed_out(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    export(session, tmp_path / "out", only=["holding"])
    session = forget_answer(session, "next_update")

    done = export(session, tmp_path / "out", only=["holding"])

    assert done.public == ()
    assert {(stop.language, stop.fact) for stop in done.stops} == {("en", "next_update"), ("it", "next_update")}
    assert [path.name for path in done.older] == ["holding.en.md", "holding.it.md"]


def test_a_promise_less_than_a_quarter_of_an_hour_away_stays(tmp_path: Path) -> None:
    clock = Clock()
    session = coach(tmp_path / "i", clock=clock)
    clock.later(minutes=51)

    done = export(session, tmp_path / "out", only=["holding"])

    assert done.public == ()
    assert all("less than 15 minutes" in stop.why for stop in done.stops)


def test_the_approver_reads_who_was_given_the_record(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    assert "Can read the whole record" not in sheet_text(session, "holding", language="en")
    share(session, offer(session, str(tmp_path / "stick"), ["Verdi", "Neri"]))
    take_off(session, ["Neri"])

    assert "Can read the whole record: Verdi\n" in sheet_text(session, "holding", language="en")
    assert "Verdi: " in handover(session)
