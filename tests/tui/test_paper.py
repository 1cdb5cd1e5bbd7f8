"""The preview's paper looks as Textual's own text does, whatever the width and whatever changed before."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.widgets import Static

from onrecord.tui.paper import Paper, Paragraph, Piece, plain_piece

WORDS = (
    "One of our coaches was involved in an accident on the A14 near Faenza early on 12 March.",
    "Our first concern is for the people on board and their families.",
    "Averyveryverylongwordthatfitsnolineofatelephone.anditslinkexample/with/many/parts",
    "事故は月曜日に起きました。警察が調べています。 Ці люди чекають ☎️ 24/7.",
    "[b]No markup[/b]  two  spaces",
    "Yes.",
)


def piece(text: str, style: str) -> Piece:
    return Piece(text, lambda: Content(text).stylize(style).stylize(Style.from_meta({"fact": text[:3]})))


def paragraphs(turn: int = 0) -> list[Paragraph]:
    pieces = [piece(word, ("bold", "underline", "")[n % 3]) for n, word in enumerate(WORDS)]
    return [
        Paragraph((pieces[turn % len(pieces)],), "bold"),
        Paragraph(()),
        Paragraph(tuple(pieces * 3)),
        Paragraph((plain_piece("•"), *pieces[turn % 3 :])),
        Paragraph(()),
        Paragraph((plain_piece("The end" * (turn + 1)),)),
    ]


class Both(App[None]):
    CSS = "VerticalScroll { height: 1fr; } Static { width: 1fr; }"

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Paper(id="paper")
        with VerticalScroll():
            yield Static(id="static")

    def show(self, shown: list[Paragraph]) -> None:
        self.query_one(Paper).show(shown)
        self.query_one(Static).update(Content("\n").join(one.content() for one in shown))

    def lines(self, name: str) -> list[Strip]:
        widget = self.query_one(name)
        return widget.render_lines(widget.region.reset_offset)


def letters(strips: list[Strip]) -> list[list[tuple[object, ...]]]:
    """Each letter with its looks and with what a click on it finds."""
    found = []
    for strip in strips:
        line: list[tuple[object, ...]] = []
        for text, style, _ in strip:
            looks = (style.bold, style.underline, style.color, style.bgcolor, style.meta.get("fact")) if style else ()
            line += [(letter, looks) for letter in text]
        while line and line[-1][0] == " ":
            line.pop()
        found.append(line)
    return found


@pytest.mark.parametrize("width", [24, 37, 60, 100])
async def test_it_breaks_lines_and_styles_them_as_static_does(width: int) -> None:
    app = Both()
    async with app.run_test(size=(width, 60)) as pilot:
        for turn in (0, 1, 0, 4):
            app.show(paragraphs(turn))
            await pilot.pause()
            assert letters(app.lines("#paper")) == letters(app.lines("#static"))
            assert app.query_one("#paper").size == app.query_one("#static").size


async def test_it_follows_a_change_of_width() -> None:
    app = Both()
    async with app.run_test(size=(80, 60)) as pilot:
        app.show(paragraphs())
        for width in (40, 70, 30):
            await pilot.resize_terminal(width, 60)
            await pilot.pause()
            assert letters(app.lines("#paper")) == letters(app.lines("#static"))


async def test_words_can_be_selected_across_lines() -> None:
    app = Both()
    async with app.run_test(size=(40, 60)) as pilot:
        app.show(paragraphs())
        await pilot.pause()
        paper = app.query_one("#paper", Paper)
        chosen = Selection(Offset(4, 2), Offset(30, 2))
        assert paper.get_selection(chosen) == (" ".join(WORDS)[4:30], "\n")
        app.screen.selections = {paper: chosen, app.query_one("#static"): chosen}
        await pilot.pause()
        assert letters(app.lines("#paper")) == letters(app.lines("#static"))


async def test_a_piece_is_found_in_its_line() -> None:
    app = Both()
    async with app.run_test(size=(40, 60)) as pilot:
        app.show(paragraphs())
        await pilot.pause()
        paper = app.query_one("#paper", Paper)
        shown = [strip.text for strip in app.lines("#paper")]
        assert shown[paper.line_of(0, 0)].startswith("One of our")
        assert "Our first" in shown[paper.line_of(2, 1)]
        assert "•" in shown[paper.line_of(3, 0)]
