"""Rules from their files: strict, one fault per message, and a broken rule never takes the others with it.

`rules/<lang|any>/<category>/<rule>.toml`; the id of a rule is its path, its category the folder. A user's own file at
the same path replaces the built-in one. Beside them stand, per language, `lists.toml` (words for `@name`), `cues.toml`
(phrases for `#name`) and `elements.toml` (phrases that show an element).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from onrecord.checks.likeness import TABLES
from onrecord.checks.model import CATEGORIES, DOCUMENTS, SEVERITIES, STOPS, Severity, Stop
from onrecord.checks.rule import KINDS, PHRASE_ROLES, Duty, Kind, Rule
from onrecord.content import places
from onrecord.content.model import ELEMENTS
from onrecord.content.toml import TomlTable, read_toml
from onrecord.errors import BadInput, nearest
from onrecord.reading.notation import parse

KNOWN_KEYS = (
    "format",
    "kind",
    "severity",
    "stop",
    "message",
    "why",
    "instead",
    "source",
    "documents",
    "not_documents",
    "scenarios",
    "jurisdictions",
    *PHRASE_ROLES,
    "ends",
    "quotes",
    "swap",
    "limit",
    "metric",
    "elements",
    "before",
    "facts",
    "equals",
    "from_words",
    "undated",
    "below",
    "table",
    "weak",
    "good",
    "bad",
)
METRICS = ("sentence_words", "reading_ease", "words", "exclamations")
SIDE_FILES = ("lists", "cues", "elements")


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that is declared for one language: rules and what they refer to, with the faults found on the way."""

    language: str
    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, tuple[str, ...]]
    duties: Mapping[str, tuple[Duty, ...]]
    faults: tuple[str, ...] = ()


def rule_files(language: str, roots: tuple[Path, ...] | None = None) -> dict[str, Path]:
    """The rule files that count for a language, by id; own files win over built-in ones."""
    found: dict[str, Path] = {}
    for root in reversed(roots or places.template_roots()):
        for folder in ("any", language):
            base = root / "rules" / folder
            if base.is_dir():
                for path in sorted(base.glob("*/*.toml")):
                    found[f"{folder}/{path.parent.name}/{path.stem}"] = path
    return found


def side_files(language: str, roots: tuple[Path, ...] | None = None) -> list[Path]:
    """Lists, cues and elements of a language, built-in first: an own file adds to them name by name."""
    found: list[Path] = []
    for root in reversed(roots or places.template_roots()):
        found += [p for name in SIDE_FILES if (p := root / "rules" / language / f"{name}.toml").is_file()]
        if (path := root / "rules" / "categories.toml").is_file():
            found.append(path)
    return found


def load_source(language: str, roots: tuple[Path, ...] | None = None) -> Source:
    """Read every file of a language. Faults are collected as messages with file and line; nothing is raised."""
    faults: list[str] = []
    side: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in SIDE_FILES}
    defaults: dict[str, dict[str, str]] = {}
    for path in side_files(language, roots):
        try:
            table = read_toml(path)
            if path.stem == "categories":
                defaults.update(_defaults(table, language))
            else:
                side[path.stem].update({k: table.strings(k) for k in table if k != "format"})
                table.done()
        except BadInput as error:
            faults.append(str(error))
    lists = side["lists"]
    for name in ("cues", "elements"):
        side[name] = {key: _usable(key, phrases, language, lists, faults) for key, phrases in side[name].items()}
    rules: list[Rule] = []
    for rule_id, path in rule_files(language, roots).items():
        try:
            rules.append(read_rule(rule_id, path, language, lists, side["cues"], defaults))
        except BadInput as error:
            faults.append(str(error))
    duties: dict[str, tuple[Duty, ...]] = {}
    needs = places.find("rules/needs.toml", roots)
    if needs is not None:
        try:
            duties = read_needs(needs)
        except BadInput as error:
            faults.append(str(error))
    return Source(language, tuple(rules), lists, side["cues"], side["elements"], duties, tuple(faults))


def read_needs(path: Path) -> dict[str, tuple[Duty, ...]]:
    """What every document type needs. Raises BadInput with file, line and the nearest valid name."""
    table = read_toml(path)
    found: dict[str, tuple[Duty, ...]] = {}
    for name in table:
        if name == "format":
            continue
        if name not in DOCUMENTS:
            raise table.bad(f"unknown document {name!r}", key=name, hint=nearest(name, DOCUMENTS))
        entry = table.table(name)
        assert entry is not None
        duties = [Duty(_closed(entry, "needs", ELEMENTS))]
        for duty in entry.tables("if"):
            duties.append(
                Duty(
                    _closed(duty, "needs", ELEMENTS),
                    duty.strings("when", ()),
                    duty.strings("unless", ()),
                    _closed(duty, "has", ELEMENTS),
                )
            )
            duty.done()
        found[name] = tuple(duties)
        entry.done()
    return found


def _defaults(table: TomlTable, language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for category in table:
        if category == "format":
            continue
        entry = table.table(category)
        assert entry is not None
        if category not in CATEGORIES:
            raise entry.bad(f"unknown category {category!r}", hint=nearest(category, CATEGORIES))
        found[category] = {
            "why": entry.localised("why")[language],
            "instead": entry.localised("instead")[language],
            "source": entry.string("source", ""),
        }
        entry.done()
    return found


def _usable(
    name: str, phrases: tuple[str, ...], language: str, lists: Mapping[str, tuple[str, ...]], faults: list[str]
) -> tuple[str, ...]:
    kept: list[str] = []
    for phrase in phrases:
        try:
            parse(phrase, language, lists)
            kept.append(phrase)
        except BadInput as error:
            faults.append(f"{name}: {error}")
    return tuple(kept)


def read_rule(
    rule_id: str,
    path: Path,
    language: str,
    lists: Mapping[str, Iterable[str]],
    cues: Mapping[str, tuple[str, ...]],
    defaults: Mapping[str, Mapping[str, str]],
) -> Rule:
    """One rule, read strictly. Raises BadInput with file, line and the nearest valid name."""
    table = read_toml(path)
    category = rule_id.split("/")[1]
    if category not in CATEGORIES:
        raise table.bad(f"the folder {category!r} is no category", hint=nearest(category, CATEGORIES))
    default = defaults.get(category, {"why": "", "instead": "", "source": ""})
    swaps: list[tuple[str, str]] = []
    for swap in table.tables("swap"):
        swaps.append((swap.string("of"), swap.string("to")))
        swap.done()
    rule = Rule(
        id=rule_id,
        kind=cast(Kind, table.one_of("kind", KINDS, "existence")),
        category=category,
        severity=cast(Severity, table.one_of("severity", SEVERITIES, "warn")),
        message=_text(table, "message", language),
        why=_text(table, "why", language, default["why"]),
        instead=_text(table, "instead", language, default["instead"]),
        source=table.string("source", default["source"]),
        stop=cast(Stop, table.one_of("stop", STOPS, "author")),
        documents=_closed(table, "documents", DOCUMENTS),
        not_documents=_closed(table, "not_documents", DOCUMENTS),
        scenarios=table.strings("scenarios", ()),
        jurisdictions=table.strings("jurisdictions", ()),
        phrases=table.strings("phrases", ()),
        unless=table.strings("unless", ()),
        unless_text=table.strings("unless_text", ()),
        with_=table.strings("with", ()),
        with_text=table.strings("with_text", ()),
        except_=table.strings("except", ()),
        ends=table.strings("ends", ()),
        quotes=table.boolean("quotes", False),
        swaps=tuple(swaps),
        limit=_number(table, "limit"),
        metric=table.one_of("metric", METRICS, "") if "metric" in table else "",
        elements=_closed(table, "elements", ELEMENTS),
        before=_closed(table, "before", ELEMENTS),
        facts=table.strings("facts", ()),
        equals=table.string("equals", ""),
        from_words=table.integer("from_words", 0),
        undated=table.one_of("undated", ("date", "when", "text"), "") if "undated" in table else "",
        below=table.integer("below", 0),
        weak=table.boolean("weak", False),
        table=table.one_of("table", TABLES, "statements"),
        good=table.strings("good", ()),
        bad=table.strings("bad", ()),
    )
    table.done(*KNOWN_KEYS)
    _check_kind(rule, table)
    for role, phrases in rule.roles():
        for phrase in phrases:
            try:
                if phrase.startswith("#"):
                    if phrase[1:] not in cues:
                        raise BadInput(f"there is no cue {phrase}", hint=nearest(phrase[1:], cues))
                else:
                    parse(phrase, language, lists)
            except BadInput as error:
                raise table.bad(error.message, key=role, hint=error.hint) from None
    return rule


def _check_kind(rule: Rule, table: TomlTable) -> None:
    """Refuse a rule that could never say anything."""
    wants = {
        "existence": rule.phrases,
        "substitution": rule.swaps,
        "occurrence": rule.phrases,
        "density": rule.phrases,
        "required": rule.phrases or rule.elements,
        "order": rule.elements and rule.before,
        "if-then": rule.phrases and (rule.elements or rule.unless_text),
        "fact-bound": rule.phrases and rule.facts,
        "metric": rule.metric,
        "likeness": "limit" in table,
    }
    if not wants[rule.kind]:
        needs = {
            "substitution": "[[swap]]",
            "required": "phrases or elements",
            "order": "elements and before",
            "if-then": "phrases, and elements or unless_text",
            "fact-bound": "phrases and facts",
            "metric": "metric and limit",
            "likeness": "limit",
        }
        raise table.bad(f"a rule of kind {rule.kind!r} needs {needs.get(rule.kind, 'phrases')}", key="kind")


def _text(table: TomlTable, key: str, language: str, default: str | None = None) -> str:
    """A text of a rule: plain in a rule of one language, per language in a rule for any."""
    if key not in table and default is not None:
        return default
    if isinstance(table.anything(key), dict):
        return table.localised(key)[language]
    return table.string(key)


def _number(table: TomlTable, key: str) -> float:
    value = table.anything(key)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise table.bad(f"{key!r} must be a number", key=key)
    return float(value)


def _closed(table: TomlTable, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.replace("_", "-") for name in table.strings(key, ()))
    for name in names:
        if name not in known:
            raise table.bad(f"unknown name {name!r} in {key}", key=key, hint=nearest(name, known))
    return names
