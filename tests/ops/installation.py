"""The product as it runs on a server, in processes of its own on the database of a test."""

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from django.db import connection

from ops.embedded.cluster import PROJECT
from ops.embedded.processes import last_lines, leash, wait_until

PATIENCE = 60  # seconds; a busy machine starts Django slowly
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
DECODERS = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
QUIET = ("--without-mingle", "--without-gossip", "--without-heartbeat", "--concurrency", "1")


class Reports(BaseHTTPRequestHandler):
    """Takes error reports as Sentry does: an envelope is lines of JSON."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = DECODERS[self.headers["Content-Encoding"]](body)
        lines = [json.loads(line) for line in body.splitlines() if line.startswith(b"{")]
        self.server.kept.extend(line for line in lines if "exception" in line)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Installation:
    """A web server, a worker, a proxy where nginx is there, and what takes the error reports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.door = bound()
        self.shared = [bound() for _ in range(3)]  # those of the proxy
        self.web, self.proxy = port_of(self.door), port_of(self.shared[0])
        self.sink = ThreadingHTTPServer(("127.0.0.1", 0), Reports)
        self.sink.kept = []  # type: ignore[attr-defined]
        self.running: list[subprocess.Popen[bytes]] = []

    @property
    def reports(self) -> list[dict]:
        return self.sink.kept  # type: ignore[attr-defined]

    @contextmanager
    def running_all(self) -> Iterator["Installation"]:
        threading.Thread(target=self.sink.serve_forever, daemon=True).start()
        try:
            self.start("web", *self.gunicorn(), door=self.door)
            self.start(
                "worker", sys.executable, "-m", "celery", "-A", "velocity_crm", "worker", *QUIET
            )
            if NGINX:
                self.start("proxy", NGINX, "-c", str(self.nginx()), "-g", "daemon off;")
            doors = [self.web, *([self.proxy] if NGINX else [])]
            assert wait_until(lambda: all(map(self.answers, doors)), PATIENCE), self.said("web")
            yield self
        finally:
            self.stop()

    def start(self, name: str, *command: str, door: socket.socket | None = None) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 -- our own programs
                command, cwd=PROJECT, env=self.environment(), stdout=log, stderr=log,
                pass_fds=() if door is None else (door.fileno(),),
                preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 -- nothing is held across the fork
            )  # fmt: skip
        self.running.append(process)

    def stop(self) -> None:
        for process in self.running:
            process.send_signal(signal.SIGQUIT)  # at once, for all three
        for process in self.running:
            process.wait(PATIENCE)
        for door in (self.door, *self.shared):
            door.close()
        self.sink.shutdown()
        self.sink.server_close()

    def environment(self) -> dict[str, str]:
        """The environment of production where it can be: JSON lines, reports, metrics."""
        name = connection.settings_dict["NAME"]
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        metrics = self.folder / "metrics"
        metrics.mkdir(exist_ok=True)
        return os.environ | {
            "DATABASE_URL": database,
            "LOG_JSON": "1",
            "SENTRY_DSN": f"http://public@127.0.0.1:{self.sink.server_port}/1",
            "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        }

    def gunicorn(self) -> tuple[str, ...]:
        settings = str(PROJECT / "velocity_crm" / "gunicorn_conf.py")
        options = ("-c", settings, "--workers", "1", "--bind", f"fd://{self.door.fileno()}")
        return (sys.executable, "-m", "gunicorn", *options)

    def nginx(self) -> Path:
        """Write the project's proxy configuration for ports of our own, without TLS."""
        text = (PROJECT / "deploy/nginx/nginx.conf").read_text()
        text = text.replace("/tmp/", f"{self.folder}/")  # noqa: S108 -- a text
        text = re.sub(r"^\s*ssl_.*\n", "", text, flags=re.MULTILINE)
        doors = ("8443 ssl http2", "8080", "127.0.0.1:8081")
        for ours, door in zip(doors, self.shared, strict=True):
            listen = f"listen 127.0.0.1:{port_of(door)} reuseport"
            text = text.replace(f"listen {ours}", listen)
        text = re.sub(r"server web\d:8000", f"server 127.0.0.1:{self.web}", text)
        path = self.folder / "nginx.conf"
        path.write_text(text)
        return path

    def lines(self, name: str) -> list[dict]:
        """Return the JSON lines a process wrote."""
        texts = (self.folder / f"{name}.log").read_text().splitlines()
        return [json.loads(text) for text in texts if text.startswith("{")]

    def said(self, name: str) -> str:
        return last_lines(self.folder / f"{name}.log")

    def answers(self, port: int) -> bool:
        try:
            return self.ask(port, "GET", "/healthz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, port: int, method: str, path: str, **more) -> tuple[int, str]:
        """Return the status of one request and the id that came back with it."""
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            link.request(method, path, **more)
            answer = link.getresponse()
            answer.read()
            return answer.status, answer.headers.get("X-Request-ID", "")
        finally:
            link.close()


def bound() -> socket.socket:
    """Return a socket with a port nobody else gets, but who shares it on purpose."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    door.bind(("127.0.0.1", 0))
    return door


def port_of(door: socket.socket) -> int:
    return door.getsockname()[1]
