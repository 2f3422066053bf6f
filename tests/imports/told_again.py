"""Files of deals and activities as their source exports them, again and again."""

from opportunities.models import Opportunity

PEOPLE = (
    "101,Arjun,Mehra,arjun@mehra.example,+91 98200 11111,Meridian Holdings,Director",
    "102,Zoé,Lefèvre,zoe@lefevre.example,+33 6 39 98 01 42,Generique,Partner",
)
DEALS = (
    "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,"
    "Deal - Probability,Deal - Expected close date,Deal - Lost reason,Deal - Owner,"
    "Deal - Contact person,Person - Email"
)
ACTIVITIES = (
    "Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,"
    "Activity - Duration,Activity - Done,Activity - Note,Person - Name,Person - Email"
)
ARJUN, ZOE = "Arjun Mehra,arjun@mehra.example", "Zoé Lefèvre,zoe@lefevre.example"
STRANGER = "Who Ever,who@ever.example"


def deal(
    number, value="1000000", *, stage="Site visit", status="Open", close="2026-12-19", lost="",
    currency="INR", owner="", person=ARJUN,
) -> str:  # fmt: skip
    named = f"{number},Deal {number},{value},{currency}"
    return f"{named},{stage},{status},,{close},{lost},{owner},{person}"


def call(number, note="Wants 3 BHK", kind="Call", done="Done", subject="Call", person=ARJUN) -> str:
    return f"{number},{subject} {number},{kind},2026-03-14,10:30,00:30,{done},{note},{person}"


def the(number) -> Opportunity:
    return Opportunity.objects.get(name=f"Deal {number}")


def told(batch) -> list[tuple]:
    rows = batch.results.order_by("row_no")
    return list(rows.values_list("row_no", "outcome", "version_after", "fields"))
