"""Does the record hold: every object intact, nothing that was given out or cleared changed afterwards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from dulwich.objects import S_ISGITLINK, Commit, ObjectID, Tree

from onrecord.incident import files
from onrecord.incident.store import copies
from onrecord.record.history import not_yet
from onrecord.record.repository import Damaged, Repository, exists, read
from onrecord.record.snapshot import LOG, is_kept, tables, working_files
from onrecord.record.writer import private_of

CANNOT_PROVE = (
    "who really sat at the keyboard or spoke on the telephone: names are typed, not proved",
    "that the history was not rewritten as a whole: only a copy elsewhere shows that (onrecord share)",
    "the times: they are those of this computer's clock",
)
"""What no look at this folder can show."""
_KINDS: dict[int, bytes] = {1: b"commit", 2: b"tree", 3: b"blob", 4: b"tag"}
_BEGIN_ANEW = "The working files are untouched. To begin it anew: onrecord verify INCIDENT --rebuild"
_SET_BACK = 120
"""Seconds that the clocks of two computers may differ without a word."""
_MOST_TOLD = 5
_FROZEN = ("issued/", "signed/")
_MARKS = ("DRAFT, NOT CLEARED", "REHEARSAL, NOT REAL")


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was looked at. `broken` means that the record does not hold there."""

    level: Literal["fine", "look", "broken"]
    what: str
    hint: str = ""


def verify(folder: Path) -> Iterator[Result]:
    """Look at everything the record promises. Changes nothing."""
    if not exists(folder):
        yield Result("look", "there is no history yet", "It begins with the first saved answer.")
        yield from _texts(folder)
        return
    try:
        repository = read(folder)
    except Damaged as damage:
        yield Result("broken", damage.message, _BEGIN_ANEW)
        yield from _texts(folder)
        return
    try:
        broken = 0
        for result in _objects(repository):
            broken += result.level == "broken"
            yield result
        if not broken:
            yield from _frozen(repository, folder)
            newer = not_yet(folder, working_files(folder, private_of))
            if newer:
                names = ", ".join(newer[:5]) + (" ..." if len(newer) > 5 else "")
                yield Result(
                    "look", f"changed since the newest entry of the history: {names}", "The next save adds it."
                )
            else:
                yield Result("fine", "the working files are those of the newest entry")
    except Damaged as damage:
        yield Result(
            "broken",
            damage.message,
            _BEGIN_ANEW,
        )
    finally:
        repository.close()
    yield from _texts(folder)


def exported(folder: Path, place: Path) -> Iterator[Result]:
    """Which of the texts in a folder (or one file) the record knows, word for word or by the id in its front matter."""
    known: dict[str, str] = {}
    for sub, words in (("signed", "a text that was shown for clearance"), ("issued", "issued")):
        for path in sorted((folder / sub).glob("*.md")) if (folder / sub).is_dir() else ():
            known[_bare((files.read_bytes(path) or b"").decode("utf-8", "replace"))] = f"{words}: {path.name}"
    codes = _codes(folder)
    for path in [place] if place.is_file() else sorted(place.rglob("*.md")):
        if path.name.startswith("sheet."):
            text = (files.read_bytes(path) or b"").decode("utf-8", "replace")
            found = next((code for code in codes if re.search(rf"\*\*{code}\*\*", text)), "")
        else:
            text = (files.read_bytes(path) or b"").decode("utf-8", "replace")
            if (same := known.get(_bare(text))) is not None:
                yield Result("fine", f"{path}: {same}")
                continue
            match = re.match(r'---\n(?:.*\n)*?version: "([A-Z0-9]{4})"', text)
            found = match[1] if match and match[1] in codes else ""
        if found:
            yield Result("fine", f"{path}: {codes[found]} ({found})")
        else:
            yield Result("look", f"{path}: no cleared or issued version has these words", "A draft, or changed since.")


def _objects(repository: Repository) -> Iterator[Result]:
    count = 0
    for object_id in repository.store:
        count += 1
        try:
            kind, raw = repository.store.get_raw(object_id)
            header = _KINDS[kind] + b" " + str(len(raw)).encode() + b"\0"
            digest = hashlib.sha1(header + raw, usedforsecurity=False).hexdigest()
            if digest.encode() != object_id:
                yield Result("broken", f"object {object_id.decode()[:12]} is not what its name says")
        except Exception as error:  # whatever is wrong with it, it cannot be read
            yield Result("broken", f"object {object_id.decode()[:12]} cannot be read ({type(error).__name__})")
    commits = 0
    try:
        seen: set[ObjectID] = set()
        seen_commits: dict[ObjectID, Commit] = {}
        for commit_id, commit in repository.walk():
            commits += 1
            seen_commits[commit_id] = commit
            missing = _missing(repository, ObjectID(commit.tree), seen)
            if missing:
                yield Result("broken", f"object {missing.decode()[:12]} is missing or cannot be read", _BEGIN_ANEW)
    except Damaged as damage:
        yield Result("broken", damage.message)
        return
    yield Result("fine", f"{commits:,} entries, {count:,} objects read")
    for later, commit in islice(_set_back(seen_commits), _MOST_TOLD):
        minutes = (later - commit.author_time) // 60
        name = commit.author.decode("utf-8", "replace").partition("<")[0].strip()
        yield Result(
            "look",
            f"the clock stood {minutes} min earlier than in the entry before: {name}, {_time(commit)}",
            "A clock was set back, or two computers differ. The order of the entries is right, their times may not be.",
        )


def _set_back(commits: Mapping[ObjectID, Commit]) -> Iterator[tuple[int, Commit]]:
    """Entries that are earlier than one before them, with the time of that."""
    for commit in commits.values():
        before = max((commits[ObjectID(parent)].author_time for parent in commit.parents), default=0)
        if before - commit.author_time > _SET_BACK:
            yield before, commit


def _time(commit: Commit) -> str:
    zone = timezone(timedelta(seconds=commit.author_timezone))
    return f"{datetime.fromtimestamp(commit.author_time, zone):%H:%M on %d %B %Y}"


def _missing(repository: Repository, object_id: ObjectID, seen: set[ObjectID]) -> ObjectID | None:
    if object_id in seen:
        return None
    seen.add(object_id)
    if object_id not in repository.store:
        return object_id
    try:
        kind, _ = repository.store.get_raw(object_id)
    except Exception:  # whatever is wrong with it, it cannot be read
        return object_id
    if kind != Tree.type_num:
        return None
    tree = repository.store[object_id]
    assert isinstance(tree, Tree)
    for _, mode, inner in tree.iteritems():
        if S_ISGITLINK(mode):
            continue  # a repository inside, which is elsewhere: nothing of an incident
        if missing := _missing(repository, ObjectID(inner), seen):
            return missing
    return None


def _frozen(repository: Repository, folder: Path) -> Iterator[Result]:
    """Texts that were issued or shown for clearance: the same in every entry since, and on disk."""
    first: dict[str, ObjectID] = {}
    commits: list[tuple[ObjectID, Commit]] = []
    at = repository.head()
    while at is not None:
        # Along one line: what two people gave out under one number apart from each other was numbered anew when joined.
        commits.append((at, repository.commit(at)))
        at = ObjectID(commits[-1][1].parents[0]) if commits[-1][1].parents else None
    last: dict[str, ObjectID] = {}
    for commit_id, commit in reversed(commits):
        here = {name: tree for name, tree in repository.folders(commit).items() if f"{name}/" in _FROZEN}
        if here == last:
            continue
        last = here
        for path, blob in repository.paths(commit_id).items():
            if path.startswith(_FROZEN) and first.setdefault(path, blob) != blob:
                yield Result("broken", f"{path} was rewritten in the entry of {commit_id.decode()[:10]}")
                first[path] = blob
    for path, blob in first.items():
        if files.read_bytes(folder / path) != repository.content(blob):
            yield Result("broken", f"{path} is gone or differs from what was put on record")


def _texts(folder: Path) -> Iterator[Result]:
    """Every clearance and every issue against the text that it was given for."""
    good = 0
    for copy in copies(folder):
        yield Result(
            "look",
            f"{copy} is a copy that a synchronised drive left; it is not read",
            "Compare it with the file beside it, take over what is missing, then remove it.",
        )
    for path in _statements(folder):
        document, _, language = path.stem.partition(".")
        for row in _rows(files.read_bytes(path), "clearance"):
            name = f"signed/{document}.{language}.{row.get('code', '')}.md"
            good += 1
            if row.get("text") and _digest(folder / name) != row["text"]:
                good -= 1
                yield Result("broken", f"{name}: not the text that {row.get('by', 'somebody')} was asked about")
    issues = _rows(files.read_bytes(folder / LOG), "issue")
    listed: set[str] = set()
    for row in issues:
        if under := row.get("delegation"):
            yield Result(
                "look",
                f"{row.get('document', '')} v{row.get('version', '')} went out under the delegation of {under}, "
                f"sent by {row.get('by', '')}; nobody cleared this version",
                "That it was that person is not proved. The passages it rests on stand beside it in issued/.",
            )
        texts = row.get("texts", {})
        for language, digest in texts.items() if isinstance(texts, dict) else ():
            name = f"issued/{row.get('document', '')}.{language}.v{row.get('version', '')}.md"
            listed.add(Path(name).name)
            good += 1
            if _digest(folder / name) != digest:
                good -= 1
                yield Result("broken", f"{name}: not the text that was issued")
    for path in sorted((folder / "issued").glob("*.md")) if (folder / "issued").is_dir() else ():
        if path.name not in listed and is_kept(f"issued/{path.name}"):
            yield Result("look", f"issued/{path.name}: no issue in the log names it", "A program may have been ended.")
    if good:
        yield Result("fine", f"{good} cleared or issued texts are word for word what was cleared or issued")


def _codes(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _statements(folder):
        for row in _rows(files.read_bytes(path), "clearance"):
            found[str(row.get("code", ""))] = f"answered by {row.get('by', '')}"
    for row in _rows(files.read_bytes(folder / LOG), "issue"):
        found[str(row.get("code", ""))] = f"issued as {row.get('document', '')} v{row.get('version', '')}"
    found.pop("", None)
    return found


def _statements(folder: Path) -> list[Path]:
    place = folder / "statements"
    found = sorted(place.glob("*.toml")) if place.is_dir() else []
    return [path for path in found if is_kept(f"statements/{path.name}")]


def _rows(content: bytes | None, name: str) -> list[dict[str, Any]]:
    rows = tables(content).get(name, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _digest(path: Path) -> str:
    return files.digest(files.read_bytes(path))


def _bare(text: str) -> str:
    """A text without front matter and marks."""
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    lines = text.split("\n")
    while lines and (lines[0] in _MARKS or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines).strip()
