"""Is there room for a model? Asked before it is loaded, since the system would end the process without a word."""

from __future__ import annotations

import os
from pathlib import Path

from onrecord.content.cards import ModelCard
from onrecord.errors import OnrecordError
from onrecord.refine.gguf import Header

MEGABYTE = 1_000_000
_SPARE = 100


class TooLarge(OnrecordError):  # noqa: N818
    """The model does not fit into the memory that is free."""


def free_memory() -> int | None:
    """Megabytes that a new process may use: what the system has free, or less where a container sets a limit."""
    found = [value for value in (_system(), _container()) if value is not None]
    return min(found) if found else None


def check_room(card: ModelCard, free: int | None = None) -> None:
    """Raises TooLarge, with both figures, where the card asks for more than is free."""
    there = free_memory() if free is None else free
    if there is not None and card.memory + _SPARE > there:
        raise TooLarge(
            f"{card.name} needs about {card.memory:,} MB of memory; {there:,} MB are free",
            hint="Close other programs, or use a smaller model: onrecord models list.",
        )


def memory_for(size: int, header: Header, context: int) -> int:
    """Megabytes that a model is likely to need: its weights, the memory of its context, work space for its
    vocabulary.
    """
    cache = 2 * 2 * header.layers * header.width * context
    work = 4 * header.vocabulary * 512
    return (size + cache + work) // MEGABYTE + 60


def cores() -> int:
    """Cores that this process may use, a container's limit included."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        if quota != "max":
            count = min(count, max(1, int(quota) // int(period)))
    except (OSError, ValueError):
        pass
    return max(1, count)


def idle_cores() -> int:
    """Cores to work on now: all of them, or half where the machine is busy (threads that wait for each other then
    crawl).
    """
    count = cores()
    try:
        busy = os.getloadavg()[0] > count
    except (AttributeError, OSError):
        busy = False
    return max(1, count // 2) if busy else count


def _system() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024 // MEGABYTE
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEGABYTE
    except (ValueError, OSError, AttributeError):
        return None


def _container() -> int | None:
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        return None if limit == "max" else max(0, int(limit) - used) // MEGABYTE
    except (OSError, ValueError):
        return None
