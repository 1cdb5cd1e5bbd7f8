"""A shared history behind SSH. The one module that may reach out: it starts the system's own `ssh`, on command only.

dulwich speaks git's protocol over the pipe to that program. Nothing of the user's git settings is read, no other
program is started, and only the address that a person agreed to is given to `ssh`, behind `--`: it cannot be an option.
What arrives is bounded, put aside and checked object by object before the incident's history takes it.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from dulwich.client import SSHGitClient, SSHVendor, SubprocessWrapper
from dulwich.errors import GitProtocolError, HangupException, NotGitRepository, SendPackError
from dulwich.object_store import ObjectStoreGraphWalker
from dulwich.objects import ObjectID
from dulwich.pack import UnpackedObject
from dulwich.refs import Ref

from onrecord.errors import BadInput, NotInstalled, OnrecordError
from onrecord.incident import files
from onrecord.record import foreign
from onrecord.record.other import copy, missing
from onrecord.record.places import Address
from onrecord.record.repository import BRANCH, Damaged, Repository, init_bare, units

OPTIONS = ("-x", "-a", "-T", "-o", "ClearAllForwardings=yes", "-o", "PermitLocalCommand=no", "-o", "ForwardAgent=no")
"""No display, no agent, no terminal, no tunnels: one command's input and output."""
MOST = 2_000_000_000
"""Bytes of one answer that are taken at most."""
_WORDS = 300


class _Ssh(SSHVendor):
    """Starts `ssh`. What it says to people goes to the terminal itself (a password) or is kept for the message."""

    def __init__(self) -> None:
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the connection

    def run_command(
        self,
        host: str,
        command: bytes,
        username: str | None = None,
        port: int | None = None,
        password: str | None = None,
        key_filename: str | None = None,
        ssh_command: str | None = None,
        protocol_version: int | None = None,
    ) -> SubprocessWrapper:
        program = shutil.which("ssh")
        if program is None or Path(program).parent.absolute() == Path.cwd():
            raise NotInstalled("there is no ssh on this computer", hint="Share through a folder, or install OpenSSH.")
        where = f"{username}@{host.strip('[]')}" if username else host.strip("[]")
        arguments = [program, *OPTIONS, *(("-p", str(port)) if port else ()), "--", where, command.decode()]
        self.said.seek(0)
        self.said.truncate()
        started = subprocess.Popen(
            arguments, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said
        )
        return SubprocessWrapper(started)

    def words(self) -> str:
        """The last of what ssh or the far side said, as plain text."""
        self.said.seek(0)
        lines = self.said.read(100_000).decode("utf-8", "replace").splitlines()
        clean = ["".join(sign for sign in line if sign.isprintable()).strip() for line in lines]
        return " ".join(line for line in clean if line)[-_WORDS:]


class Far:
    """A repository behind SSH."""

    def __init__(self, address: Address, ours: Repository | None, work: Path) -> None:
        self._address, self._ours, self._work = address, ours, work
        self._ssh = _Ssh()
        self._client = SSHGitClient(
            address.host,
            port=address.port,
            username=address.user or None,
            vendor=self._ssh,
            ssh_command=None,
            thin_packs=False,
            quiet=True,
        )
        self._got: Repository | None = None

    def head(self) -> ObjectID | None:
        """Ask for the newest commit, and fetch into a folder of its own what ours lacks."""
        self.close()
        shutil.rmtree(self._work, ignore_errors=True)
        files.make_folder(self._work)
        self._got = init_bare(self._work / "arrived")
        heads: list[ObjectID] = []

        def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:
            if (newest := refs.get(BRANCH)) is not None:
                heads.append(newest)
            return [h for h in heads if self._ours is None or h not in self._ours.store]

        file, commit, abort = self._got.store.add_pack()
        size = 0

        def arrived(part: bytes) -> int:
            nonlocal size
            size += len(part)
            if size > MOST:
                raise Damaged(f"more than {MOST:,} bytes arrived; an incident is far smaller", where=str(self._address))
            return file.write(part)

        try:
            with self._told():
                mine = self._ours.head() if self._ours is not None else None
                walker = ObjectStoreGraphWalker([mine] if mine else [], self._parents)
                self._client.fetch_pack(self._address.path, wanted, walker, arrived, protocol_version=0)
            file.flush()
            if size:
                self._bounded()
        except BaseException:
            abort()
            raise
        with self._told():
            commit()
        return heads[0] if heads else None

    def take(self, ours: Repository, head: ObjectID) -> int:
        assert self._got is not None
        return copy(self._got, ours, head)

    def give(self, ours: Repository, old: ObjectID | None, new: ObjectID) -> int | None:
        known = {name for name, _ in ours.walk(old)} if old is not None else set()
        there: set[ObjectID] = set(known)
        if old is not None:
            there |= set(ours.paths(old).values())
        count, names = missing(ours, new, lambda name: name in there)
        moved = False

        def update(refs: dict[Ref, ObjectID]) -> dict[Ref, ObjectID]:
            nonlocal moved
            moved = refs.get(BRANCH) != old
            return {} if moved else {BRANCH: new}

        def pack(*_: object, **__: object) -> tuple[int, Iterator[UnpackedObject]]:
            return len(names), units(names, {n: p for n, p in names.items() if p}, ours.checked)

        with self._told():
            done = self._client.send_pack(self._address.path.encode(), update, pack)
            refused = (done.ref_status or {}).get(BRANCH)
        if refused and not moved:
            again = self._newest()
            if again != old:
                return None
            raise OnrecordError(
                f"the other side did not take it: {refused}", where=str(self._address), hint=self._ssh.words()
            )
        return None if moved else count

    def close(self) -> None:
        if self._got is not None:
            self._got.close()
            self._got = None
            shutil.rmtree(self._work, ignore_errors=True)

    def _newest(self) -> ObjectID | None:
        with self._told():
            return self._client.get_refs(self._address.path.encode()).refs.get(BRANCH)

    def _parents(self, name: ObjectID) -> list[ObjectID]:
        assert self._ours is not None
        return [ObjectID(parent) for parent in self._ours.commit(name).parents]

    def _bounded(self) -> None:
        """Look at the sizes in what arrived before it is unfolded."""
        place = next((self._work / "arrived" / "objects" / "pack").glob("tmp*"))
        sizes = foreign.Sizes(place)
        try:
            sizes.all_of_it()
        except (foreign.Refused, ValueError, IndexError) as error:
            words = str(error) if isinstance(error, foreign.Refused) else "what arrived cannot be read"
            raise Damaged(words, where=str(self._address)) from None
        finally:
            sizes.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What can go wrong on the way, in words."""
        try:
            yield
        except OnrecordError:
            raise
        except (HangupException, NotGitRepository, GitProtocolError, SendPackError, BrokenPipeError) as error:
            words = self._ssh.words() or str(error)
            hint = ""
            if (
                "not appear to be a git repository" in words
                or "does not exist" in words
                or "not a git" in words.lower()
            ):
                hint = f"Make it there once: git init --bare {self._address.path.lstrip('/')!r}"
            raise BadInput(f"the other side did not answer: {words}", where=str(self._address), hint=hint) from None
        except (AssertionError, ValueError, KeyError, IndexError, EOFError) as error:
            raise Damaged(
                f"the answer of the other side cannot be read ({type(error).__name__})", where=str(self._address)
            ) from None
        except OSError as error:
            raise files.told(error, self._work, "cannot be written") from None
