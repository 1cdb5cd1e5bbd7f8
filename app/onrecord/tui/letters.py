"""A row of possibilities, each with its letter: status and release are set by Tab and one letter, or by mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Letter:
    """One possibility: its id, the letter that sets it, what it is called, its sign."""

    id: str
    letter: str
    label: str
    sign: str = ""


class Letters(Static, can_focus=True):
    """Shows what holds now; with the focus on it, everything that could hold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.focus_previous", show=False),
        Binding("down", "screen.focus_next", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id)
        self._all: tuple[Letter, ...] = ()
        self._now = ""
        self._title = ""
        self._rest = ""
        self._pick: Callable[[str], None] = lambda _: None
        self._leave: Callable[[], None] = lambda: None
        self._help = ""

    def show(
        self,
        title: str,
        letters: Sequence[Letter],
        now: str,
        rest: str,
        pick: Callable[[str], None],
        leave: Callable[[], None],
        help: str = "",  # noqa: A002
    ) -> None:
        """`rest` is the line without focus; `leave` is what Enter does; `help` is for F1."""
        self._help = help
        self._title, self._all, self._now, self._rest = title, tuple(letters), now, rest
        self._pick, self._leave = pick, leave
        self._draw()

    def help_text(self) -> str:
        """What each possibility means, for F1."""
        return self._help

    def _draw(self) -> None:
        title = Content.styled(f"{self._title}  ", "$text-muted")
        if not self.has_focus:
            self.update(title + Content(self._rest))
            return
        parts = []
        for item in self._all:
            text = Content.styled(f"{item.letter} ", "bold $text-accent") + Content(f"{item.sign} {item.label}".strip())
            if item.id == self._now:
                text = Content("▸") + text.stylize("bold underline")
            parts.append(text.stylize(Style.from_meta({"letter": item.id})))
        self.update(title + Content("   ").join(parts))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._draw()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self._leave()
            return
        found = next((item for item in self._all if item.letter == event.character), None)
        if found is not None:
            event.stop()
            event.prevent_default()
            self._pick(found.id)

    def on_click(self, event: events.Click) -> None:
        wanted = event.style.meta.get("letter")
        if wanted:
            event.stop()
            self._pick(wanted)
