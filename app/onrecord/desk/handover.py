"""One page for whoever takes the desk over: what is promised, given out, out of date, waiting, done last."""

from __future__ import annotations

from itertools import islice

from onrecord.content.messages import load_messages
from onrecord.desk.changes import broken_promises, latest, out_of_date
from onrecord.desk.clear import to_clear
from onrecord.desk.clocks import clocks
from onrecord.desk.drafts import documents
from onrecord.desk.history import lines
from onrecord.desk.session import Session
from onrecord.desk.sign import asked
from onrecord.errors import OnrecordError
from onrecord.export.markdown import escape
from onrecord.incident.model import Status, state_of
from onrecord.incident.values import Words

LAST = 10
"""Entries of the history on the page."""


def handover(session: Session, language: str = "en") -> str:
    """The note as Markdown. Internal: it names people and what is not known, never a value that may not be said."""
    now = session.now()
    parts = [f"# Handover: {escape(session.incident.title)}", f"**Internal.** {now:%d %B %Y, %H:%M %Z}"]
    for title, rows in (
        ("Promised", _promised(session, language)),
        ("Given out", _given(session)),
        ("Out of date in what was given out", _old(session, language)),
        ("Not cleared", _waiting(session, language)),
        ("Not known yet", _unknown(session, language)),
        ("Last done", _last(session)),
    ):
        parts += [f"## {title}", "\n".join(f"- {row}" for row in rows) or "- nothing"]
    return "\n\n".join(parts) + "\n"


def _promised(session: Session, language: str) -> list[str]:
    rows = [
        f"**{due.at:%H:%M}** {escape(due.what)}{' — LATE' if due.state == 'late' else ''}"
        for due in clocks(session, language)
    ]
    rows += [
        f"not kept: {b.issue.name} promised {b.promised.astimezone(session.timezone):%H:%M}"
        for b in broken_promises(session)
    ]
    return rows


def _given(session: Session) -> list[str]:
    return [
        f"{one.name} ({', '.join(one.languages)}), {one.at.astimezone(session.timezone):%H:%M}, code {one.code}, "
        f"{escape(one.where)}: {escape(', '.join(one.to))}; sent by {escape(one.by)}"
        + (f", under the delegation of {escape(one.delegation)}, cleared by nobody" if one.delegation else "")
        for one in latest(session)
    ]


def _old(session: Session, language: str) -> list[str]:
    rows = []
    for row in out_of_date(session):
        if row.language == language:
            new = f"now: {escape(row.new)}" if row.new else "nothing stands in its place"
            rows.append(f"{row.issue.name} ({row.kind}): {escape(row.old)} — {new}")
    return rows


def _waiting(session: Session, language: str) -> list[str]:
    text = load_messages(language).text
    rows = []
    for group in to_clear(session, language):
        labels = ", ".join(item.question.label[language] for item in group.facts)
        rows.append(f"{text(f'clearer.{group.clearer}')}: {escape(labels)}")
    for document in documents(session):
        if not document.sign_off:
            continue
        state = asked(session, document).state
        for need in state.missing:
            if need.died is not None:
                rows.append(
                    f"{document.id}: the yes of {escape(need.died.by)} was for another version (now {state.code})"
                )
    return rows


def _unknown(session: Session, language: str) -> list[str]:
    rows = []
    for fact in session.incident.facts.values():
        question = session.questions.get(fact.id)
        if fact.status not in (Status.UNKNOWN, Status.SUSPECTED) or state_of(fact, question).value == "withheld":
            continue
        label = question.label[language] if question is not None else fact.label.get(language, fact.id)
        who = fact.finding_out.of(language) if isinstance(fact.finding_out, Words) else fact.finding_out
        due = f" by {fact.due.astimezone(session.timezone):%H:%M}" if fact.due is not None else ""
        rows.append(f"{escape(label)}: {escape(who) if who else 'nobody is named'}{due}")
    return rows


def _last(session: Session) -> list[str]:
    try:
        found = list(islice(lines(session), LAST))
    except OnrecordError as error:
        return [escape(error.message)]
    return [f"{e.at.astimezone(session.timezone):%H:%M} {escape(e.by)}: {escape(e.words)}" for e in found]
