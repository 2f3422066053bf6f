"""When somebody was last in touch and what is due next, as lists show it."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from activities.models import Interaction, Task
from contacts.models import ContactSummary
from core.choices import State


def refresh_summaries(contact_ids: "Sequence[int | None]") -> None:
    """Make these columns of the contacts' summaries anew, in the caller's transaction."""
    last = Interaction.objects.filter(contact=OuterRef("contact"), state=State.ACTIVE)
    due = Task.objects.filter(contact=OuterRef("contact"), due_at__isnull=False).due()
    ContactSummary.objects.filter(contact__in=[pk for pk in contact_ids if pk]).update(
        last_interaction_at=Subquery(last.order_by("-occurred_at").values("occurred_at")[:1]),
        next_task_due_at=Subquery(due.values("due_at")[:1]),
    )
