"""Taking a column for the record's own id by its cells, where no column was found to be it."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from imports.mapping.fields import THRESHOLD, UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise
from imports.mapping.neighbours import Scores, Table, best
from imports.mapping.telling import is_dialled
from imports.mapping.words import PERSONS, SUBJECTS, TAIL_SUBJECTS

_FEW: Final = 4  # rows from which a column may be told to differ in all of them
_LISTED: Final = 0.92  # a name listed as nothing we keep stays so
_LONGEST: Final = 4  # words of such a header; more are a sentence
_IDS: Final = word_set("""
    id ids uid guid uuid number code key ref reference identifier
    numero codigo codice cod kennung nummer kennnummer kod kodu numara numarasi identifiant
    identificador код номер ид идентификатор رقم رمز كود معرف کد شماره कोड क्रमांक आईडी संख्या
    编号 编码 代码 番号 コード 번호 코드
""")
_COUNTED: Final = word_set(
    "number numero nummer numara numarasi номер رقم شماره क्रमांक संख्या 番号 번호"
)
# Words for an id that stand before what it is the id of.
_LEADING: Final = word_set("""
    numero codigo codice cod identifiant identificador code kennung
    код номер ид идентификатор رقم رمز كود معرف کد شماره
""")
# What a record is called that is no person, company, deal or activity by name.
_RECORDS: Final = word_set(
    "record entry row profile registro datensatz fiche enregistrement запись سجل"
)
_OF: Final[dict[Entity, frozenset[str]]] = {
    "contact": word_set("""
        query enquiry request submission response application case
        demande anfrage consulta solicitud запрос заявка заявки طلب استفسار
    """),
    "account": word_set("""
        customer client party dealer distributor partner agency supplier vendor
        cliente kunde kunden klant клиента عميل زبون مورد وسيط شريك
    """),
    "opportunity": word_set("""
        spa agreement contract booking reservation sale eoi mou application
        contrat contrato contratto vertrag договора брони عقد حجز
    """),
    "activity": word_set("log followup ticket conversation звонка встречи مكالمه موعد"),
}
# The number of a member, a tenant or a visitor is that of a programme, a lease or a browser.
_UNSURE: Final = word_set("member tenant student patient visitor business corporate مالك صاحب")
# Words that say nothing of what an id is the id of.
_NEUTRAL: Final = word_set("unique system crm internal global master main our the of de do da du")
_SIGN: Final = re.compile(r"[^\W_]")
_RUN: Final = re.compile(r"\d+")
_NEARLY: Final = 0.9  # exports hold a torn row or two
_HARDLY: Final = 0.3


def settle_own_id(scores: list[Scores], table: Table, entity: Entity) -> None:
    """Take the first id called as the record, with one value in each row, for its own.

    Changes `scores`. Nothing is taken where a column is the id already.
    """
    target = f"{entity}.external_id"
    if any(best(reading) == target and reading[target] >= THRESHOLD for reading in scores):
        return
    for at, (reading, text) in enumerate(zip(scores, table.header, strict=True)):
        words = normalise(text).split()
        if _is_free(reading) and _is_called(words, entity) and _is_key(words, at, table):
            scores[at] = {target: THRESHOLD}
            return


def _is_free(reading: Scores) -> bool:
    """Tell whether the header names no field, and is not listed as one we do not keep."""
    return not set(reading) - {UNMAPPED} and reading.get(UNMAPPED, 0.0) < _LISTED


def _is_called(words: list[str], entity: Entity) -> bool:
    """Tell `Unique Query ID` and `رمز العميل` from the id of somebody or something else."""
    if not 1 < len(words) <= _LONGEST:
        return False
    if words[-1] in _IDS:
        *before, named = words[:-1]
    elif words[0] in _LEADING:
        named, *before = [word for word in words[1:] if word not in _NEUTRAL] or [""]
    else:
        return False
    return _names(named, entity) and all(_says_nothing_else(word, entity) for word in before)


def _names(word: str, entity: Entity) -> bool:
    """Tell whether a word names what a row of the table is."""
    if word in _RECORDS or word in _OF[entity]:
        return True
    return entity in {SUBJECTS.get(word), TAIL_SUBJECTS.get(word)} and word not in _UNSURE


def _says_nothing_else(word: str, entity: Entity) -> bool:
    if word in _NEUTRAL or _names(word, entity):
        return True
    return entity == "activity" and word in PERSONS  # an activity of a `Prospect` is an activity


def _is_key(words: list[str], at: int, table: Table) -> bool:
    """Tell whether nearly all cells are filled, all differ, are shaped alike and count no rows."""
    rows = sum(any(map(str.strip, cells)) for cells in zip(*table.columns, strict=True))
    cells = [text for cell in table.columns[at] if (text := cell.strip())]
    if len(cells) < max(_FEW, _NEARLY * rows) or len(set(cells)) < len(cells):
        return False
    profile = table.profiles[at]
    if _COUNTED & set(words) and is_dialled(profile):
        return False
    unlike = profile.share("email", "date", "url", "json") >= _HARDLY
    return not unlike and _are_alike(cells) and not _are_counted(cells)


def _are_alike(cells: list[str]) -> bool:
    """Tell cells with digits in one form: `ab12-9f` and `0c77-e1`, or `DEAL-9` and `DEAL-10`."""
    coded = [cell for cell in cells if _RUN.search(cell)]
    forms = [Counter(_SIGN.sub("x", cell) for cell in coded)]
    forms.append(Counter(_RUN.sub("0", cell) for cell in coded))
    return max(max(form.values(), default=0) for form in forms) >= _NEARLY * len(cells)


def _are_counted(cells: list[str]) -> bool:
    """Tell the row numbers of a sheet kept by hand: each is one more than the last."""
    if not all(map(str.isdecimal, cells)):
        return False
    return all(int(after) - int(before) == 1 for before, after in pairwise(cells))
