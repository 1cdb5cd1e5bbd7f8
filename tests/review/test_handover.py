"""The handover note: one page, in the language of whoever takes over."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from coach_incident import Clock
from lumea_incident import accounts, give_out, known, lumea, on
from onrecord.content.messages import load_messages
from onrecord.desk.calls import note
from onrecord.desk.changes import out_of_date
from onrecord.desk.handover import handover
from onrecord.desk.session import Session
from onrecord.incident.model import Release, ReleaseState, Status


def evening(folder: Path) -> Session:
    """A press statement went out, the count moved, a fact waits for legal, one is being found out, somebody waits."""
    clock = Clock(on(21, 30))
    session = lumea(folder, clock, accounts_affected=accounts(3400))
    note(
        session,
        clock,
        {"outlet": "Radio Uno", "question": "quanti", "deadline": "22:10"},
        language="it",
        by="Rossi",
    )
    give_out(session, "press", ("ANSA",))
    clock.later(hours=2, minutes=10)
    session = known(session, "accounts_affected", accounts(9100))
    session = known(session, "access_from", on(9, 15), release=None)
    missing = {"status": Status.UNKNOWN, "release": None, "finding_out": "SOC", "due": on(8, 0, day=14)}
    return known(session, "data_taken", None, **missing)


def test_the_italian_note_is_italian_from_the_title_to_the_last_entry(tmp_path: Path) -> None:
    page = handover(evening(tmp_path / "i"), "it")
    for words in (
        "# Passaggio di consegne: Lumea",
        "**Uso interno.** 13 marzo 2026, ore 23:40 (CET)",
        "**23:30** promesso in Comunicato stampa v1 — IN RITARDO",
        "**22:10** Radio Uno aspetta: quanti — IN RITARDO",
        "**08:00 del 14 marzo** dati copiati o letti: lo sta accertando SOC",
        "Comunicato stampa v1 (en, it), ore 21:30",
        "(rettifica): La vicenda riguarda 3.400 account. — adesso: La vicenda riguarda 9.100 account.",
        "dati copiati o letti: SOC, entro le 08:00 del 14 marzo",
        "diffuso: Comunicato stampa",
    ):
        assert words in page
    english = re.findall(r"\b(?:the|issued|cleared|promised|waits|nothing|by phone|sent by)\b", page)
    assert english == []


def test_the_english_note_says_the_same_things(tmp_path: Path) -> None:
    page = handover(evening(tmp_path / "i"))
    for words in (
        "# Handover: Lumea",
        "**23:30** promised by press v1 — LATE",
        "Radio Uno waits: quanti",
        "press v1 (correction): 3,400 accounts are affected. — now: 9,100 accounts are affected.",
        "data copied or read: SOC by 08:00 on 14 March",
        "the yes of Bianchi was for another version",
    ):
        assert words in page


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_value_that_may_not_be_said_is_on_no_note(tmp_path: Path, language: str) -> None:
    session = evening(tmp_path / "i")
    never = replace(session.incident.facts["access_from"], release=Release(ReleaseState.NEVER))
    session = known(session, "access_from", never.value, release=never.release)
    assert "09:15" not in handover(session, language)


def test_every_word_of_the_note_stands_in_both_catalogues() -> None:
    english, italian = load_messages("en").texts, load_messages("it").texts
    for section in ("handover", "clock", "delegation"):
        keys = [key for key in english if key.startswith(f"{section}.")]
        assert keys
        same = [
            key
            for key in keys
            if italian[key] == english[key] and re.search("[a-z]{4}", re.sub(r"\{.*?\}", "", english[key]))
        ]
        assert same == []


def test_a_night_that_passes_makes_no_sentence_old(tmp_path: Path) -> None:
    clock = Clock(on(21, 30))
    session = lumea(tmp_path / "i", clock)
    give_out(session, "press")
    clock.later(hours=10)
    assert out_of_date(session) == ()
