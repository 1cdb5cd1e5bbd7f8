"""Texts of earlier hours on a screen of today: a value that is not to be said now is covered in them.

What was said once stays in the history and in the frozen files, which are never rewritten. A screen, a page or a list
that anybody may look at does not bring it back.
"""

from __future__ import annotations

from onrecord.checks.document.leak import check
from onrecord.checks.model import Context
from onrecord.desk.session import Session
from onrecord.incident.model import State, state_of

COVER = "[do not say]"


def has_unsaid(session: Session) -> bool:
    """Whether there is any value that could be found in a text and is not to be said."""
    return any(
        fact.value is not None and state_of(fact, session.questions.get(name)) is State.WITHHELD
        for name, fact in session.incident.facts.items()
    )


def covered(session: Session, text: str, language: str) -> str:
    """The text with every whole value that is not to be said now covered; parts that a cleared fact shares stay."""
    if not text or not has_unsaid(session):
        return text
    from onrecord.checks.book import open_book
    from onrecord.checks.hits import Hits, Text
    from onrecord.reading import read

    # Only the leak search is asked; it needs the reading alone, no rule's phrases.
    whole = Text(read(text, language), Hits(), "line", open_book(language))
    context = Context(incident=session.incident, questions=session.questions, now=session.now())
    found = sorted(((f.start, f.end) for f in check(whole, context) if f.severity == "block"), reverse=True)
    last = len(text) + 1
    for start, end in found:
        if end <= last:
            text = text[:start] + COVER + text[end:]
            last = start
    return text
