"""A statement on the screen with a cursor that goes by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from onrecord.drafting.statement import Block, Sentence, Statement
from onrecord.tui.words import say

GAP_STYLE = "bold $text-warning"
EDITED_STYLE = "underline"
CURSOR_STYLE = "reverse"


class StatementView(VerticalScroll, can_focus=True):
    """The text as it will stand. Up and down move by sentence, a click goes to one; Enter or a second click chooses.

    It holds no more than it shows: the statement, and which sentence the cursor is on.
    """

    class Moved(Message):
        """The cursor is on another sentence."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Chosen(Message):
        """A sentence was chosen: go to its gap, or to the facts it rests on. `fact` is a clicked gap's."""

        def __init__(self, number: int, fact: str = "") -> None:
            super().__init__()
            self.number = number
            self.fact = fact

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home,g", "jump(0)", show=False),
        Binding("end,G", "jump(-1)", show=False),
        Binding(
            "enter", "choose", say("statements.choose"), id="statements.choose", tooltip=say("statements.choose_tip")
        ),
        Binding(
            "n,ctrl+n",
            "gap",
            say("statements.next_gap"),
            id="statements.gap",
            tooltip=say("statements.next_gap_tip"),
            show=False,
        ),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._statement: Statement | None = None
        self._starts: list[int] = []
        self.number = 0

    def compose(self) -> ComposeResult:
        yield from ()

    def show(self, statement: Statement, number: int = 0) -> None:
        """Show a statement with the cursor on a sentence; widgets of unchanged blocks stay."""
        self._statement = statement
        self.number = max(0, min(number, len(statement.sentences) - 1))
        lines = list(self.query(Static))
        for old in lines[len(statement.blocks) :]:
            old.remove()
        self._starts, start = [], 0
        for at, block in enumerate(statement.blocks):
            self._starts.append(start)
            content = _block(block, start, self.number)
            if at < len(lines):
                lines[at].set_classes(f"-{block.kind}")
                lines[at].update(content)
            else:
                self.mount(Static(content, classes=f"-{block.kind}"))
            start += len(block.sentences)
        self.call_after_refresh(self._into_view)

    @property
    def sentence(self) -> Sentence | None:
        """The sentence under the cursor."""
        sentences: Sequence[Sentence] = self._statement.sentences if self._statement else ()
        return sentences[self.number] if self.number < len(sentences) else None

    def go(self, number: int) -> None:
        """Put the cursor on a sentence."""
        if self._statement is None or not self._statement.sentences:
            return
        number = max(0, min(number, len(self._statement.sentences) - 1))
        before, self.number = self.number, number
        lines = list(self.query(Static))
        for at, (block, start) in enumerate(zip(self._statement.blocks, self._starts, strict=True)):
            touched = any(start <= n < start + len(block.sentences) for n in (before, number))
            if touched and at < len(lines):
                lines[at].update(_block(block, start, number))
        self._into_view()
        self.post_message(self.Moved(number))

    def action_move(self, step: int) -> None:
        self.go(self.number + step)

    def action_jump(self, where: int) -> None:
        self.go(where if where >= 0 else 1_000_000)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.number))

    def action_gap(self) -> None:
        """To the next gap, from the top again after the last."""
        sentences = self._statement.sentences if self._statement else ()
        gaps = [n for n, sentence in enumerate(sentences) if sentence.gaps]
        if gaps:
            self.go(next((n for n in gaps if n > self.number), gaps[0]))

    def on_click(self, event: events.Click) -> None:
        meta = event.style.meta
        number = meta.get("sentence")
        if not isinstance(number, int):
            return
        event.stop()
        again = number == self.number and event.chain > 1
        self.go(number)
        if fact := str(meta.get("gap", "")):
            self.post_message(self.Chosen(number, fact))
        elif again:
            self.post_message(self.Chosen(number))

    def _into_view(self) -> None:
        if self._statement is None:
            return
        lines = list(self.query(Static))
        for at, (block, start) in enumerate(zip(self._statement.blocks, self._starts, strict=True)):
            if start <= self.number < start + len(block.sentences) and at < len(lines):
                box = lines[at].virtual_region
                width = max(1, lines[at].content_size.width)
                before = " ".join(s.text for s in block.sentences[: self.number - start])
                top = max(0, len(Content(before).wrap(width)) - 1) if before else 0
                size = len(Content(block.sentences[self.number - start].text).wrap(width)) + 1
                region = Region(box.x, box.y + top, max(1, box.width), max(1, min(size, box.height - top)))
                self.scroll_to_region(region, animate=False)
                return


def _block(block: Block, start: int, cursor: int) -> Content:
    head = "• " if block.kind == "item" else ""
    text = Content(head)
    for index, sentence in enumerate(block.sentences):
        if index:
            text = text + Content(" ")
        text = text + _sentence(sentence, start + index, cursor)
    return text


def _sentence(sentence: Sentence, number: int, cursor: int) -> Content:
    parts = Content("")
    for span in sentence.spans:
        piece = Content(span.text)
        if span.kind == "gap":
            piece = piece.stylize(GAP_STYLE)
            piece = piece.stylize(Style.from_meta({"gap": span.facts[0] if span.facts else ""}))
        parts = parts + piece
    if sentence.edit is not None:
        parts = parts.stylize(EDITED_STYLE)
    if number == cursor:
        parts = parts.stylize(CURSOR_STYLE)
    return parts.stylize(Style.from_meta({"sentence": number}))
