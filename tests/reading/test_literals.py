"""Literals and their normalised values: the same fact in another format has the same value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from onrecord.reading import Literal, read


def literals(text: str, language: str = "en", **more: tuple[tuple[str, str], ...]) -> tuple[Literal, ...]:
    return read(text, language, **more).literals


def one(text: str, kind: str, language: str = "en") -> Literal:
    found = [literal for literal in literals(text, language) if literal.kind == kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "We wrote to 3,412 members.", "We wrote to 3412 members."),
        ("en", "We wrote to 3,412 members.", "We wrote to three thousand four hundred and twelve members."),
        ("en", "Two shops are shut.", "2 shops are shut."),
        ("en", "It cost 1.5 million.", "It cost one and a half million."),
        ("en", "We count 14k users.", "We count fourteen thousand users."),
        ("it", "Abbiamo scritto a 3.412 iscritti.", "Abbiamo scritto a 3412 iscritti."),
        ("it", "Sono 14mila iscritti.", "Sono quattordicimila iscritti."),
        ("it", "Sono trentadue negozi.", "Sono 32 negozi."),
        ("it", "Sono 1,5 milioni.", "Sono 1.500.000."),
    ],
)
def test_numbers_are_equal_in_any_format(language: str, first: str, second: str) -> None:
    assert one(first, "number", language).key == one(second, "number", language).key


@pytest.mark.parametrize(
    ("language", "text", "kind", "value", "unit", "bound"),
    [
        ("en", "About 40 boats were damaged.", "number", 40, "", "about"),
        ("en", "At least three hours are needed.", "duration", 3, "hour", "at least"),
        ("en", "You are covered up to £85,000.", "money", 85000, "GBP", "at most"),
        ("en", "It will cost GBP 85,000.", "money", 85000, "GBP", ""),
        ("en", "A £3m fund is open.", "money", 3_000_000, "GBP", ""),
        ("en", "The spill is 12 km long.", "quantity", 12, "km", ""),
        ("en", "The spill is twelve kilometres long.", "quantity", 12, "km", ""),
        ("en", "More than a third of pupils are ill.", "number", Fraction(1, 3), "", "more than"),
        ("en", "Sales fell 4.5 per cent.", "percent", Fraction(9, 2), "%", ""),
        ("en", "It takes five working days or more.", "duration", 5, "working day", "at least"),
        ("en", "It was out for half an hour.", "duration", Fraction(1, 2), "hour", ""),
        ("it", "Servono circa 14.000 euro.", "money", 14000, "EUR", "about"),
        ("it", "Servono almeno 3 giorni.", "duration", 3, "day", "at least"),
        ("it", "Il calo è del 4,5%.", "percent", Fraction(9, 2), "%", ""),
        ("it", "Oltre 200 famiglie sono fuori casa.", "number", 200, "", "more than"),
    ],
)
def test_amounts_have_unit_and_bound(language: str, text: str, kind: str, value: object, unit: str, bound: str) -> None:
    literal = one(text, kind, language)
    assert (literal.value, literal.unit, literal.bound) == (value, unit, bound)


def test_a_range_is_one_literal_and_two_numbers_are_two() -> None:
    assert one("Between 20 and 30 boats sank.", "number").value == ("range", 20, 30)
    assert one("It is 20-30 km away.", "quantity").value == ("range", 20, 30)
    assert [x.value for x in literals("We lost 20 boats and 30 cars.")] == [20, 30]
    assert one("About 4 in 10 users saw it.", "ratio").value == (4, 10)


@pytest.mark.parametrize(
    "text", ["This one is closed.", "No one was hurt.", "One another.", "The one that failed is here."]
)
def test_one_as_a_pronoun_is_no_number(text: str) -> None:
    assert [x for x in literals(text) if x.kind == "number"] == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "On 12 March 2026 it rained.", ("date", 2026, 3, 12, None)),
        ("en", "On March 12th, 2026 it rained.", ("date", 2026, 3, 12, None)),
        ("en", "On 2026-03-12 it rained.", ("date", 2026, 3, 12, None)),
        ("en", "On 12/03/2026 it rained.", ("date", 2026, 3, 12, None)),
        ("en", "On Monday 12 March it rained.", ("date", None, 3, 12, 0)),
        ("en", "It rained two days ago.", ("relative", "day", -2, "ago")),
        ("en", "It will rain tomorrow.", ("relative", "day", 1)),
        ("it", "Il 12 marzo 2026 pioveva.", ("date", 2026, 3, 12, None)),
        ("it", "Il 1º maggio pioveva.", ("date", None, 5, 1, None)),
        ("it", "Venerdì pioverà.", ("date", None, None, None, 4)),
        ("it", "La settimana scorsa pioveva.", ("relative", "week", -1)),
    ],
)
def test_dates(language: str, text: str, value: object) -> None:
    assert one(text, "date", language).value == value


@pytest.mark.parametrize(
    ("language", "text", "value", "zone"),
    [
        ("en", "Trains ran again at 18:00 CET.", (18, 0), "CET"),
        ("en", "Trains ran again at 6 pm CET.", (18, 0), "CET"),
        ("en", "Trains ran again at 6:00 p.m. (CET).", (18, 0), "CET"),
        ("en", "Trains ran again at half past six.", (6, 30), ""),
        ("en", "Trains ran again at noon UTC.", (12, 0), "UTC"),
        ("it", "I treni ripartono alle 18.30.", (18, 30), ""),
        ("it", "I treni ripartono alle ore 18:30 (CET).", (18, 30), "CET"),
        ("it", "I treni ripartono dopo le 21 CEST.", (21, 0), "CEST"),
        ("it", "I treni ripartono a mezzogiorno.", (12, 0), ""),
    ],
)
def test_clock_times_and_zones(language: str, text: str, value: tuple[int, int], zone: str) -> None:
    literal = one(text, "time", language)
    assert literal.value == ("time", *value, None)
    assert literal.zone == zone


def test_an_italian_number_of_people_is_no_hour() -> None:
    assert [x.kind for x in literals("Abbiamo dato alloggio alle 18 famiglie sfollate.", "it")] == ["number"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Call +39 02 0000 100 now.", "phone", "+39020000100"),
        ("Call 0800 555 0199 now.", "phone", "08005550199"),
        ("Write to Help@Harbour.example today.", "email", "help@harbour.example"),
        ("See https://www.Harbour.example/News/ today.", "link", "harbour.example/News"),
        ("Ask @HarbourHelp today.", "handle", "@harbourhelp"),
        ("Return model VH-20 today.", "code", "VH-20"),
        ("Install version 2.4.1 today.", "code", "2.4.1"),
    ],
)
def test_contacts_and_codes(text: str, kind: str, value: str) -> None:
    assert one(text, kind).value == value


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Harbour Foods has closed its plant in Leeds.", ["Harbour Foods", "Leeds"]),
        ("en", "Customers told Ms Ada Brook at the Red Cross.", ["Ada Brook", "Red Cross"]),
        ("en", "Engineers are on site. We are sorry.", []),
        ("en", "Odrisk said the test had ended.", ["Odrisk"]),
        ("en", "On Friday the easyRail app failed.", ["easyRail"]),
        ("it", "La Casa Alisea ha chiuso a Forlì.", ["Casa Alisea", "Forlì"]),
        ("it", "Abbiamo informato Paolo Ferrandi e la Croce Rossa.", ["Paolo Ferrandi", "Croce Rossa"]),
        ("it", "Cinque persone sono in ospedale. Ci dispiace.", []),
    ],
)
def test_names(language: str, text: str, names: list[str]) -> None:
    assert [x.value for x in literals(text, language) if x.kind == "name"] == names


def test_lower_case_names_are_found_when_they_are_given() -> None:
    found = literals("Today lumea wrote to everyone.", names=(("Lumea", "organisation"),))
    assert [(x.value, x.detail) for x in found if x.kind == "name"] == [("lumea", "organisation")]
