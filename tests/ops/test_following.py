"""One request followed by its id: proxy, web, task, audit row and error report, all for real."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from approvals.models import Proposal
from core.models import AuditEvent
from core.services import create_token
from ops.embedded.processes import wait_until
from ops.services.queue import install_queue
from tests.approvals.acts import change
from tests.factories.contacts import ContactFactory
from tests.ops.installation import NGINX, PATIENCE, Installation

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# what nobody foresaw, in the database, so that it strikes the worker in the middle of its task
FAULT = """
    CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'page verification failed' USING ERRCODE = 'XX001'; END $$;
    CREATE TRIGGER fault BEFORE UPDATE ON contacts_contact EXECUTE FUNCTION fault()
"""
LISTENERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%'
"""
SQL = Callable[[str], None]


@pytest.fixture(scope="module")
def sql(django_db_setup, django_db_blocker) -> SQL:  # noqa: ARG001 -- there is a database
    """Run a statement outside of a test."""

    def run(text: str) -> None:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(text)

    return run


@pytest.fixture(scope="module")
def installation(sql, tmp_path_factory, django_db_blocker) -> Iterator[Installation]:
    """Web, worker and proxy on the database of the tests, with a queue in it."""
    with django_db_blocker.unblock():
        install_queue()
    with Installation(tmp_path_factory.mktemp("installation")).running_all() as running:
        yield running
    sql("DROP SCHEMA pgmq CASCADE")


@pytest.fixture
def fault(sql) -> Iterator[None]:
    sql(FAULT)
    yield
    sql("DROP FUNCTION fault CASCADE")


@pytest.fixture
def approval(alice, dora) -> tuple[Proposal, dict]:
    """A proposal of Alice's, and Dora's request that approves it."""
    dora.groups.add(Group.objects.get(name="founder"))
    proposal = change(ContactFactory(), by=alice, occupation="Architect")
    body = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    headers = {"Content-Type": "application/json"}
    headers["Authorization"] = f"Bearer {create_token(dora, by=None).secret}"
    return proposal, {"body": json.dumps(body), "headers": headers}


def approve(installation: Installation, port: int, approval: tuple[Proposal, dict], **ids) -> str:
    """Have the request sent, wait until its task failed, and return the id that came back."""
    proposal, request = approval
    request["headers"] |= ids
    path = f"/api/v1/proposals/{proposal.uid}/approve/"
    status, given = installation.ask(port, "POST", path, **request)
    assert status == 200, installation.said("web")
    ended = wait_until(lambda: failed(installation, given), PATIENCE)
    assert ended, installation.said("worker")
    return given


def failed(installation: Installation, given: str) -> bool:
    """Return whether the task of an id is over: its line is written, its report is here."""
    return "task_failed" in told(installation, "worker", given) and bool(
        reported(installation, given)
    )


def reported(installation: Installation, given: str) -> list[str]:
    """Return the kinds of the errors that were reported under an id."""
    found = [each for each in installation.reports if each["tags"].get("request_id") == given]
    return [each["exception"]["values"][-1]["type"] for each in found]


def told(installation: Installation, name: str, given: str) -> set[str]:
    """Return what a process said about an id."""
    lines = [each for each in installation.lines(name) if each.get("request_id") == given]
    return {each.get("event", "") for each in lines}


@pytest.mark.usefixtures("fault")
def test_one_id_from_web_through_task_and_audit_row_to_the_error_report(installation, approval):
    given = approve(installation, installation.web, approval, **{"X-Request-ID": "proxy-4711-abc"})

    events = AuditEvent.objects.filter(request_id=given).order_by("id")
    assert given == "proxy-4711-abc"
    assert "request_finished" in told(installation, "web", given)
    assert "task_failed" in told(installation, "worker", given)
    assert list(events.values_list("action", flat=True)) == [
        "proposal.approved", "proposal.apply_started", "proposal.apply_failed",
    ]  # fmt: skip
    assert reported(installation, given) == ["InternalError"]


@pytest.mark.skipif(NGINX is None, reason="NGINX IS NOT INSTALLED: the proxy's id is NOT followed")
@pytest.mark.usefixtures("fault")
def test_the_proxy_gives_the_id_that_is_followed(installation, approval):
    given = approve(installation, installation.proxy, approval, **{"X-Request-ID": "not-this-one"})

    line = next(each for each in installation.lines("proxy") if each["request_id"] == given)
    assert (line["status"], line["path"]) == (200, f"/api/v1/proposals/{approval[0].uid}/approve/")
    assert "task_failed" in told(installation, "worker", given)
    assert AuditEvent.objects.filter(request_id=given, action="proposal.apply_failed").count() == 1
    assert reported(installation, given) == ["InternalError"]


@pytest.mark.usefixtures("fault")
def test_only_the_worker_listens_to_the_queue(installation, approval):
    approve(installation, installation.web, approval)  # the web server has sent a task by now

    with connection.cursor() as cursor:
        cursor.execute(LISTENERS)
        assert cursor.fetchone() == (1,)
