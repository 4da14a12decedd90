"""The HTTP face of the campaigns service: every route, behind one gate."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from services.campaigns.http import (
    accounts,
    adding,
    agents,
    audit,
    calls,
    campaigns,
    figures,
    imports,
    live,
    sessions,
)
from services.campaigns.http.documents import document
from services.campaigns.http.gate import Gate
from services.campaigns.http.parts import Parts
from services.campaigns.http.refused import answer_problems
from shared.runtime.health import Health

SMALLEST_ZIPPED_BYTES = 1024


def make_app(parts: Parts, health: Health, version: str) -> ASGIApp:
    """Return the application. `version` stands in its OpenAPI document."""
    app = FastAPI(
        title="Call Campaigns",
        summary="Outbound calling campaigns for AI voice agents",
        version=version,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = parts
    for routes in (
        imports,
        adding,
        accounts,
        sessions,
        audit,
        agents,
        figures,
        live,
        campaigns,
        calls,
    ):
        app.include_router(routes.router)
    app.router.routes.extend(health.routes())
    answer_problems(app)
    described = document(app)
    app.openapi = lambda: described  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_ZIPPED_BYTES)
    return Gate(app)
