"""The field in which one sentence is changed."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from onrecord.errors import OnrecordError
from onrecord.incident.clean import clean_text
from onrecord.tui.toast import toast
from onrecord.tui.words import say


class EditBox(TextArea):
    """A sentence's words. Enter saves them, Escape leaves them for later; both are told by a message."""

    class Saved(Message):
        """These words are to stand."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Refused(Message):
        """A paste that cannot be used, and why."""

        def __init__(self, error: OnrecordError) -> None:
            super().__init__()
            self.error = error

    class Left(Message):
        """Closed without saving; the words are kept as half-typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", say("statements.edit_save"), id="edit.save", priority=True),
        Binding("escape", "leave", say("statements.edit_leave"), id="edit.leave", priority=True),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__("", id=id, soft_wrap=True, compact=True, highlight_cursor_line=False, tab_behavior="focus")

    def help_text(self) -> str:
        """What F1 says while a sentence is being changed."""
        return say("help.edit_box")

    def begin(self, text: str) -> None:
        """Take a sentence's words and the focus, the cursor behind the last one."""
        self.text = text
        self.move_cursor(self.document.end)
        self.focus()

    def action_save(self) -> None:
        self.post_message(self.Saved(self.text))

    def action_leave(self) -> None:
        self.post_message(self.Left())

    async def _on_paste(self, event: events.Paste) -> None:
        # One sentence is one line; what nobody can see stays outside, before it can reach the terminal.
        # Textual would call the handler of TextArea as well, and pass the paste on to the screen.
        event.prevent_default()
        event.stop()
        try:
            text, removed = clean_text(event.text, what="What was pasted")
        except OnrecordError as error:
            self.post_message(self.Refused(error))
            return
        if removed:
            toast(self, say("statements.removed", what=", ".join(removed)), severity="warning")
        event.text = " ".join(text.split())
        await super()._on_paste(event)
