"""`onrecord refine`: proposals for plainer words, sentence by sentence; nothing is applied without --accept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.desk.refine import Figures, Offer
    from onrecord.refine import Proposal


@click.command("refine")
@incident_argument
@document_option
@language_option
@click.option(
    "--model", default="", help="A model that `onrecord models list` shows; without it: lexicon and splitter."
)
@click.option(
    "--accept",
    "accepted",
    default="",
    help="What to take: all, sentence numbers (3) or edits (3.1), with commas between.",
)
@click.option("--by", default="", help="Who takes it, for the record.")
@json_option
def command(incident: Path, document: str, language: str, model: str, accepted: str, by: str, wants_json: bool) -> int:
    """Propose plainer words for a statement. Without --accept nothing is changed.

    The JSON holds document, language, statement (its id), model, sentences (number, element, source, text, kept,
    proposals,
    rejected), figures and accepted. A proposal stands there when the guard found no difference and the checks
    nothing new.
    """
    from onrecord.desk import who
    from onrecord.desk.models import engine_for
    from onrecord.desk.refine import Figures, Offer, Progress, accept, proposals, statement_for
    from onrecord.desk.session import close_session, open_session

    wanted = _wanted(accepted)
    session = open_session(incident, read_only=not wanted)
    engine = None
    try:
        code = known_language(language) if language else session.languages[0]
        statement = statement_for(session, document or "press", code)
        engine, remark = engine_for(model, code)
        if remark:
            talk(remark)
        offers: dict[int, Offer] = {}
        figures = Figures()
        loading = False
        for event in proposals(session, statement, engine=engine):
            if isinstance(event, Offer):
                offers[event.number] = event
            elif isinstance(event, Figures):
                figures = event
            elif isinstance(event, Progress) and event.stage == "loading" and not loading:
                loading = True
                talk(f"loading {model} ...")
        taken = _taken(offers, wanted)
        if taken:
            note = engine.about.note if engine is not None else ""
            accept(session, statement, [(o.sentence, p) for o, p in taken], by=by or who.name(), model=note)
        numbers = [f"{o.number}.{o.refined.proposals.index(p) + 1}" for o, chosen in taken for p in chosen]
        if wants_json:
            as_json(
                {
                    "document": statement.document,
                    "language": statement.language,
                    "statement": statement.id,
                    "model": None
                    if engine is None
                    else {"id": engine.about.id, "sha256": engine.about.sha256, "seed": engine.about.seed},
                    "sentences": [_offer_json(o) for o in offers.values()],
                    "figures": _figures_json(figures),
                    "accepted": numbers,
                }
            )
        else:
            _tell(offers, bool(taken))
        return 0
    finally:
        if engine is not None:
            engine.stop()
        close_session(session)


def _wanted(text: str) -> list[tuple[int, int]]:
    """What --accept names: (sentence, edit), with 0 for all. Raises BadInput for anything else."""
    if not text.strip():
        return []
    if text.strip() == "all":
        return [(0, 0)]
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        sentence, _, edit = part.strip().partition(".")
        if not sentence.isdigit() or (edit and not edit.isdigit()) or int(sentence) < 1:
            raise BadInput(f"--accept {part.strip()!r} names nothing", hint="Write all, 3 or 3.1, with commas between.")
        found.append((int(sentence), int(edit) if edit else 0))
    return found


def _taken(offers: dict[int, Offer], wanted: list[tuple[int, int]]) -> list[tuple[Offer, tuple[Proposal, ...]]]:
    """The offers and proposals that --accept names; BadInput where there is no such proposal, before anything is
    applied.
    """
    chosen: dict[int, list[Proposal]] = {}
    for sentence, edit in wanted:
        if sentence == 0:
            return [(o, o.refined.proposals) for o in offers.values() if o.refined.changed]
        offer = offers.get(sentence)
        there = offer.refined.proposals if offer is not None else ()
        if not there or edit > len(there):
            name = f"{sentence}.{edit}" if edit else str(sentence)
            raise BadInput(f"--accept {name}: there is no such proposal", hint="Run it without --accept to see them.")
        chosen.setdefault(sentence, []).extend(there if edit == 0 else (there[edit - 1],))
    return [(offers[n], tuple(dict.fromkeys(found))) for n, found in sorted(chosen.items())]


def _tell(offers: dict[int, Offer], applied: bool) -> None:
    proposed = 0
    for offer in offers.values():
        if not offer.refined.changed:
            continue
        proposed += 1
        data(f"{offer.number:3}  {offer.refined.source}")
        for index, proposal in enumerate(offer.refined.proposals, 1):
            new = f'"{proposal.new}"' if proposal.new else "(left out)"
            data(f'     {offer.number}.{index}  "{proposal.old}" -> {new}   {proposal.why}')
        data(f"     =    {offer.refined.text}")
        data("          no difference found")
    talk(
        f"{proposed} of {len(offers)} sentences have a proposal."
        + ("" if applied or not proposed else " Nothing was changed.")
    )


def _proposal_json(number: int, index: int, proposal: Proposal) -> dict[str, Any]:
    return {
        "number": f"{number}.{index}",
        "start": proposal.start,
        "end": proposal.end,
        "old": proposal.old,
        "new": proposal.new,
        "why": proposal.why,
        "proposer": proposal.proposer,
        "delta": proposal.delta,
    }


def _offer_json(offer: Offer) -> dict[str, Any]:
    refined = offer.refined
    return {
        "number": offer.number,
        "element": offer.sentence.element,
        "source": refined.source,
        "text": refined.text,
        "kept": refined.kept,
        "verdict": "no difference found" if refined.changed else "",
        "proposals": [_proposal_json(offer.number, i, p) for i, p in enumerate(refined.proposals, 1)],
        "rejected": [
            {
                "old": r.proposal.old,
                "new": r.proposal.new,
                "proposer": r.proposal.proposer,
                "reasons": [
                    {
                        "kind": x.kind,
                        "message": x.message,
                        "source_text": x.source_text,
                        "candidate_text": x.candidate_text,
                    }
                    for x in r.reasons
                ],
            }
            for r in refined.rejected
        ],
    }


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {
        "generated": figures.generated,
        "evaluated": figures.evaluated,
        "seconds": round(figures.seconds, 3),
        "first": None if figures.first is None else round(figures.first, 3),
    }
