"""A merge is undone: each row goes back where it still is as the merge left it.

Merges of the same people are undone the last first. Nothing is overwritten: what changed since
stays and is listed as residue for a person to look at.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Account
from activities.services.repointing import touched_through
from approvals.models import Proposal
from contacts.models import Contact, ContactPoint
from contacts.services import choose_first
from core.models import User
from core.services import acting, audit
from core.services.moving import Moved, put_back
from core.services.sharing import telling_shares
from evidence.services.repointing import forget_score
from identity.choices import CandidateStatus, MergeState, OperationKind, Verdict
from identity.models import MatchCandidate, MergeOperation, PairVerdict, SourceRecord
from identity.selectors.locks import locked_columns
from identity.services.errors import NotLastError, UndoneError
from identity.services.following import follow, stand_again
from identity.services.freshening import freshen
from identity.services.merging import announce
from identity.services.owners import call_off
from identity.survivorship import GROUPS

PEOPLE = "contacts_contact"

OWNERS = {"opportunities_opportunity": "primary_contact_id"}  # elsewhere it is `contact_id`

type Left = dict[str, Any]


def unmerge(
    operation: MergeOperation, *, by: User, reason: str = "", proposal: Proposal | None = None
) -> MergeOperation:
    """Undo a merge and return it with its residue; the people are remembered as different.

    Raises UndoneError for one that was undone, NotLastError when a later merge of the same
    people stands, naming it.
    """
    with acting(by, f"unmerge:{operation.uid}"):
        survivor, losers = _locked(operation)
        standing = MergeOperation.objects.select_for_update().get(pk=operation.pk)
        refuse_undone(standing)
        if any(loser.merged_into_id != survivor.pk for loser in losers):
            raise UndoneError("these people are not merged any more")
        with telling_shares(survivor):
            residue = _put_back(standing, survivor, losers, by)
        residue = _followed(standing, survivor, losers, residue, by)
        remember(survivor, losers, by, reason or f"unmerged: {standing.uid}")
        _wait_again(standing, losers)
        call_off(standing, by=by)
        touched = _touched(standing, [survivor, *losers])
        choose_first([person.pk for person in touched], by=by)
        freshen(touched)
        announce(losers, "unmerged", f"unmerge:{standing.uid}")
        standing.state, standing.residue = MergeState.UNDONE, residue
        standing.undone_at, standing.undone_by = timezone.now(), by
        standing.undone_proposal = proposal
        standing.save(
            update_fields=["state", "residue", "undone_at", "undone_by", "undone_proposal"]
        )
        audit(
            "contact.unmerged",
            by=by,
            object_type="contact",
            object_uid=survivor.uid,
            proposal_uid=proposal.uid if proposal else None,
            payload={"operation": str(standing.uid), "residue": len(residue)},
        )
    return standing


def refuse_undone(operation: MergeOperation) -> None:
    """Raise UndoneError for what is no standing merge, NotLastError while later ones stand."""
    if operation.kind != OperationKind.MERGE:
        raise UndoneError("this was no merge; a split is undone from its proposal")
    if operation.state != MergeState.DONE:
        raise UndoneError("this merge was undone already")
    if later := later_merges(operation):
        raise NotLastError(
            later_words(len(later), operation.survivor),
            later=[str(each.uid) for each in later],
        )


def later_words(count: int, survivor: Contact | Account) -> str:
    """Say how many later merges of a survivor have to be undone before."""
    if count == 1:
        return f"1 later merge of {survivor} stands; undo it first"
    return f"{count} later merges of {survivor} stand; undo the last one first"


def later_merges(operation: MergeOperation) -> list[MergeOperation]:
    """Return the merges that have to be undone before this one, the last first."""
    ids = [operation.survivor_id, *operation.losers.values_list("pk", flat=True)]
    later = MergeOperation.objects.filter(
        Q(survivor__in=ids) | Q(losers__in=ids),
        kind=OperationKind.MERGE,
        state=MergeState.DONE,
        pk__gt=operation.pk,
    )
    return list(later.distinct().order_by("-pk"))


def _locked(operation: MergeOperation) -> tuple[Contact, list[Contact]]:
    losers = set(operation.losers.values_list("pk", flat=True))
    rows = Contact.objects.select_for_update(of=("self",)).filter(
        pk__in={operation.survivor_id, *losers}
    )
    people = {person.pk: person for person in rows.order_by("pk")}
    return people[operation.survivor_id], [people[pk] for pk in sorted(losers)]


def _put_back(
    operation: MergeOperation, survivor: Contact, losers: list[Contact], by: User
) -> list[Left]:
    residue = []
    forget_score(survivor)
    uids = {str(loser.pk): str(loser.uid) for loser in losers}
    for move in operation.moves.order_by("-seq"):
        moved = Moved(move.table, move.row_id, move.action, move.before, move.after)
        if left := _undone(moved, survivor, by):
            had = [uids[each] for each in map(str, move.before.values()) if each in uids]
            residue.append(_left(move.table, move.row_id, left, "changed_since", *had[:1]))
    return residue


def _touched(operation: MergeOperation, parties: list[Contact]) -> list[Contact]:
    """Return the parties, and who was split off since with points the merge had changed."""
    points = operation.moves.filter(table=ContactPoint._meta.db_table)  # noqa: SLF001 -- Django's documented name
    holders = Contact.objects.filter(points__in=points.values("row_id"))
    others = holders.exclude(pk__in=[person.pk for person in parties]).distinct()
    return [*parties, *others.order_by("pk")]


def _undone(moved: Moved, survivor: Contact, by: User) -> list[str]:
    """Undo one move; of the survivor's values, what was changed or locked since stays."""
    if (moved.table, moved.row_id) != (PEOPLE, survivor.pk):
        return put_back(moved, by=by)
    return put_back(moved, by=by, groups=GROUPS, fixed=locked_columns(survivor))


def _followed(
    operation: MergeOperation, survivor: Contact, losers: list[Contact], residue: list[Left],
    by: User,
) -> list[Left]:  # fmt: skip
    """Let what came since go back where sources say so; return what is left, all told."""
    came: list[Left] = []
    for loser in losers:
        followed = follow(operation, survivor, loser, by=by)
        for each in residue:
            if (each["table"], each["row"]) == (PEOPLE, survivor.pk):
                each["columns"] = [c for c in each["columns"] if c not in followed.columns]
        came += [
            _left(table, pk, [OWNERS.get(table, "contact_id")], "came_since", str(loser.uid))
            for table, pk in followed.rows
        ]
    came += _came_since(survivor, losers)
    stand_again(operation, survivor, losers)
    told = {(each["table"], each["row"]): each for each in reversed(came)}
    return [each for each in residue if each["columns"]] + list(reversed(told.values()))


def _came_since(survivor: Contact, losers: list[Contact]) -> list[Left]:
    """List what arrived since the merge and may belong to one of those who left."""
    found = []
    for loser in losers:
        points = ContactPoint.objects.filter(contact=loser).values_list("pk", flat=True)
        rows = [
            ("activities_interaction", row.pk) for row in touched_through(list(points), survivor)
        ]
        sources = SourceRecord.objects.filter(contact=survivor, supersedes__contact=loser)
        rows += [("identity_sourcerecord", row.pk) for row in sources.distinct()]
        found += [
            _left(table, pk, ["contact_id"], "came_since", str(loser.uid)) for table, pk in rows
        ]
    return found


def _left(table: str, row: int, columns: list[str], why: str, to: str = "") -> Left:
    """Return one line of the residue; `to` is the uid of whom the row may belong to."""
    return {"table": table, "row": row, "columns": columns, "why": why, "to": to}


def _wait_again(operation: MergeOperation, losers: list[Contact]) -> None:
    """Let pairs of losers wait for a person again: nobody said yet that these are different."""
    ids = [loser.pk for loser in losers]
    pairs = MatchCandidate.objects.filter(
        left__in=ids, right__in=ids, status=CandidateStatus.PROPOSED, proposal=operation.proposal
    )
    blank = {"proposal": None, "decided_by": None, "decided_at": None}
    verdict = PairVerdict.objects.filter(left=OuterRef("left"), right=OuterRef("right"))
    apart = pairs.filter(Exists(verdict.filter(verdict=Verdict.DIFFERENT)))
    apart.update(status=CandidateStatus.NOT_A_MATCH, **blank)
    pairs.update(status=CandidateStatus.OPEN, **blank)


def remember(survivor: Contact, losers: list[Contact], by: User, reason: str) -> None:
    """Write that these are different people, so that matching never proposes them again."""
    for loser in losers:
        left, right = sorted((survivor.pk, loser.pk))
        PairVerdict.objects.update_or_create(
            left_id=left,
            right_id=right,
            defaults={"verdict": Verdict.DIFFERENT, "by": by, "reason": reason},
        )
        # nobody's decision in the queue any more: whoever proposed the merge cannot take this back
        MatchCandidate.objects.filter(left_id=left, right_id=right).update(
            status=CandidateStatus.NOT_A_MATCH,
            proposal=None,
            decided_by=None,
            decided_at=None,
            leased_by=None,
            leased_until=None,
        )
