"""The model that scores on this installation, and how common its people's values are."""

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from django.db import connection

from core.selectors.prepared import preparing
from identity.matching.deciding import Thresholds
from identity.matching.frequencies import Frequencies
from identity.matching.model import Model, default_model, parse_content
from identity.models import MatchModel, MatchPolicy, MatchProfile


class Population(NamedTuple):
    """The model and the frequencies a pair is judged by."""

    model: Model
    known: Frequencies


KNOWN: Final = """
SELECT newest.id, policy.review_from, policy.auto_from
FROM (SELECT max(id) AS id FROM identity_matchmodel WHERE active) newest
LEFT JOIN (
    SELECT review_from, auto_from FROM identity_matchpolicy
    WHERE source_id IS NULL OR source_id = %s ORDER BY source_id NULLS LAST LIMIT 1
) policy ON true
"""


def population() -> Population:
    """Return the newest active model, or the shipped one until a scan has measured the people."""
    return standards()[0]


def thresholds(source_id: int | None = None) -> Thresholds:
    """Return the policy's thresholds for a source, its own before the general one."""
    return standards(source_id)[1]


def standards(source_id: int | None = None) -> tuple[Population, Thresholds]:
    """Return what a person of a source is judged by; one query, it runs while somebody types."""
    with preparing() as cursor:
        ((newest, review_from, auto_from),) = cursor.execute(KNOWN, [source_id]).fetchall()
    known = _trained(newest) if newest else _shipped(_rough_count())
    if review_from is None:
        return known, Thresholds()
    return known, Thresholds(float(review_from), float(auto_from))


def policy_of(source_id: int | None = None) -> MatchPolicy | None:
    """Return the policy of a source, the general one where it has none of its own."""
    rows = {row.source_id: row for row in MatchPolicy.objects.all()}
    return rows.get(source_id) or rows.get(None)


@lru_cache(maxsize=2)
def _trained(pk: int) -> Population:
    row = MatchModel.objects.get(pk=pk)
    model = replace(parse_content(row.artifact), version=row.version)
    return Population(model, Frequencies(row.people, row.frequencies))


@lru_cache(maxsize=2)
def _shipped(people: int) -> Population:
    model = default_model()
    counts = {word: round(share * people / 1e6) for word, share in model.names.items()}
    return Population(model, Frequencies(people, {"name": counts}))


def _rough_count() -> int:
    """Return the number of profiles in round figures, so the shipped frequencies stay cached."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = %s",
            [MatchProfile._meta.db_table],  # noqa: SLF001 -- Django's documented name
        )
        count: int = cursor.fetchone()[0]
    return max(1_000, int(float(f"{count:.1g}")))
