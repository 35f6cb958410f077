"""The HTTP API: the same work and the same JSON as the command line (docs/http-api.md)."""

from extractor.web.app import create_app

__all__ = ["create_app"]
