"""Two files of the demo: one applied, so that values have a source; one that waits for approval.

Made of clients the demo knows and of new ones, so that both create and match rows.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from approvals import services as approvals
from approvals.choices import ProposalState
from contacts.models import Contact
from core.models import SourceSystem, User
from imports import services as imports
from imports.choices import BatchState
from imports.models import RawBatch
from ops.services.demo.staff import Staff

APPLIED, WAITING = "portal_enquiries_october.csv", "creekside_brokers_list.csv"
PORTAL = (
    "Lead ID", "First Name", "Last Name", "Mobile", "Email ID", "City", "Company", "Designation",
    "Budget", "Configuration", "Location Preference",
)  # fmt: skip
BROKER = ("Client Name", "Mobile No", "Email", "Nationality", "Looking for", "Area", "Budget (AED)")
PORTAL_ROWS = """\
Tarini,Kapadia,+91 98200 07101,tarini@example.com,Mumbai,Kapadia Mills,Director,₹9.5 Cr,3 BHK,Worli
Devang,Sheth,+91 98330 07102,devang.sheth@example.com,Mumbai,,Accountant,₹12 Cr,4 BHK,Worli
Ishani,Basak,98670 07103,ishani.b@example.com,Kolkata,Basak Tea,Partner,₹3.5 Cr,3 BHK,Powai
Yohan,Daruvala,+91 99300 07104,yohan@example.com,Pune,,Pilot,₹4 Cr,3 BHK,Koregaon Park
Ramya,Sekhar,98800 07105,ramya@example.com,Bengaluru,Cauvery Software,CTO,₹8 Cr,Villa,Hebbal
Nusrat,Peerbhoy,+91 98200 07106,nusrat@example.com,Mumbai,,Producer,₹15 Cr,Penthouse,Worli
Vikrant,Solanki,98110 07107,vikrant@example.com,Gurugram,Solanki Steels,Founder,₹18 Cr,4 BHK,Worli
Aparna,Tilak,+91 98330 07108,aparna@example.com,Pune,,Surgeon,₹4.6 Cr,4 BHK,Koregaon Park
""".splitlines()
BROKER_ROWS = """\
Mr. Bilal Osseiran,+971 50 000 7201,bilal@example.com,Lebanon,2 BR,Dubai Creek,2.9M
Ms. Gayatri Nambiar,+971 55 000 7202,gayatri@example.com,India,3 BR,Dubai Creek,4.5M
Dr. Edmund Farrow,+971 52 000 7203,edmund@example.com,United Kingdom,Villa,Dubai Hills,12M
Mrs. Huda Al Shehhi,+971 56 000 7204,huda@example.com,Emirati,Villa,Dubai Hills,14M
Mr. Rustom Sidhwa,+971 50 000 7205,rustom@example.com,India,2 BR,Dubai Creek,3M
Ms. Carina Boutros,050 000 7206,carina@example.com,Lebanon,1 BR,Dubai Creek,1.7M
""".splitlines()


class DemoFileError(Exception):
    """An import of the demo stopped where it should not have."""


def import_files(staff: Staff, indians: Iterable[Contact], gulf: Iterable[Contact]) -> None:
    """Apply the first file and bring the second as far as its approval; goes on after a crash."""
    portal = source_of("demo-portal", "Property portal", 55)
    batch = bring(APPLIED, _portal(indians), source=portal, by=staff.operator, region="IN")
    apply_batch(batch, approver=staff.founder)
    broker = source_of("demo-creekside", "Creekside Brokers", 40)
    bring(WAITING, _broker(gulf), source=broker, by=staff.operator, region="AE")


def bring(name: str, content: bytes, *, source: SourceSystem, by: User, region: str) -> RawBatch:
    """Receive a file, or find it, and run its steps up to the approval."""
    batch = RawBatch.objects.filter(source=source, filename=name).first() or imports.receive(
        BytesIO(content), filename=name, source=source, by=by, region_hint=region
    )
    batch = imports.advance(batch.pk)
    if batch.state == BatchState.MAPPING_PROPOSED:
        imports.confirm(batch, by=by)
        batch = imports.advance(batch.pk)
    if batch.state == BatchState.FAILED:
        raise DemoFileError(f"{name}: {batch.error}")
    return batch


def apply_batch(batch: RawBatch, *, approver: User) -> None:
    """Approve what a batch proposes, unless that was done, and apply it."""
    proposal = batch.proposal
    if proposal is None or batch.state == BatchState.APPLIED:
        return
    if proposal.state == ProposalState.PENDING:
        proposal = approvals.approve(
            proposal,
            by=approver,
            revision=proposal.revision,
            content_hash=proposal.content_hash,
            reason="Checked against the portal's mail",
        )
    proposal = approvals.apply(proposal, by=approver)
    if proposal.state != ProposalState.APPLIED:
        raise DemoFileError(f"{batch.filename}: {proposal.error or proposal.state}")


def source_of(code: str, name: str, trust: int) -> SourceSystem:
    """Return the source of a demo file, made when it is not there."""
    source, _ = SourceSystem.objects.get_or_create(
        code=code, defaults={"name": name, "kind": "file", "base_trust": trust}
    )
    return source


def _portal(known: Iterable[Contact]) -> bytes:
    """Return the portal's file: new people, and known ones who enquired again."""
    rows = [line.split(",") for line in PORTAL_ROWS]
    for person in known:
        mail = person.points.get(kind="email", is_primary=True).value_raw
        phone = person.points.get(kind="phone", is_primary=True).value_raw
        names = [person.given_name, person.family_name, phone, mail]
        rows.append([*names, "Mumbai", "", person.occupation, "₹7 Cr", "3 BHK", "Worli"])
    return as_csv(PORTAL, ([f"PL-{4100 + n}", *row] for n, row in enumerate(rows, start=1)))


def _broker(known: Iterable[Contact]) -> bytes:
    rows = [line.split(",") for line in BROKER_ROWS]
    for person in known:
        phone = person.points.get(kind="phone", is_primary=True).value_raw
        rows.append([person.full_name, phone, "", "", "2 BR", "Dubai Creek", "3M"])
    return as_csv(BROKER, rows)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as the bytes of a file, the header first."""
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()
