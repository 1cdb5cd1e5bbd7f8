"""The values that a reading is made of: words, sentences, literals, cues, verbs and quotations.

Offsets are code points in the text as it was given, `end` exclusive; nothing in the text is normalised.
Normal forms live beside it (`Word.norm`, `Literal.value`), so that two texts can be compared by meaning.
Everything here is frozen. What a sentence says is worked out when it is first asked for.

Named tuples and plain classes, no dataclasses: making those costs more than reading a whole statement.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from onrecord.reading.kept import Sizes, Source
    from onrecord.reading.phrases import Match, PhraseSet


class Span(NamedTuple):
    """A stretch of the text with the part it plays (`role`): object, addressee, agent, time ..."""

    start: int
    end: int
    text: str
    role: str = ""


class _Frozen:
    """A value that cannot be changed once it is made."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")


_set = object.__setattr__


class Word(_Frozen):
    """What is known about one written form, shared by all its occurrences; two are the same only by identity.

    `lower` is the form in small letters with straight apostrophes. `norm` also has contractions written out
    ("n't" -> "not", "'ll" -> "will") and hyphens after a prefix removed ("e-mail" -> "email").
    `lemmas` are all possible dictionary forms, likeliest first. `tags` are coarse word classes that can be
    told from the form alone (participle, gerund, adverb, plural, capital, upper, stop ...), not a parse.
    `kind` is word, number, punct, symbol (emoji and the like), link, email, handle, hashtag.
    """

    __slots__ = ("kind", "lemmas", "lower", "norm", "tags", "text")

    text: str
    lower: str
    norm: str
    lemmas: tuple[str, ...]
    tags: frozenset[str]
    kind: str

    def __init__(
        self, text: str, lower: str, norm: str, lemmas: tuple[str, ...], tags: frozenset[str], kind: str
    ) -> None:
        _set(self, "text", text)
        _set(self, "lower", lower)
        _set(self, "norm", norm)
        _set(self, "lemmas", lemmas)
        _set(self, "tags", tags)
        _set(self, "kind", kind)

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.norm!r}, {self.kind})"


class Token(NamedTuple):
    """One occurrence of a word or a sign."""

    start: int
    end: int
    word: Word

    @property
    def text(self) -> str:
        return self.word.text

    @property
    def lower(self) -> str:
        return self.word.lower

    @property
    def norm(self) -> str:
        return self.word.norm

    @property
    def lemmas(self) -> tuple[str, ...]:
        return self.word.lemmas

    @property
    def tags(self) -> frozenset[str]:
        return self.word.tags

    @property
    def kind(self) -> str:
        return self.word.kind

    @property
    def is_word(self) -> bool:
        """Whether it counts as a word for phrases: anything but punctuation."""
        return self.word.kind != "punct"


LITERAL_KINDS = (
    "number",
    "ordinal",
    "percent",
    "ratio",
    "money",
    "quantity",
    "duration",
    "date",
    "time",
    "name",
    "quote",
    "link",
    "email",
    "handle",
    "hashtag",
    "phone",
    "code",
)


class Literal(NamedTuple):
    """Something that must be traced, and that two texts must agree on.

    `value` is normalised and hashable; equal values mean the same thing whatever the format or language:

    - number, ordinal, percent, money, quantity, duration: a `Fraction` (equal to the int 3412); `unit` tells of what:
      "%" for percent ("percentage point" apart), "EUR", "km", "hour" ...; scales ("million", "mila") are multiplied in
    - ratio ("4 in 10"): a tuple (4, 10)
    - date: ("date", year, month, day, weekday) with None for what is not said, or ("relative", unit, steps[, more])
    - time: ("time", hour, minute, second or None) by the 24-hour clock; `zone` is "CET", "UTC", "+01:00" or ""
    - a range of any of these: ("range", low, high)
    - name: the written name without article or title; `detail` is person, organisation, place, product or ""
    - quote: the quoted words with spaces folded; link, email, handle: in normal form; phone: its digits; code: upper
      case

    `bound` is one of "", "about", "at least", "at most", "more than", "less than", "nearly", "exactly";
    `bound_start` is where the words of the bound begin (or `start`), when they stand before it.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Hashable
    unit: str = ""
    bound: str = ""
    zone: str = ""
    detail: str = ""
    bound_start: int = -1

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What two literals must share to say the same thing."""
        return (self.kind, self.value, self.unit, self.bound, self.zone)


CUE_KINDS = (
    "negation",
    "hedge",
    "modality",
    "quantifier",
    "absolute",
    "exception",
    "attribution",
    "cause",
    "condition",
    "order",
    "contrast",
    "comparison",
    "aspect",
    "apology",
    "responsibility",
    "promise",
    "commitment",
    "reassurance",
    "compensation",
)


class Cue(NamedTuple):
    """A sign in the words of how something is meant.

    `detail` is the normalised sub-kind, alike in both languages ("if", "unless", "because", "before", "some", "may"
    ...).
    `scope` is the stretch it governs, as far as it can be told (a negation up to the end of its clause).
    `parts` are its object, addressee, time, speaker and the like. `timed` is set on promises that name a time.
    """

    start: int
    end: int
    text: str
    kind: str
    detail: str = ""
    scope: tuple[int, int] | None = None
    parts: tuple[Span, ...] = ()
    timed: bool = False

    def part(self, role: str) -> Span | None:
        """The part with this role, if there is one."""
        return next((part for part in self.parts if part.role == role), None)


class Verb(NamedTuple):
    """A verb with its auxiliaries ("has not yet been closed").

    `tense` is past, present, future or none (infinitive, gerund); `aspect` simple, progressive, perfect or perfect-
    progressive;
    `voice` active or passive; `mood` indicative, conditional, imperative, subjunctive or non-finite; `modal` the
    modal verb's
    lemma or ""; `person` is 1s, 1p, 2, 3 or "" when it cannot be told; `subject` and `agent` ("by the fire service")
    are rough.
    """

    start: int
    end: int
    text: str
    lemma: str
    tense: str
    aspect: str = "simple"
    voice: str = "active"
    mood: str = "indicative"
    modal: str = ""
    negated: bool = False
    person: str = ""
    subject: Span | None = None
    agent: Span | None = None


class Quotation(NamedTuple):
    """Quoted words with their marks (`start`, `end`), without them (`inner_start`, `inner_end`), and who is said to
    have said them.
    """

    start: int
    end: int
    text: str
    inner_start: int
    inner_end: int
    words: str
    speaker: Span | None = None
    closed: bool = True


class Sentence(_Frozen):
    """One sentence, heading or bullet. Tokens, literals, cues and verbs are found when first asked for."""

    __slots__ = ("_source", "end", "kind", "language", "paragraph", "quotes", "start", "text")

    start: int
    end: int
    text: str
    kind: str  # prose, heading, bullet
    language: str
    paragraph: int
    quotes: tuple[Quotation, ...]
    _source: Source

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        kind: str,
        language: str,
        paragraph: int,
        quotes: tuple[Quotation, ...],
        source: Source,
    ) -> None:
        _set(self, "start", start)
        _set(self, "end", end)
        _set(self, "text", text)
        _set(self, "kind", kind)
        _set(self, "language", language)
        _set(self, "paragraph", paragraph)
        _set(self, "quotes", quotes)
        _set(self, "_source", source)

    def _values(self) -> tuple[object, ...]:
        return (self.start, self.end, self.text, self.kind, self.language, self.paragraph, self.quotes)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sentence) and self._values() == other._values())

    def __hash__(self) -> int:
        return hash((self.start, self.text))

    def __repr__(self) -> str:
        return f"Sentence({self.start}, {self.end}, {self.text!r}, {self.kind})"

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Every word and sign, in order."""
        return self._source.body(self).tokens()

    @property
    def words(self) -> tuple[Token, ...]:
        """The tokens without punctuation: what phrases are matched against."""
        return self._source.body(self).words()

    @property
    def sizes(self) -> Sizes:
        """The sentence in figures, without its words having to be looked at."""
        return self._source.body(self).sizes(self)

    @property
    def size(self) -> int:
        """How many words and numbers it has, as `words` tells them."""
        return len(self._source.body(self).words_in_place()[1])

    @property
    def literals(self) -> tuple[Literal, ...]:
        """Numbers, dates, names, links and so on, by position; a literal never lies inside another, except in a
        quote.
        """
        return self._source.body(self).literals(self)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Negations, hedges, apologies and so on, by position."""
        return self._source.body(self).cues(self)

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """The verb groups, by position."""
        return self._source.body(self).verbs(self)

    def matches(self, phrases: PhraseSet) -> list[Match]:
        """What a set of phrases finds here; kept, so that asking again costs nothing."""
        return self._source.body(self).matches(self, phrases)

    @property
    def terminator(self) -> str:
        """The sign that ends it: ".", "!", "?", "..." or "" (headings, bullets)."""
        tail = self.text.rstrip("\"'»”’)]* \t\r\n")
        if tail.endswith(("...", "…")):
            return "..."
        return tail[-1:] if tail.endswith((".", "!", "?")) else ""

    def quoted(self, start: int, end: int) -> bool:
        """Whether this stretch lies inside quotation marks."""
        return any(q.start <= start and end <= q.end for q in self.quotes)


class Reading(NamedTuple):
    """A text that has been read."""

    text: str
    language: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quotation, ...] = ()

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All literals of the text."""
        return tuple(literal for sentence in self.sentences for literal in sentence.literals)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All cues of the text."""
        return tuple(cue for sentence in self.sentences for cue in sentence.cues)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds this place, or None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            sentence = self.sentences[middle]
            if offset < sentence.start:
                high = middle
            elif offset >= sentence.end:
                low = middle + 1
            else:
                return sentence
        return None
