"""Evidence that cites a row of a file is shown as that row, to those who may open the file."""

import pytest
from django.test import Client

from approvals import services as approvals
from approvals.models import Proposal
from contacts.models import Contact
from tests.imports.acts import ROWS, carry_out, csv_of

pytestmark = pytest.mark.django_db
MARKED = "<dt>Job Title</dt><dd><mark>Director</mark></dd>"


@pytest.fixture
def batch(alice, dora, hubspot):
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)


def citing(batch, eve, **piece) -> Proposal:
    meera = Contact.objects.get(full_name="Meera Rao")
    draft = approvals.ItemDraft(
        op="update", target_type="contact", target_uid=meera.uid, after={"occupation": "Director"},
        evidence=[{"import": str(batch.uid), "row": 2, "column": "Job Title", **piece}],
    )  # fmt: skip
    return approvals.propose(kind="contact.update", title="Cited", by=eve, items=[draft])


def shown(proposal: Proposal, user) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/review/{proposal.uid}/").content.decode()


def test_a_cited_cell_is_marked_in_its_row(batch, eve, dora):
    page = shown(citing(batch, eve), dora)

    assert (MARKED in page, page.count("<mark>"), "meera@rao.example" in page) == (True, 1, True)


@pytest.mark.parametrize("piece", [{"row": 99}, {"row": "x"}, {"import": "no uid"}])
def test_a_citation_that_leads_nowhere_is_shown_as_it_is(batch, eve, dora, piece):
    page = shown(citing(batch, eve, **piece), dora)

    assert ("<mark>" in page, "column: Job Title" in page) == (False, True)


def test_who_may_not_open_the_file_sees_no_cell_of_it(batch, eve, bob, dora):  # noqa: ARG001 -- dora may decide
    proposal = citing(batch, eve)
    Proposal.objects.filter(pk=proposal.pk).update(assignee=bob)

    page = shown(proposal, bob)

    assert ("<mark>" in page, "meera@rao.example" in page) == (False, False)
