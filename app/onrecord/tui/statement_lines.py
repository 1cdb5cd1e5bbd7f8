"""What the statements screen says around a text: its head, its length against the limit, and notes on it."""

from __future__ import annotations

from textual.content import Content

from onrecord.content.model import Document
from onrecord.desk import edit
from onrecord.desk.explain import origin
from onrecord.desk.session import Session
from onrecord.drafting.statement import Sentence, Statement
from onrecord.tui.words import counted, say


def head(session: Session, language: str) -> Content:
    """Title, and the languages with the shown one in brackets."""
    languages = [f"[{code}]" if code == language else f" {code} " for code in session.languages]
    read_only = f" · {say('statements.read_only')}" if session.read_only else ""
    demo = f"{say('mark.demo')} · " if session.incident.demo else ""
    return Content(f"{demo}{session.incident.title}{read_only}   {''.join(languages)}")


def count(document: Document, statement: Statement) -> Content:
    """Words or characters against the document's limit in this language, and gaps."""
    code = statement.language
    used, limit, key = statement.words, document.words.get(code), "words"
    if document.characters.get(code):
        used, limit, key = len(statement.text), document.characters.get(code), "characters"
    text = say(f"statements.{key}_of", n=used, limit=limit) if limit else say(f"statements.{key}", n=used)
    over = limit is not None and used > limit
    if statement.gaps:
        text += ", " + counted("statements.gaps", len(statement.gaps))
    label = f"{code} {'⚠ ' if over else ''}{text}"
    return Content.styled(label, "bold $text-warning") if over else Content(label)


def on_text(session: Session, statement: Statement) -> list[str]:
    """What a person should know about this text beside its words: changes that no longer fit, an older language,
    sentences that were taken out."""
    notes = []
    if statement.stranded:
        notes.append(counted("statements.note_stranded", len(statement.stranded)))
    for row in {(r.language, r.than): r for r in edit.older(session, statement.document)}.values():
        names = {"language": say(f"language_name.{row.language}"), "than": say(f"language_name.{row.than}")}
        key = "statements.note_older_here" if row.language == statement.language else "statements.note_older"
        notes.append(say(key, **names, text=short(row.text, 40)))
    notes += [say("statements.note_taken_out", text=short(gone.base)) for gone in edit.taken_out(session, statement)]
    return notes


def on_sentence(session: Session, statement: Statement, sentence: Sentence, *, explain: bool) -> list[str]:
    """What is to be said about one sentence before its facts: begun words, who changed it, where its words stand."""
    notes = []
    if edit.half_typed_text(session, statement, sentence):
        notes.append(say("statements.begun"))
    if (changed := sentence.edit) is not None:
        kind = say(f"kind.{changed.kind.value}")
        notes.append(say("statements.changed", kind=kind, by=changed.by, base=changed.base))
    if explain:
        element = sentence.element or say("statements.layout")
        notes.append(say("statements.origin", element=element, origin=_origin(sentence)))
    return notes


def short(text: str, most: int = 60) -> str:
    """The beginning of a text, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _origin(sentence: Sentence) -> str:
    if sentence.edit is None and not sentence.template:
        return say("statements.origin_gap")
    return origin(sentence) if sentence.edit is None else f"{sentence.template}:{sentence.line}"
