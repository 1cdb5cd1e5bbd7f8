"""Which version of a document this is: its words in all languages and the facts that they print, not the minute.

The time in a dateline moves on while somebody is on the telephone about the text. It is no part of the version: the
code that is read out still holds when the text goes out ten minutes later, and nothing else may have changed by then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from onrecord.drafting.statement import Sentence, Span, Statement
from onrecord.incident.facts import raw_of_fact
from onrecord.incident.model import Incident
from onrecord.incident.toml_write import table_text

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: a code is read aloud on the telephone."""
TIME = "statement_time"


def version_of(statement: Statement, incident: Incident) -> str:
    """SHA-256 of a text without its time, and of every fact that it prints: value, status, source, release."""
    printed = sorted({name for s in statement.sentences for name in s.prints if name != TIME})
    facts = [fact for name in printed if (fact := incident.fact(name)) is not None]
    made_of = {
        "document": statement.document,
        "language": statement.language,
        "blocks": [[b.kind, b.level, [_timeless(s) for s in b.sentences]] for b in statement.blocks],
        "facts": [
            [fact.id, table_text("", {k: v for k, v in raw_of_fact(fact).items() if k != "note"})] for fact in facts
        ],
    }
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def code_of(statements: Sequence[Statement], incident: Incident) -> str:
    """Four characters that name this version in all its languages together."""
    versions = "".join(version_of(s, incident) for s in sorted(statements, key=lambda s: s.language))
    digest = hashlib.sha256(versions.encode()).digest()
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:4])


def typed_code(text: str) -> str:
    """A code as somebody typed it: small letters and spaces do not count."""
    return "".join(text.split()).replace("-", "").upper()


def _timeless(sentence: Sentence) -> str:
    return "".join(_words(span) for span in sentence.spans)


def _words(span: Span) -> str:
    return "{time}" if span.kind == "fact" and set(span.facts) == {TIME} else span.text
