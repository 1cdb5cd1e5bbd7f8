"""Key bindings whose words stand in the message catalogue: `name` for the footer, `name_tip` for help and palette."""

from __future__ import annotations

from textual.binding import Binding

from onrecord.tui.words import say


def key(keys: str, action: str, name: str, *, tip: str = "", show: bool = True, display: str | None = None) -> Binding:
    """A binding with a stable id (`name`), so that a person can put it on other keys."""
    return Binding(keys, action, say(name), id=name, tooltip=say(tip or f"{name}_tip"), show=show, key_display=display)
