"""The HTTP app: every route, its limits and its errors."""

from __future__ import annotations

from fastapi import FastAPI

import assistant
from assistant.rest import (
    ask,
    chat_completions,
    documents,
    embeddings,
    errors,
    health,
    me,
    members,
    models,
    passages,
    redact,
    restore,
    search,
    subjects,
    summaries,
    workspaces,
)
from assistant.rest.access import RateLimit, Who
from assistant.rest.edge import Edge
from assistant.settings import Settings
from assistant.shapes import Json
from assistant.wiring import Wiring

# A multipart body is larger than its files: boundaries and part headers.
_MULTIPART_BYTES = 64 * 2**10


def create_app(wiring: Wiring, settings: Settings) -> FastAPI:
    """Make the app over the parts of an installation. Whoever made the wiring closes it.

    No page of documentation is served (it would load its scripts from a CDN); `/openapi.json` needs a key, as all but
    `/health` and `/ready` do.
    """
    app = FastAPI(
        title="On-prem assistant",
        version=assistant.version(),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.wiring = wiring
    app.state.rate_limit = RateLimit(settings.requests_per_minute)
    errors.install(app)
    for noun in (
        health,
        me,
        ask,
        search,
        documents,
        passages,
        summaries,
        subjects,
        redact,
        restore,
        workspaces,
        members,
        chat_completions,
        embeddings,
        models,
    ):
        app.include_router(noun.router)

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(who: Who) -> Json:
        return app.openapi()

    uploads = settings.max_upload_bytes + settings.max_upload_files * _MULTIPART_BYTES
    app.add_middleware(Edge, limit=settings.max_body_bytes, limits={"/v1/documents": uploads})
    return app
