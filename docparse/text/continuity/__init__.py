"""Does a text go on where another stops? One measure for plain texts, and what laid-out lines say besides."""

from .lines import FOLLOWS, End, Start, end_of, start_of
from .measure import Continuation, Evidence, continuation
from .order import Stretch, order

__all__ = [
    "FOLLOWS",
    "Continuation",
    "End",
    "Evidence",
    "Start",
    "Stretch",
    "continuation",
    "end_of",
    "order",
    "start_of",
]
