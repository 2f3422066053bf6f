"""People the demo has twice: a visitors' register typed by hand, and the scan that finds them."""

from collections.abc import Iterable, Sequence

from contacts.models import Contact
from core.models import User
from identity.models import ScanRun
from identity.services.scanning import run_scan, start_scan
from imports.choices import BatchState, RowOutcome
from imports.models import RawBatch
from imports.services import Decision, decide_rows
from ops.services.demo.files import apply_batch, as_csv, bring, source_of
from ops.services.demo.staff import Staff

REGISTER = "site_visit_register_worli.csv"
HEADER = ("Visitor Name", "Mobile", "Email", "City", "Area", "Occupation")
IN_A_HURRY = 3
SPELT = (("ee", "i"), ("oo", "u"), ("sh", "s"), ("aa", "a"), ("v", "w"), ("i", "ee"), ("a", "aa"))


def add_twins(staff: Staff, known: Iterable[Contact]) -> None:
    """Import the register, where known people are written otherwise, and look for duplicates."""
    rows = [_otherwise(number, person) for number, person in enumerate(known)]
    register = source_of("demo-register", "Visitors' register", 40)
    batch = bring(REGISTER, as_csv(HEADER, rows), source=register, by=staff.operator, region="IN")
    _take_for_new(batch, staff.operator)
    apply_batch(batch, approver=staff.founder)
    if not ScanRun.objects.exists():
        run_scan(start_scan(by=staff.operator).pk)


def _take_for_new(batch: RawBatch, by: User) -> None:
    """Answer most of what the import asks with "a new person", as somebody in a hurry would."""
    if batch.state == BatchState.PENDING:
        asked = batch.resolutions.filter(outcome=RowOutcome.AMBIGUOUS).order_by("row_no")
        rows = asked.values_list("row_no", flat=True)[:IN_A_HURRY]
        decide_rows(batch, [Decision(row, RowOutcome.CREATE) for row in rows], by=by)
        batch.refresh_from_db()


def _otherwise(number: int, person: Contact) -> Sequence[str]:
    """Return a person as a receptionist hears them: each in another way that registers differ."""
    phone = person.points.get(kind="phone", is_primary=True).value_raw
    mail = person.points.get(kind="email", is_primary=True).value_raw
    given, family = person.given_name, person.family_name
    street = person.addresses.order_by("id").first()
    city, area = (street.city, street.locality) if street else ("", "")
    name, number_told, address = (
        (f"{_respelt(given)} {family}", phone, ""),
        (f"{family.upper()} {given.upper()}", _swapped(phone), mail.replace("@", ".home@")),
        (f"{given[0]}. {family}", _swapped(phone), mail),
    )[number % 3]
    return (name, number_told, address, city, area, person.occupation)


def _respelt(name: str) -> str:
    """Return the name in another spelling that sounds the same."""
    lowered = name.lower()
    before, after = next((pair for pair in SPELT if pair[0] in lowered[1:]), ("", ""))
    return f"{name[0]}{lowered[1:].replace(before, after, 1)}" if before else f"{name}a"


def _swapped(phone: str) -> str:
    """Return the number with its last two different neighbours changed over."""
    places = range(len(phone) - 2, 2, -1)
    at = next(place for place in places if phone[place] != phone[place + 1])
    return f"{phone[:at]}{phone[at + 1]}{phone[at]}{phone[at + 2 :]}"
