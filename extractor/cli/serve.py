"""`extractor serve`: the same work over HTTP."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from extractor.cli import common
from extractor.cli.common import Chosen, note, reported

Host = Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen. The default can be reached from this machine alone.")]
Port = Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port.")]
Workers = Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Worker processes. Without it: one a core.")]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@reported
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    jobs: Workers = None,
    max_pages: common.MaxPages = None,
    max_bytes: common.MaxBytes = None,
    max_pixels: common.MaxPixels = None,
    time_limit: common.TimeLimit = None,
    template: common.Template = None,
    vendors: common.Vendors = None,
) -> None:
    """Serve the HTTP API (docs/http-api.md); /docs describes it."""
    import uvicorn

    from extractor import batch, catalog
    from extractor.vendors import vendor_table
    from extractor.web import create_app

    options = Chosen(
        template=template, vendors=vendors, max_pages=max_pages, max_bytes=max_bytes, max_pixels=max_pixels, time_limit=time_limit
    ).options()
    if options.vendors:
        vendor_table(options.vendors)  # a table or template that cannot be read ends the command, not each request
    catalog.templates(options.templates)
    _try_to_listen(host, port)
    if host not in LOOPBACK:
        note(f"warning: {host} can be reached by others, and there is no password: put a proxy that asks for one in front")
    app = create_app(limits=options.limits, templates=options.templates, vendors=options.vendors, jobs=jobs or batch.cores())
    uvicorn.run(app, host=host, port=port, log_level="info")


def _try_to_listen(host: str, port: int) -> None:
    """An address that is taken or none of ours is a mistake in the command, told before the server starts."""
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        # Python adds the address to the system's words a second time.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or error
        raise typer.BadParameter(f"{host}, port {port}: {reason}", param_hint="--host/--port") from error
