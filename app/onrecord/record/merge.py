"""Two people's work on one incident, put together fact by fact and edit by edit. Pure: three sets of files in, one out.

What only one of them changed is taken. What both changed in the same way is one change. What both changed differently
is a conflict: both are shown with their sources, and a person chooses. Calls, issues and clearances are only ever
added, and a file that is gone on one side stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from onrecord.errors import BadInput
from onrecord.incident import files as disk
from onrecord.incident.toml_edit import read_toml, remove_table, set_table
from onrecord.incident.toml_write import table_text
from onrecord.record.snapshot import INCIDENT, LOG, is_kept, is_never, tables

Side = Literal["mine", "theirs"]
_META = ("incident", "organisation", "who_clears", "delegation")
_ISSUED = re.compile(r"issued/([a-z0-9-]+)\.([A-Za-z-]+)\.v(\d+)\.(md|toml)")


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that both changed differently. `name` is what a person answers with."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The files that differ from mine, and what could not be decided (then nothing may be written)."""

    changed: Mapping[str, bytes | None]
    clashes: tuple[Clash, ...] = ()
    told: tuple[str, ...] = ()
    chosen: tuple[Clash, ...] = ()
    """What a choice decided."""


@dataclass
class _Run:
    choose: Mapping[str, Side]
    clashes: list[Clash] = field(default_factory=list)
    chosen: list[Clash] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def pick(self, name: str, base: Any, mine: Any, theirs: Any, show: Callable[[Any], str]) -> Any:
        """The one of three that counts."""
        if mine == theirs or theirs == base:
            return mine
        if mine == base:
            return theirs
        names = {clash.name for clash in (*self.clashes, *self.chosen)}
        if name in names:  # two long sentences that begin alike
            name = next(f"{name} ({n})" for n in range(2, len(names) + 3) if f"{name} ({n})" not in names)
        shown = [show(mine), show(theirs)]
        if shown[0] == shown[1] and isinstance(mine, dict) and isinstance(theirs, dict):
            keys = [key for key in dict.fromkeys((*mine, *theirs)) if mine.get(key) != theirs.get(key)]
            shown = [
                ", ".join((text, *(f"{key}: {_plain(side.get(key, '-'))}" for key in keys)))
                for text, side in zip(shown, (mine, theirs), strict=True)
            ]
        clash = Clash(name, *shown)
        if name in self.choose:
            self.chosen.append(clash)
            return mine if self.choose[name] == "mine" else theirs
        self.clashes.append(clash)
        return mine


def merge(
    base: Mapping[str, bytes],
    mine: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    choose: Mapping[str, Side] | None = None,
) -> Merged:
    """Put `theirs` into `mine`; `base` is what both came from. `choose` answers clashes by name.

    Raises BadInput for a file of either side that is no TOML: it would read as if everything in it had been deleted.
    """
    run = _Run(choose or {})
    for whose, side in (("of the shared record", theirs), ("here", mine)):
        for path, content in side.items():
            if is_kept(path) and path.endswith(".toml") and content.strip() and not tables(content):
                raise BadInput(f"{path} {whose} cannot be read", hint="Mend it first: onrecord tells the line.")
    theirs = _renumbered(base, mine, {k: v for k, v in theirs.items() if is_kept(k)}, run)
    _told_of_mine(mine, theirs, base, run)
    after: dict[str, bytes | None] = {}
    for path in sorted({*mine, *theirs}):
        b, m, t = base.get(path), mine.get(path), theirs.get(path)
        if m == t or t == b or t is None:
            continue
        if m == b:
            after[path] = t
        elif path == INCIDENT:
            after[path] = _incident(b, m or b"", t or b"", run)
        elif path == LOG:
            after[path] = _rows(b, m, t, {"call": "id", "issue": "", "sign_off": "", "share": ""}, path, run)
        elif path.startswith("statements/") and path.endswith(".toml"):
            keys = {"edit": "element base", "waiver": "rule text", "clearance": ""}
            after[path] = _rows(b, m, _own_texts(t, path, mine, theirs), keys, path, run)
    changed = {path: content for path, content in after.items() if content != mine.get(path)}
    return Merged(changed, tuple(run.clashes), tuple(run.told), tuple(run.chosen))


def _incident(base: bytes | None, mine: bytes, theirs: bytes, run: _Run) -> bytes:
    old, ours, other = tables(base), tables(mine), tables(theirs)
    file = read_toml(mine, Path(INCIDENT))
    before, here, there = (x.get("facts") or {} for x in (old, ours, other))
    for name in dict.fromkeys((*here, *there)):
        chosen = run.pick(name, before.get(name), here.get(name), _later(here.get(name), there.get(name)), _fact)
        if chosen == here.get(name):
            continue
        path = ("facts", name)
        file = remove_table(file, path) if chosen is None else set_table(file, path, chosen, was=here.get(name))
    for part in _META:
        b, m, t = (x.get(part) or {} for x in (old, ours, other))
        if m == t or t == b:
            continue
        table = dict(m)
        for key in dict.fromkeys((*m, *t)):
            if key == "held":
                table[key] = sorted({*m.get(key, []), *t.get(key, [])})
                continue
            chosen = run.pick(f"{part}.{key}", b.get(key), m.get(key), t.get(key), str)
            table.pop(key, None)
            if chosen is not None:
                table[key] = chosen
        file = set_table(file, (part,), table, was=m)
    return file.to_bytes()


def _later(mine: Any, theirs: Any) -> Any:
    """Theirs; but mine where the two say the same and mine was said later: the minute alone is no conflict."""
    if isinstance(mine, dict) and isinstance(theirs, dict) and _without_times(mine) == _without_times(theirs):
        said, then = mine.get("as_of"), theirs.get("as_of")
        if isinstance(said, datetime) and isinstance(then, datetime) and said.tzinfo and then.tzinfo:
            return mine if said >= then else theirs
    return theirs


def _without_times(table: Mapping[str, Any]) -> dict[str, Any]:
    release = table.get("release")
    cleared = {**release, "at": 0} if isinstance(release, dict) else release
    return {**table, "as_of": 0, "release": cleared}


def _fact(table: Any) -> str:
    """A fact in words: value, status, source. A value that may not be said is in no history and so not here."""
    if table is None:
        return "no answer"
    value = "" if is_never(table) or "value" not in table else f"{_plain(table['value'])}, "
    source = f", says {table['source']}" if table.get("source") else ""
    release = table.get("release") or {}
    cleared = f", cleared by {release.get('by', '')}" if release.get("state") == "cleared" else ""
    return f"{value}{str(table.get('status', '')).replace('_', '-')}{source}{cleared}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_plain(v) for v in value.values())
    if isinstance(value, list):
        return "; ".join(_plain(v) for v in value)
    return str(value)


def _rows(
    base: bytes | None, mine: bytes | None, theirs: bytes | None, keys: Mapping[str, str], path: str, run: _Run
) -> bytes:
    """Lists of tables: kept in the order of mine, theirs behind. Without key names a row is only ever added; so is a
    call, whose name is drawn by lot."""
    if theirs is None:
        return mine or b""
    old, ours, other = tables(base), tables(mine), tables(theirs)
    parts = [f"format = {ours.get('format', other.get('format', 1))}\n"]
    for name, key in keys.items():
        names = key.split()

        def identity(row: Mapping[str, Any], names: Sequence[str] = names) -> str:
            return repr([row.get(n) for n in names]) if names else repr(sorted((k, repr(v)) for k, v in row.items()))

        b, m, t = ({identity(r): r for r in x.get(name, []) if isinstance(r, dict)} for x in (old, ours, other))
        rows = []
        for at in dict.fromkeys((*m, *t)):
            row = m.get(at) or t.get(at) or {}
            if not names or name == "call":
                rows.append(m.get(at) or t.get(at))
                continue
            label = f"{Path(path).stem}: {_words(row)}"
            rows.append(run.pick(label, b.get(at), m.get(at), t.get(at), lambda r: _words(r, new=True)))
        if all("at" in row for row in rows if row) and (not names or name == "call"):
            rows.sort(key=lambda row: row["at"] if row else 0)
        parts += [table_text(f"\n[[{name}]]", row) for row in rows if row is not None]
    return "".join(parts).encode()


def _words(row: Mapping[str, Any] | None, *, new: bool = False) -> str:
    if row is None:
        return "taken back"
    text = str(row.get("text", "") if new else row.get("base", row.get("text", row.get("id", ""))))
    return text[:80] or "taken out"


def _renumbered(
    base: Mapping[str, bytes], mine: Mapping[str, bytes], theirs: dict[str, bytes], run: _Run
) -> dict[str, bytes]:
    """Both gave out the same document under the same number: theirs gets the next free one. What was given out before
    they parted and has another text on one side was given its number by an earlier joining."""
    new: dict[tuple[str, int], int] = {}
    for path, content in theirs.items():
        found = _ISSUED.fullmatch(path)
        if found and path in mine and path not in base and mine[path] != content:
            new.setdefault((found[1], int(found[3])), 0)
    if not new:
        return theirs
    taken: dict[str, int] = {}
    for path in (*mine, *theirs):
        if found := _ISSUED.fullmatch(path):
            taken[found[1]] = max(taken.get(found[1], 0), int(found[3]))
    for document, number in sorted(new):
        again = _put_before(mine, theirs, document, number)
        if not again:
            taken[document] += 1
        new[document, number] = again or taken[document]
        run.told.append(
            f"their {document} v{number} is {document} v{new[document, number]} here: you both gave out a v{number}"
        )
    result: dict[str, bytes] = {}
    for path, content in theirs.items():
        found = _ISSUED.fullmatch(path)
        other = new.get((found[1], int(found[3])), 0) if found else 0
        if found and other:
            if found[4] == "toml":
                content = re.sub(rb"(?m)^version = \d+$", b"version = %d" % other, content, count=1)
            path = f"issued/{found[1]}.{found[2]}.v{other}.{found[4]}"
        result[path] = content
    log = tables(theirs.get(LOG))
    parts = [f"format = {log.get('format', 1)}\n"]
    moved = {f"{document} v{number}": f"{document} v{other}" for (document, number), other in new.items()}
    for name in ("call", "issue", "sign_off", "share"):
        for row in log.get(name, []):
            if name == "issue" and row not in tables(mine.get(LOG)).get("issue", []):
                other = new.get((row.get("document", ""), row.get("version", 0)), 0)
                row = {**row, "version": other} if other else row
                row = {**row, "follows": moved[row["follows"]]} if row.get("follows") in moved else row
            parts.append(table_text(f"\n[[{name}]]", row))
    result[LOG] = "".join(parts).encode()
    return result


def _put_before(mine: Mapping[str, bytes], theirs: Mapping[str, bytes], document: str, number: int) -> int:
    """The number under which an earlier, cut short joining put their text already; 0 if it did not."""
    texts = {
        found[2]: content
        for path, content in theirs.items()
        if (found := _ISSUED.fullmatch(path)) and (found[1], int(found[3]), found[4]) == (document, number, "md")
    }

    def rows(side: Mapping[str, bytes]) -> list[dict[str, Any]]:
        return [row for row in tables(side.get(LOG)).get("issue", []) if row.get("document") == document]

    listed: dict[int, Any] = {row.get("version", 0): {**row, "follows": ""} for row in rows(mine)}
    given = [{**row, "follows": ""} for row in rows(theirs) if row.get("version") == number]
    found_at: dict[int, dict[str, bytes]] = {}
    for path, content in mine.items():
        if (found := _ISSUED.fullmatch(path)) and (found[1], found[4]) == (document, "md"):
            found_at.setdefault(int(found[3]), {})[found[2]] = content
    for there, words in sorted(found_at.items()):
        free = there not in listed or any({**row, "version": there} == listed[there] for row in given)
        if there > number and free and all(texts.get(code) == text for code, text in words.items()):
            return there
    return 0


def _told_of_mine(mine: Mapping[str, bytes], theirs: Mapping[str, bytes], base: Mapping[str, bytes], run: _Run) -> None:
    """They joined first and gave my text another number: that is told here too."""
    for path, content in mine.items():
        found = _ISSUED.fullmatch(path)
        if not found or found[4] != "md" or theirs.get(path, content) == content or base.get(path) != content:
            continue
        for other, same in theirs.items():
            again = _ISSUED.fullmatch(other)
            if again and same == content and (again[1], again[2]) == (found[1], found[2]):
                told = f"your {found[1]} v{found[3]} is {found[1]} v{again[3]} now: you both gave out a v{found[3]}"
                run.told += [told] if told not in run.told else []


def _own_texts(theirs: bytes | None, path: str, mine: Mapping[str, bytes], other: Mapping[str, bytes]) -> bytes | None:
    """Their clearances of a version that we, too, were asked about: the words are the same, the minute is ours."""
    if theirs is None:
        return None
    found = tables(theirs)
    parts = [f"format = {found.get('format', 1)}\n"]
    stem = Path(path).stem
    for name in ("edit", "waiver", "clearance"):
        for row in found.get(name, []):
            shown = f"signed/{stem}.{row.get('code', '')}.md"
            if name == "clearance" and row.get("text") and shown in mine and mine[shown] != other.get(shown):
                row = {**row, "text": disk.digest(mine[shown])}
            parts.append(table_text(f"\n[[{name}]]", row))
    return "".join(parts).encode()
