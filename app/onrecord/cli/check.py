"""`onrecord check`: findings like a good compiler's, or JSON for a program that reads on."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("check")
@click.argument("source", default="-")
@click.option("--document", "document", default="", help="holding, press, line, apology, post, customer-email ...")
@click.option("--lang", "language", default="", help="en or it; guessed from the text if absent.")
@click.option("--facts", "facts", type=click.Path(path_type=Path), help="An incident to trace the text against.")
@click.option("--json", "wants_json", is_flag=True, help="For a program that reads on; a folder gives JSON Lines.")
def command(source: str, document: str, language: str, facts: Path | None, wants_json: bool) -> int:
    """Read a text before anyone else does.

    SOURCE is a file, - for standard input, a folder of texts (each is read), or an incident (its drafts are read).
    Without --document a text is read as a press statement. Exit code 1: something stops it.
    """
    from onrecord.cli.check_run import check

    return check(source, document, language, facts, wants_json)
