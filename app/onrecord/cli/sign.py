"""`onrecord sign` and `onrecord issue`: answers to a version, and giving it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.output import as_json, data, incident_argument, json_option, talk
from onrecord.errors import EXIT_BLOCKED


@click.command("sign")
@incident_argument
@click.option("--document", default="holding", show_default=True, help="holding, line, press ...")
@click.option(
    "--code", default="", help="The four characters of the version that was read; without it, only the state."
)
@click.option("--by", default="", help="Who gave the answer.")
@click.option("--role", default="legal", show_default=True, help="For whom: legal, privacy, finance ...")
@click.option("--how", default="by-phone", show_default=True, help="by-phone, in-person or in-writing.")
@click.option("--noted-by", default="", help="Who notes it; by telephone somebody else than --by.")
@click.option("--verdict", type=click.Choice(["yes", "with-words", "no"]), default="yes", show_default=True)
@click.option("--words", default="", help="With --verdict with-words: which.")
@click.option(
    "--keep", "reason", default="", help="The text is the same, only what is behind it changed: why it holds."
)
@json_option
def sign(
    incident: Path,
    document: str,
    code: str,
    by: str,
    role: str,
    how: str,
    noted_by: str,
    verdict: str,
    words: str,
    reason: str,
    wants_json: bool,
) -> int:
    """Note who cleared a version of a document, or say whose yes is missing.

    A yes belongs to one version: it dies with any change of the text or of a fact that it prints. Exit code 1 while a
    sign-off is missing. The JSON holds document, code, cleared and needs (role, by, at, code, missing).
    """
    from onrecord.desk import delegation
    from onrecord.desk import sign as use
    from onrecord.desk.session import close_session, open_session
    from onrecord.incident.statements import Verdict

    session = open_session(incident, read_only=not code)
    try:
        if not code:
            state = use.asked(session, document).state
        elif reason:
            state = use.keep(session, document, code=code, by=by, reason=reason)
        else:
            state = use.sign(
                session,
                document,
                by=by,
                role=role,
                how=how.replace("-", "_"),
                code=code,
                noted_by=noted_by,
                verdict=Verdict(verdict),
                words=words,
            )
        if wants_json:
            as_json({"document": state.document, "code": state.code, "cleared": state.cleared, "needs": _needs(state)})
        else:
            data(f"{state.document}  code {state.code}  {'cleared' if state.cleared else 'not cleared'}")
            for row in (*use.told(session, state), *delegation.rows(session, use.asked(session, document))):
                data(f"  {row}")
            talk("A name is typed, not proved.")
        return 0 if state.cleared else EXIT_BLOCKED
    finally:
        close_session(session)


def _needs(state: Any) -> list[dict[str, Any]]:
    return [
        {
            "role": need.role,
            "missing": need.open,
            "by": need.given.by if need.given else "",
            "at": need.given.at.isoformat() if need.given else "",
            "code": need.given.code if need.given else "",
            "call": need.whom.name if need.whom else "",
            "died": need.died.code if need.died else "",
        }
        for need in state.needs
    ]


@click.command("issue")
@incident_argument
@click.option("--document", default="holding", show_default=True, help="holding, line, press ...")
@click.option("--code", default="", help="The version's four characters, typed; without it, only what is missing.")
@click.option("--to", "to", multiple=True, help="A recipient; may stand several times.")
@click.option("--where", default="", help="The channel: press list, website, telephone ...")
@click.option("--by", default="", help="Who sends it; your name at this desk if absent.")
@click.option("--follows", default="", help="The issue that this corrects or updates: 'holding v1'.")
@json_option
def issue(
    incident: Path, document: str, code: str, to: tuple[str, ...], where: str, by: str, follows: str, wants_json: bool
) -> int:
    """Freeze a cleared document in all its languages as given out: where, when, to whom. onrecord sends nothing itself.

    Exit code 1 while the gate is shut. The JSON holds document, version, code, files and delegation (whose, where
    nobody cleared it); or code, stops and delegation (why it does not cover this version; empty: it does, or there is
    none).
    """
    from onrecord.desk import delegation, who
    from onrecord.desk import issue as use
    from onrecord.desk.session import close_session, open_session
    from onrecord.incident.issued import name_of

    session = open_session(incident, read_only=not code)
    try:
        if not code:
            gate = use.gate(session, document)
            if wants_json:
                why = delegation.reasons(gate.delegated) if gate.delegated is not None else ()
                head = {"document": gate.asked.document.id, "code": gate.code}
                as_json({**head, "stops": list(gate.stops), "delegation": list(why)})
            else:
                data(f"{gate.asked.document.id}  code {gate.code}  {'open' if not gate.stops else 'shut'}")
                open_rows = () if gate.stops else delegation.rows(session, gate.asked)
                for row in (*gate.stops, *open_rows):
                    data(f"  {row}")
            return EXIT_BLOCKED if gate.stops else 0
        done = use.issue(session, document, code=code, to=to, where=where, by=by or who.name(), follows=follows)
        paths = [str(session.path / name_of(done.document, language, done.version)) for language in done.languages]
        if wants_json:
            as_json(
                {
                    "document": done.document,
                    "version": done.version,
                    "code": done.code,
                    "files": paths,
                    "delegation": done.delegation,
                }
            )
        else:
            for path in paths:
                data(path)
            talk(f"{done.name} is on record as given out at {done.at:%H:%M}. Send exactly these files.")
            if done.delegation:
                talk(f"It went out under the delegation of {done.delegation}; nobody cleared it. A name is not proved.")
        return 0
    finally:
        close_session(session)
