import importlib.util
import shutil

import pytest
from django.core.management import call_command

from identity.engine import EngineMissingError, Record, find_pairs
from identity.matching.blocking import hash_key, keys_of
from identity.matching.model import default_model
from identity.matching.reading import read_person
from identity.models import MatchCandidate

CROWD = "abcdefghijklmnopqrstuvwxyz"
HAS_SPARK = shutil.which("java") is not None and importlib.util.find_spec("pyspark") is not None


def records():
    people = [
        read_person({"full_name": [name], "phone": [phone], "born": [born]})
        for name, phone, born in (
            ("Asha Rao", "9876543210", "1980-04-02"),
            ("Asha Rao", "9876543210", "1980-04-02"),
            *((f"{x * 3} {x * 4}", f"9123{n:06}", f"19{n}-01-09") for n, x in enumerate(CROWD, 10)),
        )
    ]
    return [
        Record(number, person, [hash_key(key) for key in keys_of(person)])
        for number, person in enumerate(people)
    ]


def test_splink_finds_the_pair_by_our_keys_and_levels():
    found = list(find_pairs(records(), default_model(), 1000))

    assert [(left, right) for left, right, _ in found] == [(0, 1)]


@pytest.mark.django_db
def test_the_bulk_job_writes_what_the_scan_would(people):
    call_command("resolve", "--engine", "duckdb")

    pair = MatchCandidate.objects.get()
    assert (pair.left, pair.right) == (people.asha, people.again)


@pytest.mark.skipif(not HAS_SPARK, reason="SPARK NOT TESTED: needs pyspark and a Java runtime")
def test_spark_finds_the_same_pair():
    found = list(find_pairs(records(), default_model(), 1000, "spark"))

    assert [(left, right) for left, right, _ in found] == [(0, 1)]


@pytest.mark.skipif(HAS_SPARK, reason="Spark is installed")
def test_without_spark_the_engine_says_what_is_needed():
    with pytest.raises(EngineMissingError, match="pyspark"):
        list(find_pairs(records(), default_model(), 1000, "spark"))
