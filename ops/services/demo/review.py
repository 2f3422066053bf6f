"""What waits for a decision in the demo: enrichment by a service, each with its reasons."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Account
from approvals import services as approvals
from contacts.models import Contact
from ops.services.demo.world import World


def add_proposals(world: World, people: tuple[Contact, Contact], company: Account) -> None:
    """Let the enrichment service propose changes of two people and a company."""
    first, second = people
    _propose(
        world,
        first,
        {"company_name": company.display_name, "department": "Board"},
        confidence=0.91,
        reason="The company's register lists a director of this name and e-mail domain.",
    )
    _propose(
        world,
        second,
        {"location_preference": "Worli", "configuration": "4 BHK"},
        confidence=0.74,
        reason="Said so twice in the last WhatsApp thread.",
    )
    _propose(
        world,
        company,
        {"employee_count": 320, "industry": "General trading and re-export"},
        confidence=0.88,
        reason="Annual report of last year, page 14.",
    )


def _propose(
    world: World,
    row: Contact | Account,
    after: Mapping[str, Any],
    *,
    confidence: float,
    reason: str,
) -> None:
    kind = "contact" if isinstance(row, Contact) else "account"
    approvals.propose(
        kind=f"{kind}.update",
        title=f"Enrich {row}",
        summary=reason,
        by=world.staff.service,
        source=world.sources["nemoclaw"],
        confidence=confidence,
        items=[
            approvals.ItemDraft(
                op="update",
                target_type=kind,
                target_uid=row.uid,
                base_version=row.version,
                after=after,
                evidence=[{"method": "enrichment", "text": reason}],
                confidence=confidence,
            )
        ],
    )
