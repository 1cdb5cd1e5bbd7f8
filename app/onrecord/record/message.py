"""What a commit says, in plain words with trailers. Read off the files before and after; never a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.record.snapshot import INCIDENT, LOG, tables

LabelOf = Callable[[str, str], str]
"""Scenario id and fact id to the words a person knows the fact by."""
_LONGEST = 100
_MOST = 12
_TRAILER = re.compile(r"([A-Z][A-Za-z-]+): (\S.*)")
_STATUS = {
    "withheld": "do not say",
    "suspected": "being checked",
    "disputed": "contested",
    "unknown": "not known yet",
    "not-applicable": "does not apply",
}
_HOW = {"by_phone": "by phone", "in_person": "in person", "in_writing": "in writing"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a commit did, with what a program needs to find it again."""

    words: str
    trailers: tuple[tuple[str, str], ...] = ()


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes | None], label: LabelOf) -> tuple[Change, ...]:
    """What differs between two states of the recorded files; `after` holds only the files that may differ."""
    found: list[Change] = []
    for path in sorted(after, key=_weight):
        old, new = before.get(path), after[path]
        if old == new:
            continue
        name, _, kind = path.rpartition(".")
        folder, _, stem = name.rpartition("/")
        if path == INCIDENT:
            found += _incident(tables(old), tables(new), label)
        elif path == LOG:
            found += _log(tables(old), tables(new))
        elif folder == "statements" and kind == "toml":
            found += _statement(stem, tables(old), tables(new))
        elif folder in ("issued", "signed") and kind == "md":
            document, language, version = (*stem.split("."), "", "")[:3]
            what = f"{document} {version} ({language}): {'issued' if folder == 'issued' else 'the text that was shown'}"
            if old is not None:
                what = f"{what}, changed afterwards" if new is not None else f"{what}, taken away"
            found.append(Change(what, (("Document", document), ("Language", language), ("Version", version))))
    return tuple(found)


def _weight(path: str) -> tuple[int, str]:
    """What is told first: facts, then calls and issues, then statements, then the texts that were put aside."""
    folder = path.partition("/")[0]
    order = {INCIDENT: 0, LOG: 1, "statements": 2}
    return order.get(folder, 3), path


def message(found: tuple[Change, ...], why: str = "") -> str:
    """A commit's message: the first line for people, the rest of what happened, then trailers."""
    words = [change.words for change in found]
    if not words:
        words = ["other words of the record changed"]
    subject = why or words[0]
    if not why and len(words) > 1:
        subject = f"{words[0]}; and {len(words) - 1} more"
    rest = words if why or len(words) > 1 else []
    body = [f"- {line}" for line in rest[:_MOST]]
    if len(rest) > _MOST:
        body.append(f"- and {len(rest) - _MOST} more")
    trailers = list(
        dict.fromkeys(f"{key}: {_line(value)}" for change in found for key, value in change.trailers if value)
    )
    parts = [_line(subject)[:_LONGEST]]
    parts += ["\n".join(_line(line) for line in body)] if body else []
    parts += ["\n".join(trailers)] if trailers else []
    return "\n\n".join(parts) + "\n"


def trailers(text: str) -> dict[str, tuple[str, ...]]:
    """The trailers of a message, each key with all its values."""
    found: dict[str, list[str]] = {}
    last = text.strip().rpartition("\n\n")[2]
    for line in last.splitlines():
        if match := _TRAILER.fullmatch(line):
            found.setdefault(match[1], []).append(match[2])
    return {key: tuple(values) for key, values in found.items()}


def subject(text: str) -> str:
    return text.partition("\n")[0]


def details(text: str) -> tuple[str, ...]:
    """The single things of a commit that did several."""
    return tuple(line[2:] for line in text.splitlines() if line.startswith("- "))


def _incident(old: Mapping[str, Any], new: Mapping[str, Any], label: LabelOf) -> list[Change]:
    found: list[Change] = []
    meta = new.get("incident") or old.get("incident") or {}
    scenario = str(meta.get("scenario", ""))
    before, after = old.get("facts") or {}, new.get("facts") or {}
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            own = (after.get(name) or before.get(name) or {}).get("label") or {}
            words = own.get("en") or next(iter(own.values()), "") if isinstance(own, dict) else ""
            found.append(_fact(name, words or label(scenario, name), before.get(name), after.get(name)))
    for part, words in (("organisation", "the organisation's own data"), ("who_clears", "who clears what")):
        if old.get(part) != new.get(part):
            found.append(Change(f"{words}: changed"))
    if not old.get("incident"):
        found.insert(0, Change("the incident was opened"))
    elif {**(old["incident"] or {}), "held": 0} != {**(new.get("incident") or {}), "held": 0}:
        found.append(Change("title, languages or zone of the incident: changed"))
    return found


def _fact(name: str, label: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change:
    if new is None:
        return Change(f"{label}: answer taken back", (("Fact", name), ("Status", "absent")))
    status = str(new.get("status", "")).replace("_", "-")
    said = _STATUS.get(status, status)
    release = new.get("release") or {}
    old_release = (old or {}).get("release") or {}
    state = str(release.get("state", ""))
    words = f"{label}: {said}"
    source = str(new.get("source", ""))
    if source and (old is None or old.get("source") != source or old.get("status") != new.get("status")):
        words += f" ({source})"
    if old is not None and release != old_release:
        by, how = str(release.get("by", "")), str(release.get("how", ""))
        if state == "cleared":
            words = f"{label}: cleared by {by}" + (f", {_HOW.get(how, how)}" if how else "")
        elif state:
            words += f", release: {state}"
        else:
            words += ", clearance gone with the new answer"
    elif old is not None and old.get("value") != new.get("value") and old.get("status") == new.get("status"):
        words += ", new value"
    return Change(words, (("Fact", name), ("Status", status), ("Release", state)))


def _statement(stem: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    document, _, language = stem.partition(".")
    where = f"{document} ({language})"
    tags = (("Document", document), ("Language", language))
    found: list[Change] = []
    for edit in _added(old, new, "edit"):
        what = "a sentence taken out" if not edit.get("text") else "a sentence changed"
        kind = str(edit.get("kind", "hand"))
        by = "by hand" if kind == "hand" else f"accepted from {'the model' if kind == 'model' else 'a ' + kind}"
        found.append(Change(f"{where}: {what} {by}", (*tags, ("Kind", "edit"))))
    if len(_added(new, old, "edit")) > len(_added(old, new, "edit")):
        found.append(Change(f"{where}: an edit taken back", (*tags, ("Kind", "edit"))))
    for waiver in _added(old, new, "waiver"):
        rule = str(waiver.get("rule", ""))
        words = "read again, says the same" if rule == "languages-in-step" else f"sent all the same ({rule})"
        found.append(Change(f"{where}: {words}", (*tags, ("Kind", "waiver"), ("Rule", rule))))
    for given in _added(old, new, "clearance"):
        answer = {"yes": "cleared", "with-words": "cleared with other words", "no": "not cleared"}
        how = str(given.get("how", ""))
        words = f"{answer.get(str(given.get('verdict')), 'answered')} by {given.get('by', '')}, {_HOW.get(how, how)}"
        code = str(given.get("code", ""))
        found.append(Change(f"{where}: {words}, code {code}", (*tags, ("Kind", "sign-off"), ("Code", code))))
    return found


def _log(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    found: list[Change] = []
    for call in _added(old, new, "call"):
        outlet = str(call.get("outlet", "")) or "a reporter"
        what = f"{call.get('text') or 'a line'} given to {outlet}" if call.get("answers") else f"call noted: {outlet}"
        found.append(Change(what, (("Kind", "call"),)))
    for issue in _added(old, new, "issue"):
        document, version = str(issue.get("document", "")), f"v{issue.get('version', '')}"
        languages = ", ".join(str(x) for x in issue.get("languages", ()))
        tags = (("Kind", "issue"), ("Document", document), ("Version", version), ("Code", str(issue.get("code", ""))))
        under = str(issue.get("delegation", ""))
        how = f", under the delegation of {under}, cleared by nobody" if under else ""
        found.append(Change(f"{document} {version} issued ({languages}){how}", tags))
    for share in _added(old, new, "share"):
        people = ", ".join(str(x) for x in share.get("people", ()))
        words = "taken off the list of readers:" if share.get("ended") else "shared with"
        found.append(Change(f"{words} {people}", (("Kind", "share"),)))
    for kept in _added(old, new, "sign_off"):
        document = str(kept.get("document", ""))
        found.append(
            Change(
                f"{document}: a clearance kept, the change does not affect it",
                (("Kind", "kept"), ("Document", document)),
            )
        )
    return found


def _added(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    before, after = old.get(key) or [], new.get(key) or []
    if not isinstance(before, list) or not isinstance(after, list):
        return []
    return [row for row in after if isinstance(row, dict) and row not in before]


def _line(text: str) -> str:
    return " ".join(text.split())
