"""The demo's organisations, and the people who speak for them."""

from collections.abc import Sequence
from itertools import cycle

from accounts.models import Account, AccountIdentifier
from contacts.models import AccountContact, Contact
from ops.services.demo.companies import BANK, BROKERS, COMPANIES, DEVELOPERS, FAMILY_ENTITIES
from ops.services.demo.people import Clients
from ops.services.demo.world import World

HEADS = {"huf": "karta", "trust": "trustee", "llp_llc": "signatory", "partnership": "signatory"}


def add_organisations(world: World, clients: Clients) -> list[Account]:
    """Add developers, broker firms, employers, family entities and a bank; tie drafted people."""
    people = clients.people
    rows = [_account(world, name, "developer", place) for name, place in DEVELOPERS]
    firms = [_account(world, name, "broker_firm", place) for name, place, _ in BROKERS]
    employers = [
        _account(world, name, "company", place, industry) for name, place, industry in COMPANIES
    ]
    holders = [person for person in people if person.budget_currency and person.gender == "male"]
    families = [
        _account(world, name.format(family=head.family_name), kind, "Mumbai IN", head=head)
        for (name, kind), head in zip(FAMILY_ENTITIES, holders[::5], strict=False)
    ]
    bank = _account(world, BANK[0], "bank", BANK[1])
    accounts = Account.objects.bulk_create([*rows, *firms, *employers, *families, bank])
    _identify(firms)
    clients.links += _links(people, holders, (firms, employers, families))
    return accounts


def _account(
    world: World,
    name: str,
    kind: str,
    place: str,
    industry: str = "Real estate",
    head: Contact | None = None,
) -> Account:
    city, country = place.rsplit(" ", 1)
    owner = head.owner if head else world.owner(country)
    made = world.ago(30, 420)
    is_firm = kind in {"developer", "broker_firm", "company", "bank"}
    domain = "-".join(name.lower().replace("&", "and").split()[:3]) + ".example.com"
    return Account(
        display_name=name,
        legal_name=name,
        kind=kind,
        industry=industry if is_firm else "",
        website=f"https://{domain}" if is_firm else "",
        domain=domain if is_firm else "",
        phone=world.phone(country) if is_firm else "",
        city=city,
        country=country,
        employee_count=world.chance.choice([12, 40, 85, 260, 900]) if is_firm else None,
        owner=owner,
        team=owner.team if owner else None,
        visibility=head.visibility if head else 2,  # firms are everybody's
        created_at=made,
        updated_at=max(made, world.ago(1, 60)),
    )


def _identify(firms: Sequence[Account]) -> None:
    """Register the broker firms with the regulators' numbers."""
    AccountIdentifier.objects.bulk_create(
        AccountIdentifier(
            account=firm,
            kind="orn" if number.startswith("ORN") else "rera_agent_no",
            number=number.removeprefix("ORN "),
        )
        for firm, (_, _, number) in zip(firms, BROKERS, strict=True)
    )


def _links(
    people: Sequence[Contact],
    holders: Sequence[Contact],
    groups: tuple[Sequence[Account], Sequence[Account], Sequence[Account]],
) -> list[AccountContact]:
    """Tie brokers to firms, clients to employers and heads of families to what they own."""
    firms, employers, families = groups
    brokers = [person for person in people if "partner" in person.tags]
    links = [
        _tie(firm, broker, "representative", "Partner", is_primary=place < len(firms))
        for place, (broker, firm) in enumerate(zip(brokers, cycle(firms), strict=False))
    ]
    staff = holders[2::3][:36]
    links += [
        _tie(firm, person, "director" if place < len(employers) else "employee", person.occupation)
        for place, (person, firm) in enumerate(zip(staff, cycle(employers), strict=False))
    ]
    links += [
        _tie(entity, head, HEADS[entity.kind], entity.get_kind_display(), is_primary=True)
        for entity, head in zip(families, holders[::5], strict=False)
    ]
    employed = list(zip(staff, cycle(employers), strict=False))
    for person, firm in [*employed, *zip(brokers, cycle(firms), strict=False)]:
        person.employer, person.company_name = firm, firm.display_name
    return links


def _tie(
    account: Account, person: Contact, role: str, title: str, *, is_primary: bool = False
) -> AccountContact:
    return AccountContact(
        account=account,
        contact=person,
        role=role,
        title=title,
        is_primary=is_primary,
        since=max(account.created_at, person.created_at).date(),
    )
