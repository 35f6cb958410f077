"""One shape for every error: {"error": {"code", "message"}}, and the HTTP status of each code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

STATUS = {
    "empty_input": 422,
    "damaged_input": 422,
    "password_needed": 422,
    "unsupported_input": 415,
    "limit_exceeded": 413,
    "time_limit_exceeded": 504,
    "schema_error": 422,
    "template_error": 500,
    "table_error": 500,
    "engine_error": 503,
    "tesseract_missing": 503,
    "rapidocr_missing": 503,
    "language_missing": 503,
    "worker_crashed": 500,
    "processing_error": 500,
    "busy": 503,
}

# What a hint says to those who sit at the command line: an option, which here is a part of the form, and the command for a record.
_OPTION = re.compile(r"--([a-z][a-z-]*)(?: (fast|rapidocr|tesseract)\b)?")
_RUN = "extractor run"


class ErrorBody(BaseModel):
    code: str = Field(description="A stable word; docs/errors.md lists them all", examples=["unsupported_input"])
    message: str = Field(description="One sentence for people")


class ErrorAnswer(BaseModel):
    error: ErrorBody


class ApiError(HTTPException):
    """A refusal with its HTTP status. (An HTTPException, for FastAPI turns any other that arises while a form is read into 400.)"""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(status, message)
        self.code = code
        self.message = message


def misused(problem: Mapping[str, Any]) -> str:
    """What is wrong with a part of a form, in words for those who send it."""
    part = ".".join(str(step) for step in problem["loc"][1:])
    if part == "file":  # there is only one thing that it can be
        lacking = "is missing" if problem["type"] == "missing" else "is a text and no file"
        return f"file: {lacking}; send the document itself, as in curl -F file=@invoice.pdf"
    return f"{part}: {problem['msg']}"


def status_of(code: str) -> int:
    return STATUS.get(code, 422)


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": for_callers(message)}}, status, dict(headers or {}))


def for_callers(message: str) -> str:
    """A message whose hint, in parentheses at its end, says what to send instead of what to type."""
    said, mark, hint = message.rpartition(" (")
    if not hint.endswith(")"):
        return message
    return said + mark + _OPTION.sub(_part, hint).replace(_RUN, "POST /v1/extract")


def _part(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    return f"{name}={option[2]}" if option[2] else f"the part `{name}` of the form"


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for OpenAPI."""
    said = {
        404: "No such schema",
        413: "More bytes, pages or pixels than allowed",
        415: "The content is no kind of file that is read here",
        422: "The request is wrong, or the document is empty, damaged or asks for a password",
        500: "A fault in the program; the worker was replaced",
        503: "An OCR engine or language is missing, or too many requests are waiting",
        504: "The work took longer than allowed",
    }
    return {status: {"model": ErrorAnswer, "description": said[status]} for status in statuses}
