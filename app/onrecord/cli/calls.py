"""`onrecord calls`: the media log by command."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import as_json, data, incident_argument, json_option, known_language, language_option, talk


@click.command("calls")
@incident_argument
@click.option("--outlet", default="", help="Note a call: who rang.")
@click.option("--person", default="", help="The reporter's name; it stays in private.toml.")
@click.option("--number", default="", help="The reporter's number; it stays in private.toml.")
@click.option("--question", default="", help="What was asked.")
@click.option("--deadline", default="", help="Until when an answer is needed: 02:40.")
@click.option("--back-by", default="", help="When we ring back; in half an hour if absent.")
@click.option("--give", "call_id", default="", metavar="CALL", help="Note that this caller was given a line.")
@click.option(
    "--line", "text", default="", help="With --give: which, as listed: 'line v1 (en)'. The only one if absent."
)
@click.option("--lines", "wants_lines", is_flag=True, help="The lines that may be given now, word for word.")
@click.option("--by", default="", help="Who took the call or gave the line; your name at this desk if absent.")
@language_option
@json_option
def calls(
    incident: Path,
    outlet: str,
    person: str,
    number: str,
    question: str,
    deadline: str,
    back_by: str,
    call_id: str,
    text: str,
    wants_lines: bool,
    by: str,
    language: str,
    wants_json: bool,
) -> int:
    """The media log of INCIDENT; with options, a call is noted or a caller marked as given a line, word for word.

    Everybody gets the same words: a line is a text that was cleared or issued, whole. Exit code 1 where none may be
    given yet. The JSON is that of `onrecord history --calls`; with --lines text, words, given_to and out_of_date.
    """
    from onrecord.cli import record_pages as page
    from onrecord.desk import calls as use
    from onrecord.desk import media, who
    from onrecord.desk.session import close_session, open_session

    noting = {"outlet": outlet, "person": person, "number": number, "question": question}
    noting |= {"deadline": deadline, "back_by": back_by}
    notes = any(noting.values())
    if notes and call_id:
        raise click.UsageError("a call is noted, or a line given: one after the other")
    if text and not call_id:
        raise click.UsageError("--line needs --give CALL")
    session = open_session(incident, read_only=not (notes or call_id))
    try:
        if notes or call_id:
            _writable(session.read_only, session.path)
        name = by or who.name()
        if notes:
            code = known_language(language) if language else session.languages[0]
            noted = use.note(session, session.clock, noting, language=code, by=name)
            data(noted.id)
            talk(f"Read aloud: {noted.line_given}")
            return 0
        if call_id:
            possible = media.lines(session)
            wanted = text or (possible[0].text if len(possible) == 1 else "")
            given = media.give(session, call_id, wanted, by=name)
            data(given.line_given)
            talk(f"Noted: {media.caller(given)} was given {given.text}, in these words.")
            return 0
        if wants_lines:
            found = media.lines(session)
            if wants_json:
                as_json(
                    [
                        {"text": one.text, "words": one.words, "given_to": list(one.given_to), "out_of_date": one.old}
                        for one in found
                    ]
                )
                return 0 if found else 1
            for one in found:
                old = ", out of date: the facts have moved since" if one.old else ""
                to = f", given to {'; '.join(one.given_to)}" if one.given_to else ""
                data(f"{one.text}{old}{to}\n{one.words}\n")
            if not found:
                talk("No line may be given yet: clear the line or the holding statement first.")
            return 0 if found else 1
        return page.calls(session, wants_json)
    finally:
        close_session(session)


def _writable(read_only: str, path: Path) -> None:
    from onrecord.errors import ReadOnly

    if read_only:
        raise ReadOnly(f"not saved: {read_only}", where=path, hint="Close it there, then open it again.")
