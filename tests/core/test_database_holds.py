"""What the database refuses whatever the code does: where merged records lead, and odd values."""

import pytest
from django.db import IntegrityError, connection

from contacts.models import Contact
from identity.services.merging import Order, merge
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory, HouseholdFactory
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db
MERGE = "UPDATE {} SET state = 'merged', merged_into_id = %s, version = version + 1 WHERE id = %s"


def run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def at_the_end() -> None:
    """Ask what is asked when the transaction ends."""
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def put(row, **values: object) -> None:
    sets = ", ".join(f"{name} = %s" for name in values)
    run(
        f"UPDATE {row._meta.db_table} SET {sets}, version = version + 1 WHERE id = %s",  # noqa: S608 -- our own names
        *values.values(), row.pk,
    )  # fmt: skip


def merge_in_sql(loser, into) -> None:
    run(MERGE.format(loser._meta.db_table), into.pk, loser.pk)


@pytest.mark.parametrize("make", [ContactFactory, AccountFactory])
@pytest.mark.parametrize("state", ["archived", "erased"])
def test_nobody_is_merged_into_what_does_not_stand(make, state):
    meera, mira = make(), make()
    put(meera, state=state)
    merge_in_sql(mira, meera)

    with pytest.raises(IntegrityError, match="merged into one that stands"):
        at_the_end()


@pytest.mark.parametrize("make", [ContactFactory, AccountFactory])
def test_no_chain_and_no_circle_of_merged_records_is_left(make):
    first, second, third = make(), make(), make()
    merge_in_sql(first, second)
    at_the_end()
    merge_in_sql(second, third)

    with pytest.raises(IntegrityError, match="merged into one that stands"):
        at_the_end()


def test_two_that_lead_to_each_other_are_refused():
    meera, mira = ContactFactory(), ContactFactory()
    merge_in_sql(meera, mira)
    merge_in_sql(mira, meera)

    with pytest.raises(IntegrityError, match="merged into one that stands"):
        at_the_end()


def test_a_merge_after_a_merge_leads_everybody_to_the_last(alice):
    first, second, third = (ContactFactory(owner=alice, by=alice) for _ in range(3))
    merge(Order(survivor=second, losers=[first], override=True), by=alice)
    second.refresh_from_db()
    merge(Order(survivor=third, losers=[second], override=True), by=alice)

    at_the_end()

    assert set(Contact.objects.filter(merged_into=third)) == {first, second}


@pytest.mark.parametrize("make", [ContactFactory, AccountFactory])
def test_what_was_erased_stays_erased(make):
    row = make()
    put(row, state="erased")

    with pytest.raises(IntegrityError, match="stays erased"):
        put(row, state="active")


@pytest.mark.parametrize(
    ("make", "values", "rule"),
    [
        (ContactFactory, {"budget_min": 1, "budget_currency": "JPY"}, "budget_currency_known"),
        (ContactFactory, {"budget_min": "NaN", "budget_currency": "INR"}, "budget_is_number"),
        (ContactFactory, {"budget_max": "NaN", "budget_currency": "INR"}, "budget_is_number"),
        (OpportunityFactory, {"amount": "NaN", "currency": "INR"}, "amount_is_number"),
        (AccountFactory, {"visibility": 9}, "account_visibility_known"),
        (HouseholdFactory, {"visibility": 9}, "household_visibility_known"),
    ],
)
def test_a_value_nothing_can_be_made_of_is_refused(make, values, rule):
    row = make()

    with pytest.raises(IntegrityError, match=rule):
        put(row, **values)


@pytest.mark.parametrize(
    "table", ["privacy_legalhold", "identity_pairverdict", "activities_transcriptsegment"]
)
def test_tables_of_record_are_not_emptied_at_once(table):
    with pytest.raises(IntegrityError, match="TRUNCATE"):
        run(f"TRUNCATE {table} CASCADE")
