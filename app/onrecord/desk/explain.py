"""Why each sentence stands there: the facts behind it, in words and as data."""

from __future__ import annotations

from onrecord.content.messages import Messages, load_messages
from onrecord.desk.session import Session
from onrecord.drafting.draft import STATEMENT_TIME
from onrecord.drafting.statement import Sentence, Statement
from onrecord.incident.model import Fact, State, effective_status, state_of
from onrecord.incident.typed import display

MARKS = {"confirmed": "✓", "estimated": "~", "suspected": "?", "disputed": "≠", "unknown": "…", "withheld": "⊘"}


def ground(session: Session, fact_id: str, language: str) -> str:
    """One fact behind a sentence: its label, value, status, source, time and clearance, on one line."""
    messages = load_messages(language)
    question = session.questions.get(fact_id)
    fact = session.incident.fact(fact_id)
    label = question.label.get(language, fact_id) if question else fact_id
    if fact_id == STATEMENT_TIME:
        return f"{label}: {session.now():%H:%M}"
    if fact is None:
        return f"{label}: {messages.text('status.absent')}"
    status = effective_status(fact, question)
    parts = [f"{MARKS.get(status.value, '-')} {messages.text(f'status.{status.value}')}"]
    if fact.source:
        parts.append(fact.source)
    if fact.as_of is not None:
        parts.append(f"{fact.as_of.astimezone(session.timezone):%d %b %H:%M %Z}")
    release = _release(fact, messages, session)
    if release:
        parts.append(release)
    shown = ""
    if state_of(fact, question) is not State.WITHHELD and fact.value is not None and question is not None:
        shown = " " + display(fact.value, question, language, session.incident.timezone)
    return f"{label}:{shown} {', '.join(parts)}"


def _release(fact: Fact, messages: Messages, session: Session) -> str:
    release = fact.release
    if release is None:
        return ""
    if release.state.value != "cleared":
        return messages.text(f"release.{release.state.value}", whom=release.ask or "-")
    how = f"how.{release.how}"
    return messages.text(
        "release.cleared_by",
        by=release.by,
        how=messages.text(how) if how in messages else release.how or "-",
        at=f"{release.at.astimezone(session.timezone):%H:%M}" if release.at else "-",
    )


def explained(session: Session, statement: Statement) -> str:
    """The statement sentence by sentence, each with what it rests on and where its words come from."""
    lines: list[str] = []
    for number, sentence in enumerate(statement.sentences, 1):
        lines.append(f"{number}. {sentence.text}")
        lines.append(f"   {sentence.element or 'layout'}, {origin(sentence)}")
        lines.extend(f"   - {ground(session, name, statement.language)}" for name in sentence.rests_on)
    return "\n".join(lines)


def origin(sentence: Sentence) -> str:
    """Where a sentence's words come from."""
    if sentence.edit is not None:
        return f"changed by {sentence.edit.by} ({sentence.edit.kind}); was: {sentence.edit.base}"
    return f"{sentence.template}:{sentence.line}" if sentence.template else "a gap"


def statement_json(statement: Statement) -> dict[str, object]:
    """The shape of `onrecord draft --json`."""
    return {
        "document": statement.document,
        "language": statement.language,
        "id": statement.id,
        "at": statement.at.isoformat(),
        "text": statement.text,
        "words": statement.words,
        "gaps": [{"text": gap.text, "fact": gap.facts[0] if gap.facts else ""} for gap in statement.gaps],
        "elements": list(statement.elements),
        "sentences": [
            {
                "text": sentence.text,
                "start": start,
                "end": end,
                "element": sentence.element,
                "facts": list(sentence.prints),
                "because": list(sentence.because),
                "template": sentence.template,
                "line": sentence.line,
                "edited": sentence.edit is not None,
            }
            for sentence, start, end in statement.placed()
        ],
        "stranded": [{"element": e.element, "base": e.base, "text": e.text, "by": e.by} for e in statement.stranded],
    }
