"""A desk under load for the kill test: answers, clears and edits as fast as it can, until somebody ends it.

Run as a program: FOLDER SEED. Says on stdout each value that is on disk, after it is there.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path


def main(folder: Path, seed: int) -> None:
    """Save without end. Each line on stdout is a promise: this text is on disk."""
    from onrecord.desk.drafts import draft_document
    from onrecord.desk.edit import edit_sentence
    from onrecord.desk.session import open_session, save_answer
    from onrecord.incident.values import Place, Words

    dice = random.Random(seed)
    session = open_session(folder)
    if session.read_only:
        raise SystemExit(f"read only: {session.read_only}")
    print("ready", flush=True)
    number = 0
    while True:
        number += 1
        name = f"{seed}-{number}"
        place = replace(session.incident.facts["event_place"], value=Place(Words(name), "road"))
        session = save_answer(session, place)
        print(name, flush=True)
        if dice.random() < 0.2:
            text = draft_document(session, "holding", "en")
            sentence = next(s for s in text.sentences if s.element == "empathy")
            edit_sentence(session, text, sentence, f"We think of them, {name}.", by="Rossi")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
