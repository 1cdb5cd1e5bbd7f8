"""One table changes; every other byte of a hand-written file stays where it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import tomli
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.incident.toml_edit import TomlFile, append_table, read_toml, remove_table, set_table
from onrecord.incident.toml_scan import scan
from onrecord.incident.toml_write import same_raw, value_text

WHERE = Path("incident.toml")
HAND_WRITTEN = '''# written by night
format = 1   # first key

[incident]
title = """
[facts.count]
value = 3
"""

# how many
[ facts . count ] # counted by hand
# the value
value = { number = 3400, unit = "accounts" }   # from the log
status = "suspected"

# who said so
source = \'[facts.other] # no comment\'
[facts.count.release] # asked
state = "ask" # whom?
ask = "Bianchi"

[facts.other]
value = [
  "one", # a ] bracket
  """two
[facts.count]""",
]
status = "confirmed"
# the end'''


def read(text: str) -> TomlFile:
    return read_toml(text.encode(), WHERE)


def test_one_value_is_replaced_in_its_place() -> None:
    file = read(HAND_WRITTEN)
    new = {**(file.table("facts", "count") or {}), "value": {"number": 12000, "unit": "accounts"}}
    changed = set_table(file, ("facts", "count"), new)
    assert changed.text == HAND_WRITTEN.replace("number = 3400", "number = 12000") + "\n"


def test_keys_come_and_go_and_comment_lines_stay() -> None:
    file = read(HAND_WRITTEN)
    changed = set_table(file, ("facts", "count"), {"value": 3, "as_of": "x", "status": "confirmed"})
    assert tomli.loads(changed.text)["facts"]["count"] == {"value": 3, "as_of": "x", "status": "confirmed"}
    for line in HAND_WRITTEN.splitlines():
        if line.strip().startswith("#"):
            assert line in changed.text.splitlines()
    assert "# from the log" in changed.text
    assert changed.text.startswith(HAND_WRITTEN[: HAND_WRITTEN.index("value = { number")])
    assert changed.text.rstrip("\n").endswith(HAND_WRITTEN[HAND_WRITTEN.index("[facts.other]\n") :])


def test_a_new_fact_goes_to_the_end() -> None:
    changed = set_table(read(HAND_WRITTEN), ("facts", "place"), {"value": "Faenza", "status": "confirmed"})
    assert changed.text == HAND_WRITTEN + '\n\n[facts.place]\nvalue = "Faenza"\nstatus = "confirmed"\n'


def test_a_removed_fact_takes_its_sub_tables_along() -> None:
    changed = remove_table(read(HAND_WRITTEN), ("facts", "count"))
    assert set(tomli.loads(changed.text)["facts"]) == {"other"}
    assert "# who said so" in changed.text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_are_kept(newline: str, bom: bytes) -> None:
    content = bom + HAND_WRITTEN.replace("\n", newline).encode()
    file = set_table(read_toml(content, WHERE), ("facts", "new"), {"value": "a\nb", "status": "unknown"})
    block = '\n\n[facts.new]\nvalue = """\na\nb"""\nstatus = "unknown"\n'
    assert file.to_bytes() == content + block.replace("\n", newline).encode()
    assert read_toml(file.to_bytes(), WHERE).data["facts"]["new"]["value"] == "a\nb"


@pytest.mark.parametrize(
    "text",
    [
        "[facts]\ncount = { value = 1, status = 'unknown' }\nother.value = 2\n[incident]\ntitle = 'x'\n",
        "facts.count.value = 1\nfacts.other.value = 2\n",
        "[facts.count.release]\nstate = 'ask'\n[facts.other]\nvalue = 2\n[facts.count]\nvalue = 1\n",
        "[facts]\n[facts.'count']\nvalue = 1\n[facts.\"other\"]\nvalue = 2",
    ],
    ids=["inline", "dotted", "upside down", "quoted"],
)
def test_other_spellings_of_a_fact_are_replaced_too(text: str) -> None:
    changed = set_table(read(text), ("facts", "count"), {"value": 9})
    facts = tomli.loads(changed.text)["facts"]
    assert facts["count"] == {"value": 9}
    assert facts["other"] == {"value": 2}


def test_a_key_that_says_the_same_keeps_its_hand_written_form() -> None:
    text = "[facts.x]\nvalue = { unit = 'accounts', number = 3_400 } # mine\nstatus = 'confirmed'\n"
    canonical = {"value": {"number": 3400, "unit": "accounts"}, "status": "confirmed"}
    changed = set_table(read(text), ("facts", "x"), {**canonical, "source": "IT"}, was=canonical)
    assert changed.text == text + 'source = "IT"\n'


def test_a_row_is_added_to_a_list_of_tables() -> None:
    file = append_table(append_table(read("format = 1\n"), "call", {"id": "a"}), "call", {"id": "b"})
    assert tomli.loads(file.text) == {"format": 1, "call": [{"id": "a"}, {"id": "b"}]} == file.data


def test_lines_are_those_of_the_file() -> None:
    file = read(HAND_WRITTEN)
    lines = HAND_WRITTEN.splitlines()
    assert lines[(file.line_of("facts", "count") or 0) - 1].startswith("[ facts . count ]")
    assert lines[(file.line_of("facts", "count", "source") or 0) - 1].startswith("source")
    assert lines[(file.line_of("facts", "other", "status") or 0) - 1] == 'status = "confirmed"'
    assert file.line_of("nothing") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1\nb = \n", 2, "not valid TOML"),
        ("a = 1\n[t]\nb = 1\nb = 2\n", 4, "second time"),
        ("[t]\na = 1\n[u]\n[t]\n", 4, "second time"),
        ("a = 1\nb = 'x", 2, "not valid TOML"),
        ("a = 1\nb = {a = 1, a = 2}", 2, "second time"),
    ],
)
def test_wrong_toml_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(BadInput, match=message) as error:
        read(text)
    assert error.value.line == line


def test_another_encoding_is_told_with_its_line() -> None:
    with pytest.raises(BadInput, match="not UTF-8") as error:
        read_toml("format = 1\ntitle = 'perché'\n".encode("latin-1"), WHERE)
    assert error.value.line == 2


def test_hostile_nesting_is_one_message() -> None:
    with pytest.raises(BadInput):
        read("a = " + "[" * 100_000)


keys = st.sampled_from(["value", "status", "source", "release", "a-b", "ü"])
names = st.sampled_from(["x", "y", "z"])
scalars = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12),
    st.integers(-5, 5),
    st.booleans(),
    st.decimals(-9, 9, places=2),
    st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
tables = st.dictionaries(keys, values, max_size=4)
junk = st.sampled_from(["", "\n", "# note\n", "  # [facts.x]\n", "\n\n"])


def by_tomlkit(value: object) -> str:
    """The value as another writer would put it, where that writer can."""
    try:
        return str(tomlkit.item(value).as_string())
    except tomlkit.exceptions.ConvertError:
        return value_text(value)  # type: ignore[arg-type]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Hand-written looking files: headers and keys in any order, comments and blank lines between them."""
    parts = ["format = 1\n", draw(junk)]
    for name in draw(st.permutations(["x", "y"])):
        parts.append(f"[facts.{name}] # {name}\n")
        for key, value in draw(tables).items():
            text = by_tomlkit(value) if draw(st.booleans()) else value_text(value)
            quoted = key if key.isascii() else f'"{key}"'
            parts += [draw(junk), f"{quoted} = {text}{draw(st.sampled_from(['', ' # c']))}\n"]
        parts.append(draw(junk))
    return "".join(parts)


@given(documents(), st.lists(st.tuples(names, tables), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_series_of_changes_reads_back_as_meant(text: str, changes: list[tuple[str, dict[str, object]]]) -> None:
    try:
        expected = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError:  # what tomlkit writes for an odd value is not always a single line's worth of TOML
        return
    file = read(text)
    comments = sum(line.strip().startswith("#") for line in text.splitlines())
    for name, table in changes:
        file = set_table(file, ("facts", name), table)  # type: ignore[arg-type]
        expected["facts"][name] = table
        assert file.statements == scan(file.text)
    found = tomli.loads(file.text, parse_float=Decimal)
    assert found.keys() == expected.keys()
    for name, table in expected["facts"].items():
        assert found["facts"][name].keys() == table.keys()
        assert all(same_raw(found["facts"][name][key], table[key]) for key in table)
    if '"""' not in text and "'''" not in text:
        assert sum(line.strip().startswith("#") for line in file.text.splitlines()) >= comments
