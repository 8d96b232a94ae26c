#!/usr/bin/env python3
"""docparse beside other programs that work offline: quality and speed on the same documents, in the same run.

Each program is installed into a virtual environment of its own, below the folder that --envs names, and reads the
documents in one process on one core, without network. Speed is in seconds of the processor, start-up left out, and
told beside that of MuPDF, which opens the same files and gives their text with its places. What gives Markdown is cut
into articles at the level of headings that scores best for it, document by document. A folder holds NAME.truth.json
beside NAME.pdf, as for evaluate.py. Only PDFs that are no scans are compared, unless --groups names other groups.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import markdown_cut  # noqa: E402
import metrics  # noqa: E402
from evaluate import Case, cases, default_folders  # noqa: E402

OURS = "docparse"
YARDSTICK = "mupdf"  # only for the speed
REQUIREMENTS: Mapping[str, tuple[str, ...]] = {  # what pip installs; pdftotext is a program of the system
    "pymupdf4llm": ("pymupdf4llm", "pymupdf>=2"),
    "kreuzberg": ("kreuzberg",),
    "unstructured": ("unstructured[pdf]",),
    "markitdown": ("markitdown[pdf]",),
    "pdftotext": (),
}
IN_MARKDOWN = ("articles", "text", "title", "headings", "paragraphs", "clean")  # what Markdown can say of an article
COLUMNS = ("overall", *IN_MARKDOWN)
RUN = 8  # characters without spaces: about two English words, or a Chinese clause
LONGEST = 160  # characters of a reason, in a cell of a table
SLOW = 30.0  # seconds for all documents
# Nobody listens there: a program that wants to download something fails and says so.
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
OFFLINE = NO_NETWORK | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Peer:
    """What one program said: its version or why it is not measured, and its answer for each path."""

    name: str
    version: str = "–"
    unusable: str = ""
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return sum(answer.get("seconds", 0.0) for answer in self.answers.values())


def environment(name: str, folder: Path) -> Path:
    """The Python of a program's own environment, which is made where it is missing. Raises what pip says."""
    home = folder / name
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
        if REQUIREMENTS[name]:
            subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS[name]], check=True, capture_output=True)
    return python


def read(name: str, python: Path, paths: Sequence[Path], seconds: float) -> Peer:
    """Let a program read `paths`; what it has not read after `seconds` counts as failed."""
    with tempfile.TemporaryFile() as out:
        try:
            subprocess.run(
                [python, HERE / "peer_read.py", name],
                input=json.dumps([str(path) for path in paths]).encode(),
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                env=os.environ | OFFLINE,
            )
        except subprocess.TimeoutExpired:
            print(f"{name}: stopped after {seconds:.0f} s", file=sys.stderr)
        out.seek(0)
        lines = [json.loads(line) for line in out.read().decode().splitlines()]
    if not lines or "unusable" in lines[0]:
        return Peer(
            name, unusable=lines[0]["unusable"].split("\n")[0][:LONGEST] if lines else "it ended without a word"
        )
    return Peer(name, lines[0]["version"], answers={line["path"]: line for line in lines[1:]})


def merged(rounds: Sequence[Peer]) -> Peer:
    """One program's rounds as one: its answers with the least time that each document took."""
    first = rounds[0]
    answers = {
        path: {
            **answer,
            "seconds": min(r.answers[path]["seconds"] for r in rounds if "seconds" in r.answers.get(path, {})),
        }
        if "seconds" in answer
        else answer
        for path, answer in first.answers.items()
    }
    return Peer(first.name, first.version, first.unusable, answers)


def in_rounds(names: Sequence[str], rounds: int, read_all: Callable[[str], Peer]) -> list[Peer]:
    """One program after the other, and all once more: what else the machine does falls on each.

    A slow one is not asked again: in its long time chance evens out.
    """
    said: dict[str, list[Peer]] = {name: [] for name in names}
    for _ in range(rounds):
        for name, before in said.items():
            if not before or (not before[0].unusable and before[0].seconds < SLOW):
                before.append(read_all(name))
    return [merged(answers) for answers in said.values()]


def ask(name: str, envs: Path, paths: Sequence[Path], seconds: float) -> Peer:
    if name in (OURS, YARDSTICK):
        return read(name, Path(sys.executable), paths, seconds)
    try:
        python = environment(name, envs)
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        return Peer(name, unusable=f"cannot be installed ({said.decode(errors='replace').strip().splitlines()[-1]})")
    return read(name, python, paths, seconds)


def score(truth: Mapping[str, Any], answer: Mapping[str, Any] | None) -> metrics.Scores:
    """A program's best score for a document; nothing where it failed."""
    if answer is None or "error" in answer:
        return metrics.score(truth, {})
    if "document" in answer:
        return metrics.score(truth, answer["document"])
    tried = [metrics.score(truth, document) for _, document in markdown_cut.ways(answer["text"])]
    return max(tried, key=lambda scores: scores["overall"])


def rate(peer: Peer, yardstick: Peer, paths: Iterable[Path]) -> tuple[float, float] | None:
    """Pages for each second of the processor, and how many times longer than MuPDF, over what both read."""
    read_by_both = [
        (yardstick.answers[path]["pages"], yardstick.answers[path]["seconds"], peer.answers[path]["seconds"])
        for path in map(str, paths)
        if "seconds" in peer.answers.get(path, {}) and "seconds" in yardstick.answers.get(path, {})
    ]
    if not read_by_both:
        return None
    pages, least, seconds = map(sum, zip(*read_by_both, strict=True))
    return pages / seconds, seconds / least


def in_markdown(scores: metrics.Scores) -> float:
    """The mean of the measures that Markdown can say something about."""
    present = [scores[name] for name in IN_MARKDOWN if name in scores]
    return sum(present) / len(present)


def there(truth: Mapping[str, Any], answer: Mapping[str, Any] | None) -> float:
    """The share of the articles' letters, taken in runs, that stand anywhere in the answer, however it is cut."""
    if answer is None or "error" in answer:
        return 0.0
    wanted = _runs(truth)
    given = _runs(answer["document"] if "document" in answer else markdown_cut.cut(answer["text"], markdown_cut.WHOLE))
    return len(wanted & given) / len(wanted)


def _runs(document: Mapping[str, Any]) -> set[str]:
    text = "".join("".join((story.fields["title"] + story.text).split()) for story in metrics.stories(document))
    return {text[i : i + RUN] for i in range(len(text) - RUN + 1)}


def table(group: str, members: Sequence[Case], peers: Sequence[Peer], yardstick: Peer) -> str:
    """A group's table in Markdown."""
    paths = [case.source for case in members]
    pages = sum(yardstick.answers.get(str(path), {}).get("pages", 0) for path in paths)
    size = _count(len(members), "document") + (f", {_count(pages, 'page')}" if pages else "")
    lines = [
        f"### {group} ({size})",
        "",
        f"| program | {' | '.join(COLUMNS)} | in Markdown | there | pages/s | times MuPDF |",
        f"|---|{'---|' * len(COLUMNS)}---|---|---|---|",
    ]
    for peer in peers:
        if peer.unusable or all("error" in peer.answers.get(str(path), {"error": ""}) for path in paths):
            lines.append(f"| {peer.name} {'| – ' * (len(COLUMNS) + 4)}|")
            continue
        pairs = [(json.loads(c.truth.read_text("utf-8")), peer.answers.get(str(c.source))) for c in members]
        rows = [score(*pair) for pair in pairs]
        means = metrics.mean(rows)
        cells = [f"{means[column]:.3f}" if column in means else "–" for column in COLUMNS]
        cells += [f"{sum(map(in_markdown, rows)) / len(rows):.3f}", f"{sum(there(*p) for p in pairs) / len(pairs):.3f}"]
        measured = rate(peer, yardstick, paths)
        cells += [f"{measured[0]:.1f}", f"{measured[1]:.1f}"] if measured else ["–", "–"]
        lines.append(f"| {peer.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _count(number: int, name: str) -> str:
    return f"{number} {name}" + ("s" if number != 1 else "")


def head(peers: Sequence[Peer]) -> str:
    now = datetime.now(UTC).date().isoformat()
    lines = [f"{now}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, one core each.", ""]
    lines += ["| program | version | |", "|---|---|---|"]
    for peer in peers:
        failed = sum("error" in answer for answer in peer.answers.values())
        said = f"not measured: {peer.unusable}" if peer.unusable else f"failed on {failed}" if failed else ""
        lines.append(f"| {peer.name} | {peer.version} | {said.replace('|', '/')} |")
    return "\n".join(lines)


def arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--envs", type=Path, metavar="DIR", help="where the programs are installed (a temporary folder)"
    )
    parser.add_argument("--peers", default=",".join(REQUIREMENTS), help="only these, with commas between")
    parser.add_argument("--groups", default="", help="only these groups, with commas between")
    parser.add_argument(
        "--rounds", type=int, default=3, help="times that each reads all, the best counts (3); slow ones read once"
    )
    parser.add_argument("--timeout", type=float, default=1800, metavar="S", help="seconds for all of a program (1800)")
    return parser.parse_args(args)


def main(args: Sequence[str] | None = None) -> int:
    options = arguments(args)
    groups = [name for name in options.groups.split(",") if name]
    names = [name for name in options.peers.split(",") if name]
    if unknown := [name for name in names if name not in REQUIREMENTS]:
        print(f"no program is called {', '.join(unknown)}; there are {', '.join(REQUIREMENTS)}", file=sys.stderr)
        return 2
    grouped: dict[str, list[Case]] = {}
    for folder in options.folders or default_folders():
        for case in cases(folder.resolve(), groups):
            born_digital = case.source.suffix == ".pdf" and not case.name.startswith("scan")
            if case.source.exists() and (groups or born_digital):
                grouped.setdefault(f"{folder.resolve().name}: {metrics.group(case.name)}", []).append(case)
    if not grouped:
        print("nothing to compare: no folder holds a document with its truth", file=sys.stderr)
        return 2
    paths = [case.source for members in grouped.values() for case in members]
    with tempfile.TemporaryDirectory() as temporary:
        envs = options.envs or Path(temporary)
        asked = (YARDSTICK, OURS, *names)
        yardstick, *peers = in_rounds(asked, options.rounds, lambda name: ask(name, envs, paths, options.timeout))
    print(head([*peers, yardstick]))
    for group, members in grouped.items():
        print(f"\n{table(group, members, peers, yardstick)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
