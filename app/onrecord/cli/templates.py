"""`onrecord templates`: what there is, whether it holds, what a template may use."""

from __future__ import annotations

import click

from onrecord.cli.output import F, as_json, data, json_option, talk
from onrecord.errors import EXIT_BAD_INPUT, BadInput, nearest


@click.group("templates")
def templates() -> None:
    """Scenarios, documents and their templates."""


@templates.command("list")
@json_option
def list_(wants_json: bool) -> int:
    """Scenarios and documents. The JSON holds scenarios and documents (id, name), examples and folders."""
    from onrecord.content import places
    from onrecord.content.load import document_names, load_document, load_scenario, scenario_names
    from onrecord.desk.create import examples

    scenarios = {name: load_scenario(name) for name in scenario_names()}
    documents = {name: load_document(name) for name in document_names()}
    if wants_json:
        as_json(
            {
                "scenarios": [
                    {"id": n, "name": dict(s.name), "summary": dict(s.summary)} for n, s in scenarios.items()
                ],
                "documents": [{"id": n, "name": dict(d.name), "public": d.public} for n, d in documents.items()],
                "examples": sorted(examples()),
                "folders": [str(root) for root in places.template_roots()],
            }
        )
        return 0
    data("Scenarios")
    for name, scenario in scenarios.items():
        data(f"  {name:20} {scenario.summary['en']}")
    data("Documents")
    for name, document in documents.items():
        data(f"  {name:20} {document.audience['en']}")
    data("Examples")
    for name in sorted(examples()):
        data(f"  {name:20} onrecord demo {name}")
    return 0


@templates.command("check")
@click.argument("scenarios", nargs=-1)
@click.option("--mixes", default=200, show_default=True, help="Seeded mixes of facts per document and language.")
def check(scenarios: tuple[str, ...], mixes: int) -> int:
    """Prove SCENARIOS (all if none is named): every fact in every state, alone and mixed, in every document.

    Faults go to stdout, one per line, with file and line; exit code 2 when there is one.
    """
    from onrecord.drafting.prove import prove_all

    faults = notes = 0
    for fault in prove_all(scenarios, mixes=mixes):
        if fault.note:
            notes += 1
            talk(f"note: {fault}")
        else:
            faults += 1
            data(str(fault))
    talk(f"{faults} fault(s), {notes} note(s)")
    return EXIT_BAD_INPUT if faults else 0


@templates.command("show")
@click.argument("name")
@click.option("--lang", "language", default="en", show_default=True)
@click.option("--document", default="holding", show_default=True)
def show(name: str, language: str, document: str) -> int:
    """The template files that a document of scenario NAME is made of: whose yes each has by day, and its text."""
    from onrecord.cli.output import known_language
    from onrecord.content.load import load_document, load_scenario
    from onrecord.desk import passages as use
    from onrecord.desk.session import system_clock
    from onrecord.drafting.prove import passages_of
    from onrecord.incident.home import home
    from onrecord.incident.organisation import list_profiles

    known = list_profiles(home())
    rows = use.listed(known[0], system_clock().astimezone().date()) if known else ()
    for passage in passages_of(load_document(document), load_scenario(name), known_language(language)):
        data(f"{{# {passage.path} #}}")
        for row in rows:
            if passage.path.as_posix().endswith(f"/{row.yes.passage}"):
                one = row.yes
                data(f"{{# cleared by {one.by} ({one.role}) until {one.until.isoformat()}: {row.standing} #}}")
        data(passage.source)
    return 0


@templates.command("vars")
@click.argument("name")
@json_option
def vars_(name: str, wants_json: bool) -> int:
    """What a template of scenario NAME may use: every fact with its type, who clears it, and its options."""
    from onrecord.content.load import load_scenario, scenario_names

    if name.replace("_", "-") not in scenario_names():
        raise BadInput(f"unknown scenario {name!r}", hint=nearest(name, scenario_names()))
    questions = load_scenario(name).questions
    if wants_json:
        as_json(
            [
                {
                    "id": q.id,
                    "type": q.type.value,
                    "label": dict(q.label),
                    "clears": q.clears,
                    "element": q.element,
                    "step": q.step,
                    "options": [o.id for o in q.options],
                    "units": [u.id for u in q.units],
                    "fields": [f.id for f in q.fields],
                }
                for q in questions
            ]
        )
        return 0
    for question in questions:
        options = ", ".join(o.id for o in (*question.options, *question.units)) or ", ".join(
            f.id for f in question.fields
        )
        data(f"{question.id:24} {question.type.value:10} {question.clears:10} {options}".rstrip())
    return 0


def _chosen(function: F) -> F:
    """PASSAGES by name, or all that a document of a scenario is made of."""
    for option in (
        click.argument("passages", nargs=-1),
        click.option("--document", default="", help="With --scenario: every passage that this text is made of."),
        click.option("--scenario", default="", help="With --document."),
        click.option("--lang", "language", default="", help="With --document: one language; all if absent."),
        click.option("--profile", default="", help="Whose profile; the only one if absent."),
    ):
        function = option(function)
    return function


def _names(passages: tuple[str, ...], document: str, scenario: str, language: str) -> tuple[str, ...]:
    from onrecord.cli.output import known_language
    from onrecord.desk import passages as use

    if bool(document) != bool(scenario):
        raise click.UsageError("--document and --scenario go together")
    found = use.of_document(document, scenario, (known_language(language),) if language else ()) if document else ()
    return (*passages, *found)


@templates.command("clear")
@_chosen
@click.option("--by", required=True, help="Who says yes to these words.")
@click.option("--role", required=True, help="For whom: legal, privacy, finance ...")
def clear(
    passages: tuple[str, ...], document: str, scenario: str, language: str, profile: str, by: str, role: str
) -> int:
    """Note by day that PASSAGES may go out at night under the delegation: the words as they stand, for twelve months.

    A passage is one element's text in one language: en/general/contact. The yes ends with any change of the words.
    """
    from onrecord.desk import passages as use
    from onrecord.desk.session import system_clock

    given = use.clear(
        use.profile_named(profile),
        _names(passages, document, scenario, language),
        by=by,
        role=role,
        at=system_clock().astimezone().date(),
    )
    for one in given:
        data(f"{one.passage}  {one.sha256[:12]}  until {one.until.isoformat()}")
    talk(f"{len(given)} passage(s) cleared by {given[0].by} ({given[0].role}). A name is typed, not proved.")
    return 0


@templates.command("cleared")
@click.option("--profile", default="", help="Whose profile; the only one if absent.")
@json_option
def cleared(profile: str, wants_json: bool) -> int:
    """Passages cleared by day, and whether each yes still holds.

    The JSON holds passage, state (holds, changed, gone, expired, withdrawn, ahead), sha256, by, role, at, until.
    """
    from onrecord.desk import passages as use
    from onrecord.desk.session import system_clock

    rows = use.listed(use.profile_named(profile), system_clock().astimezone().date())
    if wants_json:
        as_json(
            [
                {
                    "passage": row.yes.passage,
                    "state": row.standing,
                    "sha256": row.yes.sha256,
                    "by": row.yes.by,
                    "role": row.yes.role,
                    "at": row.yes.at.isoformat(),
                    "until": row.yes.until.isoformat(),
                }
                for row in rows
            ]
        )
        return 0
    for row in rows:
        one = row.yes
        data(f"{row.standing:9} {one.passage}  {one.by} ({one.role}), {one.at.isoformat()} to {one.until.isoformat()}")
    if not rows:
        talk("Nobody cleared a passage yet: onrecord templates clear PASSAGE --by NAME --role ROLE")
    return 0


@templates.command("withdraw")
@_chosen
@click.option("--by", required=True, help="Who takes the yes back.")
def withdraw(passages: tuple[str, ...], document: str, scenario: str, language: str, profile: str, by: str) -> int:
    """Take back what was cleared by day. What went out meanwhile stays on record."""
    from onrecord.desk import passages as use
    from onrecord.desk.session import system_clock

    wanted, today = use.profile_named(profile), system_clock().astimezone().date()
    there = {row.yes.passage for row in use.listed(wanted, today)}
    of_document = _names((), document, scenario, language)
    names = (*passages, *(passage for passage in of_document if passage in there))
    if not passages and not of_document:
        raise click.UsageError("which passage?")
    taken = use.withdraw(wanted, names, by=by, at=today)
    for one in taken:
        data(one.passage)
    return 0
