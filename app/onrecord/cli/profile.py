"""`onrecord profile`: the organisation's profile, whom to call, who may send alone, whose sign-off a text needs."""

from __future__ import annotations

import click

from onrecord.cli.output import F, as_json, data, json_option, talk
from onrecord.errors import BadInput


@click.group("profile")
def profile() -> None:
    """The organisation's profile: its answers, whom to call, who may send alone at night."""


def _profile_option(function: F) -> F:
    return click.option("--profile", "name", default="", help="Which profile; the only one if absent.")(function)


@profile.command("show")
@_profile_option
@json_option
def show(name: str, wants_json: bool) -> int:
    """Every line that is filled in. The JSON holds profile, lines (key, text) and passages (number by state)."""
    from onrecord.desk import passages
    from onrecord.desk import profile as use
    from onrecord.desk.session import system_clock

    found = use.open_profile(passages.profile_named(name))
    lines = [(entry.key, entry.text) for entry in use.entries(found) if entry.text]
    summary = passages.summary(found.id, system_clock().astimezone().date())
    if wants_json:
        as_json(
            {
                "profile": found.id,
                "lines": [{"key": key, "text": text} for key, text in lines],
                "passages": {str(state): number for state, number in summary.items()},
            }
        )
        return 0
    data(found.id)
    for key, text in lines:
        data(f"  {key:24} {text}")
    data(f"  {'passages':24} {', '.join(f'{n} {state}' for state, n in summary.items()) or 'none is cleared by day'}")
    return 0


@profile.command("delegate")
@click.option("--person", default="", help="The duty officer who may send alone.")
@click.option("--document", "documents", multiple=True, help="holding or line; both if absent.")
@click.option("--scenario", "scenarios", multiple=True, help="May stand several times; every one if absent.")
@click.option("--hours", default="", help="In the incident's time zone: 20:00-08:00; always if absent.")
@click.option("--end", is_flag=True, help="Nobody may send alone any more.")
@_profile_option
def delegate(
    person: str, documents: tuple[str, ...], scenarios: tuple[str, ...], hours: str, end: bool, name: str
) -> int:
    """Let a duty officer send words that were cleared by day, without a call: which texts, scenarios and hours.

    It replaces the delegation that stands. Only passages cleared by day and facts that need nobody's yes are covered.
    """
    from onrecord.desk import delegation, passages
    from onrecord.desk import profile as use
    from onrecord.incident.organisation import Delegation

    if end == bool(person):
        raise click.UsageError("give --person NAME, or --end")
    found = use.open_profile(passages.profile_named(name))
    given = None if end else Delegation(person.strip(), documents, scenarios, hours)
    kept = use.keep(use.with_delegation(found, given))
    if kept.delegation is None:
        talk("Nobody may send alone.")
    else:
        data(f"{kept.delegation.person}: {delegation.frame(kept.delegation)}")
        talk("It covers passages cleared by day: onrecord templates clear. A name is typed, not proved.")
    return 0


@profile.command("sign-off")
@click.argument("document")
@click.option("--role", "roles", multiple=True, help="legal, privacy, finance ...; may stand several times.")
@click.option("--nobody", is_flag=True, help="It needs nobody's yes; for internal texts only.")
@click.option("--default", "own", is_flag=True, help="As the document's own file says.")
@_profile_option
def sign_off(document: str, roles: tuple[str, ...], nobody: bool, own: bool, name: str) -> int:
    """Whose sign-off DOCUMENT needs in this organisation, in place of what its own file says."""
    from onrecord.desk import passages
    from onrecord.desk import profile as use

    if bool(roles) + nobody + own != 1:
        raise click.UsageError("give --role ROLE, --nobody or --default")
    found = use.open_profile(passages.profile_named(name))
    kept = use.keep(use.with_sign_off(found, document, None if own else roles))
    wanted = kept.sign_off.get(document.replace("_", "-"))
    data(f"{document}: {use.own_sign_off(document) if wanted is None else ', '.join(wanted) or 'nobody'}")
    return 0


@profile.command("clears")
@click.argument("role")
@click.option("--name", "person", default="", help="Who says it; nobody is named if absent.")
@click.option("--phone", default="", help="Where to ring.")
@_profile_option
def clears(role: str, person: str, phone: str, name: str) -> int:
    """Who says for ROLE (legal, privacy ...) whether something may be said, and where to ring. The gate names them."""
    from onrecord.desk import passages
    from onrecord.desk import profile as use

    if phone and not person:
        raise BadInput("a number without a name", hint="--name NAME --phone NUMBER")
    found = use.open_profile(passages.profile_named(name))
    kept = use.keep(use.with_clearing(found, role, ", ".join(part for part in (person, phone) if part)))
    who = kept.who_clears.get(role)
    data(f"{role}: {who.name} {who.phone}".rstrip() if who is not None else f"{role}: nobody is named")
    return 0
