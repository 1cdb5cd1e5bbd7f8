"""What `onrecord history` prints: entries, a fact, versions, counts, calls, the incident as it stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from onrecord.cli.output import as_json, data, talk
from onrecord.desk.history import FactRow
from onrecord.desk.session import Session
from onrecord.record.history import Entry

_STAMP = "%Y-%m-%d %H:%M"


def entries(session: Session, found: Iterable[Entry], limit: int, wants_json: bool) -> int:
    """The history by time."""
    rows = list(islice(found, limit or None))
    if wants_json:
        as_json(
            [
                {
                    "id": e.id,
                    "at": e.at.isoformat(),
                    "by": e.by,
                    "words": e.words,
                    "details": list(e.details),
                    "facts": list(e.facts),
                    "documents": list(e.documents),
                    "kinds": list(e.kinds),
                    "codes": list(e.codes),
                }
                for e in rows
            ]
        )
        return 0
    for e in rows:
        data(f"{e.at.astimezone(session.timezone):{_STAMP}}  {e.id[:8]}  {e.by}: {e.words}")
        if len(e.details) > 1:
            for line in e.details:
                data(f"{'':28}- {line}")
    return 0


def fact(session: Session, rows: Sequence[FactRow], wants_json: bool) -> int:
    """One fact over time, the oldest first."""
    if wants_json:
        as_json([_fact_json(row) for row in rows])
        return 0
    for row in rows:
        data(f"{row.at.astimezone(session.timezone):{_STAMP}}  {fact_line(session, row)}")
    if not rows:
        talk("nothing was ever answered here")
    return 0


def fact_line(session: Session, row: FactRow) -> str:
    """Value, status, release, source, as of when, basis, and who noted it."""
    parts = [row.value or "(no value here)", row.status, row.release, row.source and f"says {row.source}"]
    parts.append(f"as of {row.as_of.astimezone(session.timezone):%d %b %H:%M}" if row.as_of else "")
    parts += [row.basis and f"basis: {row.basis}", f"noted by {row.by}"]
    return ", ".join(part for part in parts if part)


def _fact_json(row: FactRow) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "by": row.by,
        "value": row.value,
        "status": row.status,
        "release": row.release,
        "source": row.source,
        "as_of": row.as_of.isoformat() if row.as_of else "",
        "basis": row.basis,
        "entry": row.entry,
    }


def versions(session: Session, document: str, language: str, wants_json: bool) -> int:
    """The versions of a statement with the words that changed: [-gone-] {+new+}."""
    from onrecord.desk.versions import versions as found
    from onrecord.review.differences import plain

    rows = found(session, document)
    codes = [language] if language else list(session.languages)
    if wants_json:
        as_json(
            [
                {
                    "name": row.name,
                    "kind": row.kind,
                    "code": row.code,
                    "version": row.number,
                    "at": row.at.isoformat(),
                    "told": list(row.told),
                    "languages": {
                        code: {
                            "sentences": list(row.texts[code]),
                            "changed": [
                                {
                                    "old": change.old,
                                    "new": change.new,
                                    "words": [{"kind": run.kind, "text": run.text} for run in change.words],
                                }
                                for change in row.changed.get(code, ())
                            ],
                        }
                        for code in codes
                        if code in row.texts
                    },
                }
                for row in rows
            ]
        )
        return 0
    for number, row in enumerate(rows):
        at = row.at.astimezone(session.timezone)
        head = f"{row.name}, code {row.code}" if row.kind == "issued" else row.name
        data(f"{at:{_STAMP}}  {head}" + (", the draft as it stands now" if row.kind == "draft" else ""))
        for line in row.told:
            data(f"  {line}")
        for code in (code for code in codes if code in row.texts):
            if number == 0:
                data(f"  {code}  {len(row.texts[code])} sentences")
                for sentence in row.texts[code]:
                    data(f"      {sentence}")
            elif not row.changed[code]:
                data(f"  {code}  the same words")
            else:
                for change in row.changed[code]:
                    data(f"  {code}  {plain(change.words)}")
    return 0


def numbers(session: Session, language: str, wants_json: bool) -> int:
    """Every count over time."""
    from onrecord.desk.numbers import number_log

    found = number_log(session, language)
    if wants_json:
        as_json(
            [
                {
                    "fact": count.fact,
                    "label": count.label,
                    "figures": [{**_fact_json(f.row), "given_out": list(f.given)} for f in count.figures],
                }
                for count in found
            ]
        )
        return 0
    for count in found:
        data(f"{count.label} ({count.fact})")
        for figure in count.figures:
            at = figure.row.at.astimezone(session.timezone)
            out = f"; given out in {', '.join(figure.given)}" if figure.given else ""
            data(f"  {at:{_STAMP}}  {fact_line(session, figure.row)}{out}")
    if not found:
        talk("no count was ever answered here")
    return 0


def calls(session: Session, wants_json: bool) -> int:
    """The media log."""
    from onrecord.desk.media import caller, media_log

    found = media_log(session)
    if wants_json:
        as_json(
            {
                "calls": [
                    {
                        "id": row.call.id,
                        "at": row.call.at.isoformat(),
                        "outlet": row.call.outlet,
                        "person": row.call.person,
                        "number": row.call.number,
                        "question": row.call.question,
                        "deadline": row.call.deadline.isoformat() if row.call.deadline else "",
                        "back_by": row.call.back_by.isoformat() if row.call.back_by else "",
                        "by": row.call.by,
                        "read_aloud": row.call.line_given,
                        "given": [
                            {"at": g.at.isoformat(), "by": g.by, "text": g.text, "words": g.line_given}
                            for g in row.given
                        ],
                    }
                    for row in found.calls
                ],
                "differ": list(found.differ),
            }
        )
        return 0
    zone = session.timezone
    for row in found.calls:
        call = row.call
        asks = f": {call.question}" if call.question else ""
        until = f", deadline {call.deadline.astimezone(zone):%H:%M}" if call.deadline else ""
        data(f"{call.at.astimezone(zone):{_STAMP}}  {call.id}  {caller(call)}{asks}{until} (noted by {call.by})")
        if call.line_given:
            data(f"    read aloud: “{call.line_given}”")
        for given in row.given:
            words = " ".join(given.line_given.split())
            data(f"    {given.at.astimezone(zone):%H:%M} given {given.text} by {given.by}: “{words}”")
        if not row.answered:
            data("    no line was given yet")
    if found.differ:
        talk(f"Not the latest words: {', '.join(found.differ)}. Ring them back with the line that everybody gets.")
    if not found.calls:
        talk("no call was noted")
    return 0


def past(session: Session, moment: str, language: str, wants_json: bool) -> int:
    """The incident as it stood at a moment."""
    from onrecord.desk.past import as_it_stood, typed

    found = as_it_stood(session, typed(session, moment), language=language)
    zone = session.timezone
    if wants_json:
        as_json(
            {
                "at": found.at.isoformat(),
                "entry": found.entry.id,
                "facts": [
                    {
                        "id": fact.id,
                        "label": fact.label,
                        "value": fact.value,
                        "status": fact.status,
                        "release": fact.release,
                        "source": fact.source,
                        "as_of": fact.as_of.isoformat() if fact.as_of else "",
                    }
                    for fact in found.facts
                ],
                "statements": [
                    {
                        "document": row.document,
                        "code": row.code,
                        "cleared": row.cleared,
                        "clearances": list(row.told),
                        "texts": dict(row.texts),
                    }
                    for row in found.statements
                ],
                "issued": [
                    {"name": one.name, "at": one.at.isoformat(), "to": list(one.to), "languages": list(one.languages)}
                    for one in found.issued
                ],
                "not_shown": list(found.covered),
            }
        )
        return 0
    talk(f"The past: as it stood at {found.at:%H:%M %Z on %d %B %Y}. Nothing here can be changed.")
    data(f"# {found.title}, as it stood at {found.at:%H:%M %Z on %d %B %Y}")
    data(f"Newest entry then: {found.entry.id[:10]}, {found.entry.by}: {found.entry.words}")
    data("\n## Facts")
    for fact in found.facts:
        parts = [fact.value, fact.status, fact.release, fact.source and f"says {fact.source}"]
        data(f"- {fact.label}: {', '.join(part for part in parts if part)}")
    if found.covered:
        data(f"Values that are not to be said now are not shown: {', '.join(found.covered)}")
    data("\n## Given out by then")
    for one in found.issued:
        data(f"- {one.name} ({', '.join(one.languages)}), {one.at.astimezone(zone):%H:%M}: {', '.join(one.to)}")
    if not found.issued:
        data("- nothing")
    for row in found.statements:
        state = "cleared" if row.cleared else "not cleared"
        data(f"\n## {row.document}" + (f", code {row.code}, {state}" if row.code else ""))
        for line in row.told:
            data(f"- {line}")
        for code, text in row.texts.items():
            data(f"\n[{code}]\n{text}")
    talk("Passages are those of this onrecord; what was cleared or issued stands word for word in its own files.")
    return 0
