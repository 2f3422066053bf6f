"""Two imports undone in whatever order: nobody stays whom only they brought."""

import pytest

from accounts.models import Account
from contacts.models import Contact, ContactPoint
from contacts.services import update_contact
from identity.models import SourceRecord
from identity.services.surviving import lock
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, carry_out, csv_of, undo

pytestmark = pytest.mark.django_db

LATER = ROWS[0].replace("Director", "Chair").replace("meera@", "m.rao@")


@pytest.fixture
def bring(alice, dora, hubspot):
    """Brings a file of people all the way, from HubSpot unless another source is named."""

    def run(*rows, source=hubspot, **more):
        return carry_out(csv_of(*rows, **more), by=alice, approver=dora, source=source)

    return run


@pytest.fixture
def take_back(alice, dora):
    """Undoes an import; Dora approves."""

    def run(batch):
        undone = undo(batch, by=alice, approver=dora)
        assert undone.state == "reverted", undone.revert_proposal.error
        return undone

    return run


def states() -> set[str]:
    return {*Contact.objects.values_list("state", flat=True), *firms()}


def firms() -> set[str]:
    return set(Account.objects.values_list("state", flat=True))


def claims() -> int:
    return ContactPoint.objects.exclude(status="retired").count()


def test_the_earlier_of_two_imports_undone_first_lets_the_later_be_undone(bring, take_back):
    first, later = bring(*ROWS), bring(LATER, *ROWS[1:])

    take_back(first)
    take_back(later)

    assert (states(), claims()) == ({"archived"}, 0)
    assert SourceRecord.objects.filter(ended_at__isnull=True).count() == 0


def test_the_later_of_two_imports_undone_first_keeps_nobody_either(bring, take_back):
    first, later = bring(*ROWS), bring(LATER, *ROWS[1:])

    take_back(later)
    take_back(first)

    assert (states(), claims()) == ({"archived"}, 0)
    assert first.results.count() == 0


def test_of_three_imports_the_middle_one_may_be_undone_first(bring, take_back):
    boss = LATER.replace("Chair", "President")
    first, middle, last = bring(ROWS[0]), bring(LATER), bring(boss)

    take_back(middle)
    president = Contact.objects.get().occupation
    take_back(last)
    director = Contact.objects.get().occupation
    take_back(first)

    assert (president, director) == ("President", "Director")
    assert (states(), claims()) == ({"archived"}, 0)


def test_two_sources_of_one_person_may_be_undone_in_either_order(bring, take_back):
    first = bring(ROWS[0])
    book = bring("9001,Meera,Rao,,+91 98200 11111,,", source=SourceSystemFactory(code="book"))

    take_back(first)
    note = SourceRecord.objects.get(batch_id=first.pk, contact__isnull=False).revert_note
    still = states()
    take_back(book)

    assert (note, still, states()) == ("known to another source", {"active"}, {"archived"})


def test_a_later_import_of_the_same_source_is_called_one(bring, take_back):
    first, _ = bring(ROWS[0]), bring(LATER)

    take_back(first)

    note = SourceRecord.objects.get(batch_id=first.pk, contact__isnull=False).revert_note
    assert note == "known to a later import of this source"


def test_what_a_person_typed_between_the_two_keeps_them_whichever_comes_first(
    bring, take_back, alice
):
    first = bring(ROWS[0])
    update_contact(Contact.objects.get(), by=alice, department="Board")
    later = bring(LATER)

    take_back(first)
    take_back(later)

    meera = Contact.objects.get()
    assert (meera.state, meera.department, meera.occupation) == ("active", "Board", "Director")


def test_a_field_locked_since_stays_when_the_import_is_undone(bring, take_back, alice):
    bring(ROWS[0])
    later = bring(LATER.replace("Rao", "Raja"))
    lock(Contact.objects.get(), "occupation", by=alice, reason="She told me herself")

    take_back(later)

    meera = Contact.objects.get()
    assert (meera.occupation, meera.family_name, meera.state) == ("Chair", "Rao", "active")
    record = SourceRecord.objects.get(batch_id=later.pk, contact__isnull=False)
    assert record.revert_note == "locked: occupation"


def test_what_was_undone_may_be_brought_again(bring, take_back):
    bring(ROWS[0])
    take_back(bring(LATER))

    bring(LATER.replace("Chair", "President"))

    assert Contact.objects.get().occupation == "President"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_companies_go_with_the_last_of_the_files_that_told_of_them(bring, take_back, order):
    header = "Company ID,Company Name,Industry,Website"
    rows = ["1,Meridian Holdings,Trade,", "1,Meridian Holdings,Trade,https://meridian.example"]
    both = [bring(row, header=header) for row in rows]

    for place in order:
        take_back(both[place])

    assert (both[0].entity, firms()) == ("account", {"archived"})
