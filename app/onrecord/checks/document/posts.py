"""posts: cheer in a text about people's trouble, and teasing beside a figure about few people."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.reading import Sentence

_TROUBLE = ("people-hurt", "hazard", "failure", "loss")
_SOBER = frozenset({"breach-notice", "recall-notice", "service-change", "correction", "staff-note", "qa"})


def check(text: Text, _context: Context) -> Iterator[Found]:
    """Findings of category mock: exclamation marks where people have trouble; a stop in a post."""
    if text.document in _SOBER or not any(text.cue(name) for name in _TROUBLE):
        return
    language = text.reading.language
    calm = {match.sentence.start for match in text.hits.cue("instruction")}
    for sentence in text.reading.sentences:
        if sentence.terminator != "!" or sentence.start in calm or text.exempt(sentence.start, sentence.end):
            continue
        yield Found(
            rule="document/exclamation-during-harm",
            category="mock",
            severity="block" if text.document == "post" else "warn",
            start=sentence.start,
            end=sentence.end,
            message=say(
                language,
                "A cheerful exclamation in a text about people's trouble.",
                "Un'esclamazione allegra in un testo che parla dei guai di altri.",
            ),
            why=say(
                language,
                "Whoever waits, is hurt or lost something reads that we find it funny.",
                "Chi aspetta, si è fatto male o ha perso qualcosa legge che per noi è divertente.",
            ),
            instead=say(language, "Say the fact and what people can do.", "Dite il fatto e che cosa si può fare."),
            stop="second-person",
        )


def addressed(sentence: Sentence) -> bool:
    """Whether a sentence speaks to the reader: a question, or words of the second person."""
    return sentence.terminator == "?" or any(t.norm in ("you", "your", "voi", "vi", "vostro", "vostra") for t in sentence.words)
