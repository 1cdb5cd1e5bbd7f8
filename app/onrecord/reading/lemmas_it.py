# ruff: noqa: SIM905  (word lists read better as text)
"""Dictionary forms of Italian words: irregular forms and infinitives from lexicons, the rest by endings.

A verb form counts as one only when its infinitive is in the lexicon; other words give every base that their ending
allows ("clienti": cliente, cliento), because two words are taken for the same when any base is shared.
"""

from __future__ import annotations

from functools import cache

from onrecord.reading.lexicons import rows, words

# Endings after the stem and the infinitive endings they can belong to, longest first.
_FINITE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ["erò", "erai", "erà", "eremo", "erete", "eranno", "erei", "eresti", "erebbe", "eremmo", "ereste", "erebbero"],
        ("are", "ere"),
    ),
    **dict.fromkeys(
        ["irò", "irai", "irà", "iremo", "irete", "iranno", "irei", "iresti", "irebbe", "iremmo", "ireste", "irebbero"],
        ("ire",),
    ),
    **dict.fromkeys(
        [
            "avo",
            "avi",
            "ava",
            "avamo",
            "avate",
            "avano",
            "ai",
            "asti",
            "ò",
            "ammo",
            "aste",
            "arono",
            "assi",
            "asse",
            "assimo",
            "assero",
            "a",
            "ate",
            "ano",
        ],
        ("are",),
    ),
    **dict.fromkeys(
        [
            "evo",
            "evi",
            "eva",
            "evamo",
            "evate",
            "evano",
            "ei",
            "esti",
            "é",
            "è",
            "emmo",
            "este",
            "erono",
            "essi",
            "esse",
            "essimo",
            "essero",
            "ete",
            "etti",
            "ette",
            "ettero",
        ],
        ("ere",),
    ),
    **dict.fromkeys(
        [
            "ivo",
            "ivi",
            "iva",
            "ivamo",
            "ivate",
            "ivano",
            "ii",
            "isti",
            "ì",
            "immo",
            "iste",
            "irono",
            "issi",
            "isse",
            "issimo",
            "issero",
            "ite",
        ],
        ("ire",),
    ),
    **dict.fromkeys(["isco", "isci", "isce", "iscono", "isca", "iscano"], ("ire",)),
    **dict.fromkeys(["o", "i", "iamo", "iate"], ("are", "ere", "ire")),
    **dict.fromkeys(["e", "ono"], ("ere", "ire")),
    **dict.fromkeys(["ino"], ("are",)),
    **dict.fromkeys(["ano"], ("are", "ere", "ire")),
    **dict.fromkeys(["a"], ("are", "ere", "ire")),
}
_GERUND = {"ando": ("are",), "endo": ("ere", "ire")}
_PARTICIPLE = {"at": ("are",), "ut": ("ere",), "it": ("ire",)}
_CLITICS = (
    "gliela",
    "glielo",
    "gliene",
    "cene",
    "sene",
    "mela",
    "melo",
    "telo",
    "tela",
    "velo",
    "vela",
    "celo",
    "cela",
    "gli",
    "lo",
    "la",
    "li",
    "le",
    "ne",
    "ci",
    "vi",
    "si",
    "mi",
    "ti",
)
# Verbs whose present is wholly irregular (in the lexicon): a regular ending on their stem is another word ("volo",
# "voli").
_IRREGULAR_PRESENT = frozenset(
    "volere potere dovere sapere essere avere andare fare dare dire stare venire uscire sedere".split()
)
# Words that only look like a verb form.
_NEVER_VERB = frozenset(
    "entro ora volta prima sede sedi presente presenti conto conti caso casi sito siti numero numeri sera "
    "fine meno".split()
)
_LONGEST = max(map(len, _FINITE))


@cache
def _verbs() -> frozenset[str]:
    return words("it", "verbs")


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    found: dict[str, tuple[list[str], set[str]]] = {}

    def add(form: str, lemma: str, *tags: str) -> None:
        entry = found.setdefault(form, ([], set()))
        entry[0].append(lemma)
        entry[1].update(tags)

    for lemma, forms, kind in rows("it", "irregular"):
        for form in forms.split():
            if kind == "n":
                for ending in "oaie":
                    add(form[:-1] + ending, lemma, "verb", "participle")
            elif kind == "v":
                add(form, lemma, "verb")
            else:
                add(form, lemma)
    return {form: (tuple(dict.fromkeys(lemmas)), frozenset(tags)) for form, (lemmas, tags) in found.items()}


def _infinitives(stem: str, ending: str, classes: tuple[str, ...]) -> list[str]:
    """Infinitives of a stem: also -care (verifichi), -ciare (cominci-amo), -iare (invi-o)."""
    verbs = _verbs()
    stems = [stem]
    if ending[0] in "ie":
        if stem.endswith(("ch", "gh")):
            stems.append(stem[:-1])
        if stem.endswith(("c", "g", "sc", "gl")):
            stems.append(stem + "i")
    if ending[0] == "i":
        stems.append(stem + "i")
    short = len(ending) <= 4 and ending in ("o", "i", "e", "a", "ono", "ano", "iamo", "iate", "ino")
    return [
        base + kind
        for base in stems
        for kind in classes
        if base + kind in verbs and not (short and base + kind in _IRREGULAR_PRESENT)
    ]


def _verb(word: str) -> tuple[list[str], set[str]]:
    lemmas: list[str] = []
    tags: set[str] = set()
    verbs = _verbs()
    if word in _NEVER_VERB:
        return [], tags
    if word in verbs:
        return [word], {"verb", "infinitive"}
    for cut in range(min(_LONGEST, len(word) - 1), 0, -1):
        classes = _FINITE.get(word[-cut:])
        if classes:
            found = _infinitives(word[:-cut], word[-cut:], classes)
            if found:
                lemmas += found
                tags |= {"verb", "finite"}
    for ending, classes in _GERUND.items():
        if word.endswith(ending):
            found = _infinitives(word[:-4], ending, classes)
            lemmas += found
            tags |= {"verb", "gerund"} if found else set()
    if word[-1] in "oaie" and word[-3:-1] in _PARTICIPLE:
        found = _infinitives(word[:-3], word[-3:], _PARTICIPLE[word[-3:-1]])
        if found:
            lemmas = found + lemmas
            tags |= {"verb", "participle"}
    return lemmas, tags


def _with_clitic(word: str) -> tuple[list[str], set[str]]:
    """Infinitive, gerund or imperative with a pronoun ("scusarci", "contattarla", "avvisandoli")."""
    for clitic in _CLITICS:
        if word.endswith(clitic) and len(word) - len(clitic) > 3:
            rest = word[: -len(clitic)]
            for base in (rest + "e", rest + "re"):
                if base in _verbs():
                    return [base], {"verb", "infinitive", "clitic"}
            if rest.endswith(("ando", "endo")):
                lemmas, tags = _verb(rest)
                if lemmas:
                    return lemmas, tags | {"clitic"}
    return [], set()


def analyse(word: str) -> tuple[tuple[str, ...], set[str]]:
    """Lemmas and tags of a word in small letters."""
    known = _irregular().get(word)
    if known is not None and "verb" not in known[1]:
        return known[0], set(known[1])
    lemmas = list(known[0]) if known else []
    tags = set(known[1]) if known else set()
    if len(word) > 2 and word.isalpha():
        for found, more in (_verb(word), _with_clitic(word)):
            lemmas += found
            tags |= more
        if word.endswith("mente") and len(word) > 7:
            tags.add("adverb")
        elif not tags & {"infinitive", "gerund"} or not lemmas:
            lemmas += _nominal(word)
    if not lemmas:
        lemmas = [word]
    return tuple(dict.fromkeys((*lemmas, word))), tags


def _nominal(word: str) -> list[str]:
    """Singular or masculine bases that a noun or an adjective can have."""
    stem = word[:-1]
    if word.endswith("ii"):
        return [stem]
    if word.endswith(("chi", "ghi", "che", "ghe")):
        return [stem[:-1] + "o", stem[:-1] + "a", word]
    if word.endswith("i"):
        bases = (
            [stem + "o", stem + "e"]
            if not word.endswith(("ori", "oni", "enti", "anti", "ali", "ili", "abili"))
            else [stem + "e", stem + "o"]
        )
        if stem.endswith(("c", "g", "gl", "z", "r")):
            bases.append(word + "o")
        return [*bases, stem + "a"]
    if word.endswith("e"):
        bases = [word, stem + "a", stem + "o"]
        if stem.endswith(("c", "g")):
            bases.append(stem + "ia")
        return bases
    if word.endswith("a"):
        return [word, stem + "o"]
    return [word]
