"""What the commands share: their options, one line for every error, and the exit status."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer
from typer.core import TyperGroup

from extractor.errors import ExtractorError, OutputError, ProcessingError, TemplateError
from extractor.quick import dataclass

if TYPE_CHECKING:
    from extractor.pipeline import Options

INTERRUPTED = 130  # as a shell counts a program that Ctrl-C ended
PIPE_CLOSED = 141  # the same for SIGPIPE
DEBUG = "EXTRACTOR_DEBUG"

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders (with all below them), globs, or - for standard input.")]
Schema = Annotated[str, typer.Option(metavar="NAME", help="invoice, receipt, ticket, form, auto, package.module:Class or file.py:Class.")]
Engine = Annotated[str, typer.Option(metavar="NAME", help="What reads pictures: auto, fast, rapidocr or tesseract.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Worker processes. Without it: one for a few documents, else one a core.")
]
PageOnly = Annotated[bool, typer.Option("--page-only", help="Ignore embedded XML and the values of PDF form fields.")]
ForceOcr = Annotated[bool, typer.Option("--force-ocr", help="Read the page's picture even where there is a text layer.")]
Password = Annotated[
    str | None,
    typer.Option(metavar="WORD", envvar="EXTRACTOR_PASSWORD", show_envvar=False, help="For encrypted PDFs; or set EXTRACTOR_PASSWORD."),
]
Template = Annotated[list[Path] | None, typer.Option(metavar="FILE|DIR", help="Templates of your own; may be given more than once.")]
Vendors = Annotated[
    str | None, typer.Option(metavar="FILE|URL", help="Known vendors: a CSV file, a SQLite file or a database URL (#TABLE after it).")
]


def language_code(value: str | None) -> str | None:
    """As given, where there is such a language."""
    if value is not None:
        from extractor.language import is_code

        if not is_code(value):
            raise typer.BadParameter(f"{value!r} is no code of a language (ISO 639-1: en, de, fr ...)")
    return value


Language = Annotated[
    str | None,
    typer.Option(metavar="CODE", callback=language_code, help="The documents' language (en, de ...). Without it: told by the page."),
]
LayoutModel = Annotated[Path | None, typer.Option(metavar="FILE", help="A trained layout detector of your own, described in TOML.")]
Scorer = Annotated[Path | None, typer.Option(metavar="FILE", help="What `extractor train` learned from documents of your own.")]
Entities = Annotated[
    bool, typer.Option("--entities/--no-entities", help="Ask a trained spaCy pipeline where a receipt's address is unsure.")
]
AcceptAbove = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, metavar="P", show_default="0.9", help="Confidence from which a record may be accepted unseen."),
]
# The defaults are those of `Limits`, which help does not wait for.
MaxPages = Annotated[int | None, typer.Option(min=1, metavar="N", show_default="500", help="Refuse documents with more pages.")]
MaxBytes = Annotated[int | None, typer.Option(min=1, metavar="N", show_default="100000000", help="Refuse larger files.")]
MaxPixels = Annotated[int | None, typer.Option(min=1, metavar="N", show_default="120000000", help="Refuse pictures with more pixels.")]
TimeLimit = Annotated[
    float | None, typer.Option(min=0.001, metavar="SECONDS", show_default="300", help="Give up on a document after this long.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors are still told.")]

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options on how to extract, as given; None where the program's own default holds."""

    schema: str = "auto"
    engine: str = "auto"
    page_only: bool = False
    force_ocr: bool = False
    password: str | None = None
    template: list[Path] | None = None
    language: str | None = None
    accept_above: float | None = None
    max_pages: int | None = None
    max_bytes: int | None = None
    max_pixels: int | None = None
    time_limit: float | None = None
    layout_model: Path | None = None
    entities: bool = True
    vendors: str | None = None
    scorer: Path | None = None

    def options(self) -> Options:
        from extractor.document import Limits
        from extractor.pipeline import Options

        limits = {
            "pages": self.max_pages,
            "bytes": self.max_bytes,
            "pixels": self.max_pixels,
            "seconds": self.time_limit,
        }
        known: dict[str, Any] = {} if self.accept_above is None else {"accept_above": self.accept_above}
        return Options(
            schema=self.schema,
            engine=self.engine,
            page_only=self.page_only,
            force_ocr=self.force_ocr,
            password=self.password,
            templates=tuple(self.template or ()),
            language=self.language,
            layout_model=self.layout_model,
            entities=self.entities,
            vendors=self.vendors,
            scorer=self.scorer,
            limits=Limits(**{name: value for name, value in limits.items() if value is not None}),  # type: ignore[arg-type]
            **known,
        )


def reported(command: Callable[P, None]) -> Callable[P, None]:
    """Let no error leave a command but as one line on standard error and an exit status (docs/errors.md)."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ExtractorError as error:
            if os.environ.get(DEBUG):
                raise
            for line in str(error).splitlines() if isinstance(error, TemplateError) else [str(error)]:  # a line for each mistake
                complain(line)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read our output has had enough (| head). Nothing is left to say, and nobody to say it to.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            complain(f"a fault in the program: {type(error).__name__}: {error} (set {DEBUG}=1 to see where)")
            raise typer.Exit(ProcessingError.exit_code) from error

    return run


class OneLineErrors(TyperGroup):
    """A command line whose own mistakes (an unknown option, a number out of range) are one line each too, like every other error."""

    def main(self, *args: Any, **extra: Any) -> Any:
        if not extra.pop("standalone_mode", True):
            return super().main(*args, **{**extra, "standalone_mode": False})
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
        except Exception as error:
            said = getattr(error, "format_message", None)
            if said is None:
                raise
            message = said().strip().rstrip(".")
            if "\n" in message:  # a command without its words is answered by its help
                typer.echo(message, err=True)
            else:
                context = getattr(error, "ctx", None)
                complain(f"{message} (see {context.command_path if context is not None else 'extractor'} --help)")
            sys.exit(getattr(error, "exit_code", 2))
        sys.exit(status if isinstance(status, int) else 0)


def complain(message: str) -> None:
    """One line on standard error, with nothing in it that steers a terminal."""
    line = "".join(c if c.isprintable() else " " for c in message)
    typer.echo(f"error: {line}", err=True)


def may_write(target: Path | str | None) -> None:
    """Raise OutputError where a file could not be written: before work whose result would then be lost."""
    if target is None:
        return
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise OutputError(f"{target}: is a folder", hint="name a file in it")
    if not place.parent.is_dir():
        raise OutputError(f"{target}: cannot be written: there is no folder {place.parent}", hint="make the folder first")
    if not os.access(place.parent if not place.exists() or place.is_file() else place, os.W_OK):
        raise OutputError(f"{target}: cannot be written: Permission denied", hint="choose a place that you may write to")


def note(message: str) -> None:
    typer.echo(message, err=True)


def counted(number: int, what: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def told_of(source: str, message: str) -> str:
    """The message, with the document's name in front unless it is in it already; what came by standard input is called that."""
    if source == "-":
        return f"standard input{message[1:]}" if message.startswith(("- ", "-: ")) else f"standard input: {message}"
    return message if source in message else f"{source}: {message}"


@contextmanager
def progress(total: int, *, shown: bool) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """A bar with an estimate on standard error, where that is a terminal."""
    if not (shown and sys.stderr.isatty() and total > 1):
        yield iter
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=True, transient=True) as bar:
        task = bar.add_task("", total=total)

        def advancing(items: Iterable[T]) -> Iterator[T]:
            for item in items:
                bar.advance(task)
                yield item

        yield advancing
