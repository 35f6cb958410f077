"""Invoices, receipts, tickets and forms to validated records.

    from pathlib import Path
    from extractor import extract

    result = extract(Path("invoice.pdf"))
    result.status, result.record.gross_total, result.fields["gross_total"].box

Importing this package loads this file alone: each name below is fetched from its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import Candidate as Candidate
    from extractor.document import Document as Document
    from extractor.document import FieldValue as FieldValue
    from extractor.document import Issue as Issue
    from extractor.document import Limits as Limits
    from extractor.document import Line as Line
    from extractor.document import Page as Page
    from extractor.document import Reading as Reading
    from extractor.document import Region as Region
    from extractor.document import Severity as Severity
    from extractor.document import Word as Word
    from extractor.errors import DamagedInput as DamagedInput
    from extractor.errors import EmptyInput as EmptyInput
    from extractor.errors import EngineError as EngineError
    from extractor.errors import ExtractorError as ExtractorError
    from extractor.errors import InputError as InputError
    from extractor.errors import InputNotFound as InputNotFound
    from extractor.errors import LimitExceeded as LimitExceeded
    from extractor.errors import OutputError as OutputError
    from extractor.errors import PasswordNeeded as PasswordNeeded
    from extractor.errors import ProcessingError as ProcessingError
    from extractor.errors import SchemaError as SchemaError
    from extractor.errors import ScorerError as ScorerError
    from extractor.errors import TableError as TableError
    from extractor.errors import TemplateError as TemplateError
    from extractor.errors import TimeLimitExceeded as TimeLimitExceeded
    from extractor.errors import UnsupportedInput as UnsupportedInput
    from extractor.geometry import Box as Box
    from extractor.pipeline import Options as Options
    from extractor.pipeline import extract as extract
    from extractor.pipeline import extract_each as extract_each
    from extractor.pipeline import read as read
    from extractor.results import Extraction as Extraction
    from extractor.results import Failure as Failure
    from extractor.results import Status as Status
    from extractor.results import VendorMatch as VendorMatch
    from extractor.schemas.form import Form as Form
    from extractor.schemas.invoice import Invoice as Invoice
    from extractor.schemas.receipt import Receipt as Receipt
    from extractor.schemas.record import Address as Address
    from extractor.schemas.record import AddressText as AddressText
    from extractor.schemas.record import Bic as Bic
    from extractor.schemas.record import CardDigits as CardDigits
    from extractor.schemas.record import Country as Country
    from extractor.schemas.record import Currency as Currency
    from extractor.schemas.record import Email as Email
    from extractor.schemas.record import Iban as Iban
    from extractor.schemas.record import Identifier as Identifier
    from extractor.schemas.record import Is as Is
    from extractor.schemas.record import Kind as Kind
    from extractor.schemas.record import Labels as Labels
    from extractor.schemas.record import Money as Money
    from extractor.schemas.record import Name as Name
    from extractor.schemas.record import NotAfter as NotAfter
    from extractor.schemas.record import Part as Part
    from extractor.schemas.record import Party as Party
    from extractor.schemas.record import Percent as Percent
    from extractor.schemas.record import Phone as Phone
    from extractor.schemas.record import Product as Product
    from extractor.schemas.record import Quantity as Quantity
    from extractor.schemas.record import Record as Record
    from extractor.schemas.record import Role as Role
    from extractor.schemas.record import Rows as Rows
    from extractor.schemas.record import Sum as Sum
    from extractor.schemas.record import Url as Url
    from extractor.schemas.record import VatId as VatId
    from extractor.schemas.ticket import Ticket as Ticket

__version__ = "0.1.0"

__all__ = [
    "Address",
    "AddressText",
    "Bic",
    "Box",
    "Candidate",
    "CardDigits",
    "Country",
    "Currency",
    "DamagedInput",
    "Document",
    "Email",
    "EmptyInput",
    "EngineError",
    "Extraction",
    "ExtractorError",
    "Failure",
    "FieldValue",
    "Form",
    "Iban",
    "Identifier",
    "InputError",
    "InputNotFound",
    "Invoice",
    "Is",
    "Issue",
    "Kind",
    "Labels",
    "LimitExceeded",
    "Limits",
    "Line",
    "Money",
    "Name",
    "NotAfter",
    "Options",
    "OutputError",
    "Page",
    "Part",
    "Party",
    "PasswordNeeded",
    "Percent",
    "Phone",
    "ProcessingError",
    "Product",
    "Quantity",
    "Reading",
    "Receipt",
    "Record",
    "Region",
    "Role",
    "Rows",
    "SchemaError",
    "ScorerError",
    "Severity",
    "Status",
    "Sum",
    "TableError",
    "TemplateError",
    "Ticket",
    "TimeLimitExceeded",
    "UnsupportedInput",
    "Url",
    "VatId",
    "VendorMatch",
    "Word",
    "__version__",
    "extract",
    "extract_each",
    "read",
]

# Where each name lives.
_HOMES = {
    "extractor.document": ("Candidate Document FieldValue Issue Limits Line Page Reading Region Severity Word"),
    "extractor.errors": (
        "DamagedInput EmptyInput EngineError ExtractorError InputError InputNotFound LimitExceeded OutputError "
        "PasswordNeeded ProcessingError SchemaError ScorerError TableError TemplateError TimeLimitExceeded UnsupportedInput"
    ),
    "extractor.geometry": "Box",
    "extractor.pipeline": "Options extract extract_each read",
    "extractor.results": "Extraction Failure Status VendorMatch",
    "extractor.schemas.form": "Form",
    "extractor.schemas.invoice": "Invoice",
    "extractor.schemas.receipt": "Receipt",
    "extractor.schemas.record": (
        "Address AddressText Bic CardDigits Country Currency Email Iban Identifier Is Kind Labels Money Name NotAfter Part Party "
        "Percent Phone Product Quantity Record Role Rows Sum Url VatId"
    ),
    "extractor.schemas.ticket": "Ticket",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
