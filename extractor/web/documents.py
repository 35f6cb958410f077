"""POST /v1/extract, /v1/extract-each and /v1/ocr: a file in, its record, its records or its words out."""

from __future__ import annotations

from dataclasses import dataclass, replace  # the library's own: routes look the types of their parameters up in its modules
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse

from extractor import catalog
from extractor.errors import SchemaError
from extractor.language import is_code
from extractor.pipeline import ACCEPT_ABOVE, Options
from extractor.web.answers import ExtractAnswer, ExtractEachAnswer, ReadAnswer
from extractor.web.errors import ApiError, described, error_response, status_of
from extractor.web.upload import BoundedRoute
from extractor.web.workers import Workers

router = APIRouter(route_class=BoundedRoute)

Document = Annotated[UploadFile, File(description="PDF, PNG, JPEG, WebP, BMP, GIF, TIFF or e-invoice XML; told by its content")]
Schema = Annotated[str, Form(alias="schema", description="A name from /v1/schemas, or auto", examples=["invoice"])]
Engine = Annotated[str, Form(description="What reads pictures: auto, fast, rapidocr or tesseract")]
PageOnly = Annotated[bool, Form(description="Ignore embedded XML and the values of PDF form fields")]
ForceOcr = Annotated[bool, Form(description="Read the page's picture even where there is a text layer")]
Language = Annotated[str | None, Form(description="The document's language (en, de ...); without it the page tells", max_length=8)]
Password = Annotated[str | None, Form(description="For an encrypted PDF", max_length=1024)]
AcceptAbove = Annotated[float, Form(ge=0, le=1, description="Confidence from which a record may be accepted unseen")]

ENGINES = ("auto", "fast", "rapidocr", "tesseract")
READING_PARTS = ("file", "engine", "force_ocr", "language", "password")
EXTRACTING_PARTS = (*READING_PARTS, "schema", "page_only", "accept_above")


class OnlyParts:
    """Refuses a form with a part that is not known, or with one twice: an option misspelt would else be passed over in silence, and of
    two documents one."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known

    async def __call__(self, request: Request) -> None:
        names = [name for name, _ in (await request.form()).multi_items()]
        for name in dict.fromkeys(names):
            if name not in self.known:
                raise ApiError(422, "bad_request", f"there is no part {name!r}; known are {', '.join(self.known)}")
            if names.count(name) > 1:
                raise ApiError(422, "bad_request", f"{name}: is there {names.count(name)} times; send one document a request")


@dataclass(frozen=True, slots=True)
class Reading:
    """The options that both routes take."""

    engine: Engine = "auto"
    force_ocr: ForceOcr = False
    language: Language = None
    password: Password = None

    def options(self, name: str) -> Options:
        if self.engine not in ENGINES:  # an engine by path would open files of the server
            raise ApiError(422, "unknown_engine", f"there is no OCR engine {self.engine!r}; known are {', '.join(ENGINES)}")
        if self.language is not None and not is_code(self.language):
            raise ApiError(422, "bad_request", f"language: {self.language!r} is no code of a language (ISO 639-1: en, de, fr ...)")
        return Options(name=name, engine=self.engine, force_ocr=self.force_ocr, language=self.language, password=self.password)


@dataclass(frozen=True, slots=True)
class Extracting:
    """The options that only extracting takes."""

    schema_name: Schema = catalog.AUTO
    page_only: PageOnly = False
    accept_above: AcceptAbove = ACCEPT_ABOVE

    def options(self, reading: Options, workers: Workers) -> Options:
        # By name alone: a reference would import the server's modules.
        if self.schema_name != catalog.AUTO and self.schema_name not in catalog.schemas():
            raise ApiError(404, SchemaError.code, f"there is no schema {self.schema_name!r}; /v1/schemas lists them")
        options = replace(reading, schema=self.schema_name, page_only=self.page_only, accept_above=self.accept_above)
        return replace(options, templates=workers.templates, vendors=workers.vendors)


REFUSALS = described(413, 415, 422, 500, 503, 504)


extracting_only = [Depends(OnlyParts(EXTRACTING_PARTS))]
reading_only = [Depends(OnlyParts(READING_PARTS))]
REFUSED_RECORD = REFUSALS | described(404)


@router.post(
    "/extract", summary="A document's record", responses=REFUSED_RECORD, response_model=ExtractAnswer, dependencies=extracting_only
)
async def extract(
    request: Request, file: Document, reading: Annotated[Reading, Depends()], extracting: Annotated[Extracting, Depends()]
) -> JSONResponse:
    """The same object that `extractor run` prints; a document that cannot be read is answered with its error instead.

    Of several documents on one scan it is the first, and says so: /v1/extract-each gives them all."""
    workers: Workers = request.app.state.workers
    answer = await workers.extract(await file.read(), extracting.options(reading.options(_name(file)), workers))
    return _refused(answer) or JSONResponse(answer)


@router.post(
    "/extract-each",
    summary="The records of all documents",
    responses=REFUSED_RECORD,
    response_model=ExtractEachAnswer,
    dependencies=extracting_only,
)
async def extract_each(
    request: Request, file: Document, reading: Annotated[Reading, Depends()], extracting: Annotated[Extracting, Depends()]
) -> JSONResponse:
    """The objects that `extractor run` prints for a file: one for most, one for each of the documents that lie on one scan."""
    workers: Workers = request.app.state.workers
    answers = await workers.extract_each(await file.read(), extracting.options(reading.options(_name(file)), workers))
    return (_refused(answers[0]) if len(answers) == 1 else None) or JSONResponse({"documents": answers})


@router.post("/ocr", summary="A document's words", responses=REFUSALS, response_model=ReadAnswer, dependencies=reading_only)
async def ocr(request: Request, file: Document, reading: Annotated[Reading, Depends()]) -> JSONResponse:
    """The same object that `extractor read --format jsonl` prints."""
    workers: Workers = request.app.state.workers
    answer: dict[str, Any] = await workers.read(await file.read(), reading.options(_name(file)))
    return JSONResponse(answer)


def _refused(answer: dict[str, Any]) -> JSONResponse | None:
    """The answer to a file that cannot be read."""
    error = answer["error"]
    return None if error is None else error_response(status_of(error["code"]), error["code"], error["message"])


def _name(file: UploadFile) -> str:
    """What the answer calls the document: the name that it was sent under, without folders or signs that steer a terminal."""
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:255] or "upload"
