"""Loading the demo once, in steps that can be taken up again after a crash."""

from django.conf import settings

from accounts.models import Account
from contacts.models import Contact
from core.models import AuditEvent
from core.services import acting, audit
from ops.services.demo.conversations import add_conversations
from ops.services.demo.deals import add_deals
from ops.services.demo.files import import_files
from ops.services.demo.organisations import add_organisations
from ops.services.demo.people import draft_people
from ops.services.demo.review import add_proposals
from ops.services.demo.signs import add_campaigns, add_consents, add_evidence, add_insights
from ops.services.demo.staff import Staff, add_staff, find_staff
from ops.services.demo.stock import add_stock
from ops.services.demo.twins import add_twins
from ops.services.demo.world import World

TWINS = 6
GRAPH, DONE = "demo.graph_loaded", "demo.loaded"


class RefusedError(Exception):
    """This is no place for demo people: their passwords are public."""


def load_demo() -> bool:
    """Load what is missing of the demo and return whether anything was.

    The graph is one transaction, marked in the audit log; the imports resume by themselves.
    Raises RefusedError outside local installations.
    """
    if not settings.LOCAL:
        raise RefusedError(
            "The demo's passwords are public; it loads only where VELOCITY_ENV is local."
        )
    events = AuditEvent.objects.filter(object_type="demo")
    marks = set(events.values_list("action", flat=True))
    if DONE in marks:
        return False
    staff = find_staff() if GRAPH in marks else _load_graph()
    alone = Contact.objects.exclude(points__is_shared=True).order_by("id")
    known = alone.filter(source_first__code="manual", points__kind="email", is_vip=False)
    import_files(
        staff,
        known.filter(residence_country="IN", lifecycle="prospect")[:3],
        known.filter(residence_country="AE")[:2],
    )
    prospects = known.filter(residence_country="IN", lifecycle="active", addresses__isnull=False)
    add_twins(staff, prospects.distinct()[:TWINS])
    audit(DONE, by=staff.operator, object_type="demo")
    return True


def _load_graph() -> Staff:
    """Load everything but the imports, whose steps commit on their own."""
    with acting(None, "demo"):
        staff = add_staff()
        world = World(staff)
        projects = add_stock(world)
        clients = draft_people(world)
        accounts = add_organisations(world, clients)
        clients.save()
        buyers = [person for person in clients.people if person.budget_currency]
        deals = add_deals(world, buyers, projects, _of_kind(accounts, "broker_firm"))
        add_conversations(world, clients.people, deals)
        add_consents(buyers)
        add_campaigns(world, buyers)
        add_evidence(world, buyers)
        add_insights(world, buyers, deals)
        unemployed = [person for person in buyers if not person.company_name]
        add_proposals(world, (unemployed[4], unemployed[9]), _of_kind(accounts, "company")[6])
        audit(GRAPH, by=staff.operator, object_type="demo", payload={"people": len(clients.people)})
    return staff


def _of_kind(accounts: list[Account], kind: str) -> list[Account]:
    return [account for account in accounts if account.kind == kind]
