"""The table of known vendors: read once a process from CSV or a database, and indexed by every number and name on file."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.database import connected, is_database, translated
from extractor.errors import TableError
from extractor.quick import dataclass
from extractor.values import name as names
from extractor.values._fold import fold
from extractor.values._slips import TO_DIGITS
from extractor.vendors.columns import Column, column_of

if TYPE_CHECKING:
    import sqlalchemy as sa

MOST_BYTES = 200_000_000
SHORTEST_NUMBER = 6  # characters: shorter ones stand on pages by chance
FEWEST_FIGURES = 5
MOST_OWNERS = 20  # a number of more vendors than that fills a column and says nothing
PHONE_END = 8  # last figures of a telephone number: with and without its country they are the same
SHORTEST_PHONE = 7
TABLES = ("vendors", "vendor", "suppliers", "supplier", "creditors", "merchants")  # where a database does not say which
_SEVERAL = re.compile(r"[;|\n]")
_SEVERAL_NUMBERS = re.compile(r"[;|,\n]")
COLUMNS_WANTED = "call one name, vendor or supplier; docs/vendors.md lists what columns may be called"


@dataclass(frozen=True, slots=True)
class Vendor:
    """One row. `names` are the name on file and the aliases; numbers are compact, in capitals."""

    id: str | None
    names: tuple[str, ...]
    vat_ids: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def shown(self) -> str:
        return f"{self.name} ({self.id})" if self.id else self.name


@dataclass(frozen=True)
class VendorTable:
    """All vendors, and where each number and each writing of a name leads."""

    vendors: tuple[Vendor, ...]
    numbers: Mapping[str, tuple[tuple[str, int], ...]]  # number_key -> (proof, vendor)
    phones: Mapping[str, tuple[int, ...]]
    name_keys: tuple[str, ...]
    name_owners: tuple[int, ...]

    @staticmethod
    def of(vendors: Iterable[Vendor]) -> VendorTable:
        known = tuple(vendors)
        numbers: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
        phones: dict[str, dict[int, None]] = defaultdict(dict)
        keys: list[str] = []
        owners: list[int] = []
        for place, vendor in enumerate(known):
            for proof, values in (("vat_id", vendor.vat_ids), ("registration", vendor.registrations), ("iban", vendor.ibans)):
                for value in values:
                    for writing in writings(proof, value):
                        numbers[number_key(writing)][proof, place] = None
            for phone in vendor.phones:
                if key := phone_key(phone):
                    phones[key][place] = None
            for key in dict.fromkeys(key for name in vendor.names for key in name_keys(name)):
                keys.append(key)
                owners.append(place)
        return VendorTable(
            known,
            {key: tuple(places) for key, places in numbers.items() if len(places) <= MOST_OWNERS},
            {key: tuple(places) for key, places in phones.items() if len(places) <= MOST_OWNERS},
            tuple(keys),
            tuple(owners),
        )


def compact(text: str) -> str:
    """Letters and figures alone, in capitals."""
    return "".join(character for character in text.upper() if character.isalnum())


def number_key(number: str) -> str:
    """A number as it is compared: compact, and with letters that are misread for figures as those figures."""
    return compact(number).translate(TO_DIGITS)


def phone_key(text: str) -> str | None:
    figures = "".join(character for character in text if character.isdigit())
    return figures[-PHONE_END:] if SHORTEST_PHONE <= len(figures) <= 16 else None


def writings(proof: str, number: str) -> Iterator[str]:
    """How a page may print a number: a VAT id also without its country's letters."""
    figures = [character for character in number if character.isdigit()]
    if len(number) < SHORTEST_NUMBER or len(figures) < FEWEST_FIGURES or len(set(figures)) == 1:
        return
    yield number
    if proof == "vat_id" and re.fullmatch(r"[A-Z]{2}[0-9A-Z]{8,}", number):
        yield number[2:]


@cache
def name_keys(name: str) -> tuple[str, ...]:
    """A name as it is compared: folded, its letters and figures alone; and the same without its legal form."""
    form = names.legal_form(name)
    forms = [name] if form is None else [name, name.replace(form, " ", 1)]
    keys = ("".join(character for character in fold(one) if character.isalnum()) for one in forms)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= 2))


@cache
def vendor_table(target: str) -> VendorTable:
    """The table of a CSV file, a SQLite file or a database URL (`#TABLE` at the end names the table). Read once in a process.

    Raises TableError where it cannot be read, has no column for the name, or a row has no name.
    """
    place, _, wanted = target.partition("#")
    rows: Iterator[tuple[int, list[str]]]
    if is_database(place):
        headings, rows = _database(place, wanted)
    else:
        headings, rows = _csv(target)
    columns: list[Column | None] = [column_of(heading) for heading in headings]
    if Column.NAME not in columns and Column.ALIAS not in columns:
        there = f"its columns are {', '.join(' '.join(heading.split()) for heading in headings[:12])}" if headings else "it is empty"
        raise TableError(f"{_shown(target)}: no column is for the name; {there}", hint=COLUMNS_WANTED)
    vendors = [vendor for number, row in rows if (vendor := _vendor(columns, row, f"{_shown(target)}, row {number}")) is not None]
    if not vendors:
        raise TableError(f"{_shown(target)}: there is no vendor in it", hint="export the list again, with its rows")
    return VendorTable.of(vendors)


def _vendor(columns: Sequence[Column | None], row: Sequence[str], place: str) -> Vendor | None:
    """A row's vendor; None for an empty row."""
    cells: dict[Column, list[str]] = defaultdict(list)
    for column, cell in zip(columns, row, strict=False):
        if column is not None and cell.strip():
            cells[column].append(" ".join(cell.split(" ")).strip())
    if not cells:
        return None
    called = [*cells[Column.NAME], *(part.strip() for cell in cells[Column.ALIAS] for part in _SEVERAL.split(cell))]
    called = list(dict.fromkeys(name for name in called if name))
    if not called:
        raise TableError(f"{place}: the vendor has no name", hint="give each row a name, or take the row out")

    def numbers(column: Column) -> tuple[str, ...]:
        found = (compact(part) for cell in cells[column] for part in _SEVERAL_NUMBERS.split(cell))
        return tuple(dict.fromkeys(number for number in found if number))

    phones = tuple(part.strip() for cell in cells[Column.PHONE] for part in _SEVERAL_NUMBERS.split(cell) if part.strip())
    own_id = next(iter(cells[Column.ID]), None)
    return Vendor(
        own_id,
        tuple(called),
        numbers(Column.VAT_ID),
        numbers(Column.REGISTRATION),
        numbers(Column.IBAN),
        phones,
        ", ".join(cells[Column.ADDRESS]),
    )


def _csv(target: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        with open(target, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise TableError(f"{target}: cannot be read: {reason}", hint="name a CSV file, a SQLite file or a database URL") from error
    if len(content) > MOST_BYTES:
        raise TableError(f"{target}: more than {MOST_BYTES} bytes", hint="keep the vendors in a database")
    text = _decoded(content)
    if "\0" in text:
        raise TableError(f"{target}: this is no text", hint="name a CSV file, a SQLite file (.db) or a database URL")
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t|", key=lambda sign: (head.count(sign), sign == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)

    def rows() -> Iterator[tuple[int, list[str]]]:
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error as error:
            raise TableError(f"{target}, line {reader.line_num}: {error}", hint="save it as CSV again") from error

    lines = rows()
    headings = next((row for _, row in lines if any(cell.strip() for cell in row)), [])
    return headings, lines


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what spreadsheets of Western Europe save without being asked."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _database(target: str, wanted: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    import sqlalchemy as sa

    if "://" not in target and not os.path.isfile(target):
        raise TableError(f"{target}: cannot be read: there is no such file", hint="check the path")
    with connected(target, TableError) as (connection, shown), translated(shown, TableError):
        inspector = sa.inspect(connection)
        there = [*inspector.get_table_names(), *inspector.get_view_names()]
        table = wanted or next((name for name in TABLES if name in there), there[0] if len(there) == 1 else "")
        if table not in there:
            raise TableError(
                f"{shown}: there is no table {table or 'called vendors'}; there are {', '.join(there) or 'none'}",
                hint="name the table after a #: books.db#creditors",
            )
        headings = [str(column["name"]) for column in inspector.get_columns(table)]
        columns: list[sa.ColumnClause[Any]] = [sa.column(heading) for heading in headings]
        found: sa.CursorResult[Any] = connection.execute(sa.select(*columns).select_from(sa.table(table)))
        filled = [["" if cell is None else str(cell) for cell in row] for row in found]
    return headings, iter(enumerate(filled, 1))


def _shown(target: str) -> str:
    """The target as messages call it: a URL without its password."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", target)
