"""A small honest Pulse: both dialects over a real socket, with the failures it is asked for."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qs, unquote, urlsplit

SILENCE = 0.6  # seconds, longer than the tests wait
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def profile(number: int, **more) -> dict:
    moment = BEGAN + timedelta(minutes=number)
    return {
        "id": f"p-{number}",
        "canonical_email": f"Person{number}@Example.com",
        "display_name": f"Person {_word(number)}",
        "phone_number": f"+9198{10_000_000 + number}",
        "company": "",
        "title": "Director",
        "tags": ["sea view"],
        "relationship_score": 60,
        "relationship_trend": "falling",
        "preferred_channel": "slack",
        "communication_frequency": "rare",
        "updated_at": moment.isoformat().replace("+00:00", "Z"),
    } | more


def _word(number: int) -> str:
    """Return a name of letters that no other number has."""
    text = ""
    while True:
        number, digit = divmod(number, 26)
        text = chr(97 + digit) + text
        if not number:
            return text.capitalize()


class PulseServer:
    """What the server holds and how often it fails; `failures` is a share of the requests."""

    def __init__(self, count: int = 0, failures: float = 0.0, silence: float = SILENCE) -> None:
        self.profiles = {f"p-{n}": profile(n) for n in range(count)}
        self.failures, self.silence = failures, silence
        self.dice = Random(7)  # noqa: S311 -- failures, no secrets
        self.requests = 0
        self.failed = 0
        self.enriched: dict[str, dict] = {}
        self.talks: dict[str, list[dict]] = {}
        self.answers: dict[str, int] = {}  # what is refused, by the id or address in the path
        self.url = ""

    def answer(self, method: str, path: str, query: dict[str, str], body: dict) -> tuple[int, dict]:
        about = unquote(path.split("/")[-2])
        if status := self.answers.get(about):
            return status, {"error": "refused"}
        if method == "POST":
            self.enriched[about] = body
            return 200, {"ok": True}
        if path.endswith("/interactions"):
            return 200, {"interactions": self.talks.get(about, [])}
        rows = sorted(self.profiles.values(), key=lambda row: (row["updated_at"], row["id"]))
        if since := query.get("modified_since"):
            rows = [row for row in rows if row["updated_at"].replace("Z", "+00:00") >= since]
        limit, offset = int(query.get("limit", 100)), int(query.get("offset", 0))
        page = rows[offset : offset + min(limit, 1000)]
        if path.startswith("/api/logos-vision/contacts"):
            return 200, {"contacts": page, "total": len(rows)}
        more = offset + len(page) < len(rows)
        return 200, {"data": page, "pagination": {"total": len(rows), "has_more": more}}

    def failure(self) -> int:
        """Return the status to fail with, 0 for a dead line, -2 for silence, -1 for no failure."""
        self.requests += 1
        if self.dice.random() >= self.failures:
            return -1
        self.failed += 1
        return self.dice.choice((429, 500, 503, 0, -2))

    @contextmanager
    def running(self) -> Iterator["PulseServer"]:
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("OfThisServer", (Handler,), {"pulse": self})
        )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Handler(BaseHTTPRequestHandler):
    pulse: PulseServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve(json.loads(self.rfile.read(length) or b"{}"))

    def _serve(self, body: dict) -> None:
        status = self.pulse.failure()
        if status == -2:
            time.sleep(self.pulse.silence)
        if status in (0, -2):  # the line goes dead
            self.close_connection = True
            self.connection.close()
            return
        if status > 0:
            self._send(status, {"error": "rate_limit_exceeded"})
            return
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._send(*self.pulse.answer(self.command, parts.path, query, body))

    def _send(self, status: int, body: dict) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if status == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """End without a word where the line is dead."""
        if not self.connection._closed:
            super().finish()
