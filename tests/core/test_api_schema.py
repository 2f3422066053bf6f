"""Every operation of the description, called with what the description allows and what it does not.

No answer is a server error, and every answer is what the description says. SCHEMA_EXAMPLES says
how many requests each operation gets (`make test-schema` takes its time).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.services import create_token
from tests.factories.accounts import AccountFactory
from tests.factories.activities import InteractionFactory, NoteFactory, TaskFactory
from tests.factories.contacts import ContactPointFactory, HouseholdFactory
from tests.factories.core import UserFactory
from tests.factories.inventory import ProjectFactory, UnitFactory
from tests.factories.opportunities import CampaignFactory, OpportunityFactory, SiteVisitFactory
from tests.factories.oracle_bridge import InsightFactory, WebhookDeliveryFactory

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "1"))
DESCRIPTION = yaml.load(  # ten times as fast as yaml.safe_load, and as safe
    (Path(__file__).parents[2] / "openapi.yaml").read_text(), yaml.CSafeLoader
)
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
SCHEMA.app = get_wsgi_application()
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (result.ok() for result in SCHEMA.get_all_operations())
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


# what makes a record of a family, by the first part of its path
KNOWN: dict[str, Callable[[], Any]] = {
    "contacts": lambda: ContactPointFactory().contact,
    "accounts": AccountFactory,
    "households": HouseholdFactory,
    "opportunities": OpportunityFactory,
    "units": UnitFactory,
    "projects": ProjectFactory,
    "tasks": TaskFactory,
    "notes": NoteFactory,
    "interactions": InteractionFactory,
    "site-visits": SiteVisitFactory,
    "campaigns": CampaignFactory,
    "insights": InsightFactory,
    "webhooks": lambda: WebhookDeliveryFactory().endpoint,
}


@pytest.fixture(scope="module", autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests stay inside the test's transaction, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_answers_as_described(name, monkeypatch, tmp_path, settings):
    monkeypatch.setattr("core.api.changes.LONGEST_WAIT", 0)
    settings.MEDIA_ROOT = tmp_path
    operation = OPERATIONS[name]

    make = KNOWN.get(operation.path.split("/")[3])
    token = create_token(UserFactory(is_superuser=True), by=None).secret

    every(operation, token, make() if make else None)


DETAILS = [
    name
    for name, operation in OPERATIONS.items()
    if operation.path.count("/") == 5
    and name.startswith("GET")
    and operation.path.split("/")[3] in KNOWN
]


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"as_of": "2999-01-01T00:00:00Z"}, {"fields": "uid"}])
@pytest.mark.parametrize("name", DETAILS)
def test_a_part_of_a_record_answers_as_described(name, query):
    operation = OPERATIONS[name]
    row = KNOWN[operation.path.split("/")[3]]()
    token = create_token(UserFactory(is_superuser=True), by=None).secret

    case = operation.Case(path_parameters={"uid": str(row.uid)}, query=query)

    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)


def every(operation: Any, token: str, row: Any) -> None:
    """Call an operation with examples; with even random uids, that of a known record instead."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES < 5,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def call(case: Any) -> None:
        for place in ("uid", "parent"):
            value = (case.path_parameters or {}).get(place)
            if row is not None and value is not None and is_even(value):
                case.path_parameters[place] = str(row.uid)
                break
        with transaction.atomic():
            headers = {"Authorization": f"Bearer {token}"}
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)  # every example meets the same rows

    call()


def is_even(value: Any) -> bool:
    try:
        return UUID(str(value)).int % 2 == 0
    except ValueError:
        return False
