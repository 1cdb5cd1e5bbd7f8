"""`onrecord draft`: a statement on stdout, and why each sentence stands there."""

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


@click.command("draft")
@incident_argument
@document_option
@language_option
@click.option("--explain", is_flag=True, help="Per sentence: the facts it rests on, and the template it comes from.")
@json_option
def draft(incident: Path, document: str, language: str, explain: bool, wants_json: bool) -> int:
    """Draft a statement (the holding statement if no --document is given) and print it.

    The JSON holds document, language, id, text, words, gaps, sentences (text, start, end, element, facts, because,
    template, line, edited) and stranded edits.
    """
    from onrecord.desk.drafts import draft_document
    from onrecord.desk.explain import explained, statement_json
    from onrecord.desk.session import open_session

    session = open_session(incident, read_only=True)
    chosen = known_language(language) if language else session.languages[0]
    statement = draft_document(session, document or "holding", chosen)
    if wants_json:
        as_json(statement_json(statement))
    elif explain:
        data(explained(session, statement))
    else:
        data(statement.text)
    if statement.gaps and not wants_json:
        talk(f"{len(statement.gaps)} gap(s): " + ", ".join(dict.fromkeys(gap.text for gap in statement.gaps)))
    for edit in statement.stranded:
        talk(f"An edit by {edit.by} no longer finds its sentence: {edit.base!r} -> {edit.text!r}")
    return 0
