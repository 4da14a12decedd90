"""The console's pages: what `npm run build` left in console/dist, or a page that says how to build it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

BUILT = Path(__file__).resolve().parents[3] / "console" / "dist"
OTHERS = ("api", "health", "metrics")
"""First parts of paths under which no page of the console is."""
READING = frozenset({"GET", "HEAD"})
ASSETS = "assets"
"""The folder of the files whose names change with their content."""
ENCODINGS: Mapping[str, str] = MappingProxyType({"br": ".br", "gzip": ".gz"})
"""In the order of preference: a file's compressed twin by the name of its encoding."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Styles may stand in the page: dialogs and charts write their measures into style elements."""
PAGE: Mapping[str, str] = MappingProxyType({"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})
HASHED: Mapping[str, str] = MappingProxyType({"Cache-Control": "public, max-age=31536000, immutable"})
NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Call Campaigns</title></head>
<body><main><h1>The console is not built</h1>
<p>Install Node 20.19 or newer, then run <code>make setup</code> in the project's folder and load this page again.</p>
<p>The HTTP API works without it: <a href="/api/openapi.json">its description</a>.</p></main></body></html>
"""


class Console:
    """Answers what no route does: a file of the console, else its page, which finds out itself what to show.

    Paths of the API, and requests that do not read, go to `otherwise`.
    """

    def __init__(self, otherwise: ASGIApp, folder: Path = BUILT) -> None:
        self._otherwise = otherwise
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        first, _, rest = scope["path"].lstrip("/").partition("/")
        if scope["type"] != "http" or scope["method"] not in READING or first in OTHERS:
            await self._otherwise(scope, receive, send)
            return
        accepted = Headers(scope=scope).get("accept-encoding", "")
        answer = await asyncio.to_thread(self._answer, first, rest, accepted)
        await (answer or self._otherwise)(scope, receive, send)

    def _answer(self, first: str, rest: str, accepted: str) -> Response | None:
        """Return the answer; None for a file of another build, which the page must not stand in for."""
        asked = self._file(f"{first}/{rest}" if rest else first)
        if asked is not None:
            return _sent(asked, HASHED if first == ASSETS else PAGE, accepted)
        if first == ASSETS:
            return None
        index = self._file("index.html")
        return HTMLResponse(NOT_BUILT, 503, PAGE) if index is None else _sent(index, PAGE, accepted)

    def _file(self, path: str) -> Path | None:
        """Return a file of the build; None where there is none, or the path leads out of the folder."""
        if not path or "\0" in path:
            return None
        found = (self._folder / path).resolve()
        return found if found.is_relative_to(self._folder.resolve()) and found.is_file() else None


def _sent(file: Path, headers: Mapping[str, str], accepted: str) -> Response:
    offered = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    plain = FileResponse(file)
    said = {**headers, "Vary": "Accept-Encoding"}
    for encoding, ending in ENCODINGS.items():
        twin = file.with_name(file.name + ending)
        if encoding in offered and twin.is_file():
            return FileResponse(twin, headers={**said, "Content-Encoding": encoding}, media_type=plain.media_type)
    return FileResponse(file, headers=said)
