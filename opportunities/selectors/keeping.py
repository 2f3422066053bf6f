"""Reads of what deals and brokers keep from others."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from contacts.models import Contact
from inventory.models import Unit
from opportunities.choices import STANDING, TagStatus
from opportunities.models import Booking, PartnerTag, UnitHold


def hold_on(unit: Unit) -> UnitHold | None:
    """Return the hold in force on a unit."""
    found: UnitHold | None = (
        UnitHold.objects.in_force()
        .filter(unit=unit)
        .select_related("unit__project", "opportunity", "held_by")
        .first()
    )
    return found


def in_the_way(tag: PartnerTag, people: Sequence[Contact]) -> list[PartnerTag]:
    """Return the active tags of these people that a tag could not stand beside, earliest first."""
    rows = PartnerTag.objects.filter(
        contact__in=people,
        project=tag.project_id,
        status=TagStatus.ACTIVE,
        valid__overlap=tag.valid,
    )
    found = rows.exclude(pk=tag.pk) if tag.pk else rows
    return list(found.select_related("partner", "project").order_by("valid"))


def buyers_among(contacts: Collection[int]) -> set[int]:
    """Return those of these contacts, by id, whose deals have a booking that keeps a unit."""
    part = Q(opportunity__primary_contact__in=contacts)
    rows = Booking.objects.filter(part, state__in=STANDING)
    return set(rows.values_list("opportunity__primary_contact", flat=True))
