"""Which campaigns a deal is owed to: five models, each sharing one whole among campaigns.

`first` and `last` give everything to one touch, `linear` the same to every touch, `position`
40 % to the first, 40 % to the last and 20 % to those between, `decay` halves with every week
before the last touch.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from opportunities.choices import AttributionModel
from opportunities.models import Attribution, CampaignTouch, Opportunity

ENDS = 0.4
WEEK = 7 * 86_400
PLACES = Decimal("0.000001")
type Touch = tuple[int, datetime]


def shares(touches: Sequence[Touch], model: str) -> dict[int, Decimal]:
    """Return the share of each campaign, to a millionth; they add up to one exactly.

    `touches` are (campaign, moment) in any order; none gives no shares. Touches of one moment
    stand in the order of their campaigns.
    """
    if not touches:
        return {}
    ordered = sorted(touches, key=lambda touch: (touch[1], touch[0]))
    weights = _weights(ordered, model)
    total = sum(weights)
    found: dict[int, Decimal] = {}
    for (campaign, _), weight in zip(ordered, weights, strict=True):
        share = Decimal(weight / total)
        found[campaign] = found.get(campaign, Decimal(0)) + share
    rounded = {campaign: share.quantize(PLACES) for campaign, share in found.items()}
    largest = max(rounded, key=lambda campaign: (rounded[campaign], -campaign))
    rounded[largest] += 1 - sum(rounded.values())
    return {campaign: share for campaign, share in rounded.items() if share}


def attribute(opportunity_ids: Sequence[int]) -> int:
    """Make the attribution of these deals anew; return how many shares were written.

    What met the primary contact before the deal was closed counts.
    """
    with transaction.atomic():
        deals = Opportunity.objects.filter(pk__in=opportunity_ids).select_for_update(of=("self",))
        found = list(deals.order_by("pk"))
        met = _met(found)
        rows = [row for deal in found for row in _rows(deal, met[deal.primary_contact_id])]
        Attribution.objects.filter(opportunity__in=opportunity_ids).delete()
        Attribution.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def attribute_people(contact_ids: Sequence[int]) -> int:
    """Make the attribution of the deals of these people anew, after touches arrived."""
    deals = Opportunity.objects.filter(primary_contact__in=contact_ids)
    return attribute(list(deals.values_list("pk", flat=True)))


def _met(deals: Sequence[Opportunity]) -> defaultdict[int, list[Touch]]:
    """Return what met the buyers of these deals."""
    found: defaultdict[int, list[Touch]] = defaultdict(list)
    rows = CampaignTouch.objects.filter(contact__in=[deal.primary_contact_id for deal in deals])
    for contact, campaign, at in rows.values_list("contact_id", "campaign_id", "occurred_at"):
        found[contact].append((campaign, at))
    return found


def _rows(deal: Opportunity, met: Sequence[Touch]) -> list[Attribution]:
    end, now = deal.closed_at, timezone.now()
    touches = [touch for touch in met if end is None or touch[1] <= end]
    return [
        Attribution(
            opportunity=deal, model=model, campaign_id=campaign, share=share, computed_at=now
        )
        for model in AttributionModel.values
        for campaign, share in shares(touches, str(model)).items()
    ]


def _weights(ordered: Sequence[Touch], model: str) -> list[float]:
    count = len(ordered)
    if model == AttributionModel.FIRST:
        return [1.0] + [0.0] * (count - 1)
    if model == AttributionModel.LAST:
        return [0.0] * (count - 1) + [1.0]
    if model == AttributionModel.LINEAR:
        return [1.0] * count
    if model == AttributionModel.DECAY:
        last = ordered[-1][1]
        return [2 ** (-(last - at).total_seconds() / WEEK) for _, at in ordered]
    if count <= 2:  # noqa: PLR2004 -- nothing stands between the ends
        return [1.0] * count
    return [ENDS, *[(1 - 2 * ENDS) / (count - 2)] * (count - 2), ENDS]
