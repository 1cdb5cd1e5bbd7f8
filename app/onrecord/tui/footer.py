"""The keys at the bottom of a screen, made again only when other keys count."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer is made anew with every change of focus; most changes leave the same keys."""

    _made_of: tuple[object, ...] | None = None

    def bindings_changed(self, screen: Screen[object]) -> None:
        shown = tuple(
            (key, binding.description, binding.action, enabled, tooltip, binding.show)
            for key, (_, binding, enabled, tooltip) in screen.active_bindings.items()
            if binding.show or binding.action == "app.command_palette"
        )
        if shown == self._made_of and self._bindings_ready:
            return
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self._made_of = shown
        super().bindings_changed(screen)
