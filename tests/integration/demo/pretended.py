"""A system that only pretends: it answers as API and simulator do after all calls, save for what was planted."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from callctl.demo.parts import Part

LIMITS = {"user_active": 0, "user_limit": 6, "system_active": 0, "system_limit": 10}


@dataclass
class Pretended:
    """What it answers; a test breaks some of it before the demonstration looks. Keys of `calls` are campaign ids."""

    calls: dict[str, list[dict[str, Any]]]
    imports: dict[str, dict[str, Any]]
    placed: list[dict[str, str]]
    names: list[str]
    peaks: dict[str, Any] = field(default_factory=lambda: {"all": 10, "agents": {}})
    summary: dict[str, int] = field(
        default_factory=lambda: {
            "numbers_called_twice_count": 0,
            "numbers_live_twice_count": 0,
            "attempts_placed_twice_count": 0,
        }
    )
    status: str = "completed"
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    """Method, path and JSON body of each request, in order."""
    _made: dict[str, int] = field(default_factory=dict)

    def answer(self, method: str, path: str, body: Any) -> Any:
        """The JSON answer to a request."""
        self.asked.append((method, path, body))
        for pattern, answering in self._routes().items():
            if found := re.fullmatch(pattern, f"{method} {path}"):
                return answering(*found.groups())
        raise LookupError(f"{method} {path}")

    def _routes(self) -> dict[str, Callable[..., Any]]:
        return {
            "PUT /simulator/profile": dict,
            "GET /simulator/peaks": lambda: self.peaks,
            "GET /simulator/summary": lambda: self.summary,
            "GET /simulator/calls": lambda: {"calls": self.placed},
            "POST /v2/agent": lambda: {"agent_id": self._next("bolna-agent")},
            "POST /api/users": lambda: {"id": self._next("user"), "api_key": "cc_key"},
            r"PATCH /api/users/(.+)": lambda user: {"id": user},
            "POST /api/agents": lambda: {"id": self._next("agent")},
            "POST /api/campaigns/upload-csv": self._upload,
            "GET /api/settings/concurrency": lambda: LIMITS,
            r"GET /api/imports/(.+)": lambda one: self.imports[one],
            r"GET /api/campaigns/([^/]+)": self._campaign,
            r"GET /api/campaigns/(.+)/why": lambda _: {
                "state": "active",
                "reasons": [{"code": "provider_away", "message": "Bolna does not answer"}],
            },
            r"GET /api/campaigns/(.+)/calls": lambda one: {"items": self.calls[one], "next_cursor": None},
        }

    def _next(self, kind: str) -> str:
        self._made[kind] = self._made.get(kind, 0) + 1
        return f"{kind}-{self._made[kind]}"

    def _upload(self) -> Any:
        campaign = self._next("campaign")
        return {"campaign": {"id": campaign}, "import": {"id": campaign.replace("campaign", "import")}}

    def _campaign(self, campaign: str) -> Any:
        calls = self.calls[campaign]
        counters = {"total": len(calls)} | {
            name: sum(name in (call["outcome"], call["status"]) for call in calls)
            for name in {call["outcome"] or call["status"] for call in calls}
        }
        name = self.names[int(campaign.removeprefix("campaign-")) - 1]
        return {"id": campaign, "name": name, "status": self.status, "counters": counters}


def as_expected(parts: list[Part]) -> Pretended:
    """One that did everything right."""
    calls, imports, placed = {}, {}, []
    for position, part in enumerate(parts, start=1):
        outcomes = part.expected.outcomes
        calls[f"campaign-{position}"] = [
            {"phone_number": number, "status": "settled", "outcome": outcome} for number, outcome in outcomes.items()
        ]
        placed += [{"agent_id": f"bolna-agent-{position}", "number": number} for number in outcomes]
        errors = [
            {"row": it.row, "column": it.column, "code": it.code, "value": "x", "message": "why"}
            for it in sorted(part.expected.problems)
        ]
        imports[f"import-{position}"] = dict(part.expected.totals) | {"errors": errors, "errors_csv_url": None}
    return Pretended(calls, imports, placed, [part.user.campaign for part in parts])


@contextmanager
def answering(pretended: Pretended) -> Iterator[Mapping[str, Any]]:
    """Answers at an address of its own; yields the public line of a stack."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_json = self.headers.get("Content-Type") == "application/json"
            body = json.loads(sent) if is_json else None
            answer = json.dumps(pretended.answer(self.command, self.path.partition("?")[0], body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_PATCH = _answer  # noqa: N815  # the names that http.server calls

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield {"api": origin, "simulator": origin, "console": origin, "admin_key": "cc_admin"}
        finally:
            server.shutdown()
            thread.join()
