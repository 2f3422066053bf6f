import importlib
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
            *(
                (f"{x * 3} {x * 4}", f"9{n * 98765431 % 10**9:09}", f"19{n}-01-09")
                for n, x in enumerate(CROWD, 10)
            ),
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


@pytest.fixture
def spark():
    """A small Spark in this process."""
    builder = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    jar = importlib.import_module("splink.backends.spark").similarity_jar_location()
    for name, value in {
        "spark.jars": jar,
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.skipif(not HAS_SPARK, reason="SPARK NOT TESTED: needs pyspark and a Java runtime")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # py4j leaves sockets to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
@pytest.mark.usefixtures("spark")
def test_the_bulk_job_on_spark_writes_what_the_scan_would(people):
    call_command("resolve", "--engine", "spark")

    pair = MatchCandidate.objects.get()
    assert (pair.left, pair.right) == (people.asha, people.again)


@pytest.mark.skipif(HAS_SPARK, reason="Spark is installed")
def test_without_spark_the_engine_says_what_is_needed():
    with pytest.raises(EngineMissingError, match="pyspark"):
        list(find_pairs(records(), default_model(), 1000, "spark"))
