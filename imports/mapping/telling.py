"""What cells tell alone, of a column whose header says nothing or too much."""

import re
from collections.abc import Callable
from typing import Final

from imports.mapping import lexicon
from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.phrases import is_nameless
from imports.mapping.values import WHOLE_NAMES, Profile
from imports.mapping.words import CHANGERS, OTHERS, PARTIES

SURE_SHARE: Final = 0.8
_MOSTLY: Final = 0.6
_HALF: Final = 0.5
_HARDLY: Final = 0.3
_FEW: Final = 3  # cells from which a nameless column may be told
_MAIL_STEM: Final = re.compile(r"mail|correo|courriel|posta\b")
_PHONE_STEM: Final = re.compile(
    r"phon|tel|fon|mobi|cell|celul|handy|gsm|मोबा|फोन|جوال|هاتف|тел|电话|手机"
)
# Values so particular that they name their column.
_PARTICULAR: Final = {
    "purpose": "contact.purpose",
    "config": "contact.unit_config",
    "honorific": "contact.honorific",
    "property": "contact.property_type",
}
_TOLD: Final = 0.62
_GROWN_UP: Final = 2008  # people of whom we keep records were born before
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_PIN: Final = re.compile(r"^\d{5,6}$|^\d{5}-\d{4}$|^[a-z]{1,2}\d.*\d[a-z]{2}$|^\d{4}\s?[a-z]{2}$")


def particular(cells: Profile) -> list[str]:
    """List the fields of people whose values are so particular that these can be nothing else."""
    if cells.count < 2 or min(map(len, cells.cells)) < 2:  # noqa: PLR2004 -- `w` is no purpose
        return []
    return [name for look, name in _PARTICULAR.items() if cells.share(look) >= SURE_SHARE]


def suggested(phrase: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Suggest what the cells alone suggest, for a header nobody knows."""
    if not cells.count or set(phrase.split()) & (CHANGERS | PARTIES):
        return {}
    if is_nameless(phrase):
        return _of_nameless(cells, entity)
    return _of_unknown(phrase, cells) if entity == "contact" else {}


def _of_unknown(phrase: str, cells: Profile) -> dict[str, float]:
    """Suggest a field for a header in words nobody listed; it may well mean another thing."""
    found: dict[str, float] = {}
    if cells.share("linkedin") >= SURE_SHARE:
        found["contact.linkedin_url"] = 0.75
    if cells.share("email") >= SURE_SHARE:
        found["contact.email"] = 0.76 if _MAIL_STEM.search(phrase) else 0.57
    if is_dialled(cells):
        found["contact.phone"] = 0.7 if _PHONE_STEM.search(phrase) else _numbered(phrase, cells)
    return found | dict.fromkeys(particular(cells), _TOLD)


def _numbered(phrase: str, cells: Profile) -> float:
    """Trust numbers that begin with the code of a country and differ: they are nothing else."""
    abroad = sum(cell.lstrip("'").startswith("+") for cell in cells.cells)
    sure = abroad >= SURE_SHARE * cells.count and cells.count >= _FEW and cells.distinct > _MOSTLY
    return _TOLD if sure and not set(phrase.split()) & OTHERS else 0.5


def _of_nameless(cells: Profile, entity: Entity) -> dict[str, float]:
    """Take the first thing the cells can be, the surest looks first."""
    found = dict.fromkeys(particular(cells), _TOLD) if entity == "contact" else {}
    for concept, is_told, prior in _TESTS:
        if not found and is_told(cells):
            target, _ = lexicon.resolve(_NAMES.get((entity, concept), concept), entity)
            found = {} if target == UNMAPPED else {target: prior}
            if concept == "street" and target == "contact.street":
                found["contact.address_full"] = prior
    return found if cells.count >= _FEW or found.keys() & _BY_FORM else {}


# Fields whose values have a form of their own, so that two cells tell.
_BY_FORM: Final = frozenset(
    f"contact.{name}" for name in ("email", "phone", "linkedin_url", *_PARTICULAR, "full_name")
) | frozenset(_PARTICULAR.values())

# What a concept of people is called in tables of other things.
_NAMES: Final[dict[tuple[Entity, str], str]] = {
    ("opportunity", "contact.lead_status"): "opportunity.stage",
    ("opportunity", "contact.budget"): "opportunity.amount",
    ("account", "contact.website"): "account.website",
}


def is_dialled(cells: Profile) -> bool:
    """Tell phone numbers from dates, codes of towns, prices and counts."""
    return (
        cells.share("phone") >= SURE_SHARE
        and not cells.share("date")
        and cells.share("postal") < SURE_SHARE
        and cells.share("priced") < _HALF
        and not cells.counts_on()
    )


def _is_postal(cells: Profile) -> bool:
    """Tell codes of towns from amounts and rows; they keep one form and seldom end in zeros."""
    formed = sum(bool(_PIN.match(cell.casefold())) for cell in cells.cells)
    zeros = sum(cell.endswith("00") for cell in cells.cells)
    return (
        formed >= SURE_SHARE * cells.count
        and zeros <= _HARDLY * cells.count
        and cells.share("serial") < _HALF
        and cells.share("postal") >= SURE_SHARE
        and not cells.counts_on()
        and any(len(cell) != 5 for cell in cells.cells)  # noqa: PLR2004 -- five digits may be anything
    )


def _is_born(cells: Profile) -> bool:
    """Tell birthdays by their years: they spread, and lie a generation back."""
    years = [int(year[0]) for cell in cells.cells if (year := _YEAR.search(cell))]
    return (
        cells.share("date") >= SURE_SHARE
        and len(years) >= SURE_SHARE * cells.count
        and max(years) < _GROWN_UP
        and len(set(years)) > 1
    )


def _is_person(cells: Profile) -> bool:
    others = cells.share(*_OTHER_WORDS)
    known = cells.share("human")
    return (
        cells.share("person") >= SURE_SHARE
        and cells.words >= WHOLE_NAMES
        and others < (_HALF if known >= _HALF else _HARDLY)
        and (known >= _HARDLY or cells.words < 3)  # noqa: PLR2004 -- sentences run longer
        and (known > 0 or not all(map(str.isascii, cells.cells)))  # `Green Park`, `Toyota Corolla`
    )


_OTHER_WORDS: Final = ("org", "job", "place", "source", "stage", "status", "industry", "property")


def _is_website(cells: Profile) -> bool:
    return cells.share("url") >= SURE_SHARE and cells.distinct > _MOSTLY and not cells.of_one_host()


def _is_notes(cells: Profile) -> bool:
    return (
        cells.words >= 3  # noqa: PLR2004 -- a sentence
        and cells.share("letters", "json") >= _MOSTLY
        and cells.share("address", "org", "job", "human", "date") < _HARDLY
    )


def _shows(look: str, share: float, *unlike: str) -> Callable[[Profile], bool]:
    """Make a test: the cells show one look, and hardly another that may stand for it."""

    def told(cells: Profile) -> bool:
        return cells.share(look) >= share and not (unlike and cells.share(*unlike) >= _HALF)

    return told


_TESTS: Final[tuple[tuple[str, Callable[[Profile], bool], float], ...]] = (
    ("linkedin_url", _shows("linkedin", SURE_SHARE), 0.75),
    ("email", _shows("email", SURE_SHARE), 0.76),
    ("postal_code", _is_postal, 0.64),
    ("phone", is_dialled, 0.7),
    ("website", _is_website, 0.64),
    ("date_of_birth", _is_born, 0.62),
    ("activity.direction", _shows("direction", SURE_SHARE), 0.64),
    ("contact.budget", _shows("priced", SURE_SHARE), 0.62),
    ("job_title", _shows("job", _MOSTLY, "human", "org", "property"), 0.64),
    ("company", _shows("org", _HALF, "human", "address", "job"), 0.64),
    ("street", _shows("address", _MOSTLY, "org"), 0.64),
    ("state", _shows("state", _MOSTLY), 0.64),
    ("city", _shows("place", _MOSTLY, "human"), 0.64),
    ("country", _shows("country", SURE_SHARE, "language", "place", "people"), 0.64),
    ("nationality", _shows("people", _MOSTLY), 0.62),
    ("gender", _shows("gender", SURE_SHARE, "honorific"), 0.62),
    ("lead_source", _shows("source", _MOSTLY, "status", "industry"), 0.62),
    ("account.industry", _shows("industry", _MOSTLY), 0.62),
    ("contact.lead_status", _shows("status", SURE_SHARE, "boolean", "score"), 0.62),
    ("opportunity.stage", _shows("stage", SURE_SHARE), 0.62),
    ("currency", _shows("currency", SURE_SHARE), 0.62),
    ("language", _shows("language", SURE_SHARE, "country"), 0.62),
    ("full_name", _is_person, 0.62),
    ("notes", _is_notes, 0.62),
)
