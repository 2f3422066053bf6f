"""Dossier and contact list over REST, beside the same payloads by DRF serializers, in one run.

python -m bench.rest [ROUNDS], on a database filled by `manage.py generate_client_graph`, named by
DATABASE_URL. One process calls the WSGI application, middleware, token and throttle included; the
two ways take turns, so the machine's load hits both alike; the processor time of Python and of
the server behind it is what neighbours disturb least. Bars: 4 and 4.5 times the requests.
"""

import json
import os
import sys
import time
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

from bench.evidence import processor_time, server_process

SIDES = ("ours", "drf")
WARM, BARS = 8, {"dossier": 4.0, "list": 4.5}


class Calls:
    """The application, called as a web server would call it."""

    def __init__(self, token: str) -> None:
        from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 -- Django is set up by now

        self.token, self.application = token, WSGIHandler()

    def get(self, address: str) -> bytes:
        """Return the body of an answer; anything but 200 ends the run."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
        }
        environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        setup_testing_defaults(environ)
        said: list[str] = []

        def start(status: str, _headers: Any, _error: Any = None) -> Any:
            said.append(status)

        answer = self.application(environ, start)
        body = b"".join(answer)
        answer.close()
        if said != ["200 OK"]:
            sys.exit(f"{address} answered {said[0]}: {body[:300]!r}")
        return body


def main(rounds: int) -> None:
    """Compare the bytes of both ways, then measure them, and print requests a second."""
    from django.db import connection  # noqa: PLC0415 -- Django is set up by now

    from contacts.models import Contact  # noqa: PLC0415 -- Django is set up by now
    from core.models import User  # noqa: PLC0415 -- Django is set up by now
    from core.services import create_token  # noqa: PLC0415 -- Django is set up by now

    reader, _ = User.objects.get_or_create(username="bench-rest", defaults={"is_superuser": True})
    calls = Calls(create_token(reader, by=None).secret)
    some = Contact.objects.filter(state="active").order_by("?")
    uids = [str(uid) for uid in some.values_list("uid", flat=True)[: rounds + WARM]]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM contacts_contact),"
            " (SELECT count(*) FROM activities_interaction)"
        )
        people, talks = cursor.fetchone()
    print(f"{people:,} contacts, {talks:,} interactions, {os.cpu_count()} processors,"
          f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
    found = {
        "dossier": _compare(calls, "contacts/{}/360/", uids),
        "list": _compare(calls, "contacts/?limit=50", uids),
    }
    for name, each in found.items():
        print(
            f"{name:>8}: {each['ours']:7.1f} requests/s, DRF {each['drf']:6.1f},"
            f" {each['ratio']:.2f} times (bar {BARS[name]}), by processor time"
            f" {each['ratio_of_processor_time']:.2f}; p99 {each['p99_ms']:.1f} ms"
        )
    print(json.dumps({"contacts": people, "interactions": talks, **found}))


def _compare(calls: Calls, path: str, uids: list[str]) -> dict[str, float]:
    starts = {"ours": "/api/v1/", "drf": "/drf/"}
    for uid in uids[:WARM]:
        both = [_steady(calls.get(start + path.format(uid))) for start in starts.values()]
        if both[0] != both[1]:
            sys.exit(f"the two ways differ at {path.format(uid)}")
    spent: dict[str, list[float]] = {side: [] for side in SIDES}
    busy, backend = dict.fromkeys(SIDES, 0.0), server_process()
    for uid in uids[WARM:]:
        for side in SIDES:
            began, used = time.perf_counter(), time.process_time() + processor_time(backend)
            calls.get(starts[side] + path.format(uid))
            spent[side].append(time.perf_counter() - began)
            busy[side] += time.process_time() + processor_time(backend) - used
    rate = {side: len(times) / sum(times) for side, times in spent.items()}
    slow = sorted(spent["ours"])[int(len(spent["ours"]) * 0.99)]
    middle = {side: median(times) for side, times in spent.items()}
    return {
        **rate,
        "ratio": rate["ours"] / rate["drf"],
        "ratio_of_processor_time": busy["drf"] / busy["ours"],
        "ratio_of_medians": middle["drf"] / middle["ours"],
        "p99_ms": slow * 1000,
    }


def _steady(body: bytes) -> Any:
    """Return an answer without the moments it was made at; a list is compared byte for byte."""
    values = json.loads(body)
    if "sections" not in values:
        return body
    values.pop("as_of")
    for section in values["sections"].values():
        section.pop("as_of", None)
    return json.dumps(values)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.rest_drf"
    throttled: Any = settings.REST_FRAMEWORK
    throttled["DEFAULT_THROTTLE_RATES"]["user"] = "1000000/min"
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
