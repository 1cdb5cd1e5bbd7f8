"""Whatever stands in a file or is typed into a field: a value, or one clear message. Never a traceback."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from example_scenario import NOW, QUESTIONS, ask, make, reopen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.content.model import FactType
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import store
from onrecord.incident.facts import Table, raw_of_fact, read_fact
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.parse import parse_value
from onrecord.incident.toml_edit import read_toml, set_table
from onrecord.incident.typed import display, from_typed
from onrecord.incident.values import Number, Words

WHERE = Path("incident.toml")
FULL = """format = 1
[incident]
title = "A coach on the A14"
scenario = "general"
opened = 2026-03-12T02:10:00+01:00
timezone = "Europe/Rome"
languages = ["en", "it"]
held = ["kind"]

[organisation]
name = "Adria Bus"
press_contact = { phone = "+39 0544 000 200" }

[who_clears]
legal = { name = "Bianchi", phone = "+39 0544 000 300" }

[delegation]
person = "Rossi"
hours = "20:00-08:00"

[facts.count] # how many
value = { number = 3400, unit = "accounts", bound = "about" }
status = "estimated"
source = "IT"
as_of = 2026-03-12T02:00:00+01:00
basis = { en = "log", it = "registro" }
release = { state = "cleared", by = "Bianchi", at = 2026-03-12T02:05:00+01:00 }

[facts.done]
value = { post_captured = 2026-03-12T02:00:00+01:00, desk_told = true }
status = "confirmed"

[facts.routes]
status = "confirmed"
value = [
  { route = "phone", name = "desk", until = 2026-03-12T09:00:00Z }, # open
]

[facts.own]
type = "text"
label = { en = "own", it = "propria" }
value = '''two
lines'''
status = "suspected"
"""
pieces = st.sampled_from(
    ["", "=", "[", "]", "{", "}", '"', "'", '"""', "\n", "\r", "#", ",", ".", "0", "-1", "true", "1e400", "nan", "inf",
     "[facts.count]", "facts", "value = ", "2026-13-40", "2026-03-12", "00:00:00", "\x00", "\x1b", "\u202e", "\ue000",
     "é", '"\\ud800"', "{a=1}", "[[facts]]", "[[facts.count]]", "[incident.x]", "9" * 400, " = [" * 3]
)  # fmt: skip
places = st.integers(0, len(FULL))


def is_told(error: OnrecordError, where: str = "") -> None:
    """One message in words, with the file where there is one."""
    assert error.message
    assert "Traceback" not in str(error)
    assert where in error.where


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile") / "i"
    store.close(make(place))
    return place


@given(st.lists(st.tuples(places, st.integers(0, 12), pieces), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_opens_or_is_told_in_one_message(folder: Path, damage: list[tuple[int, int, str]]) -> None:
    text = FULL
    for at, cut, piece in damage:
        text = text[:at] + piece + text[at + cut :]
    (folder / store.FILE).write_bytes(text.encode("utf-8"))
    try:
        handle = reopen(folder)
    except OnrecordError as error:
        is_told(error, "incident.toml")
        return
    if handle.read_only:
        assert "format" in handle.read_only
        return
    try:
        handle = store.save_fact(handle, Fact("kind", FactType.CHOICE, Status.UNKNOWN))
        assert "kind" in handle.incident.facts
    finally:
        store.close(handle)
    again = reopen(folder, read_only=True)
    assert again.incident.facts.keys() == handle.incident.facts.keys()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_are_no_incident_are_told(folder: Path, content: bytes) -> None:
    (folder / store.FILE).write_bytes(content)
    with pytest.raises(OnrecordError):
        reopen(folder)


raws = st.recursive(
    st.one_of(
        st.text(max_size=20),
        st.integers(),
        st.booleans(),
        st.decimals(),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(UTC)),
        st.times(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["number", "unit", "amount", "currency", "name", "en", "it", "phone", "route", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from(QUESTIONS), raws)
@settings(max_examples=500, deadline=None)
def test_any_toml_value_is_a_value_or_bad_input(question: object, raw: object) -> None:
    try:
        parse_value(question.type, raw, question=question, languages=("en", "it"))  # type: ignore[attr-defined, arg-type]
    except BadInput as error:
        is_told(error)


_FRAGMENTS = (
    "12|3.400|3,400|16:30|in|30 min|about|circa|€|1m|euro|March|/|2026|near|road|@|.|;|,|yes|post captured|-|?|%|ago|"
    "tra|ore|T|Z|+01:00|31 Dec 9999|1 Jan 0001|\n|\x1b[31m|\u202e|[b]|**|99999999999999999999|h|CET|1/2/3|٣|Ⅻ|¼|²"
)
FRAGMENTS = _FRAGMENTS.split("|")
typed_pieces = st.lists(st.sampled_from([*FRAGMENTS, "|"]), max_size=6)


@given(st.sampled_from(QUESTIONS), st.sampled_from(["en", "it"]), typed_pieces.map(" ".join) | st.text(max_size=40))
@settings(max_examples=1500, deadline=None)
def test_any_typed_text_is_a_value_that_can_be_kept_or_bad_input(question: object, language: str, text: str) -> None:
    try:
        value = from_typed(question, text, timezone="Europe/Rome", language=language, now=NOW)  # type: ignore[arg-type]
    except BadInput as error:
        is_told(error)
        return
    fact = Fact(question.id, question.type, Status.SUSPECTED, value)  # type: ignore[attr-defined]
    file = set_table(read_toml(b"format = 1\n", WHERE), ("facts", fact.id), raw_of_fact(fact))
    again = read_toml(file.to_bytes(), WHERE)
    table = Table(again.table("facts", fact.id) or {}, again, WHERE, ("facts", fact.id))
    assert read_fact(table, question, ("en", "it")).value == value  # type: ignore[arg-type]
    assert isinstance(display(value, question, language, "Europe/Rome"), str)  # type: ignore[arg-type]


short = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=15)
moments = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))
releases = st.builds(
    Release, st.sampled_from(ReleaseState), short.filter(bool), short, moments, short, moments, short, short
)
facts = st.builds(
    Fact,
    id=st.just("count"),
    type=st.just(FactType.NUMBER),
    status=st.sampled_from(Status),
    value=st.builds(Number, st.integers(0, 9999), st.just("accounts")),
    release=st.none() | releases,
    source=short,
    as_of=moments,
    basis=st.none() | short.filter(bool).map(Words),
    parties=st.lists(short.filter(bool), max_size=3).map(tuple),
    finding_out=short | short.filter(bool).map(lambda text: Words(None, (("en", text),))),
    due=moments,
    reason=short,
    agreed_line=st.dictionaries(st.sampled_from(["en", "it"]), short.filter(bool)),
    held=st.booleans(),
    note=short,
)


@given(facts)
@settings(max_examples=200, deadline=None)
def test_any_fact_reads_back_as_it_was_written(fact: Fact) -> None:
    file = set_table(read_toml(b"format = 1\n", WHERE), ("facts", "count"), raw_of_fact(fact))
    again = read_toml(file.to_bytes(), WHERE)
    table = Table(again.table("facts", "count") or {}, again, WHERE, ("facts", "count"))
    found = read_fact(table, ask("count"), ("en", "it"))
    kept = {name: getattr(fact, name) for name in Fact.__slots__ if name not in ("line", "held")}
    assert {name: getattr(found, name) for name in kept} == kept
