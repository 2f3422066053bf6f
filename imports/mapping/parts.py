"""Reading a header by its parts, when the whole is not a listed name."""

import re
from collections.abc import Iterator
from typing import Final

from imports.mapping import lexicon
from imports.mapping.fields import FIELDS, THRESHOLD, UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise, segments
from imports.mapping.lexicon import Readings
from imports.mapping.phrases import (
    shorter,
    split_subject,
    split_tail_subject,
    without_prepositions,
)
from imports.mapping.words import (
    BOOKKEEPING_VERBS,
    CHANGERS,
    CHANGING_SIGNS,
    DATE_WORDS,
    EXPECTED,
    FILLERS,
    FLAGS,
    INSTRUCTIONS,
    ORDINALS,
    PARTIES,
    PERSONS,
    STAFF,
    TYPE_WORDS,
)

PLAIN_ID: Final = 0.85  # an id nobody listed: it identifies another record
_OWN_ID: Final = 0.97  # before ids of the enquiry or the record a deal came from
_OWN_IDS: Final = frozenset({"id", "record id", "name id"})
_ABOUT_PEOPLE: Final = frozenset({"opportunity", "activity"})
# A deal that names both is about the person, whom the lead has become.
_PERSONAL_ID: Final = dict.fromkeys(PERSONS, 0.9) | {"lead": 0.86, "prospect": 0.86}
_CODES: Final = frozenset({"code", "key"})
_BRACKETED: Final = re.compile(r"[(\[/|\n]")
_BOOKKEEPING: Final = frozenset({"id", "ids", "guid", "uuid", "json", "hash", "url"})
_UNIQUE: Final = frozenset({"uid", "uuid", "guid", "gid", "oid", "sid"})
_JOINT: Final = frozenset({"co", "joint", "second", "third", "fourth"})
# Those of whom a paper or a booking may name a second; `Second Phone` is of the same person.
_PARTIES: Final = word_set("""
    party applicant buyer purchaser owner holder allottee tenant borrower signatory agent broker
    landlord seller person
""")
_BOUNDS: Final = frozenset({"minimum", "maximum"})
_WISHED: Final = word_set(
    "preferred search searched target required interested enquired requirement"
)
_WISHES: Final = frozenset(
    f"contact.{name}"
    for name in ("location_preference", "property_type", "unit_config", "area_size", "budget")
)
_AS_WISHED: Final = dict.fromkeys(("contact.city", "contact.state"), "contact.location_preference")
_NUMBERS: Final = frozenset({"number", "ref", "ref number", "reference", "code"})
_DOER: Final = 0.58  # below the threshold without cells that look like names
_CODED: Final = frozenset({"choice", "place", "country", "currency", "language", "tags"})
_IDEOGRAPHS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,12}")
_ADDRESSES: Final = frozenset({"contact.address_full", "contact.street", "account.street"})
_ADDRESS_PARTS: Final = (".street", ".city", ".state", ".postal_code", ".country")

# What a column about a related record becomes: (entity of the table, subject) -> field -> target.
_RELATED: Final[dict[tuple[Entity, Entity], dict[str, str]]] = {
    ("contact", "account"): {
        "account.name": "contact.company",
        "account.website": "contact.website",
        "account.phone": "contact.phone",
    },
    ("opportunity", "account"): {"account.name": "opportunity.account"},
    ("opportunity", "contact"): {
        "contact.full_name": "opportunity.contact",
        "contact.given_name": "contact.given_name",
        "contact.family_name": "contact.family_name",
        "contact.email": "contact.email",
        "contact.phone": "contact.phone",
        "contact.whatsapp": "contact.whatsapp",
        "contact.company": "opportunity.account",
        "contact.lead_source": "opportunity.lead_source",
    },
    ("activity", "account"): {"account.name": "activity.account"},
    ("activity", "contact"): {
        "contact.full_name": "activity.contact",
        "contact.email": "activity.contact",
        "contact.phone": "activity.contact",
        "contact.whatsapp": "activity.contact",
        "contact.company": "activity.account",
        "contact.notes": "activity.body",
    },
    ("activity", "opportunity"): {"opportunity.name": "activity.opportunity"},
}


def known(phrase: str, entity: Entity) -> Readings:
    """Look a phrase up among the listed names, if need be without its prepositions."""
    found = lexicon.index(entity).get(phrase)
    if found or " " not in phrase:
        return found or {}
    return lexicon.skeletons(entity).get(without_prepositions(phrase), {})


def dated(phrase: str, entity: Entity) -> Readings:
    """Read `Lead Registered` or `Time of Registration` as the date its other words name."""
    stem = " ".join(t for t in phrase.split() if t not in DATE_WORDS and t not in FILLERS)
    return scaled(lexicon.date_stems(entity).get(stem, {}), 0.9) if stem else {}


def scaled(readings: Readings, factor: float) -> Readings:
    """Make every prior weaker by a factor."""
    return {target: prior * factor for target, prior in readings.items()}


def by_parts(header: str, phrase: str, entity: Entity) -> Iterator[Readings]:
    """Take a header apart in every way, the surest first."""
    yield beside(phrase)
    yield _flag(phrase, entity)
    yield _expected(phrase, entity)
    yield _bilingual(header, entity)
    yield composed(phrase, entity)
    yield _segmented(header, entity)
    yield _of_another(phrase)
    yield _turned(phrase, entity)
    yield _wished(phrase, entity)
    yield _coded(phrase, entity)
    yield _headed(phrase, entity)
    yield _done_by(phrase, entity)
    yield _unique(phrase, entity)
    yield _plain_id(phrase)


def _done_by(phrase: str, entity: Entity) -> Readings:
    """Read `accompanied by`, `leasing agent` as the colleague, if the cells are people."""
    verb, _, by = phrase.rpartition(" ")
    if by in STAFF and verb and not set(verb.split()) & CHANGERS:
        return {f"{entity}.owner": _DOER}
    did = by == "by" and verb.endswith(("ed", "wn", "en", "nd")) and verb not in BOOKKEEPING_VERBS
    return {f"{entity}.owner": _DOER} if did and " " not in verb and entity != "account" else {}


def _flag(phrase: str, entity: Entity) -> Readings:
    """Read `Is Business` as yes or no, never as a business."""
    flag, _, rest = phrase.partition(" ")
    if flag not in FLAGS or not rest or " or " in rest:  # `is it for living or investment`
        return {}
    found = {t: p for t, p in composed(phrase, entity).items() if t in FIELDS}
    answers = {t: p for t, p in found.items() if FIELDS[t].kind == "boolean"}
    return answers or {UNMAPPED: PLAIN_ID}


def _of_another(phrase: str) -> Readings:
    """Leave `mobile number of joint member`, `name of father` alone: it is said whose they are."""
    _, _, whose = phrase.partition(" of ")
    first = whose.partition(" ")[0]
    return {UNMAPPED: PLAIN_ID} if first in _JOINT | PARTIES else {}


def _turned(phrase: str, entity: Entity) -> Readings:
    """Read `date of scan`, `reason for loss`, `price minimum` in the other order."""
    what, of, whose = phrase.partition(" for " if phrase.startswith("reason for ") else " of ")
    rest = " ".join(token for token in whose.split() if token not in {"the", "a", "an"})
    if not of:
        rest, _, what = phrase.rpartition(" ")
        rest, what = (what, rest) if what in _BOUNDS else ("", "")
    if not rest or (of and " " in what):
        return {}
    turned = f"{rest} {what}"
    return scaled(known(turned, entity) or composed(turned, entity), 0.97)


def _wished(phrase: str, entity: Entity) -> Readings:
    """Read `preferred micro market`, `search cities` as what somebody wishes of a home."""
    first, _, rest = phrase.partition(" ")
    if first not in _WISHED or entity != "contact":
        return {}
    found = {_AS_WISHED.get(t, t): p for t, p in known(rest, entity).items()}
    return scaled({t: p for t, p in found.items() if t in _WISHES}, 0.95)


def _coded(phrase: str, entity: Entity) -> Readings:
    """Read `source code` as the source, where codes stand for one of a list."""
    stem, _, tail = phrase.rpartition(" ")
    if tail not in {"code", "key"} or not stem:
        return {}
    found = known(stem, entity) or composed(stem, entity)
    return {
        target: prior * 0.9
        for target, prior in found.items()
        if target in FIELDS and FIELDS[target].kind in _CODED
    }


def _headed(phrase: str, entity: Entity) -> Readings:
    """Read Chinese, Japanese and Korean by the end of the word: `意向区域` is a `区域`, a region.

    What stands before only tells of whom, unless it is one of the words that change the sense.
    """
    word = phrase.replace(" ", "")
    if not _IDEOGRAPHS.fullmatch(word) or any(sign in word for sign in CHANGING_SIGNS):
        return {}
    ends = (known(word[cut:], entity) for cut in range(1, len(word) - 1))
    return scaled(next((found for found in ends if found), {}), 0.92)


def own(phrase: str, entity: Entity) -> Readings:
    """Read `Deal - ID` in a table of deals, where the id of a deal is no foreign key."""
    subject, rest = split_subject(phrase)
    found = known(rest, entity) if subject == entity else {}
    if f"{entity}.external_id" in found:
        return {f"{entity}.external_id": _OWN_ID}
    return {} if UNMAPPED in found else scaled(found, 0.99)


def composed(phrase: str, entity: Entity) -> Readings:
    """Look up the phrase without its subject, number, kind words or an empty tail."""
    subject, rest = split_subject(phrase)
    if subject and (found := _personal_id(phrase, rest, entity) or _about(subject, rest, entity)):
        return found
    subject, rest = split_tail_subject(phrase)
    # `dernière activité` ends in an activity, yet speaks of the contact
    if subject and subject in {entity, "contact", "account", "opportunity"}:
        found = _about(subject, rest, entity)
        if found:
            return found
    return _shortened(phrase, entity) or _agreeing(phrase, entity)


def _shortened(phrase: str, entity: Entity) -> Readings:
    for variant in shorter(phrase):
        found = known(variant, entity)
        lone = " " not in variant
        # a lone leftover such as `number` does not tell that the column is bookkeeping,
        # nor `family` of `family office` that it is a name
        if found and not (lone and (UNMAPPED in found or _drops_a_kind(phrase, found))):
            return scaled(found, 0.97)
    return {}


def _drops_a_kind(phrase: str, found: Readings) -> bool:
    """Tell a name that is left once words for a kind of phone or address are dropped."""
    named = found.keys() & {"contact.given_name", "contact.family_name"}
    return bool(named) and bool(set(phrase.split()) & TYPE_WORDS.keys())


def _about(subject: Entity, rest: str, entity: Entity) -> Readings:
    """Read `rest` as a column of the `subject` record in a table of `entity`."""
    readings = next((r for part in (rest, *shorter(rest)) if (r := known(part, subject))), {})
    if not readings and split_subject(rest)[0]:
        return composed(rest, entity)
    readings = readings or dated(rest, subject)
    if subject == entity:
        return _number_of(subject, rest) if rest in _NUMBERS else scaled(readings, 0.99)
    if not readings:
        return {}
    best = max(readings, key=readings.__getitem__)
    return {_RELATED.get((entity, subject), {}).get(best, UNMAPPED): 0.9}


def _personal_id(phrase: str, rest: str, entity: Entity) -> Readings:
    """Read `Person - ID` in a table of deals or activities as the id of whom a row is about."""
    if entity not in _ABOUT_PEOPLE or rest not in _OWN_IDS:
        return {}
    named = [_PERSONAL_ID[word] for word in phrase.split() if word in _PERSONAL_ID]
    return {"contact.external_id": max(named)} if named else {}


def _number_of(entity: Entity, rest: str) -> Readings:
    """Read `Enquirer number`: a phone or an identity, for the values to decide."""
    if rest != "number" or entity != "contact":
        return {f"{entity}.external_id": 0.88}
    return {"contact.phone": 0.62, f"{entity}.external_id": 0.6}


def _expected(phrase: str, entity: Entity) -> Readings:
    """Read `expected registration date` as the closing of a deal; else it is not kept."""
    tokens = set(phrase.split())
    if not tokens & EXPECTED or not tokens & DATE_WORDS:
        return {}
    return {"opportunity.close_date": 0.68} if entity == "opportunity" else {UNMAPPED: PLAIN_ID}


def _agreeing(phrase: str, entity: Entity) -> Readings:
    """Read `profissao funcao` word by word, when every word names the same field."""
    found = _common([known(token, entity) for token in phrase.split()])
    return scaled({target: prior for target, prior in found.items() if prior >= THRESHOLD}, 0.9)


def _common(readings: list[Readings]) -> Readings:
    """Keep the fields that all of several readings share, with the weakest prior."""
    if len(readings) < 2 or not all(readings):  # noqa: PLR2004 -- nothing to agree with
        return {}
    shared = set.intersection(*(set(reading) for reading in readings)) - {UNMAPPED}
    return {target: min(reading[target] for reading in readings) for target in shared}


def _bilingual(header: str, entity: Entity) -> Readings:
    """Read `Mobile / رقم الجوال`, where every part is a listed name of the same field."""
    return scaled(_common([known(part, entity) for part in segments(header)]), 0.99)


def _segmented(header: str, entity: Entity) -> Readings:
    """Read the parts of `Mobile (WhatsApp)`: they agree, or the first one counts."""
    parts = [part for part in segments(header) if part.split()[0] not in INSTRUCTIONS]
    parts = parts[:1] + [part for part in parts[1:] if part not in {"code", "number"}]
    if not parts:
        return {}
    if len(parts) == 1:
        return _part(parts[0], entity)
    if tail := _after_colon(header, entity):
        return tail
    readings = [_part(part, entity) for part in parts]
    if not readings[-1] and not _BRACKETED.search(header):
        return {}
    return _settled(parts, readings)


def _part(part: str, entity: Entity) -> Readings:
    return known(part, entity) or composed(part, entity)


def _settled(parts: list[str], readings: list[Readings]) -> Readings:
    """Choose between the readings of two or more parts of a header."""
    named = [reading for reading in readings if reading]
    if not named or (not readings[0] and len(parts) > 2):  # noqa: PLR2004 -- too much is unknown
        return {}
    if set(named[0]) & _ADDRESSES and all(t.endswith(_ADDRESS_PARTS) for t in named[-1]):
        return scaled(named[-1], 0.9)  # `Mailing address (City)`
    if shared := _common(named):
        return scaled(shared, 0.97)
    if any(token in CHANGERS - _CODES for part in parts[1:] for token in part.split()):
        return {}
    if len(parts) == 2 and set(named[-1]) == {UNMAPPED}:  # noqa: PLR2004 -- not a list of choices
        return scaled(named[0], 0.6)  # `Owner / Proprietor` of a firm
    return scaled(named[0], 0.9 if len(named) == 1 else 0.8)


def _after_colon(header: str, entity: Entity) -> Readings:
    """Read `Address 1: State/Province` by its end, when the beginning does not change its sense."""
    colon = ": " if ": " in header else " - "
    prefix, found, tail = header.rpartition(colon)
    if not found or set(normalise(prefix).split()) & CHANGERS:
        return {}
    phrase = normalise(tail)
    return scaled(_part(phrase, entity), 0.9) if phrase else {}


def _unique(phrase: str, entity: Entity) -> Readings:
    """Read `Submission UID` as an id, however unique it is called."""
    stem, _, tail = phrase.rpartition(" ")
    return known(f"{stem} id", entity) if stem and tail in _UNIQUE else {}


def beside(phrase: str) -> Readings:
    """Leave a second party alone: `Co-agent`, `2nd applicant` and how to reach them."""
    first, _, rest = phrase.partition(" ")
    joint = first in _JOINT and rest
    if joint and (first not in ORDINALS or rest.split()[0] in _PARTIES):
        return {UNMAPPED: PLAIN_ID}
    return {}


def _plain_id(phrase: str) -> Readings:
    """Leave an id nobody listed unmapped."""
    tokens = phrase.split()
    return {UNMAPPED: PLAIN_ID} if len(tokens) > 1 and tokens[-1] in _BOOKKEEPING else {}


def kept_by(phrase: str) -> Readings:
    """Leave `approved by` and its like unmapped, which name neither the person nor the owner."""
    return {UNMAPPED: PLAIN_ID} if phrase.endswith(" by") else {}
