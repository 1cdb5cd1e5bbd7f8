"""What leaves is the text alone, and Markdown shows it as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach_incident import coach
from onrecord.desk.drafts import draft_document
from onrecord.export.markdown import escape, escape_line, plain_text, public_text


def shown(markdown: str) -> str:
    """The words that a Markdown reader shows, with GitHub's additions; every tag but a paragraph's stays visible."""
    html = MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(markdown)
    html = html.removeprefix("<p>").removesuffix("\n").removesuffix("</p>")
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    "text",
    [
        "+39 0544 000 200",
        "2026-03-12",
        "e-mail, 12.5 km (about 3,400)",
        "first_last@adria.example",
        "adria.example/~news?a=1&b=2",
        "AT&T",
        "a < b and b > c",
        "A | B",
        "[redacted]",
        "#adria",
        "100 %, 5 * 3"[:5],
    ],
)
def test_what_markdown_would_not_touch_stays_as_it_is_typed(text: str) -> None:
    assert escape_line(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "*bold*",
        "_x_ and __y__",
        "[a](b) [a][b]",
        "[a]: /b",
        "<b>x</b> <https://x.example>",
        "&amp; &#35; &copy;",
        "~~gone~~ ~gone~",
        "~~~",
        "`code`",
        "1. item",
        "2) item",
        "- item",
        "+ 39 0544",
        "# head",
        "> said",
        "---",
        "- - -",
        "===",
        "\\* \\n",
        "![picture](x.png)",
        "***",
    ],
)
def test_what_markdown_would_read_as_markup_is_shown_as_typed(text: str) -> None:
    assert shown(escape_line(text)) == text


@given(st.text(alphabet="ab1 .)(*_[]<>#+-~`&;!|\\=:/", min_size=1, max_size=24).map(lambda t: " ".join(t.split())))
def test_any_line_is_shown_as_typed(text: str) -> None:
    assert shown(escape_line(text)) == text


def test_a_link_is_not_made_of_a_fact_and_the_words_after_it() -> None:
    assert shown(escape("[x]", after="(y)") + "(y)") == "[x](y)"


def test_the_public_text_is_the_mark_and_the_statement_alone(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    statement = draft_document(session, "holding", "en")

    text = public_text(statement, cleared=False)

    assert text.splitlines()[0] == "DRAFT, NOT CLEARED"
    assert text.removeprefix("DRAFT, NOT CLEARED\n\n") == f"{statement.text}\n"
    assert "Press: +39 0544 000 200." in text
    assert public_text(statement, cleared=True) == f"{statement.text}\n"


def test_a_rehearsal_says_so_below_the_draft_mark(tmp_path: Path) -> None:
    statement = draft_document(coach(tmp_path / "i"), "holding", "en")

    assert public_text(statement, cleared=False, demo=True).startswith("DRAFT, NOT CLEARED\n\nREHEARSAL, NOT REAL\n\n")
    assert plain_text(statement, cleared=True, demo=True).startswith("REHEARSAL, NOT REAL\n\n")


def test_markup_in_an_answer_is_escaped_in_markdown_and_plain_on_the_clipboard(tmp_path: Path) -> None:
    statement = draft_document(coach(tmp_path / "i", more={"organisation": "Adria *Bus* [b]"}), "holding", "en")

    assert "Adria \\*Bus\\* [b], 12 March" in public_text(statement, cleared=False)
    assert "Adria *Bus* [b], 12 March" in plain_text(statement, cleared=False)
