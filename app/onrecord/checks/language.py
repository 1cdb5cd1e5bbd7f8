"""Which of the languages a text is written in, told from its commonest words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")
_COMMON = {
    "en": frozenset(
        "the of and to in is that for it was on are with as be at by this have from or had not but what all were we when your can said "
        "there an which do how if will up about out many then them these so some her would has our you they us who been its no did".split()
    ),
    "it": frozenset(
        "di che è la il un a per in una mi sono ho non ma lo ha le si ti i con cosa se io come da ci questo qui hai sei del bene tu sì me "
        "più al mio c' perché lei solo te era gli tutto della così mia ne questa fare quando ora fatto essere so mai chi o alla tutti te "
        "dei nel molto anche abbiamo dal suo nostro nostra nostri delle dell' nell' all' l' un' dall' sul sulla alle agli ai e".split()
    ),
}


def guess_language(text: str) -> str:
    """ "en" or "it"; English where nothing tells. Only the first 20,000 characters are looked at."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:20_000])]
    scores = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    accents = sum(text[:20_000].count(letter) for letter in "àèéìòù")
    return "it" if scores["it"] + accents > scores["en"] else "en"
