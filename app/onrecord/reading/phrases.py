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
then longest, match counts and its matches do not overlap. Every phrase is looked for from its rarest word outwards, so that a sentence
costs only the phrases whose rarest word it has. The work is linear in the text: a phrase's length, gaps and variants are
bounded, and one that is empty, matches anything, or exceeds the bounds is refused with BadInput when the set is built.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sized
from typing import Any, NamedTuple

from onrecord.reading.lexicons import words as lexicon_words
from onrecord.reading.model import Reading, Sentence, Span, Token, Word
from onrecord.reading.notation import SLOTS, Element, Sequence, parse

Found = tuple[int, int, int]
"""Where a phrase stands in a sentence, before it is a `Match`: first word, last word (exclusive), sequence."""
Plan = tuple[int, tuple[Element, ...], int, tuple[Element, ...]]
"""What stands before the rarest element of a sequence, outwards, and what stands after it; of both without the word
right beside it, which is looked at first (1 where there is one)."""
Trigger = tuple[frozenset[str] | None, frozenset[str] | None, frozenset[str] | None, tuple[int, ...]]
"""Sequences that a word may be the rarest word of. Of each set of keys one must be there: in the next word, in the word
before, anywhere in the sentence."""
_MOST_WORDS = 100_000
_TOGETHER = 500
"""Sentences: fewer than a reading of a very long text keeps."""


class Match(NamedTuple):
    """Where a phrase was found: `start` and `end` in the text, `first` and `last` (exclusive) in `sentence.words`."""

    key: Hashable
    start: int
    end: int
    sentence: Sentence
    first: int
    last: int
    sequence: int = 0

    @property
    def text(self) -> str:
        """The words found, as written."""
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]


class Table(NamedTuple):
    """Phrases compiled to few plain values, which can be kept in a file and read at once.

    Numbers are packed (`_packed`): thousands of them cost nothing until they are looked at.
    """

    keys: tuple[Any, ...]
    """What the phrases stand for, each once."""
    owners: bytes
    """For each sequence the number of its key."""
    parts: bytes
    """The numbers of the elements of all sequences, one after the other."""
    ends: bytes
    """For each sequence where its parts end."""
    elements: bytes
    """Four for each element: kind (a place in `_KINDS`), set of keys, low, high."""
    named: dict[int, tuple[str, str]]
    """Slot and name of the elements that have one."""
    sets: str
    """Sets of keys: a line each, with spaces between the keys."""
    pivots: bytes
    """For each sequence the place of its rarest element."""
    needs: bytes
    """Three for each sequence: the sets that must be in the next word, in the word before, and anywhere, or -1."""
    by_key: dict[str, int]
    """For each key of a rarest element the number of its list of sequences."""
    listed: bytes
    """Those lists, one after the other."""
    list_ends: bytes
    by_slot: dict[str, tuple[int, ...]]
    prefixes: tuple[int, ...]
    """Lengths of the prefixes among the keys."""


_KINDS = ("key", "other", "gap", "slot", "start", "end")


def _packed(numbers: Iterable[int]) -> bytes:
    from array import array

    return array("i", numbers).tobytes()


def _ends(lists: Iterable[Sized]) -> bytes:
    end = 0
    return _packed([end := end + len(one) for one in lists])


def compiled(
    phrases: Iterable[tuple[Hashable, str]],
    language: str,
    *,
    lists: Mapping[str, Iterable[str]] | None = None,
    leading_gaps: bool = False,
) -> Table:
    """Phrases ready to be matched. Raises BadInput for one that cannot be used."""
    keys: dict[Hashable, int] = {}
    owners: list[int] = []
    sequences: list[tuple[int, ...]] = []
    elements: dict[Element, int] = {}
    sets: dict[frozenset[str], int] = {}
    pivots: list[int] = []
    needs: list[int] = []
    by_key: dict[str, list[int]] = {}
    by_slot: dict[str, list[int]] = {}
    frequent = lexicon_words(language, "function") | _FREQUENT
    for key, text in phrases:
        owner = keys.setdefault(key, len(keys))
        for sequence in parse(text, language, lists, leading_gaps=leading_gaps):
            number = len(sequences)
            owners.append(owner)
            sequences.append(tuple(elements.setdefault(element, len(elements)) for element in sequence))
            costs = [_cost(element, frequent) for element in sequence]
            pivot = costs.index(min(costs))
            pivots.append(pivot)
            chosen = sequence[pivot]
            if chosen.kind == "slot":
                by_slot.setdefault(chosen.slot, []).append(number)
            else:
                for name in chosen.keys:
                    by_key.setdefault(name, []).append(number)
            near = (pivot, pivot + 1, pivot - 1)
            far = [(cost, at) for at, cost in enumerate(costs) if at not in near and cost < _COMMON]
            for at in (*near[1:], min(far)[1] if far else -1):
                there = 0 <= at < len(sequence) and sequence[at].kind == "key"
                needs.append(sets.setdefault(sequence[at].keys, len(sets)) if there else -1)
    plain = [
        number
        for e in elements
        for number in (_KINDS.index(e.kind), sets.setdefault(e.keys, len(sets)) if e.keys else -1, e.low, e.high)
    ]
    triggers = sorted(by_key.items())
    return Table(
        keys=tuple(keys),
        owners=_packed(owners),
        parts=_packed([part for sequence in sequences for part in sequence]),
        ends=_ends(sequences),
        elements=_packed(plain),
        named={number: (e.slot, e.name) for number, e in enumerate(elements) if e.slot or e.name},
        sets="\n".join([" ".join(sorted(names)) for names in sets]),
        pivots=_packed(pivots),
        needs=_packed(needs),
        by_key={name: number for number, (name, _) in enumerate(triggers)},
        listed=_packed([number for _, numbers in triggers for number in numbers]),
        list_ends=_ends([numbers for _, numbers in triggers]),
        by_slot={slot: tuple(numbers) for slot, numbers in by_slot.items()},
        prefixes=tuple(sorted({len(key) - 1 for names in sets for key in names if key.endswith("*") and len(key) > 1})),
    )


# How often, in 100,000 words of statements, an element of a phrase fits: roughly, for choosing the rarest.
_FREQUENT = frozenset(
    ("be", "have", "do", "we", "you", "they", "it", "essere", "avere", "fare", "il", "di", "a", "noi")
)
_OFTEN = 300
_CLASSES = {"<word": 100_000, "<symbol": 5, "<adverb": 1_000, "<gerund": 1_000, "<participle": 1_500}
_CLASS = 4_000
_LITERALS = {"NUMBER": 600, "AMOUNT": 800, "DATE": 500, "WHEN": 800, "NAME": 1_500, "LITERAL": 3_000}
_LITERAL = 50
_COMMON = 900
"""A word that is found more often is not worth looking for before the phrase is tried."""
_NEVER = 1_000_000
_NOTHING: frozenset[str] = frozenset()


def _cost(element: Element, frequent: frozenset[str]) -> int:
    """How often an element is likely to fit."""
    if element.kind == "slot":
        return _LITERALS.get(element.slot, _LITERAL)
    if element.kind != "key":
        return _NEVER
    cost = 0
    for key in element.keys:
        mark = key[0]
        if mark == "<":
            cost += _CLASSES.get(key, _CLASS)
        elif mark == "~":
            cost += 2 * _OFTEN if key[1:] in frequent else 8
        elif mark == "=":
            cost += 2
        else:
            cost += 12 if key.endswith("*") else _OFTEN if key in frequent else 5
    return cost


class PhraseSet:
    """Phrases compiled together. `phrases` are pairs of a key (any hashable value) and a phrase; keys may repeat.

    What a `lasting` set finds in a sentence is kept with the sentence.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[Hashable, str]],
        language: str,
        *,
        lists: Mapping[str, Iterable[str]] | None = None,
        leading_gaps: bool = False,
        lasting: bool = False,
    ) -> None:
        self._open(compiled(phrases, language, lists=lists, leading_gaps=leading_gaps), language, lasting)

    @classmethod
    def of(cls, table: Table, language: str, *, lasting: bool = False) -> PhraseSet:
        """A set of phrases that were compiled before; nothing of them is looked at until a text calls for it."""
        made = cls.__new__(cls)
        made._open(table, language, lasting)
        return made

    def _open(self, table: Table, language: str, lasting: bool) -> None:
        self.language = language
        self.lasting = lasting
        self._names = table.keys
        self._owners = memoryview(table.owners).cast("i")
        self._parts = memoryview(table.parts).cast("i")
        self._part_ends = memoryview(table.ends).cast("i")
        self._plain = memoryview(table.elements).cast("i")
        self._named = table.named
        self._lines = table.sets.split("\n")
        self._pivots = memoryview(table.pivots).cast("i")
        self._needs = memoryview(table.needs).cast("i")
        self._by_key = table.by_key
        self._listed = memoryview(table.listed).cast("i")
        self._list_ends = memoryview(table.list_ends).cast("i")
        self._by_slot = table.by_slot
        self._prefixes = table.prefixes
        self._sets: dict[int, frozenset[str]] = {-1: frozenset()}
        self._elements: dict[int, Element] = {}
        self._plans: dict[int, Plan] = {}
        self._known: dict[Word, tuple[frozenset[str], tuple[Trigger, ...]]] = {}
        self._pairs: dict[tuple[Word, Word | None], tuple[Trigger, ...]] = {}
        self._slot_triggers: tuple[tuple[str, tuple[Trigger, ...]], ...] | None = None

    def __len__(self) -> int:
        return len(self._owners)

    def _set(self, number: int) -> frozenset[str]:
        found = self._sets.get(number)
        if found is None:
            found = self._sets[number] = frozenset(self._lines[number].split(" "))
        return found

    def _element(self, number: int) -> Element:
        found = self._elements.get(number)
        if found is None:
            kind, keys, low, high = self._plain[4 * number : 4 * number + 4]
            slot, name = self._named.get(number, ("", ""))
            found = self._elements[number] = Element(_KINDS[kind], self._set(keys), low, high, slot, name)
        return found

    def _sequence(self, number: int) -> Sequence:
        begin = self._part_ends[number - 1] if number else 0
        return tuple([self._element(part) for part in self._parts[begin : self._part_ends[number]]])

    def _plan(self, number: int) -> Plan:
        elements = self._sequence(number)
        pivot = self._pivots[number]
        before, after = elements[:pivot][::-1], elements[pivot + 1 :]
        left = int(bool(before) and before[0].kind == "key")
        right = int(bool(after) and after[0].kind == "key")
        found = self._plans[number] = (left, before[left:], right, after[right:])
        return found

    def _learn(self, word: Word) -> tuple[frozenset[str], tuple[Trigger, ...]]:
        """The keys that a word has, and the sequences that it may be the rarest word of."""
        lower, norm = word.lower, word.norm
        keys = {norm, lower, "=" + word.text, "<word"}
        keys.update(["~" + lemma for lemma in word.lemmas])
        keys.update(["<" + tag for tag in word.tags])
        if word.kind == "symbol":
            keys.add("<symbol")
        for size in self._prefixes:
            if len(norm) >= size:
                keys.add(norm[:size] + "*")
                keys.add(lower[:size] + "*")
        numbers: set[int] = set()
        for key in keys:
            listed = self._by_key.get(key)
            if listed is not None:
                begin = self._list_ends[listed - 1] if listed else 0
                numbers.update(self._listed[begin : self._list_ends[listed]])
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        found = self._known[word] = (frozenset(keys), self._triggers(sorted(numbers)))
        return found

    def _triggers(self, numbers: Iterable[int]) -> tuple[Trigger, ...]:
        needs = self._needs
        alike: dict[tuple[int, int, int], list[int]] = {}
        for number in numbers:
            place = 3 * number
            alike.setdefault((needs[place], needs[place + 1], needs[place + 2]), []).append(number)
        return tuple([(self._need(a), self._need(b), self._need(c), tuple(ns)) for (a, b, c), ns in alike.items()])

    def _need(self, number: int) -> frozenset[str] | None:
        return self._set(number) if number >= 0 else None

    def find(self, source: Reading | Sentence | Iterable[Sentence]) -> list[Match]:
        """All matches, by place."""
        if isinstance(source, Sentence):
            return source.matches(self)
        found: list[Match] = []
        sentences = source.sentences if isinstance(source, Reading) else tuple(source)
        for first in range(0, len(sentences), _TOGETHER):
            batch = sentences[first : first + _TOGETHER]
            # One kind of work at a time is a fifth faster on a long text than one sentence at a time.
            for sentence in batch:
                _ = sentence.size
            for sentence in batch:
                _ = sentence.literals
            for sentence in batch:
                found += sentence.matches(self)
        return found

    def matches(self, sentence: Sentence, words: tuple[Token, ...], by: int, places: Iterable[Found]) -> list[Match]:
        """The matches at places of a sentence, of which these are the words, `by` characters from where they stand."""
        keys, owners = self._names, self._owners
        return [
            Match(keys[owners[number]], words[first][0] + by, words[last - 1][1] + by, sentence, first, last, number)
            for first, last, number in places
        ]

    def places(self, sentence: Sentence) -> list[Found]:
        """Where the phrases stand in one sentence."""
        known = self._known
        keys: list[frozenset[str]] = []
        hot: list[tuple[int, Word]] = []
        words = sentence.words
        for place, (_, _, word) in enumerate(words):
            entry = known.get(word)
            if entry is None:
                entry = self._learn(word)
            keys.append(entry[0])
            if entry[1]:
                hot.append((place, word))
        raw: dict[tuple[int, int], tuple[int, int]] = {}
        if hot or self._by_slot:
            search = _Search(sentence, keys)
            pairs = self._pairs
            for place, word in hot:
                pair = (word, words[place + 1][2] if place + 1 < search.count else None)
                triggers = pairs.get(pair)
                if triggers is None:
                    triggers = self._pair(*pair)
                if triggers:
                    self._follow(search, place, place + 1, triggers, raw)
            if self._by_slot and sentence.literals:
                self._from_slots(search, raw)
        return _apart(raw) if raw else []

    def _pair(self, word: Word, following: Word | None) -> tuple[Trigger, ...]:
        """The sequences that a word may be the rarest word of when this word follows."""
        keys = _NOTHING if following is None else (self._known.get(following) or self._learn(following))[0]
        if len(self._pairs) > _MOST_WORDS:
            self._pairs.clear()
        triggers = (self._known.get(word) or self._learn(word))[1]
        found = self._pairs[word, following] = tuple(
            [trigger for trigger in triggers if trigger[0] is None or not trigger[0].isdisjoint(keys)]
        )
        return found

    def _from_slots(self, search: _Search, raw: dict[tuple[int, int], tuple[int, int]]) -> None:
        """Phrases that have no word rarer than a number, a date or a name."""
        if self._slot_triggers is None:
            self._slot_triggers = tuple((slot, self._triggers(ns)) for slot, ns in self._by_slot.items())
        for first, literals in search.slots.items():
            for kind, end in literals:
                following = search.keys[end] if end < search.count else _NOTHING
                for slot, triggers in self._slot_triggers:
                    if _fills(kind, slot):
                        fit = [t for t in triggers if t[0] is None or not t[0].isdisjoint(following)]
                        self._follow(search, first, end, fit, raw)

    def _follow(
        self,
        search: _Search,
        first: int,
        last: int,
        triggers: Iterable[Trigger],
        raw: dict[tuple[int, int], tuple[int, int]],
    ) -> None:
        """Try sequences whose rarest element stands at these words, and that fit the next word; `raw` keeps the longest
        by first word and key.
        """
        plans, owners = self._plans, self._owners
        preceding = search.keys[first - 1] if first else _NOTHING
        for _, ahead, anywhere, numbers in triggers:
            if ahead is not None and ahead.isdisjoint(preceding):
                continue
            if anywhere is not None and anywhere.isdisjoint(search.present or search.all_keys()):
                continue
            for number in numbers:
                plan = plans.get(number)
                if plan is None:
                    plan = self._plan(number)
                left, before, right, after = plan
                end = search.forward(after, last + right) if after else last + right
                if end < 0:
                    continue
                for start in search.backward(before, first - left) if before else (first - left,):
                    if start < end:
                        place = (start, owners[number])
                        best = raw.get(place)
                        if best is None or best[0] < end or (best[0] == end and number < best[1]):
                            raw[place] = (end, number)

    def captures(self, match: Match) -> dict[str, Span]:
        """What the named slots and gaps of the phrase stand for in this match; gaps take as few words as they can."""
        sequence = self._sequence(match.sequence)
        words = match.sentence.words
        slots = _slots(match.sentence)
        keys = [(self._known.get(w[2]) or self._learn(w[2]))[0] for w in words[match.first : match.last]]
        bounds = _align(sequence, match, keys, slots)
        offset = match.sentence.start
        found: dict[str, Span] = {}
        for element, (low, high) in zip(sequence, bounds or (), strict=False):
            if element.name and low < high:
                start, end = words[low].start, words[high - 1].end
                found[element.name] = Span(start, end, match.sentence.text[start - offset : end - offset], element.name)
        return found


def _apart(raw: dict[tuple[int, int], tuple[int, int]]) -> list[Found]:
    """The leftmost of each key that do not overlap, by place."""
    ends: dict[int, int] = {}
    found: list[Found] = []
    for (first, owner), (last, number) in sorted(raw.items(), key=_by_place):
        if ends.get(owner, 0) <= first:
            ends[owner] = last
            found.append((first, last, number))
    return found


def _by_place(item: tuple[tuple[int, int], tuple[int, int]]) -> tuple[int, int]:
    return item[0][0], item[1][1]


class _Search:
    """One sentence while phrases are looked for in it: the keys of its words, and its literals when they are needed."""

    __slots__ = ("_ends", "_slots", "count", "keys", "present", "sentence")

    def __init__(self, sentence: Sentence, keys: list[frozenset[str]]) -> None:
        self.sentence = sentence
        self.keys = keys
        self.count = len(keys)
        self.present: frozenset[str] = _NOTHING
        """The keys of all words together, once they were asked for."""
        self._slots: dict[int, list[tuple[str, int]]] | None = None
        self._ends: dict[int, list[tuple[str, int]]] | None = None

    def all_keys(self) -> frozenset[str]:
        self.present = _NOTHING.union(*self.keys)
        return self.present

    @property
    def slots(self) -> dict[int, list[tuple[str, int]]]:
        if self._slots is None:
            self._slots = _slots(self.sentence)
        return self._slots

    @property
    def slot_ends(self) -> dict[int, list[tuple[str, int]]]:
        """Literals by the word after their last: kind and first word."""
        if self._ends is None:
            self._ends = {}
            for first, literals in self.slots.items():
                for kind, end in literals:
                    self._ends.setdefault(end, []).append((kind, first))
        return self._ends

    def forward(self, elements: tuple[Element, ...], place: int) -> int:
        """The farthest place that the elements reach from here, or -1."""
        keys, count = self.keys, self.count
        for number, element in enumerate(elements):
            kind = element[0]
            if kind == "key":
                if place >= count or element[1].isdisjoint(keys[place]):
                    return -1
                place += 1
            elif kind == "other":
                if place >= count or not element[1].isdisjoint(keys[place]):
                    return -1
                place += 1
            elif kind == "end":
                if place != count:
                    return -1
            else:
                return self._far(elements[number:], place)
        return place

    def _far(self, elements: tuple[Element, ...], place: int) -> int:
        keys, count = self.keys, self.count
        places: Collection[int] = (place,)
        for kind, wanted, low, high, slot, _ in elements:
            if kind == "gap" and not wanted and len(places) == 1:
                (place,) = places
                places = range(place + low, min(place + high, count) + 1)
                if not places:
                    return -1
                continue
            reached: set[int] = set()
            for at in places:
                if kind == "key":
                    if at < count and not wanted.isdisjoint(keys[at]):
                        reached.add(at + 1)
                elif kind == "gap":
                    reached.update(self._gap(wanted, low, high, at))
                elif kind == "other":
                    if at < count and wanted.isdisjoint(keys[at]):
                        reached.add(at + 1)
                elif kind == "slot":
                    reached.update([end for found, end in self.slots.get(at, ()) if _fills(found, slot)])
                elif at == count:
                    reached.add(at)
            if not reached:
                return -1
            places = reached
        return max(places)

    def _gap(self, without: frozenset[str], low: int, high: int, place: int) -> Iterator[int]:
        """Where a gap can end that begins here."""
        if not without:
            yield from range(place + low, min(place + high, self.count) + 1)
            return
        if low == 0:
            yield place
        for size in range(1, min(high, self.count - place) + 1):
            if not without.isdisjoint(self.keys[place + size - 1]):
                return
            if size >= low:
                yield place + size

    def backward(self, elements: tuple[Element, ...], place: int) -> Iterable[int]:
        """All places at which the elements, told backwards, can begin when they end here."""
        keys = self.keys
        for number, element in enumerate(elements):
            kind = element[0]
            if kind == "key":
                if place == 0 or element[1].isdisjoint(keys[place - 1]):
                    return ()
                place -= 1
            elif kind == "other":
                if place == 0 or not element[1].isdisjoint(keys[place - 1]):
                    return ()
                place -= 1
            elif kind == "start":
                if place:
                    return ()
            else:
                return self._back(elements[number:], place)
        return (place,)

    def _back(self, elements: tuple[Element, ...], place: int) -> Iterable[int]:
        keys = self.keys
        places: Collection[int] = (place,)
        for kind, wanted, low, high, slot, _ in elements:
            if kind == "gap" and not wanted and len(places) == 1:
                (place,) = places
                places = range(max(place - high, 0), place - low + 1)
                continue
            reached: set[int] = set()
            for at in places:
                if kind == "key":
                    if at and not wanted.isdisjoint(keys[at - 1]):
                        reached.add(at - 1)
                elif kind == "gap":
                    reached.update(self._gap_back(wanted, low, high, at))
                elif kind == "other":
                    if at and wanted.isdisjoint(keys[at - 1]):
                        reached.add(at - 1)
                elif kind == "slot":
                    reached.update([first for found, first in self.slot_ends.get(at, ()) if _fills(found, slot)])
                elif at == 0:
                    reached.add(at)
            if not reached:
                return ()
            places = reached
        return places

    def _gap_back(self, without: frozenset[str], low: int, high: int, place: int) -> Iterator[int]:
        """Where a gap can begin that ends here."""
        if not without:
            yield from range(max(place - high, 0), place - low + 1)
            return
        if low == 0:
            yield place
        for size in range(1, min(high, place) + 1):
            if not without.isdisjoint(self.keys[place - size]):
                return
            if size >= low:
                yield place - size


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
    sequence: Sequence, match: Match, keys: list[frozenset[str]], slots: dict[int, list[tuple[str, int]]]
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
