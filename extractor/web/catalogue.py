"""GET /v1/health and GET /v1/schemas."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from extractor import __version__, catalog
from extractor.errors import SchemaError
from extractor.web.answers import Health, SchemaAnswer
from extractor.web.errors import ApiError, described

router = APIRouter()


@router.get("/health", summary="Whether the service is up")
async def health(request: Request) -> Health:
    return Health(version=__version__, workers=request.app.state.workers.jobs)


@router.get("/schemas", summary="The document types")
async def schemas() -> list[SchemaAnswer]:
    names = sorted(catalog.schemas())
    docs = [(catalog.schema(name).__doc__ or "").strip().splitlines() for name in names]
    return [SchemaAnswer(name=name, description=said[0] if said else "") for name, said in zip(names, docs, strict=True)]


@router.get("/schemas/{name}", summary="A document type as JSON Schema", responses=described(404))
async def schema(name: str) -> dict[str, Any]:
    if name not in catalog.schemas():
        raise ApiError(404, SchemaError.code, f"there is no schema {name!r}; /v1/schemas lists them")
    return catalog.schema(name).model_json_schema(mode="serialization")
