"""Conditions as data: `{ all | any | not = [...] }` over `{ fact, is }` or `{ fact, equals }`; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any as Anything

from onrecord.content import model
from onrecord.content.toml import TomlTable
from onrecord.errors import nearest

STATES = ("known", "uncleared", "open", "disputed", "withheld", "silent")


def parse_condition(raw: Anything, table: TomlTable, key: str = "when") -> model.Condition:
    """A condition from its TOML value; raises BadInput at the key it stands under."""
    if not isinstance(raw, dict):
        raise table.bad(f"{key!r} must be a condition", key=key, hint='For instance { fact = "hurt", equals = "yes" }.')
    keys = set(raw)
    for name, made in (("all", model.All), ("any", model.Any), ("not", model.Not)):
        if keys == {name}:
            if not isinstance(raw[name], list) or not raw[name]:
                raise table.bad(f"{name!r} needs a list of conditions", key=key)
            return made(tuple(parse_condition(item, table, key) for item in raw[name]))
    if keys == {"fact", "is"}:
        if raw["is"] not in STATES:
            raise table.bad(f"unknown state {raw['is']!r}", key=key, hint=nearest(str(raw["is"]), STATES))
        return model.Is(str(raw["fact"]), str(raw["is"]))
    if keys == {"fact", "equals"}:
        if not isinstance(raw["equals"], str | bool | int):
            raise table.bad("'equals' takes a choice, true or false, or a whole number", key=key)
        return model.Equals(str(raw["fact"]), raw["equals"])
    known = ("all", "any", "not", "fact", "is", "equals")
    odd = next(iter(sorted(keys - set(known))), "")
    raise table.bad(
        "a condition is { all | any | not = [...] }, { fact, is } or { fact, equals }",
        key=key,
        hint=nearest(odd, known) if odd else "",
    )


def facts_of(condition: model.Condition | None) -> Iterator[str]:
    """Every fact that a condition looks at."""
    match condition:
        case model.Is(fact=fact) | model.Equals(fact=fact):
            yield fact
        case model.All(of=parts) | model.Any(of=parts) | model.Not(of=parts):
            for part in parts:
                yield from facts_of(part)
