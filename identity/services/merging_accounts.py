"""Two accounts become one, and apart again: what people's merges do, without matching and claims.

The one that stays keeps its values and takes over what it lacks. An import that names the other
finds the one that stays.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone

from accounts.choices import AccountKind
from accounts.models import Account
from approvals.models import Proposal
from core.choices import MoveAction, State
from core.models import User
from core.services import acting, audit
from core.services.moving import Moved, change, put_back
from core.services.sharing import telling_shares
from core.services.uniting import OWNERS_SHARE, share_with_owner
from identity.choices import MergeState
from identity.models import AccountMerge
from identity.services.errors import BlockedError, GonePartyError, NotLastError, UndoneError
from identity.services.merging import announce, refuse_archived
from identity.services.repointing import repoint_account
from identity.services.unmerging import later_words

STANDS = (State.ACTIVE, State.ARCHIVED)
# what the one that stays takes over where it has nothing; `website` and `domain` together
LACKING = (
    ("legal_name",),
    ("industry",),
    ("website", "domain"),
    ("phone",),
    ("country",),
    ("city",),
    ("employee_count",),
    ("description",),
)
TABLE = Account._meta.db_table  # noqa: SLF001 -- Django's documented name


def merge_accounts(
    survivor: Account, loser: Account, *, by: User, proposal: Proposal | None = None
) -> AccountMerge:
    """Merge an account into another and return the merge.

    Raises ValidationError for one account alone, GonePartyError when one of them was merged or
    erased meanwhile, ArchivedError for a survivor that is archived, BlockedError for a broker firm
    that would go into something else.
    """
    with acting(by, "merge:"):
        survivor, loser = _locked([survivor, loser])
        if gone := [str(each.uid) for each in (survivor, loser) if each.state not in STANDS]:
            raise GonePartyError("one of these accounts was merged or erased meanwhile", gone=gone)
        refuse_archived(survivor)
        refuse_kinds(survivor, loser)
        done = AccountMerge.objects.create(
            survivor=survivor, loser=loser, proposal=proposal, actor=by
        )
        done.refresh_from_db(fields=["uid"])
        with acting(by, f"merge:{done.uid}"), telling_shares(survivor):
            moved = [
                *repoint_account(survivor=survivor, loser=loser, by=by),
                *share_with_owner(survivor, loser, by=by, until=timezone.now() + OWNERS_SHARE),
                *_completed(survivor, loser, by),
                *_ended(survivor, loser, by),
            ]
            announce([loser], "merged", f"merge:{done.uid}")
        done.moves = [asdict(each) for each in moved]
        done.save(update_fields=["moves"])
        _audit("account.merged", done, by, proposal)
    return done


def unmerge_accounts(
    merge: AccountMerge, *, by: User, proposal: Proposal | None = None
) -> AccountMerge:
    """Undo a merge of accounts and return it with its residue: what changed since stays.

    Raises UndoneError for one that was undone, NotLastError when a later merge of the same
    accounts stands.
    """
    with acting(by, f"unmerge:{merge.uid}"):
        _locked([merge.survivor, merge.loser])
        merge = AccountMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if merge.state != MergeState.DONE:
            raise UndoneError("this merge was undone already")
        if later := later_account_merges(merge):
            raise NotLastError(
                later_words(len(later), merge.survivor),
                later=[str(each.uid) for each in later],
            )
        with telling_shares(merge.survivor):
            merge.residue = _put_back(merge, by)
        merge.state, merge.undone_at, merge.undone_by = MergeState.UNDONE, timezone.now(), by
        merge.save(update_fields=["residue", "state", "undone_at", "undone_by"])
        announce([merge.loser], "unmerged", f"unmerge:{merge.uid}")
        _audit("account.unmerged", merge, by, proposal)
    return merge


def refuse_kinds(survivor: Account, loser: Account) -> None:
    """Raise BlockedError for a broker firm that would go into what may not bring clients."""
    broker = AccountKind.BROKER_FIRM
    if loser.kind == broker and survivor.kind != broker:
        raise BlockedError(
            f"{loser} is a broker firm and {survivor} is none; merge the other way round",
            blockers=["broker_firm"],
        )


def later_account_merges(merge: AccountMerge) -> list[AccountMerge]:
    """Return the merges that have to be undone before this one, the last first."""
    ids = (merge.survivor_id, merge.loser_id)
    touching = Q(survivor__in=ids) | Q(loser__in=ids)
    later = AccountMerge.objects.filter(touching, state=MergeState.DONE, pk__gt=merge.pk)
    return list(later.order_by("-pk"))


def _locked(accounts: Sequence[Account]) -> list[Account]:
    """Return the accounts as they stand, locked in the order of their ids."""
    ids = [each.pk for each in accounts]
    if len(set(ids)) != len(ids):
        raise ValidationError("a merge takes two different accounts")
    rows = Account.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    standing = {each.pk: each for each in rows}
    return [standing[pk] for pk in ids]


def _completed(survivor: Account, loser: Account, by: User) -> list[Moved]:
    survivor.refresh_from_db()
    taken = {
        name: getattr(loser, name)
        for group in LACKING
        if not any(getattr(survivor, name) for name in group)
        for name in group
        if getattr(loser, name)
    }
    row = Account.objects.filter(pk=survivor.pk)
    if taken:
        return change(row, by=by, action=MoveAction.CHANGE, **taken)
    # a merge is a change: who undoes an import leaves alone what changed since
    row.update(version=F("version") + 1, updated_at=timezone.now(), updated_by=by)
    return []


def _ended(survivor: Account, loser: Account, by: User) -> list[Moved]:
    """End the loser, and let whatever was merged into it earlier lead to the survivor."""
    ended = {"state": State.MERGED, "merged_into": survivor}
    return [
        *change(Account.objects.filter(merged_into=loser), by=by, merged_into=survivor),
        *change(
            Account.objects.filter(pk=loser.pk),
            by=by,
            action=MoveAction.CLOSE,
            **ended,
        ),
    ]


def _put_back(merge: AccountMerge, by: User) -> list[dict[str, Any]]:
    residue = []
    for told in reversed(merge.moves):
        move = Moved(**told)
        # values are given back one by one, rows whole or not at all
        golden = move.table == TABLE and move.row_id == merge.survivor_id
        if left := put_back(move, by=by, groups={} if golden else None):
            residue.append({"table": move.table, "row": move.row_id, "columns": left})
    return residue


def _audit(action: str, merge: AccountMerge, by: User, proposal: Proposal | None) -> None:
    audit(
        action,
        by=by,
        object_type="account",
        object_uid=merge.survivor.uid,
        proposal_uid=proposal.uid if proposal else None,
        payload={"merge": str(merge.uid), "loser": str(merge.loser.uid)},
    )
