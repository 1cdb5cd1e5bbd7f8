"""The approver's sheet of one document: one page, readable on a phone or aloud, nine points, internal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from onrecord.content.messages import Messages
from onrecord.content.model import Document, FactType, Question, Scenario
from onrecord.drafting.language import load_language
from onrecord.drafting.statement import Sentence, Statement
from onrecord.incident.model import Fact, Incident, State, Status, effective_status, state_of
from onrecord.incident.values import Words

NEXT_UPDATE = "next_update"
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: a code is read aloud on the telephone."""
_TO_DECIDE = ("apology", "responsibility", "cause", "denial", "remedy", "plan", "next-update", "value")
_FIGURES = (FactType.NUMBER, FactType.MONEY, FactType.PERCENTAGE, FactType.PERSON)
NOT_EXPORTED = ("organisation", "statement_time", "press_contact", "public_contact", "family_contact", "updates_at")
"""Facts of every statement that nobody needs to decide about."""


@dataclass(frozen=True, slots=True)
class SheetInput:
    """Everything the sheet tells, as values."""

    document: Document
    statements: tuple[Statement, ...]
    """One per language, the incident's first language first."""
    incident: Incident
    scenario: Scenario
    timezone: tzinfo
    by: str = ""
    sent_all_the_same: tuple[str, ...] = ()
    """Findings that somebody let pass, each with name and reason."""
    meaning_changes: tuple[str, ...] = ()
    """Why an edit changes the meaning, as the guard says."""
    before: tuple[str, ...] = field(default=())
    """Differences from what was given out before, both sentences in each."""


def version_code(statements: Sequence[Statement]) -> str:
    """Four characters that name this version of all its languages together, to be read on the telephone."""
    digest = hashlib.sha256("".join(s.id for s in statements).encode()).digest()
    return "".join(_CODE_LETTERS[byte % len(_CODE_LETTERS)] for byte in digest[:4])


def approver_sheet(given: SheetInput, messages: Messages) -> str:
    """The sheet as Markdown, in the language of `messages`."""
    page = _Page(given, messages)
    parts = [
        f"# {page.say('title', document=given.document.name[page.language])}",
        f"**{page.say('internal')}**",
        *page.head(),
        *page.hands(),
        *page.text(),
        *page.decisions(),
        *page.unsaid(),
        *page.consequences(),
        *page.differences(),
        f"## 8. {page.say('not_checked')}\n\n{page.say('not_checked_text')}",
        f"## 9. {page.say('answer')}\n\n{page.say('answer_line')}\n\n{page.say('answer_who')}: ______________________",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Page:
    def __init__(self, given: SheetInput, messages: Messages) -> None:
        self.given, self.messages = given, messages
        self.language = messages.language
        self.questions = {q.id: q for q in given.scenario.questions}
        self.words = load_language(self.language)

    def say(self, key: str, **values: object) -> str:
        return self.messages.text(f"sheet.{key}", **values)

    def label(self, fact_id: str) -> str:
        question, fact = self.questions.get(fact_id), self.given.incident.fact(fact_id)
        label = question.label.get(self.language) if question else fact.label.get(self.language) if fact else None
        return label or fact_id

    def clock(self, moment: datetime) -> str:
        return self.words.moment(moment, self.given.statements[0].at)

    def head(self) -> list[str]:
        due = _due(self.given.incident, self.questions)
        rows = [
            f"- {self.say('decide_by')}: {self.clock(due) if due else self.say('decide_unknown')}",
            f"- {self.say('version_code')}: **{version_code(self.given.statements)}**",
            f"- {self.say('languages')}: {', '.join(s.language for s in self.given.statements)}",
            f"- {self.say('to_whom')}: {self.given.document.audience[self.language]}",
        ]
        if self.given.by:
            rows.append(f"- {self.say('from_whom')}: {self.given.by}")
        gaps = sorted({gap.text for s in self.given.statements for gap in s.gaps})
        if gaps:
            rows.append(f"- **{self.say('gaps')}**: " + ", ".join(gaps))
        return [f"## 1. {self.given.document.name[self.language]}", "\n".join(rows)]

    def hands(self) -> list[str]:
        edits = [(s.language, x) for s in self.given.statements for x in s.sentences if x.edit is not None]
        rows = [f"- {self.say('sent_all_the_same')}: {'; '.join(self.given.sent_all_the_same) or self.say('nothing')}"]
        for language, sentence in edits:
            edit = sentence.edit
            assert edit is not None
            kind = "machine_worded" if edit.kind == "model" else "hand_edits"
            rows.append(f"- {self.say(kind)} ({language}, {edit.by}): {edit.base} **→** {edit.text}")
        if not edits:
            rows.append(f"- {self.say('hand_edits')}: {self.say('nothing')}")
        rows.extend(f"- {change}" for change in self.given.meaning_changes)
        return [f"## 2. {self.say('sent_all_the_same')}", "\n".join(rows)]

    def text(self) -> list[str]:
        parts = [f"## 3. {self.say('the_text')}"]
        longest = max(len(s.sentences) for s in self.given.statements)
        for number in range(longest):
            rows = []
            for statement in self.given.statements:
                if number < len(statement.sentences):
                    rows.append(f"{statement.language}: {statement.sentences[number].text}")
            parts.append(f"{number + 1}. " + "\n   ".join(rows))
        return ["\n\n".join(parts)]

    def decisions(self) -> list[str]:
        first = self.given.statements[0]
        rows = []
        for number, sentence in enumerate(first.sentences, 1):
            if self._to_decide(sentence):
                rows.append(f"- **{number}.** {sentence.text}\n  {self.say('rests_on')} {self._grounds(sentence)}")
        folded = len(first.sentences) - len(rows)
        body = "\n".join(rows) if rows else self.say("asked_none")
        return [f"## 4. {self.say('asked_to_decide')}", body, self.say("others_folded", n=folded) if rows else ""]

    def _to_decide(self, sentence: Sentence) -> bool:
        """A number, a cause, a fault, an apology, a denial, what is not affected, a promise or a name."""
        if sentence.edit is not None or sentence.element in _TO_DECIDE:
            return True
        for name in sentence.rests_on:
            question = self.questions.get(name)
            if question is None or name in NOT_EXPORTED:
                continue
            if question.clears != "duty" or (name in sentence.prints and question.type in _FIGURES):
                return True
        return False

    def _grounds(self, sentence: Sentence) -> str:
        return "; ".join(self.ground(name) for name in sentence.rests_on if name not in NOT_EXPORTED) or "-"

    def ground(self, fact_id: str) -> str:
        """One fact as an approver needs it: what, how sure, who says so, when, who cleared it."""
        fact, question = self.given.incident.fact(fact_id), self.questions.get(fact_id)
        if fact is None:
            return f"{self.label(fact_id)}: {self.messages.text('status.absent')}"
        status = self.messages.text(f"status.{effective_status(fact, question).value}")
        who = fact.source or ("" if question and question.clears == "duty" else self.say("no_source"))
        when = self.clock(fact.as_of) if fact.as_of else ""
        release = fact.release
        cleared = ""
        if release is not None and release.state.value == "cleared":
            how = self.messages.text(f"how.{release.how}") if f"how.{release.how}" in self.messages else release.how
            at = self.clock(release.at) if release.at else ""
            cleared = self.messages.text("release.cleared_by", by=release.by, how=how or "-", at=at or "-")
        return f"{self.label(fact_id)} ({', '.join(part for part in (status, who, when, cleared) if part)})"

    def unsaid(self) -> list[str]:
        groups: dict[State, list[str]] = {}
        for question in self.given.scenario.questions:
            fact = self.given.incident.fact(question.id)
            if fact is not None:
                groups.setdefault(state_of(fact, question), []).append(self._unsaid(fact, question))
        rows = []
        for key, state in (
            ("do_not_say", State.WITHHELD),
            ("unknown_and_who", State.OPEN),
            ("not_cleared", State.UNCLEARED),
            ("contested", State.DISPUTED),
        ):
            found = groups.get(state, [])
            if found:
                rows.append(f"- {self.say(key)}: " + "; ".join(found))
        return [f"## 5. {self.say('not_said')}", "\n".join(rows) or self.say("nothing")]

    def _unsaid(self, fact: Fact, question: Question) -> str:
        label = self.label(question.id)
        if state_of(fact, question) is not State.OPEN:
            return label
        if fact.status is not Status.UNKNOWN:
            return f"{label} ({self.messages.text('status.suspected')})"
        who = fact.finding_out.of(self.language) if isinstance(fact.finding_out, Words) else fact.finding_out
        if not who:
            return f"{label} ({self.say('nobody_finding_out')})"
        if fact.due is not None:
            return f"{label} ({self.say('finding_out_by', who=who, due=self.clock(fact.due))})"
        return f"{label} ({self.say('finding_out', who=who)})"

    def consequences(self) -> list[str]:
        rows = []
        due = _due(self.given.incident, self.questions)
        if due and any(NEXT_UPDATE in s.facts for s in self.given.statements):
            time = self.clock(due)
            rows.append(f"- {self.say('promise')}: {time} ({self.say('promise_each', time=time)})")
        for statement in self.given.statements[:1]:
            rows.extend(f"- {x.text}" for x in statement.sentences if x.element in ("plan", "remedy"))
        return [f"## 6. {self.say('sets_off')}", "\n".join(rows) or self.say("nothing")]

    def differences(self) -> list[str]:
        return [
            f"## 7. {self.say('differs')}",
            "\n".join(f"- {row}" for row in self.given.before) or self.say("first_version"),
        ]


def _due(incident: Incident, questions: dict[str, Question]) -> datetime | None:
    fact = incident.fact(NEXT_UPDATE)
    if fact is None or state_of(fact, questions.get(NEXT_UPDATE)) is not State.KNOWN:
        return None
    return fact.value if isinstance(fact.value, datetime) else None
