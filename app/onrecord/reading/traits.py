"""What a sentence is made of, as short names that can be counted and weighed: its words, pairs and turns of phrase.

No meaning is told here. A trait is what two sentences can have in common when no fixed phrase is: the same word, the
same base form, the same neighbours, the same word two or three places further on, a question, no number anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading.model import Token, Word

_SHORT = 6
_MIDDLE = 14


def traits(words: Sequence[Token], terminator: str) -> list[str]:
    """The traits of one sentence, each once, in no order that means anything. Linear in the number of words.

    `w` a word, `l` its likeliest base form, `b` two words, `p` two base forms, `t` three words, `s` two base forms with
    one or two words between them. A number is `<n>`; a capital inside the sentence is a name as far as neighbours go.
    """
    forms = ["^"]
    bases = ["^"]
    found: set[str] = set()
    numbers = False
    for _, _, word in words:
        kind = word.kind
        if kind == "number" or (kind == "word" and not word.text.isalpha() and any(c.isdigit() for c in word.text)):
            forms.append("<n>")
            bases.append("<n>")
            numbers = True
        elif kind != "word":
            forms.append(f"<{kind}>")
            bases.append(f"<{kind}>")
        elif len(forms) > 1 and word.text[:1].isupper():
            found.add("w:" + word.norm)
            forms.append("<name>")
            bases.append("<name>")
        else:
            base = _base(word)
            found.add("w:" + word.norm)
            found.add("l:" + base)
            forms.append(word.norm)
            bases.append(base)
    forms.append("$")
    bases.append("$")
    add = found.add
    count = len(forms)
    for at in range(count - 1):
        add(f"b:{forms[at]} {forms[at + 1]}")
        add(f"p:{bases[at]} {bases[at + 1]}")
    for at in range(count - 2):
        add(f"t:{forms[at]} {forms[at + 1]} {forms[at + 2]}")
        add(f"s:{bases[at]} . {bases[at + 2]}")
    for at in range(count - 3):
        add(f"s:{bases[at]} . {bases[at + 3]}")
    size = count - 2
    add("size:short" if size <= _SHORT else "size:middle" if size <= _MIDDLE else "size:long")
    if terminator in ("?", "!", "..."):
        add("end:" + terminator)
    if not numbers:
        add("no number")
    return list(found)


def _base(word: Word) -> str:
    return word.lemmas[0] if word.lemmas else word.norm
