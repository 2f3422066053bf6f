"""What speaks against merging people: blockers that take an override, and warnings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Q
from django.utils import timezone

from approvals.choices import OPEN
from approvals.models import Proposal
from contacts.choices import PointKind, PointStatus, RelationshipKind
from contacts.models import Contact, ContactPoint, Relationship
from core.choices import State, Visibility
from core.models import User
from identity.choices import Verdict
from identity.models import PairVerdict
from identity.selectors.claims import stored
from identity.selectors.describing import label_of
from identity.selectors.locks import locks_of
from identity.selectors.rows import rows_of
from opportunities.choices import StageCategory, TagStatus
from opportunities.models import Opportunity, PartnerTag
from opportunities.selectors import buyers_among, in_the_way

OF_AGE = 18
MANY = 50
KIN = (RelationshipKind.SPOUSE_OF, RelationshipKind.PARENT_OF)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason not to merge: a stable code and words for people."""

    code: str
    words: str


def count_of(number: int, one: str) -> str:
    """Return a number with what is counted: `1 source record`, `2 source records`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def blockers(people: Sequence[Contact]) -> list[Obstacle]:
    """Return the reasons for which only two people with a reason may merge these."""
    found = [
        obstacle for left, right in combinations(people, 2) for obstacle in _between(left, right)
    ]
    found += [obstacle for person in people for obstacle in _about(person)]
    found += _brokers(people)
    found += _locked_apart(people)
    return list(dict.fromkeys(found))


def never_automatic(contact_ids: Collection[int]) -> set[int]:
    """Return those to whom nothing is linked without a person, whatever a score says."""
    people = Contact.objects.filter(pk__in=contact_ids)
    guarded = people.filter(Q(is_vip=True) | Q(visibility=Visibility.RESTRICTED))
    addresses = User.objects.exclude(email="").values("email")
    ours = Q(points__kind=PointKind.EMAIL, points__value_norm__in=addresses)
    open_ones = Proposal.objects.filter(state__in=OPEN, kind__startswith="privacy.")
    leaving = Q(uid__in=open_ones.values("items__target_uid"))
    return {
        pk
        for rows in (guarded, people.filter(ours), people.filter(leaving))
        for pk in rows.values_list("pk", flat=True)
    }


def warnings(survivor: Contact, losers: Sequence[Contact]) -> list[Obstacle]:
    """Return what a reviewer should know before approving."""
    found = []
    for loser in losers:
        if loser.gender and survivor.gender and loser.gender != survivor.gender:
            found.append(Obstacle("gender", f"{loser} is recorded with another gender."))
        if loser.salutation and survivor.salutation and loser.salutation != survivor.salutation:
            found.append(Obstacle("salutation", f"{loser} is addressed as {loser.salutation}."))
        countries = {survivor.residence_country, loser.residence_country} - {""}
        if len(countries) > 1:
            found.append(Obstacle("country", f"{loser} lives in another country."))
        if waiting := _proposals_on(loser):
            words = (
                f"1 proposal waits on {loser}; it will name a merged record."
                if waiting == 1
                else f"{waiting} proposals wait on {loser}; they will name a merged record."
            )
            found.append(Obstacle("open_proposals", words))
        if (rows := rows_of(loser)) > MANY:
            words = f"{rows} records that belong to {loser} will move; a preview says which."
            found.append(Obstacle("many_rows", words))
    return found + _same_project([survivor, *losers]) + _locked([survivor, *losers])


def _between(left: Contact, right: Contact) -> list[Obstacle]:
    checks = (
        (_said_different(left, right), "verdict", "Somebody said that these are different people."),
        (
            bool(left.date_of_birth and right.date_of_birth)
            and left.date_of_birth != right.date_of_birth,
            "date_of_birth",
            "Their dates of birth differ.",
        ),
        (_is_minor(left) != _is_minor(right), "minor", "One of them is a minor."),
        (_are_kin(left, right), "kin", "They are recorded as spouses, or parent and child."),
        (_share_only_shared(left, right), "shared_only", "They share nothing but shared numbers."),
        (_both_bought(left, right), "bookings", "Both have a booking or a deal that was won."),
    )
    return [Obstacle(code, words) for holds, code, words in checks if holds]


def _about(person: Contact) -> list[Obstacle]:
    checks = (
        (person.is_vip, "vip", f"{person} is a VIP."),
        (person.visibility == Visibility.RESTRICTED, "restricted", f"{person} is restricted."),
        (_is_colleague(person), "user", f"{person} has the e-mail address of one of us."),
        (_asked_to_be_erased(person), "erasure", f"The erasure of {person} waits for a decision."),
    )
    return [Obstacle(code, words) for holds, code, words in checks if holds]


def _said_different(left: Contact, right: Contact) -> bool:
    first, second = sorted((left.pk, right.pk))
    verdicts = PairVerdict.objects.filter(left=first, right=second, verdict=Verdict.DIFFERENT)
    return verdicts.exists()


def _is_minor(person: Contact) -> bool:
    born = person.date_of_birth
    return born is not None and _age(born, timezone.localdate()) < OF_AGE


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _are_kin(left: Contact, right: Contact) -> bool:
    between = Q(from_contact=left, to_contact=right) | Q(from_contact=right, to_contact=left)
    return Relationship.objects.filter(between, kind__in=KIN, until__isnull=True).exists()


def _share_only_shared(left: Contact, right: Contact) -> bool:
    usable = ContactPoint.objects.exclude(status=PointStatus.RETIRED)
    mine = {(p.kind, p.value_norm): p.is_shared for p in usable.filter(contact=left)}
    common = [
        mine[p.kind, p.value_norm] or p.is_shared
        for p in usable.filter(contact=right)
        if (p.kind, p.value_norm) in mine
    ]
    return bool(common) and all(common)


def _both_bought(left: Contact, right: Contact) -> bool:
    won = Opportunity.objects.filter(stage__category=StageCategory.WON, state=State.ACTIVE)
    people = (left, right)
    booked = buyers_among([person.pk for person in people])
    return all(
        person.pk in booked or won.filter(primary_contact=person).exists() for person in people
    )


def _brokers(people: Sequence[Contact]) -> list[Obstacle]:
    """Return the projects for which different brokers hold these people at one time.

    Merged all the same, the survivor's broker keeps the claim and the other's is in dispute.
    """
    tags = PartnerTag.objects.filter(contact__in=people, status=TagStatus.ACTIVE)
    found = []
    for tag in tags.select_related("project", "partner").order_by("pk"):
        others = [person for person in people if person.pk != tag.contact_id]
        for rival in in_the_way(tag, others):
            if rival.partner_id != tag.partner_id and rival.pk > tag.pk:
                words = (
                    f"{tag.partner} and {rival.partner} both hold them for {tag.project}: "
                    "end one tag, or the one that is merged away will be in dispute."
                )
                found.append(Obstacle("partner_tags", words))
    return found


def _locked_apart(people: Sequence[Contact]) -> list[Obstacle]:
    """Return the attributes people fixed to different values."""
    return [
        Obstacle(
            "locks",
            f"{_headed(name)} is locked for more than one of them, and differs: unlock all but one,"
            " or the lock of whose value is chosen stands, else the survivor's.",
        )
        for name, held in _locks(people).items()
        if _differ(held, name)
    ]


def _locked(people: Sequence[Contact]) -> list[Obstacle]:
    """Return the locked values that will stand although others have another."""
    return [
        Obstacle(
            "locks",
            f"{_headed(name)} is locked for {held[0]}: that value stands, whatever is chosen,"
            " and stays locked.",
        )
        for name, held in _locks(people).items()
        if _differ(people, name) and not _differ(held, name)
    ]


def _locks(people: Sequence[Contact]) -> dict[str, list[Contact]]:
    """Return by attribute the people for whom it is locked."""
    known = {person.pk: person for person in people}
    found: dict[str, list[Contact]] = {}
    for each in locks_of(people):
        found.setdefault(each.attribute, []).append(known[each.contact_id])
    return found


def _differ(people: Sequence[Contact], attribute: str) -> bool:
    return any(stored(each, attribute) != stored(people[0], attribute) for each in people)


def _headed(attribute: str) -> str:
    words = label_of(attribute)
    return words[:1].upper() + words[1:]


def _is_colleague(person: Contact) -> bool:
    addresses = person.points.filter(kind=PointKind.EMAIL).values_list("value_norm", flat=True)
    return User.objects.filter(email__in=list(addresses)).exclude(email="").exists()


def _asked_to_be_erased(person: Contact) -> bool:
    open_ones = Proposal.objects.filter(state__in=OPEN, kind__startswith="privacy.")
    return open_ones.filter(items__target_uid=person.uid).exists()


def _proposals_on(person: Contact) -> int:
    open_ones = Proposal.objects.filter(state__in=OPEN).exclude(kind__startswith="identity.")
    return open_ones.filter(items__target_uid=person.uid).distinct().count()


def _same_project(people: Sequence[Contact]) -> list[Obstacle]:
    deals = Opportunity.objects.filter(
        primary_contact__in=people,
        stage__category=StageCategory.OPEN,
        state=State.ACTIVE,
        project__isnull=False,
    ).select_related("project")
    names: dict[str, int] = {}
    for deal in deals:
        names[str(deal.project)] = names.get(str(deal.project), 0) + 1
    return [
        Obstacle("two_deals", f"{count} open deals on {name} will stand side by side.")
        for name, count in sorted(names.items())
        if count > 1
    ]
