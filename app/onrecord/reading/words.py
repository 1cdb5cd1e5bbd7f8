"""Text to tokens, in one pass, with what is known about each form looked up once per form.

Contractions are two tokens ("do|n't", "we|'ll", "can|not"), Italian elisions too ("dell'|acqua"); a hyphen inside a
word
is no token ("one-off" reads as "one off"), except after a prefix, where the word stays whole ("e-mail", "re-open").
"""

from __future__ import annotations

import unicodedata
from functools import cache

from onrecord.reading.lazily import lazily
from onrecord.reading.lexicons import table
from onrecord.reading.model import Token, Word

# Combining marks and characters that are not seen: part of the word they stand in, never of its norm.
_MARKS = "\u0300-\u036f"
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f"
_LETTER = rf"[^\W_{INVISIBLE}]"
_INNER = rf"[^\W_]|[{_MARKS}{INVISIBLE}]"
_TLD = (
    "com|org|net|edu|gov|int|mil|info|biz|io|co|app|dev|example|test|invalid|localhost|ai|eu|uk|us|it|de|fr|es|ie|ch|at|be|nl|se|no|dk|fi|"
    "pl|pt|cz|gr|ca|au|nz|jp|br|mx|za|tv|me|news|online|site|shop|tech|cloud|live|london|scot|wales|roma|sm|va|lu|mt|hr|si|ro|hu|bg|sk|ee|lv|lt|is|li|mc|fm|ly"
)
LINK = (
    r"(?:https?://|www\.)[^\s<>\"“”«»]{1,2000}|"
    rf"(?<![\w@.-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}}[A-Za-z0-9])?\.){{1,8}}(?:{_TLD})(?![\w-])(?:[/?#][^\s<>\"“”«»]{{0,2000}})?"
)
EMAIL = r"[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
# Most tokens are plain words before a space: tried first, because no address or contraction can begin with one.
_COMMON = (
    r"(?P<word>[^\W\d_]++(?=[ \n,;]|\.\s|$))|(?P<sign>[,;:!?()\[\]{}\"“”„«»—–])|"
    rf"(?P<email>(?<![\w.+-]){EMAIL})|(?P<link>{LINK})|(?P<handle>(?<!\w)@\w[\w.]{{0,63}}(?<!\.))|(?P<hashtag>(?<![\w&])\#\w{{1,100}})|"
    r"(?P<number>\d++(?:[.,:/]\d++)*+(?:st|nd|rd|th|[ºª°])?+(?![^\W\d_]))|"
)
_PREFIXES = "e|re|co|un|de|pre|non|anti|cyber|multi|sub|mis|dis|on(?=[-‐‑]line)|off(?=[-‐‑]line)"
_SIGNS = rf"|(?P<dots>\.{{2,}}|…)|(?P<marks>[{_MARKS}{INVISIBLE}]+)|(?P<other>[^\w\s]|_)"
_PATTERN_EN = lazily(
    _COMMON
    + rf"(?P<joined>(?:(?i:{_PREFIXES})[-‐‑](?=[^\W\d_]))?{_LETTER}(?:{_INNER})*(?:['’](?:{_INNER})+)*)"
    + _SIGNS
)
_PATTERN_IT = lazily(
    _COMMON
    + rf"(?P<joined>(?:(?i:{_PREFIXES})[-‐‑](?=[^\W\d_]))?{_LETTER}(?:{_INNER})*(?:['’](?=[^\W\d_])|(?<=\b[pP]o)['’]|(?<=\b[mM]o)['’])?)"  # noqa: E501
    + _SIGNS
)
_HYPHENS = frozenset("-‐‑")
_CLEAN = lazily(rf"[{INVISIBLE}]")
_CONTRACTIONS = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would"}
_IS_HOSTS = frozenset(
    [
        "it",
        "that",
        "there",
        "here",
        "he",
        "she",
        "what",
        "who",
        "where",
        "how",
        "when",
        "this",
        "everything",
        "nothing",
        "everyone",
        "nobody",
    ]
)
_CACHE_LIMIT = 200_000
_IZE = lazily(r"(?<=\w{3})(?:iz(?=(?:e|ed|es|ing|ation|ations|er|ers)$)|yz(?=(?:e|ed|es|ing|er|ers)$))")
_KEEP_Z = ("siz", "seiz", "priz", "horiz", "citiz", "dozen", "capsiz")

Parts = tuple[tuple[int, int, Word], ...]


@cache
def _spelling() -> dict[str, str]:
    return table("en", "spelling")


def tokenise(text: str, language: str, start: int = 0, end: int | None = None) -> list[Token]:
    """All tokens of `text[start:end]`; `language` is "en" or "it". Linear in the length."""
    known = _CHUNKS[language]
    if len(known) > _CACHE_LIMIT:
        known.clear()
    get = known.get
    new = tuple.__new__  # a quarter of the time of Token(...), which matters at 200,000 a second
    tokens: list[Token] = []
    append = tokens.append
    finish = len(text) if end is None else end
    if start and start < finish and not (text[start - 1].isspace() or text[start].isspace()):
        # What stands right before tells how the first word is read: it is no chunk of its own.
        begun = _CHUNK.match(text, start, finish)
        if begun is not None:
            tokens += [new(Token, part) for part in _parts(text, language, start, begun.end())]
            start = begun.end()
    for match in _CHUNK.finditer(text, start, finish):
        chunk = match[0]
        parts = get(chunk)
        if parts is None:
            parts = known[chunk] = _parts(chunk, language, 0, len(chunk))
        begin = match.start()
        for low, high, word in parts:
            append(new(Token, (begin + low, begin + high, word)))
    return tokens


def _parts(text: str, language: str, start: int, finish: int) -> Parts:
    """The words and signs of a stretch without spaces."""
    pattern = _PATTERN_IT if language == "it" else _PATTERN_EN
    words = _CACHES[language]
    if len(words) > _CACHE_LIMIT:
        words.clear()
    found: list[tuple[int, int, Word]] = []
    last = -1
    for match in pattern.finditer(text, start, finish):
        begin, stop = match.span()
        form = match[0]
        word = words.get(form)
        if word is None:
            word = words[form] = _make(form, match.lastgroup or "other", language)
        if type(word) is tuple:
            found += [(begin + low, begin + high, part) for low, high, part in word]
        elif form in _HYPHENS and last == begin and stop < finish and text[stop].isalnum():
            pass
        else:
            found.append((begin, stop, word))  # type: ignore[arg-type]
        last = stop
    return tuple(found)


_CHUNK = lazily(r"\S+")
_CHUNKS: dict[str, dict[str, Parts]] = {"en": {}, "it": {}}
_CACHES: dict[str, dict[str, Word | Parts]] = {"en": {}, "it": {}}


def _make(form: str, group: str, language: str) -> Word | Parts:
    if group in ("word", "joined"):
        if language == "en":
            parts = _contraction(form)
            if parts:
                return parts
        return make_word(form, language)
    if group == "link":
        stripped = form.rstrip(".,;:!?)]'’*_")
        if stripped != form and stripped:
            rest = _plain(form[len(stripped)], "punct")
            signs = tuple((i, i + 1, _plain(form[i], "punct")) for i in range(len(stripped) + 1, len(form)))
            return ((0, len(stripped), _plain(stripped, "link")), (len(stripped), len(stripped) + 1, rest), *signs)
        return _plain(form, "link")
    if group in ("email", "handle", "hashtag", "number"):
        return _plain(form, group)
    if group == "other" and (unicodedata.category(form) == "So" or "\U0001f000" <= form <= "\U0001faff"):
        return _plain(form, "symbol")
    return _plain(form, "punct")


def _plain(form: str, kind: str) -> Word:
    low = form.lower()
    return Word(form, low, low, (low,), frozenset(), kind)


def make_word(form: str, language: str) -> Word:
    """Everything that a written form tells by itself."""
    lower = _CLEAN.sub("", form).lower().replace("’", "'")
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", lower)
    norm = lower.translate(_NO_HYPHEN)
    if language == "en":
        norm = _british(norm)
        lemmas, tags = _english(norm)
    else:
        lemmas, tags = _italian(norm)
    if form[:1].isupper():
        tags.add("capital")
        if len(form) > 1 and form[1].isupper() and form.isupper():
            tags.add("upper")
    elif not form.islower() and any(letter.isupper() for letter in form):
        tags.add("mixed")
    kind = "word" if any(letter.isalpha() for letter in form) else "number"
    return Word(form, lower, norm, lemmas, frozenset(tags), kind)


Analysis = tuple[tuple[str, ...], set[str]]


def _english(norm: str) -> Analysis:
    from onrecord.reading.lemmas_en import analyse

    return analyse(norm)


def _italian(norm: str) -> Analysis:
    from onrecord.reading.lemmas_it import analyse

    return analyse(norm)


_NO_HYPHEN = str.maketrans("", "", "-‐‑")


def _british(norm: str) -> str:
    changed = _spelling().get(norm)
    if changed:
        return changed
    if "z" in norm and len(norm) > 6 and not norm.startswith(_KEEP_Z):
        return _IZE.sub(lambda m: m[0].replace("z", "s"), norm)
    return norm


def _part(form: str, norm: str, lemmas: tuple[str, ...], tags: set[str]) -> Word:
    if form[:1].isupper():
        tags = tags | {"capital"}
    return Word(form, form.lower().replace("’", "'"), norm, lemmas, frozenset(tags), "word")


def _contraction(form: str) -> Parts | None:
    """The two words of an English contraction, or None."""
    low = form.lower().replace("’", "'")
    size = len(form)
    if low == "cannot":
        return ((0, 3, _part(form[:3], "can", ("can",), {"modal"})), (3, 6, _part(form[3:], "not", ("not",), set())))
    if low == "let's":
        return ((0, 3, _part(form[:3], "let", ("let",), set())), (3, 5, _part(form[3:], "us", ("we", "us"), set())))
    cut = low.rfind("'")
    if cut <= 0 or cut == size - 1:
        return None
    if low.endswith("n't") and size > 3:
        host = {"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}.get(low[:-3], low[:-3])
        first = make_word(host, "en")
        return (
            (0, size - 3, _part(form[:-3], host, first.lemmas, set(first.tags))),
            (size - 3, size, _part(form[-3:], "not", ("not",), set())),
        )
    tail = low[cut:]
    if tail == "'s":
        host_word = make_word(form[:cut], "en")
        verb = host_word.norm in _IS_HOSTS
        second = (
            _part(form[cut:], "is", ("be", "have"), set())
            if verb
            else _part(form[cut:], "'s", ("'s", "be", "have"), {"possessive"})
        )
        return ((0, cut, host_word), (cut, size, second))
    if tail in _CONTRACTIONS:
        norm = _CONTRACTIONS[tail]
        lemmas = ("would", "have") if tail == "'d" else _english(norm)[0]
        return ((0, cut, make_word(form[:cut], "en")), (cut, size, _part(form[cut:], norm, lemmas, set())))
    return None
