"""apologies: an apology says what for."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.model import Context

_ACTS = ("facts", "cause", "responsibility", "actions", "remedy")


def check(text: Text, _context: Context) -> Iterator[Found]:
    """A note when a text apologises and nowhere says for which act."""
    there = present(text)
    if "apology" not in there or any(name in there for name in _ACTS):
        return
    start, end = there["apology"]
    sentence = text.reading.sentence_at(start)
    if sentence is None or any(token.norm in ("for", "that", "per", "di", "che") for token in sentence.words):
        return
    language = text.reading.language
    yield Found(
        rule="document/apology-without-object",
        category="non_apology",
        severity="warn",
        start=start,
        end=end,
        message=say(language, "It apologises, but does not say what for.", "Si scusa, ma non dice di che cosa."),
        why=say(
            language,
            "An apology for nothing in particular is read as a formula.",
            "Scuse per nulla di preciso si leggono come una formula.",
        ),
        instead=say(language, "We apologise to whom, for which act.", "Chiediamo scusa a chi, e per quale atto."),
        stop="second-person",
    )
