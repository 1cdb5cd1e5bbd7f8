"""Learn the weights of `templates/<lang>/likeness` from the labelled sentences beside this file.

    pip install -e ".[train]" && python -m tests.likeness.train [en|it ...]

One logistic regression per category over the traits of a sentence (`onrecord.reading.traits`), the rules of phrases
that fire in it, and the meaning of its words: `vectors.npz` holds 64 numbers for each of some English words, made by
all-MiniLM-L6-v2 (Apache-2.0) from the word alone and reduced by principal components; Italian words take those of
their English glosses (`gloss_it.tsv`). All of it is linear, so the meaning of a word ends up as a weight of that word:
what is shipped is one table of traits and weights. Limits come from five-fold cross-validation: how much of what
is clean may be told of is given per category, the limit follows, and what is found of what is faulty is printed.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SOFT = 4
STRENGTH = 20.0
LEAST = 2
"""Sentences that a trait must stand in."""
SMALL = 0.35
"""Weights below this are left out."""
FAULTY = 2.0
"""How much a faulty sentence weighs against a clean one."""
MEANING = 1.0 / 4
CLEAN_TOLD = 0.0018
"""Share of clean sentences (half of them near misses) that a category may tell of."""
SIDEWAYS = frozenset(["blame", "victim_blame", "minimise", "liability", "no_comment", "speculation", "absolute"])
"""Categories whose faults have fewest words of their own: they may tell of more clean sentences."""
CLEAN_POSTS = {"en": 0.08, "it": 0.10}
"""The same for posts, where a wrong stop costs little and a bad post much."""
FOLDS = 5
EXAMPLE = 6.0
"""How much a rule's own example weighs against a line of the corpus."""


class Row(NamedTuple):
    labels: frozenset[str]
    text: str
    weight: float = 1.0


class Example(NamedTuple):
    labels: frozenset[str]
    traits: tuple[str, ...]
    words: int
    fired: frozenset[str]
    weight: float


def rows(name: str, language: str) -> list[Row]:
    """The labelled lines whose file names begin with `name`; near misses (`-category`) are clean."""
    found = []
    for path in sorted((HERE / "corpus").glob(f"{name}*_{language}.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            labels, tab, text = line.partition("\t")
            if tab:
                found.append(Row(frozenset(x for x in labels.split(",") if not x.startswith("-")), text))
    return found


def our_own(language: str) -> list[Row]:
    """Sentences that the desk itself writes: clean."""
    from onrecord.reading import read

    found: dict[str, None] = {}
    for path in sorted((ROOT / "tests/golden/texts").glob(f"*.{language}.md")):
        for sentence in read(path.read_text(encoding="utf-8"), language).sentences:
            found[sentence.text] = None
    return [Row(frozenset(), text) for text in found]


def of_rules(language: str, table: str) -> list[Row]:
    """The examples that rules give themselves, in the tables that they are told from; they must hold."""
    from onrecord.checks.loader import load_source
    from onrecord.content import places

    found = []
    for rule in load_source(language, (places.built_in(),)).rules:
        for_posts = rule.documents == ("post",)
        if rule.kind not in ("existence", "substitution", "likeness") or for_posts != (table == "posts"):
            continue
        found += [Row(frozenset([rule.category]), text, EXAMPLE) for text in rule.bad]
        found += [Row(frozenset(), text, EXAMPLE) for text in rule.good]
    return found


def examples(lines: Iterable[Row], language: str, document: str) -> list[Example]:
    """What the weights see of each line: its traits, its size, and the rules of phrases that fire in it."""
    from onrecord.checks.evidence import fired
    from onrecord.reading import read
    from onrecord.reading.traits import traits

    found = []
    for labels, text, weight in lines:
        names: dict[str, None] = {}
        size = 0
        for sentence in read(text, language).sentences:
            names.update(dict.fromkeys(sorted(traits(sentence.words, sentence.terminator))))
            size += sentence.size
        if size:
            found.append(Example(labels, tuple(names), size, fired(text, document=document, language=language), weight))
    return found


class Meanings:
    """Vectors of base forms."""

    def __init__(self, language: str) -> None:
        import numpy as np

        stored = np.load(HERE / "vectors.npz")
        words = bytes(stored["words"]).decode().split("\n")
        vectors = stored["vectors"].astype(np.float32) / 127
        english = dict(zip(words, vectors, strict=True))
        if language == "en":
            self.known = english
        else:
            self.known = {}
            for line in (HERE / f"gloss_{language}.tsv").read_text(encoding="utf-8").splitlines():
                word, _, gloss = line.partition("\t")
                parts = [english[part] for part in gloss.lower().split() if part in english]
                if parts:
                    self.known[word] = sum(parts) / len(parts)
        self.size = vectors.shape[1]
        self.rarity: dict[str, float] = {}

    def learn_rarity(self, found: Sequence[Example]) -> None:
        from math import log

        seen = Counter(t[2:] for e in found for t in e.traits if t.startswith("l:"))
        self.rarity = {word: max(0.0, log(len(found) / (2 + seen[word]))) for word in self.known}

    def of(self, example: Example) -> Any:
        import numpy as np

        total = np.zeros(self.size, dtype=np.float32)
        for trait in example.traits:
            if trait.startswith("l:") and (word := trait[2:]) in self.known:
                total += self.known[word] * self.rarity[word]
        return total * MEANING / np.sqrt(example.words + SOFT)


def learn(found: Sequence[Example], language: str, categories: Sequence[str], told: float) -> tuple[Any, Any, Any]:
    """Weights by trait, bias by category, limits by category."""
    import numpy as np
    import scipy.sparse as sparse
    from sklearn.linear_model import LogisticRegression

    counted = Counter(trait for example in found for trait in example.traits)
    counted.update("r:" + rule for example in found for rule in example.fired)
    names = sorted(trait for trait, count in counted.items() if count >= LEAST)
    place = {name: at for at, name in enumerate(names)}
    meanings = Meanings(language)
    meanings.learn_rarity(found)
    indices, pointers, values = [], [0], []
    for example in found:
        share = 1 / np.sqrt(example.words + SOFT)
        for trait in example.traits:
            if trait in place:
                indices.append(place[trait])
                values.append(share)
        for rule in example.fired:
            if "r:" + rule in place:
                indices.append(place["r:" + rule])
                values.append(1.0)
        pointers.append(len(indices))
    counts = sparse.csr_matrix(
        (np.array(values, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(pointers, dtype=np.int32)),
        shape=(len(found), len(names)),
    )
    meaning = np.stack([meanings.of(example) for example in found])
    matrix = sparse.hstack([counts, sparse.csr_matrix(meaning)]).tocsr()
    matrix.indices = matrix.indices.astype(np.int32)
    matrix.indptr = matrix.indptr.astype(np.int32)
    clean = np.array([not example.labels for example in found])
    heavy = np.array([example.weight for example in found])
    folds = np.random.RandomState(0).randint(0, FOLDS, len(found))
    weights: dict[str, dict[str, float]] = {name: {} for name in names}
    bias: dict[str, float] = {}
    limits: dict[str, float] = {}
    flagged = np.zeros(len(found), bool)
    shares: list[float] = []
    for category in categories:
        faulty = np.array([category in example.labels for example in found])
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", class_weight={True: FAULTY, False: 1.0}, tol=1e-2, max_iter=200
        )
        held_out = np.zeros(len(found))
        for fold in range(FOLDS):
            model.fit(matrix[folds != fold], faulty[folds != fold], sample_weight=heavy[folds != fold])
            held_out[folds == fold] = model.decision_function(matrix[folds == fold])
        share = told * 2.5 if category in SIDEWAYS else told
        limits[category] = round(float(np.quantile(held_out[clean], 1 - share)), 2)
        flagged |= held_out > limits[category]
        shares.append(float((held_out[faulty] > limits[category]).mean()))
        print(f"  {category:14} limit {limits[category]:6.2f}  found {shares[-1]:.2f} of {faulty.sum()}", flush=True)
        model.fit(matrix, faulty, sample_weight=heavy)
        bias[category] = float(model.intercept_[0])
        known = model.coef_[0][: len(names)]
        for name, weight in zip(names, known, strict=True):
            weights[name][category] = float(weight)
        by_meaning = model.coef_[0][len(names) :]
        for word, vector in meanings.known.items():
            added = float(vector @ by_meaning) * meanings.rarity[word] * MEANING
            own = weights.setdefault("l:" + word, {})
            own[category] = own.get(category, 0.0) + added
    print(f"  all: found {np.mean(shares):.3f}, clean sentences told of {flagged[clean].mean():.3f}", flush=True)
    return weights, bias, limits


def write(path: Path, weights: Any, bias: dict[str, float], categories: Sequence[str]) -> None:
    """The table: one line per trait that weighs anything."""
    lines = [
        "# Weights of traits in hundredths, learned by tests/likeness/train.py. MIT licence.",
        "# The first line names the categories and where their sums begin; below they have its numbers, from 0.",
        "=bias\t" + " ".join(f"{c}:{round(bias[c] * 100)}" for c in categories),
    ]
    for name in sorted(weights):
        told = [
            f"{number}:{round(w * 100)}"
            for number, c in enumerate(categories)
            if abs(w := weights[name].get(c, 0.0)) >= SMALL
        ]
        if told:
            lines.append(f"{name}\t{' '.join(told)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"  {path.relative_to(ROOT)}: {len(lines)} lines, {path.stat().st_size // 1024} KB", flush=True)


def set_limits(language: str, table: str, limits: dict[str, float]) -> None:
    """Put the limits into the rules of likeness."""
    for path in sorted((ROOT / "templates/rules" / language).glob("*/*.toml")):
        text = path.read_text(encoding="utf-8")
        if 'kind = "likeness"' not in text or ('table = "posts"' in text) != (table == "posts"):
            continue
        category = path.parent.name
        if category in limits:
            path.write_text(re.sub(r"(?m)^limit = .*$", f"limit = {limits[category]}", text), encoding="utf-8")


def main(languages: Sequence[str], tables: Sequence[str] = ("statements", "posts")) -> None:
    """Learn and write these tables for these languages."""
    os.environ["ONRECORD_HOME"] = tempfile.mkdtemp(prefix="onrecord-learn-")
    from onrecord.checks.model import CATEGORIES

    wording = CATEGORIES[: CATEGORIES.index("residue") + 1]
    for language in languages:
        for table in tables:
            document = "post" if table == "posts" else "press"
            print(language, table, flush=True)
            own = our_own(language) if table == "statements" else []
            found = examples([*rows(table, language), *own, *of_rules(language, table)], language, document)
            categories = wording if table == "statements" else ("mock", "behavioural")
            weights, bias, limits = learn(
                found, language, categories, CLEAN_TOLD if table == "statements" else CLEAN_POSTS[language]
            )
            write(ROOT / "templates" / language / "likeness" / f"{table}.tsv", weights, bias, categories)
            set_limits(language, table, limits)


if __name__ == "__main__":
    main(sys.argv[1:] or ("en", "it"))
