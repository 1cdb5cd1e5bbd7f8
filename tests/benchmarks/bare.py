"""A bare Textual app with header, text and footer: the floor for start-up and memory."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class BareApp(App[None]):
    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012  Textual's own way

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("bare text on the screen")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
