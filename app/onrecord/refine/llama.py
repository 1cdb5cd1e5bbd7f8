"""llama.cpp, as little of it as copy-forced infill needs. Imported in the child process only.

The low-level calls are used on purpose: no chat template of a file is ever compiled, loading tells how far it is,
and several
continuations of one text are evaluated together, each paying only for what differs.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import llama_cpp
import numpy as np

SEQUENCES = 33
"""The sentence itself and up to 32 continuations side by side."""

Logits: TypeAlias = Any
"""Rows of float32, one value per token of the vocabulary. Typed loosely: the extra that brings numpy may be absent."""


class Fed(NamedTuple):
    """One token to evaluate: where it stands, in which continuation, and whether what follows it is wanted."""

    token: int
    position: int
    sequence: int
    wanted: bool


class LlamaModel:
    """A loaded model. Sequence 0 keeps the beginning that all sentences share, which is evaluated once."""

    def __init__(
        self, path: Path, *, context: int, threads: int, batch: int, chat: str, told: Callable[[float], None]
    ) -> None:
        self.chat = chat
        self.context = context
        self.batch = batch
        self.evaluated = 0
        self.kept: list[int] = []
        self.memo: Any = None
        """What `branches` remembers of the last sentence."""
        llama_cpp.llama_backend_init()
        self._silence = llama_cpp.llama_log_callback(lambda *_: None)
        llama_cpp.llama_log_set(self._silence, ctypes.c_void_p(0))
        self._model = self._load(path, told)
        self.vocab = llama_cpp.llama_model_get_vocab(self._model)
        self.size = llama_cpp.llama_vocab_n_tokens(self.vocab)
        params = llama_cpp.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch = context, batch, batch
        params.n_seq_max = SEQUENCES
        params.n_threads = params.n_threads_batch = threads
        params.kv_unified = True
        params.no_perf = True
        self._context = llama_cpp.llama_init_from_model(self._model, params)
        if not self._context:
            raise MemoryError
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(batch, 0, 1)

    def _load(self, path: Path, told: Callable[[float], None]) -> Any:
        last = [-1]

        def progress(share: float, _data: object) -> bool:
            if int(share * 20) != last[0]:
                last[0] = int(share * 20)
                told(float(share))
            return True

        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = 0
        params.check_tensors = True
        self._progress = llama_cpp.llama_progress_callback(progress)
        params.progress_callback = self._progress
        model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        if not model:
            raise ValueError("llama.cpp cannot load this file")
        return model

    def tokens(self, text: str, *, special: bool = False, first: bool = False) -> list[int]:
        """The tokens of a text. Only our own words may hold `special` ones, never a person's text."""
        raw = text.encode()
        room = len(raw) + 8
        buffer = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.vocab, raw, len(raw), buffer, room, first, special)
        if count < 0:
            raise ValueError("this text cannot be turned into tokens")
        return list(buffer[:count])

    def piece(self, token: int) -> bytes:
        """The bytes that a token stands for."""
        buffer = ctypes.create_string_buffer(256)
        count = llama_cpp.llama_token_to_piece(self.vocab, token, buffer, 256, 0, False)
        return buffer.raw[:count] if count > 0 else b""

    def ends(self, token: int) -> bool:
        """Whether the model stops here."""
        return bool(llama_cpp.llama_vocab_is_eog(self.vocab, token))

    def read(self, tokens: Sequence[int], same: int, wanted_from: int) -> Logits:
        """Evaluate a text in sequence 0 and give what follows each token from `wanted_from` on, one row per token.

        The first `same` tokens are the same for every sentence and evaluated once. The rest is always evaluated from
        there,
        whatever came before: sharing more by chance would change the last digits, and with them now and then a word.
        """
        self.forget_others()
        if self.kept != list(tokens[:same]):
            llama_cpp.llama_memory_seq_rm(self._memory, 0, -1, -1)
            self.decode([Fed(t, n, 0, False) for n, t in enumerate(tokens[:same])])
            self.kept = list(tokens[:same])
        llama_cpp.llama_memory_seq_rm(self._memory, 0, same, -1)
        return self.decode([Fed(t, n, 0, n >= wanted_from) for n, t in enumerate(tokens) if n >= same])

    def fork(self, sequence: int, length: int) -> None:
        """Begin a continuation after the first `length` tokens of sequence 0."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        llama_cpp.llama_memory_seq_cp(self._memory, 0, sequence, 0, length)

    def forget(self, sequence: int) -> None:
        """End a continuation."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def forget_others(self) -> None:
        """End all continuations."""
        for sequence in range(1, SEQUENCES):
            llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def decode(self, fed: Sequence[Fed]) -> Logits:
        """Evaluate tokens, as many at once as fit; the wanted rows in order."""
        rows: list[Logits] = []
        for start in range(0, len(fed), self.batch):
            part = fed[start : start + self.batch]
            for n, one in enumerate(part):
                self._batch.token[n] = one.token
                self._batch.pos[n] = one.position
                self._batch.n_seq_id[n] = 1
                self._batch.seq_id[n][0] = one.sequence
                self._batch.logits[n] = one.wanted
            self._batch.n_tokens = len(part)
            code = llama_cpp.llama_decode(self._context, self._batch)
            if code:
                raise RuntimeError(f"llama.cpp answers {code}")
            self.evaluated += len(part)
            rows += [self._row(n) for n, one in enumerate(part) if one.wanted]
        return np.stack(rows) if rows else np.zeros((0, self.size), np.float32)

    def _row(self, index: int) -> Logits:
        pointer = llama_cpp.llama_get_logits_ith(self._context, index)
        return np.ctypeslib.as_array(pointer, (self.size,)).copy()


def log_probabilities(rows: Logits) -> Logits:
    """Log-softmax, row by row."""
    shifted = rows - rows.max(axis=-1, keepdims=True)
    found: Logits = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found
