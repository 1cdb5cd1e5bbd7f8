"""One page for whoever takes the desk over: what is promised, given out, out of date, waiting, done last."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from onrecord.content.load import load_document
from onrecord.content.messages import Messages, load_messages
from onrecord.desk.changes import broken_promises, latest, out_of_date
from onrecord.desk.clear import to_clear
from onrecord.desk.clocks import clocks, issue_name
from onrecord.desk.drafts import documents
from onrecord.desk.history import lines
from onrecord.desk.session import Session
from onrecord.desk.sign import asked
from onrecord.drafting.language import Language, load_language
from onrecord.errors import OnrecordError
from onrecord.export.markdown import escape
from onrecord.incident import issued
from onrecord.incident.issued import Issue
from onrecord.incident.model import Status, state_of
from onrecord.incident.values import Words
from onrecord.record.history import Entry

LAST = 10
"""Entries of the history on the page."""


def handover(session: Session, language: str = "en") -> str:
    """The note as Markdown. Internal: it names people and what is not known, never a value that may not be said."""
    page = _Page(session, language)
    now = session.now()
    day = page.words.day(now.date())
    parts = [
        f"# {page.say('title', name=escape(session.incident.title))}",
        f"**{page.say('internal')}** {page.say('at', day=day, time=page.words.clock_time(now))}",
    ]
    for title, rows in (
        ("promised", page.promised()),
        ("given", page.given()),
        ("old", page.old()),
        ("waiting", page.waiting()),
        ("unknown", page.unknown()),
        ("readers", page.readers()),
        ("last", page.last()),
    ):
        parts += [f"## {page.say(title)}", "\n".join(f"- {row}" for row in rows) or f"- {page.say('nothing')}"]
    return "\n\n".join(parts) + "\n"


class _Page:
    def __init__(self, session: Session, language: str) -> None:
        self.session, self.language = session, language
        self.messages: Messages = load_messages(language)
        self.words: Language = load_language(language)

    def say(self, key: str, **values: object) -> str:
        return self.messages.text(f"handover.{key}", **values)

    def clock(self, moment: datetime) -> str:
        """The clock time, with its day when that is not today."""
        local = moment.astimezone(self.session.timezone)
        today = local.date() == self.session.now().date()
        if today:
            return f"{local:%H:%M}"
        day = self.words.day(local.date(), "of_moment", year=False)
        return self.words.on_day.format(clock=f"{local:%H:%M}", day=day)

    def name(self, one: Issue) -> str:
        return issue_name(one, self.language)

    def label(self, fact_id: str) -> str:
        question, fact = self.session.questions.get(fact_id), self.session.incident.facts.get(fact_id)
        texts = question.label if question is not None else fact.label if fact is not None else {}
        return escape(texts.get(self.language) or texts.get("en") or fact_id)

    def promised(self) -> list[str]:
        rows = [
            f"**{self.clock(due.at)}** {escape(due.what)}{self.say('late') if due.state == 'late' else ''}"
            for due in clocks(self.session, self.language)
        ]
        rows += [
            self.say("not_kept", name=self.name(b.issue), time=self.clock(b.promised))
            for b in broken_promises(self.session)
        ]
        return rows

    def given(self) -> list[str]:
        rows = []
        for one in latest(self.session):
            row = self.say(
                "given_row",
                name=self.name(one),
                languages=", ".join(one.languages),
                time=self.clock(one.at),
                code=one.code,
                where=escape(one.where),
                to=escape(", ".join(one.to)),
                by=escape(one.by),
            )
            rows.append(row + (self.say("delegation", person=escape(one.delegation)) if one.delegation else ""))
        return rows

    def old(self) -> list[str]:
        rows = []
        for row in out_of_date(self.session):
            if row.language == self.language or self.language not in row.issue.languages:
                new = self.say("now", new=escape(row.new)) if row.new else self.say("nothing_instead")
                kind = load_document(row.kind).name[self.language].lower()
                rows.append(f"{self.name(row.issue)} ({kind}): {escape(row.old)} — {new}")
        return rows

    def waiting(self) -> list[str]:
        rows = []
        for group in to_clear(self.session, self.language):
            labels = ", ".join(self.label(item.fact.id) for item in group.facts)
            call = f" ({escape(group.call)})" if group.call else ""
            rows.append(f"{self.messages.text(f'clearer.{group.clearer}')}{call}: {labels}")
        for document in documents(self.session):
            if not document.sign_off:
                continue
            state = asked(self.session, document).state
            for need in state.missing:
                if need.died is not None:
                    name = document.name[self.language]
                    rows.append(self.say("died", name=name, by=escape(need.died.by), code=state.code))
        return rows

    def unknown(self) -> list[str]:
        rows = []
        for fact in self.session.incident.facts.values():
            question = self.session.questions.get(fact.id)
            if fact.status not in (Status.UNKNOWN, Status.SUSPECTED) or state_of(fact, question).value == "withheld":
                continue
            who = fact.finding_out.of(self.language) if isinstance(fact.finding_out, Words) else fact.finding_out
            due = self.say("by_time", time=self.clock(fact.due)) if fact.due is not None else ""
            rows.append(f"{self.label(fact.id)}: {escape(who) if who else self.say('nobody')}{due}")
        return rows

    def readers(self) -> list[str]:
        return [
            self.say("reader", name=escape(r.name), place=escape(r.place), time=self.clock(r.since), by=escape(r.by))
            for r in issued.readers(self.session.path)
        ]

    def last(self) -> list[str]:
        try:
            found = list(islice(lines(self.session), LAST))
        except OnrecordError as error:
            return [escape(error.message)]
        return [f"{self.clock(e.at)} {escape(e.by)}: {escape(self.done(e))}" for e in found]

    def done(self, entry: Entry) -> str:
        """What an entry did. The history is written in English; another language says it by kind, fact and text."""
        if self.language == "en":
            return entry.words
        names = self.words.join([_document(name, self.language) for name in entry.documents])
        codes = f" ({', '.join(entry.codes)})" if entry.codes else ""
        for kind in ("issue", "sign-off", "kept", "edit", "waiver", "call", "share"):
            if kind in entry.kinds:
                return self.say(f"did_{kind.replace('-', '_')}", names=names, codes=codes)
        if entry.facts:
            return self.say("did_facts", names=self.words.join([self.label(name) for name in entry.facts]))
        return self.say("did_joined") if entry.joins else self.say("did_other")


def _document(name: str, language: str) -> str:
    try:
        return load_document(name).name[language]
    except OnrecordError:
        return name
