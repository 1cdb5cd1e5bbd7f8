"""posts: cheer in a text about people's trouble, and teasing beside a figure about few people.

A joke has no word that gives it away. What can be told: people have trouble, and the text offers them nothing (no
advice, no apology, no contact, no time) but an exclamation; or it tells what few people did, and goes on. A question
or a quip beside trouble is only a sign: the rules of likeness weigh it.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.kinds.common import counted
from onrecord.checks.model import Context
from onrecord.reading import Sentence

QUIP = "document/quip-during-harm"
_TROUBLE = ("people-hurt", "hazard", "failure", "loss")
_SOBER = frozenset({"breach-notice", "recall-notice", "service-change", "correction", "staff-note", "qa"})
_HELP = ("advice", "apology", "empathy", "contact", "next-update", "remedy", "authority", "plan")
_DATED = ("date", "time", "phone", "link", "email")
_THANKS = ("thank", "grazie", "ringrazi")
_OURS = frozenset({"our", "we", "nostro", "nostra", "nostri", "nostre", "abbiamo"})
_SHORT = 7
"""Words. A sentence up to this length after what few people did is a quip, not a report."""


def check(text: Text, _context: Context) -> Iterator[Found]:
    """Findings of category mock: a stop in a post, a warning elsewhere."""
    if text.document in _SOBER:
        return
    trouble = any(text.cue(name) for name in _TROUBLE)
    calm = {match.sentence.start for match in text.hits.cue("instruction")}
    sentences = [s for s in text.reading.sentences if s.size]
    if trouble:
        for sentence in sentences:
            if (
                sentence.terminator == "!"
                and sentence.start not in calm
                and not text.exempt(sentence.start, sentence.end)
            ):
                yield _exclaimed(text, sentence)
    if text.document == "post":
        yield from _beside_few(text, sentences, calm)


def quip(text: Text) -> Sentence | None:
    """The remark in a post that tells of other people's trouble and offers them nothing: evidence, no proof."""
    sentences = [s for s in text.reading.sentences if s.size]
    there = present(text)
    if len(sentences) < 2 or any(name in there for name in _HELP) or text.cue("sorry-word"):
        return None
    calm = {match.sentence.start for match in text.hits.cue("instruction")}
    last = sentences[-1]
    asked = next((s for s in sentences[1:] if s.terminator == "?"), None)
    found = asked or (last if last.start not in calm and not _has(last, _DATED) else None)
    return found if found is not None and _of_others(text, found.start) else None


def _of_others(text: Text, before: int) -> bool:
    """Whether a sentence before this offset tells of trouble that somebody has beside ourselves.

    Our own oven, cat or weather may be laughed at, and who thanks, or names a day as a notice does, does not joke.
    "Lost" or "forgot" in a sentence that begins with us is no trouble of others.
    """
    sentences = [s for s in text.reading.sentences if s.size]
    first = sentences[0].start
    hurt = any(m.start < before for name in ("people-hurt", "trouble-post") for m in text.hits.cue(name))
    if any(match.sentence.start == first for match in text.hits.cue("own-matter")):
        return any(m.start < before for m in text.hits.cue("people-hurt"))
    if text.reading.text.lstrip().lower().startswith(_THANKS) or text.dated:
        return False
    if hurt:
        return True
    ours = sentences[0].words[0].word.lower in _OURS
    return not ours and any(m.start < before for name in _TROUBLE for m in text.hits.cue(name))


def _has(sentence: Sentence, kinds: tuple[str, ...]) -> bool:
    return any(literal.kind in kinds for literal in sentence.literals)


def _exclaimed(text: Text, sentence: Sentence) -> Found:
    language = text.reading.language
    return Found(
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


def _beside_few(text: Text, sentences: list[Sentence], calm: set[int]) -> Iterator[Found]:
    """A remark after what few people did: the figure becomes a tease."""
    language = text.reading.language
    rules = [(n, rule) for n, rule in enumerate(text.book.rules) if rule.category == "behavioural"]
    few = [match for number, rule in rules for match in counted(text, number, rule)]
    if not few or len(sentences) < 2:
        return
    first = min(match.start for match in few)
    for sentence in sentences:
        if sentence.start <= first < sentence.end or sentence.start in calm or _has(sentence, _DATED):
            continue
        if sentence.terminator in ("?", "!") or sentence.size <= _SHORT:
            yield Found(
                rule="document/remark-on-few",
                category="mock",
                severity="warn",
                start=sentence.start,
                end=sentence.end,
                message=say(
                    language,
                    "A remark on what few people did reads as mockery.",
                    "Un commento su ciò che hanno fatto in pochi si legge come presa in giro.",
                ),
                why=say(
                    language,
                    "The people meant did not choose to be part of the joke.",
                    "Le persone in questione non hanno scelto di farne parte.",
                ),
                instead=say(
                    language, "Leave people's behaviour out.", "Lasciate fuori il comportamento delle persone."
                ),
                stop="second-person",
            )
            return
