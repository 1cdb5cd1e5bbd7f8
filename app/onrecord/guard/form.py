"""Differences of form: quotations, the end of the text, repetition, another language, who speaks, new claims."""

from __future__ import annotations

from collections import Counter

from onrecord.guard.model import Difference, Side
from onrecord.guard.tables import Tables
from onrecord.reading import Reading


def form_differences(source: Side, candidate: Side, known: Tables) -> list[Difference]:
    """Quotations that are not the same word for word, a text that breaks off, another language, another speaker."""
    found: list[Difference] = []
    if _joined(source.quotes) != _joined(candidate.quotes):
        found.append(
            Difference(
                "quote_altered", source_text=" … ".join(source.quotes), candidate_text=" … ".join(candidate.quotes)
            )
        )
    elif _speakers(source, candidate, known):
        found.append(Difference("agent_swapped", source_text=_speaker(source), candidate_text=_speaker(candidate)))
    if _foreign(candidate, known) and not _foreign(source, known):
        found.append(Difference("language_switched", candidate_text=candidate.text))
    if _broken_off(candidate, known) and not _broken_off(source, known):
        found.append(Difference("truncated", source_text=_tail(source.text), candidate_text=_tail(candidate.text)))
    for sign in "?!":
        if candidate.text.count(sign) > source.text.count(sign):
            found.append(Difference("chatty_suffix", candidate_text=_sentence_with(candidate, sign)))
    if source.text.count("?") > candidate.text.count("?"):
        found.append(Difference("status_changed", source_text=_sentence_with(source, "?")))
    if source.symbols != candidate.symbols:
        found.append(
            Difference(
                "chatty_suffix", source_text=" ".join(source.symbols), candidate_text=" ".join(candidate.symbols)
            )
        )
    if source.persons != candidate.persons:
        found.append(
            Difference("agent_swapped", source_text=_who(source, known), candidate_text=_who(candidate, known))
        )
    return found


def _speaker(one: Side) -> str:
    return ", ".join(q.speaker.text for q in one.reading.quotes if q.speaker)


def _speakers(source: Side, candidate: Side, known: Tables) -> bool:
    """Whether the quoted words are now somebody else's: both sides name a speaker and share no capitalised word."""
    left, right = (
        {
            word
            for word in _speaker(one).replace(",", " ").split()
            if word[:1].isupper() and not known.is_in("free", word.lower())
        }
        for one in (source, candidate)
    )
    owned = any(word.endswith(("'s", "’s")) for word in left | right)
    return bool(left and right and not left & right and not owned)


def _joined(quotes: tuple[str, ...]) -> str:
    return " ".join(quote for quote in quotes if quote)


def _who(one: Side, known: Tables) -> str:
    spoken = [
        w.text for s in one.reading.sentences for w in s.words if known.is_in("we", w.norm) or known.is_in("i", w.norm)
    ]
    return ", ".join(dict.fromkeys(spoken))


def _foreign(one: Side, known: Tables) -> bool:
    """Whether hardly any word is a function word of the language."""
    words = [w for s in one.reading.sentences for w in s.words if w.word.kind == "word"]
    if len(words) < 6:
        return False
    own = sum(1 for w in words if known.is_in("free", w.norm) or w.norm in known.cue_words)
    return own * 7 < len(words)


def _broken_off(one: Side, known: Tables) -> bool:
    text = one.text.rstrip()
    if not text:
        return False
    last = one.reading.sentences[-1].words[-1:] if one.reading.sentences else ()
    if last and known.is_in("head", last[0].norm) and not text.endswith((".", "!", "?", "”", '"', "»")):
        return True
    return text[-1] not in ".!?…\"”»’')]:" and not text.endswith("...")


def _tail(text: str) -> str:
    return "… " + " ".join(text.split()[-6:])


def _sentence_with(one: Side, sign: str) -> str:
    return next((s.text for s in reversed(one.reading.sentences) if sign in s.text), sign)


def repeated(source: Side, candidate: Side, known: Tables) -> list[Difference]:
    """Words that the candidate says twice and the source does not."""
    norms = _norms(candidate.reading)
    seen: set[tuple[str, str, str]] = set()
    twice: list[tuple[str, str, str]] = []
    for run in zip(norms, norms[1:], norms[2:], strict=False):
        if run in seen:
            twice.append(run)
        seen.add(run)
    twice = [run for run in twice if sum(not known.is_in("free", norm) for norm in run) > 1]
    if not twice:
        return []
    before = _norms(source.reading)
    runs = Counter(zip(before, before[1:], before[2:], strict=False))
    now = Counter(zip(norms, norms[1:], norms[2:], strict=False))
    again = [run for run in twice if now[run] > max(1, runs[run])]
    return [Difference("repeated", candidate_text=" ".join(again[0]))] if again else []


_CLAIMS = {"responsibility": "liability_added", "compensation": "commitment_added", "absolute": "absolute_added"}


def new_claims(source: Side, candidate: Side) -> list[Difference]:
    """Signs of responsibility, compensation or certainty that the source does not have, whatever words make them up."""
    before = {(cue.kind, cue.detail) for cue in source.reading.cues}
    return [
        Difference(_CLAIMS[cue.kind], candidate_text=cue.text)
        for cue in candidate.reading.cues
        if cue.kind in _CLAIMS and (cue.kind, cue.detail) not in before
    ]


def _norms(reading: Reading) -> list[str]:
    return [w.word.norm for s in reading.sentences for w in s.words]
