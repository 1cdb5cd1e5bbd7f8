"""`onrecord new` and `onrecord demo`: incidents that do not exist yet."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import as_json, data, json_option, known_language, talk


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--scenario", required=True, help="general, accident, data-breach ... (onrecord templates list)")
@click.option("--title", default="", help="What you call it; it never leaves the desk.")
@click.option("--lang", "languages", multiple=True, help="A language; may stand several times. All if absent.")
@click.option("--timezone", default="", help="For instance Europe/Rome; this machine's if absent.")
@click.option("--profile", default="", help="The organisation's profile; the only one if absent.")
@json_option
def new(
    folder: Path,
    scenario: str,
    title: str,
    languages: tuple[str, ...],
    timezone: str,
    profile: str,
    wants_json: bool,
) -> int:
    """Make a new incident in FOLDER, which must be new or empty.

    The JSON holds path, scenario, title, timezone and languages.
    """
    from onrecord.content.model import LANGUAGES
    from onrecord.desk.create import NewIncident, new_incident
    from onrecord.desk.session import close_session

    wanted = NewIncident(
        scenario=scenario,
        title=title,
        languages=tuple(dict.fromkeys(known_language(code) for code in languages)) or LANGUAGES,
        timezone=timezone,
        profile=profile,
    )
    session = new_incident(folder, wanted)
    try:
        incident = session.incident
        if wants_json:
            as_json(
                {
                    "path": str(session.path),
                    "scenario": incident.scenario,
                    "title": incident.title,
                    "timezone": incident.timezone,
                    "languages": list(incident.languages),
                }
            )
        else:
            data(str(session.path))
            for notice in session.notices():
                talk(notice)
            talk(f"Answer its questions: onrecord ask {session.path}   or open it: onrecord {session.path}")
    finally:
        close_session(session)
    return 0


@click.command("demo")
@click.argument("name", default="")
@click.option("--to", type=click.Path(path_type=Path), help="Where the copy goes; among your incidents if absent.")
@click.option("--no-app", is_flag=True, help="Only make the copy and print its folder.")
def demo(name: str, to: Path | None, no_app: bool) -> int:
    """Open a private copy of an example (privacy-backlash, channel-closure). It can never be issued."""
    from onrecord.desk.create import open_demo
    from onrecord.desk.session import close_session

    session = open_demo(name, to=to)
    close_session(session)
    if no_app:
        data(str(session.path))
        return 0
    from onrecord.tui.app import run_app

    return run_app(session.path)
