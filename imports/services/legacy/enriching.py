"""What an older machine thought it knew of clients: proposals a person decides, never fields."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError

from approvals.choices import ItemOp
from approvals.models import Proposal
from approvals.services import ApprovalError, ItemDraft, propose
from contacts.models import Contact
from contacts.selectors import SUGGESTIBLE, suggestible
from core.choices import State
from core.models import User
from imports.choices import BatchState, RowOutcome
from imports.models import RawBatch
from imports.projection import Mapped, Plan
from imports.services.legacy.profiles import Profile

CHUNK: Final = 1_000
UNSURE: Final = 0.5  # nobody knows any more how sure the older machine was
type Said = tuple[int, int, list[str]]  # number of the row, id of its person, its cells


def propose_enrichments(profile: Profile, batch: RawBatch, *, by: User) -> Counter[str]:
    """Propose what columns under `[propose]` say of each row's person; count what came of it.

    One proposal a row, its cells as evidence; a value the person has already, and fields a
    machine has no say in, are left out. Run again it proposes nothing twice, decided or not.
    """
    outcomes: Counter[str] = Counter()
    if not profile.propose or batch.state != BatchState.APPLIED:
        return outcomes
    header = list(batch.header)
    columns = [
        Mapped(header.index(name), name, target, {}) for name, target in profile.propose.items()
    ]
    plan = Plan("contact", columns, region_hint=batch.region_hint)
    for row_no, person, cells in _rows(batch):
        contact = Contact.objects.get(pk=person)
        said = {
            name: value
            for name, value in plan.project(cells).entity.items()
            if name in SUGGESTIBLE and value not in (None, "", [])
        }
        known = suggestible(contact)
        after = {name: value for name, value in said.items() if known.get(name) != value}
        if after and contact.state == State.ACTIVE:
            outcomes[_propose(batch, row_no, contact, after, columns, by)] += 1
    return outcomes


def _rows(batch: RawBatch) -> Iterator[Said]:
    """Yield the rows that have a person and no proposal yet."""
    start = _key(batch, "")
    known = Proposal.objects.filter(dedupe_key__startswith=start).values_list("dedupe_key")
    done = {int(key.removeprefix(start)) for (key,) in known}
    found = batch.resolutions.filter(outcome=RowOutcome.CREATE, target_id__isnull=False)
    pairs = found.order_by("row_no").values_list("row_no", "target_id")
    people = {row_no: person for row_no, person in pairs if person is not None}
    left = [row_no for row_no in people if row_no not in done]
    for first in range(0, len(left), CHUNK):
        rows = batch.rows.filter(row_no__in=left[first : first + CHUNK]).order_by("row_no")
        for row in rows:
            yield row.row_no, people[row.row_no], row.cells


def _propose(
    batch: RawBatch,
    row_no: int,
    contact: Contact,
    after: dict[str, Any],
    columns: list[Mapped],
    by: User,
) -> str:
    evidence = [
        {"import": str(batch.uid), "row": row_no, "column": column.header} for column in columns
    ]
    item = ItemDraft(
        op=ItemOp.UPDATE,
        target_type="contact",
        target_uid=contact.uid,
        base_version=contact.version,
        after=after,
        evidence=evidence,
        confidence=UNSURE,
    )
    try:
        propose(
            kind="contact.update",
            title=f"The older system on {contact}",
            summary=f"Concluded before the move; row {row_no} of {batch}.",
            items=[item],
            by=by,
            source=batch.source,
            confidence=UNSURE,
            dedupe_key=_key(batch, row_no),
        )
    except (ApprovalError, ValidationError) as error:
        return f"not proposed: {' '.join(getattr(error, 'messages', [str(error)]))}"[:200]
    return "proposed"


def _key(batch: RawBatch, row_no: object) -> str:
    return f"legacy:{batch.uid}:{row_no}"
