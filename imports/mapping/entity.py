"""Guessing what a row of a table is: a contact, an account, an opportunity or an activity."""

from collections.abc import Sequence
from typing import Final

from imports.mapping.candidates import listed
from imports.mapping.fields import ENTITIES, UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.phrases import is_nameless, split_subject, without_rank
from imports.mapping.values import WHOLE_NAMES, Profile
from imports.mapping.words import CHANGERS

# How strongly a column speaks for its entity; every other column counts `_PLAIN`.
_WEIGHTS: Final[dict[str, float]] = {
    target: weight
    for weight, targets in {
        3.0: """
            contact.given_name contact.family_name opportunity.close_date
            opportunity.probability opportunity.pipeline activity.duration
            activity.direction
        """,
        2.5: "account.employee_count account.parent",
        2.0: """
            contact.email contact.whatsapp contact.date_of_birth contact.unit_config
            account.annual_revenue account.industry opportunity.amount
            opportunity.lost_reason opportunity.stage activity.subject activity.date
        """,
        1.5: """
            contact.full_name contact.honorific contact.purpose contact.budget_min
            contact.budget_max contact.nationality contact.linkedin_url account.name
            opportunity.next_step opportunity.name activity.type activity.time
            activity.opportunity
        """,
        1.2: "contact.phone contact.job_title account.website",
        1.0: "contact.budget contact.gender contact.property_interest",
        0.8: "contact.property_type activity.status",
        0.6: """
            account.type opportunity.account opportunity.contact activity.body
            activity.contact
        """,
        0.5: "contact.lead_status activity.owner",
    }.items()
    for target in targets.split()
}
_PLAIN: Final = 0.1
_LASTS: Final = 2.0
_HABIT: Final = 0.5  # most files are lists of people
_PREFIX: Final = 1.5
_COMPANIES: Final = 3.0
_PEOPLE: Final = 2.0
_LEAD: Final = 2.0
_CALLS: Final = 3.0
_DIRECTED: Final = 0.8
_OPENING: Final = 2.0
_OF_PEOPLE: Final = frozenset(
    f"contact.{name}"
    for name in ("given_name", "family_name", "job_title", "lead_status", "lead_source", "budget")
)
# What only lists of leads say of every row; deals and calls have a `Lead Source` too.
_OF_LEADS: Final = frozenset({"lead name", "lead status", "lead stage", "lead owner"})
_OF_WISHES: Final = frozenset(
    f"contact.{name}" for name in ("purpose", "property_type", "unit_config", "area_size", "budget")
)
_MOSTLY: Final = 0.6
_FEW: Final = 3  # cells that may tell
_MENTION: Final = 0.8
_RELATED: Final = 0.6  # `Person - Email` also stands in tables of other things


def guess_entity(header: list[str], profiles: Sequence[Profile] = ()) -> Entity:
    """Guess the entity from the header row and the cells; a table that says nothing is of contacts.

    `profiles` describe the columns in the header's order; without them the header decides alone.
    """
    votes: dict[Entity, float] = dict.fromkeys(ENTITIES, 0.0)
    votes["contact"] = _HABIT
    for text in header:
        phrase = normalise(text)
        if is_nameless(phrase):
            continue
        _vote(text, votes)
        votes["activity"] += _LASTS * (phrase in _SPAN)
        subject, rest = split_subject(phrase)
        if subject and rest in _NAMING:
            votes[subject] += _MENTION if subject == "contact" else _PREFIX
        elif subject in {"opportunity", "activity"}:
            votes[subject] += _MENTION
    if any(map(_names_companies, header, profiles)):
        votes["account"] += _COMPANIES
        votes["contact"] -= _COMPANIES
    elif any(map(_names_people, header, profiles)):
        votes["account"] -= _PEOPLE
    votes["activity"] += _CALLS * any(map(_goes_one_way, profiles))
    votes["activity"] -= _CALLS * (_wishes(header) >= _FEW)
    votes["account"] += _OPENING * _opens_with_companies(header)
    votes["contact"] += _LEAD * len(_OF_LEADS & set(map(normalise, header)))
    return max(ENTITIES, key=votes.__getitem__)


def _wishes(header: Sequence[str]) -> int:
    """Count what the columns say of a home somebody looks for, as lists of leads do, not calls."""
    said = {target for text in header for target in listed(text, "contact")}
    return len(said & _OF_WISHES)


def _goes_one_way(cells: Profile) -> bool:
    """Tell whether the cells say of something that it came in or went out, as calls do."""
    return cells.count >= _FEW and cells.share("direction") >= _DIRECTED


def _opens_with_companies(header: Sequence[str]) -> bool:
    """Tell a list that begins with the company and says nothing of people but whom to ask for."""
    readings = [listed(text, "contact") for text in header]
    said = {target for found in readings for target in found}
    first = readings[0] if readings else {}
    opens = bool(first) and max(first, key=first.__getitem__) == "contact.company"
    return opens and not said & _OF_PEOPLE


def _names_people(header: str, cells: Profile) -> bool:
    """Tell whether a column that should name the row's record holds people, and no company."""
    tokens = normalise(header).split()
    if cells.count < _FEW or "name" not in (tokens[:1] + tokens[-1:]) or set(tokens) & CHANGERS:
        return False
    return (
        cells.share("person") >= _MOSTLY and cells.words >= WHOLE_NAMES and not cells.share("org")
    )


def _names_companies(header: str, cells: Profile) -> bool:
    """Tell whether a column that should name the row's record holds companies: `NAME1`, `Party`.

    A `Company` does not: it stands in lists of people as well.
    """
    if cells.count < _FEW or cells.share("org") < _MOSTLY:
        return False
    readings = listed(header, "contact")
    if without_rank(normalise(header)) == "name":
        return True
    return not set(readings) - {UNMAPPED} and "account.name" in listed(header, "account")


# The end of something that lasts; no field of ours, but only activities last.
_SPAN: Final = frozenset(
    {"end", "end time", "end date", "end date time", "ended at", "end at", "all day event"}
)
# What a subject is followed by in the columns of its own table: `Deal - Title`, `Task Owner`.
_NAMING: Final = frozenset(
    {"name", "title", "id", "owner", "stage", "type", "subject", "value", "status", "number"}
)


def _vote(header: str, votes: dict[Entity, float]) -> None:
    """Share the weight of a column among the entities that list its name."""
    hits: dict[Entity, float] = {}
    for entity in ENTITIES:
        readings = listed(header, entity)
        own = [t for t in readings if t != UNMAPPED and t.startswith(f"{entity}.")]
        if own:
            hits[entity] = max(_WEIGHTS.get(target, _PLAIN) for target in own)
    subject, _ = split_subject(normalise(header))
    for entity, weight in hits.items():
        related = entity == subject == "contact" and "lead" not in header.casefold()
        votes[entity] += weight / len(hits) * (_RELATED if related else 1)
