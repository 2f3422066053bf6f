"""Weighing what a header may name against what its cells show."""

import re
from typing import Final

from imports.mapping.candidates import Reading
from imports.mapping.fields import FIELDS, THRESHOLD, UNMAPPED, Entity, Kind
from imports.mapping.headers import normalise
from imports.mapping.parts import PLAIN_ID
from imports.mapping.phrases import is_nameless
from imports.mapping.values import WHOLE_NAMES, Profile, fit
from imports.mapping.words import CHANGERS

_CEILING: Final = 0.99
_SUPPORT: Final = 0.06
_FILLED: Final = 0.01  # of two equal columns the one that is not empty
_VETO: Final = 0.35
_UNSUPPORTED: Final = 0.7  # a guess from part of a header whose values say nothing
_SURE_SHARE: Final = 0.8
_MOSTLY: Final = 0.6
_FEW: Final = 4  # cells from which repetition tells something

# Columns that hold a name, an e-mail or a phone of the related record alike.
_MIXED: Final = frozenset({"activity.contact", "opportunity.contact", "contact.owner"})
# Kinds whose values cannot confirm a guess.
_SILENT: Final = frozenset({"tags", "choice", "property"})
_MAIL_STEM: Final = re.compile(r"mail|correo|courriel|posta\b")
_PHONE_STEM: Final = re.compile(
    r"phon|tel|fon|mobi|cell|celul|handy|gsm|मोबा|फोन|جوال|هاتف|тел|电话|手机"
)
# Values so particular that they name their column.
_TELLING: Final = {
    "purpose": "contact.purpose",
    "config": "contact.unit_config",
    "honorific": "contact.honorific",
    "property": "contact.property_type",
}
# Fields that hold anything, so that telling values contradict their header.
_VAGUE: Final = frozenset({"contact.property_interest", "contact.notes"})
_TOLD: Final = 0.8
_TOLD_ALONE: Final = 0.86
_GUESSED: Final = 0.76  # a reading of a part of the header
_DIALLED: Final = 0.72  # a `No.` that counts no rows but holds phone numbers
_COUNTING: Final = frozenset({"number", "no", "sn", "serial"})


def score(reading: Reading, header: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Score each field a column may be, 0 to 1, by the words of its header and by its cells."""
    phrase = normalise(header)
    priors = reading.priors or _from_values(phrase, cells, entity)
    if entity == "contact":
        priors = _contradicted(priors, phrase, cells)
    return {target: _weigh(target, prior, reading, cells) for target, prior in priors.items()}


def _contradicted(priors: dict[str, float], phrase: str, cells: Profile) -> dict[str, float]:
    """Let values overrule a header that holds anything, or that seems to count the rows."""
    if set(phrase.split()) <= _COUNTING and cells.share("phone") >= _SURE_SHARE:
        return {"contact.phone": _DIALLED, UNMAPPED: THRESHOLD}
    if not priors:
        return priors
    if set(priors) <= _VAGUE and (told := dict.fromkeys(_told(cells), _TOLD)):
        return {name: prior * _UNSUPPORTED for name, prior in priors.items()} | told
    guessed = max(priors.values()) < _GUESSED or priors == {UNMAPPED: PLAIN_ID}
    return priors | dict.fromkeys(_told(cells), _TOLD_ALONE) if guessed else priors


def _told(cells: Profile) -> list[str]:
    """List the fields whose values are so particular that these cells can be nothing else."""
    if cells.count < 2 or min(map(len, cells.cells)) < 2:  # noqa: PLR2004 -- `w` is no purpose
        return []
    return [name for look, name in _TELLING.items() if cells.share(look) >= _SURE_SHARE]


def _weigh(target: str, prior: float, reading: Reading, cells: Profile) -> float:
    if target == UNMAPPED:
        return prior
    kind = FIELDS[target].kind
    agreement = _mixed(cells) if target in _MIXED else fit(kind, cells)
    if agreement < 0:
        return prior * _VETO
    if reading.strict and not _confirmed(kind, agreement, cells):
        return prior * _UNSUPPORTED
    filled = _FILLED if cells.count else 0.0
    return min(_CEILING, prior + filled + _SUPPORT * agreement)


def _mixed(cells: Profile) -> float:
    return 0.5 if cells.share("person", "email", "phone") >= _MOSTLY else 0.0


def _confirmed(kind: Kind, agreement: float, cells: Profile) -> bool:
    """Tell whether the cells bear out a guess made from part of a header.

    The same few addresses or numbers over and over are those of colleagues.
    """
    if kind in {"email", "phone"} and cells.count >= _FEW and cells.distinct <= _MOSTLY:
        return False
    return agreement > 0 or kind in _SILENT


def _from_values(phrase: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Suggest what the cells alone suggest, for a header nobody knows."""
    if entity != "contact" or not cells.count or set(phrase.split()) & CHANGERS:
        return {}
    nameless = is_nameless(phrase)
    found: dict[str, float] = {}
    if cells.share("linkedin") >= _SURE_SHARE:
        found["contact.linkedin_url"] = 0.75
    if cells.share("email") >= _SURE_SHARE:
        found["contact.email"] = 0.76 if nameless or _MAIL_STEM.search(phrase) else 0.57
    if cells.share("phone") >= _SURE_SHARE and not cells.share("date"):
        found["contact.phone"] = 0.7 if nameless or _PHONE_STEM.search(phrase) else 0.5
    if nameless and cells.share("person") >= _SURE_SHARE and cells.words >= WHOLE_NAMES:
        found["contact.full_name"] = 0.62
    return found | dict.fromkeys(_told(cells), 0.62)
