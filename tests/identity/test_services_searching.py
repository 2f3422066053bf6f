import pytest

from identity.services import searching
from identity.services.searching import (
    candidates,
    candidates_in_bulk,
    candidates_of,
    compare_contacts,
    person_of,
)
from tests.identity.acts import PHONE

pytestmark = pytest.mark.usefixtures("people")
TYPED = person_of({"full_name": "Asha  RAO"}, [{"kind": "phone", "value": PHONE}])


def test_a_typed_record_finds_its_likely_duplicates_best_first(people):
    found = candidates(TYPED)

    assert [one.contact_id for one in found] == [people.asha.pk, people.again.pk]


def test_the_evidence_of_a_candidate_sums_to_its_weight():
    score = candidates(TYPED)[0].score

    assert sum(row.points for row in score.evidence) == score.weight
    assert score.key[:7] == "+GIVEN+" or score.key[:7] == "+FAMILY"


def test_a_contact_finds_the_others_and_never_itself(people):
    found = candidates_of(people.asha.pk)

    assert [one.contact_id for one in found] == [people.again.pk]


def test_why_and_why_not_are_told_of_any_two_contacts(people):
    same = compare_contacts(people.asha.pk, people.again.pk)
    other = compare_contacts(people.asha.pk, people.husband.pk)

    assert (same.probability > 0.9, other.probability < 0.2) == (True, True)


def test_nobody_is_compared_with_a_contact_without_a_profile(people):
    assert compare_contacts(people.asha.pk, 0) is None
    assert candidates_of(0) == []


def test_many_records_are_asked_for_at_once(people):
    stranger = person_of({"full_name": "Lena Weber"})

    found = dict(candidates_in_bulk([(2, TYPED), (3, stranger)]))

    assert list(found) == [2]
    assert [one.contact_id for one in found[2]] == [people.asha.pk, people.again.pk]


def test_bulk_and_single_search_agree():
    (_, found), *_ = candidates_in_bulk([(2, TYPED)])

    assert found == candidates(TYPED)


def test_processes_beside_find_what_one_alone_finds(monkeypatch):
    alone = list(candidates_in_bulk([(2, TYPED), (3, TYPED)]))
    monkeypatch.setattr(searching, "FIRST", 1)
    monkeypatch.setattr(searching, "AT_ONCE", 1)
    monkeypatch.setattr(searching, "MANY", 1)

    assert list(candidates_in_bulk([(2, TYPED), (3, TYPED)])) == alone


def test_what_is_read_at_once_is_judged_part_by_part(monkeypatch):
    stranger = person_of({"full_name": "Lena Weber"})
    asked = [(2, TYPED), (3, stranger), (4, TYPED)]
    together = list(candidates_in_bulk(asked))
    monkeypatch.setattr(searching, "BATCH", 1)

    assert list(candidates_in_bulk(asked)) == together
    assert [number for number, _ in together] == [2, 4]
