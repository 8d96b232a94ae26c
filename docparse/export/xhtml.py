"""The body of an article as XHTML: headings and paragraphs, nothing else."""

from __future__ import annotations

from ..model import Article
from .xml import filled_in


def body(article: Article) -> str:
    return filled_in("body.xhtml.j2", article=article).strip()
