"""One short message at a time: toasts that pile up cover the text that a person is reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


def toast(
    screen: Widget, text: str, *, title: str = "", severity: SeverityLevel = "information", timeout: float = 5
) -> None:
    """Show a message in the place of those before it. A person's text in it is never markup. `timeout` in seconds."""
    screen.app.clear_notifications()
    screen.notify(text, title=title, severity=severity, timeout=timeout, markup=False)
