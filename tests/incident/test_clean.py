"""What cannot be seen does not come in, however it is pasted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.incident.clean import clean_line, clean_text, unseen_in


def test_plain_text_stays_as_it_is() -> None:
    text = "Perché no? “Così”, 3 €\u202f– naïve 日本"
    assert clean_text(text) == (text, ())
    assert clean_text("a\n\nb") == ("a\n\nb", ())


@pytest.mark.parametrize(
    ("text", "plain", "removed"),
    [
        ("\x1b[1;31mred\x1b[0m", "red", "terminal codes"),
        ("\x1b]0;title\x07after", "after", "terminal codes"),
        ("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link", "terminal codes"),
        ("abc\u202edef", "abcdef", "U+202E right-to-left override"),
        ("a\u200bb\u2066c", "abc", "U+200B zero width space"),
        ("bell\x07", "bell", "U+0007 control character"),
        ("\ufeffstart", "start", "U+FEFF zero width no-break space"),
        ("half \ud800", "half ", "U+D800"),
    ],
)
def test_unseen_characters_are_taken_out_and_named(text: str, plain: str, removed: str) -> None:
    assert clean_text(text)[0] == plain
    assert clean_text(text)[1][0].startswith(removed)


def test_line_ends_are_made_one_and_short_answers_have_one_line() -> None:
    assert clean_text("a\r\nb\rc\u2028d") == ("a\nb\nc\nd", ())
    assert clean_line(" a\r\nb\tc ")[0] == "a b c"


def test_private_use_is_refused() -> None:
    with pytest.raises(BadInput, match=r"U\+E000"):
        clean_text("logo \ue000")
    assert unseen_in("logo \ue000") == "U+E000"


def test_a_paste_of_100_kb_is_one_message_and_quick() -> None:
    paste = ("\x1b[31m" + "\u202e[bold]x[/bold]\x1b]0;" + "é" * 40) * 2000
    start = time.perf_counter()
    with pytest.raises(BadInput, match=r"at most 20,000 fit"):
        clean_text(paste.replace("\x1b]0;", ""))
    assert time.perf_counter() - start < 0.5


@given(st.text(st.characters(exclude_categories=["Co"]), max_size=300))
def test_cleaned_text_has_nothing_unseen_left_and_stays_the_same(text: str) -> None:
    plain, _ = clean_text(text)
    assert unseen_in(plain) == ""
    assert clean_text(plain)[0] == plain
    plain.encode("utf-8")
