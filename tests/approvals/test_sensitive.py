"""Sensitive fields in proposals: who decides about them, and who reads them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test import Client

from approvals.models import ApprovalEvent, ApprovalPolicy
from approvals.services import NoApproverError, SelfApprovalError
from core.models import SensitiveField
from tests.api_clients import calls
from tests.approvals.acts import approve, carry_out, change
from tests.factories.core import UserFactory, in_role

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


@pytest.mark.parametrize("proposer", ["frank", "dora"])
def test_a_founder_and_a_steward_are_house_enough_for_a_birthday(contact, dora, frank, proposer):
    author, other = (frank, dora) if proposer == "frank" else (dora, frank)

    proposal = carry_out(change(contact, by=author, date_of_birth=BORN), other)

    assert (proposal.state, proposal.required_approvals) == ("applied", 1)
    contact.refresh_from_db()
    assert contact.date_of_birth.isoformat() == BORN


def test_the_author_does_not_approve_their_birthday_in_a_house_of_two(contact, dora, frank):
    proposal = change(contact, by=frank, date_of_birth=BORN)

    with pytest.raises(SelfApprovalError):
        approve(proposal, frank)
    with pytest.raises(IntegrityError, match="nobody approves what they proposed"):
        ApprovalEvent.objects.create(
            proposal=proposal, seq=9, revision=1, content_hash=proposal.content_hash,
            type="approved", actor=frank, actor_kind="human", policy_version=2,
        )  # fmt: skip
    assert dora.pk not in proposal.barred


def test_two_of_one_role_are_not_the_two_a_birthday_needs(contact, frank):
    other = in_role(UserFactory(username="farid"), "steward")

    with pytest.raises(NoApproverError, match="All voices are of different roles"):
        change(contact, by=frank, date_of_birth=BORN)
    assert other.is_active


def test_an_operator_is_told_what_a_small_house_has_to_do(contact, dora):
    omar = in_role(UserFactory(username="omar"), "operator")

    with pytest.raises(NoApproverError) as refused:
        change(contact, by=omar, date_of_birth=BORN)

    assert str(refused.value) == (
        "2 approvals by founder or admin or steward needed besides the author's, and 1 person may "
        "give one. All voices are of different roles. Proposed by founder or admin or steward it "
        "needs one less: the author's own voice counts. Or a superuser makes somebody "
        "admin or steward."
    )
    in_role(omar, "steward")
    omar = type(omar).objects.get(pk=omar.pk)
    assert change(contact, by=omar, date_of_birth=BORN).required_approvals == 1
    assert dora.is_active


def test_a_rule_of_before_counts_the_author_unless_the_house_changed_it():
    migration = import_module("approvals.migrations.0008_sensitive_by_two")
    ApprovalPolicy.objects.filter(code__in=migration.CODES).update(active=False)
    first = {"kinds": ["contact.*"], "decision": "review", "approver_roles": ["founder"]}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE approvals_approvalpolicy DISABLE TRIGGER no_delete")
        ApprovalPolicy.objects.filter(code__in=migration.CODES).delete()
    as_installed = ApprovalPolicy.objects.create(code="sensitive-change", name="As it was", **first)
    changed = ApprovalPolicy.objects.create(code="sensitive-level", name="Ours", version=3, **first)

    migration.count_authors(apps, None)

    versions = ApprovalPolicy.objects.filter(code__in=migration.CODES, active=True)
    assert set(versions.values_list("code", "name", "version", "author_counts")) == {
        ("sensitive-change", as_installed.name, 2, True),
        ("sensitive-level", changed.name, 3, False),
    }
