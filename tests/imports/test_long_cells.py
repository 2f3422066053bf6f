"""One cell of 200 kB is read in time that grows with it, whatever stands in it."""

import signal

import pytest

from identity.matching.reading import ROLES, read_person
from imports import cleaning
from imports.mapping import propose_columns
from imports.projection import activity
from imports.sources.values import value_type

LONG = 200_000
UNITS = ["x", "a@", "a.a.", "1", "1 ", "1-", "-", ",", '"x', "<", "( ", "\n", "at ", "s/o ", "é "]
ENDINGS = ["", "\n!1"]
CELLS = [
    pytest.param("1" + unit * (LONG // len(unit)) + end, id=repr(unit + end))
    for unit in UNITS
    for end in ENDINGS
]
READERS = [
    cleaning.clean_boolean,
    cleaning.clean_consent,
    cleaning.country_code,
    cleaning.clean_date,
    cleaning.clean_emails,
    cleaning.clean_gender,
    value_type,
    cleaning.clean_money,
    cleaning.clean_datetime,
    cleaning.clean_name,
    activity._ADDRESS.findall,
    lambda cell: [read_person({role: [cell]}) for role in ROLES],
    lambda cell: cleaning.clean_phones(cell, region="IN"),
    cleaning.clean_tags,
    cleaning.clean_text,
]


@pytest.fixture(autouse=True)
def _an_end():
    """End what hangs: a pattern that goes back from every letter takes hours."""

    def give_up(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("cell", CELLS)
def test_a_long_cell_is_mapped_without_hanging(cell):
    header = ["Name", "Notes", "Remarks"]

    proposal = propose_columns(header, [["Asha Rao", cell, cell]] * 3, entity="contact")

    assert proposal.columns[0].target == "contact.full_name"


@pytest.mark.parametrize("cell", CELLS)
def test_a_long_cell_is_read_without_hanging(cell):
    assert [read(cell) for read in READERS]
