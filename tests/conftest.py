"""Tiny PDFs, made anew for each test that asks for one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
import pytest

HEADLINE = "社区图书馆重新开放"
BODY = (
    "图书馆昨天重新开放，居民可以借书。",
    "开放时间是每天上午九点到下午五点。",
    "新添的三千册书里，一半是给孩子的。",
    "二楼有一间阅览室，窗外是一棵老树。",
    "周末有志愿者为老人读报，也教手机。",
    "居民说，家门口又有了安静的好去处。",
)
MakePdf = Callable[..., Path]


def draw(pdf: pymupdf.Document, headline: str, body: Sequence[str]) -> None:
    """A page with a headline and a paragraph a line; without any text where both are empty."""
    page = pdf.new_page(width=420, height=595)
    if headline:
        page.insert_text((50, 80), headline, fontname="china-s", fontsize=22)
    for number, text in enumerate(body):
        page.insert_text((50, 130 + 20 * number), text, fontname="china-s", fontsize=10.5)


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """`make_pdf("a.pdf", pages=3, password="x")`: a file below the test's folder."""

    def make(name: str = "in.pdf", pages: int = 1, password: str | None = None, empty: bool = False) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pdf = pymupdf.open()
        for _ in range(pages):
            draw(pdf, "" if empty else HEADLINE, () if empty else BODY)
        if password is None:
            pdf.save(path)
        else:
            pdf.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=f"owner {password}")
        return path

    return make


@pytest.fixture
def use_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], list[Any]]:
    """`use_engine(reader)`: pages are read by this object, in this process; the list has the tasks that were done."""
    from scans import in_this_process

    from docparse import api
    from docparse.ocr import pool, work

    def use(reader: Any) -> list[Any]:
        tasks: list[Any] = []

        def each(run: Any, given: Sequence[Any], jobs: int) -> Any:
            tasks.extend(given)
            return in_this_process(run, given, jobs)

        monkeypatch.setattr(pool, "each", each)
        monkeypatch.setattr(work, "engine", lambda name: reader)
        monkeypatch.setattr(api, "names", lambda: (reader.name,))
        return tasks

    return use


@pytest.fixture
def plugged(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The engines of `fake_engine` as if they were installed; the environment that shows them to a new process."""
    from loky import get_reusable_executor

    folder = tmp_path_factory.mktemp("plugged")
    installed = folder / "docparse_fake-0.1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: docparse-fake\nVersion: 0.1\n", "utf-8")
    engines = "".join(f"{kind.lower()} = fake_engine:{kind}\n" for kind in ("Good", "Missing", "Crashing", "Slow"))
    (installed / "entry_points.txt").write_text(f"[docparse.ocr]\n{engines}", "utf-8")
    get_reusable_executor(max_workers=1).shutdown(wait=True, kill_workers=True)  # its processes know other paths
    monkeypatch.syspath_prepend(str(folder))
    here = Path(__file__).parent
    yield os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (folder, here, here.parent)))}
    get_reusable_executor(max_workers=1).shutdown(wait=True, kill_workers=True)
