"""What the import tests do all the time, in one word each."""

from io import BytesIO

from approvals import services as approvals
from core.models import SourceSystem, User
from imports import services
from imports.models import RawBatch
from imports.selectors.results import explain_records

HEADER = "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title"
ROWS = (
    "101,Meera,Rao,meera@rao.example,+91 98200 11111,Meridian Holdings,Director",
    "102,Omar,Haddad,omar@haddad.example,+971 50 123 4567,Gulf Estates,Partner",
    "103,Lena,Vogt,lena@vogt.example,+49 30 1234567,Vogt Bau,Architect",
)


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    return ("\r\n".join([header, *rows]) + "\r\n").encode()


def bring(
    content: bytes, *, by: User, source: SourceSystem, name: str = "contacts.csv", **more
) -> RawBatch:
    """Receive a file and run it up to the confirmation of its columns."""
    batch = services.receive(BytesIO(content), filename=name, source=source, by=by, **more)
    return services.advance(batch.pk)


def propose(content: bytes, *, by: User, source: SourceSystem, **more) -> RawBatch:
    """Receive a file, confirm its columns as proposed and run it up to the approval."""
    batch = bring(content, by=by, source=source, **more)
    assert batch.state == "mapping_proposed", batch.error
    services.confirm(batch, by=by)
    return services.advance(batch.pk)


def apply(proposal, *, by: User):
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
    return approvals.apply(approvals.approve(proposal, by=by, **stands), by=by)


def carry_out(content: bytes, *, by: User, approver: User, source: SourceSystem, **more):
    """Bring a file all the way into the client graph."""
    batch = propose(content, by=by, source=source, **more)
    apply(batch.proposal, by=approver)
    batch.refresh_from_db()
    assert batch.state == "applied", batch.proposal.error
    return batch


def undo(batch: RawBatch, *, by: User, approver: User) -> RawBatch:
    apply(services.propose_revert(batch, by=by), by=approver)
    batch.refresh_from_db()
    return batch


def origins_of(record) -> dict:
    """Return the origin of each value of a record that a row of a file made."""
    kind = record._meta.model_name.removesuffix("record")
    return explain_records({kind: [record.pk]}).get((kind, record.pk), {})
