"""Edits of a statement's sentences: by hand, taken out, undone, and put on anew when the sentence below them changed.

An edit is kept beside the text it changes (statements/<document>.<language>.toml) and applied each time the document is
drafted, as long as its base sentence still stands word for word. Nothing here changes a fact.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.content.load import load_document
from onrecord.desk.drafts import draft_document
from onrecord.desk.session import Session, to_history
from onrecord.drafting.draft import STATEMENT_TIME
from onrecord.drafting.statement import Sentence, Statement
from onrecord.errors import BadInput, ReadOnly
from onrecord.export import markdown
from onrecord.incident import half_typed, statements
from onrecord.incident.clean import LONG, clean_text
from onrecord.incident.statements import Edit, EditKind, StatementFile

NEAR = 0.5
"""From this likeness on (difflib's ratio) a sentence is offered as the one that an edit was made for."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to the edits of one text, so that it can be taken back."""

    document: str
    language: str
    before: tuple[Edit, ...]
    after: tuple[Edit, ...]
    removed: tuple[str, ...] = ()
    """Names of characters that cannot be seen and were left out."""


@dataclass(frozen=True, slots=True)
class Stranded:
    """An edit whose base sentence no longer stands, and the sentence that seems to stand in its place."""

    edit: Edit
    now: Sentence | None


def base_of(sentence: Sentence) -> str:
    """The drafted words under a sentence, whether it was edited or not."""
    return sentence.edit.base if sentence.edit is not None else sentence.text


def why_fixed(sentence: Sentence) -> str:
    """Why a sentence cannot be changed by hand: `gap`, `time`, or nothing at all.

    A gap is filled by its question, never written over. The line with the time is new every minute.
    """
    if sentence.gaps:
        return "gap"
    return "time" if STATEMENT_TIME in sentence.prints else ""


def edit_sentence(
    session: Session, statement: Statement, sentence: Sentence, text: str, *, by: str, kind: EditKind = EditKind.HAND
) -> Change:
    """Put new words in the place of a sentence. Its own drafted words take the edit away; no words take it out.

    Raises BadInput for a gap, for the line with the time and for text that cannot be used, ReadOnly where the incident
    is not ours to write.
    """
    return edit_sentences(session, statement, ((sentence, text),), by=by, kind=kind)


def delete_sentence(session: Session, statement: Statement, sentence: Sentence, *, by: str) -> Change:
    """Take a sentence out of the text."""
    return edit_sentences(session, statement, ((sentence, ""),), by=by)


def edit_sentences(
    session: Session,
    statement: Statement,
    wanted: Iterable[tuple[Sentence, str]],
    *,
    by: str,
    kind: EditKind = EditKind.HAND,
    model: str = "",
    at_once: bool = False,
) -> Change:
    """Several changes of one text, as one step that can be undone."""
    _writable(session)
    kept = statements.load(session.path, statement.document, statement.language)
    file = kept
    removed: list[str] = []
    behind = {o.element for o in older(session, statement.document) if o.language == statement.language}
    touched: list[tuple[str, str]] = []
    for sentence, raw in wanted:
        _refuse_fixed(sentence)
        text, unseen = clean_text(raw, limit=LONG, what="This sentence")
        text = " ".join(text.split())
        removed.extend(unseen)
        base = base_of(sentence)
        file = _without(file, sentence.element, base)
        if text != base:
            file = file.with_edit(Edit(sentence.element, base, text, by, session.now(), kind, model, at_once))
        touched.append((sentence.element, text or base))
    for element, text in touched:
        # The other language was changed first and this one follows it now: that does not make the other one old again.
        if element in behind:
            for language in session.languages:
                if language != statement.language:
                    _note_in_step(session, statement.document, language, text, by)
    return _save(session, kept, file, tuple(dict.fromkeys(removed)))


def undo(session: Session, change: Change) -> Change:
    """Take back what was done last. Raises BadInput when the edits were changed elsewhere since."""
    _writable(session)
    kept = statements.load(session.path, change.document, change.language)
    if kept.edits != change.after:
        raise BadInput(
            "these edits were changed elsewhere since", hint="Take out the edit itself: its old words bring it back."
        )
    return _save(session, kept, replace(kept, edits=change.before))


def undo_latest(session: Session, document: str, language: str) -> Change | None:
    """Take away the newest edit on disk, for a desk that was closed since; None where there is none."""
    _writable(session)
    kept = statements.load(session.path, document, language)
    if not kept.edits:
        return None
    newest = max(reversed(kept.edits), key=lambda edit: edit.at)
    return _save(session, kept, kept.without_edit(newest))


def taken_out(session: Session, statement: Statement) -> tuple[Edit, ...]:
    """Edits that took a sentence out and apply in this statement; the text itself does not show them."""
    kept = statements.load(session.path, statement.document, statement.language)
    return tuple(e for e in kept.edits if not e.text.strip() and e not in statement.stranded)


def stranded(statement: Statement) -> tuple[Stranded, ...]:
    """Every edit that found no sentence, with the one that now stands nearest to its base."""
    return tuple(Stranded(edit, _nearest(statement, edit)) for edit in statement.stranded)


def rebase(
    session: Session, statement: Statement, edit: Edit, sentence: Sentence, *, by: str, text: str | None = None
) -> Change:
    """Put a stranded edit's words (or new ones) over a sentence that stands now."""
    _writable(session)
    _refuse_fixed(sentence)
    kept = statements.load(session.path, statement.document, statement.language)
    words, removed = clean_text(edit.text if text is None else text, limit=LONG, what="This sentence")
    file = _without(kept.without_edit(edit), sentence.element, base_of(sentence))
    new = replace(
        edit, element=sentence.element, base=base_of(sentence), text=" ".join(words.split()), by=by, at=session.now()
    )
    return _save(session, kept, file.with_edit(new), removed)


def drop(session: Session, statement: Statement, edit: Edit) -> Change:
    """Let an edit go: the drafted words count."""
    _writable(session)
    kept = statements.load(session.path, statement.document, statement.language)
    return _save(session, kept, kept.without_edit(edit))


# The same thing in two languages ------------------------------------------------------------------------------------

IN_STEP = "languages-in-step"
"""Rule name of the note that a person found a language to say the same as a changed other one."""


@dataclass(frozen=True, slots=True)
class Older:
    """A language that was not looked at since another one was changed by hand."""

    language: str
    than: str
    element: str
    text: str
    """The changed words of the other language; where a sentence was taken out, the words it had."""
    by: str


def older(session: Session, document: str) -> tuple[Older, ...]:
    """Which languages of a document are older than another one's edits, element by element.

    A language is in step again when the same element is edited there too, or when a person says that it is.
    """
    found: list[Older] = []
    kept = {language: statements.load(session.path, document, language) for language in session.languages}
    for language, mine in kept.items():
        settled = {waiver.text for waiver in mine.waivers if waiver.rule == IN_STEP}
        for other, theirs in kept.items():
            if other == language:
                continue
            for edit in theirs.edits:
                words = edit.text or edit.base
                followed = any(e.element == edit.element and e.at >= edit.at for e in mine.edits)
                if not followed and words not in settled:
                    found.append(Older(language, other, edit.element, words, edit.by))
    return tuple(found)


def say_in_step(session: Session, document: str, language: str, *, by: str) -> int:
    """A person read both and says that a language still says the same. Returns how many changes that settles."""
    _writable(session)
    behind = [row for row in older(session, document) if row.language == language]
    for row in behind:
        _note_in_step(session, document, language, row.text, by)
    return len(behind)


def _note_in_step(session: Session, document: str, language: str, text: str, by: str) -> None:
    kept = statements.load(session.path, document, language)
    waiver = statements.Waiver(IN_STEP, text, by, "says the same", session.now())
    written = statements.save(session.path, kept.with_waiver(waiver))
    to_history(session, [f"{statements.FOLDER}/{written.name}"])


# Half-typed ---------------------------------------------------------------------------------------------------------


def half_typed_key(statement: Statement, sentence: Sentence) -> str:
    """Where the half-typed words of one sentence are kept: by its text, so that another sentence never gets them."""
    import hashlib

    digest = hashlib.sha256(f"{sentence.element}\n{base_of(sentence)}".encode()).hexdigest()[:12]
    return f"edit.{statement.document}.{statement.language}.{digest}"


def keep_half_typed(session: Session, statement: Statement, sentence: Sentence, text: str) -> None:
    """Keep what stands in the edit field now; words that are the sentence's own need no keeping."""
    if not session.read_only:
        half_typed.save(session.path, half_typed_key(statement, sentence), "" if text == sentence.text else text)


def half_typed_text(session: Session, statement: Statement, sentence: Sentence) -> str:
    """Words that were begun for a sentence and not saved, or nothing."""
    return half_typed.load(session.path).get(half_typed_key(statement, sentence), "")


# ---------------------------------------------------------------------------------------------------------------------


def _writable(session: Session) -> None:
    if session.read_only:
        raise ReadOnly(
            f"not saved: {session.read_only}", where=session.path, hint="Close it there, then open it again."
        )


def _refuse_fixed(sentence: Sentence) -> None:
    match why_fixed(sentence):
        case "gap":
            raise BadInput(f"{sentence.gaps[0].text} is a gap", hint="Answer its question (Enter); the text follows.")
        case "time":
            raise BadInput(
                "this line tells the time of the text and is written anew every minute",
                hint="Its other words come from facts: change them there (Enter).",
            )


def _without(file: StatementFile, element: str, base: str) -> StatementFile:
    return replace(file, edits=tuple(e for e in file.edits if (e.element, e.base) != (element, base)))


def _nearest(statement: Statement, edit: Edit) -> Sentence | None:
    best: tuple[float, Sentence] | None = None
    for sentence in statement.sentences:
        if sentence.element != edit.element or why_fixed(sentence):
            continue
        matcher = difflib.SequenceMatcher(None, base_of(sentence), edit.base, autojunk=False)
        likeness = matcher.ratio() if matcher.real_quick_ratio() >= NEAR else 0.0
        if best is None or likeness > best[0]:
            best = (likeness, sentence)
    return best[1] if best is not None and best[0] >= NEAR else None


def _save(session: Session, before: StatementFile, after: StatementFile, removed: tuple[str, ...] = ()) -> Change:
    statements.save(session.path, after)
    change = Change(after.document, after.language, before.edits, after.edits, removed)
    written = write_text(session, after.document, after.language)
    to_history(session, [f"{statements.FOLDER}/{p.name}" for p in (written.with_suffix(".toml"), written)])
    return change


def write_text(session: Session, document: str, language: str) -> Path:
    """Write the current text beside its edits, for people who read the folder without onrecord."""
    now = draft_document(session, load_document(document), language)
    text = markdown.public_text(now, cleared=False, demo=session.incident.demo)
    return statements.save_text(session.path, document, language, text)
