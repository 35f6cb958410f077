"""Every error the program raises on purpose, by what the caller can do about it.

    ExtractorError                     the root: catch this to catch them all
    |- InputError                  1   this one document cannot be read; the batch goes on
    |  |- InputNotFound                the path is missing, or may not be read
    |  |- EmptyInput                   the file has no bytes, or no page
    |  |- UnsupportedInput             the content is no kind of file that is read here
    |  |- DamagedInput                 the content is cut short or broken
    |  |- PasswordNeeded               the PDF asks for a password, or refuses the one given
    |  |- LimitExceeded                too many bytes, pages or pixels
    |  '- TimeLimitExceeded            the work took longer than allowed
    |- SchemaError                 3   the schema is unknown, or is no Record
    |- TemplateError               4   a template has a mistake, or two claim one document
    |- ScorerError                 4   a file of `extractor train` is none, or was made for other models
    |- EngineError                 5   an OCR engine, a language or a model is missing or fails
    |- OutputError                 6   the result cannot be written
    |- TableError                  7   a table given beside the documents (known vendors, earlier results) cannot be used
    '- ProcessingError             1   a fault of ours while working on one document; the batch goes on

The number is the exit status of the command line (2 is a mistake in the command itself, 0 is success).
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Root of the tree.

    `code` is a stable word for programs, `message` one sentence for people (it names the file where there is
    one), `hint` says what to do about it.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive pickling by default, and errors travel between worker processes.
        return _rebuild, (type(self), self.message, self.hint, self.code)


def _rebuild(kind: type[ExtractorError], message: str, hint: str, code: str) -> ExtractorError:
    return kind(message, hint=hint, code=code)


class InputError(ExtractorError):
    """One document cannot be read."""

    code = "input_error"


class InputNotFound(InputError):
    """The path does not exist or may not be read."""

    code = "input_not_found"


class EmptyInput(InputError):
    """The file has no bytes or no pages."""

    code = "empty_input"


class UnsupportedInput(InputError):
    """The content is no kind of file that is read here."""

    code = "unsupported_input"


class DamagedInput(InputError):
    """The content is cut short or broken."""

    code = "damaged_input"


class PasswordNeeded(InputError):
    """The PDF is encrypted with a user password, and none or a wrong one was given."""

    code = "password_needed"


class LimitExceeded(InputError):
    """The file passes a limit on bytes, pages or pixels."""

    code = "limit_exceeded"


class TimeLimitExceeded(InputError):
    """The work on one document took longer than allowed."""

    code = "time_limit_exceeded"


class SchemaError(ExtractorError):
    """The schema asked for is unknown, or is not a Record."""

    code = "schema_error"
    exit_code = 3


class TemplateError(ExtractorError):
    """A template has a mistake, or two templates claim one document."""

    code = "template_error"
    exit_code = 4


class ScorerError(ExtractorError):
    """A file of `extractor train` is none, or was made for other models."""

    code = "scorer_error"
    exit_code = 4


class EngineError(ExtractorError):
    """An OCR engine, one of its languages or a model is missing or fails."""

    code = "engine_error"
    exit_code = 5


class OutputError(ExtractorError):
    """The result cannot be written."""

    code = "output_error"
    exit_code = 6


class TableError(ExtractorError):
    """A table given beside the documents, of known vendors or of earlier results, cannot be read or used."""

    code = "table_error"
    exit_code = 7


class ProcessingError(ExtractorError):
    """A fault of ours while working on one document; the cause is kept as `__cause__`."""

    code = "processing_error"
