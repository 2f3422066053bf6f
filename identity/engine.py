"""The one room that speaks Splink: the model artifact as its settings, on DuckDB or Spark.

Splink reads the same people, match keys and levels with m and u as the Python scorer, with the
rarity of a value as its term frequency. Interactions are no part of a Fellegi-Sunter model, so
what Splink finds is scored once more by the artifact before anybody is told.
"""

import importlib
import logging
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

import duckdb
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from identity.matching.model import Model
from identity.matching.names import sound_of
from identity.matching.types import Person

Engine = Literal["duckdb", "spark"]

THRESHOLD: Final = -4.0
"""Bits below which Splink's own weight is not looked at again."""

BATCH: Final = 50_000
_LIKE: Final = 0.9
_LEAST: Final = 1e-6
_SHAPES: Final = {
    "given": (("same",), ("sound",), ("typo", "nick")),
    "family": (("same",), ("sound",), ("typo", "nick")),
    "phone": (("same",),),
    "email": (("same", "local"),),
    "born": (("same",), ("near",)),
    "street": (("same", "near"),),
    "postal": (("same",),),
    "city": (("same", "near"),),
    "company": (("same", "near"),),
}
"""Which levels of the artifact each level of Splink stands for, the rest being `else`."""

_SCHEMA: Final = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("given", pa.string()),
        ("given_sound", pa.string()),
        ("family", pa.string()),
        ("family_sound", pa.string()),
        ("phone", pa.list_(pa.string())),
        ("email", pa.list_(pa.string())),
        ("born", pa.string()),
        ("street", pa.string()),
        ("postal", pa.string()),
        ("city", pa.string()),
        ("company", pa.string()),
        ("match_key", pa.list_(pa.int64())),
    ]
)


class EngineMissingError(Exception):
    """The engine asked for is not installed; the message says what is needed."""


class Record(NamedTuple):
    """One person with the match keys that are no stop keys."""

    number: int
    person: Person
    keys: list[int]


def find_pairs(
    records: Iterable[Record], model: Model, people: int, engine: Engine = "duckdb"
) -> Iterator[tuple[int, int, float]]:
    """Yield (number, number, Splink's weight) of the pairs above `THRESHOLD`, lower number first.

    `people` is the size of the population the prior is taken from. Raises EngineMissingError.
    """
    database = _database(engine)
    linker = Linker(database.register(_table(records)), settings(model, people), log_level=None)
    found = linker.inference.predict(threshold_match_weight=THRESHOLD, warning_mode="never")
    wanted = f"SELECT unique_id_l, unique_id_r, match_weight FROM {found.physical_name}"  # noqa: S608 -- Splink's own table name
    for left, right, weight in _rows(database, wanted, engine):
        yield min(left, right), max(left, right), weight


def settings(model: Model, people: int) -> SettingsCreator:
    """Return the artifact as Splink's settings."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=min(0.5, 2 * model.matches_per_person / people),
        blocking_rules_to_generate_predictions=[
            block_on("match_key", arrays_to_explode=["match_key"])
        ],
        comparisons=[_comparison(name, model) for name in _SHAPES],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def _comparison(name: str, model: Model) -> Any:
    """Return one comparison with m and u of the artifact."""
    made: list[Any] = [levels.NullLevel(name)]
    left = {level for comparison, level in model.levels if comparison == name}
    for creator, stands_for in zip(_creators(name), _SHAPES[name], strict=True):
        made.append(_weighed(creator, name, stands_for, model))
        left -= set(stands_for)
    made.append(_weighed(levels.ElseLevel(), name, tuple(left), model))
    return comparisons.CustomComparison(made, output_column_name=name)


def _creators(name: str) -> list[Any]:
    if name in {"phone", "email"}:
        return [levels.ArrayIntersectLevel(name, min_intersection=1)]
    exact = levels.ExactMatchLevel(name, term_frequency_adjustments=True)
    if name in {"given", "family"}:
        sound = levels.ExactMatchLevel(f"{name}_sound")
        return [exact, sound, levels.JaroWinklerLevel(name, _LIKE)]
    if name == "born":
        return [exact, levels.LevenshteinLevel(name, 1)]
    return [exact]


def _weighed(creator: Any, name: str, stands_for: tuple[str, ...], model: Model) -> Any:
    told = [model.levels[name, level] for level in stands_for if (name, level) in model.levels]
    return creator.configure(
        m_probability=min(1.0, max(_LEAST, sum(level.m for level in told))),
        u_probability=min(1.0, max(_LEAST, sum(level.u for level in told))),
    )


def _table(records: Iterable[Record]) -> pa.Table:
    columns: list[list[Any]] = [[] for _ in _SCHEMA]
    for record in records:
        for column, value in zip(columns, _values(record), strict=True):
            column.append(None if value in ("", []) else value)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, _SCHEMA, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=_SCHEMA)


def _values(record: Record) -> tuple[Any, ...]:
    number, person, keys = record
    given = person.given[0] if person.given else ""
    family = person.family[-1] if person.family else ""
    return (
        number, given, sound_of(given), family, sound_of(family), list(person.phones),
        list(person.emails), person.born, person.street, person.postal, person.city,
        person.company, keys,
    )  # fmt: skip


def _database(engine: Engine) -> Any:
    logging.getLogger("splink").setLevel(logging.ERROR)
    if engine == "spark":
        return _spark()
    connection = duckdb.connect()
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    return DuckDBAPI(connection)


def _rows(database: Any, query: str, engine: Engine) -> Iterator[tuple[int, int, float]]:
    if engine == "spark":
        for row in database.spark.sql(query).toLocalIterator():
            yield row[0], row[1], row[2]
        return
    cursor = database._con.execute(query)  # noqa: SLF001 -- Splink offers no streaming read
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _spark() -> Any:
    """Return Splink on the Spark session at hand, a local one where there is none."""
    try:
        spark = importlib.import_module("pyspark.sql")
        backend = importlib.import_module("splink.backends.spark")
    except ImportError as error:
        raise EngineMissingError(
            "the spark engine needs pyspark and a Java runtime; "
            "--engine duckdb needs nothing further"
        ) from error
    jar = backend.similarity_jar_location()
    session = spark.SparkSession.builder.config("spark.jars", jar).getOrCreate()
    session.conf.set("spark.sql.codegen.wholeStage", "false")
    return backend.SparkAPI(spark_session=session, break_lineage_method="persist")
