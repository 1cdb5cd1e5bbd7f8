"""What takes long to work out, kept in the user's state folder as plain values until what it came from changes.

Plain values only (strings, numbers, tuples, dictionaries) in Python's own marshal format, which is read twenty times
as fast as text. A file that is not ours, or that others may write, is never read.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from contextlib import suppress
from typing import Any

from onrecord.content import places

_VERSION = 10
_HEAD = f"onrecord {_VERSION} {sys.implementation.cache_tag} {marshal.version}\n".encode()
_SUM = 8
"""Bytes of the checksum."""

Stamp = tuple[Any, ...]
"""What a kept value came from, as plain values: compared as a whole."""


def load(name: str, stamp: Stamp) -> Any | None:
    """A kept value, or None when there is none, it is out of date, damaged, or not safe to read."""
    path = _path(name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        found = os.fstat(handle)
        if not _ours(found) or not _ours(os.stat(os.path.dirname(path))):
            return None
        with open(handle, "rb", closefd=False) as file:
            data = file.read()
    except OSError:
        return None
    finally:
        os.close(handle)
    begin = len(_HEAD) + _SUM
    if not data.startswith(_HEAD) or data[len(_HEAD) : begin] != _sum(data, begin):
        return None
    with suppress(ValueError, EOFError, TypeError):
        kept, value = marshal.loads(memoryview(data)[begin:])
        if kept == stamp:
            return marshal.loads(value)
    return None


def save(name: str, stamp: Stamp, value: Any) -> None:
    """Keep a plain value; where the folder cannot be written nothing is kept, and that is no fault."""
    path = _path(name)
    body = marshal.dumps((stamp, marshal.dumps(value)))
    temporary = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(handle, "wb") as file:
            file.write(_HEAD + _sum(body, 0) + body)
        os.replace(temporary, path)


def _path(name: str) -> str:
    return os.path.join(places.user_home(), "state", f"{name}.kept")


def _ours(found: os.stat_result) -> bool:
    """Whether only we can have written it. Where there are no owners (Windows) the user's own folder is trusted."""
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sum(data: bytes, begin: int) -> bytes:
    """A checksum against damage, not against forgery: the owner is what is trusted."""
    from zlib import crc32

    return b"%08x" % crc32(memoryview(data)[begin:])


def folder_stamp(folder: str, suffix: str) -> Stamp:
    """Names, sizes and times of the files of a folder with this ending, in order; empty where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = [(e.name, e.stat()) for e in entries if e.name.endswith(suffix)]
    except OSError:
        return ()
    return tuple(sorted([(name, about.st_size, about.st_mtime_ns) for name, about in found]))
