"""What applying a proposal would do: done for real in a transaction that is rolled back."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from approvals.choices import ApplyState, ItemDecision
from approvals.models import Proposal, ProposalItem
from approvals.registry import Applied
from approvals.selectors import targets_of
from approvals.selectors.veiling import hidden_from, overwritten
from approvals.services.applying import outcome_of
from approvals.services.errors import ForbiddenError, IllegalTransitionError
from approvals.services.recording import cause_of
from core.models import ChangeEvent, User
from core.services import acting

LIMITS = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'"
MOST = 200


@dataclass(frozen=True, slots=True)
class ItemEffect:
    """What one item would come to; `changed` holds the values before and after."""

    seq: int
    outcome: str
    changed: dict[str, Any] = field(default_factory=dict)
    conflict: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """Effects of a proposal on the graph: records written by type and verb, items one by one.

    `partial` means it works in chunks, or has more than MOST items, and the first were tried.
    """

    items: list[ItemEffect]
    records: list[dict[str, Any]]
    partial: bool


@contextmanager
def trying() -> Iterator[None]:
    """Undo whatever is done inside, which waits for nobody's lock and takes no long time.

    Raises OperationalError where it would.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LIMITS)
        yield
        transaction.set_rollback(True)


def preview(proposal: Proposal, *, by: User) -> Preview:
    """Try a proposal and return what it would do; nothing is kept, whatever it is.

    Raises ForbiddenError for a service and IllegalTransitionError for what is over.
    """
    if by.is_service:
        raise ForbiddenError("services do not apply, not even to try")
    todo = proposal.current_items.filter(apply_state=ApplyState.PENDING)
    items = list(todo.exclude(decision=ItemDecision.REJECTED)[: MOST + 1])
    if not items:
        raise IllegalTransitionError("nothing of it waits to be applied")
    with acting(by, f"preview:{cause_of(proposal)}"), trying():
        effects, records = _tried(items[:MOST], by)
    chunked = any(effect.outcome == "more" for effect in effects)
    return Preview(effects, records, partial=chunked or len(items) > MOST)


def _tried(items: list[ProposalItem], by: User) -> tuple[list[ItemEffect], list[dict[str, Any]]]:
    last = ChangeEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    targets_of(items, lock=True)
    effects = [_effect(item, outcome_of(item, by), by) for item in items]
    own = ChangeEvent.objects.extra(where=["xid = pg_current_xact_id()::text::bigint"])
    written = Counter(own.filter(pk__gt=last).values_list("entity_type", "op"))
    records = [
        {"entity_type": entity, "op": op, "count": count}
        for (entity, op), count in sorted(written.items())
    ]
    return effects, records


def _effect(item: ProposalItem, outcome: Applied, by: User) -> ItemEffect:
    changed = overwritten(outcome.result, hidden_from(by, item))
    return ItemEffect(item.seq, outcome.state, changed, outcome.conflict)
