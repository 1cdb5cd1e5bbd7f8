"""The filters and tests that templates have. Each takes values and returns values; stock string filters are removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from onrecord.drafting.language import rounded
from onrecord.drafting.views import FactView, Gap, Listed, Said
from onrecord.errors import BadTemplate, nearest
from onrecord.incident.model import State
from onrecord.incident.values import (
    Bound,
    Choice,
    Contact,
    Duration,
    Items,
    Money,
    Number,
    Percentage,
    Person,
    Place,
    Records,
    Ticks,
    Words,
)

Out = Said | Gap


def say(view: FactView) -> Out:
    """The words of a known fact in the statement's language; a wording that is not written yet is a gap."""
    value = view.disclosed("printed")
    language, scene = view.scene.language, view.scene
    match value:
        case Words():
            text = value.of(language.code)
            return _said(view, text) if text else _gap(view, "not_worded")
        case Choice(id=option):
            words = _option(view, option, "say")
            return _said(view, words) if words else _gap(view, "not_worded")
        case Number():
            return count(view)
        case Money(amount=amount, currency=currency, bound=bound):
            amount = type(amount)(rounded(amount)) if view.estimated else amount
            bound = Bound.ABOUT if view.estimated else bound
            return _said(view, language.bound(bound, language.money(amount, currency)))
        case Percentage(percent=percent, bound=bound):
            bound = Bound.ABOUT if view.estimated else bound
            return _said(view, language.bound(bound, language.percent(percent)))
        case datetime() | date():
            return _said(view, language.moment(value, scene.at))
        case Duration(amount=amount, unit=unit):
            plural = language.plural(amount if amount != amount.to_integral_value() else int(amount))
            number = int(amount) if amount == amount.to_integral_value() else amount
            return _said(view, language.durations[f"{unit}_{plural}"].format(language.number(number)))
        case Place():
            return place(view)
        case Person(name=name):
            return _said(view, name)
        case Contact():
            parts = [value.phone, value.email, value.link, value.handle]
            return _said(view, ", ".join(part for part in parts if part))
        case Items():
            return and_list(view)
        case bool() | Ticks() | Records():
            raise BadTemplate(f"{view.id!r} has no words of its own", hint="Ask about it in a condition instead.")
        case _:
            return _said(view, str(value))


def _said(view: FactView, text: str) -> Said:
    return Said(text, (view.id,))


def _gap(view: FactView, why: str) -> Gap:
    return Gap(f"[{view.label}: {view.scene.language.gaps[why]}]", view.id)


def _option(view: FactView, option_id: str, style: str) -> str:
    options = (*view.options, *(view.question.units if view.question else ()))
    option = next((o for o in options if o.id == option_id), None)
    code = view.scene.language.code
    if option is None:
        return option_id
    return _first(code, getattr(option, style), option.say, option.label)


def _first(code: str, *texts: Any) -> str:
    return next((t[code] for t in texts if t.get(code)), "")


def need(view: FactView | Out) -> FactView | Out:
    """The fact if it is known, else a visible gap in brackets. For what the document cannot go without."""
    if not isinstance(view, FactView) or view.state is State.KNOWN:
        return view
    return Gap(f"[{view.label}: {why_missing(view)}]", view.id)


def why_missing(view: FactView) -> str:
    """Why a fact that is needed cannot stand there, in the statement's language: what a gap says in its brackets."""
    gaps = view.scene.language.gaps
    match view.state:
        case State.UNCLEARED:
            return gaps["not_cleared"].format(gaps["clearer_" + (view.question.clears if view.question else "legal")])
        case State.OPEN:
            return gaps["not_known"]
        case State.DISPUTED:
            return gaps["disputed"]
        case State.WITHHELD:
            return gaps["withheld"]
        case _:
            return gaps["not_answered"]


def _passing(function: Callable[..., Out]) -> Callable[..., Out]:
    """Gaps go through every filter unchanged."""

    def run(view: FactView | Out, *args: Any) -> Out:
        return view if isinstance(view, Gap) else function(view, *args)

    run.__doc__ = function.__doc__
    return run


def count(view: FactView, words: bool = True) -> Out:
    """A count with what is counted: `53 members`, `about 12,000 accounts`. For exactly one, the unit's `the` says the
    whole phrase where it has one (`una persona`)."""
    value = view.disclosed("printed")
    if not isinstance(value, Number):
        raise BadTemplate(f"{view.id!r} is no number")
    language = view.scene.language
    number = _figure(view, value, words)
    unit = value.unit
    units = view.question.units if view.question else ()
    option = next((u for u in units if u.id == unit), None)
    plural = language.plural(rounded(value.number) if view.estimated else value.number)
    if option is not None and words and value.number == 1 and not view.estimated:
        whole = option.the.get(language.code, "")  # "una persona": the figure agrees with its noun
        if whole:
            return _said(view, language.bound(value.bound, whole))
    if option is not None:
        unit = _first(language.code, getattr(option, plural), option.say, option.label)
    elif unit and units:
        return _gap(view, "not_worded")
    return _said(view, f"{number} {unit}".strip())


def _figure(view: FactView, value: Number, words: bool = True) -> str:
    language = view.scene.language
    if view.estimated:
        return language.bound(Bound.ABOUT, language.number(rounded(value.number), words=False))
    return language.bound(value.bound, language.number(value.number, words=words))


def number(view: FactView) -> Out:
    """The figure of a count alone, with its bound."""
    value = view.disclosed("printed")
    if not isinstance(value, Number):
        raise BadTemplate(f"{view.id!r} is no number")
    return _said(view, _figure(view, value))


def moment(view: FactView, preposition: str = "") -> Out:
    """A time with its zone, and its day unless it is the statement's: `by 12:00 CET on 14 March`."""
    value = _time(view)
    language = view.scene.language
    if not isinstance(value, datetime) and preposition in ("at",):
        preposition = "on"
    return _said(view, language.moment(value, view.scene.at, preposition))


def day(view: FactView, preposition: str = "") -> Out:
    """The day alone: `on 13 March`. The year stands only where it is another than the statement's."""
    value = _time(view)
    if isinstance(value, datetime):
        value = value.astimezone(view.scene.timezone).date()
    year = value.year != view.scene.at.year
    return _said(view, view.scene.language.day(value, preposition, year=year))


def full_date(view: FactView) -> Out:
    """The day with its year, `12 March 2026`, for date lines."""
    value = _time(view)
    if isinstance(value, datetime):
        value = value.astimezone(view.scene.timezone).date()
    return _said(view, view.scene.language.day(value))


def clock(view: FactView) -> Out:
    """The clock time alone, with its zone."""
    value = _time(view)
    if not isinstance(value, datetime):
        raise BadTemplate(f"{view.id!r} has a day but no clock time", hint="Use | moment or | day.")
    return _said(view, view.scene.language.clock_time(value.astimezone(view.scene.timezone)))


def daypart(view: FactView) -> Out:
    """A vague time that stays true: `early on 12 March`; the day alone where no clock time is known."""
    value = _time(view)
    if not isinstance(value, datetime):
        return day(view, "on")
    return _said(view, view.scene.language.daypart(value, view.scene.at))


def _time(view: FactView) -> datetime | date:
    value = view.disclosed("printed")
    if not isinstance(value, date):
        raise BadTemplate(f"{view.id!r} is no time")
    return value


def place(view: FactView) -> Out:
    """Where, with the preposition that its kind takes: `on the A14 near Faenza`."""
    value = view.disclosed("printed")
    language = view.scene.language
    if isinstance(value, Words):
        text = value.of(language.code)
        return _said(view, text) if text else _gap(view, "not_worded")
    if not isinstance(value, Place):
        raise BadTemplate(f"{view.id!r} is no place")
    name = value.name.of(language.code)
    if not name:
        return _gap(view, "not_worded")
    pattern = language.places.get(value.kind, language.places["site"])
    words = pattern.format(name)
    return _said(view, language.near.format(place=words, near=value.near) if value.near else words)


def the(view: FactView) -> Out:
    """A choice with its definite article where the language needs one."""
    value = view.disclosed("printed")
    if not isinstance(value, Choice):
        return say(view)
    return _said(view, _option(view, value.id, "the"))


def where(view: FactView, column: str, wanted: str) -> FactView:
    """Only the records whose column has this value."""
    value = view.disclosed("read")
    if not isinstance(value, Records):
        raise BadTemplate(f"{view.id!r} has no records")
    rows = tuple(row for row in value.rows if row.get(column) == wanted)
    return replace(view, value=Records(rows))


def some(view: FactView, column: str, *wanted: str) -> bool:
    """Whether any record has one of these values in a column; False of a fact that is not known."""
    if view.state is not State.KNOWN or not isinstance(view.value, Records):
        return False
    return any(row.get(column) in wanted for row in view.value.rows)


def each(view: FactView, column: str, style: str = "say") -> Listed:
    """One column of records as words, ready for `| and_list`."""
    parts = (row.part(column) for row in view.rows())
    outs = tuple(the(part) if style == "the" else say(part) for part in parts if part.state is State.KNOWN)
    return Listed(outs, view.scene, (view.id,))


def and_list(items: FactView | Listed) -> Out:
    """`a, b and c`."""
    return _joined(items, "standard")


def or_list(items: FactView | Listed) -> Out:
    """`a, b or c`."""
    return _joined(items, "or")


def nor_list(items: FactView | Listed) -> Out:
    """What is not there, after `not`: `a, b or c`; in Italian `a, b né c`."""
    return _joined(items, "nor")


def _joined(items: FactView | Listed, style: Literal["standard", "or", "nor"]) -> Out:
    if isinstance(items, FactView):
        items = Listed(tuple(say(row) for row in items.rows()), items.scene, (items.id,))
    gap = next((out for out in items.outs if isinstance(out, Gap)), None)
    if gap is not None:
        return gap
    return Said(items.scene.language.join([out.text for out in items.outs], style), items.facts)


def ticked_list(view: FactView, most: int | None = None) -> Out:
    """What is ticked, as words: `the police and the ambulance service`. Ticks for the desk alone stay out; `most` keeps
    the first ones only, where a text has no room for all."""
    value = view.disclosed("printed")
    if not isinstance(value, Ticks):
        raise BadTemplate(f"{view.id!r} has nothing to tick")
    public = [o.id for o in view.options if o.public]
    ticked = [Said(_option(view, act, "say"), (view.id,)) for act in public if act in value][:most]
    return _joined(Listed(tuple(ticked), view.scene, (view.id,)), "standard")


def upfirst(view: FactView | Out) -> Out:
    """The first letter in upper case, for words that open a sentence."""
    said = view if isinstance(view, Said | Gap) else say(view)
    if isinstance(said, Gap) or not said.text:
        return said
    return Said(said.text[0].upper() + said.text[1:], said.facts)


def basis(view: FactView) -> Out:
    """For an estimate: as of when, on what basis, with a leading comma; nothing for anything else."""
    if view.state is not State.KNOWN or not view.estimated or view.fact is None:
        return Said("", (view.id,))
    language, scene, parts = view.scene.language, view.scene, []
    if view.fact.as_of is not None:
        parts.append(language.as_of.format(language.moment(view.fact.as_of, scene.at, "at")))
    words = view.fact.basis.of(language.code) if view.fact.basis else None
    if words:
        parts.append(language.basis.format(words))
    return Said("".join(f", {part}" for part in parts), (view.id,))


def done_at(view: FactView, act: str, preposition: str = "at") -> Out:
    """The time of an act that was ticked, with a leading space; nothing where no time was noted."""
    part = view.part(act)
    if part.state is not State.KNOWN:
        return Said("", (view.id,))
    return Said(" " + str(moment(part, preposition)), (view.id,))


def is_ticked(view: FactView, act: str) -> bool:
    """Whether an own act is done and may be said."""
    _known_option(view, act)
    return view.state is State.KNOWN and isinstance(view.value, Ticks) and act in view.value


def is_several(view: FactView) -> bool:
    """Whether more than one thing is ticked or listed."""
    if view.state is not State.KNOWN:
        return False
    match view.value:
        case Ticks(done=done):
            return len([act for act, _ in done if any(o.id == act and o.public for o in view.options)]) > 1
        case Items(items=items):
            return len(items) > 1
        case Records(rows=rows):
            return len(rows) > 1
        case Number(number=figure):
            return figure != 1
        case _:
            return False


def is_choice(view: FactView, *options: str) -> bool:
    """Whether a known fact is one of these choices."""
    for option in options:
        _known_option(view, option)
    return view.state is State.KNOWN and isinstance(view.value, Choice) and view.value.id in options


def _known_option(view: FactView, option: str) -> None:
    if view.options and option not in {o.id for o in view.options}:
        raise BadTemplate(f"{view.id!r} has no option {option!r}", hint=nearest(option, [o.id for o in view.options]))


def _in_state(state: State) -> Callable[[FactView], bool]:
    def test(view: FactView) -> bool:
        return view.state is state

    return test


def is_yes(view: FactView) -> bool:
    return view.state is State.KNOWN and view.value is True


def is_no(view: FactView) -> bool:
    return view.state is State.KNOWN and view.value is False


def is_held(view: FactView) -> bool:
    """A value stands or stood in the record: then `not known yet` would be false."""
    return view.held


FILTERS: dict[str, Callable[..., Any]] = {
    "need": need,
    "and_list": and_list,
    "or_list": or_list,
    "nor_list": nor_list,
    "where": where,
    "some": some,
    "each": each,
    "upfirst": upfirst,
    **{
        f.__name__: _passing(f)
        for f in (count, number, moment, day, full_date, clock, daypart, place, the, basis, done_at, ticked_list)
    },
}

TESTS: dict[str, Callable[..., bool]] = {
    **{state.value: _in_state(state) for state in State},
    "held": is_held,
    "yes": is_yes,
    "no": is_no,
    "ticked": is_ticked,
    "choice": is_choice,
    "several": is_several,
}

STATE_TESTS = frozenset(state.value for state in State)
