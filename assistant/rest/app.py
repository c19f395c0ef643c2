"""The HTTP app: every route, its limits and its errors."""

from __future__ import annotations

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI

import assistant
from assistant.metrics import Metrics
from assistant.rest import (
    ask,
    audit,
    chat_completions,
    documents,
    embeddings,
    errors,
    health,
    me,
    members,
    metrics,
    models,
    openapi,
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
from assistant.rest.parameters import known_parameters
from assistant.rest.places import Places, place
from assistant.rest.watching import Watching
from assistant.settings import Settings
from assistant.shapes import Json
from assistant.wiring import Wiring

# A multipart body is larger than its files: boundaries and part headers.
_MULTIPART_BYTES = 64 * 2**10


WRITING = (ask, chat_completions, summaries)
"""What takes long: only so many at once, see `places`."""

INGESTING = 4
"""Uploads that hold a thread; of one workspace one writes and the others wait."""

LENIENT = (health, chat_completions, embeddings, models)
"""What probes and OpenAI's clients ask, with whatever parameters they like."""


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
    app.state.places = Places(settings.answers_at_once or settings.cores, settings.answers_waiting)
    app.state.metrics = Metrics()
    app.state.ingesting = CapacityLimiter(INGESTING)
    errors.install(app)
    for noun in (
        health,
        metrics,
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
        audit,
        chat_completions,
        embeddings,
        models,
    ):
        limits = [place] if noun in WRITING else []
        checks = [] if noun in LENIENT else [known_parameters]
        app.include_router(noun.router, dependencies=[Depends(each) for each in (*limits, *checks)])

    openapi.install(app)

    @app.get("/openapi.json", include_in_schema=False)
    def document(who: Who) -> Json:
        return app.openapi()

    uploads = settings.max_upload_bytes + settings.max_upload_files * _MULTIPART_BYTES
    app.add_middleware(
        Edge, limit=settings.max_body_bytes, limits={"/v1/documents": uploads}, secure=bool(settings.tls_certificate)
    )
    app.add_middleware(Watching, metrics=app.state.metrics, log=settings.access_log)
    return app
