"""The HTTP face of the campaigns service: every route and the console, behind one gate."""

from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from services.campaigns.http import (
    accounts,
    adding,
    agents,
    agents_at_bolna,
    audit,
    calls,
    campaigns,
    contacts,
    do_not_call,
    dry_run,
    figures,
    imports,
    live,
    sessions,
    stories,
)
from services.campaigns.http.console import Console
from services.campaigns.http.documents import document
from services.campaigns.http.gate import Gate
from services.campaigns.http.parts import Parts
from services.campaigns.http.refused import answer_problems
from services.campaigns.interface.examples import with_examples
from shared.runtime.health import Health

SMALLEST_ZIPPED_BYTES = 1024

ROUTES = (
    dry_run,
    imports,
    adding,
    accounts,
    sessions,
    audit,
    agents_at_bolna,
    agents,
    contacts,
    do_not_call,
    figures,
    live,
    campaigns,
    calls,
    stories,
)
"""Every route; of two that match a path the earlier answers."""


def make_app(parts: Parts, health: Health, version: str) -> ASGIApp:
    """Return the application. `version` stands in its OpenAPI document."""
    app = _routed(version)
    app.state.parts = parts
    app.router.routes.extend(health.routes())
    app.router.default = Console(app.router.default)
    answer_problems(app)
    told = described(version)
    app.openapi = lambda: told  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_ZIPPED_BYTES)
    return Gate(app)


def described(version: str) -> dict[str, Any]:
    """Return the OpenAPI document, with an example for everything that is sent and answered."""
    return with_examples(document(_routed(version)))


def _routed(version: str) -> FastAPI:
    app = FastAPI(
        title="Call Campaigns",
        summary="Outbound calling campaigns for AI voice agents",
        version=version,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # of paths, in which numbers stand; see the gate
    )
    for routes in ROUTES:
        app.include_router(routes.router)
    return app
