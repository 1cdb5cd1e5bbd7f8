"""What a model file says of itself, read without loading it: bounded, never running anything that stands inside."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import BadInput

MAGIC = b"GGUF"
_LARGEST_TEXT = 4_000_000
_LARGEST_LIST = 4_000_000
_MOST_KEYS = 10_000
_MOST_TENSORS = 100_000
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
# Weight types: values per block and bytes per block.
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 30: (1, 2),
}  # fmt: skip
_EMBEDDING = ("bert", "nomic-bert", "jina-bert", "t5encoder", "gemma-embedding", "modern-bert")
_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """The few things that a card needs."""

    architecture: str
    name: str
    context: int
    layers: int
    width: int
    vocabulary: int
    template: str
    licence: str
    languages: tuple[str, ...]

    @property
    def chat(self) -> str:
        """The known way of speaking that its chat template names; the template itself is never run."""
        marks = (
            ("<|im_start|>", "chatml"),
            ("<start_of_turn>", "gemma"),
            ("<|start_header_id|>", "llama3"),
            ("[INST]", "mistral"),
            ("<|user|>", "zephyr"),
        )
        return next((chat for mark, chat in marks if mark in self.template), "plain")


def read_header(path: Path) -> Header:
    """The header of a GGUF file. Raises BadInput for what is none, is cut off, or cannot write text."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            return _header(_Reader(file, path, size), path, size)
    except FileNotFoundError:
        raise BadInput("there is no such file", where=path) from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}", where=path) from None


def sha256_of(path: Path, told: Callable[[float], None] = lambda _share: None) -> str:
    """The SHA-256 of a file of any size; `told` hears the share that is done. Raises BadInput when it cannot be
    read.
    """
    digest = hashlib.sha256()
    try:
        size = max(1, path.stat().st_size)
        done = 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                told(min(1.0, done / size))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}", where=path) from None
    return digest.hexdigest()


class _Reader:
    def __init__(self, file: BinaryIO, path: Path, size: int) -> None:
        self.file, self.path, self.size = file, path, size

    def take(self, count: int) -> bytes:
        data = self.file.read(count)
        if len(data) != count:
            raise _cut(self.path)
        return data

    def number(self, kind: int) -> int | float | bool:
        value: int | float | bool = struct.unpack("<" + _FORMATS[kind], self.take(_SIZES[kind]))[0]
        return value

    def count(self, kind: int = 10) -> int:
        return int(self.number(kind))

    def text(self) -> str:
        length = self.count()
        if length > _LARGEST_TEXT:
            raise BadInput("its header is damaged", where=self.path, hint="Copy or download the file again.")
        return self.take(length).decode("utf-8", "replace")

    def value(self, kind: int, depth: int = 0) -> object:
        if kind in _FORMATS:
            return self.number(kind)
        if kind == 8:
            return self.text()
        if kind != 9 or depth > 2:
            raise BadInput("its header is damaged", where=self.path, hint="Copy or download the file again.")
        inner, length = self.count(4), self.count()
        if length > _LARGEST_LIST:
            raise BadInput("its header is damaged", where=self.path, hint="Copy or download the file again.")
        if inner in _SIZES:
            self.take(_SIZES[inner] * length)
            return length
        found = [self.value(inner, depth + 1) for _ in range(length)]
        return found if len(found) <= 64 else len(found)


def _cut(path: Path) -> BadInput:
    return BadInput("this model file is cut off", where=path, hint="Copy or download it again.")


def _header(reader: _Reader, path: Path, size: int) -> Header:
    if size < 24 or reader.take(4) != MAGIC:
        raise BadInput("this is no model file (GGUF)", where=path, hint="Models for onrecord end in .gguf.")
    version = reader.count(4)
    if version not in (2, 3):
        raise BadInput(f"GGUF version {version} is not known here", where=path)
    tensors, keys = reader.count(), reader.count()
    if keys > _MOST_KEYS or tensors > _MOST_TENSORS:
        raise BadInput("its header is damaged", where=path, hint="Copy or download the file again.")
    data: dict[str, object] = {}
    for _ in range(keys):
        key = reader.text()
        data[key] = reader.value(reader.count(4))
    alignment = data.get("general.alignment", 32)
    _check_length(reader, path, size, tensors, alignment if isinstance(alignment, int) and alignment > 0 else 32)
    architecture = str(data.get("general.architecture", ""))
    if architecture in _EMBEDDING or f"{architecture}.pooling_type" in data:
        raise BadInput(
            "this model makes embeddings; it cannot write", where=path, hint="Bring a chat or instruct model."
        )
    if not tensors or not architecture or "clip.has_vision_encoder" in data:
        raise BadInput("this file holds no language model", where=path, hint="Bring a chat or instruct model.")
    tokens = data.get("tokenizer.ggml.tokens", 0)
    listed = data.get("general.languages", [])
    return Header(
        architecture=architecture,
        name=str(data.get("general.name", path.stem)),
        context=_whole(data.get(f"{architecture}.context_length")),
        layers=_whole(data.get(f"{architecture}.block_count")),
        width=_whole(data.get(f"{architecture}.embedding_length")),
        vocabulary=tokens if isinstance(tokens, int) else len(tokens) if isinstance(tokens, list) else 0,
        template=str(data.get("tokenizer.chat_template", "")),
        licence=str(data.get("general.license", "")),
        languages=tuple(str(x) for x in listed) if isinstance(listed, list) else (),
    )


def _check_length(reader: _Reader, path: Path, size: int, tensors: int, alignment: int) -> None:
    """Whether the file is as long as its list of weights says."""
    end = 0
    for _ in range(tensors):
        reader.text()
        dimensions = reader.count(4)
        if dimensions > 8:
            raise BadInput("its header is damaged", where=path, hint="Copy or download the file again.")
        values = 1
        for _ in range(dimensions):
            values *= max(1, reader.count())
        kind, offset = reader.count(4), reader.count()
        per, width = _BLOCKS.get(kind, (1, 0))
        end = max(end, offset + values // per * width)
    start = (reader.file.tell() + alignment - 1) // alignment * alignment
    if start + end > size:
        raise _cut(path)


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
