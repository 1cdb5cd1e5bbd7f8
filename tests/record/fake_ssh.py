"""Stands for `ssh` on the PATH of a test: runs git's command on this machine and notes what it was called with.

What it was called with goes to the file named by FAKE_SSH_LOG, one JSON list a line. Without git on this machine the
command is served by dulwich's own handlers.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    with open(os.environ["FAKE_SSH_LOG"], "a", encoding="utf-8") as log:
        log.write(json.dumps(arguments) + "\n")
    said = os.environ.get("FAKE_SSH_SAYS", "")
    if said:
        sys.stderr.write(said)
        return 255
    command, path = shlex.split(arguments[-1])
    path = os.path.join(os.environ.get("FAKE_SSH_HOME", ""), path) if not path.startswith("/") else path
    if extra := os.environ.get("FAKE_SSH_FIRST", ""):
        subprocess.run(["/bin/sh", "-c", extra], check=True, stdout=subprocess.DEVNULL)
    if shutil.which("git") and not os.environ.get("FAKE_SSH_WITHOUT_GIT"):
        return subprocess.run(["git", command.removeprefix("git-"), path], check=False).returncode
    return serve(command, Path(path))


def serve(command: str, path: Path) -> int:
    """git-upload-pack and git-receive-pack by dulwich."""
    from dulwich.protocol import ReceivableProtocol
    from dulwich.repo import Repo
    from dulwich.server import DictBackend, ReceivePackHandler, UploadPackHandler

    class Plain(UploadPackHandler):
        """Packs that stand by themselves are as good: git asks for nothing more either."""

        @classmethod
        def required_capabilities(cls) -> list[bytes]:
            return [name for name in UploadPackHandler.required_capabilities() if name != b"thin-pack"]

    handler = {"git-upload-pack": Plain, "git-receive-pack": ReceivePackHandler}[command]
    repository = Repo(str(path))
    protocol = ReceivableProtocol(lambda size: os.read(0, size), lambda part: os.write(1, part))
    handler(DictBackend({b"/": repository}), [b"/"], protocol).handle()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
