"""Any text read before anyone else does: what was pasted is cleaned, read and compared with what it is meant to do.

Nothing is stored. A post is asked for its purpose: whom it speaks to and what it is to achieve; the text is compared
with both, because a text that says neither is the kind that gets taken down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.checks.language import guess_language
from onrecord.checks.model import Finding, Report
from onrecord.checks.whynot import why_not
from onrecord.desk.findings import Noted
from onrecord.errors import BadInput
from onrecord.incident import files
from onrecord.incident.clean import clean_text

LARGEST = 200_000
"""Characters that the screen takes; a longer text is for `onrecord check FILE`."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a person says about a post before it goes out."""

    audience: str = ""
    aim: str = ""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text and what was found in it."""

    text: str
    report: Report
    rows: tuple[Noted, ...]
    boss: tuple[str, ...]
    """At most ten lines on why a stopped post should not go out."""


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """A pasted text without what nobody can see, and the names of what was left out. Raises BadInput on too much."""
    return clean_text(text, limit=LARGEST, what="This text")


def read_text(text: str, *, document: str, language: str = "", purpose: Purpose | None = None) -> ReadText:
    """Everything the checks find; for a post also what its stated purpose lacks. `language` empty: guessed."""
    from onrecord.checks.own import with_settings
    from onrecord.checks.run import check_text

    code = language or (guess_language(text) if text.strip() else "en")
    report = check_text(text, document=document, language=code, context=with_settings())
    found = report.findings
    if document == "post" and text.strip() and purpose is not None:
        found = (*found, *_of_purpose(text, code, purpose))
    rows = tuple(Noted(finding) for finding in found)
    boss = why_not(report) if document == "post" else ()
    return ReadText(text, report, rows, boss)


def replaced(text: str, finding: Finding, replacement: str) -> str:
    """The text with a finding's words exchanged. Raises BadInput where the text has changed since."""
    if text[finding.start : finding.end] != finding.text:
        raise BadInput("the text has changed since", hint="The findings follow in a moment.")
    end = finding.end
    if not replacement and text[end : end + 1] == " ":
        end += 1
    return text[: finding.start] + replacement + text[end:]


def save_text(text: str, path: Path) -> Path:
    """Write a text to a new file. Raises BadInput where one is there, OnrecordError where it cannot be written."""
    if path.exists():
        raise BadInput("a file is there already", where=path, hint="Choose another name.")
    if not path.parent.is_dir():
        raise BadInput("there is no such folder", where=path.parent, hint="Choose a folder that is there.")
    files.write_bytes(path, (text.rstrip("\n") + "\n").encode("utf-8"))
    return path


def _of_purpose(text: str, language: str, purpose: Purpose) -> Iterator[Finding]:
    """Whom it speaks to and what for: said at all, and to be seen in the text."""
    italian = language == "it"
    end = len(text)
    why = (
        "Chi non sa che cosa deve fare chi legge scrive per farsi notare."
        if italian
        else "Whoever cannot say what readers should do writes to be noticed."
    )
    for key, said, english, local in (
        ("audience", purpose.audience, "whom the post speaks to", "a chi parla il post"),
        ("aim", purpose.aim, "what the post is to achieve", "che cosa deve ottenere il post"),
    ):
        if not said.strip():
            message = f"Non è detto {local}." if italian else f"It is not said {english}."
            yield _finding(f"purpose/no-{key}", end, message, why)
    # An aim in another language than the post shares no words with it, and that says nothing.
    same = bool(purpose.aim.strip()) and guess_language(purpose.aim) == language
    aim = _weighty(purpose.aim, language) if same else set()
    if aim and not aim & _weighty(text, language):
        message = (
            "Nel testo non c'è nulla dello scopo dichiarato."
            if italian
            else "Nothing of the stated aim is in the text."
        )
        yield _finding("purpose/aim-not-in-text", end, message, why)


def _finding(rule: str, end: int, message: str, why: str) -> Finding:
    return Finding(
        rule=rule,
        category="missing",
        severity="warn",
        start=end,
        end=end,
        line=1,
        column=1,
        text="",
        message=message,
        why=why,
    )


def _weighty(text: str, language: str) -> set[str]:
    """The words that carry a text's subject, in their base forms."""
    from onrecord.reading import read

    found: set[str] = set()
    for sentence in read(text, language).sentences:
        for word in sentence.words:
            if len(word.norm) >= _LEAST:
                found.update(word.lemmas or (word.norm,))
    return found - _EMPTY


_LEAST = 4
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "that this they them their will with from have about what when know people should could would make more our "
        "your che questo questa loro sono hanno cosa quando devono deve sapere persone fare nostro nostra vostro tutti",
    )
)
