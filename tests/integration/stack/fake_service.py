"""A service's process as the supervisor sees one: `python fake_service.py SERVICE ROLE`.

It is ready at once; the first worker of a service to get hold of FAKE_LEASES/SERVICE leads, the others wait for it. It
tells its environment at /health/live. FAKE_TROUBLE holds JSON by service: `{"exits": 2, "says": "…"}` ends it at once,
`{"deaf": true}` makes it ignore SIGTERM, `{"leaves": FILE}` has it start a child of its own whose pid goes to FILE.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Health(BaseHTTPRequestHandler):
    """Answers what every service answers, and more."""

    leading = False

    def do_GET(self) -> None:
        body = json.dumps(
            {"pid": os.getpid(), "leading": Health.leading, "environment": dict(os.environ)},
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def lead_when_free(service: str) -> None:
    lease = (Path(os.environ["FAKE_LEASES"]) / service).open("w")
    fcntl.flock(lease, fcntl.LOCK_EX)
    Health.leading = True
    threading.Event().wait()


def main(service: str, role: str) -> None:
    trouble = json.loads(os.environ.get("FAKE_TROUBLE", "{}")).get(service, {})
    if "exits" in trouble:
        sys.stderr.write(trouble["says"])
        sys.exit(trouble["exits"])
    if "deaf" in trouble:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "leaves" in trouble:
        left = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        Path(trouble["leaves"]).write_text(str(left.pid), "ascii")
    if role == "worker":
        threading.Thread(target=lead_when_free, args=[service], daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["HTTP_PORT"])), Health).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
