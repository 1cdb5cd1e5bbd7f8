"""Word lists as data: `<language>/lexicons/<name>.tsv`, read on first use, the user's own file first.

A lexicon is UTF-8 text: one licence line on top (`# ...`), then one entry per line with columns between tabs. Lines
that
are empty or begin with `#` are skipped. A column that lists several forms separates them with single spaces. Once read,
the lexicons of a language are kept as plain values (`onrecord.content.kept`) as long as no file changes.
"""

from __future__ import annotations

import marshal
import os
from functools import cache
from typing import TYPE_CHECKING

from onrecord.content import kept
from onrecord.content.places import find, root_names
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

SUPPORTED = ("en", "it")


def base_language(language: str) -> str:
    """The part of a language tag that chooses lexicons ("en-GB" -> "en"); BadInput for one that cannot be read."""
    short = language.replace("_", "-").split("-")[0].lower()
    if short not in SUPPORTED:
        raise BadInput(f"texts in {language!r} cannot be read", hint="Known: en, it.")
    return short


Rows = tuple[tuple[str, ...], ...]


@cache
def rows(language: str, name: str) -> Rows:
    """All entries of a lexicon, column by column; BadInput names the file when it is missing or not UTF-8."""
    found = _kept(language).get((name, "rows"))
    if found is not None:
        entries: Rows = marshal.loads(found)
        return entries
    return _read(language, name)


def _read(language: str, name: str) -> Rows:
    relative = f"{language}/lexicons/{name}.tsv"
    path = find(relative)
    if path is None:
        raise BadInput(f"the lexicon {relative} is missing", hint="Install onrecord again.")
    return read_rows(path)


@cache
def _kept(language: str) -> dict[tuple[str, str], bytes]:
    """The lexicons of a language as they were kept: rows, and the words of the first column. Each is opened on use."""
    folders = [os.path.join(root, language, "lexicons") for root in root_names()]
    stamp = tuple((folder, kept.folder_stamp(folder, ".tsv")) for folder in folders)
    found: dict[tuple[str, str], bytes] | None = kept.load(f"lexicons-{language}", stamp)
    if found is None:
        found = {}
        for name in sorted({file.removesuffix(".tsv") for _, files in stamp for file, _, _ in files}):
            try:
                entries = _read(language, name)
            except BadInput:
                continue  # told when it is needed
            found[name, "rows"] = marshal.dumps(entries)
            found[name, "words"] = marshal.dumps(_column(entries, 0))
        kept.save(f"lexicons-{language}", stamp, found)
    return found


def read_rows(path: Path) -> Rows:
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
    found = None if column else _kept(language).get((name, "words"))
    if found is not None:
        forms: frozenset[str] = marshal.loads(found)
        return forms
    return _column(rows(language, name), column)


def _column(entries: Rows, column: int) -> frozenset[str]:
    return frozenset(word for row in entries if len(row) > column for word in row[column].split())


@cache
def table(language: str, name: str) -> dict[str, str]:
    """A lexicon of two columns as a dictionary; each word of the first column is a key."""
    return {key: row[1] for row in rows(language, name) if len(row) > 1 for key in row[0].split()}
