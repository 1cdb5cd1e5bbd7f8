"""`onrecord paths` and `onrecord doctor`."""

from __future__ import annotations

import click

from onrecord.cli.output import as_json, data, json_option
from onrecord.errors import EXIT_BAD_INPUT

SIGNS = {"fine": "✓", "look": "!", "broken": "✗"}


@click.command("paths")
@json_option
def paths(wants_json: bool) -> int:
    """Where onrecord keeps things. The JSON is a table name -> folder."""
    from onrecord.desk.health import paths as found

    if wants_json:
        as_json(found())
    else:
        for name, place in found().items():
            data(f"{name:20} {place}")
    return 0


@click.command("doctor")
@json_option
def doctor(wants_json: bool) -> int:
    """Look at this installation; exit code 2 when something is broken.

    The JSON is a list of level (fine, look, broken), what and hint.
    """
    from onrecord.desk.health import examine

    found = list(examine())
    if wants_json:
        as_json([{"level": f.level, "what": f.what, "hint": f.hint} for f in found])
    else:
        for finding in found:
            data(f"{SIGNS[finding.level]} {finding.what}")
            if finding.hint:
                data(f"    {finding.hint}")
    return EXIT_BAD_INPUT if any(f.level == "broken" for f in found) else 0
