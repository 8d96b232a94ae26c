"""One class per cause. Each knows its exit code and says in one line what happened and what to do."""

from __future__ import annotations

from typing import Any


class DocparseError(Exception):
    """Base of everything docparse raises on purpose."""

    exit_code = 3

    def __reduce__(self) -> tuple[Any, ...]:
        # the classes take a name or a reason and make the message of it: across processes the message itself travels
        return _revived, (type(self), str(self))


def _revived(kind: type[DocparseError], message: str) -> DocparseError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    return error


class UsageError(DocparseError):
    """The call itself is wrong: options that contradict each other, a range that cannot be read."""

    exit_code = 2


class UnknownFormat(UsageError):
    """Neither --format nor the output's ending says what to write."""

    def __init__(self, path: str, formats: str) -> None:
        super().__init__(f"{path}: its ending names no format; add --format {formats}")


class NotASplittingFormat(UsageError):
    def __init__(self, name: str) -> None:
        super().__init__(f"--max-chars splits no {name}; use it with --format jsonl")


class NoPlaces(UsageError):
    """A format that is about places on pages, and a text that has none."""

    def __init__(self, name: str, format: str) -> None:
        super().__init__(f"{name}: {format} tells where on pages words stand, a text has none; use another --format")


class FolderNeeded(UsageError):
    """Several inputs, and -o is missing or names a file."""

    def __init__(self, output: str | None) -> None:
        reason = f"{output} is a file" if output else "-o is missing"
        super().__init__(f"several inputs need a folder to write to, and {reason}; give one with -o FOLDER/")


class OutputIsInput(UsageError):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: the output would overwrite an input; choose another output with -o")


class OutputNeeded(UsageError):
    """The output is nothing for a terminal."""

    def __init__(self, example: str) -> None:
        super().__init__(f"the page is too long for a terminal; name a file for it with -o {example}")


class NoSuchPage(UsageError):
    """The page range names pages that the file does not have."""

    def __init__(self, wanted: str, pages: int) -> None:
        has = "1 page" if pages == 1 else f"{pages} pages"
        super().__init__(f"no page {wanted}: the file has {has}; name pages from 1 to {pages}")


class UnreadableInput(DocparseError):
    """Base of inputs that cannot be read at all."""

    exit_code = 3


class MissingInput(UnreadableInput):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no such file; check the path")


class InputNotReadable(UnreadableInput):
    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: cannot be opened ({reason}); check its permissions")


class EmptyInput(UnreadableInput):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the file is empty (0 bytes); fetch or export it again")


class UnsupportedType(UnreadableInput):
    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            f"{name}: not a supported document ({found}); "
            "docparse reads PDF, PNG, JPEG, TIFF, WebP, text, Markdown and HTML"
        )


class DamagedInput(UnreadableInput):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: damaged beyond repair ({reason}); fetch or export it again")


class ImageTooLarge(UnreadableInput):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"{name}: the picture has more than {most // 1_000_000} million pixels; make it smaller")


class NoPages(UnreadableInput):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the document has no pages; export it again")


class NotADocument(UnreadableInput):
    """Text that should be docparse JSON and is not."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not a docparse document: {reason}")


class NotFacts(UnreadableInput):
    """A file that should hold extracted facts and does not."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"{name}: no facts to check ({reason}); give one JSON object a line, with its words in content"
        )


class NoSuchMaterial(UsageError):
    """A report speaks of a text that was not given."""

    def __init__(self, names: str) -> None:
        super().__init__(f"no text was given for {names}; name the file, or the folder that holds it, before the facts")


class NotGroundable(UnreadableInput):
    """A PDF or a picture where docparse's JSON or a text is wanted."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: facts are compared with docparse's JSON or a text; write that first, with -o")


class NothingToGround(UnreadableInput):
    """A folder without a text that facts could stand in."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder}: no docparse JSON and no text in this folder or below it; check the path")


class NothingToRead(UnreadableInput):
    """A folder without a single file that docparse reads."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder}: no document in this folder or below it; check the path")


class NotCheckedFacts(UnreadableInput):
    """A file that should hold what `docparse ground` writes and does not."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: not a file of checked facts ({reason}); make one with docparse ground")


class PasswordNeeded(DocparseError):
    exit_code = 4

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: a password is needed; give it with --password")


class WrongPassword(DocparseError):
    exit_code = 4

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the password is wrong; give the right one with --password")


class UnknownEngine(UsageError):
    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no OCR engine is called {name!r}; there are {', '.join(known)}")


class MissingEngine(DocparseError):
    """An engine, its models or an optional library is not installed."""

    exit_code = 5

    def __init__(self, what: str, install: str) -> None:
        super().__init__(f"{what} is not installed; run: {install}")


class EngineNotReady(DocparseError):
    """An engine is installed and cannot start: its models are not where it was told, or cannot be prepared."""

    exit_code = 5

    def __init__(self, engine: str, reason: str, remedy: str) -> None:
        super().__init__(f"{engine} cannot start ({reason}); {remedy}")


class EngineFailed(DocparseError):
    """An engine started and gave nothing for a page: it crashed or took too long."""

    def __init__(self, engine: str, reason: str, remedy: str) -> None:
        super().__init__(f"{engine} failed on a page ({reason}); {remedy}")


class OutputNotWritable(DocparseError):
    exit_code = 6

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: cannot be written ({reason}); choose another output with -o")


class InternalError(DocparseError):
    """A mistake of docparse itself, whatever Python raised."""

    exit_code = 3

    def __init__(self, name: str, cause: BaseException) -> None:
        what = f"{type(cause).__name__}: {cause}" if str(cause) else type(cause).__name__
        super().__init__(f"{name}: internal error ({what}); please report it with the file; -v shows where")
