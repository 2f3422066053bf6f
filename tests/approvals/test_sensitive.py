"""Sensitive fields in proposals: who decides about them, and who reads them."""

import pytest
from django.test import Client

from approvals.services import NoApproverError
from core.models import SensitiveField
from tests.api_clients import calls
from tests.approvals.acts import change

pytestmark = pytest.mark.django_db

BORN = "1980-02-01"


@pytest.fixture
def birthday(contact, alice, dora, frank, grace):  # noqa: ARG001 -- they may decide
    """Alice, who owns Meera, proposes when she was born; Grace, the admin, is not to read it."""
    return change(contact, by=alice, date_of_birth=BORN)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decided_by(*roles: str) -> None:
    rows = SensitiveField.objects.filter(entity="contact", field="date_of_birth")
    rows.update(approved_by=list(roles))


def test_the_roles_of_a_sensitive_field_decide_about_it(contact, alice, dora, frank, grace):  # noqa: ARG001 -- they may decide
    decided_by("founder", "steward")

    assert change(contact, by=alice, date_of_birth=BORN).approver_roles == ["founder", "steward"]


def test_roles_the_rule_does_not_name_decide_when_the_field_names_no_other(contact, alice, dora):  # noqa: ARG001 -- dora is there
    decided_by("lead")

    with pytest.raises(NoApproverError, match="by lead"):
        change(contact, by=alice, date_of_birth=BORN)


def test_a_row_of_the_table_makes_a_field_sensitive(contact, alice, dora, frank):  # noqa: ARG001 -- they may decide
    SensitiveField.objects.create(entity="contact", field="occupation", level=2)

    proposal = change(contact, by=alice, occupation="Judge")

    assert (proposal.policy.code, proposal.required_approvals) == ("sensitive-level", 2)


@pytest.mark.parametrize(
    "path",
    ["/review/{}/", "/review/{}/effects/", "/api/v1/proposals/{}/", "/api/v1/proposals/{}/diff/",
     "/api/v1/proposals/{}/preview/"],
)  # fmt: skip
def test_who_may_not_see_a_value_reads_no_proposal_of_it(birthday, grace, frank, path):
    seen = [
        browser(user).get(path.format(birthday.uid)).content.decode() for user in (grace, frank)
    ]

    assert [BORN in body for body in seen] == [False, True]


def test_the_administration_masks_it_too(birthday, grace, dora):
    path = f"/admin/approvals/proposalitem/{birthday.current_items.get().pk}/change/"
    for user in (grace, dora):
        user.is_staff = True
        user.save()

    assert [BORN in browser(u).get(path).content.decode() for u in (grace, dora)] == [False, True]


def test_an_author_reads_what_they_proposed(birthday, alice):
    found = calls(alice).get(f"/api/v1/proposals/{birthday.uid}/").json()

    assert found["items"][0]["after"] == {"date_of_birth": BORN}
