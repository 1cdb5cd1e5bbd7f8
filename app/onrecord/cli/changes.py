"""`onrecord changes`, `clocks` and `handover`: what is old, what is due, what the next shift needs."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import as_json, data, document_option, incident_argument, json_option, known_language, talk
from onrecord.errors import EXIT_BLOCKED


@click.command("changes")
@incident_argument
@document_option
@click.option(
    "--draft",
    "kind",
    type=click.Choice(["update", "correction", "closing"]),
    help="Draft the text that says so, in every language; closing: what closes the incident.",
)
@json_option
def changes(incident: Path, document: str, kind: str | None, wants_json: bool) -> int:
    """Sentences of issued texts that the facts have overtaken, each with what would stand there now.

    With --draft the update or correction of --document's latest issue is made ready; draft, sign and issue it like any
    other. It goes to everybody who got the original. --draft closing makes the closing statement ready: what is known
    and cleared, what was corrected, what remains. Exit code 1 while something that was given out is out of date. The
    JSON holds issue, language, old, new, kind, facts (id, what), since, words.
    """
    from onrecord.desk import changes as use
    from onrecord.desk import who
    from onrecord.desk.session import close_session, open_session
    from onrecord.review.differences import plain, word_by_word

    if kind == "closing":
        from onrecord.desk import closing

        session = open_session(incident)
        try:
            session = closing.draft_closing(session, by=who.name())
            for row in closing.not_followed_up(session):
                talk(f"{row.issue.name} ({row.language}) is out of date and nothing was said about it: {row.old}")
            data("closing statement")
            talk(f"Read it: onrecord draft {session.path} --document closing")
        finally:
            close_session(session)
        return 0
    if kind:
        if not document:
            raise click.UsageError("--draft needs --document: which issued text does it follow?")
        session = open_session(incident)
        try:
            session = use.draft_follow_up(session, kind, document, by=who.name())
            done = next(one for one in use.latest(session) if one.document == document.replace("_", "-"))
            data(f"{kind} of {done.name}")
            talk(f"It goes to: {', '.join(done.to)} ({done.where})")
            talk(f"Read it: onrecord draft {session.path} --document {kind}")
        finally:
            close_session(session)
        return 0
    session = open_session(incident, read_only=True)
    rows = use.out_of_date(session, document.replace("_", "-"))
    broken = use.broken_promises(session)
    if wants_json:
        as_json(
            [
                {
                    "issue": row.issue.name,
                    "language": row.language,
                    "old": row.old,
                    "new": row.new,
                    "kind": row.kind,
                    "facts": [{"id": m.fact, "what": m.what} for m in row.moved],
                    "since": row.since.isoformat() if row.since else "",
                    "words": plain(word_by_word(row.old, row.new)) if row.new else "",
                }
                for row in rows
            ]
        )
        return EXIT_BLOCKED if rows or broken else 0
    for row in rows:
        since = f" since {row.since.astimezone(session.timezone):%H:%M}" if row.since else ""
        data(f"{row.issue.name} ({row.language}) out of date{since}; {row.kind}")
        empty = "known anew and not cleared yet" if row.waits else "nothing stands there now"
        data(f"  {plain(word_by_word(row.old, row.new)) if row.new else f'{row.old}  ({empty})'}")
    for one in broken:
        data(
            f"{one.issue.name}: promised to speak again at {one.promised.astimezone(session.timezone):%H:%M}, not kept"
        )
    if not rows and not broken:
        talk("Nothing that was given out is out of date." if use.latest(session) else "Nothing was given out yet.")
    return EXIT_BLOCKED if rows or broken else 0


@click.command("clocks")
@incident_argument
@json_option
def clocks(incident: Path, wants_json: bool) -> int:
    """Promised updates, callers who wait, answers somebody is finding out; the earliest first.

    onrecord does not count legal deadlines. Exit code 1 when something is late. The JSON holds kind (update, planned,
    call, answer), at, what, minutes, state (late, soon, ahead).
    """
    from onrecord.desk.clocks import clocks as use
    from onrecord.desk.session import open_session

    session = open_session(incident, read_only=True)
    rows = use(session)
    late = any(row.state == "late" and row.kind != "planned" for row in rows)
    if wants_json:
        as_json(
            [
                {"kind": r.kind, "at": r.at.isoformat(), "what": r.what, "minutes": r.minutes, "state": r.state}
                for r in rows
            ]
        )
        return EXIT_BLOCKED if late else 0
    for r in rows:
        data(f"{r.at:%Y-%m-%d %H:%M}  {r.state.upper() if r.state == 'late' else r.state:5}  {r.what}")
    if not rows:
        talk("Nothing is promised.")
    talk("Legal deadlines are not counted here.")
    return EXIT_BLOCKED if late else 0


@click.command("handover")
@incident_argument
@click.option("--lang", "language", default="en", show_default=True, help="en or it.")
def handover(incident: Path, language: str) -> int:
    """One page for whoever takes over: promises, what was given out, what is old, what waits, what was done last."""
    from onrecord.desk.handover import handover as use
    from onrecord.desk.session import open_session

    data(use(open_session(incident, read_only=True), known_language(language)))
    return 0
