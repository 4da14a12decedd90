"""What is missing of a setup is named, with what to do."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from callctl import examining
from callctl.examining import examine
from callctl.finding import Finding
from callctl.reaching import Setup
from tests.infrastructure import free_port

NOWHERE = Path("/nowhere")


class Stranger(BaseHTTPRequestHandler):
    """Somebody else's server: it takes everything."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def stranger() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def found(**environ: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(Setup(NOWHERE, environ))}


def test_where_no_service_runs_each_is_named_with_how_to_start_it(
    database: str, nats_url: str, stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "ANSWER_SECONDS", 0.2)
    nobody = f"http://127.0.0.1:{free_port()}"

    told = found(DATABASE_URL=database, NATS_URL=nats_url, API_URL=nobody, ADMIN_API_KEY="cc_x", PUBLIC_URL=stranger)

    assert {name for name, one in told.items() if one.good} >= {"database", "clock", "schema of dialer", "NATS"}
    assert "start `python -m services.dialer.main worker`" in told["workers of dialer"].found
    assert "a leading worker of dialer makes it" in told["stream DIALER"].found
    assert "Start an HTTP face of campaigns" in told["API"].found
    assert "answers 200, and the webhooks service would not" in told["webhooks"].found


def test_where_the_servers_are_away_it_says_which_variable_to_mend() -> None:
    nowhere = f"127.0.0.1:{free_port()}"

    told = found(
        DATABASE_URL=f"postgresql://a:b@{nowhere}/c", NATS_URL=f"http://{nowhere}", PUBLIC_URL=f"http://{nowhere}"
    )

    assert "mend DATABASE_URL" in told["database"].found
    assert "NATS_URL is wrong" in told["NATS"].found
    assert "API_URL is not set" in told["API"].found
    assert "let PUBLIC_URL be its address" in told["webhooks"].found
    assert not any(one.good for one in told.values())
