"""F1: what the field in focus is for, then the screen and its keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from onrecord.content.messages import load_messages
from onrecord.tui.words import SCREEN_LANGUAGE, say


def help_text(screen: Screen[object]) -> str:
    """The help of the focused widget (its `help_text()`), of the screen (`HELP`, a key of [help]), and its keys."""
    parts: list[str] = []
    widget = screen.focused
    node = widget
    while node is not None and node is not screen:
        own = getattr(node, "help_text", None)
        if callable(own):
            parts.append(str(own()))
            break
        node = node.parent if hasattr(node.parent, "parent") else None  # type: ignore[assignment]
    key = f"help.{getattr(screen, 'HELP', '')}"
    if key in load_messages(SCREEN_LANGUAGE):
        parts.append(say(key))
    parts.append("\n".join(_keys(screen)))
    return "\n\n".join(part for part in parts if part)


def _keys(screen: Screen[object]) -> list[str]:
    lines, seen = [], set()
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if not enabled or not binding.description or binding.action in seen or binding.system:
            continue
        if not binding.id and not binding.show:
            continue
        seen.add(binding.action)
        key = screen.app.get_key_display(binding)
        lines.append(f"{key:>9}  {tooltip or binding.tooltip or binding.description}")
    return lines


class HelpScreen(ModalScreen[None]):
    """The help, over the screen it belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", say("keys.back"), id="help.back"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", id="help-box"):
            yield Static(Content(self._text))
            yield Static(Content(say("help.close")), classes="muted")

    def on_mount(self) -> None:
        self.query_one("#help-box").focus()

    def action_leave(self) -> None:
        self.dismiss()
