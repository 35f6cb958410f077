"""Uploads are counted while they arrive: what is larger than allowed is refused before it fills memory or disk."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from extractor.web.errors import ApiError, error_response

OVERHEAD = 65_536  # bytes of a form around its file: boundaries, heads, options


class BoundedRoute(APIRoute):
    """A route whose requests may be no larger than the service's limit on files."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            limit = request.app.state.workers.limits.bytes
            refusal = ApiError(413, "limit_exceeded", f"the file has more than the {limit} bytes that are allowed")
            declared = request.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > limit + OVERHEAD:
                return error_response(refusal.status_code, refusal.code, refusal.message)
            received = 0
            receive = request.receive

            async def counted() -> Message:
                nonlocal received
                message = await receive()
                received += len(message.get("body", b""))
                if received > limit + OVERHEAD:
                    raise refusal
                return message

            return await handle(Request(request.scope, counted))

        return bounded
