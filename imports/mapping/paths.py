"""Reading paths into nested records: `address.locality`, `emails[0].value`, `marketing.optOut`."""

import re
from typing import Final

from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.lexicon import Readings, resolve
from imports.mapping.parts import composed, known, scaled

_PATH: Final = re.compile(r"[A-Za-z_]\w*(?:\[\d+\])?(?:(?:\.|/|->|__|:)\w+(?:\[\d+\])?)+")
_STEP: Final = re.compile(r"\.|/|->|__|:|\[\d+\]\.?")
# Parents that only sort the fields; what stands below them means what it means alone.
_BRANCHES: Final = word_set("""
    marketing preference preferred consent communication setting profile detail data attribute field
    property personal info information basic record person customer contact lead user client
    identity demographic meta metadata audit system timestamp privacy subscription flag core main
    result item value node crm custom general bio requirement
""")
_PLACES: Final = frozenset(
    {
        "address",
        "addresse",
        "contact",
        "postal",
        "home",
        "mailing",
        "billing",
        "shipping",
        "primary",
        "work",
    }
)
# Names of parts of an address that mean another thing, or nothing, outside of it.
_OF_ADDRESS: Final = {
    "locality": "city", "town": "city", "area": "city", "suburb": "city", "municipality": "city",
    "region": "state", "administrative area": "state", "subdivision": "state", "county": "state",
    "province": "state", "administrative area level 1": "state", "line": "street",
    "thoroughfare": "street", "street": "street", "code": "postal_code", "zip": "postal_code",
    "postal": "postal_code", "postal code": "postal_code", "zip code": "postal_code",
    "city": "city", "state": "state", "country code": "country", "country": "country",
    "full": "address_full", "formatted": "address_full", "text": "address_full",
    "label": "address_full", "raw": "address_full", "full address": "address_full",
    "display": "address_full",
}  # fmt: skip

_PART_OF: Final = re.compile(
    r"(?:.*(?:\s-\s|:\s))?(?P<part>[^:]+?)\s+(?:of|de|der|di|van)\s+(?P<whose>[\w\s]+)",
    re.IGNORECASE,
)
_MAILED: Final = frozenset({"mail", "post"})  # `MailAddressStreet`: no e-mail has one
_ADDRESS: Final = word_set("address direccion adresse endereco indirizzo adres")
_PARTS: Final = (".street", ".city", ".state", ".postal_code", ".country", ".address_full")

_WORK: Final = frozenset({"employment", "job", "work", "employer", "career", "profession"})
_AT_WORK: Final = {
    "title": "job_title", "position": "job_title", "role": "job_title", "function": "job_title",
    "designation": "job_title", "name": "company", "company": "company", "employer": "company",
    "company name": "company", "organization": "company", "organization name": "company",
    "department": "department", "division": "department",
}  # fmt: skip


def path(header: str, entity: Entity) -> Readings:
    """Read a path by its last step, and by the one before where that changes what it means."""
    if not _PATH.fullmatch(header.strip()):
        return {}
    steps = [step for part in _STEP.split(header.strip()) if (step := normalise(part))]
    steps = [step for step in steps if not step.isdigit()]
    if len(steps) < 2:  # noqa: PLR2004 -- a parent and what it holds
        return {}
    *parents, last = steps
    if set(parents[-1].split()) <= _PLACES and "address" in " ".join(parents):
        return _within(_OF_ADDRESS, last, entity)
    if set(parents[-1].split()) <= _WORK:
        return _within(_AT_WORK, last, entity)
    sorted_only = all(set(parent.split()) <= _BRANCHES for parent in parents)
    if sorted_only and not known(normalise(header), entity):
        return scaled(known(last, entity) or composed(last, entity), 0.97)
    return {}


def part_of_address(header: str, entity: Entity) -> Readings:
    """Read `Organization - City/town/village of Address` by the part it names first."""
    mailed, _, part = normalise(header).partition(" address ")
    if mailed in _MAILED and (inside := _within(_OF_ADDRESS, part, entity)):
        return inside
    found = _PART_OF.match(header.strip())
    if not found or not set(normalise(found["whose"]).split()) & _ADDRESS:
        return {}
    for part in found["part"].split("/"):
        phrase = normalise(part)
        readings = _within(_OF_ADDRESS, phrase, entity) or known(phrase, entity)
        places = {t: p for t, p in readings.items() if t.endswith(_PARTS)}
        if places:
            return scaled(places, 0.97)
    return {}


def _within(fields: dict[str, str], last: str, entity: Entity) -> Readings:
    words = " ".join(token for token in last.split() if not token.isdigit())
    if words not in fields:
        return {}
    target, prior = resolve(fields[words], entity)
    return {} if target == UNMAPPED else {target: prior}
