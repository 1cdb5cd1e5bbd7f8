"""The statement as it stands now: sentences of the question in focus marked, gaps in brackets and clickable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.style import Style

from onrecord.errors import OnrecordError
from onrecord.tui.paper import Paper, Paragraph, Piece, plain_piece
from onrecord.tui.words import SCREEN_LANGUAGE, local, say

if TYPE_CHECKING:
    from onrecord.desk.session import Session
    from onrecord.drafting.statement import Sentence, Statement


class Preview(VerticalScroll, can_focus=True):
    """Drafts a document again whenever it is told to; what cannot be drafted is said in its place."""

    class GapClicked(Message):
        """A gap or a sentence was clicked: the question behind it is wanted."""

        def __init__(self, fact_id: str) -> None:
            super().__init__()
            self.fact_id = fact_id

    def __init__(self, document: str = "holding", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.document = document
        self._drawn: tuple[str, str] = ("", "")
        self.statement: Statement | None = None

    def compose(self) -> ComposeResult:
        yield Paper(id="preview-text")

    @property
    def paper(self) -> Paper:
        return self.query_one(Paper)

    def show(self, session: Session, language: str, focus: str = "") -> None:
        """Draft and draw. `focus`: the fact whose sentences are marked."""
        from onrecord.content.load import load_document
        from onrecord.desk.drafts import draft_document

        try:
            document = load_document(self.document)
            statement = draft_document(session, document, language)
        except OnrecordError as error:
            self.statement = None
            self.paper.show([Paragraph((plain_piece(line),)) for line in str(error).split("\n")])
            return
        self.statement = statement
        drawn = (statement.id, focus)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        gaps = say("preview.gaps", n=len(statement.gaps)) if statement.gaps else say("preview.complete")
        self.border_title = (
            f"{local(document.name)} · {say('language_name.' + language)} · "
            f"{say('preview.words', n=statement.words)} · {gaps}"
        ).replace("[", "(")
        paragraphs = text_of(statement, focus)
        if not session.incident.facts:
            paragraphs += notices_of(session)
        self.paper.show(paragraphs)
        self.call_after_refresh(self._scroll_to_mark, focus)

    def _scroll_to_mark(self, focus: str) -> None:
        """Bring the first marked sentence into view."""
        if self.statement is None or not focus or not self.size.width:
            return
        for number, block in enumerate(self.statement.blocks):
            for place, sentence in enumerate(block.sentences):
                if focus in sentence.rests_on:
                    # An empty line stands between blocks, and an item begins with its mark.
                    at = self.paper.line_of(2 * number, place + (block.kind == "item"))
                    if not self.scroll_y <= at < self.scroll_y + self.size.height - 1:
                        self.scroll_to(y=max(0, at - 1), animate=False)
                    return

    def on_click(self, event: events.Click) -> None:
        fact_id = event.style.meta.get("fact")
        if fact_id:
            event.stop()
            self.post_message(self.GapClicked(fact_id))


def notices_of(session: Session) -> list[Paragraph]:
    """What is said at the start: it stands under the statement until the first answer is given."""
    notices = session.notices(SCREEN_LANGUAGE) or (say("notices.judge"),)
    return [
        EMPTY,
        Paragraph((plain_piece(say("notices.title")),), "bold"),
        *(Paragraph((plain_piece(line),)) for notice in notices for line in f"• {notice}".split("\n")),
    ]


EMPTY = Paragraph(())


def text_of(statement: Statement, focus: str = "") -> list[Paragraph]:
    """A statement as text for the screen, with an empty line between blocks. Nothing in it is read as markup."""
    paragraphs: list[Paragraph] = []
    for block in statement.blocks:
        pieces = tuple([piece_of(sentence, focus) for sentence in block.sentences])
        if block.kind == "item":
            pieces = (plain_piece("•"), *pieces)
        paragraphs += [Paragraph(pieces, "bold" if block.kind == "heading" else ""), EMPTY]
    return paragraphs[:-1] if paragraphs else [Paragraph((plain_piece(say("preview.empty")),))]


def piece_of(sentence: Sentence, focus: str = "") -> Piece:
    """One sentence, styled when it comes into view."""
    marked = bool(focus) and focus in sentence.rests_on
    plain = "".join([span.text for span in sentence.spans])
    return Piece(f"▌{plain}▐" if marked else plain, lambda: sentence_of(sentence, focus))


def sentence_of(sentence: Sentence, focus: str = "") -> Content:
    """One sentence; marked with bars as well as by style where it rests on the fact in focus."""
    text = Content("")
    for span in sentence.spans:
        part = Content(span.text)
        if span.kind == "gap":
            part = part.stylize("bold $text-warning")
        if span.facts:
            part = part.stylize(Style.from_meta({"fact": span.facts[0]}))
        text += part
    if sentence.rests_on and not sentence.gaps:
        text = text.stylize_before(Style.from_meta({"fact": sentence.rests_on[0]}))
    if focus and focus in sentence.rests_on:
        return Content("▌") + text.stylize("underline") + Content("▐")
    return text
