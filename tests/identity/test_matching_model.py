from math import isclose

from identity.matching.blocking import hash_key, keys_of
from identity.matching.candidates import hash_keys
from identity.matching.compare import compare_people
from identity.matching.counting import count_values
from identity.matching.deciding import Thresholds, decide
from identity.matching.model import default_model, dump, parse
from identity.matching.reading import read_person


def person(name, phone="", email="", born="", city=""):
    return read_person(
        {"full_name": [name], "phone": [phone], "email": [email], "born": [born], "city": [city]}
    )


ASHA = person("Asha Rao", "+91 98765 43210", "asha.rao@example.com", "1980-04-02", "Pune")
SAME = person("Rao Aasha", "09876543210", "asharao@example.com", "", "Poona")
SPOUSE = person("Vikram Rao", "098765 43210", "", "1979-11-30", "Pune")
CROWD = count_values([ASHA, SAME, SPOUSE, *(person(f"Ravi{n} Iyer") for n in range(5000))])


def score(left, right):
    return default_model().score(left, right, CROWD)


def test_the_points_of_the_evidence_sum_to_the_weight():
    found = score(ASHA, SAME)

    assert sum(row.points for row in found.evidence) == found.weight


def test_the_fast_score_is_the_explained_one():
    model = default_model()

    fast = model.points(compare_people(ASHA, SAME, CROWD)) + model.prior(CROWD.total)

    assert isclose(fast, score(ASHA, SAME).weight, abs_tol=1e-9)


def test_another_spelling_with_the_same_phone_is_the_same_person():
    assert score(ASHA, SAME).probability > 0.99


def test_a_shared_phone_does_not_make_a_spouse_the_same_person():
    assert score(ASHA, SPOUSE).probability < 0.2


def test_a_pair_scores_the_same_both_ways():
    assert isclose(score(ASHA, SAME).weight, score(SAME, ASHA).weight, abs_tol=1e-9)


def test_guards_keep_a_high_score_for_a_person_to_see():
    certain = score(ASHA, SPOUSE)._replace(probability=0.99999)

    assert decide(certain, Thresholds()) == "review"


def test_the_artifact_survives_being_written_and_read():
    assert parse(dump(default_model())) == default_model()


def test_keys_are_stable_numbers_of_64_bits():
    assert hash_key("pExample") == 8617097679401904993
    assert hash_keys(["pExample", "q"]).tolist() == [8617097679401904993, hash_key("q")]
    assert len(keys_of(ASHA)) == len(set(keys_of(ASHA)))
