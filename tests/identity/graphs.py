"""A neighbourhood of people with a row in every table that may hang on them."""

from random import Random

from django.db import connection
from django.db.models import Q

from contacts.models import Contact, ContactPoint
from contacts.services import refresh_summaries
from core.models import SourceSystem
from identity.models import FieldLock, MatchCandidate, MergeOperation, PairVerdict, SourceRecord
from identity.services.freshening import freshen
from identity.survivorship import CONTACT_FIELDS
from imports.models import RawBatch
from oracle_bridge.models import EntityMapping
from privacy.models import LegalHold
from tests.architecture.apps import own_apps
from tests.factories.accounts import AccountFactory
from tests.factories.activities import (
    AttachmentFactory,
    InteractionFactory,
    InteractionParticipantFactory,
    NoteFactory,
    TaskFactory,
    TranscriptFactory,
    TranscriptSegmentFactory,
)
from tests.factories.contacts import (
    AccountContactFactory,
    ConsentRecordFactory,
    ContactFactory,
    ContactPointFactory,
    ContactRoleFactory,
    ContactUserGrantFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PostalAddressFactory,
    RelationshipFactory,
)
from tests.factories.evidence import EvidenceFactory
from tests.factories.opportunities import (
    BookingFactory,
    CampaignTouchFactory,
    OpportunityFactory,
    OpportunityPartyFactory,
    PartnerTagFactory,
    PropertyInterestFactory,
    SiteVisitFactory,
    UnitHoldFactory,
)
from tests.factories.oracle_bridge import EntityMappingFactory, InsightFactory

# columns of people that stay on purpose, and why
STAYS = {
    "contacts.Contact.merged_into": "it is the merge",
    "contacts.ContactSummary.contact": "derived; deleted with the merge, made anew by the undoing",
    "identity.MergeOperation.survivor": "the journal",
    "identity.MergeOperation_losers.contact": "the journal",
}
RECORDS = {  # tables of record: a merge and its undoing add to them
    "core.AuditEvent",
    "core.ChangeEvent",
    "identity.AccountMerge",
    "identity.MergeMove",
    "identity.MergeOperation",
    "identity.MergeOperation_losers",
    "identity.PairVerdict",
    "identity.MatchCandidate",
    "evidence.QDSnapshot",
    "evidence.QDAggregate",  # sums, made anew with the score
}
MOVING = {
    "version",
    "updated_at",
    "updated_by_id",
    "computed_at",
    "value",
    "components",
    "coverage",
}

PRINT = """
SELECT '{}', md5(coalesce(string_agg(told, ',' ORDER BY told), ''))
FROM (SELECT (to_jsonb(t) - %s::text[])::text AS told FROM {} t) rows
"""


def links_to(target):
    """Yield every foreign key of the project to a model, as its label and the field."""
    for config in own_apps():
        for model in config.get_models(include_auto_created=True):
            if not model.__name__.startswith("Historical"):
                for field in model._meta.local_fields:
                    if field.is_relation and field.related_model is target:
                        yield f"{model._meta.label}.{field.name}", field


def pointing_at(targets) -> dict[str, int]:
    """Return how many rows of each column point at these people, or these accounts."""
    found = {}
    for label, field in links_to(type(targets[0])):
        rows = field.model._base_manager.filter(**{f"{field.name}__in": list(targets)})
        found[label] = rows.count()
    return found


def prints() -> dict[str, str]:
    """Return the hash of the rows of every table, without what moves with any write."""
    tables = {
        model._meta.label: model._meta.db_table
        for config in own_apps()
        for model in config.get_models(include_auto_created=True)
        if not model.__name__.startswith("Historical") and model._meta.label not in RECORDS
    }
    query = " UNION ALL ".join(PRINT.format(*names) for names in tables.items())
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(MOVING)] * len(tables))
        return dict(cursor.fetchall())


def grow(random: Random, *, people: int, by) -> list[Contact]:
    """Return people with random rows of every kind between and around them."""
    shared = _things(by)
    graph = [_person(random, by) for _ in range(people)]
    for person in graph:
        for _ in range(random.randrange(1, 6)):
            random.choice(SEEDS)(random, person, graph, shared, by)
    freshen(graph)  # as the services leave people; the factories write past them
    return graph


def full(by) -> tuple[Contact, Contact]:
    """Return two people, the second with a row of every kind."""
    random, shared = Random(1), _things(by)  # noqa: S311 -- a graph, no secret
    other, person = _person(random, by), _person(random, by)
    for seed in SEEDS * 3:
        seed(random, person, [person, other], shared, by)
    return other, person


def _things(by):
    """Return what several people may share, and a person older than they are."""
    first = ContactFactory()
    deal = OpportunityFactory(by=by, primary_contact=first)
    return [AccountFactory(), HouseholdFactory(), deal, InteractionFactory(contact=first), first]


def _person(random, by):
    person = ContactFactory(
        given_name=random.choice(["Meera", "M.", "Mira"]),
        family_name=random.choice(["Rao", "Rau", "Iyer"]),
        occupation=random.choice(["", "Architect", "Chair"]),
        tags=random.sample(["nri", "hni", "golf"], 2),
        owner=by,
        by=by,
    )
    refresh_summaries([person.pk])
    return person


def _phone(random, person, _graph, _shared, _by):
    number = f"+9198{random.randrange(100, 104):08}"
    theirs = ContactPoint.objects.exclude(status="retired").filter(value_norm=number)
    if not theirs.filter(contact=person).exists():
        primary = person.points.filter(kind="phone", is_primary=True).exclude(status="retired")
        ContactPointFactory(
            contact=person,
            value_norm=number,
            is_primary=not primary.exists(),
            is_identity=not theirs.filter(is_identity=True).exists(),
        )


def _address(random, person, _graph, _shared, _by):
    first = not person.addresses.filter(is_primary=True).exists()
    PostalAddressFactory(contact=person, is_primary=first, norm_hash=random.choice(["", "a", "b"]))


def _role(random, person, _graph, _shared, _by):
    role = random.choice(["buyer", "investor"])
    if not person.roles.filter(role=role).exists():
        first = not person.roles.filter(is_primary=True).exists()
        ContactRoleFactory(contact=person, role=role, is_primary=first)


def _work(_random, person, _graph, shared, _by):
    if not person.accounts.filter(account=shared[0]).exists():
        AccountContactFactory(contact=person, account=shared[0])


def _home(random, person, _graph, shared, _by):
    HouseholdFactory(primary_contact=person)
    household = random.choice([shared[1], HouseholdFactory()])
    if not person.household_memberships.filter(household=household).exists():
        HouseholdMemberFactory(contact=person, household=household)


def _kin(random, person, graph, _shared, _by):
    other = random.choice([each for each in graph if each.pk != person.pk])
    kind = random.choice(["refers", "advises"])
    for one, two in ((person, other), (other, person)):
        if not one.relationships_out.filter(kind=kind, to_contact=two).exists():
            RelationshipFactory(from_contact=one, to_contact=two, kind=kind)


def _consent(random, person, graph, _shared, _by):
    status = random.choice(["granted", "withdrawn"])
    ConsentRecordFactory(contact=person, status=status, guardian=random.choice(graph))


def _grant(_random, person, _graph, _shared, by):
    if not person.user_grants.filter(user=by).exists():
        ContactUserGrantFactory(content_object=person, user=by)


def _talk(_random, person, _graph, shared, by):
    call = InteractionFactory(contact=person, by=by)
    said = TranscriptFactory(interaction=call)
    TranscriptSegmentFactory(transcript=said, speaker_contact=person)
    if not person.participations.filter(interaction=shared[3]).exists():
        InteractionParticipantFactory(interaction=shared[3], contact=person)


def _work_on(_random, person, _graph, _shared, by):
    NoteFactory(contact=person, by=by)
    TaskFactory(contact=person, by=by)
    AttachmentFactory(contact=person)


def _deal(_random, person, _graph, shared, by):
    OpportunityFactory(primary_contact=person, by=by)
    if not person.deal_parts.filter(opportunity=shared[2]).exists():
        OpportunityPartyFactory(opportunity=shared[2], contact=person)
    SiteVisitFactory(contact=person)
    PartnerTagFactory(contact=person)
    deal = OpportunityFactory(primary_contact=person, by=by)
    UnitHoldFactory(opportunity=deal)
    BookingFactory(opportunity=deal)
    CampaignTouchFactory(contact=person)


def _wish(random, person, _graph, _shared, _by):
    criteria = {"facing": [random.choice(["east", "west"])]}
    if not person.interests.filter(criteria=criteria).exists():
        level = random.choice(["viewed", "shortlisted", "visited"])
        PropertyInterestFactory(contact=person, project=None, criteria=criteria, level=level)


def _sign(_random, person, _graph, _shared, _by):
    EvidenceFactory(contact=person)


def _machines(_random, person, _graph, _shared, _by):
    InsightFactory(contact=person)
    first = not EntityMapping.objects.filter(local_uid=person.uid).exists()
    EntityMappingFactory(local_uid=person.uid, is_primary=first)


def _source(random, person, _graph, _shared, _by):
    sourced(person, "occupation", row_no=random.randrange(10**9))


def _pairs(_random, person, _graph, shared, by):
    """Pairs with somebody older and with somebody younger: the person stands right, then left."""
    for left, right in ((shared[4], person), (person, ContactFactory())):
        given = {"verdict": "different", "by": by}
        PairVerdict.objects.get_or_create(left=left, right=right, defaults=given)
        MatchCandidate.objects.get_or_create(left=left, right=right, defaults={"score": "0.5"})


def _lock(_random, person, _graph, _shared, by):
    attribute = "occupation" if person.occupation else "gender"
    FieldLock.objects.get_or_create(
        contact=person, attribute=attribute, defaults={"by": by, "reason": "as she told us"}
    )


def sourced(person, *names, row_no=1, source="hubspot", trust=50, kept=None) -> SourceRecord:
    """Return a source record that gave these columns of a person's present version."""
    system, _ = SourceSystem.objects.get_or_create(
        code=source, defaults={"name": source, "base_trust": trust}
    )
    batch, _ = RawBatch.objects.get_or_create(
        filename="people.csv",
        defaults={
            "source": system,
            "sha256": "0" * 64,
            "size": 1,
            "uploaded_by": person.created_by,
        },
    )
    return SourceRecord.objects.create(
        source=system,
        contact=person,
        batch_id=batch.pk,
        row_no=row_no,
        mask=sum(1 << CONTACT_FIELDS.index(name) for name in names),
        outcome="updated",
        version_after=person.version,
        kept=kept,
    )


def _hold(random, person, _graph, _shared, by):
    reason = random.choice(["tax", "dispute"])
    LegalHold.objects.get_or_create(
        contact=person, reason=reason, until=None, defaults={"placed_by": by}
    )


SEEDS = [
    _phone, _address, _role, _work, _home, _kin, _consent, _grant, _talk, _work_on, _deal, _wish,
    _sign, _machines, _source, _pairs, _lock, _hold,
]  # fmt: skip


def merges_of(people) -> list[MergeOperation]:
    """Return the merges these people took part in, the last first."""
    part = Q(survivor__in=people) | Q(losers__in=people)
    return list(MergeOperation.objects.filter(part).distinct().order_by("-pk"))
