"""A long text on the screen, of which only the lines in view are made: pieces that flow into paragraphs.

Textual's own Static wraps and styles all of a text whenever a word of it changes. Here a paragraph that stayed keeps
its line breaks, and a line is styled when it is seen. It breaks lines where Static does, and looks the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich._wrap import divide_line
from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget


class Piece(NamedTuple):
    """Words that are styled together: a sentence. `content` must have the same words as `plain`."""

    plain: str
    content: Callable[[], Content]


def plain_piece(text: str) -> Piece:
    """Words without any style."""
    return Piece(text, lambda: Content(text))


class Paragraph(NamedTuple):
    """Pieces with a space between them."""

    pieces: tuple[Piece, ...]
    style: str = ""

    @property
    def plain(self) -> str:
        return " ".join([piece.plain for piece in self.pieces])

    def content(self) -> Content:
        """The whole paragraph with its styles."""
        text = Content(" ").join(piece.content() for piece in self.pieces)
        return text.stylize(self.style) if self.style else text


class Paper(Widget):
    """Shows paragraphs, one below the other; an empty one is an empty line."""

    DEFAULT_CSS = "Paper { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._width = 0
        self._breaks: dict[str, list[int]] = {}
        """Where the lines of each text begin, at this width."""
        self._firsts: list[int] = []
        """For each paragraph the number of its first line."""
        self._height = 0
        self._strips: dict[int, Strip] = {}
        self._selected: tuple[Selection, list[Strip]] | None = None

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Put other words on the screen; the screen is laid out again only when there are more or fewer lines."""
        self._paragraphs = tuple(paragraphs)
        before = self._height
        if self._width:
            self._fit(self._width)
        self._strips.clear()
        self._selected = None
        self.refresh(layout=not self._width or self._height != before)

    def line_of(self, paragraph: int, piece: int) -> int:
        """The line in which a piece of a paragraph begins."""
        if paragraph >= len(self._firsts):
            return 0
        at = sum(len(one.plain) + 1 for one in self._paragraphs[paragraph].pieces[:piece])
        starts = self._breaks[self._paragraphs[paragraph].plain]
        return self._firsts[paragraph] + bisect_right(starts, at) - 1

    def _fit(self, width: int) -> None:
        known = self._breaks if width == self._width else {}
        self._width = width
        self._breaks, self._firsts, self._height = {}, [], 0
        for paragraph in self._paragraphs:
            text = paragraph.plain
            starts = known.get(text)
            if starts is None:
                starts = [0, *divide_line(text, width)]
            self._breaks[text] = starts
            self._firsts.append(self._height)
            self._height += len(starts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if width and width != self._width:
            self._fit(width)
            self._strips.clear()
        return self._height

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render(self) -> Content:
        """The text as a whole, for what needs all of it: a selection, a screenshot."""
        return Content("\n").join(paragraph.content() for paragraph in self._paragraphs)

    def render_line(self, y: int) -> Strip:
        if self.size.width and self.size.width != self._width:
            self._fit(self.size.width)
            self._strips.clear()
        if y >= self._height:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        if self.text_selection is not None:
            return self._with_selection(self.text_selection, y)
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        number = bisect_right(self._firsts, y) - 1
        paragraph = self._paragraphs[number]
        starts = self._breaks[paragraph.plain]
        line = y - self._firsts[number]
        start = starts[line]
        last = line + 1 == len(starts)
        end = len(paragraph.plain) if last else starts[line + 1]
        parts: list[Content] = []
        at = begin = 0
        for piece in paragraph.pieces:
            until = at + len(piece.plain)
            if until >= start and at <= end:
                if not parts:
                    begin = at
                parts.append(piece.content())
            at = until + 1
            if at > end:
                break
        text = Content(" ").join(parts)[start - begin : end - begin]
        if paragraph.style:
            text = text.stylize(paragraph.style)
        text = text if last else text.rstrip()
        strips = Visual.to_strips(self, text, self._width, 1, self.visual_style, apply_selection=False)
        strip = strips[0] if strips else Strip.blank(self._width, self.visual_style.rich_style)
        return strip.apply_offsets(start, number)

    def _with_selection(self, selection: Selection, y: int) -> Strip:
        if self._selected is None or self._selected[0] != selection:
            strips = Visual.to_strips(self, self.render(), self._width, self._height, self.visual_style)
            self._selected = (selection, strips)
        strips = self._selected[1]
        return strips[y] if y < len(strips) else Strip.blank(self._width, self.visual_style.rich_style)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract("\n".join([paragraph.plain for paragraph in self._paragraphs])), "\n"
