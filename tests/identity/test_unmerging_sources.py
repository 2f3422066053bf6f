"""A merge is undone after a file told of the loser again: what they are known by goes back."""

import pytest

from contacts.models import AccountContact, Contact, ContactPoint
from identity.models import MergeOperation, SourceRecord
from identity.services.merging import Order, merge
from identity.services.splitting import split
from identity.services.unmerging import unmerge
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import carry_out, csv_of

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = (
    "Record ID,Salutation,First Name,Middle Name,Last Name,Email,Phone Number,Company Name,"
    "Job Title"
)
SITA = "S1,Ms,Sita,Lata,Rao,sita@rao.example,+91 98200 11111,Meridian Holdings,Director"
SUNIL = "S2,Mr,Sunil,Dev,Rao,sunil@rao.example,+91 98200 22222,Gulf Estates,Partner"
SUNIL_NOW = "S2,Mr,Sunil,Dev,Rao,sunil@new.example,+91 98200 33333,Deccan Homes,Partner"


@pytest.fixture
def crm(db):  # noqa: ARG001 -- opens the database
    """The source both came from."""
    return SourceSystemFactory(code="crm", name="The other CRM")


def person(name: str) -> Contact:
    return Contact.objects.get(given_name=name)


def numbers(name: str) -> set[str]:
    return set(person(name).points.values_list("value_norm", flat=True))


@pytest.fixture
def bring(alice, dora, crm):
    """Bring rows into the graph as one more file."""

    def brought(name: str, *rows: str):
        content = csv_of(*rows, header=HEADER)
        return carry_out(content, by=alice, approver=dora, source=crm, name=name)

    return brought


@pytest.fixture
def united(alice):
    """Merge Sunil into Sita."""

    def merged() -> MergeOperation:
        sita, sunil = person("Sita"), person("Sunil")
        return merge(Order(survivor=sita, losers=[sunil], override=True), by=alice)

    return merged


@pytest.fixture
def told_again(bring, united) -> MergeOperation:
    """Sita and Sunil were merged, and then the file came again with news of Sunil."""
    bring("first.csv", SITA, SUNIL)
    operation = united()
    bring("again.csv", SITA, SUNIL_NOW)
    return operation


def test_the_id_of_the_other_goes_back_and_the_next_file_finds_them(told_again, bring, alice):
    unmerge(told_again, by=alice)

    third = bring("third.csv", SITA, SUNIL_NOW.replace("Partner", "Owner"))
    assert set(SourceRecord.objects.filter(external_id="S2").values_list("contact", flat=True)) == {
        person("Sunil").pk
    }
    found = third.resolutions.order_by("row_no").values_list("outcome", "target_id")
    assert list(found) == [("match", person("Sita").pk), ("match", person("Sunil").pk)]


def test_numbers_only_the_others_row_brought_go_back(told_again, alice):
    unmerge(told_again, by=alice)

    assert numbers("Sita") == {"sita@rao.example", "+919820011111"}
    assert numbers("Sunil") == {
        "sunil@rao.example", "+919820022222", "sunil@new.example", "+919820033333",
    }  # fmt: skip
    primary = ContactPoint.objects.filter(contact=person("Sunil"), is_primary=True)
    assert set(primary.values_list("value_norm", flat=True)) == {
        "sunil@rao.example", "+919820022222",
    }  # fmt: skip


def test_a_company_the_file_brought_is_listed_for_a_choice(told_again, alice):
    residue = unmerge(told_again, by=alice).residue

    link = AccountContact.objects.get(account__display_name="Deccan Homes")
    assert [(row["table"], row["row"], row["to"]) for row in residue] == [
        ("contacts_accountcontact", link.pk, str(person("Sunil").uid))
    ]
    assert (person("Sita").company_name, person("Sunil").company_name) == (
        "Meridian Holdings", "Deccan Homes",
    )  # fmt: skip


def test_a_value_only_the_others_row_gave_goes_back(bring, united, alice):
    bring("first.csv", SITA.replace("Director", ""), SUNIL.replace("Partner", ""))
    operation = united()
    bring("again.csv", SITA.replace("Director", ""), SUNIL_NOW)
    assert person("Sita").occupation == "Partner"

    unmerge(operation, by=alice)
    assert (person("Sita").occupation, person("Sunil").occupation) == ("", "Partner")


def test_a_record_without_an_id_which_the_others_row_ended_stands_again(bring, united, alice):
    bring("first.csv", SITA.replace("S1", ""), SUNIL)
    operation = united()
    bring("again.csv", SUNIL_NOW)

    unmerge(operation, by=alice)
    assert SourceRecord.objects.filter(contact=person("Sita"), ended_at=None).count() == 1
    assert SourceRecord.objects.filter(contact=person("Sunil"), ended_at=None).count() == 1


def test_an_id_ended_by_a_row_without_one_stands_again(bring, united, alice):
    bring("first.csv", SITA, SUNIL)
    operation = united()
    bring("again.csv", SITA.replace("S1", ""))

    residue = unmerge(operation, by=alice).residue
    live = SourceRecord.objects.filter(contact__isnull=False, ended_at=None)
    assert set(live.values_list("external_id", "contact")) == {
        ("", person("Sita").pk), ("S2", person("Sunil").pk),
    }  # fmt: skip
    assert [row["why"] for row in residue if row["table"] == "identity_sourcerecord"] == [
        "came_since"
    ]


def test_who_was_split_off_meanwhile_keeps_a_first_address(bring, alice):
    bring("first.csv", SITA, SUNIL)
    sita, sunil = person("Sita"), person("Sunil")
    theirs = SourceRecord.objects.get(contact=sunil)
    chosen = {"email": str(sunil.uid)}
    operation = merge(Order(survivor=sita, losers=[sunil], choices=chosen, override=True), by=alice)
    theirs.refresh_from_db()
    new = split([theirs], by=alice).losers.get()

    unmerge(operation, by=alice)

    assert new.points.get(kind="email").is_primary
