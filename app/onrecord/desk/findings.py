"""What the checks find in a draft of the open incident, sentence by sentence, and what a person does about it.

A finding that stops can be sent all the same by whom night.md names: nobody, a second named person, or the author with
a reason. That is kept beside the text, counts for exactly these words, and stands on the approver's sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from onrecord.checks.model import CATEGORIES, DOCUMENTS, Finding, Report
from onrecord.content.load import load_document
from onrecord.desk import edit
from onrecord.desk.changes import given_out
from onrecord.desk.drafts import documents, draft_document
from onrecord.desk.edit import IN_STEP, Change, why_fixed
from onrecord.desk.session import Session, to_history
from onrecord.desk.who import LONGEST
from onrecord.drafting.draft import draft
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import BadInput, ReadOnly
from onrecord.incident import statements
from onrecord.incident.clean import clean_line
from onrecord.incident.model import Incident
from onrecord.incident.statements import EditKind, Waiver
from onrecord.incident.values import Choice, Ticks

_ITS_SUBJECT = ("document/number-moved", "document/scope-grew", "document/promise-dropped")
"""What an update is there to say: no finding in it. What was wrong belongs into a correction, and is one."""
_KEPT = 64
"""Reports kept in memory: every document of an incident in two languages, twice."""
_READ_AS = {"update": "press", "closing": "press"}
"""Texts of the desk that the checks have no type of their own for: what they are read as."""
_WORDING = frozenset(CATEGORIES[:21])
_CHOSEN = (bool, Choice, Ticks, datetime)
"""Values whose words come from the content, never from a keyboard."""
_GAP_SHADOWS = ("promise", "trace", "residue", "time", "missing")
"""Categories in which a gap in brackets is found once more: the gap itself stops the text and says why."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding in a draft: the number of the sentence it stands in, and who sent it all the same."""

    finding: Finding
    sentence: int | None = None
    """None for what is not there, or concerns the text as a whole."""
    waiver: Waiver | None = None

    @property
    def stops(self) -> bool:
        """Whether it keeps the text from leaving."""
        return self.finding.severity == "block" and self.waiver is None


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft and what was found in it, by place."""

    statement: Statement
    report: Report
    rows: tuple[Noted, ...]

    @property
    def stops(self) -> tuple[Noted, ...]:
        return tuple(row for row in self.rows if row.stops)

    @property
    def to_look_at(self) -> int:
        """Findings that stop nothing and are worth a look; a note is none."""
        return sum(row.finding.severity == "warn" for row in self.rows)


_reports: dict[tuple[str, ...], tuple[Incident, Report]] = {}


def warm_up(languages: Sequence[str]) -> None:
    """Load the checks and compile their phrases, so that the first text does not wait. For a thread of its own."""
    from onrecord.checks.run import check_text

    for language in languages:
        check_text("Nothing.", document="line", language=language)


def drafts_of(session: Session) -> Mapping[tuple[str, str], Statement]:
    """Every document that can be read, in each language: what a text is compared with."""
    return {
        (document.id, language): draft_document(session, document, language)
        for document in documents(session)
        if _is_read(document.id)
        for language in session.languages
    }


def _is_read(document: str) -> bool:
    return _READ_AS.get(document, document) in DOCUMENTS


def checked(session: Session, statement: Statement, every: Iterable[Statement] | None = None) -> Checked:
    """What the checks find in a draft now. `every` are the drafts to compare it with (`drafts_of`); without them it is
    compared with its own other languages, which costs little.

    A report is kept as long as nothing it was made from changes, so asking again costs nothing.
    """
    report = _report(session, statement, every)
    file = statements.load(session.path, statement.document, statement.language)
    chosen = {name for name, fact in session.incident.facts.items() if isinstance(fact.value, _CHOSEN)}
    rows = tuple(_noted(statement, finding, file.waivers, chosen) for finding in report.findings)
    return Checked(statement, report, tuple(row for row in rows if not _is_a_gap(statement, row)))


def waived(session: Session, statement: Statement) -> tuple[Noted, ...]:
    """What was sent all the same and still applies: the sheet tells nothing that has ended."""
    file = statements.load(session.path, statement.document, statement.language)
    if all(waiver.rule == IN_STEP for waiver in file.waivers):
        return ()
    rows = checked(session, statement, drafts_of(session).values()).rows
    return tuple(row for row in rows if row.waiver is not None)


def _report(session: Session, statement: Statement, every: Iterable[Statement] | None) -> Report:
    from onrecord.checks.own import with_settings
    from onrecord.checks.run import check_text

    rest = _other_languages(session, statement) if every is None else every
    mine = (statement.document, statement.language)
    others = tuple(s for s in rest if _is_read(s.document) and (s.document, s.language) != mine)
    now = session.now()
    given = given_out(session, statement.language)
    before = (f"{one.name}{one.corrected}" for one in given)
    own = with_settings()
    set_by_user = (*sorted(own.off), "|", *sorted(own.glossary), "|", own.folder)
    key = (
        statement.id,
        *(other.id for other in others),
        *before,
        now.isoformat(timespec="minutes"),
        *set_by_user,
    )
    known = _reports.get(key)
    if known is not None and known[0] is session.incident:
        return known[1]
    context = own._replace(
        incident=session.incident,
        questions=session.questions,
        statement=_unedited(session, statement, now),
        others=others,
        given=given,
        now=now,
    )
    name = _READ_AS.get(statement.document, statement.document)
    report = check_text(statement.text, document=name, language=statement.language, context=context)
    if statement.document == "update":
        mine_alone = [f for f in report.findings if f.rule not in _ITS_SUBJECT and f.category != "missing"]
        report = report._replace(document="update", findings=tuple(mine_alone), missing=())
    while len(_reports) >= _KEPT:
        _reports.pop(next(iter(_reports)), None)
    _reports[key] = (session.incident, report)
    return report


def _other_languages(session: Session, statement: Statement) -> tuple[Statement, ...]:
    return tuple(
        draft_document(session, statement.document, code) for code in session.languages if code != statement.language
    )


def _unedited(session: Session, statement: Statement, now: datetime) -> Statement:
    """The draft without what people wrote into it: words of the passages are a source, an edit is none for itself."""
    if not any(sentence.edit for sentence in statement.sentences):
        return statement
    document = load_document(statement.document)
    return draft(document, statement.language, session.incident, session.scenario, at=now, edits=())


# Where a finding stands ---------------------------------------------------------------------------------------------


def _noted(statement: Statement, finding: Finding, waivers: Sequence[Waiver], chosen: Set[str]) -> Noted:
    number = _sentence_at(statement, finding)
    if number is not None and _read_by_day(statement, number, finding, chosen):
        finding = finding._replace(severity="info")
    row = Noted(finding, number)
    words = words_of(statement, row)
    waiver = next(
        (w for w in reversed(waivers) if w.rule == finding.rule and w.text == words and _suffices(w, finding)), None
    )
    return replace(row, waiver=waiver)


def _read_by_day(statement: Statement, number: int, finding: Finding, chosen: Set[str]) -> bool:
    """Whether a finding on wording concerns words of a passage alone, or of a choice that was only picked: those were
    read and proved before the night, so they are a note. What a person wrote, and every figure and name, counts."""
    sentence, at, _ = list(statement.placed())[number]
    if sentence.edit is not None or finding.category not in _WORDING:
        return False
    if finding.rule.startswith("document/") and finding.category != "mock":
        # Comparisons with the clock and with other facts: what was true by day may be wrong tonight.
        return False
    for span in sentence.spans:
        typed = span.kind != "text" and not set(span.facts) <= chosen
        if typed and at < finding.end and finding.start < at + len(span.text):
            return False
        at += len(span.text)
    return finding.end <= at


def _sentence_at(statement: Statement, finding: Finding) -> int | None:
    if finding.end <= finding.start:
        return None
    for number, (_, start, end) in enumerate(statement.placed()):
        if start <= finding.start < end:
            return number
    return None


def words_of(statement: Statement, row: Noted) -> str:
    """The words that a decision about a finding holds for: its sentence, so that it ends with any change of it.

    The line with the time is new every minute: there only the words found count.
    """
    if row.sentence is None:
        return " ".join(row.finding.text.split()) or statement.text
    sentence = statement.sentences[row.sentence]
    return " ".join((row.finding.text if why_fixed(sentence) == "time" else sentence.text).split())


def _suffices(waiver: Waiver, finding: Finding) -> bool:
    """Whether those who sent it may: a file changed by hand, or a rule made stricter, opens nothing."""
    if finding.severity != "block" or finding.stop == "never":
        return False
    return finding.stop == "author" or (bool(waiver.asked_by) and not _same(waiver.asked_by, waiver.by))


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _is_a_gap(statement: Statement, row: Noted) -> bool:
    """Whether a finding only tells of a gap."""
    if row.finding.category not in _GAP_SHADOWS:
        return False
    if row.sentence is not None:
        return bool(statement.sentences[row.sentence].gaps)
    element = row.finding.rule.removeprefix("document/missing-")
    return any(sentence.gaps and sentence.element == element for sentence in statement.sentences)


# What a person does about it ----------------------------------------------------------------------------------------


def why_never(finding: Finding) -> bool:
    """Whether nobody may send it all the same: withheld values, the dead and minors, one person's behaviour."""
    return finding.stop == "never"


def send_all_the_same(
    session: Session, statement: Statement, row: Noted, *, by: str, reason: str, second: str = ""
) -> Waiver:
    """Note that a finding that stops goes out all the same, with the reason; it is on disk when this returns.

    `by` is who sits at the desk, `second` the other person whose yes some stops need. Raises BadInput when nobody may,
    when the other person is missing, or is the one who wrote it, and when there is no reason; ReadOnly.
    """
    finding = row.finding
    if session.read_only:
        raise ReadOnly(f"not saved: {session.read_only}", where=session.path)
    if finding.severity != "block":
        raise BadInput("this stops nothing: it can stay as it is")
    if finding.stop == "never":
        raise BadInput("nobody may send this all the same", hint="Change the words, or take the sentence out.")
    why, _ = clean_line(reason, what="This reason")
    author, _ = clean_line(by, limit=LONGEST, what="This name")
    other, _ = clean_line(second, limit=LONGEST, what="This name")
    if not author:
        raise BadInput("a name is missing", hint="Type who sends it all the same.")
    if not why:
        raise BadInput("a reason is missing", hint="Type it in one line: it stands on the approver's sheet.")
    if finding.stop == "second-person":
        _another(statement, row, author, other)
    words = words_of(statement, row)
    at = session.now()
    waiver = (
        Waiver(finding.rule, words, other, why, at, author)
        if finding.stop == "second-person"
        else Waiver(finding.rule, words, author, why, at)
    )
    file = statements.load(session.path, statement.document, statement.language)
    written = statements.save(session.path, file.with_waiver(waiver))
    to_history(session, [f"{statements.FOLDER}/{written.name}"], by=author)
    return waiver


def _another(statement: Statement, row: Noted, author: str, other: str) -> None:
    if not other:
        raise BadInput("this needs a second person by name", hint="Type who else agrees.")
    wrote = statement.sentences[row.sentence].edit if row.sentence is not None else None
    if _same(other, author) or (wrote is not None and _same(other, wrote.by)):
        raise BadInput(f"{other} wrote it", hint="It needs another person's yes, by name.")


def stop_all_the_same(session: Session, statement: Statement, row: Noted) -> None:
    """Take back that a finding goes out all the same: it stops again."""
    if session.read_only:
        raise ReadOnly(f"not saved: {session.read_only}", where=session.path)
    file = statements.load(session.path, statement.document, statement.language)
    kept = tuple(
        w for w in file.waivers if w.rule == IN_STEP or (w.rule, w.text) != (row.finding.rule, words_of(statement, row))
    )
    written = statements.save(session.path, replace(file, waivers=kept))
    to_history(session, [f"{statements.FOLDER}/{written.name}"])


def replaced(sentence: Sentence, start: int, finding: Finding, replacement: str) -> str:
    """A sentence with a finding's words exchanged. `start` is where the sentence begins in the text."""
    text = sentence.text
    begin, end = finding.start - start, min(finding.end - start, len(text))
    new = replacement
    if new and finding.text[:1].isupper() and not finding.text.isupper():
        new = new[0].upper() + new[1:]
    joined = text[:begin] + new + text[end:]
    if not new:
        joined = joined.replace(" ,", ",").replace(" .", ".")
        if begin == 0:
            joined = joined.lstrip(" ,;:")
            joined = joined[:1].upper() + joined[1:]
    return " ".join(joined.split())


def take_replacement(session: Session, statement: Statement, row: Noted, *, by: str, which: int = 0) -> Change:
    """Put the suggested words in the place of those found, as an edit that can be undone.

    Raises BadInput where nothing is suggested or the words stand in no single sentence.
    """
    finding = row.finding
    if which >= len(finding.replacements):
        raise BadInput("no other words are suggested here", hint="e changes the sentence.")
    for number, (sentence, start, end) in enumerate(statement.placed()):
        if number == row.sentence and finding.end <= end:
            text = replaced(sentence, start, finding, finding.replacements[which])
            return edit.edit_sentence(session, statement, sentence, text, by=by, kind=EditKind.RULE)
    raise BadInput("these words reach beyond one sentence", hint="e changes a sentence, F4 the whole text.")
