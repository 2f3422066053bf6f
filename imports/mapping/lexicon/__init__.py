"""Known names of columns, by language, and their reading for the entity of a table."""

from functools import cache
from types import ModuleType
from typing import Final

from imports.mapping.fields import FIELDS, UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.lexicon import (
    ambiguous,
    arabic,
    business_systems,
    chinese,
    dutch,
    east_asian,
    english_people,
    english_process,
    english_property,
    english_system,
    english_work,
    french,
    german,
    hindi,
    indian,
    italian,
    more_languages,
    persian,
    portuguese,
    russian,
    spanish,
    turkish,
)
from imports.mapping.phrases import split_subject, without_prepositions
from imports.mapping.words import DATE_WORDS, FILLERS, PERSONS

Readings = dict[str, float]

KNOWN: Final = 0.94  # a name listed for the field
SHARED: Final = 0.92  # a name listed for the concept, resolved by the entity
FOREIGN: Final = 0.8  # a name of a field of another entity: known, and left unmapped

_LANGUAGES: Final[tuple[ModuleType, ...]] = (
    english_people, english_process, english_property, english_work, english_system, german, french,
    spanish, portuguese, italian, dutch, arabic, hindi, indian, turkish, russian, more_languages,
    chinese, east_asian, persian, business_systems,
)  # fmt: skip

# Concepts whose field is not simply `<entity>.<concept>`.
_ELSEWHERE: Final[dict[str, dict[str, str]]] = {
    "account": {
        "company": "account.name",
        "notes": "account.description",
        "address_full": "account.street",
    },
    "opportunity": {
        "full_name": "opportunity.contact",
        "company": "opportunity.account",
        "email": "contact.email",
        "phone": "contact.phone",
        "whatsapp": "contact.whatsapp",
    },
    "activity": {
        "full_name": "activity.contact",
        "company": "activity.account",
        "email": "activity.contact",
        "phone": "activity.contact",
        "whatsapp": "activity.contact",
        "notes": "activity.body",
    },
    "contact": {"utm_source": "contact.lead_source"},
}

# What a field of people is called in a table of deals, where it is no more than likely.
_AKIN: Final[dict[tuple[Entity, str], tuple[str, float]]] = {
    ("opportunity", "contact.budget"): ("opportunity.amount", 0.64),
}


@cache
def index(entity: Entity) -> dict[str, Readings]:
    """List every known phrase with its readings in a table of `entity`, target -> prior."""
    found: dict[str, Readings] = {}
    for language in _LANGUAGES:
        phrases: dict[str, str] = language.PHRASES
        for key, text in phrases.items():
            for listed in text.replace("\n", " ").split(","):
                phrase = normalise(listed)
                target, prior = resolve(key, entity)
                if key == "external_id" and _is_of_another(phrase, entity):
                    target, prior = UNMAPPED, FOREIGN
                readings = found.setdefault(phrase, {})
                readings[target] = max(prior, readings.get(target, 0.0))
    settled = {phrase: _settle(readings) for phrase, readings in found.items()}
    for phrase, readings in ambiguous.READINGS[entity].items():
        settled[normalise(phrase)] = dict(readings)
    return settled


def _is_of_another(phrase: str, entity: Entity) -> bool:
    """Tell an id of somebody a row is about from its own: `person id` among deals.

    What companies call customers may be companies.
    """
    subject, _ = split_subject(phrase)
    if entity == "account" and subject == "contact":
        return phrase.partition(" ")[0] in PERSONS
    return subject not in {None, entity}


@cache
def codes() -> frozenset[str]:
    """List the column codes of business systems: they are no words, so none is short for them."""
    texts = business_systems.PHRASES.values()
    return frozenset(normalise(code) for text in texts for code in text.split(","))


@cache
def skeletons(entity: Entity) -> dict[str, Readings]:
    """List the phrases of `index` without prepositions: `data entrada` for `data de entrada`."""
    found: dict[str, Readings] = {}
    for phrase, readings in index(entity).items():
        skeleton = without_prepositions(phrase)
        if " " in skeleton:
            found.setdefault(skeleton, readings)
    return found


@cache
def date_stems(entity: Entity) -> dict[str, Readings]:
    """List the names of dates without `date`, `time`, `on` and their like."""
    found: dict[str, Readings] = {}
    for phrase, readings in index(entity).items():
        dates = {
            t: prior for t, prior in readings.items() if t in FIELDS and FIELDS[t].kind == "date"
        }
        stem = " ".join(t for t in phrase.split() if t not in DATE_WORDS and t not in FILLERS)
        if dates and stem:
            found.setdefault(stem, dates)
    return found


def resolve(key: str, entity: Entity) -> tuple[str, float]:
    """Tell which field a lexicon key stands for in a table of `entity`, and how surely."""
    if key == UNMAPPED:
        return UNMAPPED, KNOWN
    if akin := _AKIN.get((entity, key)):
        return akin
    if "." in key:
        return (key, KNOWN) if key.startswith(f"{entity}.") else (UNMAPPED, FOREIGN)
    target = _ELSEWHERE.get(entity, {}).get(key, f"{entity}.{key}")
    return (target, SHARED) if target in FIELDS else (UNMAPPED, FOREIGN)


def _settle(readings: Readings) -> Readings:
    """Drop weaker readings: a field named for this entity beats a shared one and `unmapped`."""
    fields = {target: prior for target, prior in readings.items() if target != UNMAPPED}
    if not fields:
        return readings
    best = max(fields.values())
    return {target: prior for target, prior in fields.items() if prior == best}
