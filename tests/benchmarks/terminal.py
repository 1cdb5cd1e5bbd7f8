"""Run a program in a real pseudo-terminal: time to a full first screen, and peak memory."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Start:
    seconds: float
    peak_kb: int


def start(command: Sequence[str], wanted: bytes, environment: Mapping[str, str], *, longest: float = 30.0) -> Start:
    """Start a program in a terminal of 120x40 and wait until `wanted` is on the screen and output has come to rest.

    Raises TimeoutError when it does not come.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), {**environment, "TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    begun, seen = time.perf_counter(), b""
    try:
        while time.perf_counter() - begun < longest:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if not ready:
                continue
            seen += os.read(terminal, 65536)
            if wanted in seen:
                seconds = time.perf_counter() - begun
                time.sleep(0.5)
                return Start(seconds, _peak(pid))
        raise TimeoutError(f"{command[0]} did not show {wanted!r}: {seen[-300:]!r}")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return 0
