"""Step 5: ask a second person to let the batch into the client graph."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from approvals.choices import ProposalState
from approvals.models import Proposal
from approvals.services import ItemDraft, propose
from core.models import User
from core.services import canonical_json, sha256
from imports.choices import Entity, ManifestState, RowOutcome
from imports.models import RawBatch
from imports.pipeline.answers import answers_planned
from imports.pipeline.changes import changed_fields
from imports.pipeline.happenings import HAPPENINGS
from imports.pipeline.taking import plan_people
from imports.projection.corrections import CODE, texts_of
from imports.sources import SourceError

COMMIT = "imports.commit"
UNDECIDED = (ProposalState.PENDING, ProposalState.CHANGES_REQUESTED)


@transaction.atomic  # a proposal its batch does not know could not be taken back
def propose_commit(batch: RawBatch, *, by: User | None = None) -> Proposal:
    """Propose the batch's commit in the uploader's name; asked twice, it is one proposal.

    `by` is the person who decided about rows since: what was proposed before is superseded, and
    neither they nor the uploader can approve the new proposal.
    """
    counts = count_outcomes(batch)
    told = _told(batch)
    answers = answers_planned(batch) if batch.entity == Entity.CONTACT else {}
    batch.counts = {**batch.counts, **counts, **told, "consents": answers}
    manifest = batch.manifests.get(state=ManifestState.APPROVED)
    said = {"decisions": decisions(batch), "corrections": corrections(batch)}
    said["consents"] = ", ".join(f"{what} {rows:,}" for what, rows in answers.items())
    said |= {name: _in_words(told.pop(name)) for name in ("changes", "left") if name in told}
    after = {"mapping": manifest.content_hash, "sha256": batch.sha256, **counts, **told}
    older = batch.proposal if by and batch.proposal else None
    batch.proposal = propose(
        kind=COMMIT,
        title=f"Import {batch.filename}",
        summary=describe_counts(counts),
        items=[
            ItemDraft(
                op="commit",
                target_type="rawbatch",
                target_uid=batch.uid,
                after=after | {name: text for name, text in said.items() if text},
            )
        ],
        by=by or batch.uploaded_by,
        on_behalf_of=batch.uploaded_by if by and by != batch.uploaded_by else None,
        source=batch.source,
        supersedes=older if older and older.state in UNDECIDED else None,
        dedupe_key=f"{COMMIT}:{batch.uid}:{manifest.content_hash}",
    )
    batch.save(update_fields=["counts", "proposal"])
    return batch.proposal


def propose_first(batch: RawBatch) -> Proposal:
    """Propose a batch's commit for the first time.

    Raises SourceError where not one row says who or what it is about: nobody can decide about
    nothing. Rows refused for what the graph holds are another matter, and are shown.
    """
    if not batch.normalised.filter(refusal="").exists():
        reasons = batch.resolutions.values_list("reason").annotate(rows=Count("row_no"))
        why = reasons.order_by("-rows", "reason").first()
        said = f" Most of them: {why[0]}." if why else ""
        raise SourceError(
            "nothing_to_import",
            f"None of the rows can be imported.{said}"
            " Correct what the columns mean, or bring the people as a table or a vCard.",
        )
    return propose_commit(batch)


def decisions(batch: RawBatch) -> str:
    """Return the sha256 of what people decided about rows, empty when they decided nothing."""
    rows = batch.resolutions.filter(decided_by__isnull=False).order_by("row_no")
    made = [list(row) for row in rows.values_list("row_no", "outcome", "target_id")]
    return sha256(canonical_json(made)) if made else ""


def corrections(batch: RawBatch) -> str:
    """Return the sha256 of what people corrected, empty when they corrected nothing."""
    touched = batch.normalised.filter(issues__contains=[{"code": CODE}]).order_by("row_no")
    rows = touched.values_list("row_no", "issues")
    made = [[row_no, sorted(texts_of(issues).items())] for row_no, issues in rows]
    return sha256(canonical_json(made)) if made else ""


def count_outcomes(batch: RawBatch) -> dict[str, int]:
    """Return how many rows have which outcome, and where their cells went."""
    outcomes = planned_rows(batch)
    cells = batch.normalised.aggregate(
        projected=Sum("projected"), parked=Sum("parked"), rejected=Sum("rejected")
    )
    return outcomes | {f"cells_{name}": total or 0 for name, total in cells.items()}


def planned_rows(batch: RawBatch) -> dict[str, int]:
    """Return how many rows have which outcome."""
    counted = batch.resolutions.values_list("outcome").annotate(rows=Count("row_no"))
    return dict.fromkeys(RowOutcome.values, 0) | dict(counted.order_by())


def _told(batch: RawBatch) -> dict[str, Any]:
    """Return which fields of known records would change and which would stay, in rows."""
    if batch.entity in HAPPENINGS:
        return {**changed_fields(batch)}
    return plan_people(batch) if batch.entity == Entity.CONTACT else {}


def _in_words(fields: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {rows:,}" for name, rows in fields.items())


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
