"""What is derived from a person's rows is made anew after rows came or went."""

from collections.abc import Sequence

from activities.services import refresh_summaries as refresh_activity
from contacts.models import Contact, ContactSummary
from contacts.services import refresh_summaries
from evidence.models import Evidence, QDScore
from evidence.services import recompute_qd
from identity.services.keeping import keep_keys


def freshen(people: Sequence[Contact], *, ended: Sequence[Contact] = ()) -> None:
    """Make summaries, scores and match keys of people anew, in the caller's transaction.

    Those who ended lose their keys.
    """
    ids = [person.pk for person in people]
    keep_keys([*ids, *(person.pk for person in ended)])
    refresh_summaries(ids)
    refresh_activity(ids)
    scored = set(QDScore.objects.filter(contact__in=ids).values_list("contact_id", flat=True))
    scored |= set(Evidence.objects.filter(contact__in=ids).values_list("contact_id", flat=True))
    # who gave all their evidence back has no score any more
    ContactSummary.objects.filter(contact__in=set(ids) - scored).update(qd_value=None)
    for person in people:
        if person.pk in scored:
            recompute_qd(person)
