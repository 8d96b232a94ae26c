"""The review page put together: one HTML file that asks the network for nothing and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..articles.links import Joint
from ..geometry import Box
from ..model import Document, Region
from . import facts as grounded
from .pictures import Picture
from .pieces import Story, furniture, stories
from .reasons import reasons
from .sheets import COLOURS, pages_of, sheets


def render(
    document: Document,
    pictures: Mapping[int, Picture],
    facts: Sequence[Any] = (),
    notices: Sequence[str] = (),
    joints: Sequence[Joint] = (),
) -> str:
    """The HTML of the page.

    `pictures` are of its pages, `facts` lines of `docparse ground`, `notices` stand first, `joints` are what `parse`
    explains.
    """
    told = stories(document)
    checked = grounded.facts(facts, document, told)
    drawn = list(sheets(document, told, pictures))
    style, script = _asset("review.css"), _asset("review.js")
    template = _environment().get_template("review.html.jinja")
    return template.render(
        document=document,
        stories=told,
        sheets=drawn,
        left_out=furniture(document),
        facts=checked,
        found={verdict: sum(f.verdict == verdict for f in checked) for verdict in grounded.VERDICTS},
        notices=notices,
        reasons=reasons(joints, told),
        doubtful=sum(piece.doubtful for story in told for piece in story.body),
        repaired=sum(len(piece.repairs) for story in told for piece in story.body),
        by_id={story.article.id: story for story in told},
        style=Markup(style),
        script=Markup(script),
        # Whatever a document's text holds, the browser runs and loads nothing beside these two and the pictures.
        policy=f"default-src 'none'; img-src blob:; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        boxes=lambda regions: _boxes(regions, pictures),
    )


def _boxes(regions: Iterable[Region], pictures: Mapping[int, Picture]) -> str:
    """Regions on the sheets: page, left, top, width, height, with commas; a semicolon between two."""
    boxes = [(r.page, pictures[r.page].upright.box(Box(*r.bbox)).rounded()) for r in regions if r.page in pictures]
    return ";".join(f"{page},{b.x0:.1f},{b.y0:.1f},{b.width:.1f},{b.height:.1f}" for page, b in boxes)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("docparse.review", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"colour": _colour, "base64": _base64, "pages_of": pages_of, "repairs": _repaired}
    return environment


def _colour(story: Story) -> str:
    """The classes that give an article its colour, and its second round of colours broken outlines."""
    index = story.number - 1
    return f"c{index % COLOURS}" + (" again" if index // COLOURS % 2 else "")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _repaired(piece: Any) -> list[tuple[str, str | None]]:
    """A paragraph's text in stretches, each with what stood there before where it was repaired and can be found."""
    stretches: list[tuple[str, str | None]] = []
    at = 0
    for repair in piece.repairs:
        start = piece.text.find(repair.now, at) if repair.now else -1
        if start < 0:
            continue
        stretches += [(piece.text[at:start], None), (repair.now, repair.was)]
        at = start + len(repair.now)
    return [(text, was) for text, was in (*stretches, (piece.text[at:], None)) if text]


def _asset(name: str) -> str:
    return files("docparse.review").joinpath("assets", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
