"""Weighing what a header may name against what its cells show."""

from dataclasses import replace
from typing import Final

from imports.mapping.candidates import Reading
from imports.mapping.fields import FIELDS, THRESHOLD, UNMAPPED, Entity, Kind
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.lexicon import resolve
from imports.mapping.parts import PLAIN_ID
from imports.mapping.telling import SURE_SHARE, is_dialled, particular, suggested
from imports.mapping.values import WHOLE_NAMES, Profile, fit
from imports.mapping.words import TYPE_WORDS

_CEILING: Final = 0.99
_SUPPORT: Final = 0.06
_FILLED: Final = 0.01  # of two equal columns the one that is not empty
_VETO: Final = 0.35
_UNSUPPORTED: Final = 0.7  # a guess from part of a header whose values say nothing
_MOSTLY: Final = 0.6
_HARDLY: Final = 0.3
_FEW: Final = 4  # cells from which repetition tells something

_PERSON: Final = "contact.external_id"
# Columns that hold a name, an e-mail or a phone of the related record alike.
_OWNER: Final = "contact.owner"
_DEALT_WITH: Final = frozenset({"opportunity.contact", "opportunity.account"})
_TOLD_DAY: Final = 0.62
_PEOPLE_OF: Final = {f"{kind}.account": f"{kind}.contact" for kind in ("opportunity", "activity")}
_RARE: Final = 0.2
_MIXED: Final = frozenset({"activity.contact", "opportunity.contact", _OWNER})
# Kinds whose values cannot confirm a guess.
_SILENT: Final = frozenset({"tags", "choice", "property"})
# What cells of lists look like; these kinds of fields hold anything, so only looks speak for one.
_SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "lead_status": ("status",),
    "stage": ("stage", "status"),
    "status": ("status", "stage"),
    "lead_source": ("source",),
    "direction": ("direction",),
    "industry": ("industry",),
    "state": ("state",),
    "company": ("org",),
    "owner": ("human",),
    "full_name": ("human",),
    "job_title": ("job",),
    "street": ("address",),
    "address_full": ("address",),
}
_SHOWING: Final = 0.5
_SILENCE: Final = -0.5  # as good as a veto of what the header only begins
# Fields that hold anything, so that telling values contradict their header.
_VAGUE: Final = frozenset({"contact.property_interest", "contact.notes"})
_TOLD: Final = 0.8
_TOLD_ALONE: Final = 0.86
_GUESSED: Final = 0.76  # a reading of a part of the header
_DIALLED: Final = 0.72  # a `No.` that counts no rows but holds phone numbers
_CALLED: Final = 0.7
_PLACES: Final = TYPE_WORDS.keys() | word_set("""
    direct off res resi ofc o r m h w t p alternate primary contact method shop factory village
    daytime evening day night india uae abroad local ghar dukan dukaan
""")
_REACHED: Final = frozenset({"contact", "account"})
_COUNTING: Final = frozenset({"number", "no", "sn", "serial"})


def score(reading: Reading, header: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Score each field a column may be, 0 to 1, by the words of its header and by its cells."""
    phrase = normalise(header)
    priors = reading.priors or suggested(phrase, cells, entity)
    if reading.how == "begun":
        priors = suggested(phrase, cells, entity) | priors
    priors = _dialled(phrase, cells, entity) or _reached(phrase, cells, entity) or priors
    if entity == "contact":
        priors = _doubted(phrase, _contradicted(priors, cells), cells)
    if "activity.type" in priors and cells.share("direction") >= SURE_SHARE:
        priors = priors | {"activity.direction": _TOLD}
    if _PEOPLE_OF.keys() & priors.keys() and _are_only_people(cells):
        priors = {_PEOPLE_OF.get(target, target): prior for target, prior in priors.items()}
    if "activity.date" in priors and cells.share("time") >= SURE_SHARE:
        priors = {"activity.time": priors["activity.date"]} | priors
    if "activity.time" in priors and cells.share("date") >= SURE_SHARE:
        priors = priors | {
            "activity.time": 0.0,
            "activity.date": priors.get("activity.date", _TOLD_DAY),
        }
    return {
        target: _weigh(target, prior, reading, _apart(target, cells, entity))
        for target, prior in priors.items()
    }


def _are_only_people(cells: Profile) -> bool:
    """Tell people from companies, in a column called as if it held these: `Partner`."""
    named = cells.share("person") >= SURE_SHARE and cells.words >= WHOLE_NAMES
    known = cells.count >= _FEW and cells.share("human") >= _HARDLY
    return named and known and not cells.share("org", "job")


def _apart(target: str, cells: Profile, entity: Entity) -> Profile:
    """Let the id of whom a row is about come again: one person has several deals."""
    related = target == _PERSON and entity != "contact"
    return replace(cells, distinct=1.0) if related else cells


def _dialled(phrase: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Take a header that seems to count the rows for a phone, when its cells can be dialled."""
    if not set(phrase.split()) <= _COUNTING or cells.share("phone") < SURE_SHARE:
        return {}
    if cells.counts_on():
        return {}
    return {resolve("phone", entity)[0]: _DIALLED, UNMAPPED: THRESHOLD}


def _reached(phrase: str, cells: Profile, entity: Entity) -> dict[str, float]:
    """Take a header that only says where somebody is reached (`Residence`) for a phone or e-mail.

    Letters that stand for such a word (`M`, `R`, `O`) read alike; the cells must be dialled.
    """
    tokens = [token for token in phrase.split() if not token.isdigit()]
    if entity not in _REACHED or not tokens or not set(tokens) <= _PLACES:
        return {}
    if cells.share("email") >= SURE_SHARE:
        return {resolve("email", entity)[0]: _CALLED}
    return {resolve("phone", entity)[0]: _CALLED} if is_dialled(cells) else {}


def _doubted(phrase: str, priors: dict[str, float], cells: Profile) -> dict[str, float]:
    """Weaken what a vague header may be, where no cell of it looks so.

    A `Lead Type` is buying or renting only where a cell says so: portals write there how somebody
    asked, and who is a dealer. A `Reference` of codes is that of a listing, and nobody.
    """
    doubtful = set()
    if phrase.endswith(("type", "reason")) and cells.count and not cells.share("purpose"):
        doubtful.add("contact.purpose")
    if cells.share("identifier") >= _MOSTLY:
        doubtful.add("contact.referred_by")
    return priors | {target: priors[target] * _VETO for target in doubtful & set(priors)}


def _contradicted(priors: dict[str, float], cells: Profile) -> dict[str, float]:
    """Let values overrule a header that holds anything."""
    if not priors:
        return priors
    if set(priors) <= _VAGUE and (told := dict.fromkeys(particular(cells), _TOLD)):
        return {name: prior * _UNSUPPORTED for name, prior in priors.items()} | told
    guessed = max(priors.values()) < _GUESSED or priors == {UNMAPPED: PLAIN_ID}
    return priors | dict.fromkeys(particular(cells), _TOLD_ALONE) if guessed else priors


def _weigh(target: str, prior: float, reading: Reading, cells: Profile) -> float:
    if target == UNMAPPED:
        return prior
    kind = FIELDS[target].kind
    agreement = _mixed(target, cells) if target in _MIXED else fit(kind, cells)
    if target in _DEALT_WITH and _are_titles(cells):
        agreement = -1.0
    if agreement < 0:
        return prior * _VETO
    if reading.how == "begun":
        agreement = _shown(target, kind, agreement, cells)
    if reading.strict and not _confirmed(kind, agreement, cells):
        return prior * _UNSUPPORTED
    filled = _FILLED if cells.count else 0.0
    return min(_CEILING, prior + filled + _SUPPORT * agreement)


def _shown(target: str, kind: Kind, agreement: float, cells: Profile) -> float:
    """Judge a header that begins several names: only cells that look like one speak for it."""
    if looks := _SHOWN.get(target.rpartition(".")[2]):
        return 1.0 if cells.share(*looks) >= _SHOWING else _SILENCE
    return _SILENCE if kind in _SILENT or agreement < 1 else agreement


def _are_titles(cells: Profile) -> bool:
    """Tell the titles of deals, `Rajesh Sharma - Lodha A-1203`, from whom these are with."""
    named = cells.share("letters", "person", "org", "email", "phone", "identifier")
    return cells.count >= _FEW and named < _RARE


def _mixed(target: str, cells: Profile) -> float:
    """Judge cells that hold a name, an e-mail or a phone; no colleague is kept by a number."""
    if target == _OWNER and cells.share("phone") >= _MOSTLY:
        return -1.0
    if cells.share("place", "state") >= _MOSTLY and cells.share("human") < _SHOWING:
        return -1.0  # `Caller Circle`
    named = cells.share("person") >= _MOSTLY and not _are_no_names(cells)
    return 0.5 if named or cells.share("email", "phone") >= _MOSTLY else 0.0


def _are_no_names(cells: Profile) -> bool:
    """Tell words in Latin letters of which none is a name we know: `Send brochure`."""
    return not cells.share("human", "given") and all(map(str.isascii, cells.cells))


def _confirmed(kind: Kind, agreement: float, cells: Profile) -> bool:
    """Tell whether the cells bear out a guess made from part of a header.

    The same few addresses or numbers over and over are those of colleagues.
    """
    if kind in {"email", "phone"} and cells.count >= _FEW and cells.distinct <= _MOSTLY:
        return False
    return agreement > 0 or kind in _SILENT
