"""Run a command in a pseudo-terminal, wait until the demo incident is on the screen, leave it, expect exit code 0."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

WANTED = b"Christmas Prince"
LONGEST = 600.0


def main(command: str) -> int:
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("bash", ["bash", "-euo", "pipefail", "-c", command])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, asked, end = b"", 0.0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            seen = (seen + piece)[-2_000_000:]
        # A terminal cuts words at styles and lines; a short name is drawn in one piece.
        if WANTED in seen and time.monotonic() - asked > 2:
            asked = time.monotonic()
            os.write(terminal, b"\x11")
    else:
        os.kill(pid, 9)
        print("the app did not come up, or did not leave, in time", file=sys.stderr)
        sys.stderr.write(seen[-2000:].decode("utf-8", "replace"))
        return 1
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code or WANTED not in seen:
        sys.stderr.write(seen[-4000:].decode("utf-8", "replace"))
        print(f"\nexit code {code}, incident seen: {WANTED in seen}", file=sys.stderr)
        return 1
    print("the demo incident was on the screen and the app left with exit code 0")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
