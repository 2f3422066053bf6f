"""Step 5: ask a second person to let the batch into the client graph."""

from django.db.models import Count, Sum

from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from imports.choices import ManifestState, RowOutcome
from imports.models import RawBatch

COMMIT = "imports.commit"


def propose_commit(batch: RawBatch) -> Proposal:
    """Propose the batch's commit in the uploader's name; asked twice, it is one proposal."""
    counts = count_outcomes(batch)
    batch.counts = {**batch.counts, **counts}
    manifest = batch.manifests.get(state=ManifestState.APPROVED)
    batch.proposal = propose(
        kind=COMMIT,
        title=f"Import {batch.filename}",
        summary=describe_counts(counts),
        items=[
            ItemDraft(
                op="commit",
                target_type="rawbatch",
                target_uid=batch.uid,
                after={"mapping": manifest.content_hash, "sha256": batch.sha256, **counts},
            )
        ],
        by=batch.uploaded_by,
        source=batch.source,
        dedupe_key=f"{COMMIT}:{batch.uid}:{manifest.content_hash}",
    )
    batch.save(update_fields=["counts", "proposal"])
    return batch.proposal


def count_outcomes(batch: RawBatch) -> dict[str, int]:
    """Return how many rows have which outcome, and where their cells went."""
    counted = batch.resolutions.values_list("outcome").annotate(rows=Count("row_no"))
    outcomes = dict.fromkeys(RowOutcome.values, 0) | dict(counted.order_by())
    cells = batch.normalised.aggregate(
        projected=Sum("projected"), parked=Sum("parked"), rejected=Sum("rejected")
    )
    return outcomes | {f"cells_{name}": total or 0 for name, total in cells.items()}


def describe_counts(counts: dict[str, int]) -> str:
    """Return the counts as a sentence."""
    words = {
        RowOutcome.CREATE: "new",
        RowOutcome.MATCH: "known",
        RowOutcome.AMBIGUOUS: "to decide",
        RowOutcome.SKIP: "left out",
        RowOutcome.REJECT: "refused",
    }
    return ", ".join(f"{counts[key]:,} {word}" for key, word in words.items() if counts.get(key))
