"""Templates that become XML, and several files that become one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

# What no XML 1.0 file may hold, in whatever way it is written.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name: the same document gives the same file


def legal(value: Any) -> Any:
    """A text with U+FFFD for each character that no XML may hold; anything else, also finished XML, as it is."""
    return value if not isinstance(value, str) or hasattr(value, "__html__") else _ILLEGAL.sub("\ufffd", value)


def filled_in(template: str, **values: Any) -> str:
    """A template of `templates/` with its values, escaped."""
    return _environment().get_template(template).render(**values).strip() + "\n"


def packed(files: Mapping[str, str]) -> bytes:
    """A zip of `files`: their names and texts, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return made.getvalue()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("docparse.export"),
        autoescape=True,
        finalize=legal,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
