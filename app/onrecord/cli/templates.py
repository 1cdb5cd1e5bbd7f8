"""`onrecord templates`: what there is, whether it holds, what a template may use."""

from __future__ import annotations

import click

from onrecord.cli.output import as_json, data, json_option, talk
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
    """The template files that a document of scenario NAME is made of, each with its text."""
    from onrecord.cli.output import known_language
    from onrecord.content.load import load_document, load_scenario
    from onrecord.drafting.prove import passages_of

    for passage in passages_of(load_document(document), load_scenario(name), known_language(language)):
        data(f"{{# {passage.path} #}}")
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
