"""Word lists as data: `<language>/lexicons/<name>.tsv`, read on first use, the user's own file first.

A lexicon is UTF-8 text: one licence line on top (`# ...`), then one entry per line with columns between tabs. Lines
that
are empty or begin with `#` are skipped. A column that lists several forms separates them with single spaces.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from onrecord.content.places import find
from onrecord.errors import BadInput

SUPPORTED = ("en", "it")


def base_language(language: str) -> str:
    """The part of a language tag that chooses lexicons ("en-GB" -> "en"); BadInput for one that cannot be read."""
    short = language.replace("_", "-").split("-")[0].lower()
    if short not in SUPPORTED:
        raise BadInput(f"texts in {language!r} cannot be read", hint="Known: en, it.")
    return short


@cache
def rows(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    """All entries of a lexicon, column by column; BadInput names the file when it is missing or not UTF-8."""
    relative = f"{language}/lexicons/{name}.tsv"
    path = find(relative)
    if path is None:
        raise BadInput(f"the lexicon {relative} is missing", hint="Install onrecord again.")
    return read_rows(path)


def read_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """The entries of one lexicon file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"not UTF-8 text at byte {error.start}", where=path, hint="Save the file as UTF-8.") from None
    return tuple(
        tuple(column.strip() for column in line.split("\t"))
        for line in text.split("\n")
        if line.strip() and not line.startswith("#")
    )


@cache
def words(language: str, name: str, column: int = 0) -> frozenset[str]:
    """The words of one column of a lexicon."""
    return frozenset(word for row in rows(language, name) if len(row) > column for word in row[column].split())


@cache
def table(language: str, name: str) -> dict[str, str]:
    """A lexicon of two columns as a dictionary; each word of the first column is a key."""
    return {key: row[1] for row in rows(language, name) if len(row) > 1 for key in row[0].split()}
