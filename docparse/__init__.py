"""docparse: Chinese and English newsletters and newspaper pages in, articles out.

Everything named here loads on first use, so that `import docparse` and the command line start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from . import errors, model
    from .api import locate, parse, parse_issue, parse_many, repair_text
    from .errors import (
        DamagedInput,
        DocparseError,
        EmptyInput,
        EngineFailed,
        EngineNotReady,
        ImageTooLarge,
        InputNotReadable,
        MissingEngine,
        MissingInput,
        NoPages,
        NoSuchPage,
        NotADocument,
        OutOfMemory,
        OutputInUse,
        OutputNotWritable,
        PasswordNeeded,
        TimedOut,
        UnknownEngine,
        UnreadableInput,
        UnsupportedType,
        UsageError,
        WorkerDied,
        WrongPassword,
    )
    from .model import (
        Article,
        ContentsEntry,
        Document,
        Figure,
        Furniture,
        Page,
        Paragraph,
        Person,
        Publication,
        Region,
        Repair,
        Section,
        Source,
        Table,
        Warning,
        json_schema,
    )


__all__ = [
    "Article",
    "ContentsEntry",
    "DamagedInput",
    "DocparseError",
    "Document",
    "EmptyInput",
    "EngineFailed",
    "EngineNotReady",
    "Figure",
    "Furniture",
    "ImageTooLarge",
    "InputNotReadable",
    "MissingEngine",
    "MissingInput",
    "NoPages",
    "NoSuchPage",
    "NotADocument",
    "OutOfMemory",
    "OutputInUse",
    "OutputNotWritable",
    "Page",
    "Paragraph",
    "PasswordNeeded",
    "Person",
    "Publication",
    "Region",
    "Repair",
    "Section",
    "Source",
    "Table",
    "TimedOut",
    "UnknownEngine",
    "UnreadableInput",
    "UnsupportedType",
    "UsageError",
    "Warning",
    "WorkerDied",
    "WrongPassword",
    "__version__",
    "errors",
    "json_schema",
    "locate",
    "model",
    "parse",
    "parse_issue",
    "parse_many",
    "repair_text",
]

_MODULES = frozenset({"errors", "model"})
_API = frozenset({"locate", "parse", "parse_issue", "parse_many", "repair_text"})


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    homes = ("api",) if name in _API else ("errors", "model")
    value = next(getattr(m, name) for home in homes if hasattr(m := import_module(f".{home}", __name__), name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
