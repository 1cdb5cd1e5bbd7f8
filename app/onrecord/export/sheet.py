"""The approver's sheet of one document: one page, readable on a phone or aloud, nine points, internal.

It asks for a decision on few sentences and says on what each rests; the person who reads it at night has not seen the
desk. Values of facts that may not be said never stand on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from onrecord.content.messages import Messages
from onrecord.content.model import Document, FactType, Question, Scenario
from onrecord.drafting.language import load_language
from onrecord.drafting.statement import Edit, Sentence, Statement
from onrecord.export.markdown import escape, escape_line
from onrecord.export.pairs import Pair, paired
from onrecord.incident.model import Fact, Incident, State, Status, clearer_of, effective_status, state_of
from onrecord.incident.values import Words

NEXT_UPDATE = "next_update"
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: a code is read aloud on the telephone."""
_TO_DECIDE = ("apology", "responsibility", "cause", "denial", "remedy", "plan", "next-update", "value")
_FIGURES = (FactType.NUMBER, FactType.MONEY, FactType.PERCENTAGE, FactType.PERSON)
_PROMISES = ("plan", "remedy")
_SOFT = ("", "advice", "contact")
"""Elements whose wording may depend on a weighty fact without saying anything about it."""
_SOFT_WHILE_OPEN = ("acknowledgement", "empathy")
"""Elements that say something about a weighty fact once it is known, and step round it while it is open."""
TRIGGERS = ("found_at", "classified_as_breach", "authority_told", "people_told", "market_released")
"""Facts whose date or wording can start a legal period once it is published (night.md, the sheet's point 6)."""
EVERY_TEXT = ("organisation", "statement_time", "press_contact", "public_contact", "family_contact", "updates_at")
"""Facts of every statement that nobody needs to decide about."""
_SHORT = 100
"""Characters of a sentence where its number is enough to find it."""


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
    decide_by: datetime | None = None
    decide_why: str = ""
    """`reporter`, `call_back` or `update`: what the time comes from."""
    sent_all_the_same: tuple[str, ...] = ()
    """Findings that somebody let pass, each with name and reason."""
    meaning_changes: tuple[str, ...] = ()
    """Why an edit changes the meaning, as the guard says."""
    taken_out: tuple[tuple[str, Edit], ...] = ()
    """Sentences that a person took out, with their language: the text itself does not show them."""
    older: tuple[tuple[str, str], ...] = ()
    """Languages that were not looked at since another one was changed: (this one, than that one)."""
    before: tuple[str, ...] = ()
    """Differences from what was given out before, both sentences in each."""
    sign_off: tuple[tuple[str, str], ...] = ()
    """Whose yes the text needs (legal, privacy ...), each with the person to call, as far as the profile names one."""
    delegation: tuple[str, ...] = ()
    """What the duty officer's delegation has to do with this version, in whole sentences."""
    readers: tuple[str, ...] = ()
    """Who was given the whole record."""
    version: str = ""
    """The code of this version, where the desk knows one that outlives the minute."""

    @property
    def code(self) -> str:
        return self.version or version_code(self.statements)


def version_code(statements: Sequence[Statement]) -> str:
    """Four characters that name this version of all its languages together, to be read on the telephone."""
    ids = "".join(s.id for s in sorted(statements, key=lambda s: s.language))
    digest = hashlib.sha256(ids.encode()).digest()
    return "".join(_CODE_LETTERS[byte % len(_CODE_LETTERS)] for byte in digest[:4])


def approver_sheet(given: SheetInput, messages: Messages) -> str:
    """The sheet as Markdown, in the language of `messages`."""
    page = _Page(given, messages)
    points = (
        page.head(),
        (page.say("changed_title"), page.hands()),
        (page.say("the_text"), page.text()),
        (page.say("asked_to_decide"), page.decisions()),
        (page.say("not_said"), page.unsaid()),
        (page.say("sets_off"), page.consequences()),
        (page.say("differs"), [f"- {row}" for row in given.before] or [page.say("first_version")]),
        (page.say("not_checked"), [page.say("not_checked_text")]),
        (page.say("answer"), page.answer()),
    )
    title = f"# {page.say('title', document=given.document.name[page.language])}"
    parts = [title, f"**{page.say('internal')}**"]
    for number, (heading, rows) in enumerate(points, 1):
        parts += [f"## {number}. {heading}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


class _Page:
    def __init__(self, given: SheetInput, messages: Messages) -> None:
        self.given, self.messages = given, messages
        self.language = messages.language
        self.questions = {q.id: q for q in given.scenario.questions}
        self.words = load_language(self.language)
        # The reader's own language leads; the others stand below each sentence.
        self.statements = sorted(given.statements, key=lambda s: s.language != self.language)
        self.pairs = paired(self.statements)

    def say(self, key: str, **values: object) -> str:
        return self.messages.text(f"sheet.{key}", **values)

    def label(self, fact_id: str) -> str:
        question, fact = self.questions.get(fact_id), self.given.incident.fact(fact_id)
        label = question.label.get(self.language) if question else fact.label.get(self.language) if fact else None
        return escape(label or fact_id)

    def clock(self, moment: datetime) -> str:
        return self.words.moment(moment, self.statements[0].at)

    def name(self, language: str) -> str:
        key = f"language_name.{language}"
        return self.messages.text(key) if key in self.messages else language

    def head(self) -> tuple[str, list[str]]:
        given = self.given
        heading = (
            self.say("decide_by_time", time=self.clock(given.decide_by)) if given.decide_by else self.say("decide_now")
        )
        rows: list[str] = []
        if given.decide_by and given.decide_why:
            due = next_update(given.incident, self.questions.get(NEXT_UPDATE))
            rows.append(f"{self.say(f'decide_{given.decide_why}', update=self.clock(due) if due else '')}\n")
        by = f"{escape(given.by)}, " if given.by else ""
        rows += [
            f"- {self.say('version_code')}: **{given.code}**",
            f"- {self.say('document')}: {given.document.name[self.language]}, {self._languages()}",
            f"- {self.say('to_whom')}: {given.document.audience[self.language]}",
            f"- {self.say('from_whom')}: {by}{self.clock(self.statements[0].at)}",
        ]
        if given.sign_off:
            text = self.messages.text
            who = [text(f"clearer.{role}") + (f" ({escape(call)})" if call else "") for role, call in given.sign_off]
            rows.append(f"- {self.say('needs_yes')}: {self.words.join(who)}")
        rows += [f"- **{escape(row)}**" for row in given.delegation]
        if given.readers:
            rows.append(f"- {self.say('readers')}: {escape(self.words.join(list(given.readers)))}")
        if given.incident.demo:
            rows.append(f"- **{self.messages.text('mark.demo')}**")
        gaps = list(dict.fromkeys(gap.text for gap in self.statements[0].gaps))
        gaps += [g.text for s in self.statements[1:] for g in s.gaps if not self.statements[0].gaps]
        if gaps:
            rows.append(f"- **{self.say('gaps')}**: " + ", ".join(escape(gap) for gap in dict.fromkeys(gaps)))
        rows += [f"- **{self.say('older', language=self.name(a), than=self.name(b))}**" for a, b in given.older]
        return heading, rows

    def _languages(self) -> str:
        return self.words.join([self.name(s.language) for s in self.statements])

    def hands(self) -> list[str]:
        rows = [f"- {self.say('sent_all_the_same')}: {escape(row)}" for row in self.given.sent_all_the_same]
        for pair in self.pairs:
            for statement, sentence in zip(self.statements, pair.sentences, strict=True):
                if sentence is not None and sentence.edit is not None:
                    rows += self._edit(sentence.edit, statement.language, pair.number)
        for language, edit in self.given.taken_out:
            rows.append(f"- {self.say('taken_out')} ({self._hand(edit, language)}): {escape(edit.base)}")
        for statement in self.statements:
            # Its words were right for facts that have changed since; one of them may not be said any more.
            rows += [
                f"- {self.say('stranded')} ({self._hand(edit, statement.language)})" for edit in statement.stranded
            ]
        rows += [f"- {escape(change)}" for change in self.given.meaning_changes]
        return rows or [self.say("changed_nothing")]

    def _edit(self, edit: Edit, language: str, number: int) -> list[str]:
        what = self.say("machine_worded" if edit.kind.value == "model" else "hand_edits")
        return [
            f"- {self.say('sentence', n=number)}: {what[:1].lower()}{what[1:]} ({self._hand(edit, language)})",
            f"  - {self.say('was')}: {escape(edit.base)}",
            f"  - {self.say('is_now')}: {escape(edit.text)}",
        ]

    def _hand(self, edit: Edit, language: str) -> str:
        hand = f"{self.name(language)}, {escape(edit.by)}, {self.clock(edit.at)}"
        if edit.model:
            hand = f"{hand}, {escape(edit.model)}"
        return f"{hand}, {self.say('at_once')}" if edit.at_once else hand

    def text(self) -> list[str]:
        rows = []
        for pair in self.pairs:
            first, *others = pair.sentences
            text = (
                escape_line(first.text) if first is not None else self.say("not_in", language=self.name(self.language))
            )
            rows.append(f"{pair.number}. {text}")
            for statement, sentence in zip(self.statements[1:], others, strict=True):
                words = escape(sentence.text) if sentence is not None else self.say("not_there")
                rows.append(f"    - {statement.language}: {words}")
        return rows

    def decisions(self) -> list[str]:
        rows: list[str] = []
        folded: list[int] = []
        told: dict[str, int] = {}
        for pair in self.pairs:
            if not self._to_decide(pair):
                folded.append(pair.number)
                continue
            rows.append(f"- **{pair.number}.** {escape(_short(pair.first.text))}")
            names = self._behind(pair.first)
            known = list(dict.fromkeys(told[name] for name in names if name in told))
            new = [f"  - {self.ground(name)}" for name in names if name not in told]
            rows += new
            if known:
                key = "as_in" if new else "all_as_in"
                rows.append(f"  - {self.say(key, n=self.words.join([str(n) for n in known]))}")
            elif not names:
                rows.append(f"  - {self.say('no_fact')}")
            told = {**dict.fromkeys(names, pair.number), **told}
        if not rows:
            return [self.say("asked_none")]
        if folded:
            numbers = self.words.join([str(n) for n in folded])
            rows.append(f"\n{self.say('others_folded' if len(folded) > 1 else 'other_folded', n=numbers)}")
        return rows

    def _behind(self, sentence: Sentence) -> list[str]:
        """The facts to name: those it prints and those somebody has to clear; else whatever chose it."""
        known = [n for n in sentence.rests_on if n not in EVERY_TEXT and self.given.incident.fact(n) is not None]
        weighty = [n for n in known if n in sentence.prints or clearer_of(self.questions.get(n)) != "duty"]
        return weighty or known

    def _to_decide(self, pair: Pair) -> bool:
        """A number, a cause, a fault, an apology, a denial, what is not affected, a promise or a name."""
        for sentence in pair.sentences:
            if sentence is None:
                continue
            if sentence.edit is not None or sentence.element in _TO_DECIDE:
                return True
            if any(self._weighs(name, sentence) for name in sentence.rests_on if name not in EVERY_TEXT):
                return True
        return False

    def _weighs(self, fact_id: str, sentence: Sentence) -> bool:
        """Whether a fact makes a sentence one to decide about: its words stand there, or the sentence is about it. What
        only chose between two wordings of advice or sympathy does not."""
        question = self.questions.get(fact_id)
        printed = fact_id in sentence.prints
        if clearer_of(question) != "duty":
            if printed or (question is not None and question.element == sentence.element):
                return True
            known = state_of(self.given.incident.fact(fact_id), question) is State.KNOWN
            return sentence.element not in _SOFT and (known or sentence.element not in _SOFT_WHILE_OPEN)
        return question is not None and printed and question.type in _FIGURES

    def ground(self, fact_id: str) -> str:
        """One fact as an approver needs it: what, how sure, who says so, when, who cleared it."""
        fact, question = self.given.incident.fact(fact_id), self.questions.get(fact_id)
        if fact is None:
            return f"{self.label(fact_id)}: {self.messages.text('status.absent')}"
        if fact.status is Status.UNKNOWN:
            finding = self._finding_out(fact)
            return f"{self.label(fact_id)}: {self.messages.text('status.unknown')}{f', {finding}' if finding else ''}"
        duty = clearer_of(question) == "duty"
        source = escape(fact.source) or ("" if duty else self.say("no_source"))
        said = ", ".join(part for part in (source, self.clock(fact.as_of) if fact.as_of else "") if part)
        status = self.messages.text(f"status.{effective_status(fact, question).value}")
        parts = [f"{status}, {said}" if said else status, self._clearance(fact, question)]
        return f"{self.label(fact_id)}: {'; '.join(part for part in parts if part)}"

    def _clearance(self, fact: Fact, question: Question | None) -> str:
        release, text = fact.release, self.messages.text
        if release is None or release.state.value != "cleared":
            clearer = clearer_of(question)
            known = fact.value is not None
            return text("release.ask", whom=text(f"clearer.{clearer}")) if known and clearer != "duty" else ""
        how = f"how.{release.how.strip().lower().replace(' ', '_')}"
        words = text(how) if how in self.messages else escape(release.how)
        at = self.clock(release.at) if release.at else ""
        return ", ".join(part for part in (text("sheet.cleared_by", by=escape(release.by)), words, at) if part)

    def unsaid(self) -> list[str]:
        groups: dict[State, list[Fact]] = {}
        names = [*self.questions, *(name for name in self.given.incident.facts if name not in self.questions)]
        for name in names:
            fact, question = self.given.incident.fact(name), self.questions.get(name)
            if fact is not None:
                groups.setdefault(state_of(fact, question), []).append(fact)
        # What the organisation did not say about itself is a gap where a text needs it, and no news anywhere else.
        about = {name for name, question in self.questions.items() if question.profile}
        groups[State.OPEN] = [fact for fact in groups.get(State.OPEN, []) if fact.id not in about]
        told = {
            "do_not_say": [self.label(fact.id) for fact in groups.get(State.WITHHELD, [])],
            "unknown_and_who": self._open(groups[State.OPEN]),
            "not_cleared": [self.label(fact.id) for fact in groups.get(State.UNCLEARED, [])],
            "contested": [self.label(fact.id) for fact in groups.get(State.DISPUTED, [])],
        }
        rows = [f"- {self.say(key)}: {'; '.join(labels)}" for key, labels in told.items() if labels]
        return rows or [self.say("nothing_unsaid")]

    def _open(self, facts: Sequence[Fact]) -> list[str]:
        """Open facts: those that somebody checks or finds out, then, in one breath, those that nobody does."""
        rows, nobody = [], []
        for fact in facts:
            if fact.status is not Status.UNKNOWN:
                rows.append(f"{self.label(fact.id)} ({self.messages.text('status.suspected')})")
            elif finding := self._finding_out(fact):
                rows.append(f"{self.label(fact.id)} ({finding})")
            else:
                nobody.append(self.label(fact.id))
        if nobody:
            rows.append(f"{', '.join(nobody)} ({self.say('nobody_finding_out')})")
        return rows

    def _finding_out(self, fact: Fact) -> str:
        who = fact.finding_out.of(self.language) if isinstance(fact.finding_out, Words) else fact.finding_out
        if not who:
            return ""
        if fact.due is None:
            return self.say("finding_out", who=escape(who))
        return self.say("finding_out_by", who=escape(who), due=self.clock(fact.due))

    def consequences(self) -> list[str]:
        rows = []
        due = next_update(self.given.incident, self.questions.get(NEXT_UPDATE))
        if due and any(NEXT_UPDATE in s.facts for s in self.statements):
            rows.append(f"- {self.say('promise_by', time=self.clock(due))}")
        rows += [self._sets_off("promised", pair) for pair in self.pairs if pair.first.element in _PROMISES]
        rows += [self._sets_off("legal_date", pair) for pair in self.pairs if _prints(pair, TRIGGERS)]
        return rows or [self.say("sets_off_nothing")]

    def _sets_off(self, key: str, pair: Pair) -> str:
        return f"- {self.say(key, n=pair.number)}: {escape(_short(pair.first.text))}"

    def answer(self) -> list[str]:
        code = self.given.code
        return [
            *(f"- [ ] {self.say(key)}" for key in ("answer_yes", "answer_words", "answer_no")),
            "",
            self.say("answer_who", code=code),
        ]


def next_update(incident: Incident, question: Question | None) -> datetime | None:
    """The promised time of the next update, where there is one that may be said."""
    fact = incident.fact(NEXT_UPDATE)
    if fact is None or state_of(fact, question) is not State.KNOWN:
        return None
    return fact.value if isinstance(fact.value, datetime) else None


def _prints(pair: Pair, names: Iterable[str]) -> bool:
    wanted = set(names)
    return any(s is not None and wanted.intersection(s.prints) for s in pair.sentences)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT].rpartition(" ")[0] + " …"
