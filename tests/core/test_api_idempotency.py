"""Repeated requests: one key, one piece of work, one answer."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.models import Account
from core.api.requests import fingerprint
from core.api.views import Api
from core.models import IdempotencyRecord
from core.services import idempotency
from core.tasks import forget_answers
from tests.api_clients import writes

LIST = "/api/v1/accounts/"
KEY = {"Idempotency-Key": "order-7"}
BODY = {"display_name": "Meridian"}


def test_a_repeat_gets_the_first_answer_and_does_nothing(alice):
    client = writes(alice)

    first = client.post(LIST, BODY, format="json", headers=KEY)
    again = client.post(LIST, BODY, format="json", headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert (again["Idempotency-Replayed"], "Idempotency-Replayed" in first) == ("true", False)
    assert Account.objects.count() == 1


def test_a_key_belongs_to_one_request(alice):
    client = writes(alice)
    client.post(LIST, BODY, format="json", headers=KEY)

    other = client.post(LIST, {"display_name": "Other"}, format="json", headers=KEY)

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert Account.objects.count() == 1


def test_a_key_belongs_to_one_caller(alice, bob):
    answers = [writes(user).post(LIST, BODY, format="json", headers=KEY) for user in (alice, bob)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert Account.objects.count() == 2


def test_a_refusal_is_a_lasting_answer_too(alice):
    client = writes(alice)

    first = client.post(LIST, {}, format="json", headers=KEY)
    again = client.post(LIST, {}, format="json", headers=KEY)

    assert (first.status_code, again.status_code) == (400, 400)
    assert again.json() == first.json()
    assert again["Content-Type"] == "application/problem+json"


def test_a_request_in_flight_is_not_done_twice(alice):
    client = writes(alice)
    client.post(LIST, BODY, format="json", headers=KEY)
    IdempotencyRecord.objects.update(status=None)

    answer = client.post(LIST, BODY, format="json", headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_in_flight")
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("status", "age"), [(None, idempotency.ABANDONED), (201, idempotency.KEPT)]
)
def test_what_died_and_what_is_old_is_done_anew(alice, status, age):
    client = writes(alice)
    client.post(LIST, BODY, format="json", headers=KEY)
    old = timezone.now() - age - timedelta(seconds=1)
    IdempotencyRecord.objects.update(status=status, created_at=old)

    answer = client.post(LIST, BODY, format="json", headers=KEY)

    assert answer.status_code == 201
    assert Account.objects.count() == 2


def test_a_bug_leaves_the_key_free(alice, monkeypatch):
    client = writes(alice)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("accounts.services.writing.domain_of", lambda _: 1 // 0)
        failed = client.post(LIST, BODY, format="json", headers=KEY)

    answer = client.post(LIST, BODY, format="json", headers=KEY)

    assert (failed.status_code, answer.status_code) == (500, 201)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 256])
def test_a_key_is_255_characters_at_most(alice, key):
    answer = writes(alice).post(LIST, BODY, format="json", headers={"Idempotency-Key": key})

    assert answer.status_code == 400


def test_old_keys_are_forgotten_by_the_hour(alice):
    writes(alice).post(LIST, BODY, format="json", headers=KEY)
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(days=2))

    forget_answers()

    hourly = {"task": forget_answers.name, "schedule": 3600}
    assert not IdempotencyRecord.objects.exists()
    assert hourly in settings.CELERY_BEAT_SCHEDULE.values()


def test_uploads_are_told_apart_by_their_bytes():
    prints = {fingerprint(_upload(content)) for content in (b"a,b", b"a,c", b"a,b")}

    assert len(prints) == 2


def _upload(content: bytes) -> Request:
    body = {"source": "x", "file": SimpleUploadedFile("x.csv", content)}
    return Request(
        APIRequestFactory().post("/", body, format="multipart"), parsers=[MultiPartParser()]
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_does_the_work(alice):
    client, barrier, statuses = writes(alice), Barrier(6), []

    def send() -> None:
        barrier.wait()
        answer = client.post(LIST, BODY, format="json", headers=KEY)
        statuses.append(answer.status_code)
        connection.close()

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {201, 409}
    assert Account.objects.count() == 1


class OpenToServices(Api):
    """A view services may post to."""

    services_may_write = True

    def post(self, _request: Request) -> Response:
        return Response({"done": True})


@pytest.mark.parametrize(("headers", "status"), [({}, 400), (KEY, 200)])
def test_a_service_sends_a_key_with_every_post(eve, headers, status):
    request = APIRequestFactory().post("/", {}, headers=headers)
    force_authenticate(request, eve)

    assert OpenToServices.as_view()(request).status_code == status


@pytest.mark.parametrize(
    "body",
    ['{"a\\u0000b": 1}', '{"x": ["\\u0000"]}', '{"\\ud800": 1}', '{"x": [{"y": "a\\uDfff"}]}',
     "[" * 100_000],
)  # fmt: skip
def test_a_body_that_cannot_be_kept_is_refused(alice, body):
    answer = writes(alice).post(LIST, body, content_type="application/json", headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_both_halves_of_a_pair_are_one_character_and_kept(alice):
    body = '{"display_name": "Meera \\ud83c\\udf3c \\\\ud800"}'
    answer = writes(alice).post(LIST, body, content_type="application/json", headers=KEY)

    assert (answer.status_code, answer.json()["display_name"]) == (201, "Meera \U0001f33c \\ud800")
