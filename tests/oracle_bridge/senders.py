"""Sentinel and Catalyst as they are: machines that send in batches through a line that fails.

They speak our REST contract over real sockets. Between them and the product stands a line that
at random answers 503 or 429 by itself, goes dead before a request is delivered, or, worse, after:
then the sender cannot know, and sends again with the same Idempotency-Key.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import urlsplit

MOST_TRIES = 40


class Line:
    """A line to `target` that fails at random; it counts what it delivered twice or lost."""

    def __init__(self, target: str, failures: float) -> None:
        self.target = urlsplit(target)
        self.failures = failures
        self.dice = Random(11)  # noqa: S311 -- failures, no secrets
        self.failed = 0
        self.unknown = 0
        self.url = ""

    def fate(self) -> str:
        if self.dice.random() >= self.failures:
            return "through"
        self.failed += 1
        return self.dice.choice(("503", "429", "before", "after", "after"))

    @contextmanager
    def open(self) -> Iterator["Line"]:
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("OfThisLine", (Carrier,), {"line": self})
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


class Carrier(BaseHTTPRequestHandler):
    line: Line

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fate = self.line.fate()
        if fate in ("503", "429"):
            self._answer(int(fate), b"{}")
        elif fate != "before":
            status, answer = self._deliver(body)
            if fate == "through":
                self._answer(status, answer)
            else:
                self.line.unknown += 1

    def _deliver(self, body: bytes) -> tuple[int, bytes]:
        link = HTTPConnection(str(self.line.target.hostname), self.line.target.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        link.request("POST", self.path, body, headers)
        answer = link.getresponse()
        found = answer.status, answer.read()
        link.close()
        return found

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        """Say nothing."""


class Sender:
    """A machine with a token: it sends a batch until somebody answered that it arrived."""

    def __init__(self, url: str, token: str, path: str) -> None:
        self.address, self.token, self.path = urlsplit(url), token, path
        self.tries = 0

    def send(self, items: list[dict]) -> list[dict]:
        """Return the outcomes of a batch."""
        key, body = str(uuid.uuid4()), json.dumps({"items": items}).encode()
        for _ in range(MOST_TRIES):
            self.tries += 1
            try:
                status, answer = self._once(key, body)
            except (OSError, HTTPException):
                continue  # did it arrive? the key makes asking again harmless
            if status == 200:
                return json.loads(answer)["results"]
            if status < 423:
                raise AssertionError(f"{self.path} refused: {status} {answer[:300]!r}")
        raise AssertionError("the line never worked")

    def _once(self, key: str, body: bytes) -> tuple[int, bytes]:
        link = HTTPConnection(str(self.address.hostname), self.address.port, timeout=30)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            link.request("POST", self.path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()
