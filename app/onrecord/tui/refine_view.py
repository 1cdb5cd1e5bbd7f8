"""Sentences with their edits marked in place, each edit below its sentence, and a cursor that goes by edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

from onrecord.desk.deciding import Choice, Looked, Row, main_reason
from onrecord.desk.grounds import Ground
from onrecord.guard import Reason
from onrecord.refine import Proposal
from onrecord.tui.words import counted, say

MARKS = {Choice.OPEN: "·", Choice.TAKEN: "✓", Choice.LEFT: "-"}
CURSOR = "▸"
Place = tuple[int, int]
"""Sentence number, and index of the edit in it."""


class RefineView(VerticalScroll, can_focus=True):
    """Shows what it is given. Up and down go from edit to edit; a click on an edit goes to it."""

    class Moved(Message):
        """The cursor is on another edit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home,g", "jump(0)", show=False),
        Binding("end,G", "jump(-1)", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._looked: tuple[Looked, ...] = ()
        self._grounds: Mapping[int, Sequence[Ground]] = {}
        self.place: Place | None = None
        """Where the cursor is; None while there is no edit."""

    def compose(self) -> ComposeResult:
        yield from ()

    @property
    def places(self) -> list[Place]:
        """Every edit, in the order of the text."""
        return [(one.number, index) for one in self._looked for index in one.in_order]

    def show(self, looked: Sequence[Looked], grounds: Mapping[int, Sequence[Ground]], *, working: bool) -> None:
        """Show these sentences, those without edits in one line at the end; the cursor stays on its edit."""
        self._looked, self._grounds = tuple(looked), grounds
        places = self.places
        if self.place not in places:
            self.place = places[0] if places else None
        parts = [self._block(one) for one in self._looked if one.rows]
        if not parts:
            parts.append(Content(say("refine.nothing_yet" if working else "refine.nothing")))
        if kept := _kept(self._looked):
            parts.append(kept)
        lines = list(self.query(Static))
        for old in lines[len(parts) :]:
            old.remove()
        for at, part in enumerate(parts):
            if at < len(lines):
                lines[at].update(part)
            else:
                self.mount(Static(part))
        self.call_after_refresh(self._into_view)

    def go(self, place: Place) -> None:
        """Put the cursor on an edit."""
        if place in self.places and place != self.place:
            before, self.place = self.place, place
            for at, one in enumerate(o for o in self._looked if o.rows):
                if one.number in (place[0], before[0] if before else 0):
                    list(self.query(Static))[at].update(self._block(one))
            self.call_after_refresh(self._into_view)
            self.post_message(self.Moved())

    def action_move(self, step: int) -> None:
        places = self.places
        if self.place in places:
            self.go(places[max(0, min(len(places) - 1, places.index(self.place) + step))])

    def action_jump(self, where: int) -> None:
        if places := self.places:
            self.go(places[where])

    def on_click(self, event: events.Click) -> None:
        number, index = event.style.meta.get("sentence"), event.style.meta.get("row")
        if isinstance(number, int) and isinstance(index, int):
            event.stop()
            self.go((number, index))

    def _into_view(self) -> None:
        """The sentence with its edits as a whole where it fits, else the edit under the cursor."""
        if self.place is None:
            return
        with_rows = [one for one in self._looked if one.rows]
        lines = list(self.query(Static))
        at = next((n for n, one in enumerate(with_rows) if one.number == self.place[0]), len(lines))
        if at >= len(lines):
            return
        box, one = lines[at].virtual_region, with_rows[at]
        if box.height <= self.size.height:
            self.scroll_to_region(box, animate=False)
            return
        above = len(_sentence(one, self.place).wrap(max(1, box.width))) + one.in_order.index(self.place[1])
        self.scroll_to_region(Region(box.x, box.y + above, box.width, 2), animate=False)

    # -- one sentence --------------------------------------------------------------------------------------------------

    def _block(self, looked: Looked) -> Content:
        parts = [_sentence(looked, self.place)]
        parts += [_row(looked, n, index, self.place) for n, index in enumerate(looked.in_order, 1)]
        facts = " · ".join(f"{g.label} {g.mark}" for g in self._grounds.get(looked.number, ()))
        parts.append(_small(f"{say('refine.rests_on')}  {facts or say('refine.rests_on_nothing')}"))
        if why := rejected_line(looked):
            parts.append(_small(why))
        return Content("\n").join(parts)


def _small(text: str) -> Content:
    return Content(f"      {text}").stylize("$text-muted")


def _sentence(looked: Looked, place: Place | None) -> Content:
    """The sentence with its edits in it: [old → new] while open, [✓ new] when taken, the old words when left."""
    text, at = looked.sentence.text, 0
    whole = Content.styled(f"{looked.number:>3}  ", "bold")
    for index in looked.in_order:
        row = looked.rows[index]
        proposal = row.proposal
        if row.choice is Choice.LEFT or proposal.start < at:
            continue
        whole = whole + Content(text[at : proposal.start])
        old, new, end = words_of(text, proposal)
        if row.choice is Choice.TAKEN:
            piece = Content.styled(f"[✓ {new}]", "bold underline")
        else:
            piece = Content("[") + Content.styled(old, "strike") + Content(" → ") + Content.styled(new, "bold")
            piece = piece + Content("]")
        if (looked.number, index) == place:
            piece = piece.stylize("reverse")
        whole = whole + piece.stylize(Style.from_meta({"sentence": looked.number, "row": index}))
        at = end
    return whole + Content(text[at:])


def words_of(text: str, proposal: Proposal) -> tuple[str, str, int]:
    """Old and new words as whole words, and where they end: a new sentence changes no more than a capital."""
    end = proposal.end
    if proposal.new[-1:].isalnum():
        while end < len(text) and text[end].isalnum():
            end += 1
    rest = text[proposal.end : end]
    return (proposal.old + rest).strip(), (proposal.new + rest).strip() or say("refine.left_out"), end


def _row(looked: Looked, n: int, index: int, place: Place | None) -> Content:
    row = looked.rows[index]
    proposal = row.proposal
    here = (looked.number, index) == place
    old, new, _ = words_of(looked.sentence.text, proposal)
    words = Content(f"{n} {old} → {new}")
    line = Content(f"   {CURSOR if here else ' '} {MARKS[row.choice]} ")
    line = line + (words.stylize("bold reverse") if here else words)
    rest = Content(f"   {proposal.why} · {say(f'refine.by_{proposal.proposer}')} · {verdict(row)}")
    line = line + rest.stylize("$text-warning" if row.reasons else "$text-muted")
    return line.stylize(Style.from_meta({"sentence": looked.number, "row": index}))


def verdict(row: Row) -> str:
    """What became of an edit, or what the guard says of it, in words."""
    if row.reasons:
        return say("refine.difference", what=reason_text(row.reasons[0]))
    if row.choice is Choice.OPEN:
        return say("refine.no_difference")
    return say("refine.taken" if row.choice is Choice.TAKEN else "refine.left_as_is")


def reason_text(reason: Reason) -> str:
    """A reason with the two stretches of text that it is about."""
    parts = [part for part in (reason.source_text.strip(), reason.candidate_text.strip()) if part]
    if not parts or any(part in reason.message for part in parts):
        return reason.message
    spans = " → ".join(f"“{part}”" for part in parts)
    return f"{reason.message} ({spans})"


def rejected_line(looked: Looked) -> str:
    """How many other proposals were rejected and what for; empty where none was."""
    reason = main_reason(looked.rejected)
    return counted("refine.rejected", len(looked.rejected), why=reason_text(reason)) if reason else ""


def _kept(looked: Sequence[Looked]) -> Content:
    """The sentences without an edit, by why they stay; what was rejected in them stands there too."""
    groups: dict[str, list[int]] = {}
    for one in looked:
        if not one.rows and one.kept:
            groups.setdefault(rejected_line(one) or one.kept, []).append(one.number)
    lines = [counted_numbers(numbers, why) for why, numbers in sorted(groups.items(), key=lambda item: item[1][0])]
    return Content("\n".join(lines)).stylize("$text-muted") if lines else Content("")


def counted_numbers(numbers: Sequence[int], why: str) -> str:
    """One line for sentences that stay for the same reason."""
    key = "refine.kept_one" if len(numbers) == 1 else "refine.kept"
    return say(key, numbers=", ".join(map(str, numbers)), why=why)
