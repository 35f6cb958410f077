"""Opening a database: SQLite by path, any other by SQLAlchemy URL. Errors are ours, and show no password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    import sqlalchemy as sa

SUFFIXES = (".db", ".sqlite", ".sqlite3")


def is_url(target: str) -> bool:
    """Whether a target is a database URL (sqlite:///a.db, postgresql+psycopg://...) rather than a path."""
    return "://" in target


def is_database(target: str) -> bool:
    """Whether a target is a database, by its URL or its suffix."""
    return is_url(target) or PurePath(target).suffix.lower() in SUFFIXES


@contextmanager
def connected(target: str, fault: type[ExtractorError]) -> Iterator[tuple[sa.Connection, str]]:
    """A connection, and what messages call its database. Raises `fault` where the URL, the driver or the database is at fault
    (under `translated` also in the block)."""
    import sqlalchemy as sa
    from sqlalchemy.exc import ArgumentError

    try:
        url = sa.make_url(target) if is_url(target) else sa.URL.create("sqlite", database=target)
        shown = url.render_as_string(hide_password=True) if is_url(target) else target
        engine = sa.create_engine(url)
    except (ArgumentError, ValueError) as error:
        # Not shown: what cannot be read cannot be told from the password in it.
        scheme = target.partition("://")[0]
        hint = "write it as sqlite:///out.db or postgresql+psycopg://..."
        raise fault(f"the database URL {scheme}://... cannot be read", hint=hint) from error
    except ImportError as error:
        hint = 'pip install "extractor[postgres]"' if target.startswith("postgres") else "install it with pip"
        raise fault(f"{target.partition('://')[0]}://...: the driver of this database is missing: {error}", hint=hint) from error
    try:
        with translated(shown, fault, "check where it is, and that you may open it"):
            connection = engine.connect()
        try:
            yield connection, shown
        finally:
            connection.close()
    finally:
        engine.dispose()


@contextmanager
def translated(shown: str, fault: type[ExtractorError], hint: str = "") -> Iterator[None]:
    """Turn a complaint of the database into one of ours; `hint` says what to do where the reason does not tell."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        if "full" in reason.lower():
            hint = "free some space, or write to another disk"
        elif "not a database" in reason:
            hint = "name another file"
        raise fault(f"{shown}: {reason}", hint=hint) from error
