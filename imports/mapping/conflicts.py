"""Settling the columns of one table together: what only one column can be, and who yields."""

from typing import Final

from imports.mapping.bystanders import settle_bystanders
from imports.mapping.companions import settle_companions
from imports.mapping.fields import FIELDS, THRESHOLD, UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.lone import settle_lone
from imports.mapping.neighbours import Scores, Table, settle_neighbours
from imports.mapping.neighbours import best as _best
from imports.mapping.others import leave_others
from imports.mapping.own_id import settle_own_id
from imports.mapping.parts import PLAIN_ID
from imports.mapping.phrases import is_nameless
from imports.mapping.values import WHOLE_NAMES, Profile, fit
from imports.mapping.words import CHANGERS, DATE_WORDS, ENDINGS, LINKS, SUBJECTS

_FULL: Final = "contact.full_name"
_GIVEN: Final = "contact.given_name"
_FAMILY: Final = "contact.family_name"
_REFERENCES: Final = frozenset(
    {"ref", "ref number", "reference", "reference number", "ref id", "code", "number", "no"}
)
_NAMES: Final = (_FULL, _GIVEN, _FAMILY)
_RECORD_IDS: Final = frozenset({"id", "record id"})  # before an `Account number` people write
_YIELDS: Final = 0.4
_BOOST: Final = 0.1
_HOLDERS: Final = frozenset({"owner name", "owner", "owner full name"})
_LONGEST_MAKER: Final = 2  # words: `Zoom Info Company ID`
# What has ids of its own that are not those of the record: accounts elsewhere, devices, papers.
_SERVICES: Final = word_set("""
    messenger network skype facebook instagram twitter telegram wechat line viber google apple
    social
    device session browser cookie visitor click tracking transaction payment order invoice thread
    chat conversation message form page ad campaign creative pixel event file image template list
    passport emirate national tax voter driver license bank batch import sync job recording
    employee staff agent user owner team branch store project property listing unit
    flat apartment villa plot tower building floor locality community city area location country
    state zone region category source status stage pipeline developer builder lender broker
""")
_NAMESAKE: Final = 0.001
_EMPTIER: Final = 0.002  # more than a namesake's, lost by a column mostly empty
_HALF: Final = 0.5
_SURE_SHARE: Final = 0.8
_GUESSED: Final = 0.66
_MANY: Final = 12  # rows of which no two share a colleague


def settle(scores: list[Scores], table: Table, entity: Entity) -> list[str]:
    """Resolve all columns of a table jointly; changes `scores`, returns a target per column."""
    _settle_labels(scores, table)
    _settle_created(scores, table, entity)
    settle_bystanders(scores, table, entity)
    _settle_identity(scores, table, entity)
    settle_companions(scores, table, entity)
    settle_neighbours(scores, table, entity)
    if entity == "contact":
        _settle_names(scores, table)
        _settle_owner_sheet(scores, table)
        _settle_nameless(scores, table)
        _settle_address(scores)
    _leave_many_owners(scores, table, entity)
    leave_others(scores, table, entity)
    settle_lone(scores, table, entity)
    settle_own_id(scores, table, entity)
    return _assign(scores)


def _settle_names(scores: list[Scores], table: Table) -> None:
    """Decide which part of a name an unspecific `Name`, `Nom` or `Nombre` holds.

    Next to a first name it is the last name, unless its cells repeat the first name; and the
    other way round.
    """
    certain: dict[str, int] = {}
    for position, reading in enumerate(scores):
        if _best(reading) in _NAMES and not _is_unspecific(reading):
            certain.setdefault(_best(reading), position)
    for position, reading in enumerate(scores):
        if _is_unspecific(reading):
            target = _part_of_name(position, certain, table)
            top = max(reading[name] for name in _NAMES if name in reading)
            reading.update({name: _YIELDS for name in _NAMES if name in reading} | {target: top})


def _is_unspecific(reading: Scores) -> bool:
    return _FULL in reading and (_GIVEN in reading or _FAMILY in reading)


def _part_of_name(position: int, certain: dict[str, int], table: Table) -> str:
    given, family = certain.get(_GIVEN), certain.get(_FAMILY)
    cells = table.columns[position]
    if given is not None and family is None and not _repeats(cells, table.columns[given]):
        return _FAMILY
    if family is not None and given is None and not _repeats(cells, table.columns[family]):
        return _GIVEN
    return _FULL


def _repeats(whole: list[str], part: list[str]) -> bool:
    """Tell whether most cells of `whole` contain the cell of `part` in the same row."""
    pairs = [(w.casefold(), p.casefold()) for w, p in zip(whole, part, strict=True) if w and p]
    return bool(pairs) and sum(p in w for w, p in pairs) * 2 >= len(pairs)


def _settle_owner_sheet(scores: list[Scores], table: Table) -> None:
    """Take `Owner Name` for the person in a list of property owners that names nobody else."""
    if any(normalise(text) in _HOLDERS for text in table.header):
        _leave_tenants(scores, table)
    if any(_best(reading) in _NAMES for reading in scores):
        return
    for reading, text in zip(scores, table.header, strict=True):
        if normalise(text) in _HOLDERS and "contact.owner" in reading:
            reading[_FULL] = reading["contact.owner"] + 0.01
            _take_reach_of_owner(scores)
            return


def _leave_tenants(scores: list[Scores], table: Table) -> None:
    """Leave alone whom the owners of a list have let to: that is somebody else."""
    for reading, text in zip(scores, table.header, strict=True):
        if normalise(text).split()[:1] == ["tenant"]:
            reading.clear()
            reading[UNMAPPED] = PLAIN_ID


def _leave_many_owners(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Leave an `Owner / Proprietor` alone who is somebody else in every row: no colleague is.

    Nor is who only `Accompanied by` says, beside a column that names the colleague.
    """
    owner = f"{entity}.owner"
    sure = any(reading.get(owner, 0.0) >= _SURE_SHARE for reading in scores)
    for at, (reading, cells) in enumerate(zip(scores, table.profiles, strict=True)):
        if _best(reading) != owner:
            continue
        named = cells.share("person") >= _SURE_SHARE and cells.words >= WHOLE_NAMES
        all_differ = named and cells.count >= _MANY and cells.distinct == 1
        by = normalise(table.header[at]).endswith(" by") and reading[owner] < _GUESSED
        if all_differ or (sure and by):
            scores[at] = {UNMAPPED: PLAIN_ID}


def _take_reach_of_owner(scores: list[Scores]) -> None:
    """Take the e-mail of an owner who is the person for the person's."""
    for reading in scores:
        if {"contact.owner", "contact.email"} <= set(reading):
            reading["contact.email"] = reading["contact.owner"] + 0.01


def _settle_nameless(scores: list[Scores], table: Table) -> None:
    """Take an unknown `Saved Name` full of people for the name, in a table without any other."""
    if any(_best(reading) in _NAMES for reading in scores):
        return
    for reading, text, cells in zip(scores, table.header, table.profiles, strict=True):
        tokens = normalise(text).split()
        named = "name" in tokens[:1] + tokens[-1:] and not set(tokens) & (
            CHANGERS | {"company", "project"}
        )
        if not reading and named and _are_people(cells):
            reading[_FULL] = THRESHOLD
            return


def _are_people(cells: Profile) -> bool:
    return cells.share("person") >= _SURE_SHARE and cells.words >= WHOLE_NAMES


def _settle_labels(scores: list[Scores], table: Table) -> None:
    """Prefer, among columns that read alike, the filled one, called just as the field is."""
    for reading, text in zip(scores, table.header, strict=True):
        phrase = normalise(text)
        for target in reading.keys() & FIELDS.keys():
            if phrase in {normalise(FIELDS[target].label), normalise(target.partition(".")[2])}:
                reading[target] += _NAMESAKE
            if target.endswith(".external_id") and phrase in _RECORD_IDS:
                reading[target] += _BOOST
    for reading, cells in zip(scores, table.columns, strict=True):
        filled = sum(map(bool, map(str.strip, cells))) / max(1, len(cells))
        for target in reading.keys() & FIELDS.keys() if filled < _HALF else ():
            reading[target] -= _EMPTIER


def _settle_created(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Take a lone unknown `Empanelled On` for the day of the record, when no column says it."""
    created = f"{entity}.created_at"
    if any(_best(reading) == created for reading in scores):
        return
    lone = [
        position
        for position, reading in enumerate(scores)
        if not reading and _happened(normalise(table.header[position]), table.profiles[position])
    ]
    if len(lone) == 1:
        scores[lone[0]][created] = THRESHOLD


def _happened(phrase: str, cells: Profile) -> bool:
    """Tell whether a header such as `badge printed at` names what happened, and the cells when."""
    tokens = phrase.split()
    dated = bool(DATE_WORDS & set(tokens)) and not set(tokens) & (CHANGERS | ENDINGS)
    return dated and any(t.endswith("ed") for t in tokens) and cells.share("date") >= _SURE_SHARE


def _settle_address(scores: list[Scores]) -> None:
    """Take an `Address` beside a city or postal code for the street, alone for all of it."""
    split = any(_best(reading).endswith((".city", ".postal_code")) for reading in scores)
    favoured = "contact.street" if split else "contact.address_full"
    for reading in scores:
        if {"contact.street", "contact.address_full"} <= set(reading):
            reading[favoured] += _BOOST


def _settle_identity(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Take a lone `Copper ID` with one value per row for the identity, when there is no other."""
    if any(_best(reading).endswith(".external_id") for reading in scores):
        return
    lone = [
        position
        for position, text in enumerate(table.header)
        if scores[position] == {UNMAPPED: PLAIN_ID}
        and _is_makers_id(normalise(text).split(), table.profiles[position], entity)
    ]
    if not lone and _opens_with_a_reference(table):
        lone = [0]
    if len(lone) == 1:
        scores[lone[0]] = {f"{entity}.external_id": THRESHOLD}


def _opens_with_a_reference(table: Table) -> bool:
    """Tell whether the first column is a `Ref` with one value per row, in letters and digits."""
    phrase = normalise(table.header[0]) if table.header else ""
    if phrase not in _REFERENCES and not (table.header and is_nameless(phrase)):
        return False
    cells = table.profiles[0]
    return cells.count > 1 and _identifies(cells) and not cells.share("number")


def _is_makers_id(tokens: list[str], cells: Profile, entity: Entity) -> bool:
    """Tell `Copper ID` and `Apollo Contact ID` from the id of a device or of another record."""
    if tokens[-1:] != ["id"] or set(tokens) & (_SERVICES | CHANGERS - {"id"}):
        return False
    *maker, subject = tokens[:-1] or [""]
    named = SUBJECTS.get(subject) == entity and 0 < len(maker) <= _LONGEST_MAKER
    alone = not maker and subject not in SUBJECTS
    foreign = set(maker) & (SUBJECTS.keys() | LINKS | CHANGERS)
    return (named or alone) and not foreign and _identifies(cells)


def _identifies(cells: Profile) -> bool:
    return cells.distinct == 1 and fit("id", cells) > 0


def _assign(scores: list[Scores]) -> list[str]:
    """Give each column its best field above the threshold; single fields go to the surest column.

    Ties go to the earlier column. A column that loses takes its next reading, or stays unmapped.
    """
    claims = sorted(
        (-score, position, target)
        for position, reading in enumerate(scores)
        for target, score in reading.items()
        if score >= THRESHOLD or target == UNMAPPED
    )
    taken: set[str] = set()
    targets: dict[int, str] = {}
    for _, position, target in claims:
        if position in targets or target in taken:
            continue
        targets[position] = target
        if target in FIELDS and FIELDS[target].single:
            taken.add(target)
    return [targets.get(position, UNMAPPED) for position in range(len(scores))]
