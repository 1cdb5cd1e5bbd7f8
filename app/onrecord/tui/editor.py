"""A text in the person's own editor, with the app out of the way meanwhile."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from time import monotonic

from textual.app import App, SuspendNotSupported

from onrecord.errors import OnrecordError
from onrecord.incident import files
from onrecord.tui.words import say

VARIABLES = ("ONRECORD_EDITOR", "VISUAL", "EDITOR")
USUAL = ("nano", "vim", "vi")
AT_ONCE = 1.0
"""Seconds. An editor that came back sooner and changed nothing has probably opened a window of its own."""


def editor_command() -> list[str]:
    """The words of the editor's command. Raises OnrecordError where there is no editor at all."""
    for name in VARIABLES:
        if command := os.environ.get(name, "").strip():
            try:
                return shlex.split(command)
            except ValueError as error:
                raise OnrecordError(say("editor.unreadable", name=name), hint=str(error)) from None
    for program in USUAL:
        if shutil.which(program):
            return [program]
    raise OnrecordError(say("editor.none"), hint=say("editor.none_hint"))


def edited(app: App[object], path: Path, text: str) -> str:
    """Let the person change a text in a file and return what came back.

    Raises OnrecordError when the editor is missing, failed, or came back at once without a change; the file stays.
    """
    command = editor_command()
    files.make_folder(path.parent)
    files.write_bytes(path, text.encode())
    started = monotonic()
    try:
        with app.suspend():
            # Nothing may be raised in here: the app would stay out of the way.
            code, fault = _run([*command, str(path)])
    except SuspendNotSupported:
        raise OnrecordError(say("editor.no_room"), hint=say("editor.no_room_hint")) from None
    if fault:
        raise OnrecordError(say("editor.missing", command=command[0]), hint=say("editor.missing_hint", why=fault))
    if code:
        raise OnrecordError(say("editor.failed", command=command[0], code=code), hint=say("editor.kept", path=path))
    back = (files.read_bytes(path) or b"").decode("utf-8", "replace")
    if back == text and monotonic() - started < AT_ONCE:
        raise OnrecordError(say("editor.at_once", command=command[0]), hint=say("editor.wait_hint"))
    return back


def _run(command: list[str]) -> tuple[int, str]:
    """The exit code of a command, and why it could not be run at all."""
    try:
        return subprocess.run(command, check=False).returncode, ""
    except (OSError, ValueError) as error:
        return 0, getattr(error, "strerror", None) or str(error)
    except KeyboardInterrupt:
        # Ctrl-C belongs to the editor; the file is as the editor left it.
        return 0, ""
