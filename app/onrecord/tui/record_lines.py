"""The lines of the record screen: a row in one or two lines, the whole of a row, what is due, what verify found."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from onrecord.tui.words import say, span

if TYPE_CHECKING:
    from onrecord.desk.changes import OutOfDate
    from onrecord.desk.session import Session
    from onrecord.desk.timeline import Row, Whole
    from onrecord.record.verify import Result

INDENT = " " * 16


def clock(session: Session, at: datetime) -> str:
    """The time of a row in the incident's zone; with the day when it is not today."""
    local = at.astimezone(session.timezone)
    today = session.now().astimezone(session.timezone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d.%m. %H:%M}"


def head(session: Session) -> Content:
    """What this is, and of which incident."""
    parts = [Content.styled(f"{say('record.title')} · {session.incident.title}", "bold")]
    if session.read_only:
        parts.append(Content(say("statements.read_only")))
    if session.incident.demo:
        parts.append(Content(say("home.is_demo")))
    return Content(" · ").join(parts)


def loud(session: Session, found: Whole) -> list[str]:
    """What was promised and not kept, in words that cannot be overlooked."""
    late = [due for due in found.due if due.kind == "update" and due.state == "late"]
    rows = [
        f" ⚠ {say('record.late', time=clock(session, due.at), ago=span(-due.minutes), what=due.what)} " for due in late
    ]
    open_times = {due.at for due in late}
    rows += [
        f" ⚠ {say('record.not_kept', time=clock(session, one.promised), name=one.issue.name)} "
        for one in found.broken
        if one.promised not in open_times
    ][:1]
    return rows


def row(session: Session, one: Row) -> Content:
    """One row of the timeline: time, kind, what, old → new; below it how sure, who says so, who did it."""
    first = Content.styled(f"{clock(session, one.at):>5}  ", "bold") + Content(f"{say(f'record.kind_{one.kind}'):<8} ")
    text = f"{one.what}{value(one)}"
    second = " · ".join(part for part in (one.more, one.by) if part)
    return first + Content(text) + Content.styled(f"\n{INDENT}{second}", "$text-muted")


def hung(content: Content, width: int, indent: int) -> Content:
    """Long lines broken so that what follows stands below the words, not below the time. `width` in columns."""
    lines: list[Content] = []
    for number, line in enumerate(content.split("\n", allow_blank=True)):
        own = len(line.plain) - len(line.plain.lstrip(" "))
        hang = min(max(own, indent if number == 0 else own), max(0, width - 20))
        rows = line.wrap(max(20, width)) if line.cell_length > width else [line]
        if len(rows) > 1:
            first = rows[0]
            rest = line[len(first.plain) :]
            rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
            rows = [first, *(Content(" " * hang) + row for row in rest.wrap(max(20, width - hang)))]
        lines += rows
    return Content("\n").join(lines)


def value(one: Row) -> str:
    if one.old and one.new:
        return f": {one.old} → {one.new}"
    if one.new:
        return f": {one.new}"
    return f": {one.old} → {say('record.no_value')}" if one.old else ""


def out_of_date(session: Session, old: OutOfDate) -> Content:
    """A sentence that was given out and would not be written today."""
    since = say("record.since", time=clock(session, old.since)) if old.since else say("record.since_unknown")
    where = say("record.issued_as", name=old.issue.name, language=old.language, to=", ".join(old.issue.to))
    head = Content.styled(f"✗ {since}", "bold $text-error") + Content(f" · {where}")
    instead = old.new or say("record.waits_for_yes" if old.waits else "record.nothing_instead")
    return head + Content(f"\n  “{old.old}”\n") + Content.styled(f"  → {instead}", "$text-muted")


def verdict(results: tuple[Result, ...]) -> Content:
    """What verify found, in one line; the worst first."""
    if not results:
        return Content(say("record.looking"))
    worst = results[0]
    if worst.level == "fine":
        return Content(f"✓ {say('record.holds', n=len(results), what=worst.what)}")
    sign = "✗" if worst.level == "broken" else "!"
    return Content(f"{sign} {say(f'record.verify_{worst.level}')}: {worst.what} {worst.hint}")


def results(found: tuple[Result, ...]) -> str:
    """Everything that verify looked at, and what it cannot prove."""
    from onrecord.record.verify import CANNOT_PROVE

    signs = {"broken": "✗", "look": "!", "fine": "✓"}
    lines = [f"{signs[r.level]} {r.what}" + (f"\n  {r.hint}" if r.hint else "") for r in found]
    return "\n".join([*lines, "", say("record.cannot_prove"), *(f"- {line}" for line in CANNOT_PROVE)])


def readers(session: Session) -> str:
    """The access list: who was given the record, where, since when."""
    from onrecord.incident import issued

    rows = [
        say("record.readers_row", name=one.name, place=one.place, time=clock(session, one.since), by=one.by)
        for one in issued.readers(session.path)
    ]
    return "\n".join(rows) or say("record.readers_none")


def all_of(session: Session, target: Row | OutOfDate) -> str:
    """Everything about a row; of a given-out sentence also what changed behind it."""
    from onrecord.desk.timeline import Row as TimelineRow
    from onrecord.desk.timeline import label
    from onrecord.incident import issued

    if isinstance(target, TimelineRow):
        at = target.at.astimezone(session.timezone)
        lines = [f"{at:%d.%m.%Y %H:%M} · {target.by}", f"{target.what}{value(target)}", target.more]
        if target.kind == "issue":
            for one in issued.issues(session.path):
                if one.document in target.documents and target.what.startswith(f"{one.name},"):
                    for language in one.languages:
                        path = session.path / issued.name_of(one.document, language, one.version)
                        text = path.read_text("utf-8", "replace") if path.is_file() else say("record.text_missing")
                        lines += ["", f"── {language} ──", text.strip()]
        return "\n".join(line for line in lines if line is not None)
    moved = "\n".join(f"- {label(session, m.fact)}: {m.what}" for m in target.moved)
    return "\n\n".join(
        part
        for part in (
            say("record.issued_as", name=target.issue.name, language=target.language, to=", ".join(target.issue.to)),
            f"“{target.old}”",
            say("record.now", new=target.new) if target.new else say("record.nothing_instead"),
            moved,
            say(f"record.proposes_{target.kind}"),
        )
        if part
    )
