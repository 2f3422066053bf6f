"""What the matcher is measured beside: exact rules, and Splink with its reference comparisons."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from identity.matching.types import Person

Pairs = dict[tuple[int, int], float]
FIELDS = ("given", "family", "phone", "email", "born", "street", "postal", "city", "company")
LARGEST = 200


def exact_pairs(people: Sequence[Person]) -> Pairs:
    """Return the pairs of one phone, of one e-mail, and of one name with one birthday or place."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        name = " ".join(sorted((*person.given, *person.family)))
        for phone in person.phones:
            blocks["p", phone].append(number)
        for email in person.emails:
            blocks["e", email].append(number)
        for value in filter(None, (person.born, person.street, person.postal)):
            blocks["n", name, value].append(number)
    found: Pairs = {}
    for members in blocks.values():
        if len(members) <= LARGEST:
            found |= dict.fromkeys(combinations(members, 2), 1.0)
    return found


def splink_pairs(people: Sequence[Person]) -> Pairs:
    """Return Splink's pairs and weights: its library's comparisons, trained without labels."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    database = DuckDBAPI(connection)
    table = _table(people)
    told = [name for name in FIELDS if table[name].null_count < 0.95 * len(people)]
    rules: list[tuple[Any, Any]] = [rule for rule in _blocking() if set(rule[0]) <= set(told)]
    comparisons: dict[str, Any] = _COMPARISONS
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[comparisons[name]() for name in told],
        blocking_rules_to_generate_predictions=[rule for _, rule in rules],
    )
    linker = Linker(database.register(table), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [rule for names, rule in rules if "email" in names or "born" in names], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for _, rule in rules[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-8, warning_mode="never")
    rows = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight FROM {found.physical_name}"
    ).fetchall()
    return {(min(a, b), max(a, b)): weight for a, b, weight in rows}


_COMPARISONS = {
    "given": lambda: cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(
        term_frequency_adjustments=True
    ),
    "family": lambda: cl.JaroWinklerAtThresholds("family", [0.92, 0.8]).configure(
        term_frequency_adjustments=True
    ),
    "phone": lambda: cl.LevenshteinAtThresholds("phone", [1]),
    "email": lambda: cl.JaroWinklerAtThresholds("email", [0.92]),
    "born": lambda: cl.LevenshteinAtThresholds("born", [1, 2]),
    "street": lambda: cl.JaroWinklerAtThresholds("street", [0.92]),
    "postal": lambda: cl.LevenshteinAtThresholds("postal", [1]),
    "city": lambda: cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    "company": lambda: cl.ExactMatch("company").configure(term_frequency_adjustments=True),
}


def _blocking() -> list[tuple[tuple[str, ...], object]]:
    wanted = (
        ("given", "family"), ("born",), ("phone",), ("email",), ("family", "postal"),
        ("family", "city"), ("given", "postal"), ("street",),
    )  # fmt: skip
    return [(names, block_on(*names)) for names in wanted]


def _table(people: Sequence[Person]) -> pa.Table:
    rows = [
        {
            "unique_id": number,
            "given": " ".join(person.given) or None,
            "family": " ".join(person.family) or None,
            "phone": person.phones[0] if person.phones else None,
            "email": person.emails[0] if person.emails else None,
        }
        | {name: getattr(person, name) or None for name in FIELDS[4:]}
        for number, person in enumerate(people)
    ]
    types = [("unique_id", pa.int64()), *((name, pa.string()) for name in FIELDS)]
    return pa.Table.from_pylist(rows, schema=pa.schema(types))
