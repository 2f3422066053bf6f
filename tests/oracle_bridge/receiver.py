"""A receiver of webhooks on a socket of its own: it checks signatures and fails on demand."""

import base64
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Receiver:
    """What arrived, and the statuses to answer with: the next of `answers`, else 200."""

    def __init__(self) -> None:
        self.secret = ""
        self.answers: list[int] = []
        self.taken: list[dict] = []
        self.calls: list[dict[str, str]] = []
        self.url = ""

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        self.calls.append(headers)
        if not self.is_signed(headers, body):
            return 401
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.taken += json.loads(body)["events"]
        return status

    def is_signed(self, headers: dict[str, str], body: bytes) -> bool:
        """Verify as a stranger would, from the specification alone."""
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.digest(key, text, "sha256")).decode()
        return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")


@contextmanager
def listening() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receiver.answer(headers, body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
