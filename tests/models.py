"""Documents drawn at random, of every field that the model has: for properties that hold for all of them."""

from __future__ import annotations

import types
import typing
from typing import Any, Literal, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from docparse.model import Document, Value

MOST = 2  # items of a list: what goes wrong with two goes wrong with more
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(-5000, 5000, allow_nan=False)


def documents() -> st.SearchStrategy[Document]:
    return _struct(Document)


def _struct(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    fields = msgspec.structs.fields(kind)  # type: ignore[arg-type]
    return st.builds(kind, **{field.name: _value(field.name, hints[field.name]) for field in fields})


def _value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "confidence":
        return st.floats(0, 1)
    if name in ("page", "part", "level"):
        return st.integers(0, 3)
    if name == "language":
        return st.sampled_from([None, "zh", "en"])
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_value("", arg) for arg in args))
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(_value("", args[0]), max_size=MOST).map(tuple)
    if origin is tuple:
        return st.tuples(*(_value("", arg) for arg in args))
    if origin is dict:
        return st.dictionaries(st.sampled_from(["title", "byline", "org"]), _value("", args[1]), max_size=MOST)
    if isinstance(hint, type) and issubclass(hint, Value):
        return st.deferred(lambda: _struct(hint))
    return {str: TEXTS, float: NUMBERS, int: st.integers(-9, 999), type(None): st.none()}[hint]
