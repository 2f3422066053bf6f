"""An audit sample of the links made unasked: a share of them is put to a person first."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from core.models import User
from identity.models import LinkCheck
from identity.services.knowing import population

if TYPE_CHECKING:  # it would load numpy into every import
    from identity.matching.judging import Candidate

_HIGHEST: Final = 0.99999  # what the column holds


def is_drawn(share: float, *of: object) -> bool:
    """Tell whether a row is among the share that is checked; the same row always is."""
    drawn = sha256(" ".join(map(str, of)).encode()).digest()
    return int.from_bytes(drawn[:8]) < share * 2**64


def ask(*, source_id: int | None, batch_id: int, rows: "Mapping[int, Candidate]") -> None:
    """Remember the rows of a batch that a person is asked about instead of being linked."""
    version = population().model.version
    LinkCheck.objects.bulk_create(
        (
            LinkCheck(
                source_id=source_id,
                batch_id=batch_id,
                row_no=row_no,
                probability=min(round(candidate.score.probability, 5), _HIGHEST),
                model_version=version,
            )
            for row_no, candidate in rows.items()
        ),
        ignore_conflicts=True,
    )


def answer(*, batch_id: int, row_no: int, right: bool | None, by: User) -> None:
    """Note what a person said of a row, if it is one that is checked; None for neither."""
    told = None if right is None else by
    at = None if right is None else timezone.now()
    LinkCheck.objects.filter(batch_id=batch_id, row_no=row_no).update(right=right, by=told, at=at)
