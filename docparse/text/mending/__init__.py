"""What converters and engines did to a text, put right on strong evidence; every change keeps what stood there."""

from __future__ import annotations

KINDS = {  # in the order in which they are applied: name and what it does
    "spacing": "spaces between Chinese characters that nobody typed",
    "order": "pieces of a text put where their sentences began",
    "columns": "columns that were run together line by line",
    "characters": "ligatures, radicals and other forms of letters, soft hyphens",
    "punctuation": "marks in the width that the text around them uses",
    "insertion": "words thrown into a sentence that stands clean elsewhere",
    "duplicate": "paragraphs and phrases that stand twice",
    "ocr": "characters that an engine took for others",
}
ALL = frozenset(KINDS)
