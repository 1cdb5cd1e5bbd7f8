"""What commands share: data on stdout, talk on stderr, and the options that recur."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.content.places import languages
from onrecord.errors import BadInput, nearest

F = TypeVar("F", bound=Callable[..., Any])


def data(text: str) -> None:
    """Data on stdout, with one line end."""
    click.echo(text.rstrip("\n"))


def as_json(value: object) -> None:
    """A value as JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def talk(text: str) -> None:
    """A remark for the person, on stderr."""
    click.echo(text, err=True)


def incident_argument(function: F) -> F:
    """INCIDENT: a folder, or its incident.toml."""
    return click.argument("incident", type=click.Path(path_type=Path))(function)


def language_option(function: F) -> F:
    return click.option("--lang", "language", default="", help="en or it; the incident's first language if absent.")(
        function
    )


def document_option(function: F) -> F:
    return click.option("--document", "document", default="", help="holding, line, press ...")(function)


def json_option(function: F) -> F:
    return click.option("--json", "wants_json", is_flag=True, help="For a program that reads on.")(function)


def known_language(language: str) -> str:
    """A language of the product. Raises BadInput naming the nearest."""
    if language not in languages():
        raise BadInput(f"unknown language {language!r}", hint=nearest(language, languages()))
    return language
