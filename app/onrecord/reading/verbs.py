from __future__ import annotations

from onrecord.reading.model import Sentence, Verb


def find_verbs(sentence: Sentence) -> tuple[Verb, ...]:
    return ()
