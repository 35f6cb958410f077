"""The application: routers, the pool that works for them, and one shape for every error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from extractor import __version__
from extractor.document import Limits
from extractor.errors import ExtractorError
from extractor.web import catalogue, documents
from extractor.web.errors import ApiError, error_response, misused, status_of
from extractor.web.workers import Extract, ExtractEach, Read, Workers, extract_each_json, extract_json, read_json

API_LIMITS = Limits(bytes=50_000_000, pages=100, seconds=120.0)  # for callers who wait; a command line may ask for more

DESCRIPTION = """Documents in, validated records out: each value with its box on the page, its confidence and its reason.
Nothing that is sent is kept."""


def create_app(
    *,
    limits: Limits = API_LIMITS,
    templates: tuple[Path, ...] = (),
    vendors: str | None = None,
    jobs: int = 1,
    extract: Extract = extract_json,
    extract_each: ExtractEach = extract_each_json,
    read: Read = read_json,
) -> FastAPI:
    """The application. `jobs` worker processes do the work; `extract`, `extract_each` and `read` are what they run
    (module-level functions, for they travel by name)."""
    workers = Workers(jobs, limits, templates, extract, extract_each, read, vendors)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with workers:
            yield

    # The page is ours and asks for nothing from elsewhere: FastAPI's own would fetch its scripts from another host.
    app = FastAPI(title="extractor", version=__version__, description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None)
    page = files("extractor.web").joinpath("page.html").read_text(encoding="utf-8")
    app.state.workers = workers
    app.include_router(documents.router, prefix="/v1", tags=["documents"])
    app.include_router(catalogue.router, prefix="/v1", tags=["service"])

    @app.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/docs")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page, headers={"content-security-policy": "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"})

    @app.exception_handler(ApiError)
    async def api_error(_: Request, error: ApiError) -> JSONResponse:
        return error_response(error.status_code, error.code, error.message)

    @app.exception_handler(ExtractorError)
    async def extractor_error(_: Request, error: ExtractorError) -> JSONResponse:
        return error_response(status_of(error.code), error.code, str(error))

    @app.exception_handler(RequestValidationError)
    async def bad_request(_: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(422, "bad_request", "; ".join(misused(problem) for problem in error.errors()))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request")
        said = {
            404: f"there is nothing at {request.url.path}; /docs lists what there is",
            405: f"{request.url.path} does not take {request.method}; /docs lists what there is",
        }.get(error.status_code, str(error.detail))
        return error_response(error.status_code, code, said, error.headers)

    return app
