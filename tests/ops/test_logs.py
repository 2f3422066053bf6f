"""Log lines: no secret, no person, and the request's id on all of them."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler

import pytest
import structlog
from django.contrib.auth.models import Permission
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEvent, SourceSystem
from tests.factories.contacts import ContactFactory
from tests.imports.acts import ROWS, bring, csv_of
from velocity_crm import logs
from velocity_crm.redaction import clean, network, text


def written(record: dict, exc_info=None) -> dict:
    """Return the JSON line a record becomes."""
    formatters = logs.configure("INFO", as_json=True)["formatters"]["structured"]
    processors = formatters["processors"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=processors, foreign_pre_chain=formatters["foreign_pre_chain"]
    )
    line = logging.makeLogRecord({"levelname": "INFO", "exc_info": exc_info, **record})
    return json.loads(formatter.format(line))


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """Keep what is logged meanwhile, informative lines included."""
    root, keeper = logging.getLogger(), BufferingHandler(capacity=sys.maxsize)
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    try:
        yield keeper.buffer
    finally:
        root.setLevel(level)
        root.removeHandler(keeper)


SECRETS = [
    "password=hunter2secret",
    "Authorization: Bearer abcdef123456",
    "token: vk_0123456789abcdef",
    "postgresql://crm:hunter2secret@db/velocity",
    "GET /contacts/?q=Meera+Rao&token=abcd",
    "meera.rao@example.com",
    "call +91 98200 12345",
    "0091 9820012345 wrote",
    "mobile 98200-12345",
    'api_key="abcdef123456"',
    "Key (value_norm)=(+919820012345) already exists.",
    "Failing row contains (1, Meera Rao, 1980-05-17).",
]
LEFT = ["hunter2", "abcdef123456", "0123456789abcdef", "Meera", "example.com", "12345", "1980"]


@pytest.mark.parametrize("words", SECRETS)
def test_no_secret_and_no_person_in_a_text(words):
    cleaned = text(words)

    assert [each for each in LEFT if each in cleaned] == []


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-21T17:06:00.123456Z",
        "018f3c1a-0000-7000-8000-000000000000",
        "applied 1234567890 rows in 12.5 s",
        "imports.tasks.advance_batch[7f1c] succeeded",
        "GET /contacts/018f3c1a-0000-7000-8000-000000000000/",
    ],
)
def test_what_is_neither_stays(words):
    assert text(words) == words


@pytest.mark.parametrize(
    "key",
    ["password", "new_password", "token", "api_key", "email", "phone", "Cookie", "full_name"],
)
def test_a_private_name_hides_its_value_at_any_depth(key):
    assert clean({"form": [{key: "anything at all"}]}) == {"form": [{key: "[hidden]"}]}


@given(st.text(alphabet="0123456789", min_size=10, max_size=10).filter(lambda t: t[0] in "6789"))
def test_every_indian_mobile_number_is_hidden(number):
    assert number not in text(f"called +91 {number[:5]} {number[5:]} and {number} twice")


def test_addresses_are_told_as_networks():
    assert [network("203.0.113.77"), network("2001:db8:1:2::9")] == ["203.0.113.0", "2001:db8:1::"]


def test_a_foreign_line_is_json_and_clean():
    line = written({"name": "django", "msg": "mail to %s", "args": ("meera@example.com",)})

    assert (line["event"], line["logger"]) == ("mail to [e-mail]", "django")


def test_a_traceback_is_clean_too():
    error = ValueError("no such phone: +91 98200 12345")

    line = written({"msg": "failed"}, exc_info=(ValueError, error, None))

    assert "98200" not in json.dumps(line)
    assert line["exception"][0]["exc_type"] == "ValueError"


@pytest.mark.django_db
def test_one_id_from_the_proxy_to_the_audit_row_and_back(client, dora):
    client.force_login(dora)
    dora.user_permissions.add(Permission.objects.get(codename="change_contact"))
    contact = ContactFactory()

    with listening() as heard:
        response = client.patch(
            f"/api/v1/contacts/{contact.uid}/",
            {"occupation": "Architect"},
            content_type="application/json",
            headers={"X-Request-ID": "proxy-4711-abc", "If-Match": f'"{contact.version}"'},
        )

    ids = {record.msg["request_id"] for record in heard if isinstance(record.msg, dict)}
    assert (response.status_code, response["X-Request-ID"]) == (200, "proxy-4711-abc")
    assert AuditEvent.objects.latest("id").request_id == "proxy-4711-abc"
    assert ids == {"proxy-4711-abc"}


@pytest.mark.django_db
def test_every_step_of_an_import_is_a_line_with_its_id(alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with listening() as heard:
        batch = bring(csv_of(*ROWS), by=alice, source=SourceSystem.objects.first())

    lines = [line.msg for line in heard if isinstance(line.msg, dict)]
    steps = [(line["step"], line["batch"]) for line in lines if line["event"] == "import_step"]
    assert steps == [("parse", str(batch.uid)), ("map", str(batch.uid))]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["sh$rt", "x" * 65, "a b c d e f g", "evil\tid-12345"])
def test_an_id_of_another_shape_is_replaced(wrong, client):
    response = client.get("/login/", headers={"X-Request-ID": wrong})

    assert len(response["X-Request-ID"]) == 36


@pytest.mark.django_db
def test_a_correlation_id_stands_for_the_request_id(client):
    response = client.get("/login/", headers={"X-Correlation-ID": "test-123"})

    assert response["X-Request-ID"] == "test-123"
