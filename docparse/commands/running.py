"""How every command ends: what stops it early becomes one line on standard error and an exit code."""

from __future__ import annotations

from collections.abc import Callable

from ..console import Console
from ..errors import DocparseError, InternalError, OutputNotWritable

DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130


def run(console: Console, work: Callable[[], int]) -> int:
    """Do the work of a command; whatever ends it early becomes one line and an exit code."""
    try:
        return work()
    except KeyboardInterrupt:
        console.note("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has what it wanted and is gone: no message.
        return OutputNotWritable.exit_code
    except DocparseError as error:
        console.fail(error)
        return error.exit_code
    except Exception as cause:
        return internal(cause, "docparse", console)


def internal(cause: Exception, name: str, console: Console) -> int:
    """A mistake of docparse itself, told as one."""
    error = InternalError(name, cause)
    error.__cause__ = cause
    console.fail(error)
    return error.exit_code
