"""The git repository of an incident: objects, trees and commits written straight into `.git`, and nothing else.

Only the object store and the refs of dulwich are used. Hooks, filters, signing, the index's lock and the user's git
settings belong to layers above them, which are never loaded: what a received folder carries there cannot run.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dulwich.file import FileLocked
from dulwich.object_store import BaseObjectStore, DiskObjectStore
from dulwich.objects import Blob, Commit, ObjectID, RawObjectID, ShaFile, Tree
from dulwich.pack import UnpackedObject
from dulwich.refs import DiskRefsContainer, Ref

from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import files
from onrecord.record import foreign
from onrecord.record.delta import delta

FOLDER = ".git"
BRANCH = Ref(b"refs/heads/main")
HEAD = Ref(b"HEAD")
LOOSE_MANY = 300
"""Loose objects from which on they are packed when an incident closes."""
_STALE = 2.0
_CHAIN = 50
"""Most differences in a row between a stored version and a whole one (git's own default)."""
_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = false\n\tbare = false\n\tsymlinks = false\n"
_REMOTE = re.compile(r'\[remote "([A-Za-z0-9_-]{1,40})"\]')
_FILE, _TREE = 0o100644, 0o040000
Read = Callable[[ObjectID], tuple[int, bytes]]
Files = Mapping[str, bytes]
"""Recorded files of an incident: path with `/`, content."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One commit."""

    id: str
    by: str
    at: datetime
    message: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Below:
    """What lies below a tree: files with their ids, and whether that is all of it."""

    paths: Mapping[str, ObjectID]
    whole: bool


_KNOWN: dict[ObjectID, _Below] = {}
_MOST_KNOWN = 200
_DEEPEST = 4


class Damaged(OnrecordError):  # noqa: N818  a state, told to a person
    """The history cannot be read. The working files are not touched by this."""


class _Store(DiskObjectStore):
    """Objects of one folder and no other: a list of further folders (alternates) is not followed."""

    @property
    def alternates(self) -> list[BaseObjectStore]:
        return []

    def contains_loose(self, sha: ObjectID | RawObjectID) -> bool:
        """Whether an object lies in a file of its own; it is not read for that."""
        name = (sha if len(sha) == 40 else sha.hex().encode()).decode()
        return os.path.exists(os.path.join(self.path, name[:2], name[2:]))


class Repository:
    """An incident's history on disk. One writer at a time: its caller holds the record's lock."""

    def __init__(self, git: Path) -> None:
        self.git = git
        self.store = _Store(
            str(git / "objects"),
            fsync_object_files=True,
            loose_compression_level=1,
            pack_compression_level=1,
            loose_object_size_limit=foreign.LARGEST,
        )
        self.refs = DiskRefsContainer(str(git))
        self._paths: dict[str, ObjectID] | None = None
        self._paths_of: ObjectID | None = None
        self._sizes: dict[str, foreign.Sizes] = {}

    def close(self) -> None:
        for sizes in self._sizes.values():
            sizes.close()
        self._sizes = {}
        # After a damaged pack its bytes are still held by the error that tells of it; they go with it.
        with contextlib.suppress(BufferError):
            self.store.close()

    # Reading --------------------------------------------------------------------------------------------------------

    def head(self) -> ObjectID | None:
        """The newest commit; None before the first. Raises Damaged when the branch points at nothing."""
        try:
            value = self.refs.read_loose_ref(BRANCH) or self.refs.get_packed_refs().get(BRANCH)
        except Exception as error:  # also what dulwich says of a list of branches that is none
            raise Damaged(f"the branch cannot be read ({type(error).__name__})", where=self.git) from None
        if not value:
            if any(self._loose()) or any((self.git / "objects" / "pack").glob("*.pack")):
                raise Damaged("the branch is gone, its objects are there", where=self.git)
            return None
        if not re.fullmatch(rb"[0-9a-f]{40}", value):
            raise Damaged("the branch points at nothing that could be a commit", where=self.git)
        return ObjectID(value)

    def commit(self, commit_id: ObjectID) -> Commit:
        found = self._object(commit_id)
        if not isinstance(found, Commit):
            raise Damaged(f"{commit_id.decode()[:12]} is no commit", where=self.git)
        return found

    def _object(self, object_id: ObjectID) -> ShaFile:
        try:
            return self.store[object_id]
        except Exception as error:  # any fault of a damaged store is the same news: this object cannot be read
            raise Damaged(
                f"object {object_id.decode()[:12]} cannot be read ({type(error).__name__})", where=self.git
            ) from None

    def walk(self, start: ObjectID | None = None) -> Iterator[tuple[ObjectID, Commit]]:
        """Every commit, newest first; parents after their children, the first parent's line kept together."""
        first = start or self.head()
        seen: set[ObjectID] = set()
        waiting = [first] if first is not None else []
        while waiting:
            commit_id = waiting.pop()
            if commit_id in seen:
                continue
            seen.add(commit_id)
            commit = self.commit(commit_id)
            yield commit_id, commit
            waiting.extend(reversed([ObjectID(p) for p in commit.parents]))

    def paths(self, commit_id: ObjectID | None) -> dict[str, ObjectID]:
        """Every recorded file of a commit with the id of its content."""
        if commit_id is None:
            return {}
        if commit_id == self._paths_of and self._paths is not None:
            return dict(self._paths)
        return dict(self._below(ObjectID(self.commit(commit_id).tree)).paths)

    def folders(self, commit: Commit) -> dict[str, ObjectID]:
        """The folders at the top of a commit: one that has the same id as in another commit holds the same."""
        tree = self._object(ObjectID(commit.tree))
        if not isinstance(tree, Tree):
            raise Damaged("a tree of the history cannot be read", where=self.git)
        found = [(name, object_id) for name, mode, object_id in tree.iteritems() if stat.S_ISDIR(mode)]
        return {
            name.decode("utf-8", "replace"): ObjectID(object_id)
            for name, object_id in found
            if foreign.is_plain_name(name)
        }

    def _below(self, tree_id: ObjectID, depth: int = 0) -> _Below:
        """What lies below a tree. A tree's name is made of its content, so that what was read once holds for ever."""
        if (known := _KNOWN.get(tree_id)) is not None:
            return known
        tree = self._object(tree_id)
        if not isinstance(tree, Tree) or depth > _DEEPEST:
            raise Damaged("a tree of the history cannot be read", where=self.git)
        paths: dict[str, ObjectID] = {}
        whole = True
        for raw, mode, object_id in tree.iteritems():
            name = raw.decode("utf-8", "replace")
            if not foreign.is_plain_name(raw):
                whole = False
            elif stat.S_ISDIR(mode):
                below = self._below(ObjectID(object_id), depth + 1)
                paths.update((f"{name}/{path}", blob) for path, blob in below.paths.items())
                whole = whole and below.whole
            elif stat.S_ISREG(mode):
                paths[name] = ObjectID(object_id)
            else:
                whole = False
        found = _Below(paths, whole)
        if depth:  # the top differs in every commit
            _KNOWN[tree_id] = found
            while len(_KNOWN) > _MOST_KNOWN:
                _KNOWN.pop(next(iter(_KNOWN)), None)
        return found

    def content(self, blob_id: ObjectID) -> bytes:
        found = self._object(blob_id)
        if not isinstance(found, Blob):
            raise Damaged(f"{blob_id.decode()[:12]} is no file", where=self.git)
        return found.data

    def files(self, commit_id: ObjectID | None) -> dict[str, bytes]:
        """Every recorded file of a commit with its content."""
        return {path: self.content(blob) for path, blob in self.paths(commit_id).items()}

    # Writing --------------------------------------------------------------------------------------------------------

    def write(
        self,
        changed: Mapping[str, bytes | None],
        *,
        by: str,
        at: datetime,
        message: str,
        parents: Iterable[ObjectID] | None = None,
    ) -> ObjectID | None:
        """One commit on top of the branch: these files changed (None: gone), all others as they were.

        Returns None when nothing differs. `parents` names others than the branch's head, for a merge.
        """
        head = self.head()
        before = self.paths(head)
        after = dict(before)
        objects: list[ShaFile] = []
        for path, content in changed.items():
            if content is None:
                after.pop(path, None)
                continue
            blob = Blob.from_string(content)
            if before.get(path) != blob.id:
                objects.append(blob)
            after[path] = ObjectID(blob.id)
        over = list(parents) if parents is not None else ([head] if head else [])
        if after == before and len(over) < 2 and head is not None:
            return None
        root = _trees(after, objects, self._kept_folders(head, before, after))
        commit = Commit()
        commit.tree = root
        commit.parents = over
        commit.author = commit.committer = _identity(by)
        commit.author_time = commit.commit_time = int(at.timestamp())
        offset = at.utcoffset() or timedelta()
        commit.author_timezone = commit.commit_timezone = int(offset.total_seconds()) // 60 * 60
        commit.encoding = b"UTF-8"
        commit.message = message.encode("utf-8")
        with self._writing():
            for item in (*objects, commit):
                self.store.add_object(item)
        if not self.move(head, ObjectID(commit.id)):
            raise OnrecordError("the history was written by somebody else at the same moment", where=self.git)
        self._paths, self._paths_of = after, ObjectID(commit.id)
        return ObjectID(commit.id)

    def _kept_folders(
        self, head: ObjectID | None, before: Mapping[str, ObjectID], after: Mapping[str, ObjectID]
    ) -> dict[str, ObjectID]:
        """Folders in which nothing changed, with their trees, which are used again."""
        if head is None:
            return {}
        changed = {path.partition("/")[0] for path, _ in before.items() ^ after.items()}
        found = self.folders(self.commit(head))
        return {name: tree for name, tree in found.items() if name not in changed and self._below(tree, 1).whole}

    def move(self, old: ObjectID | None, new: ObjectID) -> bool:
        """Point the branch at another commit, if it still is at `old` (None: if there is none yet).

        A lock on it that nobody takes away for `_STALE` seconds was left by a program that was ended, and goes.
        """
        lock = self.git / f"{BRANCH.decode()}.lock"
        end = time.monotonic() + _STALE
        while True:
            try:
                with self._writing():
                    if old is None:
                        return bool(self.refs.add_if_new(BRANCH, new))
                    return bool(self.refs.set_if_equals(BRANCH, old, new))
            except FileLocked:
                if time.monotonic() > end:
                    lock.unlink(missing_ok=True)
                    end = time.monotonic() + _STALE
                time.sleep(0.05)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """A full disk or a folder that cannot be written, in words."""
        try:
            yield
        except OSError as error:
            raise files.told(error, self.git, "cannot be written") from None

    # Upkeep ---------------------------------------------------------------------------------------------------------

    def _loose(self) -> Iterator[Path]:
        for folder in (self.git / "objects").glob("[0-9a-f][0-9a-f]"):
            yield from folder.iterdir()

    def loose(self) -> int:
        """How many objects lie in files of their own."""
        return sum(1 for _ in self._loose())

    def pack(self) -> int:
        """Put loose objects into one pack, similar ones as differences. A kill in between loses nothing: the pack is
        whole before a loose object goes. Returns how many were packed."""
        names: dict[ObjectID, str] = {}
        for commit_id, commit in self.walk():
            if not self._is_loose(commit_id):
                break
            self._name(ObjectID(commit.tree), "", names)
        ids = {ObjectID((p.parent.name + p.name).encode()) for p in self._loose() if len(p.name) == 38}
        if not ids:
            return 0
        self.add(ids, names, self.store.get_raw)
        with self._writing():
            for name in ids:
                self.store.delete_loose_object(name)
        return len(ids)

    def add(self, ids: Iterable[ObjectID], names: Mapping[ObjectID, str], read: Read) -> None:
        """Put objects into one pack, which is there whole or not at all. `names` and `read` as for `units`."""
        wanted = list(ids)
        if wanted:
            with self._writing():
                self.store.add_pack_data(len(wanted), units(wanted, names, read))

    def checked(self, object_id: ObjectID) -> tuple[int, bytes]:
        """Kind and content of an object that somebody else may have made: bounded in size, and what its name says."""
        short = object_id.decode("ascii", "replace")[:12]
        try:
            self._bounded(object_id)
            kind, raw = self.store.get_raw(object_id)
            if ShaFile.from_raw_string(kind, raw).id != object_id:
                raise foreign.Refused("it is not what its name says")
        except foreign.Refused as refused:
            raise Damaged(f"object {short} is not taken: {refused}", where=self.git) from None
        except Exception as error:  # whatever is wrong with it, it cannot be taken over
            raise Damaged(f"object {short} cannot be read ({type(error).__name__})", where=self.git) from None
        return kind, raw

    def _bounded(self, object_id: ObjectID) -> None:
        name = object_id.decode()
        if self._is_loose(object_id):
            foreign.bounded(self.git / "objects" / name[:2] / name[2:])
        digest = RawObjectID(bytes.fromhex(object_id.decode()))
        for pack in self.store.packs:
            try:
                at = pack.index.object_offset(digest)
            except KeyError:
                continue
            path = f"{pack._basename}.pack"
            if path not in self._sizes:
                self._sizes[path] = foreign.Sizes(Path(path))
            self._sizes[path].behind(at)

    def list_files(self, folder: Path) -> None:
        """Git's own list of the files of the newest commit (its index), for people who look with a git program."""
        from dulwich.index import Index, index_entry_from_stat

        index = Index(str(self.git / "index"), read=False)
        for path, blob in self.paths(self.head()).items():
            content = files.read_bytes(folder / path)
            if content is not None and Blob.from_string(content).id == blob:
                index[path.encode()] = index_entry_from_stat(os.lstat(folder / path), blob)
        index.write()

    def _is_loose(self, object_id: ObjectID) -> bool:
        name = object_id.decode()
        return (self.git / "objects" / name[:2] / name[2:]).exists()

    def _name(self, tree_id: ObjectID, prefix: str, names: dict[ObjectID, str]) -> None:
        tree = self._object(tree_id)
        if not isinstance(tree, Tree):
            return
        for name, mode, object_id in tree.iteritems():
            path = f"{prefix}{name.decode('utf-8', 'replace')}"
            known = names.setdefault(ObjectID(object_id), path)
            if stat.S_ISDIR(mode) and known is path:
                self._name(ObjectID(object_id), path + "/", names)


def units(ids: Iterable[ObjectID], names: Mapping[ObjectID, str], read: Read) -> Iterator[UnpackedObject]:
    """Objects as a pack holds them. `names`: the file each is a version of, the newest first; `read`: kind and content.

    Versions of one file stand side by side, the newest whole, each other one as a difference from its neighbour. Only
    two of them are in memory at a time.
    """
    order = {name: number for number, name in enumerate(names)}
    path, base, base_id, chain = "", b"", b"", 0
    for name in sorted(ids, key=lambda i: (names.get(i, ""), order.get(i, 0))):
        kind, raw = read(name)
        digest = bytes.fromhex(name.decode())
        same = kind == Blob.type_num and bool(base_id) and names.get(name, "") == path and chain < _CHAIN
        less = delta(base, raw) if same else raw
        if same and 2 * len(less) < len(raw):
            yield UnpackedObject(kind, sha=digest, delta_base=base_id, decomp_len=len(less), decomp_chunks=[less])
            chain += 1
        else:
            yield UnpackedObject(kind, sha=digest, decomp_len=len(raw), decomp_chunks=[raw])
            chain = 0
        if kind == Blob.type_num:
            path, base, base_id = names.get(name, ""), raw, digest


# Opening -------------------------------------------------------------------------------------------------------------


def exists(folder: Path) -> bool:
    return (folder / FOLDER).is_dir() and not (folder / FOLDER).is_symlink()


def read(folder: Path) -> Repository:
    """An incident's history for reading; nothing on disk is changed. Raises BadInput where there is none yet."""
    if not exists(folder):
        raise BadInput("this incident has no history yet", where=folder, hint="The first saved answer begins it.")
    return of_others(folder / FOLDER)


def of_others(git: Path) -> Repository:
    """A repository that may come from anybody: refused where a link or a device stands for one of its files."""
    try:
        foreign.plain(git)
    except foreign.Refused as refused:
        raise Damaged(f"{refused}, which is not followed", where=git) from None
    except OSError as error:
        raise Damaged(f"it cannot be read ({(error.strerror or str(error)).lower()})", where=git) from None
    return Repository(git)


def open_for_writing(folder: Path, *, clean: bool = True) -> tuple[Repository, tuple[str, ...]]:
    """An incident's history, made if there is none, with what was cleaned away, in words.

    The caller holds the record's lock, so every lock file in `.git` is left over from a program that was ended.
    """
    git = folder / FOLDER
    told: list[str] = []
    if git.is_symlink() or git.is_file():
        raise Damaged("its .git is a link to another place, which is not followed", where=git)
    if not git.is_dir():
        _init(git, bare=False)
    elif clean:
        told += _clean(git)
    return Repository(git), tuple(told)


def init_bare(path: Path) -> Repository:
    """A bare repository in a new or empty folder."""
    _init(path, bare=True)
    return Repository(path)


def set_aside(folder: Path, now: datetime) -> Path:
    """Move a damaged history out of the way. The working files are the truth; a new history begins with them."""
    target = folder / ".onrecord" / f"damaged-history-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    files.make_folder(target.parent)
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{target.name.split('+')[0]}+{number}")
    os.replace(folder / FOLDER, target)
    return target


def remotes(folder: Path) -> dict[str, str]:
    """Where an incident is shared to, by name."""
    content = files.read_bytes(folder / FOLDER / "config")
    return _remotes((content or b"").decode("utf-8", "replace"))


def set_remote(folder: Path, name: str, place: str) -> None:
    """Remember a place to share with."""
    known = {**remotes(folder), name: place}
    files.write_bytes(folder / FOLDER / "config", _config(known).encode())


def _init(git: Path, *, bare: bool) -> None:
    files.make_folder(git)
    for name in ("objects/pack", "objects/info", "refs/heads", "refs/tags"):
        files.make_folder(git / name)
    config = _CONFIG.replace("bare = false", "bare = true") if bare else _CONFIG
    files.write_bytes(git / "config", config.encode())
    files.write_bytes(git / "HEAD", b"ref: " + BRANCH + b"\n")


_FOREIGN = (
    *("hooks", "commondir", "config.worktree", "info", "worktrees", "modules", "shallow", "refs/replace", "index"),
    *("objects/info/alternates", "objects/info", "objects/pack/multi-pack-index"),
)
"""What a git program would run, follow or believe, and onrecord neither needs nor trusts."""


def _clean(git: Path) -> list[str]:
    """Take out of `.git` what could run or lead elsewhere, and locks left by a program that was ended."""
    told: list[str] = []
    for lock in (*git.glob("*.lock"), *(git / "refs").rglob("*.lock"), *(git / "objects").rglob("*.lock")):
        with contextlib.suppress(OSError):
            lock.unlink()
    packs = git / "objects" / "pack"
    for leftover in (*(git / "objects").rglob("tmp*"), *packs.glob("*.tmp"), *git.glob(".*.tmp")):
        with contextlib.suppress(OSError):
            leftover.unlink()
    for name in _FOREIGN:
        path = git / name
        if path.is_symlink() or path.is_file():
            path.unlink()
            if name != "index":
                told.append(f"{FOLDER}/{name} was taken out: a history has no use for it")
        elif path.is_dir():
            if any(p.is_file() and not p.name.endswith(".sample") for p in path.rglob("*")) and name == "hooks":
                told.append(f"{FOLDER}/{name} was taken out: programs that came with the folder are never run")
            shutil.rmtree(path, ignore_errors=True)
    for name in ("objects", "objects/pack", "refs", "refs/heads"):
        if (git / name).is_symlink():
            raise Damaged(f"{FOLDER}/{name} is a link to another place, which is not followed", where=git)
        files.make_folder(git / name)
    try:
        foreign.plain(git)
    except foreign.Refused as refused:
        raise Damaged(f"{refused}, which is not followed", where=git) from None
    config = files.read_bytes(git / "config")
    text = (config or b"").decode("utf-8", "replace")
    wanted = _config(_remotes(text))
    if text != wanted:
        files.write_bytes(git / "config", wanted.encode())
        if text.strip() and _settings(text) - _settings(wanted):
            told.append("the git settings that came with the folder were taken out")
    head = files.read_bytes(git / "HEAD")
    if head is None or head.strip() != b"ref: " + BRANCH:
        files.write_bytes(git / "HEAD", b"ref: " + BRANCH + b"\n")
    return told


def _settings(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if "=" in line and "fetch" not in line}


def _config(known: Mapping[str, str]) -> str:
    parts = [_CONFIG]
    for name, place in known.items():
        quoted = place.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'[remote "{name}"]\n\turl = "{quoted}"\n')
    return "".join(parts)


def _remotes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            match = _REMOTE.fullmatch(line)
            name = match[1] if match else ""
        elif name and (match := re.fullmatch(r'url\s*=\s*"?(.*?)"?', line)):
            place = match[1].replace('\\"', '"').replace("\\\\", "\\")
            if place and not place.startswith("-") and "::" not in place and place.isprintable():
                found[name] = place
    return found


# Values --------------------------------------------------------------------------------------------------------------


def noted(commit_id: ObjectID, commit: Commit) -> Noted:
    """A commit as a value."""
    zone = timezone(timedelta(seconds=commit.author_timezone))
    return Noted(
        commit_id.decode(),
        commit.author.decode("utf-8", "replace").partition("<")[0].strip(),
        datetime.fromtimestamp(commit.author_time, zone),
        commit.message.decode("utf-8", "replace"),
        tuple(p.decode() for p in commit.parents),
    )


def _identity(name: str) -> bytes:
    clean = " ".join(re.sub(r"[<>\x00-\x1f\x7f]", " ", name).split()).strip(".,:;\"' ") or "unknown"
    return f"{clean} <>".encode()


def _trees(paths: Mapping[str, ObjectID], objects: list[ShaFile], kept: Mapping[str, ObjectID]) -> ObjectID:
    """The tree of these files; it and those below it are added to `objects`, but for those that are there (`kept`)."""
    here: list[tuple[str, int, ObjectID]] = []
    below: dict[str, dict[str, ObjectID]] = {}
    for path, blob in paths.items():
        first, _, rest = path.partition("/")
        if rest:
            below.setdefault(first, {})[rest] = blob
        else:
            here.append((first, _FILE, blob))
    tree = Tree()
    for name, mode, object_id in here:
        tree.add(name.encode("utf-8"), mode, object_id)
    for name, inner in below.items():
        tree.add(name.encode("utf-8"), _TREE, kept.get(name) or _trees(inner, objects, {}))
    objects.append(tree)
    return ObjectID(tree.id)
