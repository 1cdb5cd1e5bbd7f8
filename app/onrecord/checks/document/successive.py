"""successive: a new text against those that were given out before it, with both sentences in every finding.

Figures of the same unit that moved, a no that became a yes (and the reverse), a scope that grew, a promise that was not
kept, a time that has passed meanwhile. The second statement that contradicts the first does more harm than the event:
it goes out only when somebody has seen both sentences side by side. Words are compared, so that an edit by hand counts
like a draft; where the facts are known to have moved, that counts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal as Kind

from onrecord.checks.document.clock import promised
from onrecord.checks.document.found import Found, say
from onrecord.checks.elements import present
from onrecord.checks.hits import Text
from onrecord.checks.model import Context, Severity
from onrecord.reading import Literal, Reading, Sentence, read

What = Kind["moved", "no-to-yes", "yes-to-no", "grew"]
MOVED_INTO = ("correction",)
"""Documents that exist to say what changed: what moved is their subject, not their fault."""
_NO_CLAIM = ("next-update", "unknowns", "contact", "advice", "empathy", "value")
"""Elements that claim nothing about what happened."""
_GROWS = (*_NO_CLAIM, "actions", "plan", "remedy", "authority")
"""Elements that may say more each time without saying that it is worse."""
_FIGURES = ("percent", "money", "quantity", "duration")
_FLIPS = 0.75
"""The part of a denial's words that a sentence must say for it to be the opposite."""
_LIKE = 0.6
"""The part of a sentence's words that another must share to be the same sentence, told anew."""
_NEAR = 3
"""Words after a figure in which what is counted is named."""


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """One sentence that was given out; `moved`: facts behind it that say otherwise now, and how."""

    element: str
    text: str
    moved: tuple[tuple[str, What], ...] = ()


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A text that was given out: the latest of its document, in one language."""

    name: str
    """`press v1`."""
    document: str
    language: str
    at: datetime
    sentences: tuple[SaidBefore, ...]
    corrected: bool = False
    """A correction of it went out since: the change was owned up to."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence as far as it is compared."""

    sentence: Sentence
    words: tuple[frozenset[str], ...]
    denied: tuple[frozenset[str], ...]
    """Words that a negation covers."""
    claimed: tuple[frozenset[str], ...]
    """Words that are neither denied nor only possible."""
    places: tuple[tuple[int, int], ...] = field(repr=False, default=())
    """Where each of `words` stands."""
    open: bool = False
    """It says that something is not known, may be, or asks for something."""


def check(text: Text, context: Context) -> Iterator[Found]:
    """Findings of category consistency against what was given out, each place once, the latest text first."""
    language = text.reading.language
    given = sorted((g for g in context.given if g.language == language), key=lambda g: g.at, reverse=True)
    if not given or context.now is None:
        return
    taken: dict[str, list[tuple[int, int]]] = {}
    for found in _all(text, context, given):
        places = taken.setdefault(found.rule, [])
        if found.end > found.start and any(a < found.end and found.start < b for a, b in places):
            continue
        places.append((found.start, found.end))
        yield found


def _all(text: Text, context: Context, given: Sequence[GivenOut]) -> Iterator[Found]:
    new = [_told(sentence) for sentence in text.reading.sentences]
    if text.document not in MOVED_INTO:
        yield from _figures(text, context, given, new)
        for number, before in enumerate(given):
            # What a later text said already in the same words is no news any more.
            later = {said.text for other in given[:number] for said in other.sentences}
            fresh = [told for told in new if told.sentence.text not in later]
            yield from _flips(before, fresh, context)
            yield from _scope(before, fresh, context)
            yield from _by_facts(text, before, later, context)
    yield from _not_kept(text, given[0], context)
    yield from _dropped(text, given, new, context)
    yield from _passed(given, new, context)


# Figures --------------------------------------------------------------------------------------------------------------


def _figures(text: Text, context: Context, given: Sequence[GivenOut], new: Sequence[_Told]) -> Iterator[Found]:
    """Counts of the same unit, and figures of the same thing: each against the latest text that gave it."""
    from onrecord.checks.document.consistency import counts

    mine, seen = counts(text.reading, context), set[str]()
    for before in given:
        reading = _read(before)
        for unit, (value, start, _) in counts(reading, context).items():
            if unit not in mine or unit in seen:
                continue
            seen.add(unit)
            said = reading.sentence_at(start)
            if mine[unit][0] != value and said is not None:
                yield _moved(text, mine[unit][1], mine[unit][2], before, said.text, context)
    counted = {place[1] for place in mine.values()}
    told: set[tuple[int, int]] = set()
    for before in given:
        for old in _sentences(before):
            for fresh in new:
                if fresh.sentence.text == old.sentence.text:
                    told |= {(lit.start, lit.end) for lit in fresh.sentence.literals}
                    continue
                for one, other in _same_thing(old, fresh):
                    place = (other.start, other.end)
                    if other.start in counted or place in told:
                        continue
                    told.add(place)
                    if one.value != other.value:
                        yield _moved(text, *place, before, old.sentence.text, context)


def _same_thing(old: _Told, new: _Told) -> Iterator[tuple[Literal, Literal]]:
    """Pairs of figures that two sentences give for the same thing: one of each unit or noun."""
    ours, theirs = _by_unit(old), _by_unit(new)
    for name, one in ours.items():
        other = theirs.get(name)
        if one is None or other is None:
            continue
        plain = one.kind == "number"
        if _share(old.words, new.words) >= (_LIKE / 2 if plain else _LIKE):
            yield one, other


def _by_unit(told: _Told) -> dict[str, Literal | None]:
    """Figures by what they count; None where a sentence gives two of them."""
    found: dict[str, Literal | None] = {}
    for literal in told.sentence.literals:
        if literal.kind in _FIGURES:
            names = [f"{literal.kind}:{literal.unit}"]
        elif literal.kind == "number":
            after = [i for i, (start, _) in enumerate(told.places) if start >= literal.end][:1]
            near = [t for t in told.sentence.words if t.start >= literal.end][:_NEAR]
            inside = after and any(t.start == told.places[after[0]][0] for t in near)
            names = sorted(told.words[after[0]]) if inside else []
        else:
            continue
        for name in names:
            found[name] = None if name in found else literal
    return found


def _moved(text: Text, start: int, end: int, before: GivenOut, old: str, context: Context) -> Found:
    sentence = text.reading.sentence_at(start)
    now = sentence.text if sentence is not None else text.reading.text[start:end]
    return _found(
        "document/number-moved",
        (start, end),
        before,
        old,
        now,
        context,
        say(before.language, "Another figure than the one that was given out.", "Una cifra diversa da quella diffusa."),
        say(
            before.language,
            "Say that the figure moved, as of when, and why.",
            "Dite che la cifra è cambiata, a quando si riferisce e perché.",
        ),
    )


# Yes and no -----------------------------------------------------------------------------------------------------------


def _flips(before: GivenOut, new: Sequence[_Told], context: Context) -> Iterator[Found]:
    for old in _sentences(before, without=_NO_CLAIM):
        for told in new:
            if told.sentence.text == old.sentence.text or told.open:
                continue
            if not old.open and _opposite(old.denied, told.claimed):
                yield _flip("no-became-yes", told, old.denied, before, old.sentence.text, context)
            elif not old.open and _opposite(told.denied, old.claimed) and not _opposite(old.denied, told.claimed):
                yield _flip("yes-became-no", told, told.denied, before, old.sentence.text, context)


def _opposite(denied: Sequence[frozenset[str]], claimed: Sequence[frozenset[str]]) -> bool:
    """Whether what one sentence denies is what the other claims."""
    return bool(denied) and _share(denied, claimed) >= _FLIPS


def _flip(
    rule: str, told: _Told, words: Sequence[frozenset[str]], before: GivenOut, old: str, context: Context
) -> Found:
    places = [place for place, word in zip(told.places, told.words, strict=True) if any(word & w for w in words)]
    start, end = min(places)[0], max(places)[1]
    return _found(
        f"document/{rule}", (start, end), before, old, told.sentence.text, context, *_flip_words(rule, before)
    )


def _flip_words(rule: str, before: GivenOut) -> tuple[str, str, Severity]:
    yes = rule == "no-became-yes"
    return (
        say(
            before.language,
            "A no that was given out is a yes now." if yes else "What was given out as so is denied now.",
            "Un no già diffuso ora è un sì." if yes else "Ciò che è stato diffuso come vero ora viene negato.",
        ),
        say(
            before.language,
            "Give out a correction to everybody who got the earlier text, first or together.",
            "Diffondete una rettifica a tutti i destinatari del testo precedente, prima o insieme.",
        ),
        "warn" if before.corrected else "block",
    )


# Scope ----------------------------------------------------------------------------------------------------------------


def _scope(before: GivenOut, new: Sequence[_Told], context: Context) -> Iterator[Found]:
    for old in _sentences(before, without=_GROWS):
        if old.open or old.denied or len(old.words) < 2:
            continue
        for told in new:
            if told.open or told.denied or told.sentence.text == old.sentence.text:
                continue
            place = _wider(old, told) or _longer(old, told)
            if place is not None:
                yield _grew(place, told.sentence.text, before, old.sentence.text, context)


def _grew(place: tuple[int, int], now: str, before: GivenOut, old: str, context: Context) -> Found:
    return _found(
        "document/scope-grew",
        place,
        before,
        old,
        now,
        context,
        say(before.language, "More is concerned than was given out.", "Riguarda più di quanto è stato diffuso."),
        say(
            before.language,
            "Say that it is more than you said, and since when you know.",
            "Dite che è più di quanto avevate detto, e da quando lo sapete.",
        ),
    )


_PART, _WHOLE = frozenset({"some", "few", "part", "several"}), frozenset({"all", "most", "many"})


def _wider(old: _Told, new: _Told) -> tuple[int, int] | None:
    """`Some` became `all`, or `only` is gone, while the sentence speaks of the same."""
    then = {cue.detail for cue in old.sentence.cues if cue.kind in ("quantifier", "exception")}
    now = [cue for cue in new.sentence.cues if cue.kind in ("quantifier", "exception")]
    details = {cue.detail for cue in now}
    if then & _PART and details & _WHOLE and not then & _WHOLE and _share(new.words, old.words) >= _LIKE:
        cue = next(cue for cue in now if cue.detail in _WHOLE)
        return cue.start, cue.end
    if "only" in then and "only" not in details and _share(old.words, new.words) >= _LIKE:
        return new.sentence.start, new.sentence.end
    return None


def _longer(old: _Told, new: _Told) -> tuple[int, int] | None:
    """Everything of the old sentence, and something joined to it by `and` or a comma."""
    if _share(old.words, new.words) < 1 or not _same_verb(old, new):
        return None
    added = [n for n, word in enumerate(new.words) if not any(word & w for w in old.words)]
    tokens = new.sentence.tokens
    for n in added:
        start = new.places[n][0]
        before = [token for token in tokens if token.end <= start][-_NEAR:]
        if any(token.text == "," or token.norm in _JOINS[new.sentence.language] for token in before):
            return start, new.places[added[-1]][1]
    return None


def _same_verb(old: _Told, new: _Told) -> bool:
    verbs = {verb.lemma for verb in old.sentence.verbs}
    return not verbs or not verbs.isdisjoint({lemma for word in new.words for lemma in word})


# What the facts say ---------------------------------------------------------------------------------------------------


def _by_facts(text: Text, before: GivenOut, later: set[str], context: Context) -> Iterator[Found]:
    """A fact behind a sentence moved, whatever words the new sentence has: only in sentences that are drafted."""
    if context.statement is None:
        return
    for said in before.sentences:
        for fact, what in said.moved:
            if said.element in (_GROWS if what == "grew" else _NO_CLAIM) or what == "moved":
                continue
            drafted = [
                s.text
                for s in context.statement.sentences
                if fact in s.rests_on and s.element == said.element and s.text != said.text and not s.gaps
            ]
            for sentence in drafted:
                start = text.reading.text.find(sentence)
                if start < 0 or sentence in later:
                    continue
                place = (start, start + len(sentence))
                if what == "grew":
                    yield _grew(place, sentence, before, said.text, context)
                else:
                    rule = "no-became-yes" if what == "no-to-yes" else "yes-became-no"
                    words = _flip_words(rule, before)
                    yield _found(f"document/{rule}", place, before, said.text, sentence, context, *words)


# Promises and times ---------------------------------------------------------------------------------------------------


def _not_kept(text: Text, latest: GivenOut, context: Context) -> Iterator[Found]:
    """The last text promised to speak again by a time, and nothing was given out by then."""
    assert context.now is not None
    for said in latest.sentences:
        if said.element != "next-update":
            continue
        sentence = next(iter(read(said.text, latest.language, markdown=False).sentences), None)
        when = promised(sentence, _local(latest.at, context)) if sentence is not None else None
        if when is None or not latest.at < when[0] < context.now:
            continue
        place = present(text).get("next-update")
        mine = text.reading.sentence_at(place[0]) if place else None
        end = len(text.reading.text)
        yield _found(
            "document/promise-not-kept",
            (mine.start, mine.end) if mine is not None else (end, end),
            latest,
            said.text,
            mine.text if mine is not None else "",
            context,
            say(
                latest.language,
                f"An update was promised by {when[0]:%H:%M}, and nothing was given out by then.",
                f"Era stato promesso un aggiornamento entro le {when[0]:%H:%M} e non è uscito nulla.",
            ),
            say(
                latest.language,
                "Say that it comes later than promised, then promise a time that you can keep.",
                "Dite che arriva più tardi di quanto promesso, poi indicate un orario che potete rispettare.",
            ),
        )
        return


def _dropped(text: Text, given: Sequence[GivenOut], new: Sequence[_Told], context: Context) -> Iterator[Found]:
    """What the last version of this document promised, and the new text does not speak of."""
    before = next((g for g in given if g.document == text.document), None)
    if before is None:
        return
    end = len(text.reading.text)
    for old in _sentences(before, without=_NO_CLAIM):
        if not any(cue.kind in ("promise", "commitment") for cue in old.sentence.cues) or not old.words:
            continue
        if any(_share(old.words, told.words) >= _LIKE for told in new):
            continue
        due = _moment(old.sentence, before, context)
        late = due is not None and context.now is not None and due < context.now
        yield _found(
            "document/promise-not-kept" if late else "document/promise-dropped",
            (end, end),
            before,
            old.sentence.text,
            "",
            context,
            say(
                before.language,
                "The time of a promise has passed, and the text does not say whether it was kept."
                if late
                else "A promise that was given out is not in this text any more.",
                "Il termine di una promessa è passato e il testo non dice se è stata mantenuta."
                if late
                else "Una promessa già diffusa non è più in questo testo.",
            ),
            say(
                before.language,
                "Say whether it was done, or by when it will be.",
                "Dite se è stato fatto, o entro quando lo sarà.",
            ),
        )


def _passed(given: Sequence[GivenOut], new: Sequence[_Told], context: Context) -> Iterator[Found]:
    """A time that lay ahead when it was given out, has passed, and stands in the new text as if it still lay ahead."""
    assert context.now is not None
    for before in given:
        for old in _sentences(before, without=("next-update",)):
            due = _moment(old.sentence, before, context)
            if due is None or not before.at < due < context.now:
                continue
            for told in new:
                same = [lit for lit in told.sentence.literals if any(_same_time(lit, o) for o in old.sentence.literals)]
                if not same or _share(old.words, told.words) < _LIKE:
                    continue
                yield _found(
                    "document/time-passed",
                    (same[0].start, same[0].end),
                    before,
                    old.sentence.text,
                    told.sentence.text,
                    context,
                    say(
                        before.language,
                        "This time lay ahead when it was given out; it has passed.",
                        "Questo termine era ancora futuro quando è stato diffuso; ora è passato.",
                    ),
                    say(
                        before.language,
                        "Say what happened by then, or give a new time.",
                        "Dite che cosa è successo nel frattempo, o indicate un nuovo termine.",
                    ),
                )


def _moment(sentence: Sentence, before: GivenOut, context: Context) -> datetime | None:
    """The time that a sentence names, as it was meant when it was given out; a day alone ends at midnight."""
    at = _local(before.at, context)
    found = promised(sentence, at)
    if found is not None:
        return found[0]
    for literal in sentence.literals:
        value = literal.value
        if literal.kind == "date" and isinstance(value, tuple) and value[:1] == ("date",) and len(value) >= 4:
            year, month, day = (part if isinstance(part, int) else 0 for part in value[1:4])
            try:
                midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
                return midnight.replace(year=year or at.year, month=month or at.month, day=day or at.day) + timedelta(
                    days=1
                )
            except ValueError:
                return None
    return None


def _same_time(one: Literal, other: Literal) -> bool:
    return one.kind in ("time", "date") and (one.kind, one.value) == (other.kind, other.value)


def _local(at: datetime, context: Context) -> datetime:
    if context.incident is None:
        return at
    from onrecord.checks.document.values import zone_of

    return at.astimezone(zone_of(context))


# Sentences as they are compared ---------------------------------------------------------------------------------------


def _read(before: GivenOut) -> Reading:
    return _reading("\n\n".join(said.text for said in before.sentences if said.element), before.language)


def _sentences(before: GivenOut, *, without: Sequence[str] = ()) -> tuple[_Told, ...]:
    """The sentences of a text that was given out; its head and date line belong to no element and claim nothing."""
    return tuple(
        told
        for said in before.sentences
        if said.element and said.element not in without
        for told in _told_of(said.text, before.language)
    )


@lru_cache(maxsize=64)
def _reading(text: str, language: str) -> Reading:
    return read(text, language, markdown=False)


@lru_cache(maxsize=1024)
def _told_of(text: str, language: str) -> tuple[_Told, ...]:
    return tuple(_told(sentence) for sentence in read(text, language, markdown=False).sentences)


def _told(sentence: Sentence) -> _Told:
    empty = _EMPTY[sentence.language]
    denying = [cue.scope for cue in sentence.cues if cue.kind == "negation" and cue.scope is not None]
    loose = [cue for cue in sentence.cues if cue.kind in ("hedge", "condition", "modality")]
    maybe = [cue.scope for cue in loose if cue.scope is not None]
    figures = [(lit.start, lit.end) for lit in sentence.literals if lit.kind != "name"]
    signs = {cue.start for cue in sentence.cues if cue.kind in ("negation", "quantifier", "exception")}
    words, places, denied, claimed = [], [], [], []
    for token in sentence.words:
        if token.norm in empty or token.start in signs or any(a <= token.start < b for a, b in figures):
            continue
        if token.kind != "word" or len(token.norm) < 3 or not empty.isdisjoint(token.lemmas[:1]):
            continue
        word = frozenset((*token.lemmas, token.norm)) - empty
        words.append(word)
        places.append((token.start, token.end))
        if any(a <= token.start < b for a, b in denying):
            denied.append(word)
        elif not any(a <= token.start < b for a, b in maybe):
            claimed.append(word)
    unknown = any(verb.negated and verb.lemma in _KNOWING for verb in sentence.verbs)
    asks = bool(sentence.verbs) and sentence.verbs[0].mood == "imperative"
    asks = asks or (bool(sentence.words) and sentence.words[0].norm in _ASKS)
    possible = any(verb.modal in _POSSIBLE for verb in sentence.verbs)
    return _Told(
        sentence,
        tuple(words),
        tuple(denied),
        tuple(claimed),
        tuple(places),
        unknown or asks or possible or sentence.text.rstrip().endswith("?"),
    )


def _share(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> float:
    """The part of `some` words that stand among the others, in any form."""
    if not some:
        return 0.0
    every: frozenset[str] = frozenset().union(*others)
    return sum(not word.isdisjoint(every) for word in some) / len(some)


def _found(
    rule: str,
    place: tuple[int, int],
    before: GivenOut,
    old: str,
    new: str,
    context: Context,
    what: str,
    instead: str,
    severity: Severity = "warn",
) -> Found:
    at = _local(before.at, context)
    now = say(before.language, f" Now: “{new}”", f" Ora: «{new}»") if new else ""
    return Found(
        rule=rule,
        category="consistency",
        severity=severity,
        start=place[0],
        end=place[1],
        message=say(
            before.language,
            f"{what} {before.name} ({at:%d.%m. %H:%M}): “{old}”{now}",
            f"{what} {before.name} ({at:%d.%m. %H:%M}): «{old}»{now}",
        ),
        why=say(
            before.language,
            "Whoever has both texts puts the two sentences side by side.",
            "Chi ha entrambi i testi mette le due frasi una accanto all'altra.",
        ),
        instead=instead,
        stop="second-person",
    )


_KNOWING = frozenset({"know", "confirm", "say", "sapere", "conoscere", "confermare", "dire"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "potere"})
_ASKS = frozenset({"please", "if", "se", "invitiamo", "consigliamo", "raccomandiamo", "chiediamo"})
_JOINS = {
    "en": frozenset({"and", "also", "plus", "or"}),
    "it": frozenset({"e", "ed", "anche", "nonché", "o"}),
}
_EMPTY = {
    "en": frozenset(
        re.findall(
            r"\w+",
            "a an the and or but of to in on at by for from with as is are was were be been being has have had do does "
            "did it its this that these those they them their we our us you your he she his her there here not no "
            "nobody none nothing never any some all both also only more than about at least most will would shall "
            "so far now yet still who which whose what when where how i me my one",
        )
    ),
    "it": frozenset(
        re.findall(
            r"\w+",
            "il lo la i gli le un uno una di a da in con su per tra fra e ed o ma che chi cui non né nessuno nessun "
            "nessuna niente nulla mai alcuno alcun alcuna del dello della dei degli delle al allo alla ai agli alle "
            "dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle è sono "
            "era erano essere stato stata stati state ha hanno aveva avevano avere questo questa questi queste quello "
            "quella quelli quelle si ci ne nostro nostra nostri nostre loro suo sua noi voi anche solo più circa "
            "almeno ora ancora tutto tutti tutte come dove quando rimanere restare",
        )
    ),
}
"""Words that carry no subject; a sentence is compared without them."""
