"""The record on the command line: history, verify, sign, issue, share, sync, clocks, changes."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import as_json, data, document_option, incident_argument, json_option, talk
from onrecord.errors import EXIT_BLOCKED


@click.command("history")
@incident_argument
@click.option("--fact", default="", help="One fact over time: value, status, release, source.")
@document_option
@click.option("--by", default="", help="Only what this person did.")
@click.option("--since", default="", help="From this time on: 02:20, 12 March 02:20.")
@click.option("--at", "moment", default="", help="As it stood at this time.")
@click.option("--to", type=click.Path(path_type=Path), help="With --at: put the folder as it stood there, to be read.")
@click.option("--limit", default=0, help="At most so many entries, the newest.")
@json_option
def history(
    incident: Path,
    fact: str,
    document: str,
    by: str,
    since: str,
    moment: str,
    to: Path | None,
    limit: int,
    wants_json: bool,
) -> int:
    """Who knew, wrote, cleared and issued what, when; the newest entry first.

    The JSON holds id, at, by, words, details, facts, documents, kinds, codes; with --fact at, by, value, status,
    release and source, the oldest first. Values that may not be said are in no history.
    """
    from itertools import islice

    from onrecord.desk import history as use
    from onrecord.desk.session import open_session

    session = open_session(incident, read_only=True)
    zone = session.timezone
    if fact:
        rows = use.fact_rows(session, fact)
        if wants_json:
            as_json(
                [
                    {
                        "at": r.at.isoformat(),
                        "by": r.by,
                        "value": r.value,
                        "status": r.status,
                        "release": r.release,
                        "source": r.source,
                    }
                    for r in rows
                ]
            )
            return 0
        for r in rows:
            parts = [r.value or "(no value here)", r.status, r.release, r.source and f"says {r.source}", f"by {r.by}"]
            data(f"{r.at.astimezone(zone):%Y-%m-%d %H:%M}  {', '.join(p for p in parts if p)}")
        if not rows:
            talk("nothing was ever answered here")
        return 0
    until = use.moment(session, moment) if moment else None
    if to is not None:
        if until is None:
            raise click.UsageError("--to needs --at")
        entry = use.as_it_stood(session, until, to)
        data(str(to))
        talk(f"as it stood at {until:%H:%M on %d %B %Y} (entry {entry.id[:10]}); open it: onrecord {to}")
        return 0
    found = use.lines(
        session, by=by, document=document, since=use.moment(session, since) if since else None, until=until
    )
    entries = list(islice(found, limit or None))
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
                for e in entries
            ]
        )
        return 0
    for e in entries:
        data(f"{e.at.astimezone(zone):%Y-%m-%d %H:%M}  {e.id[:8]}  {e.by}: {e.words}")
        if len(e.details) > 1:
            for line in e.details:
                data(f"{'':28}- {line}")
    return 0


@click.command("verify")
@incident_argument
@click.option(
    "--exported",
    type=click.Path(path_type=Path, exists=True),
    help="A folder or file that was sent: which version is it?",
)
@json_option
def verify(incident: Path, exported: Path | None, wants_json: bool) -> int:
    """Does the record hold: every object intact, every clearance and issue still the text it was given for.

    Says what it cannot prove. Exit code 1 when something is broken. The JSON holds results (level, what, hint) and
    cannot_prove.
    """
    from onrecord import record
    from onrecord.incident.store import folder_of
    from onrecord.record import verify as use

    folder = folder_of(incident)
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
