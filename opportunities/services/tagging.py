"""Saying which broker brought a client to a project, for a window of days."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact
from core.models import User
from core.services import acting, save_canonical
from inventory.models import Project
from opportunities.choices import TagStatus
from opportunities.models import PartnerTag, SiteVisit
from opportunities.selectors import in_the_way


class TagTakenError(Exception):
    """Another broker holds the client for the project then: `tag` is theirs."""

    code = "partner_tag_taken"

    def __init__(self, tag: PartnerTag) -> None:
        self.tag = tag
        super().__init__(
            f"A broker holds this client for {tag.project} from {tag.since} to {tag.until}."
        )


def tag_partner(  # noqa: PLR0913 -- a claim has this many parts; three are optional
    *,
    contact: Contact,
    project: Project,
    partner: Account,
    until: date,
    by: User | None,
    since: date | None = None,
    visit: SiteVisit | None = None,
    reason: str = "",
    over: bool = False,
) -> PartnerTag:
    """Let a broker firm hold a client for a project from `since` (today) to `until`, both included.

    With `over` the tags in the way are ended first, for `reason`. Raises TagTakenError for a
    window in which another tag is active, ValidationError for what is no window or no broker.
    """
    first = since or timezone.localdate()
    if until < first:
        raise ValidationError({"until": "The last day is not before the first."})
    tag = PartnerTag(
        contact=contact,
        project=project,
        partner=partner,
        valid=DateRange(first, until + timedelta(days=1)),
        visit=visit,
        reason=reason,
    )
    with acting(by, "tag"):
        Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
        for other in in_the_way(tag, [contact]):
            if not over:
                raise TagTakenError(other)
            end_tag(other, by=by, reason=reason)
        return save_canonical(tag, by=by, cause="tag", action="tagged")


def end_tag(
    tag: PartnerTag, *, by: User | None, reason: str, expected_version: int | None = None
) -> PartnerTag:
    """End a broker's claim before its time, for a reason. Raises ValidationError."""
    if tag.status == TagStatus.ENDED:
        raise ValidationError("This tag has ended.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it ends."})
    tag.status, tag.ended_at, tag.reason = TagStatus.ENDED, timezone.now(), reason
    return save_canonical(
        tag, by=by, expected_version=expected_version, cause="tag", action="ended"
    )
