"""What came from somewhere else is looked at before it is read: no links, no devices, nothing larger than it may be.

A pack of a few kilobytes can unfold to gigabytes, as one object or as a difference that copies the same bytes again
and again. Sizes are read off the packed form here, with bounds, before anything is unfolded (gitformat-pack).
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import stat
import zlib
from pathlib import Path

from onrecord.incident import files

LARGEST = files.LARGEST
"""Bytes of one object: no file of an incident is larger."""
_OFS_DELTA, _REF_DELTA = 6, 7
_COPY_ALL = 0x10000


class Refused(ValueError):  # noqa: N818  becomes a message of the repository that was read
    """What stands in a foreign repository and is not taken, in words."""


_PLAIN = re.compile(rb"[A-Za-z0-9_][A-Za-z0-9_.-]*[A-Za-z0-9_-]")


def is_plain_name(name: bytes) -> bool:
    """Whether a name in a tree stays inside its folder, on every system. Any other is read as if it were not there."""
    if _PLAIN.fullmatch(name):
        return True
    return not (
        name.strip(b". ") in (b"", b"git") or any(sign in name for sign in b"/\\:\0") or name.lower() == b".git"
    )


def plain(git: Path) -> None:
    """Raise Refused for a link, a device or a pipe among the files of a repository that are read."""
    objects = git / "objects"
    for path in (objects, objects / "pack", git / "refs", git / "refs" / "heads"):
        if path.is_symlink():
            raise Refused(f"{path.name} is a link to another place")
    for path in (git / "HEAD", git / "packed-refs", git / "config", git / "refs" / "heads" / "main"):
        _regular(path)
    with os.scandir(objects) as folders:
        found = [entry for entry in folders if len(entry.name) == 2 or entry.name == "pack"]
    for folder in found:
        if not folder.is_dir(follow_symlinks=False):
            raise Refused(f"objects/{folder.name} is no folder")
        with contextlib.suppress(FileNotFoundError):  # packed by its writer at this moment
            _files(objects / folder.name)


def _files(folder: Path) -> None:
    with os.scandir(folder) as found:
        for entry in found:
            if not entry.is_file(follow_symlinks=False):
                raise Refused(f"objects/{folder.name}/{entry.name} is no plain file")
            if folder.name != "pack" and entry.stat(follow_symlinks=False).st_size > 2 * LARGEST:
                raise Refused(f"objects/{folder.name}/{entry.name} is larger than any file of an incident")


def _regular(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        raise Refused(f"{path.name} is no plain file")


def bounded(loose: Path) -> None:
    """Read off the beginning of an object in a file of its own how large it is. Raises Refused for one too large."""
    with open(loose, "rb") as file:
        head = zlib.decompressobj().decompress(file.read(64), 32)
    size = head.partition(b"\0")[0].rpartition(b" ")[2]
    if size.isdigit() and int(size) > LARGEST:
        raise Refused(f"it says that it has {int(size):,} bytes; no file of an incident is larger than {LARGEST:,}")


class Sizes:
    """The sizes of what one pack holds. Every place of it is looked at once."""

    def __init__(self, pack: Path) -> None:
        with open(pack, "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._seen: set[int] = set()

    def close(self) -> None:
        self._bytes.close()

    def all_of_it(self) -> int:
        """Look at every object of the pack. Returns how many there are."""
        if self._bytes[:4] != b"PACK" or len(self._bytes) < 32:
            raise Refused("this is no pack")
        count = int.from_bytes(self._bytes[8:12], "big")
        at = 12
        for _ in range(count):
            at, _ = self._entry(at)
        return count

    def behind(self, at: int) -> None:
        """Look at the object that begins at a place, and at those in this pack that it is a difference from."""
        while at not in self._seen:
            self._seen.add(at)
            _, base = self._entry(at)
            if not base:
                return
            at = base

    def _entry(self, at: int) -> tuple[int, int]:
        """Gives where the next object begins, and where in this pack the base of this one is (0: nowhere)."""
        start, data = at, self._bytes
        if not 12 <= at < len(data) - 20:
            raise Refused("a pack points outside itself")
        byte = data[at]
        kind, size, shift = byte >> 4 & 7, byte & 15, 4
        while byte & 0x80 and shift < 64:
            at += 1
            byte = data[at]
            size |= (byte & 0x7F) << shift
            shift += 7
        at += 1
        base = 0
        if kind == _OFS_DELTA:
            byte = data[at]
            back = byte & 0x7F
            while byte & 0x80:
                at += 1
                byte = data[at]
                back = (back + 1) << 7 | byte & 0x7F
            at += 1
            base = start - back
            if back <= 0 or base < 12:
                raise Refused("a difference in a pack has no base")
        elif kind == _REF_DELTA:
            at += 20
        elif kind not in (1, 2, 3, 4):
            raise Refused(f"a pack holds something of kind {kind}")
        if size > LARGEST:
            raise Refused(
                f"a pack holds an object of {size:,} bytes; no file of an incident is larger than {LARGEST:,}"
            )
        unfolded, at = self._unfold(at, size)
        if kind in (_OFS_DELTA, _REF_DELTA) and (most := _result(unfolded)) > LARGEST:
            raise Refused(f"a pack holds an object of {most:,} bytes; no file of an incident is larger")
        return at, base

    def _unfold(self, at: int, size: int) -> tuple[bytes, int]:
        unfold = zlib.decompressobj()
        parts, got = [], 0
        while not unfold.eof:
            given = self._bytes[at : at + 4096]
            if not given:
                raise Refused("a pack ends in the middle of an object")
            part = unfold.decompress(given, size - got + 1)
            got += len(part)
            if got > size or unfold.unconsumed_tail:
                raise Refused("an object in a pack is larger than it says")
            parts.append(part)
            at += len(given) - len(unfold.unused_data)
        if got != size:
            raise Refused("an object in a pack is smaller than it says")
        return b"".join(parts), at


def _result(delta: bytes) -> int:
    """How many bytes a difference makes: what it says, or what its instructions come to, if that is more."""
    _, at = _number(delta, 0)
    said, at = _number(delta, at)
    made = 0
    while at < len(delta):
        byte = delta[at]
        at += 1
        if not byte & 0x80:
            made += byte
            at += byte
            continue
        at += (byte & 0x0F).bit_count()
        length = 0
        for bit in range(3):
            if byte & 0x10 << bit:
                length |= delta[at] << 8 * bit
                at += 1
        made += length or _COPY_ALL
    return max(said, made)


def _number(data: bytes, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80 or shift > 63:
            return number, at
