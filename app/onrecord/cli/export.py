"""`onrecord export`: the texts that may leave, and the approver's sheets."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import as_json, data, incident_argument, json_option, known_language, talk
from onrecord.errors import EXIT_BLOCKED


@click.command("export")
@incident_argument
@click.option("--document", "only", multiple=True, help="Only this document; may stand several times.")
@click.option("--lang", "languages", multiple=True, help="Only this language; normally all go together.")
@click.option("--to", "to", required=True, type=click.Path(path_type=Path), help="The folder to write to.")
@click.option("--by", default="", help="Who drafted it, for the sheet.")
@click.option("--front-matter", is_flag=True, help="YAML front matter for site generators.")
@json_option
def export(
    incident: Path,
    only: tuple[str, ...],
    languages: tuple[str, ...],
    to: Path,
    by: str,
    front_matter: bool,
    wants_json: bool,
) -> int:
    """Write public/ (the text alone) and internal/ (staff note, Q&A, the approver's sheets) below --to.

    A document with a gap stays: exit code 1 says that something did. The JSON holds public, internal (paths) and stops
    (document, language, why).
    """
    from onrecord.desk.export import export as run
    from onrecord.desk.session import open_session

    session = open_session(incident, read_only=True)
    done = run(
        session,
        to,
        only=only,
        languages=[known_language(code) for code in languages],
        by=by,
        front_matter=front_matter,
    )
    if wants_json:
        as_json(
            {
                "public": [str(path) for path in done.public],
                "internal": [str(path) for path in done.internal],
                "stops": [{"document": s.document, "language": s.language, "why": s.why} for s in done.stops],
            }
        )
    else:
        for path in (*done.public, *done.internal):
            data(str(path))
        for stop in done.stops:
            talk(f"stayed: {stop.document} ({stop.language}): {stop.why}")
    return EXIT_BLOCKED if done.stops else 0
