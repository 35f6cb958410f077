"""The shapes of the answers, for OpenAPI: what docs/command-line.md describes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from extractor.web.errors import ErrorBody

Box = tuple[float, float, float, float]


class Alternative(BaseModel):
    value: Any
    text: str = Field(description="As read")
    page: int | None
    box: Box | None = Field(description="left, top, right, bottom, as fractions of the page")
    confidence: float
    source: str
    evidence: str


class FieldAnswer(Alternative):
    alternatives: list[Alternative] = Field(description="The runners-up")
    repaired: bool = Field(default=False, description="A misread character was mended, by proof")


class IssueAnswer(BaseModel):
    code: str
    severity: Literal["error", "warning", "info"]
    fields: list[str]
    message: str


class VendorAnswer(BaseModel):
    id: str | None
    name: str = Field(description="As it is on file")
    score: float = Field(description="How like the printed name is, 0 to 1")
    proof: list[Literal["vat_id", "registration", "iban", "phone"]] = Field(description="Its numbers that stand on the page")


class DocumentAnswer(BaseModel):
    source: str = Field(description="The file's name; of several documents on a scan each has # and its number behind it")
    pages: int
    schema_name: str | None = Field(alias="schema")
    status: Literal["accepted", "review", "failed"]
    record: dict[str, Any] | None = Field(description="As the schema says; /v1/schemas/NAME is its JSON Schema")
    fields: dict[str, FieldAnswer]
    issues: list[IssueAnswer]
    error: ErrorBody | None = None
    vendor: VendorAnswer | None = Field(default=None, description="The known vendor it comes from; the server's --vendors names them")
    repeats: None = None
    sha256: str | None = Field(default=None, description="Of the bytes sent")
    timings: dict[str, float] = Field(description="Seconds by stage")


class ExtractAnswer(DocumentAnswer):
    schema_name: str = Field(alias="schema")
    status: Literal["accepted", "review"]
    record: dict[str, Any] = Field(description="As the schema says; /v1/schemas/NAME is its JSON Schema")
    error: None = None


class ExtractEachAnswer(BaseModel):
    documents: list[DocumentAnswer] = Field(description="One for most files; of several documents on one scan each, in reading order")


class WordAnswer(BaseModel):
    text: str
    box: Box
    confidence: float


class PageAnswer(BaseModel):
    page: int
    width: float = Field(description="Points")
    height: float
    engine: str
    language: str | None
    words: list[WordAnswer]
    text: str


class ReadAnswer(BaseModel):
    source: str
    pages: list[PageAnswer]
    text: str
    error: None = None


class Health(BaseModel):
    status: Literal["ok"] = "ok"
    version: str
    workers: int


class SchemaAnswer(BaseModel):
    name: str
    description: str
