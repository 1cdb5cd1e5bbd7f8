"""Reading and writing an incident's files: small, owned by one person, and never half-written."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import BadInput, OnrecordError, ReadOnly

LARGEST = 5_000_000
"""Bytes. An incident written by people stays far below; anything larger is not one."""
FOLDER_MODE = 0o700
FILE_MODE = 0o600
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def digest(content: bytes | None) -> str:
    """What tells two contents of a file apart; empty for a file that is not there."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def read_bytes(path: Path) -> bytes | None:
    """A whole file, or None when there is none. Raises BadInput for links, folders and files over 5 MB."""
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise BadInput(
                "this is a link to another place, which is not followed", where=path, hint="Copy the file itself here."
            )
        if not stat.S_ISREG(found.st_mode):
            raise BadInput("this is no file", where=path)
        if found.st_size > LARGEST:
            raise BadInput(f"{found.st_size:,} bytes; at most {LARGEST:,} are read", where=path)
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise told(error, path, "cannot be read") from None


def write_bytes(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a file whole or not at all: temp file beside it, fsync, rename, fsync of the folder.

    Raises OnrecordError (full disk) or ReadOnly; the old file is then untouched. `sync=False` leaves out both fsyncs,
    for what has to survive a killed program but not a power cut.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
        try:
            _write_all(descriptor, content)
            if sync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise told(error, path, "cannot be written") from None
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if sync:
        _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """A folder (and those above it) that only its owner can look into."""
    try:
        for parent in reversed([p for p in (path, *path.parents) if not p.exists()]):
            parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        if not path.is_dir():
            raise BadInput("there is a file with this name", where=path)
    except OSError as error:
        raise told(error, path, "cannot be made") from None


def own_folder(path: Path) -> None:
    """A folder inside an incident, made if missing. Raises BadInput for a link: what a received folder leads elsewhere
    with is not followed."""
    if path.is_symlink():
        raise BadInput(
            "this is a link to another place, which is not followed", where=path, hint="Copy the folder itself here."
        )
    make_folder(path)


def remove_leftovers(folder: Path) -> None:
    """Remove temp files of saves that were killed, in a folder and those in it. Only for the holder of the lock."""
    for place in (folder, *(folder / name for name in ("statements", "issued", "signed", ".onrecord"))):
        with contextlib.suppress(OSError):
            for leftover in _temporary_files(place) if not place.is_symlink() else ():
                leftover.unlink(missing_ok=True)


def told(error: OSError, path: Path, what: str) -> OnrecordError:
    """An operating system's error in words, with what is safe and what to do."""
    if error.errno in _FULL:
        return OnrecordError(
            "the disk is full: this was not saved, the file on disk is as it was before",
            where=path,
            hint="Make room, then save again; nothing that you typed is lost while onrecord stays open.",
        )
    if error.errno in _CLOSED:
        return ReadOnly(f"{what}: no permission", where=path, hint="Check who owns the folder, or copy it elsewhere.")
    return BadInput(f"{what}: {(error.strerror or str(error)).lower()}", where=path)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    # Some file systems cannot sync a folder; the rename itself has been done by now.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _temporary_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") and path.name.endswith(".tmp") and path.is_file():
            yield path
