# ruff: noqa: E501  (the table of the notation)
"""The one notation for phrases: rules, paraphrases of the guard, the plain-language lexicon, variants of withheld values.

| written | matches |
|---|---|
| `sorry if`           | these words in this order. Capitals, punctuation and hyphens do not count; contractions are read |
|                      | as written out (`we will not` finds "we won't"), American spellings as British ones |
| `~apologise for`     | any form of the word: apologise, apologises, apologised, apologizing; Italian `~chiudere`: chiuso, chiuderemo |
| `(sorry|~apologise)` | one of several; each may be several words: `(as soon as possible|in due course)` |
| `[very] sorry`       | what is in square brackets may be missing; alternatives inside are allowed |
| `compensat*`         | any word that begins so (at least three letters) |
| `=TK`                | exactly this, capitals included |
| `<NUMBER>`           | a literal of this type, however it is written: NUMBER ORDINAL PERCENT MONEY QUANTITY DURATION AMOUNT |
|                      | (any of number, percent, money, quantity) DATE TIME WHEN (date, time or duration) NAME PERSON ORGANISATION |
|                      | PLACE QUOTE LINK EMAIL HANDLE HASHTAG PHONE CODE CONTACT (link, email, handle, phone) LITERAL (any) |
| `<ADVERB>`           | one word of a class: WORD (any) ADVERB PARTICIPLE GERUND INFINITIVE PLURAL CAPITAL EMOJI |
| `..3`                | a gap: up to three words, none needed |
| `..3!(not|never)`    | a gap of up to three words, none of which is one of these |
| `!(not|never)`       | exactly one word that is none of these |
| `<..3:x>`            | one to three words that are captured as `x`; `<NUMBER:n>` and `<ADVERB:a>` capture too |
| `@people`            | any word of the list `people`, given when the phrases are compiled |
| `^` and `$`          | the beginning and the end of the sentence |

Examples: `^sorry if (you|anyone) ..4 ~offend`, `(we|i) [~be] ..2!(not|never) (sorry|~apologise) for any`,
`no (evidence|indication) that`, `<NUMBER:n> (people|customers) (who|that) ~have`, `non ~sapere [ancora]`.

A phrase never crosses the end of a sentence. All phrases of a set are matched in one pass; for each phrase the leftmost,
then longest, match counts and its matches do not overlap. The work is linear in the text: a phrase's length, gaps and variants are
bounded, and one that is empty, matches anything, or exceeds the bounds is refused with BadInput when the set is built.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.reading.model import Reading, Sentence, Span, Token, Word
from onrecord.reading.notation import SLOTS, Element, Sequence, parse

_MAX_STATES = 50_000
_Item = tuple[int, int, int]  # sequence, element, words already taken by the gap


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase was found: `start` and `end` in the text, `first` and `last` (exclusive) in `sentence.words`."""

    key: Hashable
    start: int
    end: int
    sentence: Sentence
    first: int
    last: int
    sequence: int = field(repr=False, default=0)

    @property
    def text(self) -> str:
        """The words found, as written."""
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]


class _State:
    """A set of places in sequences that is reached by the same words; what follows is worked out once and kept."""

    __slots__ = ("accepts", "accepts_at_end", "items", "next", "slots")

    def __init__(self, items: frozenset[_Item]) -> None:
        self.items = items
        self.next: dict[int, _State | None] = {}
        self.accepts: tuple[int, ...] = ()
        self.accepts_at_end: tuple[int, ...] = ()
        self.slots: dict[str, frozenset[_Item]] = {}


class PhraseSet:
    """Phrases compiled together. `phrases` are pairs of a key (any hashable value) and a phrase; keys may repeat."""

    def __init__(
        self,
        phrases: Iterable[tuple[Hashable, str]],
        language: str,
        *,
        lists: Mapping[str, Iterable[str]] | None = None,
        leading_gaps: bool = False,
    ) -> None:
        self.language = language
        self._keys: list[Hashable] = []
        self._sequences: list[Sequence] = []
        for key, text in phrases:
            for sequence in parse(text, language, lists, leading_gaps=leading_gaps):
                self._keys.append(key)
                self._sequences.append(sequence)
        used = {key for sequence in self._sequences for element in sequence for key in element.keys}
        self._used = frozenset(used)
        self._prefixes = tuple(sorted({len(key) - 1 for key in used if key.endswith("*") and len(key) > 1}))
        self._lemmas = any(key.startswith("~") for key in used)
        self._ids: dict[str, int] = {}
        self._id_of: dict[tuple[str, ...], int] = {(): 0}
        self._keys_of: list[tuple[str, ...]] = [()]
        self._index: dict[str, list[_Item]] = {}
        self._reset()

    def __len__(self) -> int:
        return len(self._sequences)

    def _reset(self) -> None:
        self._states: dict[frozenset[_Item], _State] = {}
        starts = frozenset((number, 0, 0) for number in range(len(self._sequences)))
        anchored = frozenset(item for item in starts if self._sequences[item[0]][0].kind == "start")
        self._root = self._state(starts - anchored, indexed=True)
        self._first = self._state(frozenset((number, 1, 0) for number, _, _ in anchored))

    def _state(self, items: frozenset[_Item], *, indexed: bool = False) -> _State:
        closed: set[_Item] = set()
        stack = list(items)
        accepts: list[int] = []
        at_end: list[int] = []
        while stack:
            item = stack.pop()
            if item in closed:
                continue
            closed.add(item)
            number, place, taken = item
            sequence = self._sequences[number]
            if place == len(sequence):
                accepts.append(number)
            elif sequence[place].kind == "end":
                at_end.append(number)
            elif sequence[place].kind == "gap" and taken >= sequence[place].low:
                stack.append((number, place + 1, 0))
        key = frozenset(closed)
        state = self._states.get(key)
        if state is None:
            state = _State(key)
            state.accepts, state.accepts_at_end = tuple(accepts), tuple(at_end)
            slots: dict[str, set[_Item]] = {}
            for number, place, _ in closed:
                sequence = self._sequences[number]
                if place < len(sequence) and sequence[place].kind == "slot":
                    slots.setdefault(sequence[place].slot, set()).add((number, place + 1, 0))
            state.slots = {slot: frozenset(follow) for slot, follow in slots.items()}
            self._states[key] = state
        if indexed:
            self._index = {}
            self._loose: list[_Item] = []
            for item in key:
                number, place, _ = item
                element = self._sequences[number][place]
                if element.kind == "key":
                    for name in element.keys:
                        self._index.setdefault(name, []).append(item)
                elif element.kind in ("gap", "other"):
                    self._loose.append(item)
        return state

    def _word_id(self, word: Word) -> int:
        """A number for the keys that a word has in this set; 0 for none."""
        lower, norm = word.lower, word.norm
        candidates = {norm, lower, "=" + word.text, "<word"}
        candidates.update("~" + lemma for lemma in word.lemmas)
        candidates.update("<" + tag for tag in word.tags)
        if word.kind == "symbol":
            candidates.add("<symbol")
        for size in self._prefixes:
            if len(norm) >= size:
                candidates.add(norm[:size] + "*")
                candidates.add(lower[:size] + "*")
        keys = tuple(sorted(candidates & self._used))
        number = self._id_of.setdefault(keys, len(self._keys_of))
        if number == len(self._keys_of):
            self._keys_of.append(keys)
        if len(self._ids) > 200_000:
            self._ids.clear()
        self._ids[word.text] = number
        return number

    def _step(self, state: _State, word: int) -> _State | None:
        if len(self._states) > _MAX_STATES:
            self._reset()
        keys = self._keys_of[word]
        source: Iterable[_Item] = state.items
        if state is self._root:
            source = [item for key in keys for item in self._index.get(key, ())] + self._loose
        follow: set[_Item] = set()
        for number, place, taken in source:
            sequence = self._sequences[number]
            if place == len(sequence):
                continue
            element = sequence[place]
            if element.kind == "key":
                if not element.keys.isdisjoint(keys):
                    follow.add((number, place + 1, 0))
            elif element.kind == "other":
                if element.keys.isdisjoint(keys):
                    follow.add((number, place + 1, 0))
            elif element.kind == "gap" and taken < element.high and element.keys.isdisjoint(keys):
                follow.add((number, place, taken + 1))
        result = self._state(frozenset(follow)) if follow else None
        state.next[word] = result
        return result

    def find(self, source: Reading | Sentence | Iterable[Sentence]) -> list[Match]:
        """All matches, by place."""
        if isinstance(source, Sentence):
            sentences: Iterable[Sentence] = (source,)
        elif isinstance(source, Reading):
            sentences = source.sentences
        else:
            sentences = source
        found: list[Match] = []
        for sentence in sentences:
            found += self._in_sentence(sentence)
        return found

    def _in_sentence(self, sentence: Sentence) -> list[Match]:
        if not self._sequences:
            return []
        words = sentence.words
        ids = self._ids
        numbers = [ids[w.text] if w.text in ids else self._word_id(w) for _, _, w in words]
        ends: dict[Hashable, tuple[int, int, int]] = {}
        raw: list[tuple[int, int, Hashable, int]] = []
        slots: dict[int, list[tuple[str, int]]] | None = None
        loose, root_slots = bool(self._loose), bool(self._root.slots)
        count = len(numbers)
        for first in range(count):
            number = numbers[first]
            root = self._root
            if number == 0 and not loose and not root_slots and first:
                continue
            if root.next.get(number, root) is None and not root_slots and first:
                continue
            starts = [root] if first or not self._first.items else [root, self._first]
            work = [(first, state) for state in starts]
            best: dict[Hashable, tuple[int, int]] = {}
            seen: set[tuple[int, int]] = set()
            while work:
                place, state = work.pop()
                for sequence in state.accepts:
                    _keep(best, self._keys[sequence], place, sequence)
                if place == count:
                    for sequence in state.accepts_at_end:
                        _keep(best, self._keys[sequence], place, sequence)
                    continue
                if state.slots:
                    if slots is None:
                        slots = _slots(sentence)
                    for kind, end in slots.get(place, ()):
                        for slot, follow in state.slots.items():
                            if _fills(kind, slot):
                                after = self._state(follow)
                                if (end, id(after)) not in seen:
                                    seen.add((end, id(after)))
                                    work.append((end, after))
                word = numbers[place]
                following = state.next[word] if word in state.next else self._step(state, word)
                if following is not None and (place + 1, id(following)) not in seen:
                    seen.add((place + 1, id(following)))
                    work.append((place + 1, following))
            raw += [(first, last, key, sequence) for key, (last, sequence) in best.items()]
        found: list[Match] = []
        for first, last, key, sequence in raw:
            if last > first and ends.get(key, (0, 0, 0))[1] <= first:
                ends[key] = (first, last, sequence)
                found.append(Match(key, words[first].start, words[last - 1].end, sentence, first, last, sequence))
        return found

    def captures(self, match: Match) -> dict[str, Span]:
        """What the named slots and gaps of the phrase stand for in this match; gaps take as few words as they can."""
        sequence = self._sequences[match.sequence]
        words = match.sentence.words
        slots = _slots(match.sentence)
        ids = [self._keys_of[self._ids.get(w.text) or self._word_id(w.word)] for w in words[match.first : match.last]]
        bounds = _align(sequence, match, ids, slots)
        offset = match.sentence.start
        found: dict[str, Span] = {}
        for element, (low, high) in zip(sequence, bounds or (), strict=False):
            if element.name and low < high:
                start, end = words[low].start, words[high - 1].end
                found[element.name] = Span(start, end, match.sentence.text[start - offset : end - offset], element.name)
        return found


def _keep(best: dict[Hashable, tuple[int, int]], key: Hashable, place: int, sequence: int) -> None:
    if key not in best or best[key][0] < place:
        best[key] = (place, sequence)


def _fills(kind: str, slot: str) -> bool:
    accepted = SLOTS[slot]
    return kind in accepted or kind.partition("/")[0] in accepted or "*" in accepted


def _slots(sentence: Sentence) -> dict[int, list[tuple[str, int]]]:
    """Literals by the number of their first word: kind (a name with its detail) and the word after the last."""
    found: dict[int, list[tuple[str, int]]] = {}
    words: tuple[Token, ...] = sentence.words
    place = 0
    for literal in sentence.literals:
        if literal.kind != "quote":
            while place < len(words) and words[place].end <= literal.start:
                place += 1
        first = place
        if literal.kind == "quote":
            first = next((i for i, w in enumerate(words) if w.start >= literal.start), len(words))
        last = first
        while last < len(words) and words[last].start < literal.end:
            last += 1
        if first < last:
            kind = f"{literal.kind}/{literal.detail}" if literal.kind == "name" else literal.kind
            found.setdefault(first, []).append((kind, last))
    return found


def _align(
    sequence: Sequence, match: Match, keys: list[tuple[str, ...]], slots: dict[int, list[tuple[str, int]]]
) -> list[tuple[int, int]] | None:
    """Which words each element took; bounded by the size of the phrase, with every dead end visited once."""
    dead: set[tuple[int, int]] = set()

    def take(element: Element, place: int) -> Iterator[int]:
        if element.kind in ("start", "end"):
            yield place
        elif element.kind == "slot":
            yield from (end for kind, end in slots.get(place, ()) if end <= match.last and _fills(kind, element.slot))
        elif element.kind == "gap":
            for size in range(element.high + 1):
                if place + size > match.last:
                    return
                if size and not element.keys.isdisjoint(keys[place + size - 1 - match.first]):
                    return
                if size >= element.low:
                    yield place + size
        elif place < match.last:
            hit = not element.keys.isdisjoint(keys[place - match.first])
            if hit == (element.kind == "key"):
                yield place + 1

    def walk(index: int, place: int) -> list[tuple[int, int]] | None:
        if index == len(sequence):
            return [] if place == match.last else None
        if (index, place) in dead:
            return None
        for end in take(sequence[index], place):
            rest = walk(index + 1, end)
            if rest is not None:
                return [(place, end), *rest]
        dead.add((index, place))
        return None

    return walk(0, match.first)
