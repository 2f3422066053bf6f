"""What the bridge registers with the apps below."""

from uuid import UUID

from approvals.choices import ItemOp
from approvals.models import ProposalItem
from approvals.registry import Applied, Operation, register
from approvals.selectors import describe_row
from approvals.services import conflict
from contacts.registry import register_names
from core.models import User
from core.registry import register_feed
from identity.registry import register_repoint
from imports.choices import ResultKind
from imports.registry import keep_kind, write_rows
from oracle_bridge.choices import SyncStatus
from oracle_bridge.models import EntityMapping, Insight
from oracle_bridge.selectors import mapped
from oracle_bridge.services.intelligence import KEPT, SOURCE, write_insights
from oracle_bridge.services.mapping import MOVE, move_mapping
from oracle_bridge.services.repointing import repoint, repoint_account


def move(item: ProposalItem, actor: User) -> Applied:
    """Move a mapping to the record of ours its system says it is."""
    mapping = EntityMapping.objects.get(uid=str(item.target_uid))
    local_uid = UUID(str(item.after["local_uid"]))
    if mapping.local_uid == local_uid:
        return Applied(state="noop", target_uid=mapping.uid, version=mapping.version)
    unsettled = mapping.status == SyncStatus.CONFLICT
    if not unsettled or str(mapping.local_uid) != item.before.get("local_uid"):
        return conflict("version_conflict", version=mapping.version)  # decided otherwise since
    cause = f"proposal:{item.proposal.uid}"
    mapping = move_mapping(mapping, local_uid=local_uid, by=actor, cause=cause)
    return Applied(state="applied", target_uid=mapping.uid, version=mapping.version)


register(
    Operation(
        MOVE,
        "Move a mapping",
        apply=move,
        describe=describe_row,
        model=EntityMapping,
        ops=frozenset({ItemOp.UPDATE}),
    )
)
register_repoint("oracle_bridge", repoint)
register_repoint("oracle_bridge", repoint_account, of="account")
write_rows(SOURCE, write_insights)
keep_kind(ResultKind.INSIGHT, KEPT)
register_names(mapped)
register_feed("insight", Insight.objects.visible_to)
