"""What people type at two in the morning is read one way, or refused with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from example_scenario import NOW, ask

from onrecord.errors import BadInput
from onrecord.incident.typed import display, from_typed, with_wording
from onrecord.incident.values import Bound, Contact, Duration, Money, Number, Percentage, Person, Place, Value, Words


def typed(name: str, text: str, language: str = "en", now: datetime = NOW) -> Value:
    return from_typed(ask(name), text, timezone="Europe/Rome", language=language, now=now)


def utc(day: int, hour: int, minute: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


UNDERSTOOD = [
    ("plain_count", "en", "3,400", Number(3400)),
    ("plain_count", "en", "3 400", Number(3400)),
    ("plain_count", "en", "1.000.000", Number(1_000_000)),
    ("plain_count", "en", "about 3,400", Number(3400, "", Bound.ABOUT)),
    ("plain_count", "en", "At least 12", Number(12, "", Bound.AT_LEAST)),
    ("plain_count", "en", "up to 2.5 million", Number(2_500_000, "", Bound.AT_MOST)),
    ("plain_count", "it", "3.400", Number(3400)),
    ("plain_count", "it", "circa 3.400", Number(3400, "", Bound.ABOUT)),
    ("plain_count", "it", "almeno 3 mila", Number(3000, "", Bound.AT_LEAST)),
    ("plain_count", "it", "1.234,5", Number(Decimal("1234.5"))),
    ("count", "en", "3,400 accounts", Number(3400, "accounts")),
    ("count", "it", "12 persone", Number(12, "people")),
    ("cost", "en", "€ 1m", Money(Decimal(1_000_000), "EUR")),
    ("cost", "it", "1.000.000 euro", Money(Decimal(1_000_000), "EUR")),
    ("cost", "it", "circa 1,5 mln di euro", Money(Decimal(1_500_000), "EUR", Bound.ABOUT)),
    ("cost", "en", "CHF 2,500", Money(Decimal(2500), "CHF")),
    ("share", "en", "12,5 per cent", Percentage(Decimal("12.5"))),
    ("day", "en", "12 Dec 2017", date(2017, 12, 12)),
    ("day", "en", "12/12/2017", date(2017, 12, 12)),
    ("day", "en", "2017-12-12", date(2017, 12, 12)),
    ("day", "en", "Dec 12, 2017", date(2017, 12, 12)),
    ("day", "it", "3/4/2026", date(2026, 4, 3)),
    ("day", "it", "ieri", date(2026, 3, 11)),
    ("day", "en", "20 December", date(2025, 12, 20)),
    ("happened_at", "en", "01:00", utc(12, 0, 0)),
    ("happened_at", "en", "16:30", utc(11, 15, 30)),
    ("happened_at", "it", "ieri alle 23.40", utc(11, 22, 40)),
    ("happened_at", "en", "20 minutes ago", utc(12, 0, 50)),
    ("happened_at", "it", "2 ore fa", utc(11, 23, 10)),
    ("happened_at", "en", "12 March 09:00", utc(12, 8, 0)),
    ("happened_at", "en", "4:30 pm", utc(11, 15, 30)),
    ("happened_at", "en", "2026-03-12T09:00+05:30", utc(12, 3, 30)),
    ("happened_at", "en", "25 October 2026 02:30 CEST", utc(25, 0, 30, month=10)),
    ("happened_at", "en", "25 October 2026 02:30 CET", utc(25, 1, 30, month=10)),
    ("next_update", "en", "16:30", utc(12, 15, 30)),
    ("next_update", "en", "in 30 min", utc(12, 1, 40)),
    ("next_update", "it", "tra 2 ore", utc(12, 3, 10)),
    ("next_update", "en", "01:00", utc(13, 0, 0)),
    ("lasts", "en", "2 h", Duration(Decimal(2), "hours")),
    ("lasts", "it", "3 giorni", Duration(Decimal(3), "days")),
    ("place", "en", "road A14 near Faenza", Place(Words("A14"), "road", "Faenza")),
    ("place", "it", "A14 nei pressi di Faenza", Place(Words("A14"), "road", "Faenza")),
    ("place", "it", "via Roma 3", Place(Words("via Roma 3"), "street")),
    ("place", "en", "Station Road 4", Place(Words("Station Road 4"), "site")),
    ("place", "en", "Imola plant", Place(Words("Imola plant"), "site")),
    ("leader", "en", "Anna Rossi, duty manager", Person("Anna Rossi", Words(None, (("en", "duty manager"),)))),
    ("reach_us", "en", "0544 000200, press@x.example", Contact(phone="0544 000200", email="press@x.example")),
    ("reach_us", "en", "lumea.example/security", Contact(link="lumea.example/security")),
    ("reach_us", "en", "@adriabus", Contact(handle="@adriabus")),
    ("anyone_hurt", "it", "sì", True),
    ("anyone_hurt", "en", "No", False),
]


@pytest.mark.parametrize(("name", "language", "text", "value"), UNDERSTOOD)
def test_typed_text_becomes_a_value(name: str, language: str, text: str, value: Value) -> None:
    assert typed(name, text, language) == value


REFUSED = [
    ("plain_count", "en", "3.400", "two ways"),
    ("plain_count", "it", "3,400", "Write 3400, or 3,4."),
    ("plain_count", "en", "about 3,412", "about 3,400"),
    ("plain_count", "en", "over 100", "'over' is not understood"),
    ("plain_count", "en", "12 or 13", "more than one figure"),
    ("plain_count", "en", "12 30", "no figure"),
    ("plain_count", "en", "12 2026", "no figure"),
    ("plain_count", "en", "several", "no figure"),
    ("count", "en", "3,400", "of what?"),
    ("count", "en", "3,400 acounts", "Did you mean 'accounts'?"),
    ("cost", "en", "2500", "Which currency?"),
    ("cost", "en", "€ 3 or $ 4", "Two currencies"),
    ("day", "en", "03/04/2026", "3 April 2026 or 4 March 2026"),
    ("day", "en", "31 Feb 2026", "no such day"),
    ("day", "en", "soon", "no date"),
    ("happened_at", "en", "25:00", "no time of day"),
    ("happened_at", "en", "29 March 2026 02:30", "does not exist"),
    ("happened_at", "en", "25 October 2026 02:30", "comes twice"),
    ("happened_at", "en", "16:30 EST", "does not hold"),
    ("happened_at", "en", "this morning", "no time"),
    ("lasts", "en", "2", "no duration"),
    ("reach_us", "en", "12", "at least 5 digits"),
    ("reach_us", "en", "+39 0544 000 200, 0544 000 300", "Two of one kind"),
    ("kind", "en", "post captrued", "Did you mean 'post captured'?"),
    ("anyone_hurt", "en", "maybe", "neither yes nor no"),
    ("routes", "en", "telephone", "lacks"),
    ("reach_us", "en", " ; ", "no answer yet"),
    ("happened_at", "en", "31 Dec 9999 12:00", "cannot be meant"),
    ("outlet_name", "en", "   ", "no answer yet"),
    ("outlet_name", "en", "x" * 501, "at most 500"),
    ("background", "en", "x" * 20_001, "at most 20,000"),
    ("outlet_name", "en", "logo \ue000", "private-use"),
]


@pytest.mark.parametrize(("name", "language", "text", "message"), REFUSED, ids=[f"{r[0]}-{r[2][:20]}" for r in REFUSED])
def test_text_without_one_reading_is_refused_and_says_why(name: str, language: str, text: str, message: str) -> None:
    with pytest.raises(BadInput) as error:
        typed(name, text, language)
    assert message in str(error.value)


def test_records_and_ticks_are_typed_row_by_row_and_shown_alike() -> None:
    text = "telephone | press desk | yes | 3 | 12 March 2026 09:00 | +39 0544 000 200; chat | online help"
    value = typed("routes", text)
    shown = display(value, ask("routes"), "en", "Europe/Rome")
    assert typed("routes", shown) == value
    assert "chat | online help" in shown
    assert display(typed("done", "post captured @ 01:05; desk told"), ask("done"), "it", "Europe/Rome") == (
        "post salvato @ 12 marzo 2026 01:05 CET; centralino avvisato"
    )


def test_a_wording_of_one_language_keeps_the_others() -> None:
    question = ask("what_happened")
    english = with_wording(None, question, "an accident", "en")
    both = with_wording(english, question, "un incidente", "it")
    assert (both.of("en"), both.of("it")) == ("an accident", "un incidente")
    assert with_wording(both, question, "a crash", "en").of("it") == "un incidente"
    assert display(english, question, "it", "Europe/Rome") == ""


def test_a_name_is_the_same_in_every_language() -> None:
    assert with_wording(None, ask("outlet_name"), "Adria", "it") == Words("Adria")


def test_terminal_codes_in_a_paste_do_not_reach_the_value() -> None:
    assert typed("outlet_name", "\x1b[31mAdria\x1b[0m \u200bBus\x07") == Words("Adria Bus")
