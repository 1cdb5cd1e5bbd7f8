"""The views of the record beside the timeline: a fact over time, a statement's versions, the counts, the media log.

Each is a list of rows, made off the screen's thread; a row knows what Enter shows and which entry of the history it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from onrecord.tui.record_lines import clock
from onrecord.tui.words import say

if TYPE_CHECKING:
    from onrecord.desk.history import FactRow
    from onrecord.desk.media import Logged
    from onrecord.desk.session import Session
    from onrecord.desk.versions import Version
    from onrecord.review.differences import Words

GONE, NEW = "strike $text-error", "bold underline $text-success"
"""Styles beside the signs [- -] and {+ +}, which tell the same without colour."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a view."""

    shown: Content
    whole: str | Content = ""
    """What Enter shows; empty: the row itself."""
    entry: str = ""
    """The entry of the history that it is, for `as it stood`."""
    call: str = ""
    """The id of a call."""
    documents: tuple[str, ...] = ()
    fact: str = ""
    heading: bool = False


def lines(session: Session, kind: str, what: str) -> tuple[Line, ...]:
    """The rows of a view; empty where there is nothing. Raises OnrecordError."""
    if kind == "fact":
        return _fact(session, what)
    if kind == "document":
        return _document(session, what)
    if kind == "numbers":
        return _numbers(session)
    return _media(session)


# A fact over time -----------------------------------------------------------------------------------------------------


def _fact(session: Session, name: str) -> tuple[Line, ...]:
    from onrecord.desk.history import fact_rows

    rows = fact_rows(session, name)
    found = [_fact_line(session, name, row, before) for before, row in zip((None, *rows), rows, strict=False)]
    return tuple(reversed(found))


def _fact_line(session: Session, name: str, row: FactRow, before: FactRow | None) -> Line:
    value = row.value or say("record.no_value")
    if before is not None and before.value and row.value and before.value != row.value:
        value = f"{before.value} → {row.value}"
    status = row.status
    if before is not None and before.status != row.status:
        status = f"{before.status} → {row.status}"
    first = Content.styled(f"{clock(session, row.at):>5}  ", "bold") + Content(f"{value} · {status}")
    shown = first + Content.styled(f"\n       {_behind(session, row)}", "$text-muted")
    return Line(shown, entry=row.entry, fact=name)


def _behind(session: Session, row: FactRow) -> str:
    """Release, source, as of when, basis, who noted it."""
    parts = [row.release, row.source and say("record.says", source=row.source)]
    parts.append(say("record.as_of", time=clock(session, row.as_of)) if row.as_of else "")
    parts += [row.basis and say("record.basis", basis=row.basis), say("record.noted_by", by=row.by)]
    return " · ".join(part for part in parts if part)


# A statement's versions -----------------------------------------------------------------------------------------------


def _document(session: Session, document: str) -> tuple[Line, ...]:
    from onrecord.desk.versions import versions

    found = versions(session, document)
    return tuple(_version(session, row, first=number == 0) for number, row in reversed(list(enumerate(found))))


def _version(session: Session, row: Version, *, first: bool) -> Line:
    name = f"{row.name}, {say('record.code_is', code=row.code)}" if row.kind == "issued" else row.name
    kind = say(f"record.version_{row.kind}")
    shown = Content.styled(f"{clock(session, row.at):>5}  {name} · {kind}", "bold")
    shown += Content.styled("".join(f"\n       {line}" for line in row.told), "$text-muted")
    whole = Content.styled(f"{name} · {kind}\n", "bold") + Content("".join(f"{line}\n" for line in row.told))
    for language, sentences in row.texts.items():
        changed = row.changed.get(language, ())
        if first:
            shown += Content(f"\n   {language}  {say('record.first_version', n=len(sentences))}")
        elif not changed:
            shown += Content(f"\n   {language}  {say('record.same_words')}")
        else:
            for change in changed:
                shown += Content(f"\n   {language}  ") + marked(change.words)
        whole += Content.styled(f"\n── {say(f'language_name.{language}')} ──\n", "bold")
        by_new = {change.new: change for change in changed if change.new} if not first else {}
        for sentence in sentences:
            edited = by_new.get(sentence)
            whole += (marked(edited.words) if edited is not None else Content(sentence)) + Content("\n")
        for change in () if first else changed:
            if not change.new:
                whole += marked(change.words) + Content("\n")
    return Line(shown, whole, documents=(row.document,))


def marked(words: Sequence[Words]) -> Content:
    """Words that went and came, told by signs and styles: [-3,400-] {+12,000+}."""
    parts = []
    for run in words:
        if run.kind == "same":
            parts.append(Content(run.text))
        elif run.kind == "gone":
            parts.append(Content.styled(f"[-{run.text}-]", GONE))
        else:
            parts.append(Content.styled(f"{{+{run.text}+}}", NEW))
    return Content(" ").join(parts)


# Counts ---------------------------------------------------------------------------------------------------------------


def _numbers(session: Session) -> tuple[Line, ...]:
    from onrecord.desk.numbers import number_log

    found: list[Line] = []
    for count in number_log(session):
        moved = say("record.moved", n=count.moved) if count.moved else say("record.not_moved")
        found.append(Line(Content.styled(f"{count.label} · {moved}", "bold"), heading=True))
        for figure in reversed(count.figures):
            row = figure.row
            first = Content.styled(f"{clock(session, row.at):>5}  ", "bold")
            first += Content(f"{row.value or say('record.no_value')} · {row.status}")
            out = (
                say("record.given_out", texts=", ".join(figure.given)) if figure.given else say("record.not_given_out")
            )
            shown = first + Content.styled(f"\n       {_behind(session, row)}\n       {out}", "$text-muted")
            found.append(Line(shown, entry=row.entry, fact=count.fact))
    return tuple(found)


# The media log --------------------------------------------------------------------------------------------------------


def _media(session: Session) -> tuple[Line, ...]:
    from onrecord.desk.media import media_log

    found = media_log(session)
    rows: list[Line] = []
    if found.differ:
        told = say("record.differ", who=", ".join(found.differ))
        rows.append(Line(Content.styled(f"⚠ {told}", "bold"), heading=True))
    rows += [_call(session, row) for row in reversed(found.calls)]
    return tuple(rows)


def _call(session: Session, row: Logged) -> Line:
    call = row.call
    who = " · ".join(part for part in (call.outlet, call.person, call.number, call.question) if part)
    if call.deadline is not None:
        who += " · " + say("call.until", time=clock(session, call.deadline))
    by = f" ({call.by})" if call.by else ""
    shown = Content.styled(f"{clock(session, call.at):>5}  ", "bold") + Content(f"{who}{by}")
    whole = [f"{clock(session, call.at)}  {who}{by}"]
    if call.line_given:
        whole += ["", say("record.read_aloud"), call.line_given]
    for given in row.given:
        told = say("record.was_given", time=clock(session, given.at), text=given.text, by=given.by)
        shown += Content(f"\n       ✓ {told}")
        whole += ["", told, given.line_given]
    if not row.given:
        back = say("record.ring_back", time=clock(session, call.back_by)) if call.back_by is not None else ""
        told = " · ".join(part for part in (say("record.waits"), back) if part)
        shown += Content(f"\n       ○ {told}")
    return Line(shown, "\n".join(whole), call=call.id)
