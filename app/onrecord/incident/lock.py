"""One writer per incident: a lock that dies with its process and names who holds it."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import OnrecordError
from onrecord.incident import files


@dataclass(slots=True)
class Lock:
    """A held lock. The operating system frees it when the process ends, however it ends."""

    descriptor: int | None

    def release(self) -> None:
        """Free the lock; the second time does nothing."""
        if self.descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self.descriptor, 0)
            os.close(self.descriptor)
            self.descriptor = None


def take(folder: Path) -> Lock | str:
    """Lock an incident's folder, or say in words why not (who holds it since when)."""
    path = folder / ".onrecord" / "lock"
    try:
        files.own_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), files.FILE_MODE)
    except (OSError, OnrecordError):
        return "this folder cannot be written"
    if not _lock(descriptor):
        os.close(descriptor)
        return _holder(path)
    text = f"{_host()}\n{os.getpid()}\n{datetime.now(UTC).isoformat(timespec='seconds')}\n"
    with contextlib.suppress(OSError):  # on a full disk the lock still holds, it only has no name
        os.ftruncate(descriptor, 0)
        os.write(descriptor, text.encode())
    return Lock(descriptor)


def hold(path: Path) -> Lock | None:
    """Lock a file of one's own (made if missing), or None while somebody else holds it. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), files.FILE_MODE)
    if _lock(descriptor):
        return Lock(descriptor)
    os.close(descriptor)
    return None


@contextlib.contextmanager
def briefly(folder: Path, seconds: float = 2.0) -> Iterator[None]:
    """Alone with a folder's files for one write: the log may be written beside somebody who holds the incident.

    Where the file system has no locks, or after `seconds`, the write goes on: a call must be noted.
    """
    descriptor: int | None = None
    with contextlib.suppress(OSError, OnrecordError):
        files.own_folder(folder / ".onrecord")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(folder / ".onrecord" / "write.lock", flags, files.FILE_MODE)
        end = time.monotonic() + seconds
        while not _lock(descriptor) and time.monotonic() < end:
            time.sleep(0.005)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        host, pid, since = path.read_text(encoding="utf-8").split("\n")[:3]
        moment = datetime.fromisoformat(since)
    except (OSError, ValueError):
        return "it is open elsewhere"
    return f"it is open on {host} (process {pid}) since {moment:%H:%M} UTC on {moment.day} {moment:%B}"


if sys.platform == "win32":
    import msvcrt

    def _host() -> str:
        return os.environ.get("COMPUTERNAME", "") or "this computer"

    def _lock(descriptor: int) -> bool:
        # The byte lies behind the text, so that others can read who holds the lock.
        os.lseek(descriptor, 4096, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _host() -> str:
        return os.uname().nodename or "this computer"

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
