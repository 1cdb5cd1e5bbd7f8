"""`onrecord guard`: a verdict for each pair of sentences, one JSON object per line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from onrecord.errors import BadInput

_FIELDS = ("id", "lang", "source", "candidate")


@click.command("guard")
@click.option(
    "--pairs", required=True, metavar="FILE.jsonl", help="One {id, lang, source, candidate} per line; - for stdin."
)
def command(pairs: str) -> int:
    """Does each candidate say exactly what its source says?

    Reads JSON Lines with id, lang (en or it), source and candidate; writes, in the same order, {"id", "verdict",
    "reasons": [{"kind", "message", "source_text", "candidate_text"}]}. The verdict is accept (no difference was
    found) or reject.
    """
    from onrecord.guard import judge

    for number, pair in _pairs(pairs):
        try:
            verdict = judge(pair["source"], pair["candidate"], pair["lang"])
        except BadInput as error:
            if error.where:
                raise
            raise BadInput(error.message, hint=error.hint, where=_name(pairs), line=number) from None
        answer = {
            "id": pair["id"],
            "verdict": verdict.verdict,
            "reasons": [
                {"kind": r.kind, "message": r.message, "source_text": r.source_text, "candidate_text": r.candidate_text}
                for r in verdict.reasons
            ],
        }
        click.echo(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return 0


def _name(pairs: str) -> str:
    return "standard input" if pairs == "-" else pairs


def _pairs(pairs: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The pairs with their line numbers; BadInput names file and line of the first that cannot be used."""
    try:
        stream = sys.stdin.buffer if pairs == "-" else Path(pairs).open("rb")  # noqa: SIM115  closed below
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror or error}",
            where=pairs,
            hint="Give a file of JSON Lines, or - for standard input.",
        ) from None
    with stream:
        try:
            for number, raw in enumerate(stream, 1):
                if raw.strip():
                    yield number, _pair(raw, _name(pairs), number)
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", where=_name(pairs)) from None


def _pair(raw: bytes, where: str, line: int) -> dict[str, Any]:
    try:
        pair = json.loads(raw.decode("utf-8-sig" if line == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(
            f"not UTF-8 at byte {error.start} of the line", where=where, line=line, hint="Save it as UTF-8."
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON ({error})", where=where, line=line, hint="One JSON object per line.") from None
    if not isinstance(pair, dict):
        raise BadInput("not a JSON object", where=where, line=line, hint="Write {id, lang, source, candidate}.")
    for field in _FIELDS:
        if field not in pair:
            raise BadInput(f"{field!r} is missing", where=where, line=line, hint="Needed: id, lang, source, candidate.")
        if field != "id" and not isinstance(pair[field], str):
            raise BadInput(
                f"{field!r} is not text", where=where, line=line, hint="Needed: id, lang, source, candidate."
            )
    return pair
