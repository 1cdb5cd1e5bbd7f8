from __future__ import annotations
from onrecord.reading.model import Verb, Sentence


def find_verbs(sentence: Sentence) -> tuple[Verb, ...]:
    return ()
