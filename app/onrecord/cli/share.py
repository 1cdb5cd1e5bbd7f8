"""`onrecord share` and `onrecord sync`: who may read the record, and two people's work put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.output import as_json, data, incident_argument, json_option, talk
from onrecord.errors import EXIT_BLOCKED, BadInput

if TYPE_CHECKING:
    from onrecord.incident.issued import Reader


@click.command("share")
@incident_argument
@click.argument("place", default="")
@click.option("--with", "people", multiple=True, help="Who will read it; may stand several times.")
@click.option("--remove", multiple=True, help="Take somebody off the list of readers.")
@click.option("--who", "list_them", is_flag=True, help="Who can read it, where, since when, given by whom.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@json_option
def share(
    incident: Path,
    place: str,
    people: tuple[str, ...],
    remove: tuple[str, ...],
    list_them: bool,
    yes: bool,
    wants_json: bool,
) -> int:
    """Share INCIDENT through PLACE: a folder, a stick, a bare git repository, or one behind SSH.

    PLACE is a folder, ssh://user@host/path or user@host:path; without it, where the incident is shared already. Says
    who will receive what and asks once. Whoever can read that place can read the record. What was shared cannot be
    called back. --who lists the readers; the JSON holds name, place, since, by.
    """
    from onrecord.desk import share as use
    from onrecord.desk.session import close_session, open_session

    session = open_session(incident, read_only=list_them)
    try:
        if list_them:
            return _readers(use.readers(session), session.timezone, wants_json=wants_json)
        if remove:
            for one in use.take_off(session, remove):
                talk(
                    f"{one.name} is no longer on the list. What they received they keep; take away their way to it too:"
                )
                data(one.place)
            return 0
        wanted = use.offer(session, place, people)
        talk(f"Shared through {wanted.place} with {', '.join(wanted.people)}:")
        if wanted.over_the_network:
            talk(f"  OVER THE NETWORK, to {wanted.over_the_network}, by this computer's ssh: now, and at each sync")
        for line in wanted.goes:
            talk(f"  {line}")
        for line in wanted.stays:
            talk(f"  stays here: {line}")
        if wanted.already:
            talk(f"  can read it already: {', '.join(wanted.already)}")
        if not yes:
            click.confirm("Share it?", abort=True, err=True)
        done = use.share(session, wanted)
        data(str(wanted.place))
        talk(f"{done.gave} entries shared. They get it with: onrecord sync NEW-FOLDER --from {wanted.place}")
        return _clashes(done, wants_json=False)
    finally:
        close_session(session)


def _readers(found: Sequence[Reader], zone: tzinfo, *, wants_json: bool) -> int:
    if wants_json:
        as_json([{"name": r.name, "place": r.place, "since": r.since.isoformat(), "by": r.by} for r in found])
    for one in () if wants_json else found:
        data(f"{one.name}: {one.place}, since {one.since.astimezone(zone):%d %B %Y %H:%M}, given by {one.by}")
    if not found:
        talk("Nobody was given this record.")
    return 0


@click.command("sync")
@incident_argument
@click.option("--from", "place", default="", help="Make INCIDENT, a new folder, out of what is shared at this place.")
@click.option("--mine", multiple=True, help="Where both changed it: keep mine. A fact's id, as the message names it.")
@click.option("--theirs", multiple=True, help="Where both changed it: take theirs.")
@json_option
def sync(incident: Path, place: str, mine: tuple[str, ...], theirs: tuple[str, ...], wants_json: bool) -> int:
    """Bring the incident and the shared record together, fact by fact and edit by edit.

    Where two people changed the same thing differently both are shown and nothing is changed: choose with --mine or
    --theirs. Exit code 1 then. The JSON holds got, gave, clashes (name, mine, theirs), changed.
    """
    from onrecord.desk import share as use
    from onrecord.desk.session import close_session, open_session
    from onrecord.record.merge import Side

    if place:
        count = use.receive(place, incident)
        data(str(incident))
        talk(f"{count} entries received. private.toml of the others was not shared.")
        return 0
    both = set(mine) & set(theirs)
    if both:
        raise BadInput(f"{sorted(both)[0]}: mine or theirs, not both")
    choose: dict[str, Side] = {**dict.fromkeys(mine, "mine"), **dict.fromkeys(theirs, "theirs")}
    session = open_session(incident)
    try:
        session, done = use.sync(session, choose)
        if wants_json:
            as_json(
                {
                    "got": done.got,
                    "gave": done.gave,
                    "clashes": [{"name": c.name, "mine": c.mine, "theirs": c.theirs} for c in done.clashes],
                    "changed": list(done.changed),
                }
            )
        elif not done.clashes:
            data(f"{done.got} entries came, {done.gave} went")
            for line in done.told:
                talk(line)
        return _clashes(done, wants_json=wants_json)
    finally:
        close_session(session)


def _clashes(done: object, *, wants_json: bool) -> int:
    clashes = getattr(done, "clashes", ())
    if clashes and not wants_json:
        talk("Both of you changed these; nothing was changed yet. Choose with --mine NAME or --theirs NAME:")
        for clash in clashes:
            data(clash.name)
            data(f"  mine:   {clash.mine}")
            data(f"  theirs: {clash.theirs}")
    return EXIT_BLOCKED if clashes else 0
