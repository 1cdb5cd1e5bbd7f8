"""The record on the command line: history and verify."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import (
    as_json,
    data,
    document_option,
    incident_argument,
    json_option,
    known_language,
    language_option,
    talk,
)
from onrecord.errors import EXIT_BLOCKED


@click.command("history")
@incident_argument
@click.option("--fact", default="", help="One fact over time: value, status, release, source.")
@document_option
@click.option("--diff", is_flag=True, help="With --document: its versions, word by word against the one before.")
@click.option("--by", default="", help="Only what this person did.")
@click.option("--since", default="", help="From this time on: 02:20, 12 March 02:20.")
@click.option("--until", default="", help="Up to this time.")
@click.option("--numbers", is_flag=True, help="Every count over time: as of when, on what basis, who said so.")
@click.option("--calls", is_flag=True, help="The media log: who asked what, and which line they were given.")
@click.option("--at", "moment", default="", help="As it stood at this time: facts, statements, clearances.")
@click.option("--to", type=click.Path(path_type=Path), help="With --at: put the folder as it stood there, to be read.")
@click.option("--limit", default=0, help="At most so many entries, the newest.")
@language_option
@json_option
def history(
    incident: Path,
    fact: str,
    document: str,
    diff: bool,
    by: str,
    since: str,
    until: str,
    numbers: bool,
    calls: bool,
    moment: str,
    to: Path | None,
    limit: int,
    language: str,
    wants_json: bool,
) -> int:
    """Who knew, wrote, cleared and issued what, when; the newest entry first.

    The JSON holds id, at, by, words, details, facts, documents, kinds, codes. With --fact: at, by, value, status,
    release, source, as_of, basis, entry, the oldest first. With --diff: the versions with their sentences and what
    changed in them. With --numbers, --calls and --at: what the lists and the page hold. Values that may not be said
    are in no history.
    """
    from onrecord.cli import record_pages as page
    from onrecord.desk import history as use
    from onrecord.desk.session import open_session

    chosen = [name for name, on in (("--fact", fact), ("--diff", diff), ("--numbers", numbers)) if on]
    chosen += [name for name, on in (("--calls", calls), ("--at", moment)) if on]
    if len(chosen) > 1:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} are two questions: ask them one after the other")
    if diff and not document:
        raise click.UsageError("--diff needs --document")
    if to is not None and not moment:
        raise click.UsageError("--to needs --at")
    session = open_session(incident, read_only=True)
    code = known_language(language) if language else session.languages[0]
    if fact:
        return page.fact(session, use.fact_rows(session, fact, code), wants_json)
    if diff:
        return page.versions(session, document, language, wants_json)
    if numbers:
        return page.numbers(session, code, wants_json)
    if calls:
        return page.calls(session, wants_json)
    if moment and to is not None:
        when = use.moment(session, moment)
        entry = use.as_it_stood(session, when, to)
        data(str(to))
        talk(f"as it stood at {when:%H:%M on %d %B %Y} (entry {entry.id[:10]}); open it: onrecord {to}")
        return 0
    if moment:
        return page.past(session, moment, code, wants_json)
    begin, end = (use.moment(session, text) if text else None for text in (since, until))
    found = use.lines(session, by=by, document=document, since=begin, until=end)
    return page.entries(session, found, limit, wants_json)


@click.command("verify")
@incident_argument
@click.option(
    "--exported",
    type=click.Path(path_type=Path, exists=True),
    help="A folder or file that was sent: which version is it?",
)
@click.option("--rebuild", is_flag=True, help="Put a damaged history aside and begin it anew.")
@json_option
def verify(incident: Path, exported: Path | None, rebuild: bool, wants_json: bool) -> int:
    """Does the record hold: every object intact, every clearance and issue still the text it was given for.

    Says what it cannot prove. --rebuild is for a history that does not hold: it goes on from a shared folder that still
    has it, else it begins anew with the files as they are; the old one is kept, and what was lost is said. Exit code 1
    when something is broken. The JSON holds results (level, what, hint) and cannot_prove.
    """
    from onrecord import record
    from onrecord.incident.store import folder_of
    from onrecord.record import verify as use

    folder = folder_of(incident)
    if rebuild:
        for line in _rebuilt(folder):
            talk(line)
    record.settle(folder)
    results = list(use.verify(folder))
    if exported is not None:
        results += use.exported(folder, exported)
    broken = any(r.level == "broken" for r in results)
    if wants_json:
        as_json(
            {
                "results": [{"level": r.level, "what": r.what, "hint": r.hint} for r in results],
                "cannot_prove": list(use.CANNOT_PROVE),
            }
        )
        return EXIT_BLOCKED if broken else 0
    for r in results:
        data(f"{r.level:7}{r.what}" + (f"\n       {r.hint}" if r.hint else ""))
    talk("It cannot prove:")
    for line in use.CANNOT_PROVE:
        talk(f"  {line}")
    return EXIT_BLOCKED if broken else 0


def _rebuilt(folder: Path) -> tuple[str, ...]:
    from onrecord.desk.history import rebuild
    from onrecord.desk.session import close_session, open_session

    session = open_session(folder)
    try:
        return rebuild(session)
    finally:
        close_session(session)
