"""Every type of value goes to TOML and back, and to the field and back, without change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import tomli
from example_scenario import ACTS, NOW, UNITS, ask
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.content.model import FactType
from onrecord.errors import BadInput
from onrecord.incident.currencies import CURRENCIES
from onrecord.incident.parse import parse_value
from onrecord.incident.raw import raw_of
from onrecord.incident.reader import DURATION_UNITS, PLACE_KINDS
from onrecord.incident.toml_write import table_text
from onrecord.incident.typed import display, from_typed
from onrecord.incident.values import (
    Bound,
    Choice,
    Contact,
    Duration,
    Items,
    Money,
    Number,
    Percentage,
    Person,
    Place,
    Record,
    Records,
    Ticks,
    Value,
    Words,
)

letters = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
texts = st.text(letters, min_size=1, max_size=60).map(str.strip).filter(bool)
long_texts = st.lists(texts, min_size=1, max_size=4).map("\n".join)
any_words = texts.map(Words)
both_languages = st.builds(lambda en, it: Words(None, (("en", en), ("it", it))), texts, texts)
decimals = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=3)
numbers = st.one_of(st.integers(-(10**17), 10**17), decimals.filter(lambda d: d != d.to_integral_value()))
bounds = st.sampled_from(Bound)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=offsets)
contacts = st.sampled_from(
    [
        Contact(phone="+39 0544 000 200"),
        Contact(email="press@adriabus.example", link="adriabus.example/news"),
        Contact(handle="@adriabus", phone="(0544) 000-200"),
        Contact(link="https://adriabus.example:8080/a?b=c#d"),
    ]
)
acts = st.sampled_from([act.id for act in ACTS])
rows = st.builds(
    lambda route, name, tested, cases, until, reach: Record(
        tuple(
            (key, cell)
            for key, cell in (
                ("route", route),
                ("name", Words(name)),
                ("tested", tested),
                ("cases", cases),
                ("until", until),
                ("reach", reach),
            )
            if cell is not None
        )
    ),
    st.sampled_from(["phone", "chat"]),
    texts,
    st.none() | st.booleans(),
    st.none() | st.integers(0, 10**6),
    st.none() | moments,
    st.none() | contacts,
)
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "outlet_name": any_words,
    "what_happened": both_languages,
    "background": long_texts.map(lambda text: Words(None, (("it", text),))),
    "count": st.builds(Number, numbers, st.sampled_from([unit.id for unit in UNITS]), bounds),
    "plain_count": st.builds(Number, numbers, st.just("") | texts, bounds),
    "cost": st.builds(Money, decimals, st.sampled_from(sorted(CURRENCIES)), bounds),
    "share": st.builds(Percentage, decimals, bounds),
    "day": st.dates(date(1, 1, 1)),
    "happened_at": moments,
    "lasts": st.builds(Duration, decimals.map(abs), st.sampled_from(DURATION_UNITS)),
    "place": st.builds(Place, any_words | both_languages, st.sampled_from(PLACE_KINDS), st.just("") | texts),
    "leader": st.builds(Person, texts, st.just(Words()) | both_languages | any_words),
    "reach_us": contacts,
    "kind": acts.map(Choice),
    "anyone_hurt": st.booleans(),
    "done": st.dictionaries(acts, st.none() | moments).map(lambda done: Ticks(tuple(done.items()))),
    "advice": st.lists(any_words | both_languages, max_size=5).map(lambda items: Items(tuple(items))),
    "routes": st.lists(rows, max_size=4).map(lambda found: Records(tuple(found))),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_reads_back_from_toml_as_it_was(name: str) -> None:
    question = ask(name)

    @given(VALUES[name])
    @settings(max_examples=60, deadline=None)
    def round_trip(value: Value) -> None:
        text = table_text("[facts.x]", {"value": raw_of(value)})
        raw = tomli.loads(text, parse_float=Decimal)["facts"]["x"]["value"]
        assert parse_value(question.type, raw, question=question, languages=("en", "it")) == value

    round_trip()


def test_every_type_is_covered() -> None:
    assert {ask(name).type for name in VALUES} == set(FactType)


minutes = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
TYPED: dict[str, st.SearchStrategy[Value]] = {
    "count": st.builds(
        Number,
        numbers,
        st.sampled_from([unit.id for unit in UNITS]),
        st.sampled_from([Bound.EXACTLY, Bound.AT_LEAST, Bound.AT_MOST]),
    ),
    "plain_count": st.builds(Number, st.sampled_from([12, 90, 3400, 12500, 1_000_000]), st.just(""), bounds),
    "cost": st.builds(Money, decimals, st.sampled_from(sorted(CURRENCIES))),
    "share": st.builds(Percentage, decimals),
    "day": st.dates(date(1, 1, 1)),
    "happened_at": minutes,
    "lasts": st.builds(Duration, decimals.map(abs), st.sampled_from(DURATION_UNITS)),
    "place": st.builds(
        Place,
        st.sampled_from(["A14", "Imola plant", "via Roma 3", "Station Road 4", "road works camp"]).map(Words),
        st.sampled_from(PLACE_KINDS),
        st.sampled_from(["", "Faenza", "the harbour"]),
    ),
    "reach_us": contacts,
    "kind": acts.map(Choice),
    "anyone_hurt": st.booleans(),
    "done": st.dictionaries(acts, st.none() | minutes, min_size=1).map(lambda done: Ticks(tuple(done.items()))),
}


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("name", TYPED)
def test_what_the_field_shows_can_be_typed_again(name: str, language: str) -> None:
    question = ask(name)

    @given(TYPED[name])
    @settings(max_examples=60, deadline=None)
    def round_trip(value: Value) -> None:
        text = display(value, question, language, "Europe/Rome")
        assert from_typed(question, text, timezone="Europe/Rome", language=language, now=NOW) == value

    round_trip()


def test_a_plain_string_is_one_language_where_the_wording_differs_by_language() -> None:
    parsed = parse_value(FactType.TEXT, "an accident", question=ask("what_happened"), languages=("en", "it"))
    assert parsed == Words(None, (("en", "an accident"),))
    assert parse_value(FactType.TEXT, "Adria", question=ask("outlet_name"), languages=("en", "it")) == Words("Adria")


REFUSED = [
    ("outlet_name", 3, "expected a text in quotation marks, found a number"),
    ("outlet_name", "  ", "is empty"),
    ("outlet_name", "x" * 501, "501 characters"),
    ("outlet_name", "a\u202eb", "U+202E"),
    ("what_happened", {"eng": "x"}, "unknown language 'eng'"),
    ("plain_count", "many", "is not a number"),
    ("plain_count", True, "expected a number, found true or false"),
    ("plain_count", float("nan"), "is not a number that can be stated"),
    ("plain_count", {"number": 3, "unti": "x"}, "Did you mean 'unit'?"),
    ("plain_count", {"number": 3, "bound": "abuot"}, "Did you mean 'about'?"),
    ("cost", {"amount": "12"}, "needs an amount and a currency"),
    ("cost", {"amount": "12", "currency": "EURO"}, "unknown currency"),
    ("cost", 12, 'Write { amount = "1000000", currency = "EUR" }'),
    ("day", datetime(2026, 3, 12, tzinfo=UTC), "expected a date, found a time"),
    ("happened_at", datetime(2026, 3, 12, 2, 25), "2026-03-12T02:25:00+01:00"),
    ("happened_at", "2026-03-12T02:25:00Z", "without quotes"),
    ("lasts", {"amount": 2, "unit": "hour"}, "Did you mean 'hours'?"),
    ("lasts", {"amount": -2, "unit": "hours"}, "cannot be negative"),
    ("place", {"name": "A14", "kind": "raod"}, "Did you mean 'road'?"),
    ("leader", {"role": "x"}, "a person needs a name"),
    ("reach_us", {"phone": "12"}, "at least 5 digits"),
    ("reach_us", {"phone": "call me 12345"}, "no telephone number"),
    ("reach_us", {"email": "a@b"}, "no e-mail address"),
    ("reach_us", {"link": "nodots"}, "no link"),
    ("reach_us", {"handle": "adria"}, "no handle"),
    ("reach_us", {}, "a contact needs one of"),
    ("kind", "post-capturd", "Did you mean 'post_captured'?"),
    ("anyone_hurt", "yes", "expected true or false"),
    ("done", {"post_captured": False}, "is left out"),
    ("done", {"post_captured": datetime(2026, 3, 12, 2)}, "without a zone"),
    ("done", {"post_captured": True, "post-captured": True}, "twice"),
    ("advice", "one", "expected a list"),
    ("routes", [{"route": "phone"}], "row 1 has no 'name'"),
    ("routes", [{"route": "phone", "name": "x", "tried": True}], "unknown key 'tried' in row 1"),
]


@pytest.mark.parametrize(("name", "raw", "message"), REFUSED, ids=[f"{n}-{m[:24]}" for n, _, m in REFUSED])
def test_a_wrong_value_is_refused_with_what_was_expected_and_where(name: str, raw: object, message: str) -> None:
    question = ask(name)
    with pytest.raises(BadInput) as error:
        parse_value(question.type, raw, question=question, languages=("en", "it"), where="incident.toml", line=7)  # type: ignore[arg-type]
    assert message in str(error.value)
    assert "incident.toml:7: " in str(error.value)


def test_ids_may_be_written_with_a_hyphen_or_an_underscore() -> None:
    question = ask("kind")
    assert parse_value(question.type, "Post-Captured", question=question) == Choice("post_captured")
