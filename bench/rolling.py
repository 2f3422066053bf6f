"""`python -m bench.rolling`: two web processes behind nginx, upgraded one at a time under load.

The proxy runs with the configuration of deploy/nginx, without TLS. While eight readers ask for the
client list, a column is added as an upgrade would, then one web process after the other is told to
end and started again. Printed: answers, failed ones, and how long they took. Needs nginx.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import django

from ops.embedded.cluster import PROJECT, Cluster, adopt, configured
from ops.embedded.processes import wait_until

PROXY, WEBS = 8193, (8191, 8192)
READERS = 8


class Reader(threading.Thread):
    """Asks for one page all the time; keeps what came back and how long it took."""

    def __init__(self, cookie: str) -> None:
        super().__init__(daemon=True)
        self.cookie, self.ended = cookie, threading.Event()
        self.seconds: list[float] = []
        self.failed: list[str] = []

    def run(self) -> None:
        """Ask until told to end."""
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                status = get(PROXY, "/contacts/", self.cookie)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                continue
            self.seconds.append(time.monotonic() - began)
            if status != http.HTTPStatus.OK:
                self.failed.append(str(status))


def main() -> int:
    """Run it and print one JSON object; exit status 1 if a request failed."""
    argparse.ArgumentParser(prog="python -m bench.rolling", description=__doc__).parse_args()
    home = Path(tempfile.mkdtemp(prefix="velocity-rolling-"))
    home.chmod(0o755)
    os.environ |= {"VELOCITY_ENV": "local", "VELOCITY_HOME": str(home)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "velocity_crm.settings"
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        if not configured(os.environ):
            cluster = Cluster(home)
            stack.callback(cluster.remove)
            adopt(os.environ, stack.enter_context(cluster.serving()))
        found = measure(home, stack)
    print(json.dumps(found))
    return 1 if found["failed"] else 0


def measure(home: Path, stack: ExitStack) -> dict[str, object]:
    """Return what the readers saw while everything was replaced."""
    subprocess.run([sys.executable, "manage.py", "upgrade", "--no-backup"], cwd=PROJECT, check=True)
    cookie = founder()
    webs = {port: serve(port) for port in WEBS}
    stack.callback(_end, webs)
    assert all(wait_until(partial(ready, port), 120) for port in WEBS), "no web server"
    stack.enter_context(proxy(home))
    assert wait_until(lambda: _answers(PROXY, cookie), 30), "the proxy does not answer"
    readers = [Reader(cookie) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(3)
    change("ALTER TABLE contacts_contact ADD COLUMN rolling int")
    for port in WEBS:
        webs[port].send_signal(signal.SIGTERM)
        webs[port].wait(60)
        webs[port] = serve(port)
        assert wait_until(partial(ready, port), 120), f"{port} does not come back"
        time.sleep(3)
    for reader in readers:
        reader.ended.set()
        reader.join()
    change("ALTER TABLE contacts_contact DROP COLUMN rolling")
    seconds = sorted(each for reader in readers for each in reader.seconds)
    failed = [each for reader in readers for each in reader.failed]
    return {
        "answers": len(seconds), "failed": len(failed), "first_failures": failed[:5],
        "p50_s": round(statistics.median(seconds), 3),
        "p95_s": round(seconds[int(len(seconds) * 0.95)], 3), "max_s": round(seconds[-1], 3),
    }  # fmt: skip


def founder() -> str:
    """Make a founder and return the cookie of a session of theirs."""
    django.setup()
    from django.test import Client  # noqa: PLC0415 -- models exist only after the set-up

    from core.models import User  # noqa: PLC0415 -- models exist only after the set-up

    user, _ = User.objects.get_or_create(username="rolling", defaults={"is_superuser": True})
    client = Client()
    client.force_login(user, backend="velocity_crm.session_store.People")
    return f"sessionid={client.cookies['sessionid'].value}"


def change(statement: str) -> None:
    """Change the schema as an upgrade does."""
    from django.db import connection  # noqa: PLC0415 -- after the set-up

    from ops.services.migrating import give_way  # noqa: PLC0415 -- after the set-up

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    give_way(run)


def _end(webs: "dict[int, subprocess.Popen[bytes]]") -> None:
    for web in webs.values():
        web.kill()


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start a web server as production runs it."""
    settings = str(PROJECT / "velocity_crm" / "gunicorn_conf.py")
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            settings,
            "--preload",
            "--bind",
            f"127.0.0.1:{port}",
        ],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def proxy(home: Path) -> "_Ended":
    """Start nginx with the project's configuration, on ports of our own and without TLS."""
    text = (PROJECT / "deploy/nginx/nginx.conf").read_text()
    text = text.replace("/tmp/", f"{home}/")  # noqa: S108 -- a text
    text = re.sub(r"^\s*ssl_.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 8443 ssl http2 default_server", f"listen 127.0.0.1:{PROXY}")
    text = text.replace("listen 8080 default_server", f"listen 127.0.0.1:{PROXY + 1}")
    text = text.replace("listen 127.0.0.1:8081", f"listen 127.0.0.1:{PROXY + 2}")
    for number, port in enumerate(WEBS, start=1):
        text = text.replace(f"server web{number}:8000", f"server 127.0.0.1:{port}")
    text = text.replace("proxy_set_header Host $host", "proxy_set_header Host localhost")
    (home / "nginx.conf").write_text(text)
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed here"
    process = subprocess.Popen(
        [program, "-c", str(home / "nginx.conf"), "-g", "daemon off;"],
        stdout=subprocess.DEVNULL,
        stderr=(home / "nginx.log").open("ab"),
    )
    return _Ended(process)


class _Ended:
    """Ends a process at the end of a block."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def ready(port: int) -> bool:
    """Whether a web server says that it can work."""
    return _answers(port, "", "/readyz")


def _answers(port: int, cookie: str, path: str = "/contacts/") -> bool:
    try:
        return get(port, path, cookie) == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def get(port: int, path: str, cookie: str) -> int:
    """Return the status of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
