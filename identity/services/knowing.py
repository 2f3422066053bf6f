"""The model that scores on this installation, and how common its people's values are."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from identity.matching.deciding import Thresholds
from identity.matching.frequencies import Frequencies
from identity.matching.model import Model, default_model, parse_content
from identity.models import MatchModel, MatchPolicy, MatchProfile


class Population(NamedTuple):
    """The model and the frequencies a pair is judged by."""

    model: Model
    known: Frequencies


def population() -> Population:
    """Return the newest active model, or the shipped one until a scan has measured the people."""
    newest = MatchModel.objects.filter(active=True).values_list("pk", flat=True).first()
    return _trained(newest) if newest else _shipped(_rough_count())


def thresholds(source_id: int | None = None) -> Thresholds:
    """Return the policy's thresholds for a source, its own before the general one."""
    policy = policy_of(source_id)
    if policy is None:
        return Thresholds()
    return Thresholds(float(policy.review_from), float(policy.auto_from))


def policy_of(source_id: int | None = None) -> MatchPolicy | None:
    """Return the policy of a source, the general one where it has none of its own."""
    rows = {row.source_id: row for row in MatchPolicy.objects.all()}
    return rows.get(source_id) or rows.get(None)


@lru_cache(maxsize=2)
def _trained(pk: int) -> Population:
    row = MatchModel.objects.get(pk=pk)
    return Population(parse_content(row.artifact), Frequencies(row.people, row.frequencies))


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
