"""`manage.py match_records RECORDS.csv --id COLUMN --out PAIRS.csv`: who in a file is who."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.matching.generations import Generation
from identity.matching.linking import Linked, link
from identity.matching.model import default_model, parse
from identity.matching.types import Person
from imports.projection.people import people_of
from imports.sources import SourceError, open_table


class Command(BaseCommand):
    """Match the people of any file with each other; needs no database and changes nothing."""

    help = "Find the records of a file that are the same person"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("records", type=Path, metavar="RECORDS")
        parser.add_argument("--id", required=True, metavar="COLUMN", help="what names a record")
        parser.add_argument("--out", required=True, type=Path, metavar="PAIRS.csv")
        parser.add_argument("--clusters", type=Path, metavar="CLUSTERS.csv")
        parser.add_argument("--model", type=Path, help="an artifact instead of the shipped one")
        parser.add_argument(
            "--train", action="store_true", help="fit the model to the file first, without labels"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, link and write."""
        files = [each for each in map(options.get, ("records", "out", "clusters")) if each]
        for path in files[1:]:
            _check_writable(path)
        if len({path.resolve() for path in files}) < len(files):
            raise CommandError(
                "the records, the pairs and the clusters need a file of their own each"
            )
        ids, people, generations = _read(options["records"], options["id"])
        self.stderr.write(_recognised(people))
        model = parse(options["model"].read_text()) if options["model"] else default_model()
        linked = link(people, model, train=options["train"], generations=generations)
        _write(options["out"], _pair_rows(ids, linked))
        if options["clusters"]:
            _write(options["clusters"], _cluster_rows(ids, linked))
        auto = sum(pair.decision == "auto" for pair in linked.pairs)
        self.stderr.write(
            f"{len(people):,} records, {len(set(linked.groups)):,} people, "
            f"{len(linked.pairs):,} pairs, {auto:,} of them sure"
        )


def _read(path: Path, id_column: str) -> tuple[list[str], list[Person], list[Generation]]:
    try:
        table = open_table(path)
        if id_column not in table.header:
            raise CommandError(f"{path.name} has no column {id_column!r}: {table.header}")
        rows = (row.cells for row in table.rows())
        ids, people, generations = people_of(table.header, rows, table.header.index(id_column))
    except (SourceError, OSError) as error:
        raise CommandError(f"{path.name}: {error}") from error
    _check_ids(ids, id_column)
    if people and not any(map(_tells_somebody, people)):
        raise CommandError(
            f"{path.name} has no column that was read as a name, number, e-mail or official number:"
            f" {table.header}. Give its columns headers such as Full Name, Phone, E-mail."
        )
    return ids, people, generations


def _recognised(people: Sequence[Person]) -> str:
    """Return how many records tell what, so that a column nobody recognised is noticed."""
    told = {
        "names": sum(bool(person.name) for person in people),
        "numbers": sum(bool(person.phones) for person in people),
        "e-mails": sum(bool(person.emails) for person in people),
        "birthdays": sum(bool(person.born) for person in people),
        "official numbers": sum(bool(person.ids) for person in people),
    }
    return "read " + ", ".join(f"{count:,} {what}" for what, count in told.items())


def _tells_somebody(person: Person) -> bool:
    return bool(person.given or person.family or person.phones or person.emails or person.ids)


def _check_ids(ids: Sequence[str], column: str) -> None:
    """Refuse records without a name of their own: the pairs could not say who is meant."""
    first: dict[str, int] = {}
    for number, name in enumerate(ids, 1):
        if not name.strip():
            raise CommandError(f"record {number} has nothing in {column!r}, which names records")
        if name in first:
            raise CommandError(
                f"records {first[name]} and {number} are both {name!r} in {column!r},"
                " which names records: each needs a value of its own"
            )
        first[name] = number


def _check_writable(path: Path) -> None:
    """Refuse a place nothing can be written to before the work, not after."""
    if path.is_dir():
        raise CommandError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise CommandError(f"the folder {path.parent} does not exist; make it first")


def _pair_rows(ids: Sequence[str], linked: Linked) -> Iterable[Sequence[str]]:
    yield ("left_id", "right_id", "weight", "probability", "decision")
    for left, right, weight, chance, decision in linked.pairs:
        yield (ids[left], ids[right], f"{weight:.4f}", f"{chance:.6f}", decision)


def _cluster_rows(ids: Sequence[str], linked: Linked) -> Iterable[Sequence[str]]:
    yield ("id", "entity")
    for name, group in zip(ids, linked.groups, strict=True):
        yield (name, ids[group])


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
