"""Edits that change what a sentence says: allowed, and told to the approver in words."""

from __future__ import annotations

from onrecord.drafting.statement import Statement
from onrecord.guard import judge

JUDGED = ("en", "it")
"""Languages the guard can read."""


def meaning_changes(statement: Statement) -> tuple[str, ...]:
    """One line per edit in which the guard finds a difference: the language, the new words, the first reason.

    An edit of a language that the guard cannot read is not judged, and not called unchanged either.
    """
    if statement.language not in JUDGED:
        return ()
    found = []
    for sentence in statement.sentences:
        edit = sentence.edit
        if edit is None or not edit.text.strip():
            continue
        verdict = judge(edit.base, edit.text, statement.language)
        if not verdict.accepted and verdict.reasons:
            found.append(f"{statement.language}: “{edit.text}” ({verdict.reasons[0].message})")
    return tuple(found)
