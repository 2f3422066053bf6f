"""Reading a file another way than it was read first."""

from dataclasses import asdict, dataclass

from core.models import User
from core.services import audit
from imports.choices import BatchState
from imports.models import RawBatch
from imports.pipeline.receive import path_of, receive
from imports.services.running import WrongStateError, cancel, changing

S = BatchState
READABLE = (S.FAILED, S.MAPPING_PROPOSED, S.PENDING)


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file; empty values and None are found out, header row -1 means none."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int | None = None


def reread(batch: RawBatch, reading: Reading, *, by: User) -> RawBatch:
    """Read the file another way and return the batch that does.

    Raw rows never change, so a batch that has some is cancelled and a new one takes its place;
    one that failed before its first row starts again itself. Raises WrongStateError later than
    the decision about its commit, and while a step runs.
    """
    with changing(batch, "read the file again", *READABLE, by=by):
        if batch.applied_at:
            raise WrongStateError(batch, "read again what is applied", READABLE)
        if batch.rows.exists():
            return _replaced(batch, reading, by)
        RawBatch.objects.filter(pk=batch.pk).update(
            **asdict(reading), state=S.RECEIVED, error="", resume_state=""
        )
        batch.refresh_from_db()
    return batch


def _replaced(batch: RawBatch, reading: Reading, by: User) -> RawBatch:
    path = path_of(batch)
    cancel(batch, by=by)
    with path.open("rb") as file:
        new = receive(
            file,
            filename=batch.filename,
            source=batch.source,
            by=by,
            region_hint=batch.region_hint,
            again=True,
        )
    RawBatch.objects.filter(pk=new.pk).update(**asdict(reading))
    new.refresh_from_db()
    payload = {"from": str(batch.uid), **asdict(reading)}
    audit("import.read_again", by=by, batch_uid=new.uid, payload=payload)
    return new
