from __future__ import annotations

from onrecord.reading.model import Cue, Sentence


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    return ()
